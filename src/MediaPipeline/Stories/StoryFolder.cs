using System.Globalization;
using System.Text;
using MediaPipeline.Recordings;

namespace MediaPipeline.Stories;

/// <summary>
/// A story on disk: <c>index.txt</c> (a line per segment that has been looked at, in that order), <c>peaks.bin</c> (pairs of signed bytes, one after the other),
/// <c>overview.bin</c> (one pair per segment), <c>fine-0000.jpg</c> … and <c>coarse-0000.jpg</c> … (sheets of tiles). The index is written last: what it does not
/// say is not there, whatever a crash left behind.
/// </summary>
public sealed class StoryFolder(string path)
{
    /// <summary>Files that are handed out.</summary>
    public const string Peaks = "peaks.bin", Overview = "overview.bin";

    private const string Index = "index.txt", Open = "open", Lock = "lock", Done = "done", Work = "work", Mark = "story 1";

    /// <summary>A sheet's name.</summary>
    public static string Sheet(bool coarse, int number) => string.Create(CultureInfo.InvariantCulture, $"{(coarse ? "coarse" : "fine")}-{number:0000}.jpg");

    /// <summary>What has been looked at; null: nothing.</summary>
    public async Task<StoryIndex?> ReadAsync(CancellationToken cancellation = default)
    {
        string file = Path.Combine(path, Index);
        if (!File.Exists(file)) return null;
        string text;
        try
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream);
            text = await reader.ReadToEndAsync(cancellation);
        }
        catch (IOException)
        {
            return null; // removed under our hands
        }
        // The last line may be cut short.
        string[] lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0 || lines[0].Split(' ') is not ["story", "1", var wide, var high] || !Number(wide, out int width) || !Number(high, out int height)) return null;
        List<StoryEntry> entries = [];
        foreach (string line in lines.Skip(1))
        {
            if (line.Split(' ') is not [var name, var ms, var picture] || name.Split('/') is not [var part, var segment] || !Number(ms, out int duration)) break;
            entries.Add(new StoryEntry(new SegmentFile(part, segment), TimeSpan.FromMilliseconds(duration), picture == "1"));
        }
        return new StoryIndex(width, height, entries);
    }

    /// <summary>Whether nothing will ever be added: the recording is over, and all of it has been looked at.</summary>
    public bool IsDone => File.Exists(Path.Combine(path, Done));

    /// <summary>Says so.</summary>
    public void MarkDone()
    {
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, Done), "");
    }

    /// <summary>The only one to write, in this process and in others on this machine; null: somebody else is. It is free again when its holder dies.</summary>
    internal FileStream? TryLock()
    {
        Directory.CreateDirectory(path);
        try
        {
            return new FileStream(Path.Combine(path, Lock), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>An empty folder to work in.</summary>
    internal string FreshWork()
    {
        string work = Path.Combine(path, Work);
        if (Directory.Exists(work)) Directory.Delete(work, recursive: true);
        return Directory.CreateDirectory(work).FullName;
    }

    /// <summary>The tile of a sheet that is not full yet: kept as it is, so that a sheet that grows is not packed again and again from its packed self.</summary>
    internal string OpenTile(bool coarse, int number) =>
        Path.Combine(Directory.CreateDirectory(Path.Combine(path, Open)).FullName, string.Create(CultureInfo.InvariantCulture, $"{(coarse ? "coarse" : "fine")}-{number}.png"));

    internal string PathOf(string name) => Path.Combine(path, name);

    /// <summary>Writes bytes behind what the index says is there; whatever else a crash left there is overwritten.</summary>
    internal async Task AppendAsync(string name, long at, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await using var file = new FileStream(Path.Combine(path, name), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(at);
        file.Position = at;
        await file.WriteAsync(bytes, cancellation);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Gives a file its name when it is whole.</summary>
    internal async Task ReplaceAsync(string name, byte[] bytes, CancellationToken cancellation)
    {
        string target = Path.Combine(path, name), unfinished = target + ".tmp";
        await File.WriteAllBytesAsync(unfinished, bytes, cancellation);
        File.Move(unfinished, target, overwrite: true);
    }

    /// <summary>Says that segments have been looked at.</summary>
    internal async Task CommitAsync(StoryIndex before, IReadOnlyList<StoryEntry> added)
    {
        string file = Path.Combine(path, Index);
        var text = new StringBuilder();
        if (before.Entries.Count == 0) text.Append(CultureInfo.InvariantCulture, $"{Mark} {before.Width} {before.Height}\n");
        foreach (StoryEntry entry in added) text.Append(Line(entry));
        // A line that a crash cut short is no line: it is overwritten.
        long whole = before.Entries.Count == 0 ? 0 : Encoding.UTF8.GetByteCount($"{Mark} {before.Width.ToString(CultureInfo.InvariantCulture)} {before.Height.ToString(CultureInfo.InvariantCulture)}\n") + before.Entries.Sum(entry => Line(entry).Length);
        await AppendAsync(Path.GetFileName(file), whole, Encoding.UTF8.GetBytes(text.ToString()), CancellationToken.None);
    }

    private static string Line(StoryEntry entry) =>
        string.Create(CultureInfo.InvariantCulture, $"{entry.File.Part}/{entry.File.Name} {(int)Math.Round(entry.Duration.TotalMilliseconds)} {(entry.HasPicture ? 1 : 0)}\n");

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}

/// <summary>What has been looked at.</summary>
/// <param name="Width">Of a tile, in pixels.</param>
/// <param name="Height">Of a tile, in pixels.</param>
public sealed record StoryIndex(int Width, int Height, IReadOnlyList<StoryEntry> Entries)
{
    /// <summary>Pairs of the waveform.</summary>
    public long Pairs => Entries.Sum(entry => (long)StoryForm.PairsOf(entry.Duration));
}
