using System.Collections.Concurrent;
using System.Globalization;
using MediaPipeline.Recordings;
using Studio.Grains.Index;
using Studio.Grains.Live;
using Studio.Grains.Recording;

namespace Studio.Api.Recording;

/// <summary>
/// Looks for the markers of sessions in their recordings as segments are closed: one marker after the other, one ffmpeg at a time, behind whatever is
/// live. What it finds is in the session's log; it remembers nothing itself that it could not find again.
/// </summary>
internal sealed partial class MarkerWorker(MarkerPlacer placer, RecordingStore recordings, IGrainFactory grains, TimeProvider clock, ILogger<MarkerWorker> log) : BackgroundService
{
    // A clip waits for its last marker: as soon as its segment is closed it is looked for.
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(400), Every = TimeSpan.FromSeconds(1), Rarely = TimeSpan.FromSeconds(10);

    // Whoever ends a session has its last pictures in a closed segment after twelve seconds.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(12), Turn = TimeSpan.FromMinutes(2), Fresh = TimeSpan.FromDays(2);
    private const int AtOnce = 4;

    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():n}");
    private readonly ConcurrentDictionary<string, DateTimeOffset> _nextLook = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (string sessionId in await grains.GetGrain<IIndexGrain>(Indexes.Sessions).All())
                {
                    if (clock.GetUtcNow() >= _nextLook.GetValueOrDefault(sessionId)) _nextLook[sessionId] = await TryLookAsync(sessionId, stoppingToken);
                }
                await Task.Delay(Soon, clock, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception failure)
            {
                // The store is away; what is due stays due.
                RoundFailed(failure.Message);
                await Task.Delay(Every, clock, CancellationToken.None);
            }
        }
    }

    // One session must not keep the others from being looked at.
    private async Task<DateTimeOffset> TryLookAsync(string sessionId, CancellationToken stopping)
    {
        try
        {
            return await LookAsync(sessionId, stopping);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LookFailed(sessionId, failure.Message);
            return clock.GetUtcNow() + Rarely;
        }
    }

    /// <summary>Places what can be placed now; answers when to look again.</summary>
    private async Task<DateTimeOffset> LookAsync(string sessionId, CancellationToken stopping)
    {
        DateTimeOffset now = clock.GetUtcNow();
        ILiveSessionGrain grain = grains.GetGrain<ILiveSessionGrain>(sessionId);
        if (await grain.Get() is not { } session) return now + Rarely;
        bool ended = session.Phase == SessionPhase.Ended;
        IReadOnlyList<int> due = Placing.Due(session.Markers);
        if (ended && (due.Count == 0 || session.EndedAt < now - Fresh)) return DateTimeOffset.MaxValue;
        if (due.Count == 0) return now + (session.Phase == SessionPhase.Live ? Every : Rarely);
        if (!await grain.PlacingTurn(_name, Turn)) return now + Rarely;
        bool over = ended && session.Feed.State != FeedState.Live && now - session.EndedAt > Settled;
        RecordingTimeline timeline = await recordings.ReadAsync(sessionId, stopping) ?? RecordingTimeline.Empty;
        if (timeline.IsEmpty && !over) return now + Rarely;
        foreach (int index in due.Take(AtOnce))
        {
            MarkerPlace? place = timeline.IsEmpty
                ? MarkerPlacer.NotRecorded(session.Markers[index].At)
                : await placer.PlaceAsync(session, index, timeline, await grains.GetGrain<IRoomGrain>(session.Room.Id).Delay(sessionId), over, stopping);
            if (place is not null) await NoteAsync(grain, session, index, place);
        }
        return session.Phase == SessionPhase.Live ? now : now + Every;
    }

    private async Task NoteAsync(ILiveSessionGrain grain, SessionView session, int index, MarkerPlace place)
    {
        DateTimeOffset at = session.Markers[index].At;
        // The measurement first: a crash in between leaves a marker that is found again, and the room knows this measurement then.
        if (place.By == PlacedBy.Stamp) await grains.GetGrain<IRoomGrain>(session.Room.Id).NoteDelays([new DelaySample(session.Id, index, at, place.At - at)]);
        await grain.PlaceMarkers([new PlacedMarker(index, place)]);
        Placed(session.Id, index, place.By, (place.At - at).TotalSeconds, place.Error?.TotalMilliseconds);
    }

    [LoggerMessage(LogLevel.Debug, "markers {Session}: {Index} by {How}, {Seconds:0.000} s after the clock, error at most {Error} ms")]
    private partial void Placed(string session, int index, PlacedBy how, double seconds, double? error);

    [LoggerMessage(LogLevel.Warning, "markers {Session}: not looked for: {Why}")]
    private partial void LookFailed(string session, string why);

    [LoggerMessage(LogLevel.Warning, "markers: a round failed: {Why}")]
    private partial void RoundFailed(string why);
}
