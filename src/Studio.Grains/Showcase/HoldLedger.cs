using System.Collections.Immutable;
using Studio.Grains.Commit;
using Studio.Grains.Values;

namespace Studio.Grains.Showcase;

/// <summary>
/// The pure core of holds: one item's allotment and holds, and the decisions on them. No I/O and no clock; instants are arguments.
/// </summary>
/// <remarks>Invariants after every event: 0 ≤ held + confirmed ≤ allotted; each buyer's pieces ≤ the limit at the time of the hold.</remarks>
public sealed record HoldLedger
{
    /// <summary>Ended holds stay this many deep, so that a late repeat of a command still finds its first answer.</summary>
    public const int EndedRemembered = 20_000;

    /// <summary>Before the first event.</summary>
    public static HoldLedger Empty { get; } = new();

    /// <summary>Price, limit, allotment; zero pieces until the session allots some.</summary>
    public ItemTerms Terms { get; init; } = new(Money.Zero, 0, 0, TimeSpan.Zero);

    /// <summary>Whether holds can be placed now.</summary>
    public Selling Selling { get; init; }

    /// <summary>Pieces in holds that are neither confirmed nor ended.</summary>
    public int Held { get; init; }

    /// <summary>Pieces in confirmed holds.</summary>
    public int Confirmed { get; init; }

    /// <summary>Holds by id, ended ones included while remembered.</summary>
    public ImmutableDictionary<string, Hold> Holds { get; init; } = ImmutableDictionary.Create<string, Hold>(StringComparer.Ordinal);

    /// <summary>Pieces that count against a buyer's limit.</summary>
    public ImmutableDictionary<string, int> PerBuyer { get; init; } = ImmutableDictionary.Create<string, int>(StringComparer.Ordinal);

    /// <summary>Running holds in the order in which they expire.</summary>
    public ImmutableSortedSet<Deadline> Deadlines { get; init; } = ImmutableSortedSet.Create(Deadline.Order);

    /// <summary>Ids of ended holds, oldest first.</summary>
    public ImmutableQueue<string> Ended { get; init; } = [];

    /// <summary>How many ids <see cref="Ended"/> has.</summary>
    public int EndedCount { get; init; }

    /// <summary>Pieces that can still be held.</summary>
    public int Left => Terms.Allotted - Held - Confirmed;

    /// <summary>The counts that others see.</summary>
    public ItemCounts Counts(string itemId, long version) => new(itemId, Terms.Allotted, Held, Confirmed, version);

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
        IReadOnlyList<LedgerEvent> expired = Expire(ledger, now).Events;
        HoldLedger current = expired.Count == 0 ? ledger : expired.Aggregate(ledger, Apply);
        if (WhyNot(current, command) is { } refusal)
        {
            return new(refusal, expired);
        }
        var hold = new Hold(id, command.Buyer, command.Quantity, current.Terms.Price, HoldState.Held, now, now + current.Terms.HoldLifetime);
        return new(hold, [.. expired, new HoldPlaced(hold)]);
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
            HoldState.Held when hold.ExpiresAt > now => Ends(hold with { State = HoldState.Released }),
            HoldState.Held => new(new Refusal(RefusalCodes.HoldEnded), [new HoldEnded(holdId, HoldState.Expired)]),
            HoldState.Released => (Outcome<Hold>)hold,
            _ => (Outcome<Hold>)new Refusal(RefusalCodes.HoldEnded),
        };

        static Decision<LedgerEvent, Outcome<Hold>> Ends(Hold hold) => new(hold, [new HoldEnded(hold.Id, hold.State)]);
    }

    /// <summary>Ends every hold whose deadline has passed; answers how many.</summary>
    public static Decision<LedgerEvent, int> Expire(HoldLedger ledger, DateTimeOffset now)
    {
        if (ledger.Deadlines.IsEmpty || ledger.Deadlines.Min.At > now) return 0;
        LedgerEvent[] ended = [.. ledger.Deadlines.TakeWhile(deadline => deadline.At <= now).Select(deadline => new HoldEnded(deadline.HoldId, HoldState.Expired))];
        return new(ended.Length, ended);
    }

    /// <summary>The ledger after one event.</summary>
    public static HoldLedger Apply(HoldLedger ledger, LedgerEvent change) => change switch
    {
        TermsSet set => ledger with { Terms = set.Terms },
        SellingSet set => ledger with { Selling = set.Selling },
        HoldPlaced placed => ledger.With(placed.Hold),
        HoldEnded ended => ledger.Without(ledger.Holds[ended.HoldId], ended.State),
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "An event that this version does not know."),
    };

    private static Refusal? WhyNot(HoldLedger ledger, PlaceHold command)
    {
        if (ledger.Selling == Selling.NotYet) return new Refusal(RefusalCodes.NotLive);
        if (ledger.Selling == Selling.Closed) return new Refusal(RefusalCodes.SessionEnded);
        if (command.Quantity is < 1 or > 100_000) return new Check().Add("quantity", FieldErrors.OutOfRange).Refusal;
        int mine = ledger.PerBuyer.GetValueOrDefault(command.Buyer);
        if (command.Quantity > ledger.Terms.PerBuyerLimit - mine)
        {
            return Refusal.With(RefusalCodes.LimitReached, "limit", ledger.Terms.PerBuyerLimit).And("mine", mine);
        }
        return command.Quantity > ledger.Left ? Refusal.With(RefusalCodes.SoldOut, "left", ledger.Left) : null;
    }

    private static string HoldId(string ledgerName, PlaceHold command) =>
        StableId.ForOperation("h", $"{ledgerName}\n{command.Buyer}", command.OperationId);

    private HoldLedger With(Hold hold) => this with
    {
        Held = Held + hold.Quantity,
        Holds = Holds.Add(hold.Id, hold),
        PerBuyer = PerBuyer.SetItem(hold.Buyer, PerBuyer.GetValueOrDefault(hold.Buyer) + hold.Quantity),
        Deadlines = Deadlines.Add(new Deadline(hold.ExpiresAt, hold.Id)),
    };

    private HoldLedger Without(Hold hold, HoldState end)
    {
        int mine = PerBuyer[hold.Buyer] - hold.Quantity;
        HoldLedger after = this with
        {
            Held = Held - hold.Quantity,
            Holds = Holds.SetItem(hold.Id, hold with { State = end }),
            PerBuyer = mine == 0 ? PerBuyer.Remove(hold.Buyer) : PerBuyer.SetItem(hold.Buyer, mine),
            Deadlines = Deadlines.Remove(new Deadline(hold.ExpiresAt, hold.Id)),
            Ended = Ended.Enqueue(hold.Id),
            EndedCount = EndedCount + 1,
        };
        return after.EndedCount <= EndedRemembered ? after : after.ForgetOldest();
    }

    private HoldLedger ForgetOldest() => this with
    {
        Ended = Ended.Dequeue(out string oldest),
        EndedCount = EndedCount - 1,
        Holds = Holds.Remove(oldest),
    };
}

/// <summary>When a hold expires.</summary>
public readonly record struct Deadline(DateTimeOffset At, string HoldId)
{
    /// <summary>Earliest first; ids tell equal instants apart.</summary>
    public static IComparer<Deadline> Order { get; } = Comparer<Deadline>.Create((a, b) =>
        a.At != b.At ? a.At.CompareTo(b.At) : string.CompareOrdinal(a.HoldId, b.HoldId));
}
