using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Edge;
using Studio.Api.People;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Api.Live;

/// <summary>
/// Keys of a Stream Deck, Companion or a foot pedal: one POST without a body for each action, signed in by a link's token. A key that is
/// held down, or bounces, is one press.
/// </summary>
internal static class DeckEndpoints
{
    public static void MapDeck(this IEndpointRouteBuilder routes)
    {
        // No operation ids: a key cannot make one, so the press gets it here.
        RouteGroupBuilder deck = routes.MapGroup("/api/deck").WithTags("Deck").RequireAuthorization(Access.Deck);
        deck.MapPost("/take-next", (ClaimsPrincipal user, DeckPresses presses, IGrainFactory grains, RelaySet relays) => PressAsync(DeckKey.TakeNext, user, presses, grains, relays));
        deck.MapPost("/clear", (ClaimsPrincipal user, DeckPresses presses, IGrainFactory grains, RelaySet relays) => PressAsync(DeckKey.Clear, user, presses, grains, relays));
        deck.MapPost("/blank", (ClaimsPrincipal user, DeckPresses presses, RelaySet relays) => BlankAsync(true, user, presses, relays));
        deck.MapPost("/unblank", (ClaimsPrincipal user, DeckPresses presses, RelaySet relays) => BlankAsync(false, user, presses, relays));
        routes.MapGet("/api/overlay/state", StateAsync).RequireAuthorization(Access.Overlay).WithTags("Live");
    }

    private static async Task<Results<Ok<HeadDto>, ProblemHttpResult>> PressAsync(DeckKey key, ClaimsPrincipal user, DeckPresses presses, IGrainFactory grains, RelaySet relays)
    {
        (string session, Stamp stamp) = Who(user, key.ToString(), presses);
        return SessionEndpoints.Tell(relays, session, await grains.GetGrain<ILiveSessionGrain>(session).Press(stamp, key));
    }

    private static async Task<Results<Ok<BlankedDto>, ProblemHttpResult>> BlankAsync(bool on, ClaimsPrincipal user, DeckPresses presses, RelaySet relays)
    {
        (string session, Stamp stamp) = Who(user, on ? "blank" : "unblank", presses);
        if (await relays.FindAsync(session) is not { } relay) return Problems.Of(RefusalCodes.NotFound);
        (long version, bool stored) = await relay.BlankAsync(stamp, on);
        return TypedResults.Ok(new BlankedDto(on, version, stored));
    }

    // For an overlay whose hub is away: a panic must reach the screen without it.
    private static async Task<Results<Ok<OnAirDoc>, ProblemHttpResult>> StateAsync(ClaimsPrincipal user, RelaySet relays)
    {
        if (await relays.FindAsync(user.FindFirstValue(GuestIdentity.SessionClaim)!) is not { } relay) return Problems.Of(RefusalCodes.NotFound);
        relay.Overlays.Polled(user.Identity!.Name!);
        return TypedResults.Ok(relay.OnAir);
    }

    private static (string Session, Stamp Stamp) Who(ClaimsPrincipal user, string key, DeckPresses presses)
    {
        string link = user.FindFirstValue(OverlayAuthentication.DeckClaim)!;
        return (user.FindFirstValue(GuestIdentity.SessionClaim)!, new Stamp(presses.OperationOf($"{link} {key}"), $"deck:{user.Identity!.Name}", Causes.Deck));
    }
}

/// <summary>Gives each press its operation id; presses that follow each other closely are one.</summary>
internal sealed class DeckPresses(TimeProvider clock)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(700);
    private readonly ConcurrentDictionary<string, (string Operation, DateTimeOffset Last)> _presses = new(StringComparer.Ordinal);

    /// <summary>The operation of a key that is pressed now.</summary>
    public string OperationOf(string key)
    {
        DateTimeOffset now = clock.GetUtcNow();
        return _presses.AddOrUpdate(
            key, _ => (StableId.NewSecret(24), now), (_, before) => now - before.Last < Quiet ? (before.Operation, now) : (StableId.NewSecret(24), now)).Operation;
    }
}
