using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Faults;

/// <summary>Shows the checker a clean run, which must pass, and that run damaged in each way it must find: a checker that finds nothing proves nothing.</summary>
internal static class SelfCheck
{
    private const string One = "i_1", Two = "i_2", Combo = "i_c", Ada = "g_ada", Bo = "g_bo", Cy = "g_cy", Dy = "g_dy", Ey = "g_ey", Fy = "g_fy";
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What the checker got wrong; empty: nothing.</summary>
    public static IReadOnlyList<string> Complaints()
    {
        List<string> complaints = [];
        Run clean = Clean();
        foreach (Violation violation in HistoryChecker.Check(clean)) complaints.Add($"a clean run: {violation}");
        HashSet<Broken> shown = [];
        foreach ((Broken expected, Run damaged) in Damaged(clean))
        {
            shown.Add(expected);
            if (HistoryChecker.Check(damaged).All(violation => violation.Kind != expected)) complaints.Add($"not found: {expected}");
        }
        complaints.AddRange(Enum.GetValues<Broken>().Where(kind => !shown.Contains(kind)).Select(kind => $"never shown: {kind}"));
        return complaints;
    }

    // Six pieces of one, ten of two; a combo takes one of the first and two of the second. Ada holds 2 and 1 (unknown at first, repeated), Bo 3: sold
    // out. Cy waits; Ada gives 2 back, one is offered to Cy, who accepts; Ada confirms her other one. Dy holds a combo: sold out again. Fy is told so. Ey's
    // command was never answered, and is kept. Bo gives 3 back; a moment later Fy is still told "sold out" by the edge.
    private static Run Clean()
    {
        Operation wait = new("op-w", Cy, One, Kind.Wait, 1);
        return new Run(
            [
                Yes(Place("op-1", Ada, 2), 10, 20, "h_1"), Maybe(Place("op-2", Ada, 1), 32, 40), Yes(Place("op-2", Ada, 1), 50, 60, "h_2") with { Number = 2 },
                Yes(Place("op-4", Bo, 3), 22, 34, "h_3"), No(Place("op-5", Bo, 1), 31, 34, "limit-reached"), Yes(wait, 60, 65, null), Yes(Release("op-3", Ada, "h_1", 2), 70, 80, "h_1"),
                Yes(About(Kind.Accept, "op-a", Cy, "h_w"), 90, 95, "h_w"), Yes(About(Kind.Confirm, "op-k", Ada, "h_2"), 100, 105, "h_2"),
                Yes(Place("op-c", Dy, 1, Combo), 110, 115, "h_c"), Maybe(Place("op-6", Ey, 1, Two), 120, 125), No(Place("op-7", Fy, 1), 130, 135, "sold-out"),
                Yes(Release("op-8", Bo, "h_3", 3), 140, 150, "h_3"), No(Place("op-9", Fy, 1), 160, 165, "sold-out"),
            ],
            Log(), Shown(), [new KeptItem(One, 2, 1), new KeptItem(Two, 3, 0), new KeptItem(Combo, 1, 0)]);
    }

    private static LedgerEvent[] Log() =>
    [
        Terms(One, 6, 3), Terms(Two, 10, 3), Terms(Combo, 3, 2, new ComboPart(One, 1), new ComboPart(Two, 2)),
        Placed("h_1", Ada, One, 2, 15), Placed("h_3", Bo, One, 3, 30), Placed("h_2", Ada, One, 1, 35), new WaitJoined(new WaitEntry("w_1", One, Cy, 1, At(62))),
        new HoldEnded("h_1", HoldState.Released, At(75)), Placed("h_w", Cy, One, 1, 75, HoldState.Offered), new HoldAccepted("h_w", At(9_000_000), At(92)),
        new HoldConfirmed("h_2", new Handover(HandoverWay.Shop), At(102)), Placed("h_c", Dy, Combo, 1, 112), Placed("h_4", Ey, Two, 1, 122),
        new HoldEnded("h_3", HoldState.Released, At(145)),
    ];

    private static KeptHold[] Shown() =>
    [
        new("h_1", Ada, One, 2, HoldState.Released), new("h_2", Ada, One, 1, HoldState.Confirmed), new("h_3", Bo, One, 3, HoldState.Released),
        new("h_w", Cy, One, 1, HoldState.Held), new("h_c", Dy, Combo, 1, HoldState.Held), new("h_4", Ey, Two, 1, HoldState.Held),
    ];

