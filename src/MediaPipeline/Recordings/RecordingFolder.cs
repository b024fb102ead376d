using System.Collections.Concurrent;
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

    // A playlist that has not changed describes segments that have not: hours of recording are looked through once, not at each request.
    private readonly ConcurrentDictionary<string, (DateTime Written, long Length, IReadOnlyList<RecordingPart> Parts)> _read = new(StringComparer.Ordinal);

    /// <summary>The folder for the next run of the recorder; it does not exist yet.</summary>
    public string NextPartFolder()
    {
        int last = PartNumbers().Select(part => part.Number).DefaultIfEmpty().Max();
        return Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{last + 1:0000}"));
    }

    /// <summary>All closed segments with their wall-clock times. What is unreadable or half-written is left out. Keep the object: a second reading is cheap.</summary>
    public async Task<RecordingTimeline> ReadTimelineAsync(CancellationToken cancellation)
    {
        List<RecordingPart> parts = [];
        foreach ((string name, _) in PartNumbers().OrderBy(part => part.Number))
        {
            cancellation.ThrowIfCancellationRequested();
            parts.AddRange(await ReadPartAsync(name, cancellation));
        }
        return parts.Count == 0 ? RecordingTimeline.Empty : new RecordingTimeline(parts);
    }

    private IEnumerable<(string Name, int Number)> PartNumbers()
    {
        if (!Directory.Exists(path)) yield break;
        foreach (string folder in Directory.EnumerateDirectories(path, Prefix + "*"))
        {
            string name = Path.GetFileName(folder);
            if (int.TryParse(name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number)) yield return (name, number);
        }
    }

    private async Task<IReadOnlyList<RecordingPart>> ReadPartAsync(string name, CancellationToken cancellation)
    {
        string folder = Path.Combine(path, name);
        var playlist = new FileInfo(Path.Combine(folder, Playlist));
        if (!playlist.Exists) return [];
        (DateTime written, long length) = (playlist.LastWriteTimeUtc, playlist.Length);
        if (_read.TryGetValue(name, out var known) && known.Written == written && known.Length == length) return known.Parts;
        try
        {
            if (await InitSection.FormatAsync(Path.Combine(folder, Init), cancellation) is not { } format) return [];
            IReadOnlyList<PlaylistEntry> entries = PlaylistEntry.Parse(await File.ReadAllTextAsync(playlist.FullName, cancellation));
            IReadOnlyList<RecordingPart> parts = Parts(name, format, entries);
            // Not kept while something is missing: it may only be late.
            if (parts.Sum(part => part.Segments.Count) == entries.Count) _read[name] = (written, length, parts);
            return parts;
        }
        catch (IOException)
        {
            return []; // removed under our hands
        }
    }

    /// <summary>
    /// Wall-clock times come from the segments' files, not from ffmpeg's PROGRAM-DATE-TIME: that one is the clock when the playlist was
    /// opened plus media time, and the first frame may be older (it waited in the connection) or younger (the feed came late). A segment
    /// is closed when the first frame after it arrives, so closing time − media end is when the part began. Disks and busy processors
    /// only make a file later, never earlier: the least of all candidates is the best.
    /// </summary>
    private List<RecordingPart> Parts(string name, string format, IReadOnlyList<PlaylistEntry> entries)
    {
        List<List<(PlaylistEntry Entry, TimeSpan Start)>> runs = [];
        TimeSpan at = TimeSpan.Zero;
        DateTimeOffset? start = null;
        bool hole = true;
        foreach (PlaylistEntry entry in entries)
        {
            var file = new FileInfo(Path.Combine(path, name, entry.Name));
            if (!file.Exists || file.Length == 0)
            {
                // A full disk or a careless hand took this one; what comes after it can still be played.
                (hole, at) = (true, at + entry.Duration);
                continue;
            }
            if (hole) runs.Add([]);
            hole = false;
            runs[^1].Add((entry, at));
            at += entry.Duration;
            DateTimeOffset candidate = new DateTimeOffset(file.LastWriteTimeUtc) - at;
            if (start is null || candidate < start) start = candidate;
        }
        TimeSpan offset = start is { } began && entries[0].ProgramDateTime is { } claimed ? began - claimed : TimeSpan.Zero;
        return
        [
            .. runs.Select(run => new RecordingPart(
                new SegmentFile(name, Init),
                [.. run.Select(segment => new Segment(new SegmentFile(name, segment.Entry.Name), segment.Start, segment.Entry.Duration, start!.Value + segment.Start))],
                offset) { Format = format }),
        ];
    }
}
