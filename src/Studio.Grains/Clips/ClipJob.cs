using Studio.Grains.Commit;
using Studio.Grains.Values;

namespace Studio.Grains.Clips;

/// <summary>The state of a clip's job (schema 1) and the pure decisions on it.</summary>
[GenerateSerializer, Alias("studio.ClipJob")]
public sealed record ClipJob
{
    /// <summary>Version of this layout in the store.</summary>
    [Id(0)] public int Schema { get; init; } = 1;

    /// <summary>The clip; null: there is none.</summary>
    [Id(1)] public Clip? Clip { get; init; }

    /// <summary>Retries and cancels that were done.</summary>
    [Id(2)] public OperationLog<Clip> Operations { get; init; } = new();

    /// <summary>Whether a worker may work on it.</summary>
    public bool Open => Clip is { State: not (ClipState.Ready or ClipState.Failed or ClipState.Cancelled) };

    /// <summary>The job moved on. A step back in percent is a restart by another worker.</summary>
    public static ClipJob Progress(ClipJob job, ClipState state, int percent) =>
        job.Open ? job with { Clip = job.Clip! with { State = state, Percent = Math.Clamp(percent, 0, 99) } } : job;

    /// <summary>Done.</summary>
    public static ClipJob Finish(ClipJob job, TimeSpan duration) =>
        job.Open ? job with { Clip = job.Clip! with { State = ClipState.Ready, Percent = 100, Duration = duration, Problem = null } } : job;

    /// <summary>Failed for good.</summary>
    public static ClipJob Fail(ClipJob job, string code) =>
        job.Open ? job with { Clip = job.Clip! with { State = ClipState.Failed, Problem = code } } : job;

    /// <summary>Failed or Cancelled → Queued.</summary>
    public static Outcome<ClipJob> Retry(ClipJob job, string operationId) => Once(job, operationId, "retry",
        clip => clip.State is ClipState.Failed or ClipState.Cancelled ? clip with { State = ClipState.Queued, Percent = 0, Problem = null } : null);

    /// <summary>Anything unfinished → Cancelled.</summary>
    public static Outcome<ClipJob> Cancel(ClipJob job, string operationId) => Once(job, operationId, "cancel",
        clip => job.Open ? clip with { State = ClipState.Cancelled } : null);

    private static Outcome<ClipJob> Once(ClipJob job, string operationId, string body, Func<Clip, Clip?> change)
    {
        if (job.Clip is not { } clip) return new Refusal(RefusalCodes.NotFound);
        if (job.Operations.Find(operationId) is { } done)
        {
            return string.Equals(done.Body, body, StringComparison.Ordinal) ? job : new Refusal(RefusalCodes.OperationConflict);
        }
        return change(clip) is { } after
            ? job with { Clip = after, Operations = job.Operations.With(operationId, body, after) }
            : Refusal.With(RefusalCodes.ClipNotReady, "state", clip.State.ToString());
    }
}
