using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Studio.Grains.People;
using Studio.Grains.Values;

namespace Studio.Api.People;

/// <summary>
/// Signs overlays and keys of a Stream Deck in by the token of their link: <c>access_token</c> in the query (browsers cannot set headers on
/// a WebSocket), or <c>Authorization: Bearer</c>.
/// </summary>
internal sealed class OverlayAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, LinkCheck links)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string LinkClaim = "overlay-link", DeckClaim = "deck-link";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string token = Request.Query["access_token"].ToString();
        if (token.Length == 0 && Request.Headers.Authorization.ToString() is var header && header.StartsWith("Bearer ", StringComparison.Ordinal)) token = header["Bearer ".Length..].Trim();
        if (token.Length == 0) return AuthenticateResult.NoResult();
        if (token.Length > 100) return AuthenticateResult.Fail("link-invalid");
        Capability? link = await links.FindAsync(StableId.ForSecret(token));
        if (link is not { Kind: CapabilityKind.Overlay or CapabilityKind.Deck }) return AuthenticateResult.Fail("link-invalid");
        var identity = new ClaimsIdentity(
            [new Claim(link.Kind == CapabilityKind.Overlay ? LinkClaim : DeckClaim, link.Id), new Claim(GuestIdentity.SessionClaim, link.SessionId), new Claim(ClaimTypes.Name, link.Label)], Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }
}
