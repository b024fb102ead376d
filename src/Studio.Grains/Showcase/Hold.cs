using System.Text.Json.Serialization;
using Studio.Grains.Values;

namespace Studio.Grains.Showcase;

/// <summary>Pieces set aside for a viewer, and what they were promised for them.</summary>
/// <param name="UnitPrice">The price that was promised for a piece.</param>
/// <param name="PlacedAt">When the pieces were set aside.</param>
/// <param name="ExpiresAt">When they are free again, unless the hold is confirmed.</param>
/// <param name="EndedAt">When it was released or expired.</param>
/// <param name="Discount">What the offer takes off the whole hold.</param>
/// <param name="OfferId">The offer under which it was promised; null: none.</param>
/// <param name="Card">The card instance that was on air for the item at that moment (epoch and revision), if one was.</param>
/// <param name="Handover">Where it goes, once confirmed.</param>
/// <param name="ConfirmedAt">When it was confirmed.</param>
[GenerateSerializer, Immutable, Alias("studio.Hold")]
public sealed record Hold(
    [property: Id(0), JsonPropertyName("i")] string Id, [property: Id(1), JsonPropertyName("g")] string ItemId, [property: Id(2), JsonPropertyName("b")] string Buyer,
    [property: Id(3), JsonPropertyName("q")] int Quantity, [property: Id(4), JsonPropertyName("p")] Money UnitPrice, [property: Id(5), JsonPropertyName("s")] HoldState State,
    [property: Id(6), JsonPropertyName("a")] DateTimeOffset PlacedAt, [property: Id(7), JsonPropertyName("x")] DateTimeOffset ExpiresAt,
    [property: Id(8), JsonPropertyName("z")] DateTimeOffset? EndedAt = null, [property: Id(9), JsonPropertyName("d")] Money Discount = default,
    [property: Id(10), JsonPropertyName("o")] string? OfferId = null, [property: Id(11), JsonPropertyName("c")] CardInstance? Card = null,
    [property: Id(12), JsonPropertyName("w")] Handover? Handover = null, [property: Id(13), JsonPropertyName("k")] DateTimeOffset? ConfirmedAt = null)
{
    /// <summary>What the whole hold costs.</summary>
    [JsonIgnore] public Money Total => new((UnitPrice.Fen * Quantity) - Discount.Fen);

    /// <summary>Whether its pieces are set aside (an offer to somebody who waited is, too).</summary>
    [JsonIgnore] public bool Runs => State is HoldState.Held or HoldState.Offered;

    /// <summary>Eight letters and digits that people write into an order's remark or read out at a station: <c>7K3P-9QXM</c>. 40 bits of its id.</summary>
    [JsonIgnore] public string Code => CodeOf(Id);

    /// <summary>The code of a hold's id.</summary>
    public static string CodeOf(string holdId) => $"{holdId[2..6]}-{holdId[6..10]}".ToUpperInvariant();
}

/// <summary>Which card was on air.</summary>
[GenerateSerializer, Immutable, Alias("studio.CardInstance")]
public readonly record struct CardInstance([property: Id(0), JsonPropertyName("e")] int Epoch, [property: Id(1), JsonPropertyName("r")] long Revision);

/// <summary>Where a hold stands. What may follow what: <see cref="HoldTransitions"/>.</summary>
public enum HoldState
{
    /// <summary>Pieces are set aside.</summary>
    Held,

    /// <summary>The buyer will take them.</summary>
    Confirmed,

    /// <summary>The buyer gave them back, or staff cancelled the hold.</summary>
    Released,

    /// <summary>The time ran out.</summary>
    Expired,

    /// <summary>Set aside for somebody who waited, until they say yes or the time runs out.</summary>
    Offered,
}

/// <summary>How confirmed goods are handed over.</summary>
public enum HandoverWay
{
    /// <summary>The buyer orders in the enterprise's shop.</summary>
    Shop,

    /// <summary>The buyer collects and pays at a village station (代买代卖).</summary>
    Station,
}

/// <summary>Where confirmed goods go. The buyer's phone number, where one is needed, is kept apart: see <see cref="IContactGrain"/>.</summary>
[GenerateSerializer, Immutable, Alias("studio.Handover")]
public sealed record Handover([property: Id(0), JsonPropertyName("w")] HandoverWay Way, [property: Id(1), JsonPropertyName("s")] string? StationId = null);

/// <summary>Somebody waits for pieces of a sold-out item.</summary>
[GenerateSerializer, Immutable, Alias("studio.WaitEntry")]
public sealed record WaitEntry(
    [property: Id(0), JsonPropertyName("i")] string Id, [property: Id(1), JsonPropertyName("g")] string ItemId, [property: Id(2), JsonPropertyName("b")] string Buyer,
    [property: Id(3), JsonPropertyName("q")] int Quantity, [property: Id(4), JsonPropertyName("a")] DateTimeOffset Since);
