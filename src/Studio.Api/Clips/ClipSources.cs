using MediaPipeline.Recordings;
using Studio.Api.Edge;
using Studio.Api.Recording;
using Studio.Grains.Clips;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Api.Clips;

/// <summary>Whether what is to be cut is there.</summary>
internal sealed class ClipSources(IGrainFactory grains, RecordingStore recordings)
{
    // Segments are stamped when they are closed: edges that differ by less are one.
    private static readonly TimeSpan Picture = TimeSpan.FromMilliseconds(50);

    /// <summary>Why these spans cannot be cut now; null: they can. The clip of a showing is cut as far as it was recorded, so nothing is said against it.</summary>
    public async Task<Refusal?> ComplaintAsync(Clip clip, CancellationToken cancellation) => clip.Request is not null ? null : Complaint(await ReadAsync(clip.SessionId, cancellation), clip.Spans);

    /// <summary>What was recorded and may be cut; null: nothing.</summary>
    public async Task<RecordingTimeline?> ReadAsync(string sessionId, CancellationToken cancellation) =>
        await grains.GetGrain<ILiveSessionGrain>(sessionId).Get() is { } session && await recordings.ReadAsync(sessionId, cancellation) is { } timeline
            && timeline.Without(Rehearsed.Of(session)) is { IsEmpty: false } left
            ? left
            : null;

    /// <summary>The same for what was read. Pure.</summary>
    public static Refusal? Complaint(RecordingTimeline? timeline, IReadOnlyList<ClipSpan> spans)
    {
        if (timeline is null) return new Refusal(Problems.NotRecorded);
        foreach (ClipSpan span in spans)
        {
            if (span.To > timeline.End + Picture) return Refusal.With(RefusalCodes.SpanBeyondRecording, "until", timeline.End);
            DateTimeOffset covered = span.From;
            foreach (Segment segment in timeline.Parts.SelectMany(part => part.Segments).Where(segment => segment.WallEnd > span.From && segment.WallStart < span.To).OrderBy(segment => segment.WallStart))
            {
                if (segment.WallStart > covered + Picture) return Gap(covered, segment.WallStart);
                if (segment.WallEnd > covered) covered = segment.WallEnd;
            }
            if (covered + Picture < span.To) return Gap(covered, span.To);
        }
        return null;
    }

    private static Refusal Gap(DateTimeOffset from, DateTimeOffset to) => Refusal.With(RefusalCodes.SpanOverGap, "from", from).And("to", to);
}
