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
