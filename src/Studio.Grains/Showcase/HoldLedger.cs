using System.Runtime.InteropServices;
using Studio.Grains.Commit;
using Studio.Grains.Values;

namespace Studio.Grains.Showcase;

/// <summary>
/// The core of holds: one item's allotment and holds, and the decisions on them. No I/O and no clock; instants are arguments.
/// </summary>
/// <remarks>
/// <para>Decisions only read and answer with events; <see cref="Apply"/> alone changes the ledger, in place: with tens of thousands of
/// holds, persistent collections cost more than everything else that a hold does.</para>
/// <para>Invariants after every event: 0 ≤ held + confirmed ≤ allotted; each buyer's pieces ≤ the limit at the time of the hold.</para>
/// </remarks>
public sealed class HoldLedger
{
    /// <summary>Ended holds stay this many deep, so that a late repeat of a command still finds its first answer.</summary>
    public const int EndedRemembered = 20_000;

    private readonly Dictionary<string, Hold> _holds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _perBuyer = new(StringComparer.Ordinal);
    private readonly SortedSet<Deadline> _deadlines = new(Deadline.Order);
    private readonly Queue<string> _ended = new();

    /// <summary>Price, limit, allotment; zero pieces until the session allots some.</summary>
    public ItemTerms Terms { get; private set; } = new(Money.Zero, 0, 0, TimeSpan.Zero);

    /// <summary>Whether holds can be placed now.</summary>
    public Selling Selling { get; private set; }

    /// <summary>Pieces in holds that are neither confirmed nor ended.</summary>
    public int Held { get; private set; }

    /// <summary>Pieces in confirmed holds.</summary>
    public int Confirmed { get; private set; }

    /// <summary>Holds by id, ended ones included while remembered.</summary>
    public IReadOnlyDictionary<string, Hold> Holds => _holds;

    /// <summary>Pieces that count against a buyer's limit.</summary>
    public IReadOnlyDictionary<string, int> PerBuyer => _perBuyer;

    /// <summary>Running holds in the order in which they expire.</summary>
    public IReadOnlySet<Deadline> Deadlines => _deadlines;

    /// <summary>Ids of ended holds, oldest first.</summary>
    public IReadOnlyCollection<string> Ended => _ended;

    /// <summary>When the next running hold expires; null when none runs.</summary>
    public DateTimeOffset? NextDeadline => _deadlines.Count == 0 ? null : _deadlines.Min.At;

    /// <summary>Pieces that can still be held.</summary>
    public int Left => Terms.Allotted - Held - Confirmed;

    /// <summary>The ledger of a snapshot.</summary>
    public static HoldLedger Restore(LedgerSnapshot snapshot)
    {
        var ledger = new HoldLedger { Terms = snapshot.Terms, Selling = snapshot.Selling };
        foreach (Hold hold in snapshot.Holds) ledger.Add(hold);
        foreach (string ended in snapshot.Ended) ledger._ended.Enqueue(ended);
        return ledger;
    }

    /// <summary>New terms. The allotment never goes below what is promised; prices of standing holds stay what they were.</summary>
    public static Decision<LedgerEvent, Outcome<bool>> Allot(HoldLedger ledger, ItemTerms terms)
    {
        int promised = ledger.Held + ledger.Confirmed;
        if (terms.Allotted < promised)
        {
            return (Outcome<bool>)Refusal.With(RefusalCodes.BelowPromised, "promised", promised);
        }
        Outcome<bool> changes = terms != ledger.Terms;
        return new(changes, changes.Value ? [new TermsSet(terms)] : []);
    }

    /// <summary>Opens or closes the item.</summary>
    public static Decision<LedgerEvent, bool> SetSelling(HoldLedger ledger, Selling selling) =>
        new(ledger.Selling != selling, ledger.Selling == selling ? [] : [new SellingSet(selling)]);

    /// <summary>A hold, or why not. Holds that are past their deadline give their pieces back in the same decision.</summary>
    public static Decision<LedgerEvent, Outcome<Hold>> Place(HoldLedger ledger, string ledgerName, PlaceHold command, DateTimeOffset now)
    {
        string id = HoldId(ledgerName, command);
        if (ledger.Holds.TryGetValue(id, out Hold? first))
        {
            return first.Quantity == command.Quantity ? (Outcome<Hold>)first : (Outcome<Hold>)new Refusal(RefusalCodes.OperationConflict);
        }
        Hold[] due = ledger.Due(now);
        LedgerEvent[] expired = Array.ConvertAll(due, hold => new HoldEnded(hold.Id, HoldState.Expired, hold.ExpiresAt));
        if (WhyNot(ledger, due, command) is { } refusal)
        {
            return new(refusal, expired);
        }
        var placed = new Hold(id, command.Buyer, command.Quantity, ledger.Terms.Price, HoldState.Held, now, now + ledger.Terms.HoldLifetime);
        return new(placed, [.. expired, new HoldPlaced(placed)]);
    }

