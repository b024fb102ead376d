using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Catalog;
using Studio.Api.Edge;
using Studio.Api.Live;
using Studio.Api.People;
using Studio.Api.Recording;
using Studio.Grains.Live;
using Studio.Grains.Recording;
using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Api.Showcase;

/// <summary>What a viewer sees and holds. A guest reaches only the session of their link, and only their own holds.</summary>
internal static class RoomEndpoints
{
    public static void MapShowcase(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder room = routes.MapGroup("/api/room/{sessionId}").WithTags("Room").RequireAuthorization(Access.Guest)
            .AddEndpointFilter<OwnSession>().AddEndpointFilter<Operations>();
        room.MapGet("", GetAsync);
        room.MapPost("/holds", PlaceAsync).RequireRateLimiting(Limits.Guest);
        room.MapDelete("/holds/{holdId}", ReleaseAsync).RequireRateLimiting(Limits.Guest);
    }

    private static async Task<Results<Ok<RoomDto>, ProblemHttpResult>> GetAsync(
        string sessionId, ClaimsPrincipal user, IGrainFactory grains, RelaySet relays, TimeProvider clock)
    {
        if (await relays.FindAsync(sessionId) is not { } relay) return Problems.Of(RefusalCodes.NotFound);
        SessionView session = relay.Session;
        string guest = GuestIdentity.Of(user)!.GuestId;
        IReadOnlyList<Hold>[] holds = await Task.WhenAll(session.Items.Select(item => Ledger(grains, sessionId, item.Id).HoldsOf(guest)));
        return TypedResults.Ok(new RoomDto(
            session.Id, session.Title, session.Phase, session.Feed.State, RecordingStore.PlaylistUrl(session.Id), relay.OnAir.ForViewers(), relay.Counts,
            [.. session.Items.Select(RoomItemDto.Of)],
            [.. session.Items.Zip(holds).SelectMany(mine => mine.Second.Select(hold => HoldDto.Of(mine.First.Id, hold))).OrderByDescending(hold => hold.PlacedAt)],
            clock.GetUtcNow()));
    }

    private static async Task<Results<Created<HoldDto>, ProblemHttpResult>> PlaceAsync(
        string sessionId, PlaceHoldBody body, ClaimsPrincipal user, IGrainFactory grains, RelaySet relays)
    {
        if (await relays.FindAsync(sessionId) is not { } relay) return Problems.Of(RefusalCodes.NotFound);
        // A ledger is made by asking for it, so only items of the showcase are asked for.
        if (relay.Session.Items.FirstOrDefault(item => string.Equals(item.Id, body.ItemId, StringComparison.Ordinal)) is not { } wanted) return Problems.Of(RefusalCodes.ItemNotInSession);
        if (wanted.Withdrawn) return Problems.Of(RefusalCodes.ItemWithdrawn);
        if (wanted.PriceHidden) return Problems.Of(RefusalCodes.PriceNotCalled);
        Outcome<Hold> held = await Ledger(grains, sessionId, body.ItemId).Place(new PlaceHold(GuestIdentity.Of(user)!.GuestId, body.OperationId, body.Quantity));
        return held.Refusal is { } refusal
            ? Problems.Of(refusal)
            : TypedResults.Created($"/api/room/{sessionId}/holds/{held.Value.Id}", HoldDto.Of(body.ItemId, held.Value));
    }

    private static async Task<Results<Ok<HoldDto>, ProblemHttpResult>> ReleaseAsync(
        string sessionId, string holdId, string itemId, string operationId, ClaimsPrincipal user, IGrainFactory grains, RelaySet relays)
    {
        if (await relays.FindAsync(sessionId) is not { } relay) return Problems.Of(RefusalCodes.NotFound);
        if (!relay.Session.Items.Any(item => string.Equals(item.Id, itemId, StringComparison.Ordinal))) return Problems.Of(RefusalCodes.ItemNotInSession);
        return (await Ledger(grains, sessionId, itemId).Release(GuestIdentity.Of(user)!.GuestId, holdId)).ToResult(hold => HoldDto.Of(itemId, hold));
    }

    private static IHoldLedgerGrain Ledger(IGrainFactory grains, string sessionId, string itemId) => grains.GetGrain<IHoldLedgerGrain>($"{sessionId}/{itemId}");

    /// <summary>Refuses a guest who asks for another session than that of their link, as if it did not exist.</summary>
    private sealed class OwnSession : IEndpointFilter
    {
        public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
            string.Equals(GuestIdentity.Of(context.HttpContext.User)?.SessionId, context.HttpContext.GetRouteValue("sessionId") as string, StringComparison.Ordinal)
                ? next(context)
                : ValueTask.FromResult<object?>(Problems.Of(RefusalCodes.NotFound));
    }
}

/// <summary>A room as a viewer sees it.</summary>
internal sealed record RoomDto(
    string SessionId, string Title, SessionPhase Phase, FeedState Feed, string PlaylistUrl, OnAirDoc OnAir, CountsDoc Counts,
    IReadOnlyList<RoomItemDto> Items, IReadOnlyList<HoldDto> Holds, DateTimeOffset ServerTime);

/// <summary>A numbered product on the shelf. <paramref name="PriceFen"/> is null until the price is called.</summary>
internal sealed record RoomItemDto(
    string Id, int Number, string Name, string Unit, Money? PriceFen, string PictureUrl, int PerBuyerLimit, bool Withdrawn, Money? WasPriceFen, DateTimeOffset? OfferEndsAt)
{
    public static RoomItemDto Of(ShowcaseItem item) => Of(ShowcaseItemDto.Of(item));

    public static RoomItemDto Of(ShowcaseItemDto item) => new(
        item.Id, item.Number, item.Name, item.Unit, item.PriceHidden ? null : item.PriceFen, item.PictureUrl, item.PerBuyerLimit, item.Withdrawn,
        item.PriceHidden || item.WasPriceFen?.Fen <= item.PriceFen.Fen ? null : item.WasPriceFen, item.OfferEndsAt);
}

/// <summary>Pieces set aside for this viewer.</summary>
internal sealed record HoldDto(string Id, string ItemId, int Quantity, Money UnitPriceFen, HoldState State, DateTimeOffset PlacedAt, DateTimeOffset ExpiresAt)
{
    public static HoldDto Of(string itemId, Hold hold) => new(hold.Id, itemId, hold.Quantity, hold.UnitPrice, hold.State, hold.PlacedAt, hold.ExpiresAt);
}

/// <summary>Hold pieces of an item.</summary>
internal sealed record PlaceHoldBody(string OperationId, string ItemId, int Quantity) : IOperation;
