using MediaPipeline.Analysis;
using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Edge;
using Studio.Api.People;
using Studio.Grains.Clips;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Api.Clips;

/// <summary>What is known of a session's picture and sound, and what would stay of a clip without its pauses.</summary>
internal static class AnalysisEndpoints
{
    public static void MapAnalysis(this RouteGroupBuilder clips)
    {
        clips.MapGet("/sessions/{id}/analysis", GetAsync).RequireAuthorization(Access.Look);
        clips.MapGet("/clips/{id}/tighten", TightenAsync).RequireAuthorization(Access.Look);
    }

    private static async Task<Results<Ok<AnalysisDto>, ProblemHttpResult>> GetAsync(string id, IGrainFactory grains, AnalysisReading reading, CancellationToken cancellation) =>
        await grains.GetGrain<ILiveSessionGrain>(id).Get() is { } session ? TypedResults.Ok(await reading.DescribeAsync(session, cancellation)) : Problems.Of(RefusalCodes.NotFound);

    /// <param name="leastPause">Shorter pauses stay, s.</param>
    /// <param name="lead">What stays of a pause before the next word, s.</param>
    /// <param name="tail">What stays of it behind the last word, s.</param>
    private static async Task<Results<Ok<TightenDto>, ProblemHttpResult>> TightenAsync(
        string id, IGrainFactory grains, AnalysisReading reading, CancellationToken cancellation, double leastPause = 0.7, double lead = 0.15, double tail = 0.25)
    {
        var check = new Check();
        check.Range("leastPause", leastPause, 0.2, 10);
        check.Range("lead", lead, 0, 5);
        check.Range("tail", tail, 0, 5);
        if (check.Refusal is { } wrong) return Problems.Of(wrong);
        if (await grains.GetGrain<IClipGrain>(id).Get() is not { } clip || await grains.GetGrain<ILiveSessionGrain>(clip.SessionId).Get() is not { } session) return Problems.Of(RefusalCodes.NotFound);
        IReadOnlyList<ClockedAnalysis> known = await reading.ReadAsync(session, cancellation);
        var margins = new TightenMargins { LeastPause = TimeSpan.FromSeconds(leastPause), Lead = TimeSpan.FromSeconds(lead), Tail = TimeSpan.FromSeconds(tail) };
        // What is promised for a time keeps its context.
        ClockSpan[] promised = [.. clip.Claims.Where(claim => claim.Kind == ClaimKind.TimeLimited).Select(claim => new ClockSpan(claim.From, claim.To))];
        ClockTightenPlan[] plans = [.. clip.Spans.Select(span => Tighten.Plan(known, new ClockSpan(span.From, span.To), margins, promised))];
        return TypedResults.Ok(new TightenDto([.. plans.SelectMany(plan => plan.Kept).Select(kept => new SpanDto(kept.From, kept.To))], Math.Round(plans.Sum(plan => plan.Saved.TotalSeconds), 3), plans.Sum(plan => plan.Cuts)));
    }
}
