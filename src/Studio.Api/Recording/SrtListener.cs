using System.Net;
using System.Net.Sockets;
using System.Text;
using MediaPipeline.Feeds;
using MediaPipeline.Processes;

namespace Studio.Api.Recording;

/// <summary>
/// Keeps one session's SRT door open: an ffmpeg that waits for a publisher with the passphrase and copies what it sends into the studio's
/// own nginx, started again when that publisher goes.
/// </summary>
/// <param name="before">Ends when the listener is gone that had this session's port and file.</param>
internal sealed partial class SrtListener(
    string sessionId, int port, string passphrase, string target, string folder, Task before, TimeProvider clock, ILogger<SrtListener> log) : IDisposable
{
    /// <summary>It cannot listen.</summary>
    public const string NotListening = "srt-not-listening";

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200), LongestPause = TimeSpan.FromSeconds(5), Settled = TimeSpan.FromSeconds(3);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private Task? _work;

    /// <summary>Stable code of what keeps it from listening; null: nothing.</summary>
    public string? Problem { get; private set; }

    private string List => Path.Combine(folder, "door.ffconcat");

    /// <summary>Begins, once.</summary>
    public void Start()
    {
        lock (_gate) _work ??= Task.Run(ListenAsync);
    }

    /// <summary>Ends, and with it the connection of whoever publishes.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        if (_work is { } work) await work;
    }

    public void Dispose() => _stopping.Dispose();

    private async Task ListenAsync()
    {
        await before;
        TimeSpan pause = FirstPause;
        while (!_stopping.IsCancellationRequested)
        {
            long begin = clock.GetTimestamp();
            try
            {
                await ListenOnceAsync();
            }
            catch (IOException failure)
            {
                Problem = NotListening;
                Failed(sessionId, failure.Message);
            }
            pause = clock.GetElapsedTime(begin) > Settled ? FirstPause : pause * 2 < LongestPause ? pause * 2 : LongestPause;
            try
            {
                await Task.Delay(pause, clock, _stopping.Token);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
        if (File.Exists(List)) File.Delete(List);
    }

    private async Task ListenOnceAsync()
    {
        // The passphrase is in a file of this user's, and not in the arguments, which everybody on the machine can list.
        const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Directory.CreateDirectory(folder, Mine | UnixFileMode.UserExecute);
        File.Delete(List);
        await using (FileStream file = new(List, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Mine }))
        {
            await file.WriteAsync(Encoding.ASCII.GetBytes(SrtArguments.List(port, passphrase)));
        }
        if (!IsFree())
        {
            Problem = NotListening;
            Failed(sessionId, $"another program has UDP port {port}");
            return;
        }
        Problem = null;
        ChildProcess ffmpeg = ChildProcess.Start(new ChildSpec("srt", "ffmpeg", SrtArguments.Build(List, target)) { KeepStdin = true });
        Opened(sessionId, port, ffmpeg.Id);
        try
        {
            // A publisher that goes ends it, and that is no failure.
            int code = await ffmpeg.Exited.WaitAsync(_stopping.Token);
            if (code != 0) Failed(sessionId, $"exit code {code}: {string.Concat(ffmpeg.LastLines(1)).Replace(passphrase, "…", StringComparison.Ordinal)}");
        }
        catch (OperationCanceledException)
        {
            await ffmpeg.StopAsync(StopPlan.Ffmpeg);
        }
    }

    // ffmpeg says it in words only, and in others when a publisher is refused.
    private bool IsFree()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "srt {Session}: listening on UDP {Port}, process {ProcessId}")]
    private partial void Opened(string session, int port, int processId);

    [LoggerMessage(LogLevel.Warning, "srt {Session}: {Why}")]
    private partial void Failed(string session, string why);
}
