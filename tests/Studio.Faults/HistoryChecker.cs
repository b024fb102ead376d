using Studio.Grains.Showcase;

namespace Studio.Faults;

/// <summary>The ways in which a run can break what the studio promises.</summary>
internal enum Broken
{
    AcknowledgedHoldMissing,
    TwoHoldsForOneOperation,
    OneHoldForTwoOperations,
    AcknowledgedThenRefused,
    NobodyAskedForHold,
    HoldDiffersFromCommand,
    ReleasedStillHeld,
    EndedUnasked,
    ReleaseRefused,
    OversoldAtTheEnd,
    OversoldInBetween,
    LimitExceeded,
    RefusedWithoutReason,
    CountsDisagree,
    GuestSeesOther,
}

/// <summary>One finding.</summary>
internal sealed record Violation(Broken Kind, string What);

/// <summary>Compares what callers were told with what is kept. No I/O and no clock: a run goes in, its violations come out.</summary>
/// <remarks>
/// Sound in both directions of doubt: an operation that stayed unknown may or may not have made its one hold, and an answer is true
/// at some instant between its begin and its end; only what no such choice explains is a violation.
/// </remarks>
internal static class HistoryChecker
{
    public static IReadOnlyList<Violation> Check(Run run)
    {
        var facts = new Facts(run);
        return
        [
            .. Placed(facts), .. Answers(facts), .. Unasked(facts), .. Ends(facts), .. Sums(facts),
            .. run.Items.SelectMany(item => InBetween(facts, item)), .. run.Items.SelectMany(item => Refusals(facts, item)), .. Pages(run),
        ];
    }

    /// <summary>Each acknowledged hold is kept as it was asked for.</summary>
    private static IEnumerable<Violation> Placed(Facts facts)
    {
        foreach ((Operation operation, string holdId) in facts.Acknowledged)
        {
            if (!facts.Kept.TryGetValue(holdId, out KeptHold? hold))
            {
                yield return new(Broken.AcknowledgedHoldMissing, $"{holdId} of {operation.Guest}, operation {operation.Id}");
            }
            else if ((hold.Guest, hold.Item, hold.Quantity) != (operation.Guest, operation.Item, operation.Quantity))
            {
                yield return new(Broken.HoldDiffersFromCommand, $"{holdId}: {operation.Quantity} for {operation.Guest} asked, {hold.Quantity} for {hold.Guest} kept");
            }
        }
    }

    /// <summary>One operation has one hold, and its answers agree.</summary>
    private static IEnumerable<Violation> Answers(Facts facts)
    {
        foreach (IGrouping<string, (Operation Operation, string HoldId)> told in facts.Acknowledged.GroupBy(told => told.Operation.Id, StringComparer.Ordinal))
        {
            if (told.Count() > 1) yield return new(Broken.TwoHoldsForOneOperation, $"{told.Key}: {string.Join(", ", told.Select(one => one.HoldId))}");
        }
        foreach (IGrouping<string, (Operation Operation, string HoldId)> told in facts.Acknowledged.GroupBy(told => told.HoldId, StringComparer.Ordinal))
        {
            if (told.Count() > 1) yield return new(Broken.OneHoldForTwoOperations, $"{told.Key}: {string.Join(", ", told.Select(one => one.Operation.Id))}");
        }
        foreach (Attempt refused in facts.Attempts.Where(attempt => attempt.Outcome == Outcome.Refused && !Facts.NotLookedAt(attempt)))
        {
            if (facts.FirstYes.TryGetValue(refused.Operation.Id, out long yes) && yes < refused.Begin)
            {
                yield return new(Broken.AcknowledgedThenRefused, $"{refused.Operation.Id}: {refused.Code}");
            }
        }
    }

    /// <summary>Each kept hold was asked for: acknowledged, or explained by one operation whose outcome the caller never learned.</summary>
    private static IEnumerable<Violation> Unasked(Facts facts)
    {
        HashSet<string> acknowledged = facts.Acknowledged.Select(told => told.HoldId).ToHashSet(StringComparer.Ordinal);
        Dictionary<(string, string, int), int> open = facts.Attempts
            .Where(attempt => attempt is { Outcome: Outcome.Unknown, Operation.Kind: Kind.Place } && !facts.FirstYes.ContainsKey(attempt.Operation.Id))
            .Select(attempt => attempt.Operation).DistinctBy(operation => operation.Id)
            .GroupBy(operation => (operation.Guest, operation.Item, operation.Quantity)).ToDictionary(same => same.Key, same => same.Count());
        foreach (KeptHold hold in facts.Kept.Values.Where(hold => !acknowledged.Contains(hold.Id)))
        {
            var key = (hold.Guest, hold.Item, hold.Quantity);
            if (open.GetValueOrDefault(key) > 0) open[key]--;
            else yield return new(Broken.NobodyAskedForHold, $"{hold.Id}: {hold.Quantity} for {hold.Guest}");
        }
    }

