using System.Security.Claims;
using Studio.Grains.Live;

namespace Studio.Api.Live;

/// <summary>Who sends a command, under which operation.</summary>
internal static class Stamps
{
    /// <summary>The stamp of a signed-in account's command.</summary>
    public static Stamp Of(ClaimsPrincipal user, string operationId) => new(operationId, user.Identity!.Name!);
}
