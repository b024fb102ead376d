namespace MediaPipeline.Recordings;

/// <summary>
/// Wall-clock times come from the segments' files, not from ffmpeg's PROGRAM-DATE-TIME: that one is the clock when the playlist was
/// opened plus media time, and the first frame may be older (it waited in the connection) or younger (the feed came late). A segment
/// is closed when the first frame after it arrives, so closing time − media end is when the part began. Disks and busy processors
/// only make a file later, never earlier: the least of all candidates is the best.
/// </summary>
internal static class SegmentClock
{
    // A feed that stood still comes behind its clock and may catch up, but it never overtakes it by itself.
    private static readonly TimeSpan Leap = TimeSpan.FromSeconds(1);

    private const double MuchLonger = 1.5;

    /// <summary>When a segment's file was closed; null: it is not there, or empty.</summary>
    public static DateTimeOffset? Closed(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && file.Length > 0 ? new DateTimeOffset(file.LastWriteTimeUtc) : null;
    }

    /// <summary>Runs of segments without a hole, each with the moment at which media time zero of its clock was. Missing files and segments in which the clock leaps are holes.</summary>
    public static IReadOnlyList<SegmentRun> Runs(IReadOnlyList<PlaylistEntry> entries, Func<string, DateTimeOffset?> closed)
    {
        List<(List<(PlaylistEntry, TimeSpan)> Segments, int Clock)> runs = [];
        List<DateTimeOffset?> starts = [null];
        TimeSpan at = TimeSpan.Zero;
        DateTimeOffset? before = null;
        TimeSpan longest = TimeSpan.Zero;
        bool hole = true;
        foreach (PlaylistEntry entry in entries)
        {
            TimeSpan start = at;
            at += entry.Duration;
            // A full disk or a careless hand took it; what comes after it can still be played.
            if (closed(entry.Name) is not { } when)
            {
                hole = true;
                continue;
            }
            DateTimeOffset candidate = when - at;
            // And it is far longer than those before: files that were copied or closed late say nothing of a clock.
            bool leaps = before is { } earlier && starts[^1] is { } known && candidate < known - Leap && entry.Duration > when - earlier + Leap && entry.Duration > longest * MuchLonger;
            before = when;
            if (leaps)
            {
                starts.Add(null);
                hole = true;
                continue;
            }
            if (entry.Duration > longest) longest = entry.Duration;
            if (hole) runs.Add(([], starts.Count - 1));
            hole = false;
            runs[^1].Segments.Add((entry, start));
            if (starts[^1] is not { } least || candidate < least) starts[^1] = candidate;
        }
        return [.. runs.Select(run => new SegmentRun(starts[run.Clock]!.Value, run.Segments))];
    }

    /// <summary>Whether the clock leapt ahead in one of the segments.</summary>
    public static bool Leaps(IReadOnlyList<PlaylistEntry> entries, Func<string, DateTimeOffset?> closed) =>
        Runs(entries, closed).Sum(run => run.Segments.Count) < entries.Count(entry => closed(entry.Name) is not null);
}

/// <summary>Segments that follow each other.</summary>
/// <param name="Zero">When media time zero was.</param>
internal sealed record SegmentRun(DateTimeOffset Zero, IReadOnlyList<(PlaylistEntry Entry, TimeSpan Start)> Segments);
