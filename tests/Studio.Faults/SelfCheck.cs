using Studio.Grains.Showcase;

namespace Studio.Faults;

/// <summary>Shows the checker a clean run, which must pass, and that run damaged in each way it must find: a checker that finds nothing proves nothing.</summary>
internal static class SelfCheck
{
    private const string Item = "i_1", Ada = "g_ada", Bo = "g_bo";

    /// <summary>What the checker got wrong; empty: nothing.</summary>
    public static IReadOnlyList<string> Complaints()
    {
        List<string> complaints = [];
        foreach (Violation violation in HistoryChecker.Check(Clean())) complaints.Add($"a clean run: {violation}");
        HashSet<Broken> shown = [];
        foreach ((Broken expected, Run damaged) in Damaged(Clean()))
        {
            shown.Add(expected);
            if (HistoryChecker.Check(damaged).All(violation => violation.Kind != expected)) complaints.Add($"not found: {expected}");
        }
        complaints.AddRange(Enum.GetValues<Broken>().Where(kind => !shown.Contains(kind)).Select(kind => $"never shown: {kind}"));
        return complaints;
    }

    // Ten pieces, three for each guest. Ada holds 2, holds 1 (unknown at first, repeated) and gives the 2 back; Bo is refused a
    // fourth piece; Bo's last command was never answered, and is kept.
    private static Run Clean()
    {
        Operation two = Place("op-1", Ada, 2), one = Place("op-2", Ada, 1), three = Place("op-4", Bo, 3), more = Place("op-5", Bo, 1), back = Release("op-3", Ada, "h_1", 2);
        Operation lost = Place("op-6", "g_cy", 1);
        return new Run(
            [
                Yes(two, 10, 20, "h_1"), Maybe(one, 30, 40), Yes(one, 50, 60, "h_2"), Yes(back, 70, 80, "h_1"),
                Yes(three, 22, 35, "h_3"), No(more, 45, 55, "limit-reached"), Maybe(lost, 90, 95),
            ],
            Ledger(), Ledger(), [new KeptItem(Item, 10, 3, 5, 0)]);
    }

    private static KeptHold[] Ledger() =>
    [
        new("h_1", Ada, Item, 2, HoldState.Released), new("h_2", Ada, Item, 1, HoldState.Held), new("h_3", Bo, Item, 3, HoldState.Held), new("h_4", "g_cy", Item, 1, HoldState.Held),
    ];

    private static IEnumerable<(Broken, Run)> Damaged(Run clean)
    {
        KeptHold[] ledger = [.. clean.Ledger];
        yield return (Broken.AcknowledgedHoldMissing, Kept(clean, ledger[0], ledger[1], ledger[3]));
        yield return (Broken.TwoHoldsForOneOperation, Told(clean, Yes(Place("op-4", Bo, 3), 62, 64, "h_4")));
        yield return (Broken.OneHoldForTwoOperations, Told(clean, Yes(Place("op-7", Bo, 3), 62, 64, "h_3")));
        yield return (Broken.AcknowledgedThenRefused, Told(clean, No(Place("op-4", Bo, 3), 62, 64, "sold-out")));
        yield return (Broken.NobodyAskedForHold, Kept(clean, [.. ledger, ledger[2] with { Id = "h_5" }])); // one operation, stored twice
        yield return (Broken.NobodyAskedForHold, Kept(clean, [.. ledger, ledger[3] with { Id = "h_5" }])); // one unknown explains one hold, not two
        yield return (Broken.HoldDiffersFromCommand, Kept(clean, ledger[0], ledger[1], ledger[2] with { Quantity = 2 }, ledger[3]));
        yield return (Broken.HoldDiffersFromCommand, Kept(clean, ledger[0], ledger[1], ledger[2] with { Guest = Ada }, ledger[3]));
        yield return (Broken.ReleasedStillHeld, Kept(clean, ledger[0] with { State = HoldState.Held }, ledger[1], ledger[2], ledger[3]));
        yield return (Broken.EndedUnasked, Kept(clean, ledger[0], ledger[1], ledger[2] with { State = HoldState.Expired }, ledger[3]));
        yield return (Broken.ReleaseRefused, Told(clean, No(Release("op-8", Ada, "h_2", 1), 82, 84, "not-found")));
        yield return (Broken.OversoldAtTheEnd, Terms(clean, clean.Items[0] with { Allotted = 4 }));
        // Six pieces at one time (2 + 3 until 70, and 1 more from 60 on), four of them at the end.
        yield return (Broken.OversoldInBetween, Terms(clean, clean.Items[0] with { Allotted = 5 }));
        yield return (Broken.LimitExceeded, Terms(clean, clean.Items[0] with { Limit = 2 }));
        yield return (Broken.LimitExceeded, Kept(clean, [.. ledger, ledger[2] with { Id = "h_5", Quantity = 1 }]));
        yield return (Broken.RefusedWithoutReason, Told(clean, No(Place("op-9", Ada, 1), 82, 84, "sold-out")));
        yield return (Broken.RefusedWithoutReason, Told(clean, No(Place("op-9", Ada, 2), 82, 84, "limit-reached")));
        yield return (Broken.CountsDisagree, Terms(clean, clean.Items[0] with { ShownHeld = 4 }));
        yield return (Broken.CountsDisagree, Terms(clean, clean.Items[0] with { ShownConfirmed = 1 }));
        yield return (Broken.GuestSeesOther, clean with { Shown = [.. ledger.Skip(1)] });
        yield return (Broken.GuestSeesOther, clean with { Shown = [.. ledger, ledger[0] with { Id = "h_9" }] });
    }

    private static Run Told(Run run, Attempt attempt) => run with { Attempts = [.. run.Attempts, attempt] };

    private static Run Kept(Run run, params KeptHold[] ledger) => run with { Ledger = ledger, Shown = ledger };

    private static Run Terms(Run run, KeptItem item) => run with { Items = [item] };

    private static Operation Place(string id, string guest, int quantity) => new(id, guest, Item, Kind.Place, quantity);

    private static Operation Release(string id, string guest, string hold, int quantity) => new(id, guest, Item, Kind.Release, quantity, hold);

    private static Attempt Yes(Operation operation, long begin, long end, string hold) => new(operation, 1, begin, end, Outcome.Acknowledged, hold, null);

    private static Attempt No(Operation operation, long begin, long end, string code) => new(operation, 1, begin, end, Outcome.Refused, null, code);

    private static Attempt Maybe(Operation operation, long begin, long end) => new(operation, 1, begin, end, Outcome.Unknown, null, "timeout");
}