    private static IEnumerable<(Broken, Run)> Damaged(Run clean)
    {
        LedgerEvent[] log = [.. clean.Log];
        (LedgerEvent three, LedgerEvent joined, LedgerEvent offered, LedgerEvent accepted, LedgerEvent confirmed, LedgerEvent four, LedgerEvent back) = (log[4], log[6], log[8], log[9], log[10], log[12], log[13]);
        yield return (Broken.AcknowledgedHoldMissing, Without(clean, three, back));
        yield return (Broken.TwoHoldsForOneOperation, Told(clean, Yes(Place("op-4", Bo, 3), 62, 64, "h_4")));
        yield return (Broken.OneHoldForTwoOperations, Told(clean, Yes(Place("op-n", Bo, 3), 62, 64, "h_3")));
        yield return (Broken.StoredTwice, With(clean, four));
        yield return (Broken.AcknowledgedThenRefused, Told(clean, No(Place("op-4", Bo, 3), 62, 64, "sold-out")));
        yield return (Broken.NobodyAskedForHold, With(clean, Placed("h_5", Bo, One, 3, 170))); // one operation, stored twice
        yield return (Broken.NobodyAskedForHold, With(clean, Placed("h_5", Ey, Two, 1, 170))); // one unknown explains one hold, not two
        yield return (Broken.HoldDiffersFromCommand, Instead(clean, three, Placed("h_3", Bo, One, 2, 30)));
        yield return (Broken.HoldDiffersFromCommand, Instead(clean, three, Placed("h_3", Dy, One, 3, 30)));
        yield return (Broken.ReleasedStillHeld, Without(clean, back));
        yield return (Broken.EndedUnasked, With(clean, new HoldEnded("h_w", HoldState.Released, At(170))));
        yield return (Broken.EndedUnasked, With(clean, new HoldEnded("h_4", HoldState.Expired, At(170))));
        yield return (Broken.ReleaseRefused, Told(clean, No(Release("op-n", Ey, "h_4", 1), 170, 175, "hold-ended")));
        yield return (Broken.ConfirmationLost, Without(clean, confirmed));
        yield return (Broken.ConfirmationRefused, Told(clean, No(About(Kind.Confirm, "op-n", Cy, "h_w"), 170, 175, "hold-ended")));
        yield return (Broken.ConfirmedEnded, With(clean, new HoldEnded("h_2", HoldState.Released, At(170))));
        yield return (Broken.ConfirmedEnded, With(clean, new HoldEnded("h_2", HoldState.Expired, At(9_500_000))));
        yield return (Broken.AcceptanceLost, Without(clean, accepted));
        yield return (Broken.AcceptanceRefused, Told(clean, No(About(Kind.Accept, "op-n", Cy, "h_w"), 170, 175, "not-found")));
        yield return (Broken.MovedUnasked, With(clean, new HoldConfirmed("h_4", new Handover(HandoverWay.Shop), At(170))));
        yield return (Broken.WrongTurn, With(clean, new HoldAccepted("h_4", At(9_000_000), At(170))));
        yield return (Broken.WrongTurn, With(clean, new HoldConfirmed("h_1", new Handover(HandoverWay.Shop), At(170))));
        yield return (Broken.WaitLost, Told(clean, Yes(new Operation("op-n", Dy, One, Kind.Wait, 1), 116, 118, null)));
        yield return (Broken.NobodyWaited, With(clean, new WaitJoined(new WaitEntry("w_2", Combo, Dy, 1, At(170)))));
        yield return (Broken.WaitEndedUnasked, Instead(clean, joined, joined, new WaitLeft(One, Cy, At(63))));
        yield return (Broken.OfferedToNobody, Without(clean, joined));
        yield return (Broken.OfferedToNobody, Instead(clean, offered, Placed("h_w", Cy, One, 2, 75, HoldState.Offered))); // more than was waited for
        yield return (Broken.QueueJumped, Instead(clean, offered, Placed("h_5", Ey, One, 1, 75), offered)); // what is to be offered is sold to another
        yield return (Broken.Oversold, Instead(clean, log[0], Terms(One, 5, 3)));
        yield return (Broken.Oversold, Instead(clean, log[1], Terms(Two, 2, 3))); // one by itself, two in the combo
        yield return (Broken.Oversold, Instead(clean, offered, offered, Placed("h_5", Ey, One, 2, 76))); // the offered piece again
        yield return (Broken.OversoldInBetween, Instead(clean, log[0], Terms(One, 5, 3)));
        yield return (Broken.OversoldInBetween, Told(Instead(clean, log[1], Terms(Two, 2, 3)), Yes(Place("op-6", Ey, 1, Two), 126, 127, "h_4"))); // a combo counts in its parts
        yield return (Broken.LimitExceeded, Instead(clean, log[0], Terms(One, 6, 2)));
        yield return (Broken.RefusedWithoutReason, Told(clean, No(Place("op-9", Fy, 1), 166, 168, "sold-out") with { Number = 2 })); // a repeat is looked up
        yield return (Broken.RefusedWithoutReason, Told(clean, No(Place("op-n", Fy, 1), 1_140, 1_145, "sold-out"))); // passed on for more than a second
        yield return (Broken.RefusedWithoutReason, Told(clean, No(Place("op-n", Fy, 1, Two), 160, 165, "sold-out")));
        yield return (Broken.RefusedWithoutReason, Told(clean, No(Place("op-n", Ey, 2, Two), 160, 165, "limit-reached")));
        yield return (Broken.RefusedWithoutReason, Told(Without(clean, back), No(new Operation("op-n", Ey, One, Kind.Wait, 1), 116, 118, "not-sold-out")));
        yield return (Broken.CountsDisagree, clean with { Items = [clean.Items[0] with { ShownHeld = 1 }, .. clean.Items.Skip(1)] });
        yield return (Broken.CountsDisagree, clean with { Items = [clean.Items[0] with { ShownConfirmed = 0 }, .. clean.Items.Skip(1)] });
        yield return (Broken.GuestSeesOther, clean with { Shown = [.. clean.Shown.Skip(1)] });
        yield return (Broken.GuestSeesOther, clean with { Shown = [.. clean.Shown, clean.Shown[0] with { Id = "h_9" }] });
    }

