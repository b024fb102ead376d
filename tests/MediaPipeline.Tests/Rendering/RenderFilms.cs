using MediaPipeline.Imaging;
using MediaPipeline.Processes;
using MediaPipeline.Rendering;
using SkiaSharp;

namespace MediaPipeline.Tests.Rendering;

/// <summary>Small films that the tests of rendering share, and small presets.</summary>
public sealed class RenderFilms : IDisposable, IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    /// <summary>Three seconds of 25 pictures, groups of a second; the left half is red, the right half blue, a tone comes and goes.</summary>
    public string Halves => _folder["halves.mp4"];

    /// <summary>Four seconds of 25 pictures, groups of a second, moving; a soft tone.</summary>
    public string Moving => _folder["moving.mp4"];

    /// <summary>A second, green.</summary>
    public string Green => _folder["green.mp4"];

    /// <summary>A tone of 200 Hz.</summary>
    public string Music => _folder["music.m4a"];

    public async ValueTask InitializeAsync()
    {
        string[] video = ["-c:v", "libx264", "-preset", "veryfast", "-bf", "2", "-g", "25", "-keyint_min", "25", "-sc_threshold", "0", "-pix_fmt", "yuv420p", "-c:a", "aac"];
        await Film.FfmpegAsync(["-f", "lavfi", "-i", "color=red:s=160x180:r=25:d=3[l];color=blue:s=160x180:r=25:d=3[r];[l][r]hstack", "-f", "lavfi", "-i", "sine=f=1000:r=48000:d=3,volume='if(lt(t,1.5),2,0)':eval=frame", .. video, "-y", Halves]);
        await Film.FfmpegAsync(["-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=4", "-f", "lavfi", "-i", "sine=f=440:r=44100:d=4,volume=0.5", .. video, "-y", Moving]);
        await Film.FfmpegAsync(["-f", "lavfi", "-i", "color=lime:s=192x144:r=30:d=1", .. video, "-y", Green]);
        await Film.FfmpegAsync(["-f", "lavfi", "-i", "sine=f=200:r=44100:d=1,volume=4", "-c:a", "aac", "-y", Music]);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A preset of a size, for 25 pictures a second.</summary>
    public static RenditionPreset Preset(string id, int? width, int? height, CaptionUse captions = CaptionUse.Burn) =>
        new(id, new Dictionary<string, string>(StringComparer.Ordinal) { ["zh"] = id, ["en"] = id }, new DateOnly(2026, 11, 29), "A test.") { Width = width, Height = height, Captions = captions };

    public static FilmSpan Span(double from, double to) => new(TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to));

    public static CaptionLine Line(double from, double to, string text) => new(TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to), text);

    /// <summary>A picture of one colour.</summary>
    public static byte[] Picture(SKColor colour)
    {
        using SKSurface surface = SKSurface.Create(new SKImageInfo(200, 200));
        surface.Canvas.Clear(colour);
        using SKImage image = surface.Snapshot();
        return image.Encode(SKEncodedImageFormat.Png, 100).ToArray();
    }

    /// <summary>The frame of a film at a time.</summary>
    internal static async Task<SKBitmap> FrameAsync(string film, double at)
    {
        byte[]? png = await FrameGrab.GrabAsync(film, TimeSpan.FromSeconds(at), CancellationToken.None);
        return SKBitmap.Decode(png ?? throw new InvalidOperationException("There is no frame."));
    }

    /// <summary>Loudness of what passes a filter, in a span: the mean in dB.</summary>
    internal static async Task<double> MeanAsync(string film, double from, double to, string filter)
    {
        List<string> lines = [];
        string range = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"atrim={from}:{to},{filter},volumedetect");
        ChildProcess ffmpeg = ChildProcess.Start(new ChildSpec("ffmpeg", "ffmpeg", ["-hide_banner", "-nostdin", "-i", film, "-map", "0:a", "-af", range, "-f", "null", "-"]) { OnErrorLine = lines.Add });
        Assert.Equal(0, await ffmpeg.Exited);
        string found = lines.Single(line => line.Contains("mean_volume:", StringComparison.Ordinal));
        return double.Parse(found.Split("mean_volume:")[1].Split(" dB")[0], System.Globalization.CultureInfo.InvariantCulture);
    }
}
