using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Grains.Handovers;

/// <summary>What was held, and what became of it. All figures are pieces (of a combo: sets) or fen.</summary>
/// <param name="Days">After so many days without payment or hand-over, confirmed pieces are missing.</param>
public sealed record Reconciliation(string SessionId, string Title, DateTimeOffset At, int Days, IReadOnlyList<ItemLine> Items, IReadOnlyList<EnterpriseLine> Enterprises);

/// <summary>An item of the showcase. confirmed = settled + waiting + missing, always.</summary>
/// <param name="Held">Pieces in running holds.</param>
/// <param name="Paid">Pieces that orders elsewhere paid.</param>
/// <param name="HandedOver">Pieces that stations handed over; a piece can be both.</param>
/// <param name="Settled">Pieces that are paid or handed over.</param>
/// <param name="Waiting">Confirmed, neither, and not for long.</param>
/// <param name="Missing">Confirmed, neither, for longer than the days that were asked for.</param>
/// <param name="Promised">Σ of what confirmed holds cost.</param>
/// <param name="PaidAmount">Σ of what the matched orders paid.</param>
/// <param name="Difference">Paid less promised, over the holds of which every piece is paid elsewhere.</param>
public sealed record ItemLine(
    string EnterpriseId, string ItemId, int Number, string Name, string Unit, int Held, int Confirmed, int Paid, int HandedOver, int Settled, int Waiting, int Missing,
    Money Promised, Money PaidAmount, Money Difference);

/// <summary>An enterprise, over its items and orders. An empty id: items without an enterprise.</summary>
/// <param name="PaidWithoutHold">Pieces of paid orders that belong to no confirmed hold, and pieces beyond what was held.</param>
/// <param name="AmountWithoutHold">What the orders without a hold paid.</param>
/// <param name="Unmatched">Paid orders without a hold.</param>
/// <param name="Refunded">Orders that were paid back or closed.</param>
public sealed record EnterpriseLine(
    string EnterpriseId, int Held, int Confirmed, int Paid, int HandedOver, int Settled, int Waiting, int Missing, Money Promised, Money PaidAmount, Money Difference,
    int PaidWithoutHold, Money AmountWithoutHold, int Unmatched, int Refunded);

/// <summary>Where a hold stands.</summary>
public enum Standing
{
    /// <summary>Still running.</summary>
    Held,

    /// <summary>Confirmed, not for long.</summary>
    Waiting,

    /// <summary>Confirmed long ago, and neither paid nor handed over.</summary>
    Missing,

    /// <summary>Paid elsewhere, every piece.</summary>
    Paid,

    /// <summary>Handed over at a station.</summary>
    HandedOver,
}

/// <summary>A hold, and what became of it.</summary>
public sealed record HoldLine(Hold Hold, string EnterpriseId, Standing Standing, int PaidPieces, Money PaidAmount, IReadOnlyList<Order> Orders, HandedOver? Handed)
{
    /// <summary>Pieces that are paid or handed over.</summary>
    public int Settled => Handed is null ? PaidPieces : Hold.Quantity;

    /// <summary>Paid less promised, once every piece is paid elsewhere; else null.</summary>
    public Money? Difference => PaidPieces == Hold.Quantity && PaidPieces > 0 ? new Money(PaidAmount.Fen - Hold.Total.Fen) : null;
}
