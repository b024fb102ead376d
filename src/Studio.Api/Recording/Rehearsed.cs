using MediaPipeline.Importing;
using MediaPipeline.Recordings;
using Studio.Grains.Live;

namespace Studio.Api.Recording;

/// <summary>Which stretches of a recording were rehearsed: they are the staff's, and never a viewer's.</summary>
internal static class Rehearsed
{
    // What the camera saw at the end of the rehearsal arrives when it is over: an encoder and a line hold some seconds.
    private static readonly TimeSpan OnTheWay = TimeSpan.FromSeconds(3);

    /// <summary>The stretches in which frames of a rehearsal arrived.</summary>
    public static IReadOnlyList<Stretch> Of(SessionView session) => [.. session.Rehearsals.Select(span => new Stretch(span.From, span.Until + OnTheWay))];

    /// <summary>What viewers may see of a recording; null: nothing. Of one that was made elsewhere only what was live: its camera ran before, and after.</summary>
    public static RecordingTimeline? ForViewers(this RecordingTimeline timeline, SessionView session)
    {
        if (session.Phase == SessionPhase.Planned) return null;
        Stretch[] notLive = [new(DateTimeOffset.MinValue, session.StartedAt ?? DateTimeOffset.MaxValue), new(session.EndedAt ?? DateTimeOffset.MaxValue, null)];
        var shown = new RecordingTimeline([.. timeline.Parts.SelectMany(part => ImportedParts.IsImported(part.Init.Part) ? new RecordingTimeline([part]).Without(notLive).Parts : [part])]);
        return shown.Without(Of(session)) is { IsEmpty: false } left ? left : null;
    }
}