    /// <summary>A hold ends when its guest gives it back, and only then.</summary>
    private static IEnumerable<Violation> Ends(Facts facts)
    {
        foreach (KeptHold hold in facts.Kept.Values)
        {
            bool ended = hold.State is HoldState.Released or HoldState.Expired;
            if (!ended && facts.ReleasedBy.ContainsKey(hold.Id)) yield return new(Broken.ReleasedStillHeld, $"{hold.Id} is {hold.State}");
            if (ended && !facts.ReleaseBegan.ContainsKey(hold.Id)) yield return new(Broken.EndedUnasked, $"{hold.Id} is {hold.State}");
        }
        foreach (Attempt refused in facts.Attempts.Where(attempt => attempt is { Operation.Kind: Kind.Release, Outcome: Outcome.Refused } && !Facts.NotLookedAt(attempt)))
        {
            yield return new(Broken.ReleaseRefused, $"{refused.Operation.HoldId}: {refused.Code}");
        }
    }

    /// <summary>What is kept stays within allotment and limits, and the shown counts are its sums.</summary>
    private static IEnumerable<Violation> Sums(Facts facts)
    {
        foreach (KeptItem item in facts.Items)
        {
            KeptHold[] live = [.. facts.Kept.Values.Where(hold => hold.Item == item.Id && hold.State is HoldState.Held or HoldState.Confirmed)];
            int held = live.Where(hold => hold.State == HoldState.Held).Sum(hold => hold.Quantity), confirmed = live.Sum(hold => hold.Quantity) - held;
            if (held + confirmed > item.Allotted) yield return new(Broken.OversoldAtTheEnd, $"{item.Id}: {held + confirmed} of {item.Allotted}");
            if ((held, confirmed) != (item.ShownHeld, item.ShownConfirmed))
            {
                yield return new(Broken.CountsDisagree, $"{item.Id}: {item.ShownHeld} + {item.ShownConfirmed} shown, {held} + {confirmed} kept");
            }
            foreach (IGrouping<string, KeptHold> mine in live.GroupBy(hold => hold.Guest, StringComparer.Ordinal))
            {
                if (mine.Sum(hold => hold.Quantity) is var pieces && pieces > item.Limit) yield return new(Broken.LimitExceeded, $"{mine.Key} keeps {pieces} of {item.Id}");
            }
        }
    }

    /// <summary>At each instant: holds acknowledged before it whose release had not begun were all promised at once.</summary>
    private static IEnumerable<Violation> InBetween(Facts facts, KeptItem item)
    {
        int all = 0, most = 0;
        Dictionary<string, int> mine = new(StringComparer.Ordinal);
        HashSet<string> greedy = new(StringComparer.Ordinal);
        // At equal instants what ends goes first: the doubt is the studio's.
        foreach ((long _, int pieces, string guest) in facts.Promises(item.Id).OrderBy(change => change.At).ThenBy(change => change.Pieces))
        {
            most = Math.Max(most, all += pieces);
            if ((mine[guest] = mine.GetValueOrDefault(guest) + pieces) > item.Limit && greedy.Add(guest))
            {
                yield return new(Broken.LimitExceeded, $"{guest} had {mine[guest]} of {item.Id} at one time");
            }
        }
        if (most > item.Allotted) yield return new(Broken.OversoldInBetween, $"{item.Id}: {most} of {item.Allotted} at one time");
    }

    /// <summary>A "sold out" or "limit reached" is a lie when, counting everything that may have been held meanwhile, there was room.</summary>
    private static IEnumerable<Violation> Refusals(Facts facts, KeptItem item)
    {
        Possible all = facts.PossibleOf(item.Id, guest: null);
        var perGuest = new Dictionary<string, Possible>(StringComparer.Ordinal);
        foreach (Attempt refused in facts.Attempts.Where(attempt => attempt.Outcome == Outcome.Refused && attempt.Operation.Kind == Kind.Place && attempt.Operation.Item == item.Id))
        {
            Operation operation = refused.Operation;
            if (refused.Code == "limit-reached" && !perGuest.ContainsKey(operation.Guest)) perGuest[operation.Guest] = facts.PossibleOf(item.Id, operation.Guest);
            int? room = refused.Code switch
            {
                "sold-out" => item.Allotted - all.AtMost(refused.Begin, refused.End),
                "limit-reached" => item.Limit - perGuest[operation.Guest].AtMost(refused.Begin, refused.End),
                _ => null,
            };
            if (room >= operation.Quantity) yield return new(Broken.RefusedWithoutReason, $"{operation.Id}: {refused.Code} for {operation.Quantity} with room for {room}");
        }
    }

    /// <summary>Every guest's page shows exactly what is kept for that guest.</summary>
    private static IEnumerable<Violation> Pages(Run run)
    {
        HashSet<KeptHold> kept = [.. run.Ledger], shown = [.. run.Shown];
        foreach (KeptHold hold in kept.Except(shown)) yield return new(Broken.GuestSeesOther, $"not shown: {hold}");
        foreach (KeptHold hold in shown.Except(kept)) yield return new(Broken.GuestSeesOther, $"shown only: {hold}");
        if (shown.Count != run.Shown.Count || kept.Count != run.Ledger.Count) yield return new(Broken.GuestSeesOther, "a hold is there twice");
    }
}
