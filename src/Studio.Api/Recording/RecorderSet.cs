using System.Collections.Concurrent;

namespace Studio.Api.Recording;

/// <summary>The recorders that should run in this process: one per session with a feed.</summary>
internal sealed class RecorderSet(RecordingStore recordings, Parts.StudioOptions options, TimeProvider clock, ILogger<Recorder> log) : IHostedService
{
    private readonly ConcurrentDictionary<string, Recorder> _recorders = new(StringComparer.Ordinal);
    private volatile bool _stopping;

    /// <summary>How many are wanted.</summary>
    public int Count => _recorders.Count;

    /// <summary>Codes of what keeps recorders from recording.</summary>
    public IEnumerable<string> Problems => _recorders.Values.Select(recorder => recorder.Problem).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>What keeps a session's recorder from recording; null: nothing.</summary>
    public string? ProblemOf(string sessionId) => _recorders.TryGetValue(sessionId, out Recorder? recorder) ? recorder.Problem : null;

    /// <summary>Records what can be played at <paramref name="url"/> as a session's feed, until it is no longer wanted. Saying it twice changes nothing.</summary>
    public void Want(string sessionId, string url)
    {
        if (_stopping) return;
        Recorder recorder = _recorders.GetOrAdd(sessionId, id => new Recorder(id, url, recordings.FolderOf(id), options, clock, log));
        recorder.Start();
    }

    /// <summary>Lets a session's recorder finish its segment and end.</summary>
    public void Unwant(string sessionId)
    {
        if (_recorders.TryRemove(sessionId, out Recorder? recorder)) _ = EndAsync(recorder);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        return Task.WhenAll(_recorders.Values.Select(EndAsync));
    }

    private static async Task EndAsync(Recorder recorder)
    {
        await recorder.StopAsync();
        recorder.Dispose();
    }
}
