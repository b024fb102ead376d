using System.Globalization;
using MediaPipeline.Processes;
using MediaPipeline.Stories;

namespace MediaPipeline.Analysis;

/// <summary>What is scanned, and how.</summary>
/// <param name="Input">ffmpeg's arguments up to and with its input, whitelists included.</param>
/// <param name="Tile">Size of the small pictures; null: there is no picture.</param>
/// <param name="Sound">Whether there is sound.</param>
/// <param name="Base">What the first picture's time is to be.</param>
internal sealed record ScanJob(IReadOnlyList<string> Input, (int Width, int Height)? Tile, bool Sound, TimeSpan Base)
{
    /// <summary>Where ffmpeg runs.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The range whose sound counts for the integrated loudness; null: all.</summary>
    public FilmSpan? Counted { get; init; }

    /// <summary>From when on something counts.</summary>
    public AnalysisRules Rules { get; init; } = AnalysisRules.Default;

    /// <summary>Where sheets of tiles go; null: none are made.</summary>
    public string? Sheets { get; init; }

    /// <summary>Ended when nothing came for so long.</summary>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromSeconds(30);
}

/// <summary>What a scan came to.</summary>
internal abstract record ScanOutcome
{
    public sealed record Scanned(FilmAnalysis Film, Storyboard? Storyboard) : ScanOutcome;

    /// <summary>Codes: ffmpeg-failed, disk-full, stalled, nothing-there.</summary>
    public sealed record Failed(string Problem, IReadOnlyList<string> LastLines) : ScanOutcome;
}

/// <summary>
/// Looks at everything in one decoding: ffmpeg makes the pictures small and the sound one channel, measures the loudness on the way, and hands all of it over through
/// pipes; nothing of it is kept. What is in memory does not grow with the film, but for the result.
/// </summary>
internal static class FilmScan
{
    private static readonly string Rate = Levels.Rate.ToString(CultureInfo.InvariantCulture);

    /// <summary>Scans; <paramref name="progress"/> is told how far it is in the film.</summary>
    public static async Task<ScanOutcome> RunAsync(ScanJob job, IProgress<TimeSpan>? progress, CancellationToken cancellation)
    {
        var clock = TimeProvider.System;
        long moved = clock.GetTimestamp();
        using var ear = new ScanListener(job, at =>
        {
            Interlocked.Exchange(ref moved, clock.GetTimestamp());
            progress?.Report(at);
        });
        bool whole = false;
        ChildProcess ffmpeg = ChildProcess.Start(new ChildSpec("analysis", "ffmpeg", Arguments(job))
        {
            Background = true,
            WorkingDirectory = job.WorkingDirectory,
            OnErrorLine = ear.Hear,
            ReadOutput = async stream => whole = await MatroskaReader.ReadAsync(stream, ear.Take),
        });
        while (await Task.WhenAny(ffmpeg.Exited, Task.Delay(TimeSpan.FromMilliseconds(250), clock, cancellation)) != ffmpeg.Exited)
        {
            if (!cancellation.IsCancellationRequested && clock.GetElapsedTime(Interlocked.Read(ref moved)) < job.StallLimit) continue;
            await ffmpeg.StopAsync(StopPlan.Ffmpeg);
            cancellation.ThrowIfCancellationRequested();
            return new ScanOutcome.Failed("stalled", ffmpeg.LastLines(20));
        }
        cancellation.ThrowIfCancellationRequested();
        if (await ffmpeg.Exited != 0 || !whole) return new ScanOutcome.Failed(FfmpegRunner.ProblemOf(ffmpeg.LastLines()), ffmpeg.LastLines(20));
        return ear.End() is { } film ? new ScanOutcome.Scanned(film, ear.Storyboard()) : new ScanOutcome.Failed("nothing-there", ffmpeg.LastLines(20));
    }

    private static IReadOnlyList<string> Arguments(ScanJob job)
    {
        List<string> graph = [], outputs = [];
        if (job.Tile is { } tile)
        {
            graph.Add(string.Create(CultureInfo.InvariantCulture, $"[0:v:0]scale={tile.Width}:{tile.Height}:force_original_aspect_ratio=decrease:flags=area,pad={tile.Width}:{tile.Height}:(ow-iw)/2:(oh-ih)/2,format=bgra[pictures]"));
            outputs.AddRange(["-map", "[pictures]", "-fps_mode", "passthrough", "-enc_time_base", "1:1000", "-c:v", "rawvideo"]);
        }
        if (job.Sound)
        {
            // The lines of the two filters are told apart by their names.
            graph.Add($"[0:a:0]asplit[heard][measured];[heard]aresample={Rate},aformat=sample_fmts=s16:channel_layouts=mono[sound];"
                + $"[measured]ebur128=metadata=1,ametadata@{LoudnessMeter.MomentaryName}=mode=print:key=lavfi.r128.M,ametadata@{LoudnessMeter.ShortTermName}=mode=print:key=lavfi.r128.S,anullsink");
            outputs.AddRange(["-map", "[sound]", "-c:a", "pcm_s16le"]);
        }
        return
        [
            "-hide_banner", "-nostdin", "-nostats", "-loglevel", "info", .. job.Input, "-filter_complex", string.Join(';', graph), .. outputs,
            "-allow_raw_vfw", "1", "-f", "matroska", "pipe:1",
        ];
    }
}
