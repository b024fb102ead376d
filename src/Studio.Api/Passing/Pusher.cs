using MediaPipeline.Passing;
using MediaPipeline.Processes;
using Studio.Grains.Values;

namespace Studio.Api.Passing;

/// <summary>Passes one session's feed on to one server: an ffmpeg of its own, started again with growing pauses. Whatever becomes of it, the recording and the other targets go on.</summary>
internal sealed partial class Pusher(string sessionId, string pushId, string playUrl, Uri address, bool mayBeInside, TimeProvider clock, ILogger<Pusher> log) : IDisposable
{
    /// <summary>Codes of what keeps a feed from being passed on.</summary>
    public const string Failed = "push-failed", Unknown = "push-host-unknown";

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private Task? _work;
    private volatile bool _running;

    /// <summary>How it stands.</summary>
    public PushStatus Status { get; private set; } = new(PushPhase.Connecting, clock.GetUtcNow(), 0, null);

    /// <summary>Begins, once.</summary>
    public void Start()
    {
        lock (_gate) _work ??= Task.Run(PushAsync);
    }

    /// <summary>Ends.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        if (_work is { } work) await work;
    }

    public void Dispose() => _stopping.Dispose();

    private async Task PushAsync()
    {
        TimeSpan? pause = null;
        int failures = 0;
        while (!_stopping.IsCancellationRequested)
        {
            long begin = clock.GetTimestamp();
            string? problem = null;
            try
            {
                problem = await RunAsync();
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception failure) when (failure is IOException or System.ComponentModel.Win32Exception or InvalidOperationException)
            {
                problem = Failed;
                WentWrong(sessionId, pushId, failure.Message);
            }
            TimeSpan ran = clock.GetElapsedTime(begin);
            pause = BackOff.OfPlatforms.After(pause, ran);
            failures = ran >= BackOff.OfPlatforms.Lasted ? 1 : failures + 1;
            Status = new PushStatus(PushPhase.Waiting, clock.GetUtcNow(), failures, problem);
            WillRetry(sessionId, pushId, problem ?? "", pause.Value.TotalSeconds);
            try
            {
                await Task.Delay(pause.Value, clock, _stopping.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<string?> RunAsync()
    {
        // Looked at before each run: a name may lead elsewhere than when it was written down.
        IReadOnlyList<System.Net.IPAddress> server = await PushAddress.ResolveAsync(address, _stopping.Token);
        if (server.Count == 0) return Unknown;
        if (!mayBeInside && PushAddress.IsInside(server, PushAddress.Own())) return RefusalCodes.PushInside;
        Status = Status with { Phase = PushPhase.Connecting, Since = clock.GetUtcNow() };
        ChildProcess ffmpeg = ChildProcess.Start(new ChildSpec("push", "ffmpeg", PushArguments.Build(playUrl, address.OriginalString)) { KeepStdin = true, OnOutputLine = Follow });
        Started(sessionId, pushId, ffmpeg.Id);
        _running = true;
        try
        {
            await ffmpeg.Exited.WaitAsync(_stopping.Token);
            return Failed; // the feed went, or the platform did; its words may hold the address, so they are not logged
        }
        catch (OperationCanceledException)
        {
            await ffmpeg.StopAsync(StopPlan.Ffmpeg);
            throw;
        }
        finally
        {
            _running = false;
        }
    }

    private void Follow(string line)
    {
        if (PushProgress.Bytes(line) is > 0 && _running && Status.Phase != PushPhase.Pushing) Status = new PushStatus(PushPhase.Pushing, clock.GetUtcNow(), Status.Failures, null);
    }

    [LoggerMessage(LogLevel.Information, "push {Session} {Push}: process {ProcessId}")]
    private partial void Started(string session, string push, int processId);

    [LoggerMessage(LogLevel.Warning, "push {Session} {Push}: {Code}; again in {Seconds} s")]
    private partial void WillRetry(string session, string push, string code, double seconds);

    [LoggerMessage(LogLevel.Warning, "push {Session} {Push}: {Why}")]
    private partial void WentWrong(string session, string push, string why);
}

/// <summary>How a target stands.</summary>
/// <param name="Failures">Runs in a row that did not last.</param>
/// <param name="Problem">Stable code of why it waits.</param>
internal sealed record PushStatus(PushPhase Phase, DateTimeOffset Since, int Failures, string? Problem);

/// <summary>What becomes of a feed on its way to a target.</summary>
internal enum PushPhase
{
    /// <summary>Switched off.</summary>
    Off,

    /// <summary>There is no feed to pass on.</summary>
    NoFeed,

    /// <summary>On the way to the server.</summary>
    Connecting,

    /// <summary>The server takes it.</summary>
    Pushing,

    /// <summary>It failed, and is tried again.</summary>
    Waiting,
}
