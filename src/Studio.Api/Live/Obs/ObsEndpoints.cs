using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Edge;
using Studio.Api.People;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Api.Live.Obs;

/// <summary>What the control room sees of the OBS that show its overlays. They are set by who runs the machine, not here.</summary>
internal static class ObsEndpoints
{
    public static void MapObs(this RouteGroupBuilder sessions) => sessions.MapGet("/{id}/obs", ListAsync).RequireAuthorization(Access.Look);

    private static async Task<Results<Ok<ObsDto[]>, ProblemHttpResult>> ListAsync(string id, IGrainFactory grains, ObsWatchdog watchdog) =>
        await grains.GetGrain<ILiveSessionGrain>(id).Get() is { } session ? TypedResults.Ok(watchdog.Of(session.Room).ToArray()) : Problems.Of(RefusalCodes.NotFound);
}