    private static DateTimeOffset At(int milliseconds) => Start.AddMilliseconds(milliseconds);

    private static TermsSet Terms(string item, int allotted, int limit, params ComboPart[] parts) =>
        new(item, new ItemTerms(new Money(2_990), allotted, limit, TimeSpan.FromHours(2), Selling.Open, Parts: parts), At(0));

    private static HoldPlaced Placed(string id, string guest, string item, int quantity, int at, HoldState state = HoldState.Held) =>
        new(new Hold(id, item, guest, quantity, new Money(2_990), state, At(at), At(at).AddHours(2)));

    private static Run Told(Run run, Attempt attempt) => run with { Attempts = [.. run.Attempts, attempt] };

    private static Run With(Run run, LedgerEvent more) => run with { Log = [.. run.Log, more] };

    private static Run Without(Run run, params LedgerEvent[] lost) => run with { Log = [.. run.Log.Except(lost)] };

    private static Run Instead(Run run, LedgerEvent one, params LedgerEvent[] others) => run with { Log = [.. run.Log.SelectMany(change => change == one ? others : [change])] };

    private static Operation Place(string id, string guest, int quantity, string item = One) => new(id, guest, item, Kind.Place, quantity);

    private static Operation Release(string id, string guest, string hold, int quantity) => new(id, guest, One, Kind.Release, quantity, hold);

    private static Operation About(Kind kind, string id, string guest, string hold) => new(id, guest, One, kind, 1, hold);

    private static Attempt Yes(Operation operation, int begin, int end, string? hold) => new(operation, 1, At(begin).UtcTicks, At(end).UtcTicks, Outcome.Acknowledged, hold, null);

    private static Attempt No(Operation operation, int begin, int end, string code) => new(operation, 1, At(begin).UtcTicks, At(end).UtcTicks, Outcome.Refused, null, code);

    private static Attempt Maybe(Operation operation, int begin, int end) => new(operation, 1, At(begin).UtcTicks, At(end).UtcTicks, Outcome.Unknown, null, "timeout");
}
