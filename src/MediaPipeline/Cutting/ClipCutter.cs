using MediaPipeline.Probing;
using MediaPipeline.Recordings;

namespace MediaPipeline.Cutting;

/// <summary>What cutting came to.</summary>
public abstract record CutOutcome
{
    /// <summary>The file has its final name and was decoded without an error.</summary>
    public sealed record Cut(MediaFacts Facts) : CutOutcome
    {
        /// <summary>What was done, a plan a source.</summary>
        public IReadOnlyList<SmartCutPlan> Plans { get; init; } = [];

        /// <summary>How long encoding, copying and joining took.</summary>
        public TimeSpan Making { get; init; }

        /// <summary>How long the check took.</summary>
        public TimeSpan Checking { get; init; }

        /// <summary>Why a smart cut that was tried was given up; null: none was.</summary>
        public string? GivenUp { get; init; }
    }

    /// <summary>There is no file. Codes: disk-full, ffmpeg-failed, clip-check-failed, segments-missing.</summary>
    public sealed record Failed(string Problem, string Details) : CutOutcome;

    /// <summary>The caller wished it to end; there is no file.</summary>
    public sealed record Cancelled : CutOutcome;
}

/// <summary>Carries out a <see cref="CutPlan"/>: joins closed segments, and cuts the wish out of them to the picture.</summary>
public static class ClipCutter
{
    /// <summary>Cuts exactly; <paramref name="progress"/> goes from 0 to 1, the second half being the check.</summary>
    /// <param name="decoded">What was decoded while the recording grew; the check does not decode it once more. Null: nothing was.</param>
    public static Task<CutOutcome> CutAsync(
        CutPlan plan, string recordingRoot, string outputPath, IProgress<double>? progress, CancellationToken cancellation, DecodedSegments? decoded = null) =>
        CutAsync([plan], recordingRoot, outputPath, progress, cancellation, decoded);

    /// <summary>Cuts what several plans say out of one recording, and joins it in their order.</summary>
    /// <param name="decoded">What was decoded while the recording grew.</param>
    public static async Task<CutOutcome> CutAsync(
        IReadOnlyList<CutPlan> plans, string recordingRoot, string outputPath, IProgress<double>? progress, CancellationToken cancellation, DecodedSegments? decoded = null)
    {
        string work = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(outputPath))!, $".{Path.GetFileName(outputPath)}.{Guid.NewGuid():n}");
        Directory.CreateDirectory(work);
        try
        {
            return await CutInAsync(work, plans, recordingRoot, outputPath, progress, decoded, cancellation);
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

    private static async Task<CutOutcome> CutInAsync(string work, IReadOnlyList<CutPlan> plans, string root, string output, IProgress<double>? progress, DecodedSegments? decoded, CancellationToken cancellation)
    {
        List<CutSource> sources = [];
        foreach ((CutPlan plan, int i) in plans.SelectMany(plan => Enumerable.Range(0, plan.Stretches.Count).Select(number => (plan, number))))
        {
            CutStretch stretch = plan.Stretches[i];
            // Never the playlist: ffmpeg cannot seek in one of fragments, and would wait for the end of one that grows.
            string joined = Path.Combine(work, $"stretch-{sources.Count}-{i}.mp4");
            IReadOnlyList<Reach> clean = await JoinAsync(stretch, root, joined, decoded, cancellation);
            if (await IndexScanner.ScanAsync(joined, cancellation) is not IndexOutcome.Indexed { Index: var index }) return new CutOutcome.Failed("clip-check-failed", $"{stretch.Init.Part} is not a film.");
            TimeSpan from = i == 0 ? plan.LeadIn : TimeSpan.Zero, to = i == plan.Stretches.Count - 1 && plan.LeadOut > TimeSpan.Zero ? stretch.Duration - plan.LeadOut : TimeSpan.MaxValue;
            switch (SmartCutPlanner.Plan(index, from, to))
            {
                case PlanOutcome.Planned planned: sources.Add(new CutSource(joined, index, planned.Plan) { Decoded = clean }); break;
                case PlanOutcome.Refused { Code: "nothing-there" or "empty-wish" }: break; // a wish that touches less than a picture of it
                case PlanOutcome.Refused refused: return new CutOutcome.Failed("clip-check-failed", refused.Code);
            }
        }
        return sources.Count == 0 ? new CutOutcome.Failed("clip-check-failed", "No picture is in it.") : await SmartCutter.CutAsync(sources, output, progress, cancellation);
    }

    // Init section and segments one after the other are a valid fragmented MP4; nothing has to seek in a playlist. Answers which bytes were decoded before.
    private static async Task<IReadOnlyList<Reach>> JoinAsync(CutStretch stretch, string root, string target, DecodedSegments? decoded, CancellationToken cancellation)
    {
        await using FileStream joined = File.Create(target);
        List<Reach> clean = [];
        foreach (SegmentFile file in (IEnumerable<SegmentFile>)[stretch.Init, .. stretch.Segments])
        {
            // A plan may come from a file: its names stay inside the recording.
            if (!IsPlain(file.Part) || !IsPlain(file.Name)) throw new FileNotFoundException($"Not a file of a recording: {file.Part}/{file.Name}");
            await using FileStream segment = File.OpenRead(Path.Combine(root, file.Part, file.Name));
            long begin = joined.Position;
            await segment.CopyToAsync(joined, cancellation);
            if (decoded?.Has(root, file, joined.Position - begin) != true) continue;
            if (clean is [.., var last] && last.Last == begin - 1) clean[^1] = last with { Last = joined.Position - 1 };
            else clean.Add(new Reach(begin, joined.Position - 1));
        }
        return clean;
    }

    private static bool IsPlain(string name) => name.Length is > 0 and < 100 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.') && name[0] != '.';
}
