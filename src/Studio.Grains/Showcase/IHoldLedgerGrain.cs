using Orleans.Concurrency;
using Studio.Grains.Values;

namespace Studio.Grains.Showcase;

/// <summary>
/// The ledger of a session's showcase: how many pieces of each item are allotted, who holds how many until when, who waits. Key: the session's id.
/// Every answer is durable before it is given.
/// </summary>
/// <remarks>One ledger a session, so that a combo is decided in one turn and stored in one write: docs/decisions/0015.</remarks>
[Alias("studio.IHoldLedgerGrain")]
public interface IHoldLedgerGrain : IGrainWithStringKey
{
    /// <summary>Sets the terms of items, each by itself; answers the first refusal: below-promised, parts-fixed (fact <c>itemId</c>).</summary>
    [Alias("SetTerms")] Task<Outcome<IReadOnlyList<ItemCounts>>> SetTerms(IReadOnlyList<TermsOf> items);

    /// <summary>
    /// Sets pieces aside for a buyer. Refused: sold-out, limit-reached, not-live, session-ended, item-withdrawn, price-not-called, price-changed, offer-gone,
    /// item-not-in-session, validation, operation-conflict.
    /// </summary>
    [Alias("Place")] Task<Outcome<Hold>> Place(PlaceHold command);

    /// <summary>Gives held pieces back, or says no to what was offered. Releasing twice is the same as once. Refused: not-found, hold-ended.</summary>
    [Alias("Release")] Task<Outcome<Hold>> Release(string buyer, string holdId);

    /// <summary>The buyer takes the goods: how they are handed over. Refused: not-found, hold-ended.</summary>
    [Alias("Confirm")] Task<Outcome<Hold>> Confirm(string buyer, string holdId, Handover handover);

    /// <summary>Says yes to what was set aside for somebody who waited. Refused: not-found, hold-ended.</summary>
    [Alias("Accept")] Task<Outcome<Hold>> Accept(string buyer, string holdId);

    /// <summary>Staff cancels a hold, a confirmed one too. Refused: not-found, hold-ended.</summary>
    [Alias("Cancel")] Task<Outcome<Hold>> Cancel(string holdId, string by, string why);

    /// <summary>Waits for pieces of a sold-out item. Refused: not-sold-out, limit-reached, list-full, and as a hold is.</summary>
    [Alias("Wait")] Task<Outcome<WaitEntry>> Wait(PlaceHold command);

    /// <summary>Waits no more; answers whether the buyer did.</summary>
    [Alias("WaitNoMore")] Task<bool> WaitNoMore(string itemId, string buyer);

    /// <summary>The durable counts of all items.</summary>
    [AlwaysInterleave, Alias("Counts")] Task<IReadOnlyList<ItemCounts>> Counts();

    /// <summary>A buyer's holds, newest first, ended ones included as long as they are remembered, and what they wait for.</summary>
    [Alias("Mine")] Task<BuyerHolds> Mine(string buyer);

    /// <summary>Every hold the ledger remembers, for lists, exports and history checks.</summary>
    [Alias("AllHolds")] Task<IReadOnlyList<Hold>> AllHolds();

    /// <summary>Tells the observer of new counts, at most ten times a second. Repeat within <see cref="Live.ObserverLease.Lifetime"/>.</summary>
    [AlwaysInterleave, Alias("Observe")] Task<IReadOnlyList<ItemCounts>> Observe(IHoldLedgerObserver observer);
}

/// <summary>Is told what became of a ledger, once it is durable.</summary>
[Alias("studio.IHoldLedgerObserver")]
public interface IHoldLedgerObserver : IGrainObserver
{
    /// <summary>The newest counts of the items that changed; older ones may be skipped.</summary>
    [OneWay, Alias("Counted")] Task Counted(string sessionId, IReadOnlyList<ItemCounts> counts);

    /// <summary>What these buyers hold or wait for was changed by time or by somebody else: an offer, an expiry, a cancellation. At most 1,000 at once.</summary>
    [OneWay, Alias("Moved")] Task Moved(string sessionId, IReadOnlyList<string> buyers);
}

/// <summary>The terms of an item.</summary>
[GenerateSerializer, Immutable, Alias("studio.TermsOf")]
public sealed record TermsOf([property: Id(0)] string ItemId, [property: Id(1)] ItemTerms Terms);

/// <summary>A viewer asks for pieces.</summary>
/// <param name="Buyer">The guest's id.</param>
/// <param name="OperationId">Made by the client; with the buyer and the item it names the hold, so a repeat finds the first one.</param>
/// <param name="Quantity">Pieces, 1 to the item's limit.</param>
/// <param name="SeenPrice">What the viewer's page said; a higher price is refused. Null: whatever it is.</param>
/// <param name="Card">The card instance on air for this item, if one is.</param>
[GenerateSerializer, Immutable, Alias("studio.PlaceHold")]
public sealed record PlaceHold(
    [property: Id(0)] string Buyer, [property: Id(1)] string OperationId, [property: Id(2)] string ItemId, [property: Id(3)] int Quantity,
    [property: Id(4)] Money? SeenPrice = null, [property: Id(5)] CardInstance? Card = null);

/// <summary>What a buyer has and waits for.</summary>
[GenerateSerializer, Immutable, Alias("studio.BuyerHolds")]
public sealed record BuyerHolds([property: Id(0)] IReadOnlyList<Hold> Holds, [property: Id(1)] IReadOnlyList<WaitPlace> Waiting);

/// <summary>Where somebody stands in a waiting list, from 1.</summary>
[GenerateSerializer, Immutable, Alias("studio.WaitPlace")]
public sealed record WaitPlace([property: Id(0)] WaitEntry Entry, [property: Id(1)] int Place);

/// <summary>Durable counts of an item in pieces (of a combo: sets); <paramref name="Version"/> rises with each durable change.</summary>
/// <param name="Held">Pieces in running holds, those in combos included.</param>
/// <param name="Left">Pieces that can still be held: for a combo also bounded by its parts.</param>
/// <param name="Waiting">How many people wait.</param>
/// <param name="Price">What one more piece costs, as of this change.</param>
/// <param name="OfferLeft">Pieces left at the price of the flash offer or step; null: no such bound.</param>
[GenerateSerializer, Immutable, Alias("studio.ItemCounts")]
public sealed record ItemCounts(
    [property: Id(0)] string ItemId, [property: Id(1)] int Allotted, [property: Id(2)] int Held, [property: Id(3)] int Confirmed, [property: Id(4)] long Version,
    [property: Id(5)] int Left, [property: Id(6)] int Waiting, [property: Id(7)] Money Price, [property: Id(8)] int? OfferLeft, [property: Id(9)] string? OfferId);
