using MediaPipeline.Recordings;

namespace MediaPipeline.Analysis;

/// <summary>A stamp somewhere in a film.</summary>
/// <param name="Media">Of the first picture that carries it, from the film's first picture.</param>
public sealed record SeenStamp(SyncStamp Stamp, TimeSpan Media);

/// <summary>Looks through a film of which nobody knows when it was made, for any stamp of a session. Where the time is known, <see cref="StampSearch"/> costs less.</summary>
public static class StampScan
{
    /// <summary>Limits: so many stamps tell its time, and no more pictures than these are decoded (a quarter of an hour at 30 a second).</summary>
    public const int Enough = 3, MostPictures = 27_000;

    private const int SegmentsAtOnce = 5;

    /// <summary>The first stamps of a part, in its order; none: there are none, or it cannot be decoded.</summary>
    /// <param name="root">The folder in which the part's folder is.</param>
    public static async Task<IReadOnlyList<SeenStamp>> ReadAsync(string root, RecordingPart part, string sessionId, CancellationToken cancellation)
    {
        List<SeenStamp> seen = [];
        SyncStamp? last = null;
        int pictures = 0;
        foreach (Segment[] batch in part.Segments.Chunk(SegmentsAtOnce))
        {
            if (pictures >= MostPictures || seen.Count >= Enough) break;
            if (await CornerFrames.TakeAsync(root, part.Init, [.. batch.Select(segment => segment.File)], MostPictures - pictures, cancellation) is not { } frames)
            {
                last = null; // one damaged stretch does not hide the others
                continue;
            }
            pictures += frames.Times.Count;
            for (int picture = 0; picture < frames.Times.Count; picture++)
            {
                cancellation.ThrowIfCancellationRequested();
                SyncStamp? stamp = StampReader.Read(frames[picture], sessionId);
                if (stamp is { } found && found != last) seen.Add(new SeenStamp(found, batch[0].MediaStart + frames.Times[picture]));
                last = stamp;
            }
        }
        return [.. seen.Take(Enough)];
    }
}
