using Studio.Grains.Values;

namespace Studio.Grains.Clips;

/// <summary>The decisions about the work on a clip's files. Pure: instants and names are arguments.</summary>
public static class ClipWorking
{
    /// <summary>What the studio itself is called where it does something.</summary>
    public const string Studio = "studio";

    /// <summary>So often something that may go away by itself is tried.</summary>
    public const int MostAttempts = 5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10), LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>Problems that may go away by themselves.</summary>
    public static bool IsTransient(string code) => code is "disk-full" or "storage-unavailable" or "ffmpeg-failed" or "clip-failed";

    /// <summary>How long to wait before the next try: twice as long each time.</summary>
    public static TimeSpan Pause(int attempt) => TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(attempt - 1, 20)));

    /// <summary>The clip of a showing that is over: its exact cut is made at once, without anybody asking.</summary>
    public static Clip Requested(ClipRequest request, DateTimeOffset now) => new()
    {
        Id = request.ClipId,
        SessionId = request.SessionId,
        Kind = ClipKind.Stretch,
        Stage = ClipStage.Rendering,
        Title = request.Card.Name,
        ItemId = request.Card.ItemId,
        Card = request.Card,
        Spans = [new ClipSpan(request.From, request.To)],
        Request = request,
        At = now,
        Job = NewJob([], JobLane.Live, Studio),
    };

    /// <summary>Somebody asks for its files.</summary>
    public static Outcome<Clip> Ask(Clip clip, IReadOnlyList<string> presets, string by, DateTimeOffset now)
    {
        string[] wanted = [.. presets.Distinct(StringComparer.Ordinal)];
        return ClipRecord.Move(clip, ClipAction.Render, by, now).Select(after => after with
        {
            Job = NewJob(wanted, JobLane.Asked, by),
            Renditions = [.. clip.Renditions.Where(one => !wanted.Contains(one.Preset, StringComparer.Ordinal)), .. wanted.Select(preset => new Rendition(preset, RenditionState.Queued))],
        });
    }

    /// <summary>Somebody wants what failed or was stopped to be tried again.</summary>
    public static Outcome<Clip> Retry(Clip clip, string by, DateTimeOffset now) => clip.Job is { Open: false } job
        ? ClipRecord.Move(clip, ClipAction.Render, by, now).Select(after => after with { Job = NewJob(job.Presets, JobLane.Asked, by) })
        : ClipRecord.NotReady(clip);

    /// <summary>The work on it is stopped, if there is any.</summary>
    public static Clip Stopped(Clip clip) => clip.Job is { Open: true } job
        ? clip with { Job = job with { Step = ClipStep.Cancelled, SecondsLeft = null }, Renditions = [.. clip.Renditions.Where(one => one.State is RenditionState.Ready or RenditionState.Failed)] }
        : clip;

    /// <summary>The job moved on. A step back in percent is a restart by another worker.</summary>
    public static Clip Progress(Clip clip, ClipStep step, int percent, int? secondsLeft) => IsOpen(clip)
        ? clip with { Job = clip.Job! with { Step = step, Percent = Math.Clamp(percent, 0, 99), SecondsLeft = secondsLeft } }
        : clip;

    /// <summary>Done.</summary>
    public static Clip Finish(Clip clip, ClipResult result, DateTimeOffset now) => IsOpen(clip)
        ? ClipRecord.Noted(clip, Studio, "made", now) with
        {
            Stage = ClipTransitions.Next(clip.Stage, ClipAction.Finish)!.Value,
            Job = null,
            Master = result.Master,
            Spans = result.Spans,
            Covers = result.Covers,
            CoversDue = result.CoversLater,
            Renditions = [.. clip.Renditions.Where(one => result.Renditions.All(made => made.Preset != one.Preset) && one.State == RenditionState.Ready), .. result.Renditions],
        }
        : clip;

    /// <summary>Better covers were found.</summary>
    public static Clip Covered(Clip clip, IReadOnlyList<CoverFile> covers) => clip.CoversDue ? clip with { Covers = covers.Count > 0 ? covers : clip.Covers, CoversDue = false } : clip;

    /// <summary>It went wrong: tried again after a pause where that may help, else somebody has to look at it.</summary>
    public static Clip Fail(Clip clip, string code, DateTimeOffset now)
    {
        if (!IsOpen(clip)) return clip;
        ClipJob job = clip.Job!;
        if (IsTransient(code) && job.Attempt < MostAttempts)
        {
            return clip with { Job = job with { Step = ClipStep.Queued, Percent = 0, SecondsLeft = null, Attempt = job.Attempt + 1, Problem = code, NotBefore = now + Pause(job.Attempt) } };
        }
        return ClipRecord.Noted(clip, Studio, "fail", now) with
        {
            Stage = ClipTransitions.Next(clip.Stage, ClipAction.Fail)!.Value,
            Job = job with { Step = ClipStep.Failed, SecondsLeft = null, Problem = code, NotBefore = null },
            Renditions = [.. clip.Renditions.Select(one => one.State is RenditionState.Ready or RenditionState.Failed ? one : one with { State = RenditionState.Failed, Problem = code })],
        };
    }

    /// <summary>Whether a worker may work on it.</summary>
    public static bool IsOpen(Clip clip) => clip is { Stage: ClipStage.Rendering, Job.Open: true };

    private static ClipJob NewJob(IReadOnlyList<string> presets, JobLane lane, string by) => new(ClipStep.Queued, 0, null, 1, null, null, presets, lane, by);
}
