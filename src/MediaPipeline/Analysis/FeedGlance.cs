using System.Globalization;
using MediaPipeline.Processes;

namespace MediaPipeline.Analysis;

/// <summary>One key picture of a feed, very small, and how loud the sound around it was.</summary>
/// <param name="Grey">32 × 18 grey values, 16–235.</param>
/// <param name="Loudest">Loudest sample in dB below full scale; null: no sound.</param>
/// <param name="Mean">Mean in the same unit.</param>
public sealed record FeedGlance(IReadOnlyList<byte> Grey, double? Loudest, double? Mean)
{
    private const int Width = 32, Height = 18;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Decodes the first key picture and the sound of a kept file, behind whatever is live; null when it cannot be decoded.</summary>
    public static async Task<FeedGlance?> TakeAsync(string file, CancellationToken cancellation)
    {
        string grey = Path.Combine(Path.GetTempPath(), $"glance-{Guid.NewGuid():n}.grey");
        try
        {
            List<string> words = [];
            ChildProcess ffmpeg = ChildProcess.Start(new ChildSpec("glance", "ffmpeg",
            [
                "-hide_banner", "-nostdin", "-nostats", "-loglevel", "info", "-protocol_whitelist", "file", "-threads", "1", "-skip_frame", "nokey", "-i", $"file:{file}",
                "-map", "0:v:0", "-frames:v", "1", "-vf", string.Create(CultureInfo.InvariantCulture, $"scale={Width}:{Height}:flags=area,format=gray"), "-f", "rawvideo", "-y", grey,
                // With the picture, for an output without any stream is an error, and not every feed has sound.
                "-map", "0:v:0", "-map", "0:a:0?", "-frames:v", "1", "-af", "volumedetect", "-f", "null", "-",
            ])
            { Background = true, OnErrorLine = words.Add });
            try
            {
                await ffmpeg.Exited.WaitAsync(Limit, cancellation);
            }
            catch (Exception late) when (late is TimeoutException or OperationCanceledException)
            {
                await ffmpeg.StopAsync(StopPlan.Ffmpeg);
                return null;
            }
            byte[] bytes = File.Exists(grey) ? await File.ReadAllBytesAsync(grey, cancellation) : [];
            return bytes.Length == Width * Height ? new FeedGlance(bytes, Value(words, "max_volume: "), Value(words, "mean_volume: ")) : null;
        }
        finally
        {
            File.Delete(grey);
        }
    }

    // [Parsed_volumedetect_0 @ 0x…] max_volume: -12.3 dB
    private static double? Value(List<string> words, string name)
    {
        string? line = words.Find(word => word.Contains(name, StringComparison.Ordinal));
        if (line is null) return null;
        string number = line[(line.IndexOf(name, StringComparison.Ordinal) + name.Length)..].Split(' ')[0];
        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double found) && double.IsFinite(found) ? found : -91;
    }
}
