using System.Text.Json.Serialization;
using Studio.Grains.Values;

namespace Studio.Grains.Showcase;

/// <summary>What an item is sold at, set by its session.</summary>
/// <param name="Price">Unit price that a hold promises while no offer says otherwise.</param>
/// <param name="Allotted">Pieces (of a combo: sets) set aside for this session.</param>
/// <param name="PerBuyerLimit">Pieces that one buyer may hold or have confirmed.</param>
/// <param name="HoldLifetime">How long a hold lasts when it is neither confirmed nor released.</param>
/// <param name="Selling">Whether holds can be placed, and if not, why.</param>
/// <param name="Offer">The offer that runs on it, if one does.</param>
/// <param name="Parts">What a combo (组合) consists of; null or empty: a single product. Never changes once the item is there.</param>
[GenerateSerializer, Immutable, Alias("studio.ItemTerms")]
public sealed record ItemTerms(
    [property: Id(0), JsonPropertyName("p")] Money Price, [property: Id(1), JsonPropertyName("n")] int Allotted,
    [property: Id(2), JsonPropertyName("l")] int PerBuyerLimit, [property: Id(3), JsonPropertyName("t")] TimeSpan HoldLifetime,
    [property: Id(4), JsonPropertyName("s")] Selling Selling = Selling.NotYet, [property: Id(5), JsonPropertyName("o")] OfferTerms? Offer = null,
    [property: Id(6), JsonPropertyName("c")] IReadOnlyList<ComboPart>? Parts = null)
{
    /// <summary>An item of which nobody said anything yet: nothing can be held.</summary>
    public static ItemTerms None { get; } = new(Money.Zero, 0, 0, TimeSpan.Zero);

    /// <summary>Whether both say the same: lists are compared by what is in them.</summary>
    public bool SameAs(ItemTerms other) =>
        this with { Offer = other.Offer, Parts = other.Parts } == other && SameParts(other) && (Offer is null ? other.Offer is null : other.Offer is not null && Offer.SameAs(other.Offer));

    /// <summary>Whether both consist of the same parts.</summary>
    public bool SameParts(ItemTerms other) => (Parts ?? []).SequenceEqual(other.Parts ?? []);
}

/// <summary>A part of a combo: so many pieces of another item of the same showcase in each set.</summary>
[GenerateSerializer, Immutable, Alias("studio.ComboPart")]
public readonly record struct ComboPart([property: Id(0), JsonPropertyName("i")] string ItemId, [property: Id(1), JsonPropertyName("q")] int Pieces);

/// <summary>Whether holds can be placed on an item.</summary>
public enum Selling
{
    /// <summary>The session has not begun.</summary>
    NotYet,

    /// <summary>The session is live.</summary>
    Open,

    /// <summary>The session has ended; holds run on until they expire.</summary>
    Closed,

    /// <summary>The item was taken out of the sale; holds run on.</summary>
    Withdrawn,

    /// <summary>The price has not been called yet (待开价).</summary>
    PriceHidden,
}

/// <summary>What kind of offer.</summary>
public enum OfferKind
{
    /// <summary>A lower price for so many pieces until its end (秒杀).</summary>
    Flash,

    /// <summary>The price rises with the pieces that are taken (阶梯价).</summary>
    Step,

    /// <summary>So much off a hold that is worth so much (满减).</summary>
    Threshold,
}

/// <summary>An offer as the ledger promises it.</summary>
/// <param name="Price">Flash: the price of a piece.</param>
/// <param name="Quantity">Flash: pieces at that price; 0: as many as there are.</param>
/// <param name="EndsAt">When it ends, by the server's clock; null: until somebody ends it.</param>
/// <param name="Steps">Step: prices in rising order of pieces.</param>
/// <param name="AtLeast">Threshold: what a hold must be worth.</param>
/// <param name="Off">Threshold: what is taken off it, once a hold.</param>
[GenerateSerializer, Immutable, Alias("studio.OfferTerms")]
public sealed record OfferTerms(
    [property: Id(0), JsonPropertyName("i")] string Id, [property: Id(1), JsonPropertyName("k")] OfferKind Kind,
    [property: Id(2), JsonPropertyName("e")] DateTimeOffset? EndsAt = null, [property: Id(3), JsonPropertyName("p")] Money Price = default,
    [property: Id(4), JsonPropertyName("n")] int Quantity = 0, [property: Id(5), JsonPropertyName("s")] IReadOnlyList<PriceStep>? Steps = null,
    [property: Id(6), JsonPropertyName("m")] Money AtLeast = default, [property: Id(7), JsonPropertyName("d")] Money Off = default)
{
    /// <summary>Whether both say the same.</summary>
    public bool SameAs(OfferTerms other) => this with { Steps = other.Steps } == other && (Steps ?? []).SequenceEqual(other.Steps ?? []);
}

/// <summary>Of a step price: this price until so many pieces are taken.</summary>
[GenerateSerializer, Immutable, Alias("studio.PriceStep")]
public readonly record struct PriceStep([property: Id(0), JsonPropertyName("u")] int UpTo, [property: Id(1), JsonPropertyName("p")] Money Price);
