using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using Studio.Api.Edge;
using Studio.Api.Live;
using Studio.Api.Parts;
using Studio.Grains.Live;
using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Api.Showcase;

/// <summary>
/// What stands between a storm of presses and the ledger: what is gone is refused here; what is suspicious must prove itself; what is too much waits for a
/// short while or is told so at once, instead of running into a time-out.
/// </summary>
internal sealed class HoldGate(StudioOptions options, HoldProof proof, TimeProvider clock) : IDisposable
{
    // So long a "sold out" of the ledger is passed on without asking it again: somebody may have given a piece back since.
    private static readonly TimeSpan GoneFor = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(string Session, string Item), long> _gone = [];
    private readonly ConcurrencyLimiter _turns = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = options.HoldsAtOnce,
        QueueLimit = 4 * options.HoldsAtOnce,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Asks the ledger, unless the answer is known or the asking is too much. Refused beside what a ledger refuses: busy, proof-needed (facts challenge, bits).</summary>
    /// <param name="repeated">The command was sent before: its first answer must be looked up, whatever is left now.</param>
    public async Task<Outcome<Hold>> PlaceAsync(SessionRelay relay, PlaceHold command, HoldProofBody? proven, string address, bool repeated)
    {
        (string, string) key = (relay.Session.Id, command.ItemId);
        if (!repeated && IsGone(key, relay.CountsOf(command.ItemId))) return Refusal.With(RefusalCodes.SoldOut, "left", 0).And("waiting", relay.CountsOf(command.ItemId)!.Waiting);
        if (proof.Missing(relay.Session.Proof, command.Buyer, address, proven) is { } missing) return missing;
        using RateLimitLease turn = await _turns.AcquireAsync();
        if (!turn.IsAcquired) return new Refusal(Problems.Busy);
        Outcome<Hold> held = await relay.Ledger.Place(command);
        if (held.Refusal is { Code: RefusalCodes.SoldOut } gone && gone.Facts?["left"] is 0) _gone[key] = clock.GetTimestamp();
        return held;
    }

    public void Dispose() => _turns.Dispose();

    private bool IsGone((string, string) key, ItemCounts? counts) => counts is { Left: 0 } && _gone.TryGetValue(key, out long since) && clock.GetElapsedTime(since) < GoneFor;
}
