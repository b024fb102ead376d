using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Catalog;
using Studio.Api.Clips;
using Studio.Api.Edge;
using Studio.Api.Figures;
using Studio.Api.Keeping;
using Studio.Api.Live.Obs;
using Studio.Api.Parts;
using Studio.Api.Passing;
using Studio.Api.People;
using Studio.Api.Recording;
using Studio.Grains.Index;
using Studio.Grains.Live;
using Studio.Grains.Recording;
using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Api.Live;

/// <summary>Rooms, sessions, and what an operator does with them.</summary>
internal static class SessionEndpoints
{
    public static void MapLive(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder rooms = routes.MapGroup("/api/rooms").WithTags("Live").AddEndpointFilter<Operations>();
        rooms.MapGet("", RoomsAsync).RequireAuthorization(Access.Look);
        rooms.MapPost("", CreateRoomAsync).RequireAuthorization(Access.Manage);

        RouteGroupBuilder sessions = routes.MapGroup("/api/sessions").WithTags("Live").AddEndpointFilter<Operations>();
        sessions.MapGet("", ListAsync).RequireAuthorization(Access.Look);
        sessions.MapPost("", CreateAsync).RequireAuthorization(Access.Operate);
        sessions.MapGet("/{id}", GetAsync).RequireAuthorization(Access.Look);
        sessions.MapPost("/{id}/items", AddItemAsync).RequireAuthorization(Access.Operate);
        sessions.MapPost("/{id}/take", TakeAsync).RequireAuthorization(Access.Operate);
        sessions.MapPost("/{id}/clear", ClearAsync).RequireAuthorization(Access.Operate);
        sessions.MapPost("/{id}/end", EndAsync).RequireAuthorization(Access.Operate);
        sessions.MapControl();
        sessions.MapPricing();
        sessions.MapRundown();
        routes.MapRundownPreview();
        sessions.MapReport();
        sessions.MapObs();
        sessions.MapFigures();
        routes.MapKeeping();
        routes.MapPushes();
        routes.MapDeck();
        routes.MapHub<StudioHub>("/hubs/studio");
        routes.MapDirectHub<RoomHub>("/hubs/room").RequireAuthorization(Access.Guest);
    }

    private static async Task<Ok<RoomSummary[]>> RoomsAsync(IGrainFactory grains)
    {
        IReadOnlyList<string> ids = await grains.GetGrain<IIndexGrain>(Indexes.Rooms).All();
        RoomSummary?[] rooms = await Task.WhenAll(ids.Select(async id => await grains.GetGrain<IRoomGrain>(id).Get() is { } room
            ? new RoomSummary(room.Id, room.Name, RoomDelayDto.Of(await grains.GetGrain<IRoomGrain>(id).Delay("")))
            : null));
        return TypedResults.Ok(rooms.OfType<RoomSummary>().ToArray());
    }

    private static async Task<Results<Ok<Room>, ProblemHttpResult>> CreateRoomAsync(CreateRoom body, ClaimsPrincipal user, IGrainFactory grains)
    {
        string id = StableId.ForOperation("r", user.Identity!.Name!, body.OperationId);
        return (await grains.GetGrain<IRoomGrain>(id).Create(body.Name)).ToResult(room => room);
    }

    private static async Task<Ok<SessionSummary[]>> ListAsync(IGrainFactory grains)
    {
        IReadOnlyList<string> ids = await grains.GetGrain<IIndexGrain>(Indexes.Sessions).All();
        SessionView?[] sessions = await Task.WhenAll(ids.Select(id => grains.GetGrain<ILiveSessionGrain>(id).Get()));
        return TypedResults.Ok(sessions.OfType<SessionView>().Reverse().Select(SessionSummary.Of).ToArray());
    }

    private static async Task<Results<Ok<SessionDetail>, ProblemHttpResult>> CreateAsync(
        CreateSessionBody body, ClaimsPrincipal user, StudioOptions options, SecretMint mint, SessionReader reader, IGrainFactory grains)
    {
        string id = StableId.ForOperation("s", user.Identity!.Name!, body.OperationId);
        // The play name is only used inside the machine, but a watcher of one session must not guess another's.
        string playName = $"{id}-{mint.Mint("play", id, "")[..10]}";
        var command = new CreateSession(body.Title, body.RoomId, body.PlannedStart, [.. body.Items.Select(item => item.Spec)], options.HoldLifetime, playName, body.PlannedEnd);
        Outcome<SessionView> made = await grains.GetGrain<ILiveSessionGrain>(id).Create(Stamps.Of(user, body.OperationId), command);
        return made.Refusal is { } refusal ? Problems.Of(refusal) : TypedResults.Ok(await reader.DetailAsync(made.Value));
    }

    private static async Task<Results<Ok<SessionDetail>, ProblemHttpResult>> GetAsync(string id, IGrainFactory grains, SessionReader reader) =>
        await grains.GetGrain<ILiveSessionGrain>(id).Get() is { } session
            ? TypedResults.Ok(await reader.DetailAsync(session))
            : Problems.Of(RefusalCodes.NotFound);

