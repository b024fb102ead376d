using System.Globalization;
using MediaPipeline.Feeds;
using MediaPipeline.Processes;

namespace Studio.Testing;

/// <summary>ffmpeg in the place of OBS.</summary>
public sealed class Publisher : IAsyncDisposable
{
    private readonly ChildProcess _ffmpeg;

    private Publisher(ChildProcess ffmpeg) => _ffmpeg = ffmpeg;

    /// <summary>Ends when ffmpeg does; a refused publisher ends at once.</summary>
    public Task<int> Ended => _ffmpeg.Exited;

    public int Id => _ffmpeg.Id;

    /// <summary>Publishes the generated picture.</summary>
    public static Publisher Generated(StudioProcess studio, string key) => Start(GeneratedFeed.Arguments(Url(studio, key), duration: null));

    /// <summary>Publishes a picture that carries the wall clock: sixteen white or dark fields at its top are the twentieths of a second since 1970, modulo 64,000, least bit first.</summary>
    public static Publisher Stamped(StudioProcess studio, string key)
    {
        string fields = string.Join(',', Enumerable.Range(0, 16).Select(bit =>
            string.Create(CultureInfo.InvariantCulture, $"drawbox=x={bit * 40}:y=0:w=40:h=40:color=white:t=fill:enable='gte(mod(floor(t*20/{1 << bit}),2),1)'")));
        return Start(
        [
            "-hide_banner", "-loglevel", "warning", "-nostats", "-re", "-f", "lavfi", "-i", "color=c=0x1B4332:s=640x360:r=30", "-re", "-f", "lavfi", "-i", "sine=f=330:r=48000",
            "-vf", $"setpts='mod(RTCTIME/1000000,3200)/TB',{fields},setpts='N/(30*TB)'", "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p",
            "-g", "60", "-keyint_min", "60", "-sc_threshold", "0", "-threads", "1", "-c:a", "aac", "-b:a", "64k", "-f", "flv", Url(studio, key),
        ]);
    }

    /// <summary>Publishes the generated picture over SRT.</summary>
    public static Publisher Srt(string url) => Start([.. GeneratedFeed.Arguments(url, duration: null).SkipLast(2), "mpegts", url]);

    /// <summary>Publishes a film as it is, over and over.</summary>
    public static Publisher Film(StudioProcess studio, string key, string path) => Start(PublishArguments.FromFile(path, Url(studio, key), loop: true, copy: true));

    /// <summary>The same to any address.</summary>
    public static Publisher Film(string url, string path) => Start(PublishArguments.FromFile(path, url, loop: true, copy: true));

    public async ValueTask DisposeAsync() => await _ffmpeg.StopAsync(StopPlan.Ffmpeg);

    private static string Url(StudioProcess studio, string key) => $"rtmp://127.0.0.1:{studio.RtmpPort.ToString(CultureInfo.InvariantCulture)}/live/{key}";

    private static Publisher Start(IReadOnlyList<string> arguments) => new(ChildProcess.Start(new ChildSpec("publisher", "ffmpeg", arguments) { KeepStdin = true }));
}
