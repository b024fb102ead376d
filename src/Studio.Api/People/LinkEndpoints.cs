using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.SignalR;
using Studio.Api.Edge;
using Studio.Api.Live;
using Studio.Api.Parts;
using Studio.Grains.Live;
using Studio.Grains.People;
using Studio.Grains.Values;

namespace Studio.Api.People;

/// <summary>Capability links: for the overlay in OBS, and for guests of the room.</summary>
internal static class LinkEndpoints
{
    public static void MapLinks(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder links = routes.MapGroup("/api").WithTags("Links").AddEndpointFilter<Operations>();
        links.MapGet("/sessions/{id}/links", ListAsync).RequireAuthorization(Access.Operate);
        links.MapPost("/sessions/{id}/links", CreateAsync).RequireAuthorization(Access.Operate);
        links.MapDelete("/links/{id}", RevokeAsync).RequireAuthorization(Access.Operate);
        // No operation id: entering twice is the same as once.
        routes.MapPost("/api/guest", EnterAsync).WithTags("Links").AllowAnonymous().RequireRateLimiting(Limits.Enter);
    }

    private static async Task<Results<Ok<LinkDto[]>, ProblemHttpResult>> ListAsync(string id, IGrainFactory grains)
    {
        if (await grains.GetGrain<ILiveSessionGrain>(id).Get() is not { } session) return Problems.Of(RefusalCodes.NotFound);
        Capability?[] links = await Task.WhenAll(session.Links.Select(link => grains.GetGrain<ICapabilityGrain>(link).Get()));
        return TypedResults.Ok(links.OfType<Capability>().Select(LinkDto.Of).ToArray());
    }

    private static async Task<Results<Ok<NewLinkDto>, ProblemHttpResult>> CreateAsync(
        string id, CreateLink body, HttpRequest request, StudioOptions options, IGrainFactory grains, LinkMaker maker, TimeProvider clock)
    {
        DateTimeOffset now = clock.GetUtcNow();
        var check = new Check();
        string label = check.Text("label", body.Label, 40);
        DateTimeOffset expires = body.ExpiresAt ?? now + LinkMaker.Lifetime;
        check.Range("expiresAt", expires, now, now + TimeSpan.FromDays(366));
        if (!Enum.IsDefined(body.Kind)) check.Add("kind", FieldErrors.Invalid);
        if (check.Refusal is { } refusal) return Problems.Of(refusal);
        if (await grains.GetGrain<ILiveSessionGrain>(id).Get() is null) return Problems.Of(RefusalCodes.NotFound);

        string origin = options.PublicUrl ?? $"{request.Scheme}://{request.Host}";
        (Capability link, string url) = await maker.IssueAsync(body.OperationId, body.Kind, id, label, expires, origin);
        return TypedResults.Ok(new NewLinkDto(link.Id, link.Kind, link.Label, url, link.ExpiresAt));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        string id, string operationId, IGrainFactory grains, LinkCheck links, IHubContext<StudioHub, IStudioClient> studio, IHubContext<RoomHub, IRoomClient> room)
    {
        if (await grains.GetGrain<ICapabilityGrain>(id).Revoke() is null) return Problems.Of(RefusalCodes.NotFound);
        links.Forget(id);
        await studio.Clients.Group(StudioHub.Link(id)).Revoked();
        await room.Clients.Group(StudioHub.Link(id)).Revoked();
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<GuestDto>, ProblemHttpResult>> EnterAsync(EnterRoom body, HttpContext context, LinkCheck links)
    {
        Capability? link = body.Capability.Length is > 0 and <= 100 ? await links.FindAsync(StableId.ForSecret(body.Capability)) : null;
        if (link is not { Kind: CapabilityKind.Room }) return Problems.Of(RefusalCodes.LinkInvalid);
        AuthenticateResult before = await context.AuthenticateAsync(Access.GuestScheme);
        GuestIdentity? known = before.Principal is { } principal ? GuestIdentity.Of(principal) : null;
        bool same = known is not null && string.Equals(known.SessionId, link.SessionId, StringComparison.Ordinal);
        var guest = new GuestIdentity(link.SessionId, same ? known!.GuestId : $"g_{StableId.NewSecret(16)}", link.Id);
        await context.SignInAsync(Access.GuestScheme, guest.Principal(), new AuthenticationProperties { IsPersistent = true, ExpiresUtc = link.ExpiresAt });
        return TypedResults.Ok(new GuestDto(guest.SessionId, guest.GuestId, link.ExpiresAt));
    }
}

/// <summary>A link in a list; its address is never shown again.</summary>
internal sealed record LinkDto(string Id, CapabilityKind Kind, string Label, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, bool Revoked)
{
    public static LinkDto Of(Capability link) => new(link.Id, link.Kind, link.Label, link.CreatedAt, link.ExpiresAt, link.Revoked);
}

/// <summary>A link with its address, shown once.</summary>
internal sealed record NewLinkDto(string Id, CapabilityKind Kind, string Label, string Url, DateTimeOffset ExpiresAt);

/// <summary>A new link; it lasts 30 days when no end is given.</summary>
internal sealed record CreateLink(string OperationId, CapabilityKind Kind, string Label, DateTimeOffset? ExpiresAt = null) : IOperation;

/// <summary>Enter a room with the token of its link.</summary>
internal sealed record EnterRoom(string Capability);

/// <summary>Who a viewer is in this room.</summary>
internal sealed record GuestDto(string SessionId, string GuestId, DateTimeOffset ExpiresAt);
