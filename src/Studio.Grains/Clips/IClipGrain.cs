using Orleans.Concurrency;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Grains.Clips;

/// <summary>A clip (切片): the stretch of a session in which one card was on air. Key: <c>sessionId-revision</c>, so a stretch has one clip.</summary>
[Alias("studio.IClipGrain")]
public interface IClipGrain : IGrainWithStringKey
{
    /// <summary>Makes the clip and queues its job. Repeating it changes nothing.</summary>
    [Alias("Request")] Task Request(ClipRequest request);

    /// <summary>A worker starts (or restarts) the job; null when there is nothing to do (done, cancelled, unknown).</summary>
    [Alias("Start")] Task<ClipRequest?> Start();

    /// <summary>The job moved on; false tells the worker to stop, because the clip was cancelled.</summary>
    [Alias("Progress")] Task<bool> Progress(ClipState state, int percent);

    /// <summary>The files have their final names.</summary>
    [Alias("Finish")] Task Finish(TimeSpan duration);

    /// <summary>The job failed for good; <paramref name="code"/> is stable and has a sentence on the web.</summary>
    [Alias("Fail")] Task Fail(string code);

    /// <summary>Queues a failed or cancelled clip again. Refused: not-found, clip-not-ready.</summary>
    [Alias("Retry")] Task<Outcome<Clip>> Retry(string operationId);

    /// <summary>Stops the job. A finished clip stays. Refused: not-found, clip-not-ready.</summary>
    [Alias("Cancel")] Task<Outcome<Clip>> Cancel(string operationId);

    /// <summary>The clip, or null when there is none.</summary>
    [ReadOnly, Alias("Get")] Task<Clip?> Get();
}

/// <summary>What is to be cut: a card instance and when it was on air, by the server's clock.</summary>
[GenerateSerializer, Immutable, Alias("studio.ClipRequest")]
public sealed record ClipRequest(
    [property: Id(0)] string ClipId, [property: Id(1)] string SessionId, [property: Id(2)] ProductCard Card,
    [property: Id(3)] DateTimeOffset From, [property: Id(4)] DateTimeOffset To);

/// <summary>A clip as it stands.</summary>
/// <param name="Percent">0–100 of the whole job.</param>
/// <param name="Problem">Stable code of a failure.</param>
/// <param name="Duration">Length of the finished file.</param>
[GenerateSerializer, Immutable, Alias("studio.Clip")]
public sealed record Clip(
    [property: Id(0)] ClipRequest Request, [property: Id(1)] ClipState State, [property: Id(2)] int Percent,
    [property: Id(3)] string? Problem, [property: Id(4)] TimeSpan? Duration);

/// <summary>Where a clip's job stands.</summary>
public enum ClipState
{
    /// <summary>In the queue.</summary>
    Queued,

    /// <summary>The end of the stretch is not in a closed segment yet.</summary>
    Waiting,

    /// <summary>Segments are joined.</summary>
    Cutting,

    /// <summary>The result is decoded and compared with the plan.</summary>
    Checking,

    /// <summary>The cover is drawn.</summary>
    Cover,

    /// <summary>Both files are there.</summary>
    Ready,

    /// <summary>It failed; it can be tried again.</summary>
    Failed,

    /// <summary>Somebody stopped it; it can be tried again.</summary>
    Cancelled,
}
