using MediaPipeline.Feeds;
using Studio.Testing;

namespace Studio.Browser.Tests;

/// <summary>The film that is published, every frame of it known by its decoded picture: a clip's frames tell where it was cut.</summary>
internal sealed class Film
{
    private const int FrameRate = 30;
    private readonly List<string> _frames;

    private Film(string path, List<string> frames) => (Path, _frames) = (path, frames);

    public string Path { get; }

    public double Seconds => (double)_frames.Count / FrameRate;

    /// <summary>The sample beside the checkout, or one that ffmpeg makes up with a burned-in counter.</summary>
    public static async Task<Film> OpenAsync(string folder)
    {
        string path = Checkout.Sample("talk.mp4") ?? System.IO.Path.Combine(folder, "film.flv");
        if (!File.Exists(path)) await RunAsync(GeneratedFeed.Arguments(path, TimeSpan.FromSeconds(24)));
        return new Film(path, await FramesAsync(path));
    }

    /// <summary>Where in the film a clip begins and how long it is, in seconds.</summary>
    /// <exception cref="InvalidDataException">The clip is not one stretch of the film (which begins again at its end).</exception>
    public async Task<(double Begin, double Seconds)> FindAsync(string clip)
    {
        List<string> cut = await FramesAsync(clip);
        int begin = _frames.IndexOf(cut[0]);
        if (begin < 0) throw new InvalidDataException("The clip's first picture is none of the film's.");
        for (int i = 0; i < cut.Count; i++)
        {
            if (cut[i] != _frames[(begin + i) % _frames.Count]) throw new InvalidDataException($"Picture {i} of {cut.Count} is not the one that follows in the film.");
        }
        return ((double)begin / FrameRate, (double)cut.Count / FrameRate);
    }

    // Lines of framemd5: stream, dts, pts, duration, size, hash of the decoded picture.
    private static async Task<List<string>> FramesAsync(string path) =>
        [.. (await RunAsync(["-v", "error", "-i", path, "-map", "0:v:0", "-fps_mode", "passthrough", "-f", "framemd5", "-"]))
            .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(',')[^1].Trim())];

    private static async Task<string[]> RunAsync(IReadOnlyList<string> arguments)
    {
        using var ffmpeg = new System.Diagnostics.Process { StartInfo = new("ffmpeg", ["-nostdin", .. arguments]) { RedirectStandardOutput = true, UseShellExecute = false } };
        ffmpeg.Start();
        string output = await ffmpeg.StandardOutput.ReadToEndAsync();
        await ffmpeg.WaitForExitAsync();
        return ffmpeg.ExitCode == 0 ? output.Split('\n') : throw new InvalidOperationException($"ffmpeg ended with {ffmpeg.ExitCode}: {string.Join(' ', arguments)}");
    }
}
