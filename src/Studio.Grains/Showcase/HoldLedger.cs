using System.Runtime.InteropServices;

namespace Studio.Grains.Showcase;

/// <summary>
/// The state of a session's holds: what is allotted of each item, who holds what, who waits. No I/O and no clock. What may happen is
/// decided in <see cref="Holding"/>, <see cref="Waiting"/> and <see cref="Stocking"/>, which only read; <see cref="Apply"/> alone changes it, in place: with tens
/// of thousands of holds, persistent collections cost more than everything else that a hold does.
/// </summary>
/// <remarks>Invariants after every event: 0 ≤ held + confirmed ≤ allotted of every item, combos counted in their parts; while somebody waits for an item, none of it is left for others.</remarks>
public sealed class HoldLedger
{
    /// <summary>Ended holds stay this many deep, so that a late repeat of a command still finds its first answer. The log keeps all.</summary>
    public const int EndedRemembered = 20_000;

    private readonly Dictionary<string, StockLine> _lines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Hold> _holds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _ofBuyer = new(StringComparer.Ordinal);
    private readonly SortedSet<Deadline> _deadlines = new(Deadline.Order);
    private readonly Queue<string> _ended = new();
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);

    /// <summary>The items.</summary>
    public IReadOnlyDictionary<string, StockLine> Lines => _lines;

    /// <summary>Holds by id, ended ones included while remembered.</summary>
    public IReadOnlyDictionary<string, Hold> Holds => _holds;

    /// <summary>Running holds in the order in which they expire.</summary>
    public IReadOnlySet<Deadline> Deadlines => _deadlines;

    /// <summary>Ids of ended holds, oldest first.</summary>
    public IReadOnlyCollection<string> Ended => _ended;

    /// <summary>When the next running hold expires; null when none runs.</summary>
    public DateTimeOffset? NextDeadline => _deadlines.Count == 0 ? null : _deadlines.Min.At;

    /// <summary>The ledger of a snapshot.</summary>
    public static HoldLedger Restore(LedgerSnapshot snapshot)
    {
        var ledger = new HoldLedger();
        ledger._holds.EnsureCapacity(snapshot.Holds.Count);
        foreach ((string itemId, ItemTerms terms) in snapshot.Terms) ledger.SetTerms(itemId, terms);
        foreach (Hold hold in snapshot.Holds) ledger.Add(hold);
        foreach (string ended in snapshot.Ended) ledger._ended.Enqueue(ended);
        foreach (WaitEntry entry in snapshot.Waiting) ledger._lines[entry.ItemId].Wait(entry);
        return ledger;
    }

    /// <summary>Pieces (of a combo: sets) that can still be held, whoever waits; 0 for an unknown item.</summary>
    /// <param name="freed">Pieces by item that a decision under way gives back or takes (negative).</param>
    public int LeftOf(string itemId, IReadOnlyDictionary<string, int>? freed = null)
    {
        if (!_lines.TryGetValue(itemId, out StockLine? line)) return 0;
        int left = line.Terms.Allotted - line.Promised + (freed?.GetValueOrDefault(itemId) ?? 0);
        if (line.Terms.Parts is not { Count: > 0 } parts) return left;
        foreach (ComboPart part in parts) left = Math.Min(left, Math.Max(0, LeftOf(part.ItemId, freed)) / part.Pieces);
        return left;
    }

    /// <summary>A buyer's holds, newest first.</summary>
    public IEnumerable<Hold> Of(string buyer) => _ofBuyer.TryGetValue(buyer, out List<string>? ids)
        ? ids.Where(_holds.ContainsKey).Select(id => _holds[id]).OrderByDescending(hold => hold.PlacedAt)
        : [];

    /// <summary>Running holds whose deadline has passed.</summary>
    public Hold[] Due(DateTimeOffset now) => _deadlines.Count == 0 || _deadlines.Min.At > now
        ? []
        : [.. _deadlines.TakeWhile(deadline => deadline.At <= now).Select(deadline => _holds[deadline.HoldId])];

    /// <summary>Items whose counts changed since the last call.</summary>
    public IReadOnlyList<string> TakeTouched()
    {
        string[] touched = [.. _touched];
        _touched.Clear();
        return touched;
    }

    /// <summary>Makes one event true.</summary>
    public void Apply(LedgerEvent change)
    {
        switch (change)
        {
            case TermsSet set:
                SetTerms(set.ItemId, set.Terms);
                break;
            case HoldPlaced placed:
                Add(placed.Hold);
                if (placed.Hold.State == HoldState.Offered) _lines[placed.Hold.ItemId].WaitNoMore(placed.Hold.Buyer);
                break;
            case HoldEnded ended:
                End(_holds[ended.HoldId], ended);
                break;
            case HoldAccepted accepted:
                Accept(_holds[accepted.HoldId], accepted.ExpiresAt);
                break;
            case HoldConfirmed confirmed:
                Confirm(_holds[confirmed.HoldId], confirmed);
                break;
            case WaitJoined joined:
                _lines[joined.Entry.ItemId].Wait(joined.Entry);
                Touch(_lines[joined.Entry.ItemId]);
                break;
            case WaitLeft left:
                _lines[left.ItemId].WaitNoMore(left.Buyer);
                Touch(_lines[left.ItemId]);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(change), change, "An event that this version does not know.");
        }
    }

    private void SetTerms(string itemId, ItemTerms terms)
    {
        StockLine line = Line(itemId);
        line.Terms = terms;
        foreach (ComboPart part in terms.Parts ?? []) Line(part.ItemId).InCombos.Add(itemId);
        Touch(line);
    }

    private StockLine Line(string itemId) => CollectionsMarshal.GetValueRefOrAddDefault(_lines, itemId, out _) ??= new StockLine(itemId);

    private void Add(Hold hold)
    {
        _holds.Add(hold.Id, hold);
        (CollectionsMarshal.GetValueRefOrAddDefault(_ofBuyer, hold.Buyer, out _) ??= new List<string>(1)).Add(hold.Id);
        if (hold.Runs) _deadlines.Add(new Deadline(hold.ExpiresAt, hold.Id));
        if (!hold.Runs && hold.State != HoldState.Confirmed) return;
        Take(hold, 1, hold.State == HoldState.Confirmed);
        _lines[hold.ItemId].Count(hold, 1);
    }

    private void End(Hold hold, HoldEnded ended)
    {
        if (hold.Runs) _deadlines.Remove(new Deadline(hold.ExpiresAt, hold.Id));
        Take(hold, -1, hold.State == HoldState.Confirmed);
        _lines[hold.ItemId].Count(hold, -1);
        _holds[hold.Id] = hold with { State = ended.State, EndedAt = ended.At };
        _ended.Enqueue(hold.Id);
        if (_ended.Count > EndedRemembered) Forget(_ended.Dequeue());
    }

    private void Accept(Hold hold, DateTimeOffset expiresAt)
    {
        _deadlines.Remove(new Deadline(hold.ExpiresAt, hold.Id));
        _deadlines.Add(new Deadline(expiresAt, hold.Id));
        _holds[hold.Id] = hold with { State = HoldState.Held, ExpiresAt = expiresAt };
    }

    private void Confirm(Hold hold, HoldConfirmed confirmed)
    {
        if (hold.Runs)
        {
            _deadlines.Remove(new Deadline(hold.ExpiresAt, hold.Id));
            Take(hold, -1, confirmed: false);
            Take(hold, 1, confirmed: true);
        }
        _holds[hold.Id] = hold with { State = HoldState.Confirmed, Handover = confirmed.Handover, ConfirmedAt = hold.ConfirmedAt ?? confirmed.At };
    }

    private void Take(Hold hold, int sign, bool confirmed)
    {
        StockLine line = _lines[hold.ItemId];
        line.Take(sign * hold.Quantity, confirmed);
        Touch(line);
        if (line.Terms.Parts is not { Count: > 0 } parts) return;
        foreach (ComboPart part in parts)
        {
            StockLine of = _lines[part.ItemId];
            of.Take(sign * hold.Quantity * part.Pieces, confirmed);
            Touch(of);
        }
    }

    private void Touch(StockLine line)
    {
        _touched.Add(line.ItemId);
        foreach (string combo in line.InCombos) _touched.Add(combo);
    }

    private void Forget(string holdId)
    {
        if (!_holds.Remove(holdId, out Hold? hold)) return;
        List<string> mine = _ofBuyer[hold.Buyer];
        mine.Remove(holdId);
        if (mine.Count == 0) _ofBuyer.Remove(hold.Buyer);
    }
}

/// <summary>When a hold expires.</summary>
public readonly record struct Deadline(DateTimeOffset At, string HoldId)
{
    /// <summary>Earliest first; ids tell equal instants apart.</summary>
    public static IComparer<Deadline> Order { get; } = Comparer<Deadline>.Create((a, b) =>
        a.At != b.At ? a.At.CompareTo(b.At) : string.CompareOrdinal(a.HoldId, b.HoldId));
}
