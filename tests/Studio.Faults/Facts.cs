namespace Studio.Faults;

/// <summary>A run, indexed for the checks.</summary>
internal sealed class Facts
{
    public Facts(Run run)
    {
        (Attempts, Items, Fold) = (run.Attempts, run.Items, new LogFold(run.Log));
        Attempt[] yes = [.. Attempts.Where(attempt => attempt.Outcome == Outcome.Acknowledged)];
        FirstYes = yes.GroupBy(attempt => attempt.Operation.Id, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Min(attempt => attempt.End), StringComparer.Ordinal);
        Acknowledged = [.. yes.Where(attempt => attempt.Operation.Kind == Kind.Place).Select(attempt => (attempt.Operation, attempt.HoldId!)).Distinct()];
        ReleaseBegan = Attempts.Where(attempt => attempt.Operation.Kind == Kind.Release)
            .GroupBy(attempt => attempt.Operation.HoldId!, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Min(attempt => attempt.Begin), StringComparer.Ordinal);
        // Whoever may have been told "sold out" by the ledger itself, so that the edge could pass it on for a moment; not who was given a hold in the end.
        MayHaveSaid = Attempts.Where(attempt => attempt.Operation.Kind == Kind.Place && ((attempt.Outcome == Outcome.Unknown && !FirstYes.ContainsKey(attempt.Operation.Id)) || attempt.Code == "sold-out"))
            .GroupBy(attempt => attempt.Operation.Item, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.OrderBy(attempt => attempt.Begin).ToArray(), StringComparer.Ordinal);
    }

    public IReadOnlyList<Attempt> Attempts { get; }

    public IReadOnlyList<KeptItem> Items { get; }

    /// <summary>What the log says.</summary>
    public LogFold Fold { get; }

    /// <summary>Operation id → end of its first acknowledged attempt.</summary>
    public Dictionary<string, long> FirstYes { get; }

    /// <summary>Every pair of operation and hold that was acknowledged; a sound run has one hold for each operation.</summary>
    public IReadOnlyList<(Operation Operation, string HoldId)> Acknowledged { get; }

    /// <summary>Hold id → begin of the first release, however it went.</summary>
    public Dictionary<string, long> ReleaseBegan { get; }

    public Dictionary<string, Attempt[]> MayHaveSaid { get; }

    /// <summary>Refused at the door: the ledger was not asked.</summary>
    public static bool NotLookedAt(Attempt attempt) => attempt.Code is "too-fast" or "too-many-attempts";

    /// <summary>Attempts of a kind with an outcome, one for each operation.</summary>
    public IEnumerable<Attempt> Told(Kind kind, Outcome outcome) =>
        Attempts.Where(attempt => attempt.Operation.Kind == kind && attempt.Outcome == outcome && !NotLookedAt(attempt)).DistinctBy(attempt => attempt.Operation.Id);

    /// <summary>When an item's pieces were surely promised, and when they began to be given back: told by the callers' answers alone.</summary>
    public IEnumerable<(long At, int Pieces)> Promises(string item)
    {
        var held = Acknowledged.Select(told => (told.Operation, told.HoldId, From: FirstYes[told.Operation.Id]))
            .Concat(Told(Kind.Accept, Outcome.Acknowledged).Select(attempt => (attempt.Operation, HoldId: attempt.Operation.HoldId!, From: FirstYes[attempt.Operation.Id])));
        foreach ((Operation operation, string holdId, long from) in held)
        {
            int pieces = Fold.Pieces(operation.Item, operation.Quantity).Where(taken => taken.Item == item).Sum(taken => taken.Pieces);
            long to = ReleaseBegan.GetValueOrDefault(holdId, long.MaxValue);
            if (pieces == 0 || to <= from) continue;
            yield return (from, pieces);
            if (to < long.MaxValue) yield return (to, -pieces);
        }
    }
}
