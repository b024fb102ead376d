using System.Globalization;

namespace MediaPipeline.Recordings;

/// <summary>
/// A recording on disk: a folder per run of the recorder (<c>part-0001</c> …) with <c>init.mp4</c>, <c>seg-000001.m4s</c> … and ffmpeg's
/// own playlist. It may be read while it grows: segments get their names when they are complete.
/// </summary>
public sealed class RecordingFolder(string path)
{
    internal const string Playlist = "index.m3u8";
    private const string Prefix = "part-", Init = "init.mp4";

    /// <summary>The folder for the next run of the recorder; it does not exist yet.</summary>
    public string NextPartFolder()
    {
        int last = PartNames().Select(name => int.TryParse(name[Prefix.Length..], CultureInfo.InvariantCulture, out int number) ? number : 0).DefaultIfEmpty().Max();
        return Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{last + 1:0000}"));
    }

    /// <summary>All closed segments with their wall-clock times. What is unreadable or half-written is left out.</summary>
    public async Task<RecordingTimeline> ReadTimelineAsync(CancellationToken cancellation)
    {
        List<RecordingPart> parts = [];
        foreach (string name in PartNames().Order(StringComparer.Ordinal))
        {
            cancellation.ThrowIfCancellationRequested();
            if (await ReadPartAsync(name, cancellation) is { } part) parts.Add(part);
        }
        return parts.Count == 0 ? RecordingTimeline.Empty : new RecordingTimeline(parts);
    }

    private IEnumerable<string> PartNames() =>
        Directory.Exists(path) ? Directory.EnumerateDirectories(path, Prefix + "*").Select(folder => Path.GetFileName(folder)!) : [];

    private async Task<RecordingPart?> ReadPartAsync(string name, CancellationToken cancellation)
    {
        string folder = Path.Combine(path, name), playlist = Path.Combine(folder, Playlist);
        if (!File.Exists(playlist) || !File.Exists(Path.Combine(folder, Init))) return null;
        IReadOnlyList<PlaylistEntry> entries = PlaylistEntry.Parse(await File.ReadAllTextAsync(playlist, cancellation));
        List<(PlaylistEntry Entry, TimeSpan Start)> closed = [];
        TimeSpan at = TimeSpan.Zero;
        DateTimeOffset? firstFrame = null;
        foreach (PlaylistEntry entry in entries)
        {
            var file = new FileInfo(Path.Combine(folder, entry.Name));
            if (!file.Exists || file.Length == 0) break; // a hole ends what can be played in one go
            closed.Add((entry, at));
            at += entry.Duration;
            // A segment is closed when the first frame of the next one arrives, never before its own last frame did. Disks and busy
            // processors only make the file later, so the earliest candidate is the best one.
            DateTimeOffset candidate = new DateTimeOffset(file.LastWriteTimeUtc) - at;
            if (firstFrame is null || candidate < firstFrame) firstFrame = candidate;
        }
        if (closed.Count == 0) return null;
        DateTimeOffset start = firstFrame!.Value;
        TimeSpan offset = entries[0].ProgramDateTime is { } claimed ? start - claimed : TimeSpan.Zero;
        return new RecordingPart(
            new SegmentFile(name, Init),
            [.. closed.Select(segment => new Segment(new SegmentFile(name, segment.Entry.Name), segment.Start, segment.Entry.Duration, start + segment.Start))],
            offset);
    }
}
