using MediaPipeline.Probing;
using MediaPipeline.Processes;

namespace MediaPipeline.Rendering;

/// <summary>Sound of a rendition, finished: AAC that begins with the first picture.</summary>
/// <param name="File">ADTS; null: nothing sounds.</param>
/// <param name="Before">Of the mix, before it was levelled.</param>
/// <param name="After">Of the finished AAC.</param>
internal sealed record FinishedSound(string? File, Loudness? Before, Loudness? After);

/// <summary>Mixes the sound once, measures it, and levels it for each target. Pictures are not decoded for it.</summary>
internal sealed class SoundMix(RenderJob job, FilmFacts film, FilmFacts? intro, FilmFacts? outro, string work)
{
    private const int Rate = 48_000, MostTries = 3;
    private const double Near = 0.3;
    private static readonly string[] MusicWalls = ["-protocol_whitelist", "file", "-format_whitelist", "mov,mp4,matroska,webm,mpegts,flv,wav,mp3,aac"];

    private readonly Dictionary<bool, (string? File, Loudness? Found)> _mixes = [];
    private readonly Dictionary<(bool, LoudnessTarget), FinishedSound> _finished = [];

    /// <summary>The sound for a target, with or without the films before and after.</summary>
    /// <exception cref="RenderException">ffmpeg failed.</exception>
    public async Task<FinishedSound> FinishAsync(bool framed, LoudnessTarget target, CancellationToken cancellation)
    {
        if (_finished.TryGetValue((framed, target), out FinishedSound? known)) return known;
        if (!_mixes.TryGetValue(framed, out (string? File, Loudness? Found) mix)) _mixes[framed] = mix = await MixAsync(framed, cancellation);
        FinishedSound finished = new(null, null, null);
        if (mix.File is not null)
        {
            string file = Path.Combine(work, $"sound-{_finished.Count}.aac");
            Levelling levelling = Levelling.For(mix.Found, target);
            for (int tries = 1; ; tries++)
            {
                Loudness? after = await EncodeAsync(mix.File, levelling.Filters(target), file, cancellation);
                finished = new FinishedSound(file, mix.Found, after);
                // The limiter takes loudness away; a little more gain gives it back.
                if (!levelling.Limited || after is null || Math.Abs(after.Lufs - target.Lufs) <= Near || tries == MostTries) break;
                levelling = levelling.Again(after, target);
            }
        }
        return _finished[(framed, target)] = finished;
    }

    private async Task<(string? File, Loudness? Found)> MixAsync(bool framed, CancellationToken cancellation)
    {
        (FilmFacts? before, FilmFacts? after) = framed ? (intro, outro) : (null, null);
        if (!film.HasSound && job.Music is null && before?.HasSound != true && after?.HasSound != true) return (null, null);
        var graph = new FilterGraph();
        List<string> inputs = [.. IndexScanner.Walls, "-i", $"file:{job.Film}"];
        TimeSpan length = film.Duration / job.Speed;
        string main = Main(graph, length, inputs);
        int number = job.Music is null ? 1 : 2;
        List<string> all = [];
        if (before is not null) all.Add(Part(graph, before, job.Intro!, inputs, ref number));
        all.Add(main);
        if (after is not null) all.Add(Part(graph, after, job.Outro!, inputs, ref number));
        string joined = all.Count == 1 ? main : graph.Chain(all, new Filter("concat", ("n", all.Count), ("v", 0), ("a", 1)));
        string measured = graph.Chain([joined], [new Filter("aformat", ("sample_fmts", "flt"), ("sample_rates", Rate), ("channel_layouts", "stereo")), .. LoudnessMeter.Into("mix.txt")]);
        string file = Path.Combine(work, framed ? "mix-framed.wav" : "mix.wav");
        TimeSpan whole = length + (before?.Duration ?? TimeSpan.Zero) + (after?.Duration ?? TimeSpan.Zero);
        await RenderException.RunAsync(["-vn", .. inputs, "-filter_complex_script", await GraphFile.WriteAsync(work, "mix", graph, cancellation), "-map", $"[{measured}]", "-c:a", "pcm_f32le", "-f", "wav", "-rf64", "auto", "-y", $"file:{file}"], work, whole, null, cancellation);
        return (file, await LoudnessMeter.ReadAsync(Path.Combine(work, "mix.txt"), cancellation));
    }

