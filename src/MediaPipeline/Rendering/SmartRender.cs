using MediaPipeline.Cutting;
using MediaPipeline.Probing;

namespace MediaPipeline.Rendering;

/// <summary>What trying came to.</summary>
/// <param name="Made">The file is there.</param>
/// <param name="GivenUp">Why not, or why everything was encoded after all; null: it was done, or could not be thought of.</param>
internal sealed record SmartResult(bool Made, int Encoded, int Copied, string? GivenUp, TimeSpan Checking)
{
    public static SmartResult No(string? why) => new(false, 0, 0, why, TimeSpan.Zero);
}

/// <summary>
/// A rendition of the film's own size and pace keeps the film's groups of pictures bit for bit wherever nothing is drawn; the others are encoded.
/// The planner and the cutter of exact cuts do it: what is drawn is told to them as times and as filters.
/// </summary>
internal sealed class SmartRender(RenderJob job, FilmFacts film, string work)
{
    /// <summary>Makes a rendition so, where that can be done and is worth it.</summary>
    public async Task<SmartResult> TryAsync(Pending one, CancellationToken cancellation)
    {
        PictureSpec spec = one.Group.Spec;
        if (!film.IsPlain || (spec.Width, spec.Height) != (film.Width, film.Height) || spec.Rate != film.Rate || spec.Frame || job.Speed != 1 || IsSplit(spec)) return SmartResult.No(null);
        // Copied pictures have the bitrate that they have.
        if (spec.Kbps is { } most && new FileInfo(job.Film).Length * 8 / 1000.0 / film.Duration.TotalSeconds > most) return SmartResult.No("bitrate");
        if (SmartCutPlanner.Plan(film.Index, TimeSpan.Zero, TimeSpan.MaxValue, Overlays.Touched(job, spec)) is not PlanOutcome.Planned { Plan: var plan }) return SmartResult.No("timestamps-disordered");
        if (plan.FullEncode is { } reason) return SmartResult.No(reason);
        var source = new CutSource(job.Film, film.Index, plan) { Painting = Painting(one) };
        var additions = new CutAdditions(one.Sound.File, one.Subtitles, job.Captions?.Language ?? "und", job.Comment);
        switch (await SmartCutter.CutAsync([source], one.File, null, cancellation, additions))
        {
            case CutOutcome.Cut cut:
                int copied = cut.Plans[0].Spans.Where(span => span.Work == SpanWork.Copy).Sum(span => span.Frames);
                return new SmartResult(true, cut.Plans[0].Frames - copied, copied, cut.GivenUp, cut.Checking);
            case CutOutcome.Failed { Problem: RenderProblems.Disk } full:
                throw new RenderException(full.Problem, full.Details);
            case CutOutcome.Cancelled:
                throw new OperationCanceledException(cancellation);
            case CutOutcome.Failed failed:
                // The usual way knows films that this one does not.
                return SmartResult.No(failed.Details);
            default:
                return SmartResult.No(null);
        }
    }

    private bool IsSplit(PictureSpec spec) => job.Layout is Layout.Split && spec.Card && LayoutFilters.UpperOf(spec.Width, spec.Height) > 0;

    private Painting? Painting(Pending one)
    {
        if (one.Overlays is { Captions: null, Stamps.Count: 0 } && job.Masks.Count == 0) return null;
        return new Painting(work, one.Overlays.Inputs, (first, from, to) =>
        {
            var graph = new FilterGraph();
            string hidden = Overlays.Hide(graph, from, job.Masks, film.Width, film.Height);
            string drawn = one.Overlays.Draw(graph, hidden, first, film.Matrix);
            // One more filter gives the last label its name.
            return $"{graph.ToString().TrimEnd('\n')};[{drawn}]null[{to}]";
        });
    }
}
