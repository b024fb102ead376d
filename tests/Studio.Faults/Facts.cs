namespace Studio.Faults;

/// <summary>A run, indexed for the checks.</summary>
internal sealed class Facts
{
    public Facts(Run run)
    {
        (Attempts, Items) = (run.Attempts, run.Items);
        Kept = run.Ledger.DistinctBy(hold => hold.Id).ToDictionary(hold => hold.Id, StringComparer.Ordinal);
        Attempt[] yes = [.. Attempts.Where(attempt => attempt.Outcome == Outcome.Acknowledged)];
        FirstYes = yes.GroupBy(attempt => attempt.Operation.Id, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Min(attempt => attempt.End), StringComparer.Ordinal);
        Acknowledged = [.. yes.Where(attempt => attempt.Operation.Kind == Kind.Place).Select(attempt => (attempt.Operation, attempt.HoldId!)).Distinct()];
        ReleasedBy = Earliest(yes, attempt => attempt.End);
        ReleaseBegan = Earliest(Attempts, attempt => attempt.Begin);
    }

    public IReadOnlyList<Attempt> Attempts { get; }

    public IReadOnlyList<KeptItem> Items { get; }

    /// <summary>Holds of the ledger by id.</summary>
    public Dictionary<string, KeptHold> Kept { get; }

    /// <summary>Operation id → end of its first acknowledged attempt.</summary>
    public Dictionary<string, long> FirstYes { get; }

    /// <summary>Every pair of operation and hold that was acknowledged; a sound run has one hold for each operation.</summary>
    public IReadOnlyList<(Operation Operation, string HoldId)> Acknowledged { get; }

    /// <summary>Hold id → end of the first acknowledged release.</summary>
    public Dictionary<string, long> ReleasedBy { get; }

    /// <summary>Hold id → begin of the first release, however it went.</summary>
    public Dictionary<string, long> ReleaseBegan { get; }

    /// <summary>Refused at the door: the ledger was not asked.</summary>
    public static bool NotLookedAt(Attempt attempt) => attempt.Code is "too-fast" or "too-many-attempts";

    /// <summary>When an item's pieces were surely promised, and when they began to be given back.</summary>
    public IEnumerable<(long At, int Pieces, string Guest)> Promises(string item)
    {
        foreach ((Operation operation, string holdId) in Acknowledged.Where(told => told.Operation.Item == item))
        {
            long from = FirstYes[operation.Id], to = ReleaseBegan.GetValueOrDefault(holdId, long.MaxValue);
            if (to <= from) continue;
            yield return (from, operation.Quantity, operation.Guest);
            if (to < long.MaxValue) yield return (to, -operation.Quantity, operation.Guest);
        }
    }

    /// <summary>What may have been held of an item, by one guest or by all.</summary>
    public Possible PossibleOf(string item, string? guest)
    {
        // A hold may have been made from the first sending of its operation on; an operation that was never answered may have made one.
        var begins = Attempts.Where(attempt => attempt.Operation.Kind == Kind.Place && attempt.Operation.Item == item && (guest is null || attempt.Operation.Guest == guest)
            && (attempt.Outcome == Outcome.Unknown || FirstYes.ContainsKey(attempt.Operation.Id)))
            .GroupBy(attempt => attempt.Operation.Id, StringComparer.Ordinal)
            .Select(same => (same.Min(attempt => attempt.Begin), same.First().Operation.Quantity));
        var ends = ReleasedBy.Where(end => Kept.TryGetValue(end.Key, out KeptHold? hold) && hold.Item == item && (guest is null || hold.Guest == guest))
            .Select(end => (end.Value, Kept[end.Key].Quantity));
        return new Possible(begins, ends);
    }

    private static Dictionary<string, long> Earliest(IEnumerable<Attempt> attempts, Func<Attempt, long> instant) => attempts
        .Where(attempt => attempt.Operation.Kind == Kind.Release)
        .GroupBy(attempt => attempt.Operation.HoldId!, StringComparer.Ordinal)
        .ToDictionary(same => same.Key, same => same.Min(instant), StringComparer.Ordinal);
}

/// <summary>An upper bound of pieces held, over time.</summary>
internal sealed class Possible(IEnumerable<(long At, int Pieces)> begins, IEnumerable<(long At, int Pieces)> ends)
{
    private readonly (long At, int Sum)[] _begins = RunningSums(begins), _ends = RunningSums(ends);

    /// <summary>The most that can have been held at any instant of a stretch: all that began before its end, less all that surely ended before its begin.</summary>
    public int AtMost(long from, long to) => Before(_begins, to) - Before(_ends, from);

    private static (long, int)[] RunningSums(IEnumerable<(long At, int Pieces)> changes)
    {
        int sum = 0;
        return [.. changes.OrderBy(change => change.At).Select(change => (change.At, sum += change.Pieces))];
    }

    // The sum of everything strictly before an instant.
    private static int Before((long At, int Sum)[] sums, long instant)
    {
        int low = 0, high = sums.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (sums[middle].At < instant) low = middle + 1;
            else high = middle;
        }
        return low == 0 ? 0 : sums[low - 1].Sum;
    }
}
