using Studio.Grains.Clips;

namespace Studio.Api.Clips;

/// <summary>One try at a clip's job, as its grain is told of it.</summary>
/// <param name="revision">Of the clip that was ordered: what is said of another one is not heard.</param>
internal sealed class JobProgress(IClipGrain clip, long revision, TimeProvider clock)
{
    private const int Enough = 12;
    private readonly long _begin = clock.GetTimestamp();

    /// <summary>The job moved on; false: it is to be stopped.</summary>
    public Task<bool> TellAsync(ClipStep step, int percent) => clip.Progress(revision, step, percent, SecondsLeft(clock.GetElapsedTime(_begin), percent));

    /// <summary>The files have their final names.</summary>
    public Task FinishAsync(ClipResult result) => clip.Finish(revision, result);

    /// <summary>It went wrong.</summary>
    public Task FailAsync(string code) => clip.Fail(revision, code);

    /// <summary>By the speed so far; null while too little is done to say.</summary>
    public static int? SecondsLeft(TimeSpan elapsed, int percent) => percent is < Enough or >= 100 ? null : (int)Math.Ceiling(elapsed.TotalSeconds * (100 - percent) / percent);
}
