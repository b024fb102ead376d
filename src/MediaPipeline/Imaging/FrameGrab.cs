using MediaPipeline.Processes;

namespace MediaPipeline.Imaging;

/// <summary>Takes one frame out of a finished film.</summary>
public static class FrameGrab
{
    /// <summary>The frame at a moment as PNG; null when there is none.</summary>
    public static async Task<byte[]?> GrabAsync(string video, TimeSpan at, CancellationToken cancellation)
    {
        string target = Path.Combine(Path.GetTempPath(), $"frame-{Guid.NewGuid():n}.png");
        try
        {
            string seconds = at.TotalSeconds.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture);
            FfmpegOutcome outcome = await FfmpegRunner.RunAsync(
                new FfmpegJob(["-protocol_whitelist", "file", "-ss", seconds, "-i", $"file:{video}", "-frames:v", "1", "-update", "1", "-f", "image2", "-y", target]), null, cancellation);
            return outcome is FfmpegOutcome.Success && File.Exists(target) ? await File.ReadAllBytesAsync(target, cancellation) : null;
        }
        finally
        {
            File.Delete(target);
        }
    }
}
