using System.Collections.Concurrent;
using Studio.Grains.Index;
using Studio.Grains.Live;

namespace Studio.Api.Keeping;

/// <summary>Goes round the sessions and has sealed what is finished: one file at a time, one session after the other, for the recorder and the viewers come first.</summary>
internal sealed partial class SealWorker(Sealer sealer, SessionFolders folders, FolderKeeper keeper, KeepingProblems problems, IGrainFactory grains, TimeProvider clock, ILogger<SealWorker> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10), LooksAgain = TimeSpan.FromMinutes(10), LooksDaily = TimeSpan.FromDays(1), Fresh = TimeSpan.FromDays(2);

    // Sessions that are wholly sealed, and when to look whether their logs grew.
    private readonly ConcurrentDictionary<string, DateTimeOffset> _nextLook = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (string sessionId in await grains.GetGrain<IIndexGrain>(Indexes.Sessions).All()) await LookAsync(sessionId, stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                RoundFailed(failure.Message);
            }
            try
            {
                await Task.Delay(Every, clock, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task LookAsync(string sessionId, CancellationToken stopping)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (sealer.WasTouched(sessionId)) _nextLook.TryRemove(sessionId, out _);
        if (now < _nextLook.GetValueOrDefault(sessionId) || !Directory.Exists(folders.FolderOf(sessionId))) return;
        using IDisposable? turn = folders.TryTake(sessionId);
        if (turn is null || await grains.GetGrain<ILiveSessionGrain>(sessionId).Get() is not { } session) return;
        try
        {
            SealOutcome outcome = await sealer.SealAsync(session, stopping);
            problems.Set(sessionId, KeepingProblems.Sealing, outcome.Problem);
            if (outcome.Problem is { } problem) NotSealed(sessionId, problem);
            if (outcome is { AllDone: true, Sealed: > 0 }) keeper.Ring();
            if (outcome.AllDone) _nextLook[sessionId] = now + (session.EndedAt > now - Fresh ? LooksAgain : LooksDaily);
            else if (outcome.Problem is not null) _nextLook[sessionId] = now + LooksAgain;
        }
        catch (Exception failure) when (failure is not OperationCanceledException && Edge.ProblemMapping.StorageCode(failure) is null)
        {
            // One session must not keep the others from being sealed. What is on disk decides: read it again.
            sealer.Forget(sessionId);
            NotSealed(sessionId, failure.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "keeping {Session}: not sealed: {Why}")]
    private partial void NotSealed(string session, string why);

    [LoggerMessage(LogLevel.Warning, "keeping: a round failed: {Why}")]
    private partial void RoundFailed(string why);
}
