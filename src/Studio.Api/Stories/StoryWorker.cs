using System.Collections.Concurrent;
using MediaPipeline.Recordings;
using MediaPipeline.Stories;
using Studio.Api.Keeping;
using Studio.Api.Parts;
using Studio.Grains.Index;
using Studio.Grains.Live;
using Studio.Grains.Recording;

namespace Studio.Api.Stories;

/// <summary>
/// Makes the stories of all recordings, one run of ffmpeg at a time and with pauses as long as the runs: what is live and what people do come first. Nothing it
/// does or fails to do reaches a recorder.
/// </summary>
internal sealed partial class StoryWorker(SessionFolders folders, StudioOptions options, IGrainFactory grains, TimeProvider clock, ILogger<StoryWorker> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3), LooksAgain = TimeSpan.FromMinutes(10), LooksDaily = TimeSpan.FromDays(1), Settled = TimeSpan.FromMinutes(2), Breath = TimeSpan.FromMilliseconds(200);

    // Sessions that have nothing due, and when to look again.
    private readonly ConcurrentDictionary<string, DateTimeOffset> _nextLook = new(StringComparer.Ordinal);

    // Recordings that grow, which remember what they have read; those that are over would fill the memory.
    private readonly ConcurrentDictionary<string, RecordingFolder> _growing = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await RoundAsync(stoppingToken)) await Task.Delay(Every, clock, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                Failed("", failure.Message);
                await Task.Delay(Every, clock, CancellationToken.None);
            }
        }
    }

    /// <summary>A batch of each session that has one; whether there was any.</summary>
    private async Task<bool> RoundAsync(CancellationToken stopping)
    {
        bool any = false;
        foreach (string sessionId in await grains.GetGrain<IIndexGrain>(Indexes.Sessions).All())
        {
            if (clock.GetUtcNow() < _nextLook.GetValueOrDefault(sessionId)) continue;
            long begin = clock.GetTimestamp();
            if (!await LookAsync(sessionId, stopping)) continue;
            any = true;
            await Task.Delay(clock.GetElapsedTime(begin) + Breath, clock, stopping);
        }
        return any;
    }

    private async Task<bool> LookAsync(string sessionId, CancellationToken stopping)
    {
        try
        {
            if (!Directory.Exists(folders.FolderOf(sessionId)))
            {
                // What was made of a recording goes with it, also when it went while this was at work.
                folders.RemoveStory(sessionId);
                return false;
            }
            // What is left of the disk is for the recorder and the store.
            if (FreeSpace.IsShort(options) || await grains.GetGrain<ILiveSessionGrain>(sessionId).Get() is not { } session) return false;
            bool over = session is { Phase: SessionPhase.Ended, Feed.State: not FeedState.Live };
            var story = new StoryFolder(folders.StoryOf(sessionId));
            if (over && story.IsDone)
            {
                _nextLook[sessionId] = clock.GetUtcNow() + LooksDaily;
                return false;
            }
            RecordingTimeline timeline = await _growing.GetOrAdd(sessionId, id => new RecordingFolder(folders.FolderOf(id))).ReadTimelineAsync(stopping);
            StoryStep step = await new StoryMaker(folders.FolderOf(sessionId), folders.StoryOf(sessionId)).StepAsync(timeline, over, clock.GetUtcNow(), stopping);
            if (step.Segments > 0) return true;
            if (!over) return false;
            _growing.TryRemove(sessionId, out _);
            // What the ingest server kept of the end may still become a part.
            bool settled = clock.GetUtcNow() - (session.EndedAt ?? clock.GetUtcNow()) > Settled;
            if (settled && !timeline.IsEmpty && timeline.Parts.All(part => part.Segments.Count > 0)) story.MarkDone();
            _nextLook[sessionId] = clock.GetUtcNow() + (settled ? LooksAgain : Settled);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A full disk, or a recording that was moved or removed meanwhile: the next look finds what is.
            _nextLook[sessionId] = clock.GetUtcNow() + Every;
            Failed(sessionId, failure.Message);
        }
        return false;
    }

    [LoggerMessage(LogLevel.Warning, "story {Session}: {Why}")]
    private partial void Failed(string session, string why);
}
