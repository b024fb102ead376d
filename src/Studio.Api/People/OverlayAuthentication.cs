using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Studio.Grains.People;
using Studio.Grains.Values;

namespace Studio.Api.People;

/// <summary>Signs an overlay in by the token of its link: <c>access_token</c> in the query (browsers cannot set headers on a WebSocket).</summary>
internal sealed class OverlayAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, LinkCheck links)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string LinkClaim = "overlay-link";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        string token = Request.Query["access_token"].ToString();
        if (token.Length == 0) return AuthenticateResult.NoResult();
        if (token.Length > 100) return AuthenticateResult.Fail("link-invalid");
        Capability? link = await links.FindAsync(StableId.ForSecret(token));
        if (link is not { Kind: CapabilityKind.Overlay }) return AuthenticateResult.Fail("link-invalid");
        var identity = new ClaimsIdentity(
            [new Claim(LinkClaim, link.Id), new Claim(GuestIdentity.SessionClaim, link.SessionId), new Claim(ClaimTypes.Name, link.Label)], Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }
}