    private static async Task<Results<Ok<ShowcaseItemDto>, ProblemHttpResult>> AddItemAsync(string id, AddItem body, ClaimsPrincipal user, IGrainFactory grains) =>
        (await grains.GetGrain<ILiveSessionGrain>(id).AddItem(Stamps.Of(user, body.OperationId), body.Spec)).ToResult(ShowcaseItemDto.Of);

    private static async Task<Results<Ok<HeadDto>, ProblemHttpResult>> TakeAsync(string id, Take body, ClaimsPrincipal user, IGrainFactory grains, RelaySet relays) =>
        Tell(relays, id, await grains.GetGrain<ILiveSessionGrain>(id).Take(Stamps.Of(user, body.OperationId), new TakeItem(body.ItemId, body.Expected.Head, body.RundownItemId, body.Template)));

    private static async Task<Results<Ok<HeadDto>, ProblemHttpResult>> ClearAsync(string id, Clear body, ClaimsPrincipal user, IGrainFactory grains, RelaySet relays) =>
        Tell(relays, id, await grains.GetGrain<ILiveSessionGrain>(id).Clear(Stamps.Of(user, body.OperationId), body.Expected.Head));

    private static async Task<Results<Ok<SessionDetail>, ProblemHttpResult>> EndAsync(
        string id, EndSession body, ClaimsPrincipal user, IGrainFactory grains, SessionReader reader, FeedDesk feeds)
    {
        Outcome<SessionView> ended = await grains.GetGrain<ILiveSessionGrain>(id).End(Stamps.Of(user, body.OperationId));
        if (ended.Refusal is { } refusal) return Problems.Of(refusal);
        await feeds.DropAsync(ended.Value);
        return TypedResults.Ok(await reader.DetailAsync(ended.Value));
    }

    internal static Results<Ok<HeadDto>, ProblemHttpResult> Tell(RelaySet relays, string id, Outcome<OnAir> outcome)
    {
        if (outcome.Refusal is { } refusal) return Problems.Of(refusal);
        relays.Offer(id, outcome.Value);
        return TypedResults.Ok(new HeadDto(outcome.Value.Epoch, outcome.Value.Revision));
    }
}

/// <summary>Puts together what a page about one session shows.</summary>
internal sealed class SessionReader(IGrainFactory grains, RelaySet relays, RecordingStore recordings, RecorderSet recorders, SrtDoors doors, StudioOptions options, ClipReader clips)
{
    public async Task<SessionDetail> DetailAsync(SessionView session)
    {
        SessionRelay relay = await relays.FindAsync(session.Id) ?? throw new InvalidOperationException("A session that was read has a relay.");
        IReadOnlyList<ItemCounts> counts = await grains.GetGrain<IHoldLedgerGrain>(session.Id).Counts();
        return new SessionDetail(
            session.Id, session.Title, session.Room, session.Phase, session.Feed.State, session.PlannedStart, session.StartedAt, session.EndedAt,
            [.. session.Items.Select(ShowcaseItemDto.Of)], relay.OnAir, new CountsDoc(session.Id, [.. counts.Select(ItemCountsDto.Of)]),
            await clips.OfSessionAsync(session.Id), relay.Overlays.Now, session.HasKey ? KeyState.Active : KeyState.None, await recordings.DescribeAsync(session, recorders.ProblemOf(session.Id)), relay.Board,
            SlotDto.Of(session, options), session.Door is { } door ? new SrtDoorDto(door.Port, doors.ProblemOf(session.Id)) : null);
    }
}

/// <summary>A session in a list.</summary>
internal sealed record SessionSummary(
    string Id, string Title, Room Room, SessionPhase Phase, FeedState Feed, DateTimeOffset PlannedStart, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt)
{
    public static SessionSummary Of(SessionView session) => new(
        session.Id, session.Title, session.Room, session.Phase, session.Feed.State, session.PlannedStart, session.StartedAt, session.EndedAt);
}

/// <summary>A session with everything about it.</summary>
internal sealed record SessionDetail(
    string Id, string Title, Room Room, SessionPhase Phase, FeedState Feed, DateTimeOffset PlannedStart, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt,
    IReadOnlyList<ShowcaseItemDto> Items, OnAirDoc OnAir, CountsDoc Counts, IReadOnlyList<ClipDto> Clips, IReadOnlyList<OverlayStatus> Overlays,
    KeyState KeyState, RecordingDto Recording, BoardDoc Board, SlotDto Slot, SrtDoorDto? Srt);

/// <summary>Whether a publisher could come in.</summary>
internal enum KeyState
{
    None,
    Active,
}

