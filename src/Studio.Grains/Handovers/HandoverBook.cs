using System.Runtime.InteropServices;
using Studio.Grains.Commit;

namespace Studio.Grains.Handovers;

/// <summary>
/// What became of a session's confirmed holds: which orders paid them, what stations handed over, who took phone numbers along. No I/O and no
/// clock. What may happen is decided in <see cref="OrderMatching"/> and <see cref="StationDesk"/>, which only read; <see cref="Apply"/> alone changes it, in place.
/// </summary>
/// <remarks>Invariant after every event: of no hold are more pieces paid than it has. What a hold is, only the ledger knows.</remarks>
public sealed class HandoverBook
{
    private readonly Dictionary<string, Order> _orders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HandedOver> _handed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _paid = new(StringComparer.Ordinal);
    private readonly List<PhoneExport> _exports = [];

    /// <summary>Orders by <see cref="Order.Key"/>.</summary>
    public IReadOnlyDictionary<string, Order> Orders => _orders;

    /// <summary>What was handed over, by hold.</summary>
    public IReadOnlyDictionary<string, HandedOver> Handed => _handed;

    /// <summary>Who took phone numbers along, oldest first.</summary>
    public IReadOnlyList<PhoneExport> Exports => _exports;

    /// <summary>Operations that were carried out.</summary>
    public OperationLog<string> Operations { get; private set; } = new();

    /// <summary>How many pieces of a hold are paid.</summary>
    public int PaidPieces(string holdId) => _paid.GetValueOrDefault(holdId);

    /// <summary>The book of a snapshot.</summary>
    public static HandoverBook Restore(HandoverSnapshot snapshot)
    {
        var book = new HandoverBook { Operations = new OperationLog<string> { Done = snapshot.Operations } };
        foreach (Order order in snapshot.Orders) book.Note(order);
        foreach (HandedOver goods in snapshot.Handed) book._handed[goods.HoldId] = goods;
        book._exports.AddRange(snapshot.Exports);
        return book;
    }

    /// <summary>What cannot be derived.</summary>
    public HandoverSnapshot Snapshot() => new(1, [.. _orders.Values], [.. _handed.Values], [.. _exports], Operations.Done);

    /// <summary>What others may see of it.</summary>
    public HandoverView View() => new([.. _orders.Values], [.. _handed.Values], [.. _exports]);

    /// <summary>Makes one line true.</summary>
    public void Apply(HandoverLine line)
    {
        switch (line.Event)
        {
            case OrdersNoted noted:
                foreach (Order order in noted.Orders) Note(order);
                break;
            case OrderMoved moved:
                Note(moved.Order);
                break;
            case GoodsHandedOver handed:
                _handed[handed.Goods.HoldId] = handed.Goods;
                break;
            case GoodsTakenBack back:
                _handed.Remove(back.HoldId);
                break;
            case PhonesExported phones:
                _exports.Add(phones.Export);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(line), line.Event, "An event that this version does not know.");
        }
        if (line.Operation is { } done) Operations = Operations.With(done.Id, done.Body, done.Answer);
    }

    private void Note(Order order)
    {
        if (_orders.TryGetValue(order.Key, out Order? before)) Count(before, -1);
        _orders[order.Key] = order;
        Count(order, 1);
    }

    private void Count(Order order, int sign)
    {
        if (order.Marks) CollectionsMarshal.GetValueRefOrAddDefault(_paid, order.HoldId!, out _) += sign * order.Pieces;
    }
}

/// <summary>A book as others see it.</summary>
[GenerateSerializer, Immutable, Alias("studio.HandoverView")]
public sealed record HandoverView(
    [property: Id(0)] IReadOnlyList<Order> Orders, [property: Id(1)] IReadOnlyList<HandedOver> Handed, [property: Id(2)] IReadOnlyList<PhoneExport> Exports);
