using System.Security.Claims;
using Studio.Api.Edge;
using Studio.Grains.People;
using Studio.Grains.Values;

namespace Studio.Api.Stations;

/// <summary>
/// Lets station staff reach their own station only; another's is not there for them. Managers and operators reach every one. Asked at each request:
/// who was moved to another station sees the new one at once, and the old one no more.
/// </summary>
internal sealed class OwnStation(IGrainFactory grains) : IEndpointFilter
{
    /// <summary>The station of a signed-in member of station staff, or null.</summary>
    public static async Task<string?> OfAsync(ClaimsPrincipal user, IGrainFactory grains) =>
        user.IsInRole(nameof(Role.Station)) ? (await grains.GetGrain<IAccountGrain>(user.Identity!.Name!.ToLowerInvariant()).Get())?.StationId : null;

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        ClaimsPrincipal user = context.HttpContext.User;
        bool every = user.IsInRole(nameof(Role.Manager)) || user.IsInRole(nameof(Role.Operator));
        return every || string.Equals(await OfAsync(user, grains), context.HttpContext.GetRouteValue("stationId") as string, StringComparison.Ordinal)
            ? await next(context)
            : Problems.Of(RefusalCodes.NotFound);
    }
}
