using MediaPipeline.Processes;
using MediaPipeline.Recordings;
using Studio.Api.Parts;

namespace Studio.Api.Recording;

/// <summary>Keeps one session's feed recorded: an ffmpeg that copies it into segments, started again with growing pauses, each time into a new part.</summary>
internal sealed partial class Recorder(string sessionId, string url, string folder, RecorderTail tail, StudioOptions options, TimeProvider clock, ILogger<Recorder> log) : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(300), LongestPause = TimeSpan.FromSeconds(5), Settled = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500), TrimEvery = TimeSpan.FromSeconds(5);
    private const int Signalled = 128;
    private const string Short = "less free space than Studio:LeastFreeMegabytes";
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private string _cause = GapCauses.StudioStarted;
    private bool _changed, _lenient;
    private RunWatch? _before;
    private Task? _work;

    /// <summary>Stable code of what keeps it from recording; null: nothing.</summary>
    public string? Problem { get; private set; }

    /// <summary>Begins, once.</summary>
    /// <param name="cause">Why: one of <see cref="GapCauses"/>.</param>
    public void Start(string cause)
    {
        lock (_gate)
        {
            if (_work is not null) return;
            _cause = cause;
            _work = Task.Run(RecordAsync);
        }
    }

    /// <summary>Ends; the last segment is closed.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        if (_work is { } work) await work;
    }

    public void Dispose() => _stopping.Dispose();

    private async Task RecordAsync()
    {
        TimeSpan pause = FirstPause;
        while (!_stopping.IsCancellationRequested)
        {
            long begin = clock.GetTimestamp();
            try
            {
                if (FreeSpace.IsShort(options)) NoRoom();
                else if (await RecordPartAsync()) continue;
            }
            catch (IOException failure)
            {
                Tell(FreeSpace.Code, failure.Message);
            }
            if (clock.GetElapsedTime(begin) > Settled) pause = FirstPause;
            try
            {
                await Task.Delay(pause, clock, _stopping.Token);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <summary>One run; true when the next one is to begin at once.</summary>
    private async Task<bool> RecordPartAsync()
    {
        if (_before is { } before) await before.MendAsync(_stopping.Token);
        string part = new RecordingFolder(folder).NextPartFolder();
        RecordingFolder.Begin(part, _cause);
        RunWatch watch = _before = tail.Watch(part, _lenient);
        long begin = clock.GetTimestamp();
        ChildProcess ffmpeg = ChildProcess.Start(new ChildSpec("recorder", "ffmpeg", RecorderArguments.Build(url, part)) { WorkingDirectory = part, KeepStdin = true, OnErrorLine = watch.Said });
        Started(sessionId, Path.GetFileName(part), ffmpeg.Id);
        Problem = null;
        try
        {
            if (await EndedBecauseAsync(ffmpeg, watch) is { } cause)
            {
                watch.Drop();
                _cause = cause;
                _lenient = cause == GapCauses.ParametersChanged && _changed && clock.GetElapsedTime(begin) < Settled;
                _changed = cause == GapCauses.ParametersChanged;
                return cause is GapCauses.ParametersChanged or GapCauses.ClockJumped;
            }
            int code = await ffmpeg.Exited;
            IReadOnlyList<string> last = ffmpeg.LastLines(20);
            // ffmpeg names the cause in words only; this one has another cure than waiting for the feed.
            bool full = last.Any(line => line.Contains("No space left on device", StringComparison.Ordinal));
            if (full || code != 0) Tell(full ? FreeSpace.Code : "recorder-restarting", $"exit code {code}: {(last is [.., var words] ? words : "")}");
            else Finished(sessionId, Path.GetFileName(part));
            _cause = full ? GapCauses.DiskFull : code > Signalled ? GapCauses.RecorderDied : GapCauses.Feed;
            return false;
        }
        catch (OperationCanceledException)
        {
            await ffmpeg.StopAsync(StopPlan.Ffmpeg);
            Finished(sessionId, Path.GetFileName(part));
            return false;
        }
        finally
        {
            // Looking after it may have failed, on a disk that has no room.
            if (!ffmpeg.Exited.IsCompleted) await ffmpeg.StopAsync(StopPlan.Ffmpeg);
            RemoveIfEmpty(part);
        }
    }

    /// <summary>Looks after a run. Answers why it was ended; null: it ended by itself.</summary>
    private async Task<string?> EndedBecauseAsync(ChildProcess ffmpeg, RunWatch watch)
    {
        bool settled = false;
        long trimmed = clock.GetTimestamp();
        while (await Task.WhenAny(ffmpeg.Exited, Task.Delay(Look, clock, _stopping.Token)) != ffmpeg.Exited)
        {
            _stopping.Token.ThrowIfCancellationRequested();
            if (FreeSpace.IsShort(options))
            {
                // Before the disk is full to the last byte: the store writes there too, and would end.
                await ffmpeg.StopAsync(StopPlan.Ffmpeg);
                NoRoom();
                return GapCauses.DiskFull;
            }
            if (await watch.LookAsync(_stopping.Token) is { } cause)
            {
                // Killed, so that nothing more is closed that cannot be played.
                ffmpeg.Signal(Signals.Kill);
                await ffmpeg.Exited;
                Broken(sessionId, cause);
                return cause;
            }
            if (!settled && watch.HasSegment)
            {
                await tail.SettleAsync(over: false, _stopping.Token);
                settled = true;
            }
            if (settled && clock.GetElapsedTime(trimmed) > TrimEvery)
            {
                tail.Trim();
                trimmed = clock.GetTimestamp();
            }
        }
        // Once more: what it closed at its end counts too.
        return await watch.LookAsync(CancellationToken.None);
    }

    private void NoRoom()
    {
        tail.Save();
        _cause = GapCauses.DiskFull;
        Tell(FreeSpace.Code, Short);
    }

    private void Tell(string code, string why)
    {
        Problem = code;
        Failed(sessionId, code, why);
    }

    // A run that saw no key frame leaves nothing that anyone could play.
    private static void RemoveIfEmpty(string part)
    {
        if (!Directory.EnumerateFiles(part, "*.m4s").Any()) Directory.Delete(part, recursive: true);
    }

    [LoggerMessage(LogLevel.Information, "recorder {Session}: {Part}, process {ProcessId}")]
    private partial void Started(string session, string part, int processId);

    [LoggerMessage(LogLevel.Information, "recorder {Session}: {Part} closed")]
    private partial void Finished(string session, string part);

    [LoggerMessage(LogLevel.Information, "recorder {Session}: {Cause}; going on in another part")]
    private partial void Broken(string session, string cause);

    [LoggerMessage(LogLevel.Warning, "recorder {Session}: {Code}: {Why}")]
    private partial void Failed(string session, string code, string why);
}
