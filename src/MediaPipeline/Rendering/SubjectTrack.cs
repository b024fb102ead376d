using System.Globalization;
using MediaPipeline.Probing;
using MediaPipeline.Processes;

namespace MediaPipeline.Rendering;

/// <summary>Where most moves and stands out in one small picture.</summary>
/// <param name="Middle">As a share (0–1) of the width.</param>
internal readonly record struct SubjectSample(double Seconds, double Middle);

/// <summary>
/// Finds where a crop should look: the middle of what moves and of what has contrast, on small grey key pictures. No face is looked for; a person
/// who stands still before a busy shelf is not told from the shelf.
/// </summary>
internal static class SubjectTrack
{
    private const int Wide = 64, High = 36, FewestKeys = 4, MostPictures = 20_000;

    // A camera that is led by hand: it waits until the subject leaves the middle, then follows slowly.
    private const double DeadZone = 0.2, FastestPan = 0.1;

    /// <summary>Samples over the film; empty: nothing could be measured.</summary>
    public static async Task<IReadOnlyList<SubjectSample>> MeasureAsync(string film, FilmFacts facts, string work, CancellationToken cancellation)
    {
        double[] keys = [.. facts.Index.Packets.Where(packet => packet.Is(PacketMarks.Key) && !packet.Is(PacketMarks.Hidden)).Select(packet => facts.Index.Video.Tick.Seconds(packet.Pts)).Order()];
        bool byKeys = keys.Length >= FewestKeys, known = facts.Duration < TimeSpan.FromHours(2);
        string raw = Path.Combine(work, "small.gray");
        string[] filters = byKeys ? [] : ["fps=2"];
        FfmpegOutcome outcome = await FfmpegRunner.RunAsync(new FfmpegJob(
        [
            .. byKeys ? (string[])["-skip_frame", "nokey"] : [], .. IndexScanner.Walls, "-i", $"file:{film}", "-map", "0:v:0", "-vf", string.Join(',', [.. filters, string.Create(CultureInfo.InvariantCulture, $"scale={Wide}:{High}:flags=area"), "format=gray"]),
            "-fps_mode", "passthrough", "-frames:v", MostPictures.ToString(CultureInfo.InvariantCulture), "-f", "rawvideo", "-y", $"file:{raw}",
        ]), null, cancellation);
        if (outcome is not FfmpegOutcome.Success || !known) return [];
        byte[] bytes = await File.ReadAllBytesAsync(raw, cancellation);
        File.Delete(raw);
        byte[][] pictures = [.. bytes.Chunk(Wide * High).Where(picture => picture.Length == Wide * High)];
        double begin = keys.Length > 0 ? keys[0] : 0;
        return [.. Middles(pictures).Select((middle, number) => new SubjectSample(byKeys && number < keys.Length ? keys[number] - begin : number / 2.0, middle))];
    }

    /// <summary>The middle of what stands out, in each picture.</summary>
    internal static IReadOnlyList<double> Middles(IReadOnlyList<byte[]> pictures)
    {
        if (pictures.Count == 0) return [];
        byte[] usual = Usual(pictures);
        return [.. pictures.Select(picture => Middle(picture, usual, pictures.Count > 2))];
    }

    /// <summary>Points for the crop: it stays until the subject leaves the middle of what is seen, and then follows no faster than a tenth of the picture a second.</summary>
    /// <param name="seen">The share of the width that is seen.</param>
    public static IReadOnlyList<CropPoint> Follow(IReadOnlyList<SubjectSample> samples, double seen)
    {
        if (samples.Count == 0) return [new CropPoint(TimeSpan.Zero, 0.5)];
        double[] calm = [.. samples.Select((_, i) => Median([.. samples.Skip(Math.Max(0, i - 1)).Take(i == 0 ? 2 : 3).Select(sample => sample.Middle)]))];
        double at = Median([.. calm.Take(3)]), clock = 0;
        List<CropPoint> points = [Point(0, at)];
        for (int i = 0; i < calm.Length && points.Count < RenderJob.MostSpans - 2; i++)
        {
            double begin = Math.Max(clock, samples[i].Seconds), away = calm[i] - at;
            if (Math.Abs(away) < seen * DeadZone) continue;
            double next = i + 1 < samples.Count ? samples[i + 1].Seconds : begin, end = Math.Min(begin + (Math.Abs(away) / FastestPan), Math.Max(next, begin + 0.1));
            if (begin > clock) points.Add(Point(begin, at));
            at += Math.Clamp(away, -FastestPan * (end - begin), FastestPan * (end - begin));
            points.Add(Point(end, at));
            clock = end;
        }
        return points;
    }

    private static CropPoint Point(double seconds, double middle) => new(TimeSpan.FromSeconds(seconds), Math.Round(Math.Clamp(middle, 0, 1), 4));

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }

    // What is there most of the time: the set.
    private static byte[] Usual(IReadOnlyList<byte[]> pictures)
    {
        int step = Math.Max(1, pictures.Count / 60);
        byte[][] some = [.. pictures.Where((_, number) => number % step == 0)];
        byte[] usual = new byte[Wide * High], values = new byte[some.Length];
        for (int i = 0; i < usual.Length; i++)
        {
            for (int k = 0; k < some.Length; k++) values[k] = some[k][i];
            Array.Sort(values);
            usual[i] = values[values.Length / 2];
        }
        return usual;
    }

    private static double Middle(byte[] picture, byte[] usual, bool moves)
    {
        double[] columns = new double[Wide];
        // Captions and tickers run along the lower edge, logos along the upper one.
        for (int y = High / 10; y < High * 8 / 10; y++)
        {
            for (int x = 1; x < Wide - 1; x++)
            {
                int i = (y * Wide) + x;
                double motion = moves ? Math.Abs(picture[i] - usual[i]) : 0, contrast = Math.Abs(picture[i + 1] - picture[i - 1]) + Math.Abs(picture[i + Wide] - picture[i - Wide]);
                columns[x] += (motion * 2) + (contrast * 0.25);
            }
        }
        // What all columns have says nothing of where to look.
        double floor = Median([.. columns]), sum = 0, weighted = 0;
        for (int x = 0; x < Wide; x++)
        {
            double weight = Math.Max(0, columns[x] - floor);
            sum += weight * weight;
            weighted += weight * weight * (x + 0.5);
        }
        return sum < 1 ? 0.5 : weighted / sum / Wide;
    }
}
