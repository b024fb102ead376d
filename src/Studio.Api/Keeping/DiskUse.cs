using Studio.Api.Parts;

namespace Studio.Api.Keeping;

/// <summary>How much clips take, by session, and what is free. Looked up at most twice a minute, whoever asks how often.</summary>
internal sealed class DiskUse(StudioOptions options, SessionFolders folders, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);
    private readonly Lock _gate = new();
    private DiskFigures? _last;

    /// <summary>The figures; half a minute old at most.</summary>
    public DiskFigures Read()
    {
        lock (_gate)
        {
            DateTimeOffset now = clock.GetUtcNow();
            return _last is { } last && now - last.At < Fresh ? last : _last = new DiskFigures(now, Clips(), Free(Media), folders.ColdIsThere ? Free(folders.ColdRoot!) : null);
        }
    }

    private string Media => Directory.CreateDirectory(Path.Combine(options.DataFolder, "media")).FullName;

    // A clip's id is its session's, a dash, and a word without one.
    private Dictionary<string, long> Clips()
    {
        Dictionary<string, long> bytes = new(StringComparer.Ordinal);
        var root = new DirectoryInfo(Path.Combine(Media, "clips"));
        if (!root.Exists) return bytes;
        foreach (DirectoryInfo clip in root.EnumerateDirectories())
        {
            string session = clip.Name.LastIndexOf('-') is > 0 and var dash ? clip.Name[..dash] : clip.Name;
            bytes[session] = bytes.GetValueOrDefault(session) + BytesIn(clip);
        }
        return bytes;
    }

    private static long BytesIn(DirectoryInfo clip)
    {
        try
        {
            return clip.EnumerateFiles().Sum(file => file.Length);
        }
        catch (IOException)
        {
            return 0; // a file got its final name while it was looked at
        }
    }

    // What the studio leaves to the store is not free.
    private long Free(string folder)
    {
        try
        {
            return Math.Max(0, new DriveInfo(folder).AvailableFreeSpace - (options.LeastFreeMegabytes * 1024L * 1024));
        }
        catch (IOException)
        {
            return 0; // a disk that does not answer takes nothing
        }
    }
}

/// <summary>What was looked up.</summary>
/// <param name="ColdFree">Null: there is no cold disk, or it is not there.</param>
internal sealed record DiskFigures(DateTimeOffset At, IReadOnlyDictionary<string, long> ClipBytes, long Free, long? ColdFree);
