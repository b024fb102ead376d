using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using MediaPipeline.Recordings;

namespace MediaPipeline.Importing;

/// <summary>Where an imported recording lies in the day: when its first picture was taken.</summary>
/// <param name="Number">1, 2 … : the highest counts. Each is a file of its own that is never written again, so that all of them can be sealed.</param>
/// <param name="Start">Null: it was taken back, and the recording lies nowhere.</param>
/// <param name="How">How that was found out: a stable code.</param>
/// <param name="Error">How far off it may be.</param>
/// <param name="By">Who said so.</param>
public sealed record AlignmentNote(int Number, DateTimeOffset? Start, string How, TimeSpan Error, string By, DateTimeOffset At);

/// <summary>
/// The imported recordings in a session's folder: each in a folder <c>import-…</c> with init section, segments and playlist as a part of the recorder has them. Their times of day
/// are not in the files' times but in <c>alignment-0001.json</c> …: they are corrected by people, and what is sealed must not change.
/// </summary>
/// <param name="root">The session's folder.</param>
public sealed class ImportedParts(string root)
{
    /// <summary>With what the folders' names begin.</summary>
    public const string Prefix = "import-";

    /// <summary>What is said of the file that it was made of.</summary>
    public const string Source = "source.json";

    private const string Alignment = "alignment-";
    private readonly ConcurrentDictionary<string, (string Note, RecordingPart? Part)> _read = new(StringComparer.Ordinal);

    /// <summary>Whether a part of a recording is an imported one.</summary>
    public static bool IsImported(string part) => part.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Differs when one came or was given another place: cheaper than reading them.</summary>
    public string State() => Directory.Exists(root)
        ? string.Join('|', Directory.EnumerateDirectories(root, Prefix + "*").Order(StringComparer.Ordinal).Select(folder => $"{Path.GetFileName(folder)}/{Path.GetFileName(Newest(folder))}"))
        : "";

    /// <summary>Those that have a place in the day, the first imported first.</summary>
    public async Task<IReadOnlyList<RecordingPart>> ReadAsync(CancellationToken cancellation)
    {
        if (!Directory.Exists(root)) return [];
        List<RecordingPart> parts = [];
        foreach (DirectoryInfo folder in new DirectoryInfo(root).EnumerateDirectories(Prefix + "*").OrderBy(folder => File.GetLastWriteTimeUtc(Path.Combine(folder.FullName, Source))).ThenBy(folder => folder.Name, StringComparer.Ordinal))
        {
            if (Newest(folder.FullName) is not { } note) continue;
            if (!_read.TryGetValue(folder.Name, out (string Note, RecordingPart? Part) known) || known.Note != note)
            {
                known = (note, await ReadAsync(folder.FullName, note, cancellation));
                _read[folder.Name] = known;
            }
            if (known.Part is { } part) parts.Add(part);
        }
        return parts;
    }

    /// <summary>An imported recording with its first picture at media time zero of <see cref="DateTimeOffset.UnixEpoch"/>, wherever it lies; null: it cannot be read.</summary>
    public static Task<RecordingPart?> ReadWholeAsync(string folder, CancellationToken cancellation) => PartAsync(folder, DateTimeOffset.UnixEpoch, cancellation);

    /// <summary>Writes down where it lies. Writing the same note again changes nothing.</summary>
    public static async Task WriteAsync(string folder, AlignmentNote note, CancellationToken cancellation)
    {
        string target = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Alignment}{note.Number:0000}.json"));
        if (File.Exists(target)) return;
        string unfinished = target + ".tmp";
        await File.WriteAllTextAsync(unfinished, JsonSerializer.Serialize(note, JsonSerializerOptions.Web), cancellation);
        File.Move(unfinished, target, overwrite: true);
    }

    private static string? Newest(string folder) => Directory.EnumerateFiles(folder, Alignment + "*.json").Max(StringComparer.Ordinal);

    private static async Task<RecordingPart?> ReadAsync(string folder, string note, CancellationToken cancellation)
    {
        try
        {
            AlignmentNote? alignment = JsonSerializer.Deserialize<AlignmentNote>(await File.ReadAllTextAsync(note, cancellation), JsonSerializerOptions.Web);
            return alignment?.Start is { } start ? await PartAsync(folder, start, cancellation) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or JsonException)
        {
            return null;
        }
    }

    private static async Task<RecordingPart?> PartAsync(string folder, DateTimeOffset start, CancellationToken cancellation)
    {
        string name = Path.GetFileName(folder), playlist = Path.Combine(folder, RecordingFolder.Playlist);
        if (!File.Exists(playlist) || await InitSection.FormatAsync(Path.Combine(folder, RecordingFolder.Init), cancellation) is not { } format) return null;
        List<Segment> segments = [];
        TimeSpan at = TimeSpan.Zero;
        foreach (PlaylistEntry entry in PlaylistEntry.Parse(await File.ReadAllTextAsync(playlist, cancellation)))
        {
            segments.Add(new Segment(new SegmentFile(name, entry.Name), at, entry.Duration, start + at));
            at += entry.Duration;
        }
        return segments.Count == 0 ? null : new RecordingPart(new SegmentFile(name, RecordingFolder.Init), segments, TimeSpan.Zero) { Format = format, Cause = GapCauses.Imported };
    }
}
