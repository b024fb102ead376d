using Studio.Grains.Live;
using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Grains.Handovers;

/// <summary>Puts the ledger and the book side by side. Pure: the same two and the same instant give the same lines.</summary>
public static class Reconciling
{
    /// <summary>The days that can be asked for.</summary>
    public const int LeastDays = 0, MostDays = 90, UsualDays = 3;

    /// <summary>Running and confirmed holds with what became of them, oldest first.</summary>
    public static IReadOnlyList<HoldLine> Lines(IReadOnlyList<ShowcaseItem> items, IEnumerable<Hold> holds, HandoverView book, DateTimeOffset now, int days)
    {
        Dictionary<string, ShowcaseItem> showcase = items.ToDictionary(item => item.Id, StringComparer.Ordinal);
        ILookup<string, Order> orders = book.Orders.Where(order => order.Marks).ToLookup(order => order.HoldId!, StringComparer.Ordinal);
        Dictionary<string, HandedOver> handed = book.Handed.ToDictionary(goods => goods.HoldId, StringComparer.Ordinal);
        return
        [
            .. holds.Where(hold => (hold.Runs || hold.State == HoldState.Confirmed) && showcase.ContainsKey(hold.ItemId))
                .OrderBy(hold => hold.ConfirmedAt ?? hold.PlacedAt).ThenBy(hold => hold.Id, StringComparer.Ordinal)
                .Select(hold => LineOf(hold, showcase[hold.ItemId], [.. orders[hold.Id]], handed.GetValueOrDefault(hold.Id), now, days)),
        ];
    }

    /// <summary>The sums of those lines, by item and by enterprise.</summary>
    public static Reconciliation Of(SessionView session, IReadOnlyList<HoldLine> lines, HandoverView book, DateTimeOffset now, int days)
    {
        ILookup<string, HoldLine> ofItem = lines.ToLookup(line => line.Hold.ItemId, StringComparer.Ordinal);
        ItemLine[] items = [.. session.Items.OrderBy(item => item.Number).Select(item => ItemOf(item, [.. ofItem[item.Id]]))];
        HashSet<string> confirmed = [.. lines.Where(line => line.Hold.State == HoldState.Confirmed).Select(line => line.Hold.Id)];
        IEnumerable<string> enterprises = items.Select(item => item.EnterpriseId).Concat(book.Orders.Select(order => order.EnterpriseId)).Distinct(StringComparer.Ordinal);
        ILookup<string, ItemLine> mine = items.ToLookup(item => item.EnterpriseId, StringComparer.Ordinal);
        ILookup<string, Order> theirs = book.Orders.ToLookup(order => order.EnterpriseId, StringComparer.Ordinal);
        return new Reconciliation(session.Id, session.Title, now, days, items, [.. enterprises.Select(id => EnterpriseOf(id, [.. mine[id]], [.. theirs[id]], confirmed))]);
    }

    /// <summary>Paid orders that belong to no confirmed hold.</summary>
    public static bool IsWithoutHold(Order order, IReadOnlySet<string> confirmed) => order.Status == OrderStatus.Paid && (order.HoldId is null || !confirmed.Contains(order.HoldId));

    private static HoldLine LineOf(Hold hold, ShowcaseItem item, IReadOnlyList<Order> orders, HandedOver? handed, DateTimeOffset now, int days)
    {
        // A running hold has no marks; one that was cancelled after it was paid is not in these lines at all.
        bool confirmed = hold.State == HoldState.Confirmed;
        int paid = confirmed ? orders.Sum(order => order.Pieces) : 0;
        Standing standing = !confirmed ? Standing.Held
            : handed is not null ? Standing.HandedOver
            : paid == hold.Quantity ? Standing.Paid
            : now - (hold.ConfirmedAt ?? hold.PlacedAt) > TimeSpan.FromDays(days) ? Standing.Missing : Standing.Waiting;
        return new HoldLine(hold, item.EnterpriseId, standing, paid, confirmed ? Sum(orders, order => order.Amount) : Money.Zero, confirmed ? orders : [], confirmed ? handed : null);
    }

    private static ItemLine ItemOf(ShowcaseItem item, HoldLine[] lines)
    {
        HoldLine[] confirmed = [.. lines.Where(line => line.Standing != Standing.Held)];
        int Open(Standing standing) => confirmed.Where(line => line.Standing == standing).Sum(line => line.Hold.Quantity - line.Settled);
        return new ItemLine(
            item.EnterpriseId, item.Id, item.Number, item.Name, item.Unit, lines.Where(line => line.Standing == Standing.Held).Sum(line => line.Hold.Quantity),
            confirmed.Sum(line => line.Hold.Quantity), confirmed.Sum(line => line.PaidPieces), confirmed.Where(line => line.Handed is not null).Sum(line => line.Hold.Quantity),
            confirmed.Sum(line => line.Settled), Open(Standing.Waiting), Open(Standing.Missing),
            Sum(confirmed, line => line.Hold.Total), Sum(confirmed, line => line.PaidAmount), Sum(confirmed, line => line.Difference ?? Money.Zero));
    }

    private static EnterpriseLine EnterpriseOf(string id, ItemLine[] items, Order[] orders, HashSet<string> confirmed)
    {
        Order[] without = [.. orders.Where(order => IsWithoutHold(order, confirmed))];
        int beyond = orders.Where(order => order.Marks && confirmed.Contains(order.HoldId!)).Sum(order => Math.Max(0, (order.Quantity ?? order.Pieces) - order.Pieces));
        return new EnterpriseLine(
            id, items.Sum(item => item.Held), items.Sum(item => item.Confirmed), items.Sum(item => item.Paid), items.Sum(item => item.HandedOver), items.Sum(item => item.Settled),
            items.Sum(item => item.Waiting), items.Sum(item => item.Missing), Sum(items, item => item.Promised), Sum(items, item => item.PaidAmount), Sum(items, item => item.Difference),
            without.Sum(order => order.Quantity ?? 1) + beyond, Sum(without, order => order.Amount), without.Length, orders.Count(order => order.Status == OrderStatus.Refunded));
    }

    private static Money Sum<T>(IEnumerable<T> of, Func<T, Money> amount) => of.Aggregate(Money.Zero, (sum, one) => sum + amount(one));
}
