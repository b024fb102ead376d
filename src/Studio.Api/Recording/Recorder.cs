using MediaPipeline.Processes;
using MediaPipeline.Recordings;
using Studio.Api.Parts;

namespace Studio.Api.Recording;

/// <summary>Keeps one session's feed recorded: an ffmpeg that copies it into segments, started again with growing pauses, each time into a new part.</summary>
internal sealed partial class Recorder(string sessionId, string url, string folder, StudioOptions options, TimeProvider clock, ILogger<Recorder> log) : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(300), LongestPause = TimeSpan.FromSeconds(5), Settled = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LookAtDisk = TimeSpan.FromSeconds(1);
    private const string Short = "less free space than Studio:LeastFreeMegabytes";
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private Task? _work;

    /// <summary>Stable code of what keeps it from recording; null: nothing.</summary>
    public string? Problem { get; private set; }

    /// <summary>Begins, once.</summary>
    public void Start()
    {
        lock (_gate) _work ??= Task.Run(RecordAsync);
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
                if (FreeSpace.IsShort(options)) Tell(FreeSpace.Code, Short);
                else await RecordPartAsync();
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

    private async Task RecordPartAsync()
    {
        Directory.CreateDirectory(folder);
        string part = new RecordingFolder(folder).NextPartFolder();
        Directory.CreateDirectory(part);
        ChildProcess ffmpeg = ChildProcess.Start(new ChildSpec("recorder", "ffmpeg", RecorderArguments.Build(url, part)) { WorkingDirectory = part, KeepStdin = true });
        Started(sessionId, Path.GetFileName(part), ffmpeg.Id);
        Problem = null;
        try
        {
            while (await Task.WhenAny(ffmpeg.Exited, Task.Delay(LookAtDisk, clock, _stopping.Token)) != ffmpeg.Exited)
            {
                _stopping.Token.ThrowIfCancellationRequested();
                if (!FreeSpace.IsShort(options)) continue;
                // Before the disk is full to the last byte: the store writes there too, and would end.
                await ffmpeg.StopAsync(StopPlan.Ffmpeg);
                Tell(FreeSpace.Code, Short);
                return;
            }
            int code = await ffmpeg.Exited;
            IReadOnlyList<string> last = ffmpeg.LastLines(20);
            // ffmpeg names the cause in words only; this one has another cure than waiting for the feed.
            bool full = last.Any(line => line.Contains("No space left on device", StringComparison.Ordinal));
            if (full || code != 0) Tell(full ? FreeSpace.Code : "recorder-restarting", $"exit code {code}: {(last is [.., var cause] ? cause : "")}");
            else Finished(sessionId, Path.GetFileName(part));
        }
        catch (OperationCanceledException)
        {
            await ffmpeg.StopAsync(StopPlan.Ffmpeg);
            Finished(sessionId, Path.GetFileName(part));
        }
        finally
        {
            RemoveIfEmpty(part);
        }
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

    [LoggerMessage(LogLevel.Warning, "recorder {Session}: {Code}: {Why}")]
    private partial void Failed(string session, string code, string why);
}
