using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Edge;
using Studio.Api.People;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Api.Clips;

/// <summary>What is known of a session's picture and sound.</summary>
internal static class AnalysisEndpoints
{
    public static void MapAnalysis(this RouteGroupBuilder clips) => clips.MapGet("/sessions/{id}/analysis", GetAsync).RequireAuthorization(Access.Look);

    private static async Task<Results<Ok<AnalysisDto>, ProblemHttpResult>> GetAsync(string id, IGrainFactory grains) =>
        await grains.GetGrain<ILiveSessionGrain>(id).Get() is null ? Problems.Of(RefusalCodes.NotFound) : TypedResults.Ok(new AnalysisDto(AnalysisState.None, 0, null));
}
