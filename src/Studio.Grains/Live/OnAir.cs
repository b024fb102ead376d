using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Grains.Live;

/// <summary>Which on-air document: epochs count runs of a session (each rehearsal is one), revisions count changes within one.</summary>
[GenerateSerializer, Immutable, Alias("studio.Head")]
public readonly record struct Head([property: Id(0)] int Epoch, [property: Id(1)] long Revision);

/// <summary>What is on air: the whole document, each change a new revision.</summary>
[GenerateSerializer, Immutable, Alias("studio.OnAir")]
public sealed record OnAir([property: Id(0)] int Epoch, [property: Id(1)] long Revision, [property: Id(2)] ProductCard? Card)
{
    /// <summary>The epoch and revision.</summary>
    public Head Head => new(Epoch, Revision);
}

/// <summary>An immutable instance of a card (商品卡): edits of the product or the item do not reach it until the operator pushes them.</summary>
/// <param name="Price">The price that the ledger promises; shown only when <paramref name="PriceHidden"/> is false.</param>
/// <param name="TakenAt">When this showing of the item began; a push keeps it.</param>
/// <param name="Template">Id of the graphic that draws it.</param>
/// <param name="PriceHidden">The price is hidden until it is called (待开价).</param>
/// <param name="WasPrice">The struck-out price; there is one only with stored proof.</param>
/// <param name="Mechanism">What the host promises with the price (买二送一 …).</param>
/// <param name="OfferEndsAt">End of a running flash offer (秒杀), by the server's clock.</param>
[GenerateSerializer, Immutable, Alias("studio.ProductCard")]
public sealed record ProductCard(
    [property: Id(0)] string ItemId, [property: Id(1)] int Number, [property: Id(2)] string Name, [property: Id(3)] string Unit,
    [property: Id(4)] Money Price, [property: Id(5)] string ProductId, [property: Id(6)] string Picture, [property: Id(7)] DateTimeOffset TakenAt,
    [property: Id(8)] string Template = Templates.LowerThird, [property: Id(9)] bool PriceHidden = false, [property: Id(10)] Money? WasPrice = null,
    [property: Id(11)] string Mechanism = "", [property: Id(12)] string Origin = "", [property: Id(13)] string TraceUrl = "",
    [property: Id(14)] DateTimeOffset? OfferEndsAt = null);

/// <summary>Ids of graphics that the studio brings itself.</summary>
public static class Templates
{
    /// <summary>A band in the lower third; what is used where nothing else is asked for.</summary>
    public const string LowerThird = "lower-third";

    /// <summary>What is shown of an item that has no pieces left.</summary>
    public const string SoldOut = "sold-out";

    /// <summary>What is shown of an item before its turn.</summary>
    public const string ComingNext = "coming-next";
}

/// <summary>
/// Puts a card on air, leaving the head that the operator saw. With <paramref name="RundownItemId"/> the plan moves on to the item behind
/// it; without, the item pops up between two others and the plan stays (插播).
/// </summary>
/// <param name="Template">The graphic; null: the one that the rundown names, or the lower third.</param>
[GenerateSerializer, Immutable, Alias("studio.TakeItem")]
public sealed record TakeItem(
    [property: Id(0)] string ItemId, [property: Id(1)] Head Expected, [property: Id(2)] string? RundownItemId = null, [property: Id(3)] string? Template = null);

/// <summary>One showing of an item, as it was played: kept apart from the plan.</summary>
/// <param name="RundownItemId">The planned item that it carried out; null: it popped up between two.</param>
/// <param name="Until">Null while it is on air.</param>
[GenerateSerializer, Immutable, Alias("studio.Appearance")]
public sealed record Appearance(
    [property: Id(0)] long Revision, [property: Id(1)] string? RundownItemId, [property: Id(2)] string ItemId, [property: Id(3)] int Number,
    [property: Id(4)] string Name, [property: Id(5)] Money Price, [property: Id(6)] string Cause, [property: Id(7)] string By,
    [property: Id(8)] DateTimeOffset From, [property: Id(9)] DateTimeOffset? Until);

/// <summary>A running offer on an item (秒杀, 阶梯价, 满减).</summary>
/// <param name="Price">Flash: its price. Step: the price of the step that is reached. Threshold: the item's price.</param>
/// <param name="EndsAt">When it ends, by the server's clock; null: until somebody ends it.</param>
/// <param name="PriceAfter">What the item costs without it.</param>
/// <param name="Quantity">Flash: pieces at its price; 0: as many as there are.</param>
[GenerateSerializer, Immutable, Alias("studio.ItemOffer")]
public sealed record ItemOffer(
    [property: Id(0)] Money Price, [property: Id(1)] DateTimeOffset? EndsAt, [property: Id(2)] Money PriceAfter, [property: Id(3)] string Id = "",
    [property: Id(4)] OfferKind Kind = OfferKind.Flash, [property: Id(5)] int Quantity = 0, [property: Id(6)] IReadOnlyList<PriceStep>? Steps = null,
    [property: Id(7)] Money AtLeast = default, [property: Id(8)] Money Off = default)
{
    /// <summary>The offer as the ledger promises it.</summary>
    public OfferTerms Terms() => new(Id, Kind, EndsAt, Price, Quantity, Steps, AtLeast, Off);
}

/// <summary>Proof that the goods were really sold at a higher price: without it no price is struck out.</summary>
/// <param name="Document">File name of the stored picture of the proof.</param>
[GenerateSerializer, Immutable, Alias("studio.PriceProof")]
public sealed record PriceProof(
    [property: Id(0)] Money WasPrice, [property: Id(1)] string Document, [property: Id(2)] string Note, [property: Id(3)] string By, [property: Id(4)] DateTimeOffset At);

/// <summary>A higher price for the card that is on air, waiting for a second person.</summary>
[GenerateSerializer, Immutable, Alias("studio.PriceRaise")]
public sealed record PriceRaise(
    [property: Id(0)] string Id, [property: Id(1)] string ItemId, [property: Id(2)] Money From, [property: Id(3)] Money To,
    [property: Id(4)] string By, [property: Id(5)] DateTimeOffset At);

/// <summary>All overlays of the session are blank (紧急清屏), or were.</summary>
/// <param name="Version">Rises with each change; with the head it orders what overlays are told.</param>
[GenerateSerializer, Immutable, Alias("studio.Blank")]
public sealed record Blank([property: Id(0)] bool On, [property: Id(1)] long Version, [property: Id(2)] string By, [property: Id(3)] DateTimeOffset? At);
