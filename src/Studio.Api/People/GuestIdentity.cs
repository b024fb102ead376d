using System.Security.Claims;

namespace Studio.Api.People;

/// <summary>A viewer without an account: a random id, bound to the session and the link through which they came.</summary>
internal sealed record GuestIdentity(string SessionId, string GuestId, string LinkId)
{
    public const string GuestClaim = "guest", SessionClaim = "session", LinkClaim = "link";

    public ClaimsPrincipal Principal() => new(new ClaimsIdentity(
        [new Claim(GuestClaim, GuestId), new Claim(SessionClaim, SessionId), new Claim(LinkClaim, LinkId)], Access.GuestScheme));

    /// <summary>The guest of a request; null for staff and strangers.</summary>
    public static GuestIdentity? Of(ClaimsPrincipal user) =>
        user.FindFirstValue(GuestClaim) is { } guest && user.FindFirstValue(SessionClaim) is { } session && user.FindFirstValue(LinkClaim) is { } link
            ? new GuestIdentity(session, guest, link)
            : null;
}
