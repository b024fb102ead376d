using Orleans.Concurrency;
using Studio.Grains.Values;

namespace Studio.Grains.Showcase;

/// <summary>
/// The ledger of one showcase item: how many pieces are allotted, who holds how many until when. Key: <c>sessionId/itemId</c>.
/// Every answer is durable before it is given.
/// </summary>
[Alias("studio.IHoldLedgerGrain")]
public interface IHoldLedgerGrain : IGrainWithStringKey
{
    /// <summary>Sets the terms (price, limit, allotment, lifetime of a hold). Refused: <see cref="RefusalCodes.BelowPromised"/>.</summary>
    [Alias("Allot")] Task<Outcome<ItemCounts>> Allot(ItemTerms terms);

    /// <summary>Opens the item for holds when its session is live, closes it when the session ends.</summary>
    [Alias("SetSelling")] Task<ItemCounts> SetSelling(Selling selling);

    /// <summary>Sets pieces aside for a buyer. Refused: sold-out, limit-reached, not-live, session-ended, validation, operation-conflict.</summary>
    [Alias("Place")] Task<Outcome<Hold>> Place(PlaceHold command);

    /// <summary>Gives held pieces back. Releasing twice is the same as once. Refused: not-found, hold-ended (confirmed or expired).</summary>
    [Alias("Release")] Task<Outcome<Hold>> Release(string buyer, string holdId);

    /// <summary>The durable counts.</summary>
    [AlwaysInterleave, Alias("Counts")] Task<ItemCounts> Counts();

    /// <summary>The buyer's holds, newest first, ended ones included as long as they are remembered.</summary>
    [Alias("HoldsOf")] Task<IReadOnlyList<Hold>> HoldsOf(string buyer);

    /// <summary>Every hold the ledger remembers, for export and for history checks.</summary>
    [Alias("AllHolds")] Task<IReadOnlyList<Hold>> AllHolds();

    /// <summary>Tells the observer of new counts, at most ten times a second. Repeat within <see cref="Live.ObserverLease.Lifetime"/>.</summary>
    [AlwaysInterleave, Alias("Observe")] Task<ItemCounts> Observe(IHoldLedgerObserver observer);
}

/// <summary>Is told when durable counts changed.</summary>
[Alias("studio.IHoldLedgerObserver")]
public interface IHoldLedgerObserver : IGrainObserver
{
    /// <summary>The newest counts; older ones may be skipped.</summary>
    [OneWay, Alias("Counted")] Task Counted(string sessionId, ItemCounts counts);
}

/// <summary>What an item is sold at, set by its session.</summary>
/// <param name="Price">Unit price that a hold promises.</param>
/// <param name="Allotted">Pieces set aside for this session.</param>
/// <param name="PerBuyerLimit">Pieces that one buyer may hold or have confirmed.</param>
/// <param name="HoldLifetime">How long a hold lasts when it is neither confirmed nor released.</param>
[GenerateSerializer, Immutable, Alias("studio.ItemTerms")]
public sealed record ItemTerms(
    [property: Id(0)] Money Price, [property: Id(1)] int Allotted, [property: Id(2)] int PerBuyerLimit, [property: Id(3)] TimeSpan HoldLifetime);

/// <summary>Whether holds can be placed.</summary>
public enum Selling
{
    /// <summary>The session has not begun.</summary>
    NotYet,

    /// <summary>The session is live.</summary>
    Open,

    /// <summary>The session has ended; holds run on until they expire.</summary>
    Closed,
}

/// <summary>A viewer asks for pieces.</summary>
/// <param name="Buyer">The guest's id.</param>
/// <param name="OperationId">Made by the client; with the buyer it names the hold, so a repeat finds the first one.</param>
/// <param name="Quantity">Pieces, 1 to the item's limit.</param>
[GenerateSerializer, Immutable, Alias("studio.PlaceHold")]
public sealed record PlaceHold([property: Id(0)] string Buyer, [property: Id(1)] string OperationId, [property: Id(2)] int Quantity);

/// <summary>Pieces set aside for a viewer, at the price that was shown.</summary>
[GenerateSerializer, Immutable, Alias("studio.Hold")]
public sealed record Hold(
    [property: Id(0)] string Id, [property: Id(1)] string Buyer, [property: Id(2)] int Quantity, [property: Id(3)] Money UnitPrice,
    [property: Id(4)] HoldState State, [property: Id(5)] DateTimeOffset PlacedAt, [property: Id(6)] DateTimeOffset ExpiresAt,
    [property: Id(7)] DateTimeOffset? EndedAt = null);

/// <summary>Where a hold stands. Held → Confirmed, Released or Expired; the last three are ends.</summary>
public enum HoldState
{
    /// <summary>Pieces are set aside.</summary>
    Held,

    /// <summary>The buyer will take them.</summary>
    Confirmed,

    /// <summary>The buyer gave them back.</summary>
    Released,

    /// <summary>The time ran out.</summary>
    Expired,
}

/// <summary>Durable counts of an item in pieces; <paramref name="Version"/> rises with each durable change.</summary>
[GenerateSerializer, Immutable, Alias("studio.ItemCounts")]
public sealed record ItemCounts(
    [property: Id(0)] string ItemId, [property: Id(1)] int Allotted, [property: Id(2)] int Held, [property: Id(3)] int Confirmed, [property: Id(4)] long Version)
{
    /// <summary>Pieces that can still be held.</summary>
    public int Left => Allotted - Held - Confirmed;
}