    // The music, if there is any, is input 1.
    private string Main(FilterGraph graph, TimeSpan length, List<string> inputs)
    {
        FilmSpan[] muted = [.. job.Masks.Where(mask => mask.Muted).Select(mask => mask.Span)];
        Filter[] mute = muted.Length == 0 ? [] : [new Filter("volume", ("volume", 0), ("enable", Expressions.Within(muted)))], pace = job.Speed == 1 ? [] : [new Filter("atempo", ("tempo", job.Speed))];
        string voice = film.HasSound ? graph.Chain(["0:a:0"], [.. Even(), .. mute, .. pace, .. Exactly(length)]) : Silence(graph, length);
        if (job.Music is not { } bed) return voice;
        inputs.AddRange(["-stream_loop", "-1", .. MusicWalls, "-i", $"file:{bed.File}"]);
        double fade = Math.Min(1.5, length.TotalSeconds / 4);
        string played = graph.Chain(["1:a:0"], [.. Even(), .. Exactly(length), new Filter("volume", ("volume", Math.Pow(10, bed.GainDb / 20))), new Filter("afade", ("type", "out"), ("start_time", length.TotalSeconds - fade), ("duration", fade))]);
        if (bed.Ducked)
        {
            IReadOnlyList<string> voices = graph.Split(voice, 2, sound: true);
            // The music gives way by up to three quarters while somebody speaks, at once and back over half a second.
            played = graph.Chain([played, voices[1]], new Filter("sidechaincompress", ("threshold", 0.03), ("ratio", 8), ("attack", 15), ("release", 500)));
            voice = voices[0];
        }
        return graph.Chain([voice, played], new Filter("amix", ("inputs", 2), ("duration", "first"), ("normalize", 0)));
    }

    private static string Part(FilterGraph graph, FilmFacts part, string file, List<string> inputs, ref int number)
    {
        inputs.AddRange([.. IndexScanner.Walls, "-i", $"file:{file}"]);
        int own = number++;
        return part.HasSound ? graph.Chain([$"{own}:a:0"], [.. Even(), .. Exactly(part.Duration)]) : Silence(graph, part.Duration);
    }

    private static string Silence(FilterGraph graph, TimeSpan length) =>
        graph.Chain([], new Filter("anullsrc", ("sample_rate", Rate), ("channel_layout", "stereo"), ("duration", length.TotalSeconds)), new Filter("aformat", ("sample_fmts", "fltp"), ("channel_layouts", "stereo")));

    // Holes are filled with silence, never stretched over.
    private static IEnumerable<Filter> Even() => [new Filter("aresample", ("sample_rate", Rate), ("async", 1), ("first_pts", 0)), new Filter("aformat", ("sample_fmts", "fltp"), ("channel_layouts", "stereo"))];

    private static IEnumerable<Filter> Exactly(TimeSpan length) => [new Filter("apad", ("whole_dur", length.TotalSeconds)), new Filter("atrim", ("end", length.TotalSeconds))];

    private async Task<Loudness?> EncodeAsync(string mix, IReadOnlyList<Filter> level, string to, CancellationToken cancellation)
    {
        await RenderException.RunAsync(
        [
            "-protocol_whitelist", "file", "-f", "wav", "-i", $"file:{mix}", "-af", string.Join(',', level), "-c:a", "aac", "-b:a", $"{RenderPlan.SoundKbps}k", "-ar", "48000",
            // The first packet is the encoder's run-up: left out, the sound begins at zero without an edit list, which some players do not read.
            "-bsf:a", @"noise=drop=eq(n\,0)", "-f", "adts", "-y", $"file:{to}",
        ], work, null, null, cancellation);
        await RenderException.RunAsync(["-protocol_whitelist", "file", "-f", "aac", "-i", $"file:{to}", "-af", string.Join(',', LoudnessMeter.Into("after.txt")), "-f", "null", "-"], work, null, null, cancellation);
        return await LoudnessMeter.ReadAsync(Path.Combine(work, "after.txt"), cancellation);
    }
}

/// <summary>Writes graphs where ffmpeg reads them.</summary>
internal static class GraphFile
{
    public static async Task<string> WriteAsync(string work, string name, FilterGraph graph, CancellationToken cancellation)
    {
        string file = Path.Combine(work, $"{name}.graph");
        await File.WriteAllTextAsync(file, graph.ToString(), cancellation);
        return file;
    }
}

/// <summary>Ends a rendering from inside; becomes <see cref="RenderOutcome.Failed"/> at the door.</summary>
internal sealed class RenderException(string problem, string details) : Exception(details)
{
    public string Problem { get; } = problem;

    /// <summary>Runs ffmpeg in the working folder.</summary>
    /// <exception cref="RenderException">It failed or stood still.</exception>
    public static async Task RunAsync(IReadOnlyList<string> arguments, string work, TimeSpan? expected, IProgress<FfmpegProgress>? progress, CancellationToken cancellation)
    {
        // Four encoders begin slowly on a machine that is busy with a broadcast.
        var job = new FfmpegJob(arguments, expected, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(30) + (60 * (expected ?? TimeSpan.Zero))) { WorkingDirectory = work };
        switch (await FfmpegRunner.RunAsync(job, progress, cancellation))
        {
            case FfmpegOutcome.Failed failed: throw new RenderException(failed.Problem, string.Join(" | ", failed.LastLines));
            case FfmpegOutcome.Stalled stalled: throw new RenderException(RenderProblems.Ffmpeg, string.Join(" | ", stalled.LastLines.Prepend("It stood still.")));
            case FfmpegOutcome.Cancelled: throw new OperationCanceledException(cancellation);
        }
        cancellation.ThrowIfCancellationRequested();
    }
}
