using Studio.Grains.Showcase;

namespace Studio.Faults;

/// <summary>The ways in which a run can break what the studio promises.</summary>
internal enum Broken
{
    AcknowledgedHoldMissing,
    TwoHoldsForOneOperation,
    OneHoldForTwoOperations,
    StoredTwice,
    AcknowledgedThenRefused,
    NobodyAskedForHold,
    HoldDiffersFromCommand,
    ReleasedStillHeld,
    EndedUnasked,
    ReleaseRefused,
    ConfirmationLost,
    ConfirmationRefused,
    ConfirmedEnded,
    AcceptanceLost,
    AcceptanceRefused,
    MovedUnasked,
    WrongTurn,
    WaitLost,
    NobodyWaited,
    WaitEndedUnasked,
    OfferedToNobody,
    QueueJumped,
    Oversold,
    OversoldInBetween,
    LimitExceeded,
    RefusedWithoutReason,
    CountsDisagree,
    GuestSeesOther,
}

/// <summary>One finding.</summary>
internal sealed record Violation(Broken Kind, string What);

/// <summary>Compares what callers were told with what is stored. No I/O and no clock: a run goes in, its violations come out.</summary>
/// <remarks>
/// Sound in both directions of doubt: an operation that stayed unknown may or may not have happened once, and an answer is true at some
/// instant between its begin and its end; only what no such choice explains is a violation. What the log breaks by itself: <see cref="LogFold"/>;
/// answers that had no reason: <see cref="Reasons"/>.
/// </remarks>
internal static class HistoryChecker
{
    public static IReadOnlyList<Violation> Check(Run run)
    {
        var facts = new Facts(run);
        return
        [
            .. facts.Fold.Findings.DistinctBy(finding => finding.What), .. Placed(facts), .. Answers(facts), .. Unasked(facts), .. Ends(facts), .. Moves(facts), .. Waits(facts),
            .. run.Items.SelectMany(item => InBetween(facts, item)), .. Reasons.Missing(facts), .. Counts(facts), .. Pages(facts, run),
        ];
    }

