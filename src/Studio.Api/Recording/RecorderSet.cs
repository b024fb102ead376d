using System.Collections.Concurrent;
using MediaPipeline.Recordings;
using Studio.Api.Parts;
using Studio.Api.Recording.Ingest;

namespace Studio.Api.Recording;

/// <summary>The recorders that should run in this process: one per session with a feed.</summary>
internal sealed partial class RecorderSet(RecordingStore recordings, TailFolder kept, StudioOptions options, TimeProvider clock, ILogger<Recorder> log) : BackgroundService
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(2), Over = TimeSpan.FromSeconds(6);
    private readonly ConcurrentDictionary<string, Recorder> _recorders = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RecorderTail> _tails = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _seen = new(StringComparer.Ordinal);
    private volatile bool _stopping;

    /// <summary>How many are wanted.</summary>
    public int Count => _recorders.Count;

    /// <summary>Codes of what keeps recorders from recording.</summary>
    public IEnumerable<string> Problems => _recorders.Values.Select(recorder => recorder.Problem).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>What keeps a session's recorder from recording; null: nothing.</summary>
    public string? ProblemOf(string sessionId) => _recorders.TryGetValue(sessionId, out Recorder? recorder) ? recorder.Problem : null;

    /// <summary>Records what can be played at <paramref name="url"/> as a session's feed, until it is no longer wanted. Saying it twice changes nothing.</summary>
    public void Want(string sessionId, string playName, string url)
    {
        if (_stopping) return;
        Recorder recorder = _recorders.GetOrAdd(sessionId, id => new Recorder(id, url, recordings.FolderOf(id), TailOf(id, playName), options, clock, log));
        // The first one of a recording that is there already: the process before this one had it.
        bool began = !_seen.TryAdd(sessionId, true) || !Directory.Exists(recordings.FolderOf(sessionId));
        recorder.Start(began ? GapCauses.Feed : GapCauses.StudioStarted);
    }

    /// <summary>Lets a session's recorder finish its segment and end.</summary>
    public void Unwant(string sessionId)
    {
        if (_recorders.TryRemove(sessionId, out Recorder? recorder)) _ = EndAsync(recorder);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(_recorders.Values.Select(EndAsync));
    }

    /// <summary>Feeds that are over, of this process or of one before: what their last recorder did not close is made a part, and the kept files go.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach ((string feed, DateTimeOffset written) in kept.Feeds())
                {
                    if (clock.GetUtcNow() - written < Over || PlayNames.SessionOf(feed) is not { } sessionId || _recorders.ContainsKey(sessionId)) continue;
                    RecorderTail tail = TailOf(sessionId, feed);
                    await tail.SettleAsync(over: true, stoppingToken);
                    tail.Clear(written);
                }
                await Task.Delay(SweepEvery, clock, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception failure)
            {
                SweepFailed(failure.Message);
                await Task.Delay(SweepEvery, clock, CancellationToken.None);
            }
        }
    }

    private RecorderTail TailOf(string sessionId, string feed) =>
        _tails.GetOrAdd(sessionId, id => new RecorderTail(id, recordings.FolderOf(id), feed, kept, clock, log));

    private static async Task EndAsync(Recorder recorder)
    {
        await recorder.StopAsync();
        recorder.Dispose();
    }

    [LoggerMessage(LogLevel.Warning, "recorders: feeds that are over could not be looked at: {Why}")]
    private partial void SweepFailed(string why);
}
