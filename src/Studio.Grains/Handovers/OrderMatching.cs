using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Grains.Handovers;

/// <summary>A hold as orders see it.</summary>
/// <param name="EnterpriseId">Whose product is held; empty: nobody's, then an order of any enterprise may pay it.</param>
public sealed record Payable(string HoldId, string Code, string EnterpriseId, int Quantity, bool Confirmed)
{
    /// <summary>The holds of a session by their codes.</summary>
    public static IReadOnlyDictionary<string, Payable> ByCode(IEnumerable<Hold> holds, IReadOnlyDictionary<string, string> enterpriseOfItem) => holds
        .Select(hold => new Payable(hold.Id, HoldCodes.Of(hold), enterpriseOfItem.GetValueOrDefault(hold.ItemId, ""), hold.Quantity, hold.State == HoldState.Confirmed))
        // Two holds with one code (of 2^40) would make it nobody's.
        .GroupBy(hold => hold.Code, StringComparer.Ordinal).Where(same => same.Count() == 1).ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);
}

/// <summary>The decisions about which order pays which hold. Pure.</summary>
public static class OrderMatching
{
    /// <summary>
    /// What importing rows comes to, each row in its turn. An order is known by its number: importing the same rows again changes nothing, and
    /// a status never goes back. What is freed (a refund, fewer pieces) is freed before anything is matched, so the rows' order does not matter to that.
    /// </summary>
    public static IReadOnlyList<RowResult> Import(HandoverBook book, string enterpriseId, IReadOnlyList<OrderRow> rows, IReadOnlyDictionary<string, Payable> byCode)
    {
        var byId = byCode.Values.ToDictionary(hold => hold.HoldId, StringComparer.Ordinal);
        var room = new Room(book);
        var drafts = new Order?[rows.Count];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < rows.Count; i++)
        {
            if (!seen.Add(rows[i].Number)) continue;
            Order? before = book.Orders.GetValueOrDefault(Order.KeyOf(enterpriseId, rows[i].Number));
            drafts[i] = Stand(enterpriseId, before, rows[i]);
            room.Move(before, drafts[i]);
        }
        for (int i = 0; i < rows.Count; i++)
        {
            if (drafts[i] is { Marks: true } matched && byId.TryGetValue(matched.HoldId!, out Payable? hold)) room.Grow(ref drafts[i], hold);
        }
        for (int i = 0; i < rows.Count; i++)
        {
            if (drafts[i] is { Status: OrderStatus.Paid, HoldId: null, ByHand: false } open) drafts[i] = Match(open, HoldCodes.FindIn(rows[i].Remark, byCode), room);
        }
        return [.. rows.Select((row, i) => Result(row, book.Orders.GetValueOrDefault(Order.KeyOf(enterpriseId, row.Number)), drafts[i]))];
    }

    /// <summary>Somebody says which hold an order pays. Refused: not-found, order-matched, order-not-paid, hold-not-payable.</summary>
    public static Outcome<Order> MatchByHand(HandoverBook book, string enterpriseId, string number, string code, IReadOnlyDictionary<string, Payable> byCode)
    {
        if (!book.Orders.TryGetValue(Order.KeyOf(enterpriseId, number), out Order? order)) return Refusal.With(RefusalCodes.NotFound, "what", "order");
        if (order.HoldId is not null) return new Refusal(RefusalCodes.OrderMatched);
        if (order.Status != OrderStatus.Paid) return new Refusal(RefusalCodes.OrderNotPaid);
        if (HoldCodes.Normal(code) is not { } normal || !byCode.TryGetValue(normal, out Payable? hold)) return new Refusal(RefusalCodes.CodeUnknown);
        Order matched = Match(order, [hold], new Room(book));
        return matched.Unmatched is { } why ? Refusal.With(RefusalCodes.HoldNotPayable, "why", why) : matched with { ByHand = true };
    }

    /// <summary>Somebody says that an order does not pay the hold that it stands at. Refused: not-found.</summary>
    public static Outcome<Order> TakeOff(HandoverBook book, string enterpriseId, string number) =>
        book.Orders.TryGetValue(Order.KeyOf(enterpriseId, number), out Order? order) && order.HoldId is not null
            ? order with { HoldId = null, Pieces = 0, Unmatched = UnmatchedBecause.ByHand, ByHand = true }
            : Refusal.With(RefusalCodes.NotFound, "what", "order");

    // The order as the row has it, at the hold where it stood; null: nothing to note.
    private static Order? Stand(string enterpriseId, Order? before, OrderRow row)
    {
        if (before is null && row.Status == OrderStatus.Waiting) return null;
        if (before is not null && row.Status < before.Status) return before; // an older export
        var order = new Order(
            enterpriseId, row.Number, row.Status, row.StatusText, row.PaidAt ?? before?.PaidAt, row.Product, row.Quantity, row.Amount, HoldCodes.Masked(row.Remark),
            before?.HoldId, before?.Pieces ?? 0, before?.Unmatched, before?.ByHand ?? false);
        return order.HoldId is not null && order.Quantity < order.Pieces ? order with { Pieces = order.Quantity.Value } : order;
    }

    private static Order Match(Order order, IReadOnlyList<Payable> found, Room room)
    {
        string? why = found switch
        {
            [] => UnmatchedBecause.NoCode,
            [{ Confirmed: false }] => UnmatchedBecause.NotConfirmed,
            [var one] when one.EnterpriseId.Length > 0 && !string.Equals(one.EnterpriseId, order.EnterpriseId, StringComparison.Ordinal) => UnmatchedBecause.OtherEnterprise,
            [var one] => room.Left(one) > 0 ? null : UnmatchedBecause.AlreadyPaid,
            _ => UnmatchedBecause.SeveralCodes,
        };
        if (why is not null) return order with { Unmatched = why };
        Order? matched = order with { HoldId = found[0].HoldId, Pieces = 0, Unmatched = null };
        room.Grow(ref matched, found[0]);
        return matched!;
    }

    private static RowResult Result(OrderRow row, Order? before, Order? after) => new(
        row.Number, after is null ? before is null ? RowChange.NotPaid : RowChange.Unchanged : before is null ? RowChange.New : after == before ? RowChange.Unchanged : RowChange.Changed, after ?? before);

    /// <summary>How many pieces of each hold are paid, as it will be after the drafts so far.</summary>
    private sealed class Room(HandoverBook book)
    {
        private readonly Dictionary<string, int> _moved = new(StringComparer.Ordinal);

        public int Left(Payable hold) => hold.Quantity - book.PaidPieces(hold.HoldId) - _moved.GetValueOrDefault(hold.HoldId);

        public void Move(Order? before, Order? after)
        {
            if (before is { Marks: true }) _moved[before.HoldId!] = _moved.GetValueOrDefault(before.HoldId!) - before.Pieces;
            if (after is { Marks: true }) _moved[after.HoldId!] = _moved.GetValueOrDefault(after.HoldId!) + after.Pieces;
        }

        public void Grow(ref Order? order, Payable hold)
        {
            Order before = order!;
            int more = Math.Min((before.Quantity ?? hold.Quantity) - before.Pieces, Left(hold));
            if (more <= 0) return;
            order = before with { Pieces = before.Pieces + more };
            Move(before, order);
        }
    }
}
