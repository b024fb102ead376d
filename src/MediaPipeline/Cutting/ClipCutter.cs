using MediaPipeline.Probing;
using MediaPipeline.Processes;
using MediaPipeline.Recordings;

namespace MediaPipeline.Cutting;

/// <summary>What cutting came to.</summary>
public abstract record CutOutcome
{
    /// <summary>The file has its final name and was decoded without an error.</summary>
    public sealed record Cut(MediaFacts Facts) : CutOutcome
    {
        /// <summary>What was done, a plan a stretch; empty: whole segments were copied.</summary>
        public IReadOnlyList<SmartCutPlan> Plans { get; init; } = [];

        /// <summary>Why a smart cut that was tried was given up; null: none was.</summary>
        public string? GivenUp { get; init; }
    }

    /// <summary>There is no file. Codes: disk-full, ffmpeg-failed, clip-check-failed, segments-missing.</summary>
    public sealed record Failed(string Problem, string Details) : CutOutcome;

    /// <summary>The caller wished it to end; there is no file.</summary>
    public sealed record Cancelled : CutOutcome;
}

/// <summary>Carries out a <see cref="CutPlan"/>: joins closed segments and copies their packets into an MP4.</summary>
public static class ClipCutter
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(500);

    /// <summary>Cuts; <paramref name="progress"/> goes from 0 to 1, the second half being the check.</summary>
    public static async Task<CutOutcome> CutAsync(CutPlan plan, string recordingRoot, string outputPath, IProgress<double>? progress, CancellationToken cancellation)
    {
        string work = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(outputPath))!, $".{Path.GetFileName(outputPath)}.{Guid.NewGuid():n}");
        Directory.CreateDirectory(work);
        try
        {
            return await CutInAsync(work, plan, recordingRoot, outputPath, progress, cancellation);
        }
        catch (OperationCanceledException)
        {
            return new CutOutcome.Cancelled();
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return new CutOutcome.Failed("segments-missing", missing.Message);
        }
        catch (IOException full) when (full.HResult == 28 || full.Message.Contains("No space left", StringComparison.Ordinal))
        {
            return new CutOutcome.Failed("disk-full", full.Message);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static async Task<CutOutcome> CutInAsync(string work, CutPlan plan, string root, string output, IProgress<double>? progress, CancellationToken cancellation)
    {
        List<string> joined = [];
        foreach (CutStretch stretch in plan.Stretches) joined.Add(await JoinAsync(stretch, root, Path.Combine(work, $"stretch-{joined.Count}.mp4"), cancellation));
        string cut = Path.Combine(work, "cut.mp4");
        if (joined.Count > 1)
        {
            // Cut out of its part, a stretch begins at some time of that part; the concat demuxer would count that time as length. So each begins at zero first.
            for (int i = 0; i < joined.Count; i++)
            {
                string zeroed = Path.Combine(work, $"zeroed-{i}.mp4");
                if (Problem(await CopyAsync(["-i", $"file:{joined[i]}"], zeroed, plan.Stretches[i].Duration, null, cancellation)) is { } unjoined) return unjoined;
                joined[i] = zeroed;
            }
        }
        IReadOnlyList<string> input = joined.Count == 1 ? ["-i", $"file:{joined[0]}"] : await ListAsync(work, joined, cancellation);
        if (Problem(await CopyAsync(input, cut, plan.Duration, new Share(progress, 0, 0.5), cancellation)) is { } failed) return failed;

        if (await MediaProbe.ProbeAsync(cut, ProbeLimits.Default, cancellation) is not ProbeOutcome.Media { Facts: { Video.Count: 1 } facts }) return new CutOutcome.Failed("clip-check-failed", "It is not a film.");
        if ((facts.Duration - plan.Duration).Duration() > Tolerance * joined.Count)
        {
            return new CutOutcome.Failed("clip-check-failed", $"It lasts {facts.Duration}, the plan said {plan.Duration}.");
        }
        // A strict run: one broken packet and the clip is not shown to anyone.
        FfmpegOutcome decoded = await FfmpegRunner.RunAsync(
            new FfmpegJob(["-xerror", "-err_detect", "explode", "-protocol_whitelist", "file", "-i", $"file:{cut}", "-f", "null", "-"], plan.Duration), new Share(progress, 0.5, 1), cancellation);
        if (decoded is FfmpegOutcome.Failed broken) return new CutOutcome.Failed("clip-check-failed", string.Join(" | ", broken.LastLines));
        if (Problem(decoded) is { } stopped) return stopped;
        File.Move(cut, output, overwrite: true);
        return new CutOutcome.Cut(facts);
    }

    private static Task<FfmpegOutcome> CopyAsync(IReadOnlyList<string> input, string output, TimeSpan length, Share? progress, CancellationToken cancellation) =>
        FfmpegRunner.RunAsync(
            new FfmpegJob(["-protocol_whitelist", "file", .. input, "-map", "0:v:0", "-map", "0:a:0?", "-c", "copy", "-avoid_negative_ts", "make_zero", "-movflags", "+faststart", "-f", "mp4", "-y", $"file:{output}"], length),
            progress, cancellation);

    // Init section and segments one after the other are a valid fragmented MP4; nothing has to seek in a playlist.
    private static async Task<string> JoinAsync(CutStretch stretch, string root, string target, CancellationToken cancellation)
    {
        await using FileStream joined = File.Create(target);
        foreach (SegmentFile file in (IEnumerable<SegmentFile>)[stretch.Init, .. stretch.Segments])
        {
            // A plan may come from a file: its names stay inside the recording.
            if (!IsPlain(file.Part) || !IsPlain(file.Name)) throw new FileNotFoundException($"Not a file of a recording: {file.Part}/{file.Name}");
            await using FileStream segment = File.OpenRead(Path.Combine(root, file.Part, file.Name));
            await segment.CopyToAsync(joined, cancellation);
        }
        return target;
    }

    private static bool IsPlain(string name) => name.Length is > 0 and < 100 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.') && name[0] != '.';

    private static async Task<IReadOnlyList<string>> ListAsync(string work, List<string> files, CancellationToken cancellation)
    {
        string list = Path.Combine(work, "parts.txt");
        await File.WriteAllLinesAsync(list, files.Select(file => $"file '{Path.GetFileName(file)}'"), cancellation);
        return ["-f", "concat", "-safe", "1", "-i", $"file:{list}"];
    }

    private static CutOutcome? Problem(FfmpegOutcome outcome) => outcome switch
    {
        FfmpegOutcome.Success => null,
        FfmpegOutcome.Cancelled => new CutOutcome.Cancelled(),
        FfmpegOutcome.Failed failed => new CutOutcome.Failed(failed.Problem, string.Join(" | ", failed.LastLines)),
        _ => new CutOutcome.Failed("ffmpeg-failed", "It stood still."),
    };

    private sealed class Share(IProgress<double>? whole, double from, double to) : IProgress<FfmpegProgress>
    {
        public void Report(FfmpegProgress value) => whole?.Report(from + ((to - from) * (value.Share ?? 0)));
    }
}
