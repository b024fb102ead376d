using System.Collections.Concurrent;
using System.Globalization;

namespace MediaPipeline.Recordings;

/// <summary>
/// A recording on disk: a folder per run of the recorder (<c>part-0001</c> …) with <c>init.mp4</c>, <c>seg-000001.m4s</c> … and ffmpeg's
/// own playlist. It may be read while it grows: segments get their names when they are complete. What a run lost and the ingest server
/// kept follows it as <c>part-0001-tail</c>, <c>part-0001-tail-2</c> … in the same form.
/// </summary>
public sealed class RecordingFolder(string path)
{
    internal const string Playlist = "index.m3u8", Init = "init.mp4";

    // A part that may still get something before it is not shown: a playlist only grows at its end.
    internal const string Unsettled = "unsettled", Cause = "cause";
    private const string Prefix = "part-", Tail = "-tail";

    // A playlist that has not changed describes segments that have not: hours of recording are looked through once, not at each request.
    private readonly ConcurrentDictionary<string, (DateTime Written, long Length, IReadOnlyList<RecordingPart> Parts)> _read = new(StringComparer.Ordinal);

    /// <summary>The folder for the next run of the recorder; it does not exist yet.</summary>
    public string NextPartFolder()
    {
        int last = PartNames().Select(part => part.Number).DefaultIfEmpty().Max();
        return Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{last + 1:0000}"));
    }

    /// <summary>The folder for what the ingest server kept behind a part; it does not exist yet. Null: before the first part.</summary>
    internal string NextTailFolder(string? part)
    {
        int number = part is not null && Number(part) is { } found ? found.Number : 0;
        int last = PartNames().Where(name => name.Number == number).Select(name => name.Tail).DefaultIfEmpty().Max();
        return Path.Combine(path, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:0000}{Tail}{(last == 0 ? "" : $"-{last + 1}")}"));
    }

    /// <summary>All closed segments with their wall-clock times. What is unreadable or half-written is left out. Keep the object: a second reading is cheap.</summary>
    public Task<RecordingTimeline> ReadTimelineAsync(CancellationToken cancellation) => ReadTimelineAsync(unsettled: false, cancellation);

    /// <summary>Differs when a segment was closed, or a part begun or settled, since it was asked before. Looks at two files only, however long the recording is.</summary>
    public string State()
    {
        (string Name, int Number, int Tail)[] parts = [.. PartNames().OrderBy(part => part.Number).ThenBy(part => part.Tail)];
        if (parts.Length == 0) return "";
        // While the newest is not settled, the one before it may be the one that grows.
        return string.Join('|', parts.TakeLast(2).Select(part =>
        {
            var playlist = new FileInfo(Path.Combine(path, part.Name, Playlist));
            return $"{part.Name} {(playlist.Exists ? playlist.LastWriteTimeUtc.Ticks : 0)} {File.Exists(Path.Combine(path, part.Name, Unsettled))}";
        }));
    }

    /// <summary>Makes the folder of a run; it is not shown before <see cref="Settle"/>.</summary>
    /// <param name="cause">Why it begins: one of <see cref="GapCauses"/>.</param>
    public static void Begin(string part, string cause)
    {
        Directory.CreateDirectory(part);
        try
        {
            File.WriteAllText(Path.Combine(part, Unsettled), "");
            File.WriteAllText(Path.Combine(part, Cause), cause);
        }
        catch (IOException)
        {
            Directory.Delete(part, recursive: true);
            throw;
        }
    }

    /// <summary>Removes a segment that cannot be played.</summary>
    internal static void Remove(string segment)
    {
        File.Delete(segment);
        // Whoever has read the playlist reads it again.
        string playlist = Path.Combine(Path.GetDirectoryName(segment)!, Playlist);
        if (File.Exists(playlist)) File.SetLastWriteTimeUtc(playlist, File.GetLastWriteTimeUtc(playlist).AddMilliseconds(1));
    }

    /// <summary>The same, with the parts that may still get something before them.</summary>
    internal async Task<RecordingTimeline> ReadTimelineAsync(bool unsettled, CancellationToken cancellation)
    {
        List<RecordingPart> parts = [];
        foreach ((string name, _, _) in PartNames().OrderBy(part => part.Number).ThenBy(part => part.Tail))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!unsettled && File.Exists(Path.Combine(path, name, Unsettled))) break;
            parts.AddRange(await ReadPartAsync(name, cancellation));
        }
        return parts.Count == 0 ? RecordingTimeline.Empty : new RecordingTimeline(parts);
    }

    /// <summary>Nothing more will come before any of the parts.</summary>
    public void Settle()
    {
        foreach ((string name, _, _) in PartNames()) File.Delete(Path.Combine(path, name, Unsettled));
    }

    private IEnumerable<(string Name, int Number, int Tail)> PartNames()
    {
        if (!Directory.Exists(path)) yield break;
        foreach (string folder in Directory.EnumerateDirectories(path, Prefix + "*"))
        {
            string name = Path.GetFileName(folder);
            if (Number(name) is { } found) yield return (name, found.Number, found.Tail);
        }
    }

    private static (int Number, int Tail)? Number(string name)
    {
        int tail = name.IndexOf(Tail, StringComparison.Ordinal);
        ReadOnlySpan<char> number = tail < 0 ? name.AsSpan(Prefix.Length) : name.AsSpan(Prefix.Length, tail - Prefix.Length);
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int found)) return null;
        if (tail < 0) return (found, 0);
        ReadOnlySpan<char> rest = name.AsSpan(tail + Tail.Length);
        if (rest.IsEmpty) return (found, 1);
        return rest[0] == '-' && int.TryParse(rest[1..], NumberStyles.None, CultureInfo.InvariantCulture, out int later) && later > 1 ? (found, later) : null;
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
            string cause = Path.Combine(folder, Cause);
            IReadOnlyList<RecordingPart> parts = Parts(name, format, File.Exists(cause) ? await File.ReadAllTextAsync(cause, cancellation) : null, entries);
            // Not kept while something is missing: it may only be late.
            if (parts.Sum(part => part.Segments.Count) == entries.Count) _read[name] = (written, length, parts);
            return parts;
        }
        catch (IOException)
        {
            return []; // removed under our hands
        }
    }

    private IReadOnlyList<RecordingPart> Parts(string name, string format, string? cause, IReadOnlyList<PlaylistEntry> entries)
    {
        IReadOnlyList<SegmentRun> runs = SegmentClock.Runs(entries, file => SegmentClock.Closed(Path.Combine(path, name, file)));
        if (runs.Count == 0) return [];
        TimeSpan offset = entries[0].ProgramDateTime is { } claimed ? runs[0].Zero - claimed : TimeSpan.Zero;
        return
        [
            .. runs.Select((run, index) => new RecordingPart(
                new SegmentFile(name, Init),
                [.. run.Segments.Select(segment => new Segment(new SegmentFile(name, segment.Entry.Name), segment.Start, segment.Entry.Duration, run.Zero + segment.Start))],
                offset)
            { Format = format, Cause = index == 0 ? cause : GapCauses.SegmentLost }),
        ];
    }
}
