using System.Globalization;
using MediaPipeline.Cutting;
using MediaPipeline.Recordings;
using Studio.Api.Parts;
using Studio.Api.Recording;
using Studio.Grains.Clips;
using Studio.Grains.Live;

namespace Studio.Api.Clips;

/// <summary>
/// Takes jobs from the queue and makes the files. Each job may be delivered twice and a worker may die at any moment: files get their
/// final names last, and the clip's grain says whether there is anything left to do.
/// </summary>
internal sealed partial class ClipWorker(
    ClipQueue queue, IGrainFactory grains, RecordingStore recordings, ClipStore clips, ClipMaker maker, CoverMaker covers,
    ClipSources sources, WorkSlots slots, StudioOptions options, TimeProvider clock, ILogger<ClipWorker> log)
    : BackgroundService
{
    private static readonly TimeSpan Abandoned = TimeSpan.FromSeconds(15), KeepEvery = TimeSpan.FromSeconds(4), Idle = TimeSpan.FromMilliseconds(400), LooksAgain = TimeSpan.FromMilliseconds(250);

    // The end of a stretch is in a closed segment some seconds after it was on air; a feed that went away will not bring it.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(45);

    // A stamp is found some seconds after its segment is closed, or not at all: then the room's delay has to do.
    private static readonly TimeSpan WaitForMarkers = TimeSpan.FromSeconds(12);

    // What has just left the screen does not wait until somebody's versions are rendered: one worker more does nothing else.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => options.ClipWorkers == 0
        ? Task.CompletedTask
        : Task.WhenAll(Enumerable.Range(1, options.ClipWorkers).Select(number => WorkAsync(NameOf(number.ToString(CultureInfo.InvariantCulture)), null, stoppingToken)).Append(WorkAsync(NameOf("live"), JobLane.Live, stoppingToken)));

    private static string NameOf(string worker) => $"{Environment.MachineName}-{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}-{worker}";

    private async Task WorkAsync(string worker, JobLane? only, CancellationToken stopping)
    {
        bool prepared = false;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (!prepared) await queue.PrepareAsync();
                prepared = true;
                if (!await TurnAsync(worker, only, stopping)) await Task.Delay(Idle, clock, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // The store is away, or was emptied under us; the job is still in the queue.
                prepared = false;
                QueueFailed(failure.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, CancellationToken.None);
            }
        }
    }

    // A slot first: a job that was taken and then waits for one would not be another machine's.
    private async Task<bool> TurnAsync(string worker, JobLane? only, CancellationToken stopping)
    {
        using IDisposable? slot = only is null ? slots.TryTake() : null;
        if ((slot is null && only is null) || await queue.TakeAsync(worker, Abandoned, only) is not { } ticket) return false;
        await HandleAsync(worker, ticket, stopping);
        return true;
    }

    private async Task HandleAsync(string worker, ClipTicket ticket, CancellationToken stopping)
    {
        IClipGrain grain = grains.GetGrain<IClipGrain>(ticket.ClipId);
        if (await grain.Start() is { } order)
        {
            using var work = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            Task keep = KeepAsync(worker, ticket, work.Token);
            try
            {
                await (order.Job is null ? CoverAsync(grain, order.Clip, work.Token) : MakeAsync(new JobProgress(grain, order.Clip.Revision, clock), order, work));
            }
            catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
            {
                Cancelled(ticket.ClipId); // somebody stopped the clip
            }
            finally
            {
                await work.CancelAsync();
                await keep;
            }
        }
        await queue.CompleteAsync(ticket);
    }

    private async Task MakeAsync(JobProgress clip, ClipOrder order, CancellationTokenSource work)
    {
        string? problem;
        try
        {
            IReadOnlyList<CutPlan> plans = await PlansAsync(clip, order.Clip, work);
            // What an editor asked for was there then: if it is not any more, it was taken away. Less than was asked for is never made.
            Making made = plans.Count == 0
                ? new Making(null, order.Clip.Request is null ? "segments-missing" : Edge.Problems.NotRecorded)
                : await maker.MakeAsync(order, plans, (step, percent) => _ = StepAsync(clip, step, percent, work), work.Token);
            if (made.Result is { } result)
            {
                await clip.FinishAsync(result);
                Made(order.Clip.Id, result.Master.Duration.TotalSeconds);
                return;
            }
            problem = made.Problem!;
            ClipFailed(order.Clip.Id, $"{problem} {made.Details}");
        }
        catch (Exception failure) when (failure is not OperationCanceledException && Edge.ProblemMapping.StorageCode(failure) is null)
        {
            ClipFailed(order.Clip.Id, failure.Message);
            problem = FreeSpace.IsShort(options) || IsFull(failure) ? FreeSpace.Code : "clip-failed";
        }
        await clip.FailAsync(problem);
    }

    // Nobody waits for these, and the clip has a cover: what does not work is not tried again.
    private async Task CoverAsync(IClipGrain grain, Clip clip, CancellationToken cancellation)
    {
        IReadOnlyList<CoverFile> better = [];
        try
        {
            if (clip.Master is { } master && clips.Find(clip.Id, master.Name) is { } film) better = await covers.SuggestAsync(clip, clip.Spans, master, Path.GetDirectoryName(film)!, cancellation);
        }
        catch (Exception failure) when (failure is not OperationCanceledException && Edge.ProblemMapping.StorageCode(failure) is null)
        {
            ClipFailed(clip.Id, failure.Message);
        }
        await grain.Covered(clip.Revision, better);
    }

    // The clip of a showing waits for its end and its markers; what an editor asked for was there when it was asked for.
    private async Task<IReadOnlyList<CutPlan>> PlansAsync(JobProgress clip, Clip asked, CancellationTokenSource work)
    {
        if (asked.Request is { } request) return await PlanAsync(clip, request, work) is { } plan ? [plan] : [];
        if (await sources.ReadAsync(asked.SessionId, work.Token) is not { } timeline || ClipSources.Complaint(timeline, asked.Spans) is not null) return [];
        return [.. asked.Spans.Select(span => CutPlanner.Plan(timeline, span.From, span.To)).OfType<CutDecision.Ready>().Select(ready => ready.Plan)];
    }

    private static bool IsFull(Exception failure) => failure is IOException && (failure.HResult == 28 || failure.Message.Contains("No space left", StringComparison.Ordinal));

    private async Task<CutPlan?> PlanAsync(JobProgress clip, ClipRequest request, CancellationTokenSource work)
    {
        long begin = clock.GetTimestamp();
        while (await grains.GetGrain<ILiveSessionGrain>(request.SessionId).Get() is { } session)
        {
            // A cut begins at a key frame, which may lie before the stretch: not in the rehearsal.
            if ((await recordings.ReadAsync(request.SessionId, work.Token))?.Without(Rehearsed.Of(session)) is { IsEmpty: false } timeline)
            {
                bool last = clock.GetElapsedTime(begin) > LongestWait;
                (DateTimeOffset from, DateTimeOffset to, bool settled) = await StretchAsync(request, session);
                switch (CutPlanner.Plan(timeline, from, to))
                {
                    case CutDecision.Ready ready when settled || clock.GetElapsedTime(begin) > WaitForMarkers: return ready.Plan;
                    // The rest never came: what there is of the stretch is better than nothing.
                    case CutDecision.NotYetRecorded partly when last && partly.RecordedUntil > from:
                        return CutPlanner.Plan(timeline, from, partly.RecordedUntil) is CutDecision.Ready rest ? rest.Plan : null;
                    case CutDecision.NothingRecorded: return null;
                }
            }
            if (clock.GetElapsedTime(begin) > LongestWait) return null;
            await StepAsync(clip, ClipStep.Waiting, 5, work);
            await Task.Delay(TimeSpan.FromMilliseconds(500), clock, work.Token);
        }
        return null;
    }

    /// <summary>The stretch by the recording's clock: its ends' markers say it, or the room's delay; not settled while the marker's stamp is being looked for.</summary>
    private async Task<(DateTimeOffset From, DateTimeOffset To, bool Settled)> StretchAsync(ClipRequest request, SessionView session)
    {
        RoomDelay? delay = await grains.GetGrain<IRoomGrain>(session.Room.Id).Delay(session.Id);
        DateTimeOffset from = Placing.InRecording(session.Markers, request.From, delay, out bool first), to = Placing.InRecording(session.Markers, request.To, delay, out bool last);
        return (from, to, first && last);
    }

    private static async Task StepAsync(JobProgress clip, ClipStep step, int percent, CancellationTokenSource work)
    {
        if (!await clip.TellAsync(step, percent) && !work.IsCancellationRequested) await work.CancelAsync();
    }

    private async Task KeepAsync(string worker, ClipTicket ticket, CancellationToken token)
    {
        try
        {
            while (true)
            {
                await Task.Delay(KeepEvery, clock, token);
                await queue.KeepAsync(worker, ticket);
            }
        }
        catch (Exception over) when (over is OperationCanceledException or StackExchange.Redis.RedisException or TimeoutException)
        {
            // Either the work is done, or the store is away: then another worker may take the job, and the files decide.
        }
    }

    [LoggerMessage(LogLevel.Information, "clip {Clip}: made, {Seconds:0.0} s")]
    private partial void Made(string clip, double seconds);

    [LoggerMessage(LogLevel.Information, "clip {Clip}: stopped")]
    private partial void Cancelled(string clip);

    [LoggerMessage(LogLevel.Warning, "clip {Clip}: failed: {Why}")]
    private partial void ClipFailed(string clip, string why);

    [LoggerMessage(LogLevel.Warning, "clips: queue not reached: {Why}")]
    private partial void QueueFailed(string why);
}
