using System.Globalization;
using MediaPipeline.Analysis;
using MediaPipeline.Processes;

namespace MediaPipeline.Imaging;

/// <summary>Takes one frame out of a finished film.</summary>
public static class FrameGrab
{
    // In a transport stream ffmpeg arrives up to a group late; what it decodes too much is left out by its time.
    private const double Earlier = 4;

    // Times are rounded on their way through the container.
    private const double Rounding = 0.001;

    /// <summary>Beside the film's length or width, only its first picture stream, upright, with square pixels.</summary>
    internal const string Upright = "scale=w=trunc(iw*sar/2)*2:h=ih,setsar=1";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>The first frame that is shown at a moment or after it, full size, as PNG; null when there is none.</summary>
    /// <param name="at">From the begin of the film.</param>
    public static Task<byte[]?> GrabAsync(string video, TimeSpan at, CancellationToken cancellation) => GrabAsync(video, at, ".png", [], cancellation);

    /// <summary>The same as JPEG.</summary>
    public static Task<byte[]?> GrabJpegAsync(string video, TimeSpan at, CancellationToken cancellation) => GrabAsync(video, at, ".jpg", ["-pix_fmt", "yuvj420p", "-q:v", "2"], cancellation);

    private static async Task<byte[]?> GrabAsync(string video, TimeSpan at, string kind, IReadOnlyList<string> coding, CancellationToken cancellation)
    {
        string target = Path.Combine(Path.GetTempPath(), $"frame-{Guid.NewGuid():n}{kind}");
        double wished = Math.Max(0, at.TotalSeconds), seek = Math.Max(0, wished - Earlier);
        try
        {
            FfmpegOutcome outcome = await FfmpegRunner.RunAsync(
                new FfmpegJob(
                    [
                        .. Input(video, seek), "-map", "0:v:0", "-vf", $@"select=gte(t\,{Number(wished - seek - Rounding)}),{Upright}",
                        .. coding, "-frames:v", "1", "-update", "1", "-f", "image2", "-y", $"file:{target}",
                    ], null, TimeSpan.FromSeconds(30), Longest), null, cancellation);
            return outcome is FfmpegOutcome.Success && File.Exists(target) ? await File.ReadAllBytesAsync(target, cancellation) : null;
        }
        finally
        {
            File.Delete(target);
        }
    }

    /// <summary>A film that nobody vouches for: local, a container, only known decoders, no huge pictures.</summary>
    internal static IReadOnlyList<string> Input(string video, double seek) =>
        [.. UntrustedFilm.Limits, "-codec_whitelist", Importing.ImportProbe.Codecs, .. UntrustedFilm.DecoderLimits, .. seek > 0 ? ["-ss", Number(seek)] : Array.Empty<string>(), "-i", $"file:{Path.GetFullPath(video)}"];

    internal static string Number(double seconds) => seconds.ToString("0.######", CultureInfo.InvariantCulture);
}
