using System.Collections.Concurrent;
using MediaPipeline.Analysis;
using MediaPipeline.Recordings;
using MediaPipeline.Stories;
using Studio.Api.Keeping;
using Studio.Api.Recording;
using Studio.Grains.Clips;
using Studio.Grains.Index;
using Studio.Grains.Live;
using Studio.Grains.Recording;
using LoudMoment = Studio.Grains.Clips.LoudMoment;

namespace Studio.Api.Clips;

/// <summary>
/// Analyses recordings as they grow, a batch at a time with a pause as long between two: what is live, and clips that somebody waits for, come first. What it
/// hears is told to the session's clips when all of it is heard.
/// </summary>
internal sealed partial class AnalysisWorker(
    AnalysisReading reading, SessionFolders folders, RecordingStore recordings, IGrainFactory grains, TimeProvider clock, ILogger<AnalysisWorker> log) : BackgroundService
{
    private const int MostMoments = 20;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5), Rarely = TimeSpan.FromMinutes(10), Fresh = TimeSpan.FromDays(30), Breath = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _nextLook = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (string sessionId in (await grains.GetGrain<IIndexGrain>(Indexes.Sessions).All()).Reverse())
                {
                    if (clock.GetUtcNow() >= _nextLook.GetValueOrDefault(sessionId)) await LookAsync(sessionId, stoppingToken);
                }
                await Task.Delay(Every, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // The store is away, the disk is full, a recording was removed: the next round finds what is.
                Failed(failure.Message);
                await Task.Delay(Every, clock, CancellationToken.None);
            }
        }
    }

    private async Task LookAsync(string sessionId, CancellationToken stopping)
    {
        DateTimeOffset now = clock.GetUtcNow();
        SessionView? session = await grains.GetGrain<ILiveSessionGrain>(sessionId).Get();
        bool old = session is null || session.EndedAt < now - Fresh;
        if (old || session!.Phase == SessionPhase.Planned || await recordings.ReadAsync(sessionId, stopping) is not { } timeline)
        {
            _nextLook[sessionId] = now + (old ? Fresh : Every);
            return;
        }
        bool over = session.Phase == SessionPhase.Ended && session.Feed.State != FeedState.Live;
        long begin = clock.GetTimestamp();
        StoryStep step = await new RecordingAnalyser(folders.FolderOf(sessionId), reading.FileOf(sessionId)).StepAsync(timeline, over, now, stopping);
        if (step.Segments > 0) await Task.Delay(clock.GetElapsedTime(begin) + Breath, clock, stopping);
        else if (over) await HearAsync(session, stopping);
    }

    // Nothing is left to do: what was loud is known.
    private async Task HearAsync(SessionView session, CancellationToken stopping)
    {
        _nextLook[session.Id] = clock.GetUtcNow() + Rarely;
        IReadOnlyList<ClockedAnalysis> pieces = await reading.ReadAsync(session, stopping);
        LoudMoment[] loud = [.. pieces.SelectMany(piece => LoudMoments.Find(piece.Film, MostMoments).Select(moment => new LoudMoment(piece.Zero + moment.At, moment.Above))).OrderByDescending(moment => moment.Louder).ThenBy(moment => moment.At).Take(MostMoments)];
        await grains.GetGrain<ISessionClipsGrain>(session.Id).Hear(loud);
    }

    [LoggerMessage(LogLevel.Warning, "analysis: {Why}")]
    private partial void Failed(string why);
}
