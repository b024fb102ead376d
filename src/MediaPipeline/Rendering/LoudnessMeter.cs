using System.Globalization;

namespace MediaPipeline.Rendering;

/// <summary>Loudness as ffmpeg's ebur128 writes it into a file while sound passes.</summary>
internal static class LoudnessMeter
{
    /// <summary>Below this there is nothing to level: silence, noise of a room.</summary>
    public const double Silent = -55;

    /// <summary>Filters that measure into a file of the working folder.</summary>
    public static IReadOnlyList<Filter> Into(string file) =>
        [new Filter("ebur128", ("metadata", 1), ("peak", "true"), ("framelog", "verbose")), new Filter("ametadata", ("mode", "print"), ("file", file))];

    /// <summary>What was measured over the whole; null: nothing.</summary>
    public static async Task<Loudness?> ReadAsync(string file, CancellationToken cancellation)
    {
        (double? whole, double? range, double peak) = (null, null, double.NegativeInfinity);
        await foreach (string line in File.ReadLinesAsync(file, cancellation))
        {
            // lavfi.r128.I=-19.7; each line says it from the begin up to there.
            if (line.Split('=', 2) is not [var key, var value] || !double.TryParse(value, CultureInfo.InvariantCulture, out double number)) continue;
            if (key == "lavfi.r128.I") whole = number;
            else if (key == "lavfi.r128.LRA") range = number;
            else if (key.StartsWith("lavfi.r128.true_peaks_ch", StringComparison.Ordinal)) peak = Math.Max(peak, number);
        }
        // Peaks are plain shares of full scale.
        return whole is { } lufs ? new Loudness(lufs, peak > 0 ? 20 * Math.Log10(peak) : -120, range ?? 0) : null;
    }
}
