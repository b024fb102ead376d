using Studio.Grains.Showcase;

namespace Studio.Faults;

/// <summary>
/// The log of a session's ledger, added up by other code than the product's: what became of each hold, what was left of each item and what
/// each guest had of it at every instant; and what the log itself says that must never be.
/// </summary>
internal sealed class LogFold
{
    private readonly Dictionary<string, int> _held = new(StringComparer.Ordinal), _confirmed = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Item, string Guest), int> _mine = [];
    private readonly Dictionary<(string Item, string Guest), WaitEntry> _waiting = [];
    private readonly Dictionary<string, Series> _left = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Item, string Guest), Series> _had = [];
    private readonly Dictionary<string, DateTimeOffset> _expiry = new(StringComparer.Ordinal);
    private readonly List<string> _ended = [];

    public LogFold(IReadOnlyList<LedgerEvent> log)
    {
        long[] at = Instants(log);
        for (int i = 0; i < log.Count; i++)
        {
            (string Item, string Guest)? touched = Apply(log[i]);
            foreach (string item in Terms.Keys) Of(_left, item).Add(at[i], Left(item));
            if (touched is { } pair) Of(_had, pair).Add(at[i], _mine.GetValueOrDefault(pair));
            Look(touched);
        }
    }

    public Dictionary<string, ItemTerms> Terms { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, KeptHold> Holds { get; } = new(StringComparer.Ordinal);

    /// <summary>Ids of holds that began as offers, of those that were accepted, of those that were ever confirmed.</summary>
    public HashSet<string> Offered { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Accepted { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Confirmed { get; } = new(StringComparer.Ordinal);

    public List<WaitEntry> Joined { get; } = [];

    public List<Violation> Findings { get; } = [];

    /// <summary>Holds that a ledger still remembers at the end: all but the oldest of the ended ones.</summary>
    public IEnumerable<KeptHold> Remembered => Holds.Values.ExceptBy(_ended.SkipLast(HoldLedger.EndedRemembered), hold => hold.Id);

    public int HeldOf(string item) => _held.GetValueOrDefault(item);

    public int ConfirmedOf(string item) => _confirmed.GetValueOrDefault(item);

    /// <summary>Whether what was left of an item was ever as asked within a stretch of time.</summary>
    public bool WasLeft(string item, long from, long to, Func<int, bool> asked) => _left.TryGetValue(item, out Series? series) && series.Any(from, to, asked);

    /// <summary>Whether what a guest had of an item was ever as asked within a stretch of time.</summary>
    public bool Had(string item, string guest, long from, long to, Func<int, bool> asked) => _had.TryGetValue((item, guest), out Series? series) && series.Any(from, to, asked);

    /// <summary>Items and pieces that a hold takes: its own, and a combo's parts.</summary>
    public IEnumerable<(string Item, int Pieces)> Pieces(string item, int quantity) =>
        (Terms.GetValueOrDefault(item)?.Parts ?? []).Select(part => (part.ItemId, part.Pieces * quantity)).Prepend((item, quantity));

    private int Left(string item)
    {
        ItemTerms terms = Terms[item];
        int left = terms.Allotted - HeldOf(item) - ConfirmedOf(item);
        foreach (ComboPart part in terms.Parts ?? []) left = Math.Min(left, Math.Max(0, Left(part.ItemId)) / part.Pieces);
        return left;
    }

    private (string, string)? Apply(LedgerEvent change)
    {
        switch (change)
        {
            case TermsSet set:
                Terms[set.ItemId] = set.Terms;
                return null;
            case HoldPlaced placed:
                return Place(placed.Hold);
            case HoldEnded ended when Holds.TryGetValue(ended.HoldId, out KeptHold? hold):
                return End(hold, ended);
            case HoldAccepted accepted when Holds.TryGetValue(accepted.HoldId, out KeptHold? hold):
                if (hold.State != HoldState.Offered) Findings.Add(new(Broken.WrongTurn, $"{hold.Id} was {hold.State} and is accepted"));
                (Holds[hold.Id], _expiry[hold.Id]) = (hold with { State = HoldState.Held }, accepted.ExpiresAt);
                Accepted.Add(hold.Id);
                return null;
            case HoldConfirmed confirmed when Holds.TryGetValue(confirmed.HoldId, out KeptHold? hold):
                if (hold.State is not (HoldState.Held or HoldState.Confirmed)) Findings.Add(new(Broken.WrongTurn, $"{hold.Id} was {hold.State} and is confirmed"));
                Take(hold, -1);
                Take(Holds[hold.Id] = hold with { State = HoldState.Confirmed }, 1);
                Confirmed.Add(hold.Id);
                return null;
            case WaitJoined joined:
                _waiting[(joined.Entry.ItemId, joined.Entry.Buyer)] = joined.Entry;
                Joined.Add(joined.Entry);
                return null;
            case WaitLeft left:
                _waiting.Remove((left.ItemId, left.Buyer));
                // Nobody leaves by themselves in a storm; only who may have no more is passed over.
                if (_mine.GetValueOrDefault((left.ItemId, left.Buyer)) < Terms[left.ItemId].PerBuyerLimit) Findings.Add(new(Broken.WaitEndedUnasked, $"{left.Buyer}, {left.ItemId}"));
                return null;
            default:
                Findings.Add(new(Broken.WrongTurn, $"an event of a hold that is not there: {change}"));
                return null;
        }
    }

    private (string, string)? Place(Hold placed)
    {
        var hold = new KeptHold(placed.Id, placed.Buyer, placed.ItemId, placed.Quantity, placed.State);
        if (!Holds.TryAdd(hold.Id, hold))
        {
            Findings.Add(new(Broken.StoredTwice, $"{hold}"));
            return null;
        }
        _expiry[hold.Id] = placed.ExpiresAt;
        if (placed.State == HoldState.Offered)
        {
            Offered.Add(hold.Id);
            if (!_waiting.Remove((hold.Item, hold.Guest), out WaitEntry? entry) || entry.Quantity < hold.Quantity) Findings.Add(new(Broken.OfferedToNobody, $"{hold}"));
        }
        else if (_waiting.Keys.Any(wait => wait.Item == hold.Item))
        {
            Findings.Add(new(Broken.QueueJumped, $"{hold}"));
        }
        Take(hold, 1);
        return (hold.Item, hold.Guest);
    }

    private (string, string)? End(KeptHold hold, HoldEnded ended)
    {
        if (hold.State == HoldState.Confirmed) Findings.Add(new(Broken.ConfirmedEnded, $"{hold.Id} became {ended.State}"));
        else if (hold.State is HoldState.Released or HoldState.Expired) Findings.Add(new(Broken.WrongTurn, $"{hold.Id} was {hold.State} and ends again"));
        if (ended.State == HoldState.Expired && ended.At < _expiry[hold.Id]) Findings.Add(new(Broken.EndedUnasked, $"{hold.Id} expired before its time"));
        Take(hold, -1);
        Holds[hold.Id] = hold with { State = ended.State };
        _ended.Add(hold.Id);
        return (hold.Item, hold.Guest);
    }

    private void Take(KeptHold hold, int sign)
    {
        if (hold.State is HoldState.Released or HoldState.Expired) return;
        Dictionary<string, int> sums = hold.State == HoldState.Confirmed ? _confirmed : _held;
        foreach ((string item, int pieces) in Pieces(hold.Item, sign * hold.Quantity)) sums[item] = sums.GetValueOrDefault(item) + pieces;
        _mine[(hold.Item, hold.Guest)] = _mine.GetValueOrDefault((hold.Item, hold.Guest)) + (sign * hold.Quantity);
    }

    private void Look((string Item, string Guest)? touched)
    {
        foreach ((string item, ItemTerms terms) in Terms)
        {
            if (HeldOf(item) + ConfirmedOf(item) > terms.Allotted) Findings.Add(new(Broken.Oversold, $"{item}: {HeldOf(item)} + {ConfirmedOf(item)} of {terms.Allotted}"));
        }
        if (touched is { } pair && _mine.GetValueOrDefault(pair) is var mine && mine > (Terms.GetValueOrDefault(pair.Item)?.PerBuyerLimit ?? 0)) Findings.Add(new(Broken.LimitExceeded, $"{pair.Guest} has {mine} of {pair.Item}"));
    }

    // When each event was decided. What expired carries its deadline; it was decided with what stands behind it.
    private static long[] Instants(IReadOnlyList<LedgerEvent> log)
    {
        long[] at = new long[log.Count];
        long next = long.MaxValue;
        for (int i = log.Count - 1; i >= 0; i--) at[i] = next = log[i] is HoldEnded { State: HoldState.Expired } ? next : Math.Min(next, Instant(log[i]));
        return at;
    }

    private static long Instant(LedgerEvent change) => (change switch
    {
        TermsSet set => set.At,
        HoldPlaced placed => placed.Hold.PlacedAt,
        HoldEnded ended => ended.At,
        HoldAccepted accepted => accepted.At,
        HoldConfirmed confirmed => confirmed.At,
        WaitJoined joined => joined.Entry.Since,
        WaitLeft left => left.At,
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "An event that the checker does not know."),
    }).UtcTicks;

    private static Series Of<TKey>(Dictionary<TKey, Series> all, TKey key) where TKey : notnull => all.TryGetValue(key, out Series? one) ? one : all[key] = new Series();

    /// <summary>A number over time.</summary>
    private sealed class Series
    {
        private readonly List<(long At, int Value)> _changes = [(long.MinValue, 0)];

        public void Add(long at, int value)
        {
            if (_changes[^1].Value != value) _changes.Add((at, value));
        }

        public bool Any(long from, long to, Func<int, bool> asked)
        {
            int low = 0, high = _changes.Count - 1;
            while (low < high) // the last change at or before the begin
            {
                int middle = (low + high + 1) / 2;
                if (_changes[middle].At <= from) low = middle;
                else high = middle - 1;
            }
            for (int i = low; i < _changes.Count && (i == low || _changes[i].At <= to); i++)
            {
                if (asked(_changes[i].Value)) return true;
            }
            return false;
        }
    }
}
