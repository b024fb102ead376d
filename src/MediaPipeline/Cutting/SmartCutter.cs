using MediaPipeline.Probing;
using MediaPipeline.Processes;

namespace MediaPipeline.Cutting;

/// <summary>Carries out <see cref="SmartCutPlan"/>s: encodes the edges, copies what is between, checks, and only then gives the file its name.</summary>
public static class SmartCutter
{
    /// <summary>Cuts the sources one after the other into one MP4. A smart cut that does not pass its check is made anew with everything encoded.</summary>
    /// <param name="progress">From 0 to 1, the second half being the check.</param>
    /// <param name="additions">Sound and subtitles that are not the sources'; null: none.</param>
    public static async Task<CutOutcome> CutAsync(IReadOnlyList<CutSource> sources, string output, IProgress<double>? progress, CancellationToken cancellation, CutAdditions? additions = null)
    {
        string work = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(output))!, $".{Path.GetFileName(output)}.{Guid.NewGuid():n}");
        Directory.CreateDirectory(work);
        try
        {
            sources = Matched([.. sources.Select(source => source with { File = Path.GetFullPath(source.File) })]);
            CutOutcome outcome = await MakeAsync(work, sources, output, additions, progress, cancellation);
            if (outcome is not CutOutcome.Failed { Problem: "clip-check-failed" or "ffmpeg-failed" } failed || sources.All(source => source.Plan.FullEncode is not null)) return outcome;
            sources = [.. sources.Select(source => source with { Plan = SmartCutPlanner.Everything(source.Plan, FullEncodeReasons.CheckFailed) })];
            return await MakeAsync(work, sources, output, additions, progress, cancellation) switch
            {
                CutOutcome.Cut cut => cut with { GivenUp = failed.Details },
                // Both ways: it is the film that is not right.
                CutOutcome.Failed { Problem: "clip-check-failed" or "ffmpeg-failed" } again => new CutOutcome.Failed("clip-check-failed", $"{failed.Details}; all encoded: {again.Details}"),
                var other => other,
            };
        }
        catch (OperationCanceledException)
        {
            return new CutOutcome.Cancelled();
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

    // Where decoding runs ahead differently the clock would go back at the joint: then all of it comes from one encoder.
    private static IReadOnlyList<CutSource> Matched(IReadOnlyList<CutSource> sources) =>
        sources.Select(source => (source.Plan.Encoding.ReorderDepth, source.Plan.Encoding.Profile)).Distinct().Count() == 1
            ? sources
            : [.. sources.Select(source => source with { Plan = SmartCutPlanner.Everything(source.Plan, source.Plan.FullEncode ?? FullEncodeReasons.ParametersChange) })];

    private static async Task<CutOutcome> MakeAsync(string work, IReadOnlyList<CutSource> sources, string output, CutAdditions? additions, IProgress<double>? progress, CancellationToken cancellation)
    {
        long begin = TimeProvider.System.GetTimestamp();
        List<(string File, double Seconds)> parts = [];
        List<(IReadOnlyList<string> Arguments, string? Folder)> runs = [];
        foreach (CutSource source in sources)
        {
            foreach (CutSpan span in source.Plan.Spans)
            {
                string part = Path.Combine(work, $"part-{parts.Count}.ts");
                runs.Add((span.Work == SpanWork.Copy ? CutCommands.Copy(source, span, part) : CutCommands.Encode(source, span, part), source.Painting?.Folder));
                parts.Add((part, source.Plan.Tick.Seconds(span.EndPts - span.FirstPts)));
            }
        }
        string? sound = additions is not null ? additions.Sound : sources.Any(source => source.Index.AudioRate is not null) ? Path.Combine(work, "sound.aac") : null;
        // The longest first: it uses one core.
        if (additions is null && sound is not null) runs.Insert(0, (CutCommands.Sound(sources, sound), null));
        // What is told is how many parts are done: they take very different times.
        if (await SideBySide.FirstAsync<CutOutcome>([.. runs.Select(run => (Func<CancellationToken, Task<CutOutcome?>>)(token => RunAsync(run.Arguments, run.Folder, token)))],
            ended => progress?.Report(0.5 * ended / (runs.Count + 1)), cancellation) is { } failed)
        {
            return failed;
        }
        string list = Path.Combine(work, "parts.txt"), cut = Path.Combine(work, "cut.mp4");
        // Said, not measured: a transport stream does not know how long its last picture is shown.
        await File.WriteAllLinesAsync(list, ["ffconcat version 1.0", .. parts.SelectMany(part => (string[])[$"file {Path.GetFileName(part.File)}", $"duration {CutCommands.Number(part.Seconds)}"])], cancellation);
        if (await RunAsync(CutCommands.Join(list, sound, additions, cut), null, cancellation) is { } unjoined) return unjoined;
        TimeSpan making = TimeProvider.System.GetElapsedTime(begin);
        progress?.Report(0.5);
        string check = Directory.CreateDirectory(Path.Combine(work, "check")).FullName;
        if (await new CutCheck(sources, cut, check, sound is not null).FindAsync(share => progress?.Report(0.5 + (share / 2)), cancellation) is { } flaw) return new CutOutcome.Failed("clip-check-failed", flaw);
        cancellation.ThrowIfCancellationRequested();
        if (await MediaProbe.ProbeAsync(cut, ProbeLimits.Default, cancellation) is not ProbeOutcome.Media { Facts: var facts }) return new CutOutcome.Failed("clip-check-failed", "It is not a film.");
        progress?.Report(1);
        File.Move(cut, output, overwrite: true);
        return new CutOutcome.Cut(facts) { Plans = [.. sources.Select(source => source.Plan)], Making = making, Checking = TimeProvider.System.GetElapsedTime(begin) - making };
    }

    private static async Task<CutOutcome?> RunAsync(IReadOnlyList<string> arguments, string? folder, CancellationToken cancellation) =>
        await FfmpegRunner.RunAsync(new FfmpegJob(arguments) { WorkingDirectory = folder }, null, cancellation) switch
        {
            FfmpegOutcome.Success => null,
            FfmpegOutcome.Cancelled => new CutOutcome.Cancelled(),
            FfmpegOutcome.Failed failed => new CutOutcome.Failed(failed.Problem, string.Join(" | ", failed.LastLines)),
            _ => new CutOutcome.Failed("ffmpeg-failed", "It stood still."),
        };
}
