using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Studio.Api.Parts;
using Studio.Grains.People;

namespace Studio.Api.People;

/// <summary>Who may do what. Every endpoint and hub method names one of these policies; without one, access is refused.</summary>
internal static class Access
{
    /// <summary>Cookie of staff, cookie of a guest, capability of an overlay.</summary>
    public const string StaffScheme = "staff", GuestScheme = "guest", OverlayScheme = "overlay";

    /// <summary>Manager only.</summary>
    public const string Manage = "manage";

    /// <summary>Manager or operator.</summary>
    public const string Operate = "operate";

    /// <summary>Manager, operator or editor.</summary>
    public const string Edit = "edit";

    /// <summary>Manager or editor: what becomes of clips.</summary>
    public const string Cut = "cut";

    /// <summary>Everyone who works in the base or audits it; not farmers and stations, who have their own screens.</summary>
    public const string Look = "look";

    /// <summary>Manager, operator or auditor: what was held, paid and handed over, without phone numbers.</summary>
    public const string Reconcile = "reconcile";

    /// <summary>Manager or auditor: how recordings are kept.</summary>
    public const string Audit = "audit";

    /// <summary>Manager, operator or station staff; the last reach their own station only (<see cref="Stations.OwnStation"/>).</summary>
    public const string AtStation = "at-station";

    /// <summary>Any account.</summary>
    public const string Staff = "any-staff";

    /// <summary>A guest of a room.</summary>
    public const string Guest = "a-guest";

    /// <summary>Staff that may look, or a guest.</summary>
    public const string LookOrGuest = "look-or-guest";

    /// <summary>Staff that may look, or an overlay.</summary>
    public const string LookOrOverlay = "look-or-overlay";

    /// <summary>An overlay's own reads.</summary>
    public const string Overlay = "an-overlay";

    /// <summary>A key of a Stream Deck or the like.</summary>
    public const string Deck = "a-deck";

    private static readonly string[] Lookers = [nameof(Role.Manager), nameof(Role.Operator), nameof(Role.Host), nameof(Role.Editor), nameof(Role.Auditor)];

    public static void AddAccess(this WebApplicationBuilder builder, StudioOptions options)
    {
        builder.Services.AddSingleton<SecretMint>();
        builder.Services.AddSingleton<LinkCheck>();
        builder.Services.AddSingleton<LinkMaker>();
        builder.Services.AddDataProtection().SetApplicationName("studio")
            .PersistKeysToFileSystem(Directory.CreateDirectory(Path.Combine(options.DataFolder, "keys", "cookies")));
        builder.Services.AddAuthentication(StaffScheme)
            .AddCookie(StaffScheme, cookie => Configure(cookie, "studio", TimeSpan.FromHours(14)))
            .AddCookie(GuestScheme, cookie =>
            {
                Configure(cookie, "studio.guest", TimeSpan.FromDays(7));
                cookie.Events.OnValidatePrincipal = RejectEndedLinkAsync;
            })
            .AddScheme<AuthenticationSchemeOptions, OverlayAuthentication>(OverlayScheme, null);
        // The framework's own format under the framework's own purposes.
        builder.Services.AddOptions<CookieAuthenticationOptions>(GuestScheme).Configure<IDataProtectionProvider>((cookie, protection) => cookie.TicketDataFormat = new RememberedTickets(
            new TicketDataFormat(protection.CreateProtector("Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationMiddleware", GuestScheme, "v2"))));
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(Manage, policy => policy.AddAuthenticationSchemes(StaffScheme).RequireRole(nameof(Role.Manager)))
            .AddPolicy(Operate, policy => policy.AddAuthenticationSchemes(StaffScheme).RequireRole(nameof(Role.Manager), nameof(Role.Operator)))
            .AddPolicy(Edit, policy => policy.AddAuthenticationSchemes(StaffScheme).RequireRole(nameof(Role.Manager), nameof(Role.Operator), nameof(Role.Editor)))
            .AddPolicy(Cut, policy => policy.AddAuthenticationSchemes(StaffScheme).RequireRole(nameof(Role.Manager), nameof(Role.Editor)))
            .AddPolicy(Look, policy => policy.AddAuthenticationSchemes(StaffScheme).RequireRole(Lookers))
            .AddPolicy(Reconcile, policy => policy.AddAuthenticationSchemes(StaffScheme).RequireRole(nameof(Role.Manager), nameof(Role.Operator), nameof(Role.Auditor)))
            .AddPolicy(Audit, policy => policy.AddAuthenticationSchemes(StaffScheme).RequireRole(nameof(Role.Manager), nameof(Role.Auditor)))
            .AddPolicy(AtStation, policy => policy.AddAuthenticationSchemes(StaffScheme).RequireRole(nameof(Role.Manager), nameof(Role.Operator), nameof(Role.Station)))
            .AddPolicy(Staff, policy => policy.AddAuthenticationSchemes(StaffScheme).RequireAuthenticatedUser())
            .AddPolicy(Guest, policy => policy.AddAuthenticationSchemes(GuestScheme).RequireClaim(GuestIdentity.GuestClaim))
            .AddPolicy(LookOrGuest, policy => policy.AddAuthenticationSchemes(StaffScheme, GuestScheme)
                .RequireAssertion(context => Lookers.Any(context.User.IsInRole) || context.User.HasClaim(claim => claim.Type == GuestIdentity.GuestClaim)))
            .AddPolicy(LookOrOverlay, policy => policy.AddAuthenticationSchemes(StaffScheme, OverlayScheme)
                .RequireAssertion(context => Lookers.Any(context.User.IsInRole) || context.User.HasClaim(claim => claim.Type == OverlayAuthentication.LinkClaim)))
            .AddPolicy(Overlay, policy => policy.AddAuthenticationSchemes(OverlayScheme).RequireClaim(OverlayAuthentication.LinkClaim))
            .AddPolicy(Deck, policy => policy.AddAuthenticationSchemes(OverlayScheme).RequireClaim(OverlayAuthentication.DeckClaim))
            // What names no policy is open to nobody. Not a route of ours: no such path, or the framework's own "405" and "415" answers.
            .SetFallbackPolicy(new AuthorizationPolicyBuilder(StaffScheme)
                .RequireAssertion(context => context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint).Build());
    }

    /// <summary>Whether the user is staff that may look (as opposed to a guest or an overlay).</summary>
    public static bool IsLooker(this ClaimsPrincipal user) => Lookers.Any(user.IsInRole);

    /// <summary>Whether a role is one of those that may look.</summary>
    public static bool MayLook(Role role) => Lookers.Contains(role.ToString(), StringComparer.Ordinal);

    private static void Configure(CookieAuthenticationOptions cookie, string name, TimeSpan lifetime)
    {
        cookie.Cookie.Name = name;
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        cookie.ExpireTimeSpan = lifetime;
        cookie.SlidingExpiration = true;
        cookie.Events.OnRedirectToLogin = context => Answer(context, StatusCodes.Status401Unauthorized);
        cookie.Events.OnRedirectToAccessDenied = context => Answer(context, StatusCodes.Status403Forbidden);
    }

    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static async Task RejectEndedLinkAsync(CookieValidatePrincipalContext context)
    {
        var links = context.HttpContext.RequestServices.GetRequiredService<LinkCheck>();
        if (context.Principal?.FindFirstValue(GuestIdentity.LinkClaim) is not { } link || await links.FindAsync(link) is null)
        {
            context.RejectPrincipal();
        }
    }
}
