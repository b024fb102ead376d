using System.Text.Json.Serialization;
using Studio.Grains.Values;

namespace Studio.Grains.Handovers;

/// <summary>
/// An order on a platform, as far as the base needs it. It marks a hold paid while it is <see cref="OrderStatus.Paid"/> and has one. No name, no
/// address, no phone number: those stay on the platform.
/// </summary>
/// <param name="EnterpriseId">In whose shop.</param>
/// <param name="Number">The platform's order number.</param>
/// <param name="StatusText">How the platform says it; of a refund, the reason that is shown.</param>
/// <param name="Quantity">Pieces; null: the export does not say, so it pays whatever is open of its hold.</param>
/// <param name="Amount">What was paid for it.</param>
/// <param name="Remark">What the buyer wrote, shortened, with long numbers made unreadable.</param>
/// <param name="HoldId">The hold that it pays; null: none.</param>
/// <param name="Pieces">How many of the hold's pieces it pays: never more than are open.</param>
/// <param name="Unmatched">Why it has no hold: a code of <see cref="UnmatchedBecause"/>; null when it has one.</param>
/// <param name="ByHand">Somebody matched or unmatched it: imports leave that alone.</param>
[GenerateSerializer, Immutable, Alias("studio.Order")]
public sealed record Order(
    [property: Id(0), JsonPropertyName("e")] string EnterpriseId, [property: Id(1), JsonPropertyName("n")] string Number,
    [property: Id(2), JsonPropertyName("s")] OrderStatus Status, [property: Id(3), JsonPropertyName("t")] string StatusText,
    [property: Id(4), JsonPropertyName("a")] DateTimeOffset? PaidAt, [property: Id(5), JsonPropertyName("g")] string Product,
    [property: Id(6), JsonPropertyName("q")] int? Quantity, [property: Id(7), JsonPropertyName("m")] Money Amount,
    [property: Id(8), JsonPropertyName("r")] string Remark, [property: Id(9), JsonPropertyName("h")] string? HoldId = null,
    [property: Id(10), JsonPropertyName("p")] int Pieces = 0, [property: Id(11), JsonPropertyName("u")] string? Unmatched = null,
    [property: Id(12), JsonPropertyName("b")] bool ByHand = false)
{
    /// <summary>Names the order among those of all enterprises.</summary>
    [JsonIgnore] public string Key => KeyOf(EnterpriseId, Number);

    /// <summary>Whether it marks a hold paid.</summary>
    [JsonIgnore] public bool Marks => Status == OrderStatus.Paid && HoldId is not null;

    /// <summary>The key of an enterprise's order number.</summary>
    public static string KeyOf(string enterpriseId, string number) => $"{enterpriseId}/{number}";
}

/// <summary>Where an order stands. It never goes back: an older export that is read again changes nothing.</summary>
public enum OrderStatus
{
    /// <summary>Not paid yet.</summary>
    Waiting,

    /// <summary>Paid.</summary>
    Paid,

    /// <summary>Paid back, or closed.</summary>
    Refunded,
}

/// <summary>Why an order belongs to no hold.</summary>
public static class UnmatchedBecause
{
    /// <summary>The remark holds no code of this session.</summary>
    public const string NoCode = "no-code";

    /// <summary>It holds the codes of several holds.</summary>
    public const string SeveralCodes = "several-codes";

    /// <summary>The hold is not confirmed: it ran out, was given back or cancelled, or still runs.</summary>
    public const string NotConfirmed = "not-confirmed";

    /// <summary>The hold is of another enterprise's product.</summary>
    public const string OtherEnterprise = "other-enterprise";

    /// <summary>Every piece of the hold is paid by other orders.</summary>
    public const string AlreadyPaid = "already-paid";

    /// <summary>Somebody took the order off its hold.</summary>
    public const string ByHand = "by-hand";
}

/// <summary>A row of an order export, read. The remark is as the buyer wrote it: it is looked through for a code, and not stored like that.</summary>
[GenerateSerializer, Immutable, Alias("studio.OrderRow")]
public sealed record OrderRow(
    [property: Id(0)] string Number, [property: Id(1)] OrderStatus Status, [property: Id(2)] string StatusText, [property: Id(3)] DateTimeOffset? PaidAt,
    [property: Id(4)] string Product, [property: Id(5)] int? Quantity, [property: Id(6)] Money Amount, [property: Id(7)] string Remark);

/// <summary>What a row does.</summary>
public enum RowChange
{
    /// <summary>An order that was not known.</summary>
    New,

    /// <summary>A known one that stands differently now.</summary>
    Changed,

    /// <summary>A known one; nothing is new.</summary>
    Unchanged,

    /// <summary>Not paid: nothing to note.</summary>
    NotPaid,
}

/// <summary>What importing a row comes to.</summary>
/// <param name="After">The order after it; null: nothing is noted.</param>
[GenerateSerializer, Immutable, Alias("studio.RowResult")]
public sealed record RowResult([property: Id(0)] string Number, [property: Id(1)] RowChange Change, [property: Id(2)] Order? After);

/// <summary>Goods that were handed over at a station.</summary>
[GenerateSerializer, Immutable, Alias("studio.HandedOver")]
public sealed record HandedOver(
    [property: Id(0), JsonPropertyName("h")] string HoldId, [property: Id(1), JsonPropertyName("s")] string StationId, [property: Id(2), JsonPropertyName("y")] string By,
    [property: Id(3), JsonPropertyName("a")] DateTimeOffset At);

/// <summary>Somebody took a list with phone numbers. Kept for good.</summary>
/// <param name="Format">xlsx, csv, csv-gbk or page.</param>
/// <param name="Rows">How many numbers were in it.</param>
[GenerateSerializer, Immutable, Alias("studio.PhoneExport")]
public sealed record PhoneExport(
    [property: Id(0), JsonPropertyName("y")] string By, [property: Id(1), JsonPropertyName("a")] DateTimeOffset At, [property: Id(2), JsonPropertyName("s")] string StationId,
    [property: Id(3), JsonPropertyName("f")] string Format, [property: Id(4), JsonPropertyName("n")] int Rows);
