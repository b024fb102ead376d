using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Catalog;
using Studio.Api.Edge;
using Studio.Api.Live;
using Studio.Api.People;
using Studio.Api.Recording;
using Studio.Api.Stations;
using Studio.Grains.Live;

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
        room.MapGet("/stations", StationEndpoints.OpenAsync);
        RouteGroupBuilder commands = room.MapGroup("").RequireRateLimiting(Limits.Guest);
        commands.MapPost("/holds", PlaceAsync);
        commands.MapDelete("/holds/{holdId}", async (string sessionId, string holdId, string operationId, ClaimsPrincipal user, IGrainFactory grains) =>
            (await Ledger(grains, sessionId).Release(Buyer(user), holdId)).ToResult(HoldDto.Of));
        commands.MapPost("/holds/{holdId}/accept", async (string sessionId, string holdId, Accepting body, ClaimsPrincipal user, IGrainFactory grains) =>
            (await Ledger(grains, sessionId).Accept(Buyer(user), holdId)).ToResult(HoldDto.Of));
        commands.MapPost("/holds/{holdId}/confirm", ConfirmAsync);
        commands.MapPost("/waiting", WaitAsync);
        commands.MapDelete("/waiting/{itemId}", async (string sessionId, string itemId, string operationId, ClaimsPrincipal user, IGrainFactory grains) =>
            TypedResults.Ok(new WaitsNoMore(await Ledger(grains, sessionId).WaitNoMore(itemId, Buyer(user)))));
        commands.MapPut("/contact", KeepContactAsync);
        commands.MapDelete("/contact", async (string sessionId, string operationId, ClaimsPrincipal user, ContactBook contacts) =>
        {
            await contacts.ForgetAsync(sessionId, Buyer(user));
            return TypedResults.NoContent();
        });
    }

    private static async Task<Results<Ok<RoomDto>, ProblemHttpResult>> GetAsync(
        string sessionId, ClaimsPrincipal user, IGrainFactory grains, RelaySet relays, ContactBook contacts, TimeProvider clock)
    {
        if (await relays.FindAsync(sessionId) is not { } relay) return Problems.Of(RefusalCodes.NotFound);
        SessionView session = relay.Session;
        Task<Contact?> contact = contacts.FindAsync(sessionId, Buyer(user));
        BuyerHolds mine = await Ledger(grains, sessionId).Mine(Buyer(user));
        return TypedResults.Ok(new RoomDto(
            session.Id, session.Title, session.Phase, session.Feed.State, RecordingStore.PlaylistUrl(session.Id), RecordingStore.LivePlaylistUrl(session.Id), relay.OnAir.ForViewers(), relay.Counts,
            [.. session.Items.Select(RoomItemDto.Of)], [.. mine.Holds.Select(HoldDto.Of)],
            [.. mine.Waiting.Select(one => new WaitDto(one.Entry.ItemId, one.Entry.Quantity, one.Place, one.Entry.Since))],
            (await contact)?.Masked, session.PlannedStart, clock.GetUtcNow()));
    }

    private static async Task<Results<Created<HoldDto>, ProblemHttpResult>> PlaceAsync(
        string sessionId, PlaceHoldBody body, ClaimsPrincipal user, HttpContext context, RelaySet relays, HoldGate gate)
    {
        if (await relays.FindAsync(sessionId) is not { } relay) return Problems.Of(RefusalCodes.NotFound);
        if (Wanted(relay, body.ItemId) is not { } wanted) return Problems.Of(RefusalCodes.ItemNotInSession);
        if (Showcasing.NotServed(wanted, body.Region) is { } elsewhere) return Problems.Of(elsewhere);
        var command = new PlaceHold(Buyer(user), body.OperationId, wanted.Id, body.Quantity, body.SeenPriceFen, relay.ShowingOf(wanted.Id));
        Outcome<Hold> held = await gate.PlaceAsync(relay, command, body.Proof, Limits.Address(context), Operations.IsRepeat(context));
        if (held.Refusal?.Code == Problems.Busy) context.Response.Headers.RetryAfter = "1";
        return held.Refusal is { } refusal
            ? Problems.Of(refusal)
            : TypedResults.Created($"/api/room/{sessionId}/holds/{held.Value.Id}", HoldDto.Of(held.Value));
    }

    private static async Task<Results<Ok<HoldDto>, ProblemHttpResult>> ConfirmAsync(
        string sessionId, string holdId, Confirming body, ClaimsPrincipal user, IGrainFactory grains, ContactBook contacts)
    {
        if (body.Way == HandoverWay.Station)
        {
            if (string.IsNullOrWhiteSpace(body.StationId)) return Problems.Of(new Check().Add("stationId", FieldErrors.Required).Refusal!);
            if (await StationEndpoints.WhyNotAsync(grains, body.StationId) is { } refusal) return Problems.Of(refusal);
            if (await contacts.FindAsync(sessionId, Buyer(user)) is null) return Problems.Of(RefusalCodes.ContactNeeded);
        }
        var handover = new Handover(body.Way, body.Way == HandoverWay.Station ? body.StationId : null);
        return (await Ledger(grains, sessionId).Confirm(Buyer(user), holdId, handover)).ToResult(HoldDto.Of);
    }

    private static async Task<Results<Ok<WaitDto>, ProblemHttpResult>> WaitAsync(string sessionId, WaitBody body, ClaimsPrincipal user, IGrainFactory grains, RelaySet relays)
    {
        if (await relays.FindAsync(sessionId) is not { } relay) return Problems.Of(RefusalCodes.NotFound);
        if (Wanted(relay, body.ItemId) is not { } wanted) return Problems.Of(RefusalCodes.ItemNotInSession);
        if (Showcasing.NotServed(wanted, body.Region) is { } elsewhere) return Problems.Of(elsewhere);
        Outcome<WaitEntry> waits = await Ledger(grains, sessionId).Wait(new PlaceHold(Buyer(user), body.OperationId, wanted.Id, body.Quantity));
        if (waits.Refusal is { } refusal) return Problems.Of(refusal);
        BuyerHolds mine = await Ledger(grains, sessionId).Mine(Buyer(user));
        int place = mine.Waiting.FirstOrDefault(one => string.Equals(one.Entry.ItemId, wanted.Id, StringComparison.Ordinal))?.Place ?? 0;
        return TypedResults.Ok(new WaitDto(wanted.Id, waits.Value.Quantity, place, waits.Value.Since));
    }

    private static async Task<Results<Ok<ContactDto>, ProblemHttpResult>> KeepContactAsync(string sessionId, KeepContact body, ClaimsPrincipal user, ContactBook contacts)
    {
        Outcome<Contact> kept = await contacts.KeepAsync(sessionId, Buyer(user), body.OperationId, body.Phone, body.Consent);
        return kept.ToResult(contact => new ContactDto(contact.Masked));
    }

    // A ledger knows only what its session told it, so only items of the showcase are asked for.
    private static ShowcaseItem? Wanted(SessionRelay relay, string itemId) => relay.Session.Items.FirstOrDefault(item => string.Equals(item.Id, itemId, StringComparison.Ordinal));

    private static string Buyer(ClaimsPrincipal user) => GuestIdentity.Of(user)!.GuestId;

    private static IHoldLedgerGrain Ledger(IGrainFactory grains, string sessionId) => grains.GetGrain<IHoldLedgerGrain>(sessionId);

    /// <summary>Refuses a guest who asks for another session than that of their link, as if it did not exist.</summary>
    internal sealed class OwnSession : IEndpointFilter
    {
        public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
            string.Equals(GuestIdentity.Of(context.HttpContext.User)?.SessionId, context.HttpContext.GetRouteValue("sessionId") as string, StringComparison.Ordinal)
                ? next(context)
                : ValueTask.FromResult<object?>(Problems.Of(RefusalCodes.NotFound));
    }
}
