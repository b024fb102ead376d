using System.Globalization;

namespace Studio.Testing;

/// <summary>Processes of this machine. Source: proc(5).</summary>
public static class Running
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on every Linux that .NET runs on

    /// <summary>Processes whose command line contains all of the words.</summary>
    public static IReadOnlyList<int> Find(params string[] words)
    {
        List<int> found = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int id)) continue;
            string line = Read(Path.Combine(folder, "cmdline"));
            if (words.All(word => line.Contains(word, StringComparison.Ordinal))) found.Add(id);
        }
        return found;
    }

    /// <summary>The recorders of a studio.</summary>
    public static IReadOnlyList<int> Recorders(StudioProcess studio) => Find("ffmpeg\0", $"{Path.Combine(studio.Folder, "media")}/", "-rtmp_live");

    /// <summary>A process and its children.</summary>
    public static IReadOnlyList<int> WithChildren(int id) =>
        [id, .. Read($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/task/{id.ToString(CultureInfo.InvariantCulture)}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(child => int.Parse(child, CultureInfo.InvariantCulture))];

    /// <summary>Processor time that a process has used so far; null: it is gone.</summary>
    public static double? CpuSeconds(int id)
    {
        string stat = Read($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/stat");
        if (stat.LastIndexOf(')') is not (> 0 and var name)) return null;
        string[] fields = stat[(name + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
