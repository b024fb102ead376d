using MediaPipeline.Feeds;
using Studio.Testing;

namespace Studio.Browser.Tests;

/// <summary>The film that is published, every frame of it known by what it looks like: a clip's frames tell where it was cut.</summary>
internal sealed class Film
{
    private const int FrameRate = 30, Width = 64, Height = 36, Size = Width * Height;

    // A clip's edges are encoded again: of 255 grey values they are off by one or two on average, and another moment of the film by more.
    private const double MostUnlike = 4;

    private readonly byte[] _frames;

    private Film(string path, byte[] frames) => (Path, _frames) = (path, frames);

    public string Path { get; }

    public double Seconds => (double)Count / FrameRate;

    private int Count => _frames.Length / Size;

    /// <summary>The sample beside the checkout, or one that ffmpeg makes up with a burned-in counter.</summary>
    public static async Task<Film> OpenAsync(string folder)
    {
        string path = Checkout.Sample("talk.mp4") ?? System.IO.Path.Combine(folder, "film.flv");
        if (!File.Exists(path)) await RunAsync(GeneratedFeed.Arguments(path, TimeSpan.FromSeconds(24)));
        return new Film(path, await FramesAsync(path, System.IO.Path.Combine(folder, "film.grey")));
    }

    /// <summary>Where in the film a clip begins and how long it is, in seconds.</summary>
    /// <exception cref="InvalidDataException">The clip is not one stretch of the film (which begins again at its end).</exception>
    public async Task<(double Begin, double Seconds)> FindAsync(string clip)
    {
        byte[] cut = await FramesAsync(clip, clip + ".grey");
        int length = cut.Length / Size;
        int begin = Enumerable.Range(0, Count).MinBy(candidate => Unlike(cut, candidate));
        for (int i = 0; i < length; i++)
        {
            double unlike = Unlike(cut.AsSpan(i * Size, Size), begin + i);
            if (unlike > MostUnlike) throw new InvalidDataException($"Picture {i} of {length} is not the one that follows in the film: {unlike:0.0} off.");
        }
        return ((double)begin / FrameRate, (double)length / FrameRate);
    }

    private double Unlike(byte[] cut, int begin)
    {
        double sum = 0;
        // Some of them are enough to choose; all of them are looked at afterwards.
        for (int i = 0; i < cut.Length / Size; i += 5) sum += Unlike(cut.AsSpan(i * Size, Size), begin + i);
        return sum;
    }

    private double Unlike(ReadOnlySpan<byte> picture, int frame)
    {
        ReadOnlySpan<byte> other = _frames.AsSpan(frame % Count * Size, Size);
        int sum = 0;
        for (int i = 0; i < Size; i++) sum += Math.Abs(picture[i] - other[i]);
        return (double)sum / Size;
    }

    private static async Task<byte[]> FramesAsync(string path, string grey)
    {
        await RunAsync(["-v", "error", "-i", path, "-map", "0:v:0", "-fps_mode", "passthrough", "-vf", $"scale={Width}:{Height}:flags=area,format=gray", "-f", "rawvideo", "-y", grey]);
        return await File.ReadAllBytesAsync(grey);
    }

    private static async Task RunAsync(IReadOnlyList<string> arguments)
    {
        using var ffmpeg = new System.Diagnostics.Process { StartInfo = new("ffmpeg", ["-nostdin", .. arguments]) { UseShellExecute = false } };
        ffmpeg.Start();
        await ffmpeg.WaitForExitAsync();
        if (ffmpeg.ExitCode != 0) throw new InvalidOperationException($"ffmpeg ended with {ffmpeg.ExitCode}: {string.Join(' ', arguments)}");
    }
}
