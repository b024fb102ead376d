using System.Globalization;
using MediaPipeline.Processes;
using MediaPipeline.Rendering;

namespace Studio.Bench;

/// <summary>
/// A clip of a minute (1080p30) as four renditions with captions and a product card: ours decodes it once, beside it four commands one after the other
/// do the same work, and x264 encodes the same pictures from raw files, which is the floor. Then a card in the first and last seconds of the clip's own
/// size: ours encodes the groups that it touches, beside it ffmpeg encodes everything. Checks are counted apart, for ffmpeg makes none.
/// </summary>
internal static class RenderBench
{
    private const int Rate = 30, Loop = 10;

    private static readonly Shape[] Shapes = [new("wide", 1920, 1080), new("tall", 1080, 1920), new("feed", 1080, 1440), new("square", 1080, 1080)];

    public static async Task<IReadOnlyList<Row>> RunAsync(bool quick, string? part)
    {
        string folder = Directory.CreateTempSubdirectory("bench-render-").FullName;
        try
        {
            int seconds = quick ? 10 : 60;
            string film = await FilmAsync(folder, seconds);
            List<Row> rows = [];
            if (part is null || part.Contains("renditions", StringComparison.Ordinal) || "renditions vs separate commands renditions vs bare x264".Contains(part, StringComparison.Ordinal)) rows.AddRange(await RenditionsAsync(folder, film, seconds));
            if (part is null || "overlay smart render vs full encode".Contains(part, StringComparison.Ordinal)) rows.Add(await SmartAsync(folder, film, seconds));
            return rows;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<Row>> RenditionsAsync(string folder, string film, int seconds)
    {
        RenderJob job = new(film, [.. Shapes.Select(shape => Preset(shape, CaptionUse.Burn))])
        {
            // Fixed, as the commands beside it: looking for a subject is work that they do not do.
            Layout = new Layout.Crop { Subject = new Region(0.25, 0, 0.5, 1) },
            Captions = new CaptionTrack([.. Enumerable.Range(0, seconds / 2).Select(i => new CaptionLine(TimeSpan.FromSeconds(2 * i), TimeSpan.FromSeconds((2 * i) + 1.9), $"第{i}句：夏县的西瓜又大又甜，产地直发"))]),
            Card = new ProductCard("夏县薄皮西瓜", "¥39.90", "5斤/箱", null, [new FilmSpan(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(seconds - 1))]),
            Hardware = false,
        };
        RenderOutcome.Rendered made = await RenderAsync(job, folder);
        double separate = await SeparateAsync(folder, film, seconds), bare = await BareAsync(folder, film, seconds);
        var own = new Dictionary<string, double>(StringComparer.Ordinal) { ["check s"] = made.Checking.TotalSeconds, ["seconds"] = seconds };
        return
        [
            Row.Less("render", "renditions vs separate commands", made.Making.TotalSeconds, separate, "four ffmpeg commands, same work (goal: 1.15 x)", "s/clip") with { Own = own },
            Row.Less("render", "renditions vs bare x264", made.Making.TotalSeconds, bare, "x264 alone, same pictures from raw files (goal: 0.87 x)", "s/clip") with { Own = own },
        ];
    }

    private static async Task<Row> SmartAsync(string folder, string film, int seconds)
    {
        double length = seconds < 30 ? 1.5 : 3;
        FilmSpan[] spans = [new(TimeSpan.Zero, TimeSpan.FromSeconds(length)), new(TimeSpan.FromSeconds(seconds - length), TimeSpan.FromSeconds(seconds))];
        RenderJob job = new(film, [Preset(new Shape("wide", 1920, 1080), CaptionUse.None) with { Bitrate = null }]) { Card = new ProductCard("夏县薄皮西瓜", "¥39.90", "5斤/箱", null, spans), Hardware = false };
        RenderOutcome.Rendered made = await RenderAsync(job, folder);
        string card = await CardAsync(folder), enable = string.Join('+', spans.Select(span => string.Create(CultureInfo.InvariantCulture, $"between(t,{span.From.TotalSeconds},{span.To.TotalSeconds})")));
        double gain = await GainAsync(film);
        double peer = await FfmpegAsync([
            "-i", film, "-i", card, "-filter_complex", $"[0:v][1:v]overlay=76:800:enable='{enable}'[v]", "-map", "[v]", "-map", "0:a", "-af", Volume(gain), .. X264, "-c:a", "aac", "-b:a", "160k", "-movflags", "+faststart", "-y", Path.Combine(folder, "full.mp4")]);
        Rendition rendition = made.Renditions[0];
        string[] before = await HashesAsync(film), after = await HashesAsync(rendition.File!);
        // Groups of two seconds: what begins behind the group in which the card leaves, and ends before the one in which it comes.
        int from = (int)Math.Ceiling(length / 2) * 2 * Rate, until = (seconds - ((int)Math.Ceiling(length / 2) * 2)) * Rate;
        bool identical = before.Length == after.Length && before.AsSpan(from, until - from).SequenceEqual(after.AsSpan(from, until - from));
        return Row.Less("render", "overlay smart render vs full encode", made.Making.TotalSeconds, peer, "ffmpeg overlay, x264 veryfast (goal: 2 x)", "s/clip") with
        {
            Own = new Dictionary<string, double>(StringComparer.Ordinal) { ["identical"] = identical ? 1 : 0, ["encoded"] = rendition.Encoded, ["copied"] = rendition.Copied, ["check s"] = made.Checking.TotalSeconds },
        };
    }

    private static async Task<RenderOutcome.Rendered> RenderAsync(RenderJob job, string folder)
    {
        RenderOutcome outcome = await new Renderer().RenderAsync(job, Path.Combine(folder, "ours"), null, CancellationToken.None);
        if (outcome is RenderOutcome.Rendered { Complete: true } made) return made;
        throw new InvalidOperationException(outcome is RenderOutcome.Rendered some ? string.Join(' ', some.Renditions.SelectMany(one => one.Checks).Where(check => check.Result == CheckResult.Failed)) : outcome.ToString());
    }

    private static RenditionPreset Preset(Shape shape, CaptionUse captions) =>
        new(shape.Name, new Dictionary<string, string>(StringComparer.Ordinal) { ["zh"] = shape.Name, ["en"] = shape.Name }, new DateOnly(2026, 11, 29), "The bench.") { Width = shape.Width, Height = shape.Height, FrameRate = Rate, Bitrate = 8_160, Captions = captions };

    // As somebody would who makes one film after the other: measure the sound, then crop, scale, draw, level and encode.
    private static async Task<double> SeparateAsync(string folder, string film, int seconds)
    {
        (string card, double sum) = (await CardAsync(folder), 0);
        foreach (Shape shape in Shapes)
        {
            await CaptionsAsync(folder, shape, seconds);
            long begin = TimeProvider.System.GetTimestamp();
            double gain = await GainAsync(film);
            await FfmpegAsync(["-i", film, "-i", card, "-filter_complex", $"{Graph(shape, seconds)}[v]", "-map", "[v]", "-map", "0:a", "-af", Volume(gain), .. X264, "-c:a", "aac", "-b:a", "160k", "-movflags", "+faststart", "-y", $"separate-{shape.Name}.mp4"], folder);
            sum += TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
        }
        return sum;
    }

    private static async Task<double> BareAsync(string folder, string film, int seconds)
    {
        (string card, string raw, double sum) = (await CardAsync(folder), Path.Combine(folder, "pictures.raw"), 0);
        foreach (Shape shape in Shapes)
        {
            // Ten seconds, again and again: the film does the same.
            await FfmpegAsync(["-t", Loop.ToString(CultureInfo.InvariantCulture), "-i", film, "-i", card, "-filter_complex", $"{Graph(shape, seconds)},format=yuv420p[v]", "-map", "[v]", "-frames:v", (Loop * Rate).ToString(CultureInfo.InvariantCulture), "-f", "rawvideo", "-y", raw], folder);
            sum += await FfmpegAsync(["-stream_loop", "-1", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", $"{shape.Width}x{shape.Height}", "-r", Rate.ToString(CultureInfo.InvariantCulture), "-i", raw, "-frames:v", (seconds * Rate).ToString(CultureInfo.InvariantCulture), .. X264, "-f", "mp4", "-y", Path.Combine(folder, "bare.mp4")]);
            File.Delete(raw);
        }
        return sum;
    }

    private static readonly string[] X264 = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "21", "-maxrate", "8000k", "-bufsize", "16000k", "-profile:v", "high", "-g", "60", "-pix_fmt", "yuv420p"];

    private static string Graph(Shape shape, int seconds)
    {
        string crop = shape.Width > shape.Height ? "" : string.Create(CultureInfo.InvariantCulture, $"crop={1080 * shape.Width / shape.Height / 2 * 2}:1080,scale={shape.Width}:{shape.Height},setsar=1,");
        return string.Create(CultureInfo.InvariantCulture, $"[0:v]{crop}ass=captions-{shape.Name}.ass[p];[p][1:v]overlay=42:{shape.Height - 400}:enable='between(t,1,{seconds - 1})'");
    }

    private static async Task CaptionsAsync(string folder, Shape shape, int seconds)
    {
        string size = (Math.Min(shape.Width, shape.Height) * 0.072).ToString("0", CultureInfo.InvariantCulture);
        string head = $"[Script Info]\nScriptType: v4.00+\nPlayResX: {shape.Width}\nPlayResY: {shape.Height}\n\n[V4+ Styles]\nFormat: Name, Fontname, Fontsize, PrimaryColour, OutlineColour, Bold, BorderStyle, Outline, Alignment, MarginL, MarginR, MarginV, Encoding\nStyle: B,Noto Sans CJK SC,{size},&H00FFFFFF,&H00101814,-1,1,4,2,60,60,420,1\n\n[Events]\nFormat: Layer, Start, End, Style, Text\n";
        IEnumerable<string> lines = Enumerable.Range(0, seconds / 2).Select(i => string.Create(CultureInfo.InvariantCulture, $"Dialogue: 0,0:00:{2 * i:00}.00,0:00:{(2 * i) + 1:00}.90,B,第{i}句：夏县的西瓜又大又甜，产地直发"));
        await File.WriteAllTextAsync(Path.Combine(folder, $"captions-{shape.Name}.ass"), head + string.Join('\n', lines) + "\n");
    }

    private static async Task<string> CardAsync(string folder)
    {
        string card = Path.Combine(folder, "card.png");
        if (!File.Exists(card)) await FfmpegAsync(["-f", "lavfi", "-i", "color=c=white@0.95:s=864x232:r=1,format=rgba", "-frames:v", "1", "-y", card]);
        return card;
    }

    private static string Volume(double gain) => string.Create(CultureInfo.InvariantCulture, $"volume={gain:0.00}dB");

    // The first pass of two: how loud it is.
    private static async Task<double> GainAsync(string film)
    {
        string file = $"{film}.loudness";
        await FfmpegAsync(["-vn", "-i", Path.GetFileName(film), "-af", $"ebur128=metadata=1:peak=true:framelog=verbose,ametadata=mode=print:file={Path.GetFileName(file)}", "-f", "null", "-"], Path.GetDirectoryName(film));
        return -16 - (await File.ReadAllLinesAsync(file)).Where(line => line.StartsWith("lavfi.r128.I=", StringComparison.Ordinal)).Select(line => double.Parse(line[13..], CultureInfo.InvariantCulture)).Last();
    }

    private static async Task<string[]> HashesAsync(string film)
    {
        string file = film + ".hashes";
        await FfmpegAsync(["-i", film, "-map", "0:v:0", "-fps_mode", "passthrough", "-f", "framemd5", "-y", file]);
        return [.. (await File.ReadAllLinesAsync(file)).Where(line => !line.StartsWith('#')).Select(line => line.Split(',')[^1].Trim())];
    }

    // As the bench of cuts: moving pictures with the noise of a camera, a finished clip of ours with key pictures two seconds apart.
    private static async Task<string> FilmAsync(string folder, int seconds)
    {
        (string loop, string film) = (Path.Combine(folder, "loop.mp4"), Path.Combine(folder, "clip.mp4"));
        await FfmpegAsync([
            "-f", "lavfi", "-i", $"testsrc2=s=1920x1080:r={Rate}:d={Loop},noise=alls=6:allf=t,format=yuv420p", "-f", "lavfi", "-i", $"sine=f=440:r=48000:d={Loop},tremolo=f=3",
            "-c:v", "libx264", "-preset", "superfast", "-b:v", "6M", "-maxrate", "6M", "-bufsize", "12M", "-bf", "2", "-g", "60", "-keyint_min", "60", "-sc_threshold", "0", "-c:a", "aac", "-b:a", "128k", "-y", loop]);
        await FfmpegAsync(["-stream_loop", "-1", "-i", loop, "-t", seconds.ToString(CultureInfo.InvariantCulture), "-c:v", "copy", "-c:a", "aac", "-movflags", "+faststart", "-y", film]);
        return film;
    }

    private static async Task<double> FfmpegAsync(IReadOnlyList<string> arguments, string? folder = null)
    {
        long begin = TimeProvider.System.GetTimestamp();
        ChildProcess ffmpeg = ChildProcess.Start(new ChildSpec("ffmpeg", "ffmpeg", ["-v", "error", "-nostdin", .. arguments]) { Background = true, WorkingDirectory = folder });
        if (await ffmpeg.Exited != 0) throw new InvalidOperationException(string.Join('\n', ffmpeg.LastLines()));
        return TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
    }

    private sealed record Shape(string Name, int Width, int Height);
}