/// <summary>A numbered product of the showcase.</summary>
internal sealed record ShowcaseItemDto(
    string Id, int Number, string ProductId, string Name, string Unit, Money PriceFen, string PictureUrl, int Allotted, int PerBuyerLimit, string Origin, string TraceUrl,
    bool PriceHidden, bool Withdrawn, DateTimeOffset? OfferEndsAt, Money? PriceAfterFen, Money? WasPriceFen, OfferDto? Offer, int? HoldMinutes,
    IReadOnlyList<PartDto>? Parts, IReadOnlyList<string>? NotServed, string? ShopUrl)
{
    public static ShowcaseItemDto Of(ShowcaseItem item) => new(
        item.Id, item.Number, item.ProductId, item.Name, item.Unit, item.Price, PictureStore.UrlOf(item.Picture), item.Allotted, item.PerBuyerLimit, item.Origin, item.TraceUrl,
        item.PriceHidden, item.Withdrawn, item.Offer?.EndsAt, item.Offer?.PriceAfter, item.Proof?.WasPrice, OfferDto.Of(item.Offer),
        item.HoldLifetime is { } lifetime ? (int)lifetime.TotalMinutes : null, item.Parts is { Count: > 0 } parts ? [.. parts.Select(part => new PartDto(part.ItemId, part.Pieces))] : null,
        item.NotServed, item.ShopUrl.Length > 0 ? item.ShopUrl : null);
}

/// <summary>A part of a combo: so many pieces of another item of the showcase in each set.</summary>
internal sealed record PartDto(string ItemId, int Pieces);

/// <summary>A running offer. Flash: <paramref name="Quantity"/> pieces at the price (0: as many as there are). Step: prices until so many pieces are taken. Threshold: so much off from so much on.</summary>
internal sealed record OfferDto(OfferKind Kind, DateTimeOffset? EndsAt, int Quantity, IReadOnlyList<StepDto>? Steps, Money AtLeastFen, Money OffFen)
{
    public static OfferDto? Of(ItemOffer? offer) => offer is null ? null : new(
        offer.Kind, offer.EndsAt, offer.Quantity, offer.Steps is { } steps ? [.. steps.Select(step => new StepDto(step.UpTo, step.Price))] : null, offer.AtLeast, offer.Off);
}

/// <summary>This price until so many pieces are taken.</summary>
internal sealed record StepDto(int UpTo, Money PriceFen);

/// <summary>A room.</summary>
/// <param name="Delay">How long its pictures take into the recording; null: it was never measured.</param>
internal sealed record RoomSummary(string Id, string Name, RoomDelayDto? Delay);

/// <summary>A new room.</summary>
internal sealed record CreateRoom(string OperationId, string Name) : IOperation;

/// <summary>A product for the showcase.</summary>
/// <param name="HoldMinutes">How long a hold on it lasts, 1–1,440; null: as the studio is set.</param>
/// <param name="Parts">A combo (组合): items that stand in the showcase before it.</param>
/// <param name="Name">A combo's name.</param>
/// <param name="NotServed">Regions to which it cannot be sent.</param>
internal sealed record NewItem(
    string ProductId, Money PriceFen, int Allotted, int PerBuyerLimit, int? HoldMinutes = null, IReadOnlyList<PartDto>? Parts = null, string? Name = null,
    IReadOnlyList<string>? NotServed = null)
{
    internal ItemSpec Spec => new(
        ProductId, PriceFen, Allotted, PerBuyerLimit, HoldMinutes is { } minutes ? TimeSpan.FromMinutes(Math.Clamp(minutes, -1, 10_000_000)) : null,
        Parts is { Count: > 0 } ? [.. Parts.Select(part => new ComboPart(part.ItemId, part.Pieces))] : null, Name, NotServed);
}

/// <summary>A new session.</summary>
internal sealed record CreateSessionBody(string OperationId, string Title, string RoomId, DateTimeOffset PlannedStart, IReadOnlyList<NewItem> Items, DateTimeOffset? PlannedEnd = null) : IOperation;

/// <summary>One more product for a session's showcase.</summary>
internal sealed record AddItem(
    string OperationId, string ProductId, Money PriceFen, int Allotted, int PerBuyerLimit, int? HoldMinutes = null, IReadOnlyList<PartDto>? Parts = null, string? Name = null,
    IReadOnlyList<string>? NotServed = null) : IOperation
{
    internal ItemSpec Spec => new NewItem(ProductId, PriceFen, Allotted, PerBuyerLimit, HoldMinutes, Parts, Name, NotServed).Spec;
}

/// <summary>Put an item's card on air, leaving the head that the operator saw.</summary>
/// <param name="ItemId">The showcase item; empty for a planned item without a product.</param>
/// <param name="RundownItemId">The planned item that is carried out; null: the item pops up and the plan stays.</param>
/// <param name="Template">The graphic; null: what the plan names.</param>
internal sealed record Take(string OperationId, string ItemId, HeadDto Expected, string? RundownItemId = null, string? Template = null) : IOperation;

/// <summary>Take the card off, leaving the head that the operator saw.</summary>
internal sealed record Clear(string OperationId, HeadDto Expected) : IOperation;

/// <summary>End the session.</summary>
internal sealed record EndSession(string OperationId) : IOperation;
