using System.Globalization;
using MediaPipeline.Probing;
using MediaPipeline.Processes;

namespace MediaPipeline.Imaging;

/// <summary>A small copy of a frame: luma, and both chroma planes at half the size (4:2:0).</summary>
internal sealed record SmallFrame(TimeSpan At, int Width, int Height, byte[] Yuv)
{
    public ReadOnlySpan<byte> Luma => Yuv.AsSpan(0, Width * Height);

    public ReadOnlySpan<byte> Blue => Yuv.AsSpan(Width * Height, Width * Height / 4);

    public ReadOnlySpan<byte> Red => Yuv.AsSpan(Width * Height * 5 / 4, Width * Height / 4);
}

/// <summary>
/// Small copies of frames all over a film, in one decode: at each of at most 120 places three frames that follow each other, so that it is seen whether the picture is changing there.
/// They go through a file, place by place, and are never in memory together.
/// </summary>
internal static class FrameSamples
{
    /// <summary>Longest side of a small copy.</summary>
    public const int Side = 480;

    private const int MostPlaces = 120, AtEach = 3;

    // Beyond it only key pictures are decoded: minutes of decoding for a choice of three are too many.
    private static readonly TimeSpan WholeDecode = TimeSpan.FromMinutes(10), Limit = TimeSpan.FromMinutes(5);

    // What is decoded may be 8K, but is not kept.
    private const double LeastStep = 0.5;

    /// <summary>Reads the places one after the other; the code of why it cannot be read, or null.</summary>
    public static async Task<string?> ReadAsync(string film, Action<IReadOnlyList<SmallFrame>> place, CancellationToken cancellation)
    {
        switch (await MediaProbe.ProbeAsync(film, ProbeLimits.Default, cancellation))
        {
            case ProbeOutcome.Refused refused: return refused.Code;
            case ProbeOutcome.Media { Facts.Video.Count: 0 }: return CoverSuggester.NoPicture;
            case ProbeOutcome.Media media: return await DecodeAsync(film, media.Facts, place, cancellation);
            default: return CoverSuggester.Unreadable;
        }
    }

    private static async Task<string?> DecodeAsync(string film, MediaFacts facts, Action<IReadOnlyList<SmallFrame>> place, CancellationToken cancellation)
    {
        string work = Directory.CreateTempSubdirectory("samples-").FullName;
        try
        {
            double step = Math.Max(LeastStep, facts.Duration.TotalSeconds / MostPlaces), rate = Math.Clamp(facts.Video[0].FrameRate, 5, 240);
            bool keysOnly = facts.Duration > WholeDecode;
            string which = keysOnly ? $@"isnan(prev_selected_t)+gte(t-prev_selected_t\,{FrameGrab.Number(step)})" : $@"lt(mod(t\,{FrameGrab.Number(step)})\,{FrameGrab.Number((AtEach + 0.2) / rate)})";
            // Where a clock jumps far ahead its frames are few; where it lies about the rate they are bounded by number.
            string most = (MostPlaces * (AtEach + 1)).ToString(CultureInfo.InvariantCulture), raw = Path.Combine(work, "frames.yuv"), times = Path.Combine(work, "times.txt");
            string filter = $"[0:v:0]select={which},{FrameGrab.Upright},scale={Side}:{Side}:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=area,format=yuv420p,settb=1/1000000,split[a][b]";
            FfmpegOutcome outcome = await FfmpegRunner.RunAsync(
                new FfmpegJob(
                    [
                        .. keysOnly ? ["-skip_frame", "nokey"] : Array.Empty<string>(), .. FrameGrab.Input(film, 0), "-filter_complex", filter,
                        "-map", "[a]", "-fps_mode", "passthrough", "-frames:v", most, "-f", "rawvideo", "-y", $"file:{raw}",
                        "-map", "[b]", "-fps_mode", "passthrough", "-enc_time_base", "1:1000000", "-frames:v", most, "-f", "framecrc", "-y", $"file:{times}",
                    ], null, TimeSpan.FromSeconds(30), Limit), null, cancellation);
            cancellation.ThrowIfCancellationRequested();
            // A film that is damaged in its middle gives what was before.
            if (!File.Exists(raw) || !File.Exists(times)) return CoverSuggester.Unreadable;
            int read = await PlacesAsync(raw, await File.ReadAllLinesAsync(times, cancellation), step, place, cancellation);
            return read > 0 ? null : outcome is FfmpegOutcome.Success ? CoverSuggester.NoPicture : CoverSuggester.Unreadable;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static async Task<int> PlacesAsync(string raw, IReadOnlyList<string> lines, double step, Action<IReadOnlyList<SmallFrame>> tell, CancellationToken cancellation)
    {
        if (Size(lines) is not var (width, height)) return 0;
        await using FileStream file = File.OpenRead(raw);
        List<SmallFrame> place = [];
        int read = 0;
        foreach (string line in lines.Where(line => !line.StartsWith('#')))
        {
            string[] fields = line.Split(',', StringSplitOptions.TrimEntries);
            if (fields.Length < 3 || !long.TryParse(fields[2], CultureInfo.InvariantCulture, out long microseconds)) continue;
            byte[] yuv = new byte[width * height * 3 / 2];
            if (await file.ReadAtLeastAsync(yuv, yuv.Length, throwOnEndOfStream: false, cancellation) < yuv.Length) break;
            var frame = new SmallFrame(TimeSpan.FromMicroseconds(Math.Clamp(microseconds, -1_000_000_000_000, 1_000_000_000_000)), width, height, yuv);
            if (place.Count > 0 && (place.Count == AtEach || Math.Floor(place[0].At.TotalSeconds / step) < Math.Floor(frame.At.TotalSeconds / step)))
            {
                tell(place);
                place = [];
            }
            place.Add(frame);
            read++;
        }
        if (place.Count > 0) tell(place);
        return read;
    }

    // "#dimensions 0: 480x270".
    private static (int Width, int Height)? Size(IEnumerable<string> lines)
    {
        string? line = lines.FirstOrDefault(line => line.StartsWith("#dimensions", StringComparison.Ordinal));
        string[] sides = line?.Split(' ')[^1].Split('x') ?? [];
        return sides.Length == 2 && int.TryParse(sides[0], CultureInfo.InvariantCulture, out int width) && int.TryParse(sides[1], CultureInfo.InvariantCulture, out int height)
            && width is > 0 and <= Side && height is > 0 and <= Side && width % 2 == 0 && height % 2 == 0 ? (width, height) : null;
    }
}