    /// <summary>Gives a hold back.</summary>
    public static Decision<LedgerEvent, Outcome<Hold>> Release(HoldLedger ledger, string buyer, string holdId, DateTimeOffset now)
    {
        // Another buyer's hold is "not found": its existence is nobody else's business.
        if (!ledger.Holds.TryGetValue(holdId, out Hold? hold) || !string.Equals(hold.Buyer, buyer, StringComparison.Ordinal))
        {
            return (Outcome<Hold>)new Refusal(RefusalCodes.NotFound);
        }
        return hold.State switch
        {
            HoldState.Held when hold.ExpiresAt > now => Ends(hold with { State = HoldState.Released, EndedAt = now }),
            HoldState.Held => new(new Refusal(RefusalCodes.HoldEnded), [new HoldEnded(holdId, HoldState.Expired, hold.ExpiresAt)]),
            HoldState.Released => (Outcome<Hold>)hold,
            _ => (Outcome<Hold>)new Refusal(RefusalCodes.HoldEnded),
        };

        static Decision<LedgerEvent, Outcome<Hold>> Ends(Hold hold) => new(hold, [new HoldEnded(hold.Id, hold.State, hold.EndedAt)]);
    }

    /// <summary>Ends every hold whose deadline has passed; answers how many.</summary>
    public static Decision<LedgerEvent, int> Expire(HoldLedger ledger, DateTimeOffset now)
    {
        LedgerEvent[] ended = Array.ConvertAll(ledger.Due(now), hold => new HoldEnded(hold.Id, HoldState.Expired, hold.ExpiresAt));
        return new(ended.Length, ended);
    }

    /// <summary>Makes one event true.</summary>
    public void Apply(LedgerEvent change)
    {
        switch (change)
        {
            case TermsSet set:
                Terms = set.Terms;
                break;
            case SellingSet set:
                Selling = set.Selling;
                break;
            case HoldPlaced placed:
                Add(placed.Hold);
                break;
            case HoldEnded ended:
                End(_holds[ended.HoldId] with { EndedAt = ended.At }, ended.State);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(change), change, "An event that this version does not know.");
        }
    }

    // What the due holds give back counts already: their end is decided together with the command.
    private static Refusal? WhyNot(HoldLedger ledger, Hold[] due, PlaceHold command)
    {
        if (ledger.Selling == Selling.NotYet) return new Refusal(RefusalCodes.NotLive);
        if (ledger.Selling == Selling.Closed) return new Refusal(RefusalCodes.SessionEnded);
        if (command.Quantity is < 1 or > 100_000) return new Check().Add("quantity", FieldErrors.OutOfRange).Refusal;
        int mine = ledger._perBuyer.GetValueOrDefault(command.Buyer)
            - due.Where(hold => string.Equals(hold.Buyer, command.Buyer, StringComparison.Ordinal)).Sum(hold => hold.Quantity);
        if (command.Quantity > ledger.Terms.PerBuyerLimit - mine)
        {
            return Refusal.With(RefusalCodes.LimitReached, "limit", ledger.Terms.PerBuyerLimit).And("mine", mine);
        }
        int left = ledger.Left + due.Sum(hold => hold.Quantity);
        return command.Quantity > left ? Refusal.With(RefusalCodes.SoldOut, "left", left) : null;
    }

    private static string HoldId(string ledgerName, PlaceHold command) =>
        StableId.ForOperation("h", $"{ledgerName}\n{command.Buyer}", command.OperationId);

    private Hold[] Due(DateTimeOffset now) => _deadlines.Count == 0 || _deadlines.Min.At > now
        ? []
        : [.. _deadlines.TakeWhile(deadline => deadline.At <= now).Select(deadline => _holds[deadline.HoldId])];

    private void Add(Hold hold)
    {
        _holds.Add(hold.Id, hold);
        if (hold.State == HoldState.Held)
        {
            Held += hold.Quantity;
            _deadlines.Add(new Deadline(hold.ExpiresAt, hold.Id));
        }
        else if (hold.State == HoldState.Confirmed)
        {
            Confirmed += hold.Quantity;
        }
        else
        {
            return;
        }
        CollectionsMarshal.GetValueRefOrAddDefault(_perBuyer, hold.Buyer, out _) += hold.Quantity;
    }

    private void End(Hold hold, HoldState end)
    {
        Held -= hold.Quantity;
        _holds[hold.Id] = hold with { State = end };
        _deadlines.Remove(new Deadline(hold.ExpiresAt, hold.Id));
        if ((_perBuyer[hold.Buyer] -= hold.Quantity) == 0) _perBuyer.Remove(hold.Buyer);
        _ended.Enqueue(hold.Id);
        if (_ended.Count > EndedRemembered) _holds.Remove(_ended.Dequeue());
    }
}

/// <summary>When a hold expires.</summary>
public readonly record struct Deadline(DateTimeOffset At, string HoldId)
{
    /// <summary>Earliest first; ids tell equal instants apart.</summary>
    public static IComparer<Deadline> Order { get; } = Comparer<Deadline>.Create((a, b) =>
        a.At != b.At ? a.At.CompareTo(b.At) : string.CompareOrdinal(a.HoldId, b.HoldId));
}
