using MediaPipeline.Recordings;

namespace MediaPipeline.Analysis;

/// <summary>A stretch of the day in which a session's stamp is looked for.</summary>
/// <param name="From">By the recording's clock: when a frame arrived.</param>
public sealed record StampQuery(string SessionId, SyncStamp Stamp, DateTimeOffset From, DateTimeOffset Until);

/// <summary>A stamp in a recording.</summary>
/// <param name="Part">The part's folder.</param>
/// <param name="Media">Of the first picture that carries it, from the begin of the part.</param>
/// <param name="At">When that picture arrived, by the recording's clock.</param>
/// <param name="Error">By how much the true first picture may lie before it: a picture, and what of the stamp's length was not seen.</param>
public sealed record FoundStamp(string Part, TimeSpan Media, DateTimeOffset At, TimeSpan Error);

/// <summary>What looking came to.</summary>
/// <param name="Found">Null: it is not in the segments that were looked at.</param>
/// <param name="Looked">Segments that were decoded now; they need no second look for the same stamp.</param>
/// <param name="Exhausted">The limits were reached before the stretch was.</param>
public sealed record StampOutcome(FoundStamp? Found, IReadOnlyList<SegmentFile> Looked, bool Exhausted);

/// <summary>Looks for stamps in the closed segments of a recording. Each look costs at most so many processes and pictures.</summary>
public static class StampSearch
{
    /// <summary>Limits of one look: ffmpeg is started at most that often, and decodes at most so many pictures in all.</summary>
    public const int MostProcesses = 8, MostPictures = 1_800;

    private const int SegmentsAtOnce = 3;
    private static readonly TimeSpan UsualPicture = TimeSpan.FromMilliseconds(40), Adjacent = TimeSpan.FromMilliseconds(1);

    /// <summary>Looks for the first picture that carries a stamp.</summary>
    /// <param name="known">Segments that are known not to have it.</param>
    public static async Task<StampOutcome> FindAsync(RecordingTimeline timeline, string root, StampQuery query, IReadOnlySet<SegmentFile> known, CancellationToken cancellation)
    {
        List<SegmentFile> looked = [];
        (int processes, int pictures) = (0, 0);
        foreach (RecordingPart part in timeline.Parts)
        {
            if (part.End <= query.From || part.Start >= query.Until) continue;
            int first = 0;
            while (first < part.Segments.Count)
            {
                Segment[] batch = [.. part.Segments.Skip(first).TakeWhile(segment => Wanted(segment)).Take(SegmentsAtOnce)];
                first += Math.Max(1, batch.Length);
                if (batch.Length == 0) continue;
                if (processes >= MostProcesses || pictures >= MostPictures) return new StampOutcome(null, looked, Exhausted: true);
                Seen seen = await LookAsync(root, part, batch, query, MostPictures - pictures, cancellation);
                (processes, pictures) = (processes + 1, pictures + seen.Pictures);
                looked.AddRange(batch.Select(segment => segment.File));
                if (seen.Found is not { } found) continue;
                // It begins with what was decoded: then it may have begun before.
                int before = first - batch.Length - 1;
                if (seen.First == 0 && before >= 0 && part.Segments[before] is var earlier && !known.Contains(earlier.File))
                {
                    Seen begin = await LookAsync(root, part, [earlier, batch[0]], query, MostPictures, cancellation);
                    found = begin.Found ?? found;
                }
                return new StampOutcome(found, looked, Exhausted: false);
            }
        }
        return new StampOutcome(null, looked, Exhausted: false);

        bool Wanted(Segment segment) => segment.WallEnd > query.From && segment.WallStart < query.Until && !known.Contains(segment.File);
    }

    private static async Task<Seen> LookAsync(string root, RecordingPart part, Segment[] batch, StampQuery query, int most, CancellationToken cancellation)
    {
        if (await CornerFrames.TakeAsync(root, part.Init, [.. batch.Select(segment => segment.File)], most, cancellation) is not { } frames) return new Seen(null, -1, 0);
        int first = -1, last = -1;
        for (int i = 0; i < frames.Times.Count && (first < 0 || frames.Times[i] - frames.Times[first] <= SyncStamp.Length * 2); i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (StampReader.Read(frames[i], query.SessionId) != query.Stamp) continue;
            if (first < 0) first = i;
            last = i;
        }
        if (first < 0) return new Seen(null, -1, frames.Times.Count);
        TimeSpan at = frames.Times[first], picture = Picture(frames.Times), shown = frames.Times[last] - at + picture, unseen = SyncStamp.Length - shown;
        var found = new FoundStamp(part.Init.Part, batch[0].MediaStart + at, batch[0].WallStart + at, picture + (unseen > picture / 2 ? unseen : TimeSpan.Zero));
        return new Seen(found, first, frames.Times.Count);
    }

    private static TimeSpan Picture(IReadOnlyList<TimeSpan> times)
    {
        TimeSpan[] steps = [.. times.Skip(1).Zip(times, (later, earlier) => later - earlier).Where(step => step > Adjacent).Order()];
        return steps.Length == 0 ? UsualPicture : steps[steps.Length / 2];
    }

    private sealed record Seen(FoundStamp? Found, int First, int Pictures);
}
