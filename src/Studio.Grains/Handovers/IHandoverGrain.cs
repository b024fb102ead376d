using Orleans.Concurrency;
using Studio.Grains.Values;

namespace Studio.Grains.Handovers;

/// <summary>
/// What became of a session's confirmed holds: paid elsewhere, handed over at a station. Apart from the hold ledger, which knows nothing of it. Key: the
/// session's id. Every answer is durable before it is given.
/// </summary>
[Alias("studio.IHandoverGrain")]
public interface IHandoverGrain : IGrainWithStringKey
{
    /// <summary>What importing rows would come to; changes nothing. Refused: not-found.</summary>
    [Alias("Preview")] Task<Outcome<IReadOnlyList<RowResult>>> Preview(string enterpriseId, IReadOnlyList<OrderRow> rows);

    /// <summary>Notes the orders of an enterprise's export. Refused: not-found, operation-conflict.</summary>
    [Alias("Import")] Task<Outcome<ImportSums>> Import(Clerk clerk, string enterpriseId, IReadOnlyList<OrderRow> rows);

    /// <summary>Matches an order with the hold of a code. Refused: not-found, order-matched, order-not-paid, code-unknown, hold-not-payable, operation-conflict.</summary>
    [Alias("Match")] Task<Outcome<Order>> Match(Clerk clerk, string enterpriseId, string number, string code);

    /// <summary>Takes an order off its hold. Refused: not-found, operation-conflict.</summary>
    [Alias("TakeOff")] Task<Outcome<Order>> TakeOff(Clerk clerk, string enterpriseId, string number, string why);

    /// <summary>Hands goods over at a station. Refused: code-unknown, handed-over-already, operation-conflict.</summary>
    [Alias("HandOver")] Task<Outcome<HandedOver>> HandOver(Clerk clerk, string stationId, string code);

    /// <summary>Takes a hand-over back. Refused: not-found, undo-too-late, operation-conflict.</summary>
    [Alias("TakeBack")] Task<Outcome<HandedOver>> TakeBack(Clerk clerk, string stationId, string holdId);

    /// <summary>Notes that phone numbers are about to be taken along.</summary>
    [Alias("NoteExport")] Task NoteExport(string by, string stationId, string format, int rows);

    /// <summary>The book.</summary>
    [Alias("Get")] Task<HandoverView> Get();
}

/// <summary>Who does something, under which operation.</summary>
[GenerateSerializer, Immutable, Alias("studio.Clerk")]
public sealed record Clerk([property: Id(0)] string OperationId, [property: Id(1)] string By);

/// <summary>What an import came to, in rows.</summary>
/// <param name="NotPaid">Rows of orders that nobody paid yet; they are not noted.</param>
/// <param name="Matched">Of the paid orders in the file, those that have a hold now.</param>
/// <param name="Unmatched">And those that have none.</param>
[GenerateSerializer, Immutable, Alias("studio.ImportSums")]
public sealed record ImportSums(
    [property: Id(0)] int New, [property: Id(1)] int Changed, [property: Id(2)] int Unchanged, [property: Id(3)] int NotPaid,
    [property: Id(4)] int Matched, [property: Id(5)] int Unmatched, [property: Id(6)] int Refunded)
{
    /// <summary>The sums of rows.</summary>
    public static ImportSums Of(IReadOnlyList<RowResult> rows) => new(
        rows.Count(row => row.Change == RowChange.New), rows.Count(row => row.Change == RowChange.Changed), rows.Count(row => row.Change == RowChange.Unchanged),
        rows.Count(row => row.Change == RowChange.NotPaid), rows.Count(row => row.After is { Marks: true }),
        rows.Count(row => row.After is { Status: OrderStatus.Paid, HoldId: null }), rows.Count(row => row.After is { Status: OrderStatus.Refunded }));
}