    /// <summary>Each acknowledged hold is kept as it was asked for.</summary>
    private static IEnumerable<Violation> Placed(Facts facts)
    {
        foreach ((Operation operation, string holdId) in facts.Acknowledged)
        {
            if (!facts.Fold.Holds.TryGetValue(holdId, out KeptHold? hold))
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

    /// <summary>Each stored hold was asked for: acknowledged, offered to somebody who waited, or explained by one operation whose outcome the caller never learned.</summary>
    private static IEnumerable<Violation> Unasked(Facts facts)
    {
        HashSet<string> acknowledged = facts.Acknowledged.Select(told => told.HoldId).ToHashSet(StringComparer.Ordinal);
        Dictionary<(string, string, int), int> open = facts.Told(Kind.Place, Outcome.Unknown).Select(attempt => attempt.Operation).Where(operation => !facts.FirstYes.ContainsKey(operation.Id))
            .GroupBy(operation => (operation.Guest, operation.Item, operation.Quantity)).ToDictionary(same => same.Key, same => same.Count());
        foreach (KeptHold hold in facts.Fold.Holds.Values.Where(hold => !acknowledged.Contains(hold.Id) && !facts.Fold.Offered.Contains(hold.Id)))
        {
            var key = (hold.Guest, hold.Item, hold.Quantity);
            if (open.GetValueOrDefault(key) > 0) open[key]--;
            else yield return new(Broken.NobodyAskedForHold, $"{hold.Id}: {hold.Quantity} for {hold.Guest}");
        }
    }

    /// <summary>A hold ends when its guest gives it back or its time is over, and only then.</summary>
    private static IEnumerable<Violation> Ends(Facts facts)
    {
        foreach (KeptHold hold in facts.Fold.Holds.Values)
        {
            if (hold.State == HoldState.Released && !facts.ReleaseBegan.ContainsKey(hold.Id)) yield return new(Broken.EndedUnasked, $"{hold.Id} is {hold.State}");
        }
        foreach (Attempt released in facts.Told(Kind.Release, Outcome.Acknowledged))
        {
            HoldState? state = facts.Fold.Holds.GetValueOrDefault(released.Operation.HoldId!)?.State;
            if (state is not HoldState.Released) yield return new(Broken.ReleasedStillHeld, $"{released.Operation.HoldId} is {state}");
        }
        foreach (Attempt refused in facts.Told(Kind.Release, Outcome.Refused).Where(refused => !Expired(facts, refused)))
        {
            yield return new(Broken.ReleaseRefused, $"{refused.Operation.HoldId}: {refused.Code}");
        }
    }

    /// <summary>What was confirmed or accepted is so, was asked for, and was not refused.</summary>
    private static IEnumerable<Violation> Moves(Facts facts)
    {
        foreach ((Kind kind, Broken lost, Broken refusal, HashSet<string> done) in ((Kind, Broken, Broken, HashSet<string>)[])[
            (Kind.Confirm, Broken.ConfirmationLost, Broken.ConfirmationRefused, facts.Fold.Confirmed), (Kind.Accept, Broken.AcceptanceLost, Broken.AcceptanceRefused, facts.Fold.Accepted)])
        {
            HashSet<string> asked = facts.Attempts.Where(attempt => attempt.Operation.Kind == kind).Select(attempt => attempt.Operation.HoldId!).ToHashSet(StringComparer.Ordinal);
            foreach (string holdId in done.Where(holdId => !asked.Contains(holdId))) yield return new(Broken.MovedUnasked, $"{kind}: {holdId}");
            foreach (Attempt told in facts.Told(kind, Outcome.Acknowledged).Where(told => !done.Contains(told.Operation.HoldId!))) yield return new(lost, $"{told.Operation.HoldId}");
            foreach (Attempt told in facts.Told(kind, Outcome.Refused).Where(told => !Expired(facts, told))) yield return new(refusal, $"{told.Operation.HoldId}: {told.Code}");
        }
    }

    /// <summary>Who was told that they wait did wait, once for each wish, and nobody else did.</summary>
    private static IEnumerable<Violation> Waits(Facts facts)
    {
        Dictionary<(string, string), int> joined = facts.Fold.Joined.GroupBy(entry => (entry.ItemId, entry.Buyer)).ToDictionary(same => same.Key, same => same.Count());
        Dictionary<(string, string), (int Yes, int Maybe)> asked = facts.Attempts.Where(attempt => attempt.Operation.Kind == Kind.Wait && attempt.Outcome != Outcome.Refused)
            .GroupBy(attempt => (attempt.Operation.Item, attempt.Operation.Guest)).ToDictionary(same => same.Key, same => (
                same.Where(attempt => attempt.Outcome == Outcome.Acknowledged).Select(attempt => attempt.Operation.Id).Distinct(StringComparer.Ordinal).Count(),
                same.Select(attempt => attempt.Operation.Id).Distinct(StringComparer.Ordinal).Count()));
        foreach (((string item, string guest), int times) in joined)
        {
            if (times > asked.GetValueOrDefault((item, guest)).Maybe) yield return new(Broken.NobodyWaited, $"{guest} for {item}: {times} times");
        }
        foreach (((string item, string guest), (int yes, _)) in asked)
        {
            if (yes > joined.GetValueOrDefault((item, guest))) yield return new(Broken.WaitLost, $"{guest} for {item}: told {yes} times, stored {joined.GetValueOrDefault((item, guest))}");
        }
    }

    /// <summary>At each instant: holds acknowledged before it whose release had not begun were all promised at once. The log is not asked.</summary>
    private static IEnumerable<Violation> InBetween(Facts facts, KeptItem item)
    {
        int all = 0, most = 0, allotted = facts.Fold.Terms.GetValueOrDefault(item.Id)?.Allotted ?? 0;
        // At equal instants what ends goes first: the doubt is the studio's.
        foreach ((long _, int pieces) in facts.Promises(item.Id).OrderBy(change => change.At).ThenBy(change => change.Pieces)) most = Math.Max(most, all += pieces);
        if (most > allotted) yield return new(Broken.OversoldInBetween, $"{item.Id}: {most} of {allotted} at one time");
    }

    private static IEnumerable<Violation> Counts(Facts facts) => facts.Items
        .Where(item => (item.ShownHeld, item.ShownConfirmed) != (facts.Fold.HeldOf(item.Id), facts.Fold.ConfirmedOf(item.Id)))
        .Select(item => new Violation(Broken.CountsDisagree, $"{item.Id}: {item.ShownHeld} + {item.ShownConfirmed} shown, {facts.Fold.HeldOf(item.Id)} + {facts.Fold.ConfirmedOf(item.Id)} kept"));

    /// <summary>Every guest's page shows exactly what is remembered for that guest.</summary>
    private static IEnumerable<Violation> Pages(Facts facts, Run run)
    {
        HashSet<KeptHold> kept = [.. facts.Fold.Remembered], shown = [.. run.Shown];
        foreach (KeptHold hold in kept.Except(shown)) yield return new(Broken.GuestSeesOther, $"not shown: {hold}");
        foreach (KeptHold hold in shown.Except(kept)) yield return new(Broken.GuestSeesOther, $"shown only: {hold}");
        if (shown.Count != run.Shown.Count) yield return new(Broken.GuestSeesOther, "a hold is shown twice");
    }

    // Only an offer that nobody took in time ends by itself in a storm.
    private static bool Expired(Facts facts, Attempt refused) => refused.Code == "hold-ended" && facts.Fold.Holds.GetValueOrDefault(refused.Operation.HoldId!)?.State == HoldState.Expired;
}
