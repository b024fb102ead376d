using System.Collections.Concurrent;
using MediaPipeline.Cutting;
using MediaPipeline.Recordings;
using Studio.Api.Recording;
using Studio.Grains.Index;
using Studio.Grains.Live;

namespace Studio.Api.Clips;

/// <summary>
/// Decodes what is recorded while a card is on air, a segment at a time and behind whatever is live: the check of its clip has that behind it when the card
/// leaves the screen. Where it lags or fails the check does all of it, which is slower and as sure.
/// </summary>
internal sealed partial class AheadWorker(DecodedSegments decoded, RecordingStore recordings, IGrainFactory grains, TimeProvider clock, ILogger<AheadWorker> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(700), Rarely = TimeSpan.FromSeconds(10);

    // Sessions in which nothing is due, and when to look again.
    private readonly ConcurrentDictionary<string, DateTimeOffset> _nextLook = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (string sessionId in await grains.GetGrain<IIndexGrain>(Indexes.Sessions).All())
                {
                    if (clock.GetUtcNow() >= _nextLook.GetValueOrDefault(sessionId)) _nextLook[sessionId] = await LookAsync(sessionId, stoppingToken);
                }
                await Task.Delay(Every, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // The store is away, the disk is full, a recording was removed: nobody waits for this.
                Failed(failure.Message);
                await Task.Delay(Rarely, clock, CancellationToken.None);
            }
        }
    }

    /// <summary>Decodes the oldest closed segment that is due; answers when to look again.</summary>
    private async Task<DateTimeOffset> LookAsync(string sessionId, CancellationToken stopping)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (await grains.GetGrain<ILiveSessionGrain>(sessionId).Get() is not { } session || session.Phase == SessionPhase.Ended) return DateTimeOffset.MaxValue;
        if (session.Phase != SessionPhase.Live || session.Rehearsal) return now + Rarely;
        if (session.OnAir.Card is not { } card || await recordings.ReadAsync(sessionId, stopping) is not { } timeline) return now;
        string root = recordings.FolderOf(sessionId);
        foreach (RecordingPart part in timeline.Parts.Where(part => part.End > card.TakenAt))
        {
            if (part.Segments.FirstOrDefault(segment => segment.WallEnd > card.TakenAt && !decoded.Knows(root, segment.File)) is not { } due) continue;
            await decoded.LookAsync(root, part.Init, due.File, stopping);
            break;
        }
        return now;
    }

    [LoggerMessage(LogLevel.Debug, "ahead: {Why}")]
    private partial void Failed(string why);
}
