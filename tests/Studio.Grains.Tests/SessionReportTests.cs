using CsCheck;
using Studio.Grains.Live;
using Studio.Grains.Showcase;
using Studio.Grains.Values;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>Numbers of the report against numbers worked out by hand, and laws that hold for any session.</summary>
public sealed class SessionReportTests
{
    private static readonly DateTimeOffset Begin = Played.Begin;

    // Live at 0 s. Item 1 planned 0–90 s (plan: 60), item 2 pops up 90–120 s, item 1 again (its second turn) 150–180 s, end at 300 s.
    private static Played Show()
    {
        Played played = Played.Live(1, 2);
        played.Take("i1", "r1");
        played.Wait(90);
        played.Take("i2");
        played.Wait(30);
        played.Clear();
        played.Wait(30);
        played.Take("i1", "r1");
        played.Wait(30);
        played.Clear();
        played.Wait(120);
        played.Apply(new SessionEnded());
        return played;
    }

    private static Hold Placed(string id, string buyer, int pieces, double at, HoldState state = HoldState.Held, double? ended = null, long fen = 100) => new(
        id, "i1", buyer, pieces, new Money(fen), state, Begin.AddSeconds(at), Begin.AddSeconds(at + 900),
        ended is { } end && state != HoldState.Confirmed ? Begin.AddSeconds(end) : null, ConfirmedAt: ended is { } sure && state == HoldState.Confirmed ? Begin.AddSeconds(sure) : null);

    // Of ten: 2 held for good, 3 released, 1 expired, 4 held off air; two guests of three hold twice.
    private static readonly Hold[] Holds =
    [
        Placed("a", "g1", 2, 10), Placed("b", "g2", 3, 20, HoldState.Released, 50), Placed("c", "g2", 1, 89.999, HoldState.Expired, 989.999),
        Placed("d", "g3", 4, 90, fen: 80), Placed("e", "g1", 1, 160, HoldState.Confirmed, 170),
    ];

    private static SessionReport Report(Played played, Hold[]? holds = null, IEnumerable<AllotmentChange>? allotments = null) => SessionReporting.Of(
        played.Session.View(), new Dictionary<string, IReadOnlyList<Hold>>(StringComparer.Ordinal) { ["i1"] = holds ?? Holds }, allotments ?? [], played.Now.AddSeconds(1_000));

    [Fact]
    public void An_item_is_reported_as_it_was_counted_by_hand()
    {
        ItemReport item = Report(Show()).Items[0];
        Assert.Equal((2, 120.0, 60.0), (item.TimesOnAir, item.SecondsOnAir, item.PlannedSeconds));
        Assert.Equal((5, 11, 6, 1, 3, 1), (item.Holds, item.HeldPieces, item.StillHeldPieces, item.ConfirmedPieces, item.ReleasedPieces, item.ExpiredPieces));
        Assert.Equal((3, 10, 3), (item.Buyers, item.Allotted, item.Left));
        Assert.Equal((4, 7, 4), (item.HoldsOnAir, item.PiecesOnAir, item.PiecesOffAir)); // "d" comes at 90 s, when item 2 is on air already
        Assert.Equal((1.1, 2.0), (item.HeldPerAllotted, item.HoldsPerMinute)); // 11 of 10; 4 in 2 minutes
        Assert.Equal(new Money((2 * 100) + (4 * 80) + 100), item.HeldValueFen);
    }

    [Fact]
    public void The_session_is_reported_as_it_was_counted_by_hand()
    {
        SessionReport report = Report(Show());
        Assert.Equal(
            "liveSeconds=300 pictureSeconds=300 interruptions=0 cardSeconds=150 cardShare=0.5 popUpSeconds=30 itemsShown=2 appearances=3 holds=5 heldPieces=11 stillHeldPieces=6 "
            + "confirmedPieces=1 releasedPieces=3 expiredPieces=1 buyers=3 heldPerAllotted=0.55 holdsPerMinute=1.6 heldValue=620",
            string.Join(' ', report.Figures.Select(figure => FormattableString.Invariant($"{figure.Id}={figure.Value}"))));
        ReportFigure rate = report.Figures.Single(figure => figure.Id == "heldPerAllotted");
        Assert.Equal((11.0, 20.0, "heldPieces/allotted"), (rate.Over, rate.By, rate.Formula));
        Assert.Equal(ReportState.HoldsRunning, report.State);
        Assert.Equal(ReportState.Settled, Report(Show(), []).State);
    }

    [Fact]
    public void Showings_stand_against_the_plan_turn_by_turn()
    {
        SessionReport report = Report(Show());
        Assert.Equal(
            [(90.0, PlanPlace.Planned, 1, 60.0, 30.0, 3, 6), (30.0, PlanPlace.PopUp, 0, null, null, 0, 0), (30.0, PlanPlace.Planned, 2, (double?)60.0, (double?)60.0, 1, 1)],
            report.AsPlayed.Select(one => (one.Seconds, one.Place, one.Turn, one.PlannedSeconds, one.OverSeconds, one.Holds, one.Pieces)));
        SectionReport section = Assert.Single(report.Sections);
        Assert.Equal((120.0, 0, 120.0, 0.0), (section.PlannedSeconds, section.Unplanned, section.RealSeconds, section.OverSeconds));
        Assert.Equal([(120.0, 2, (double?)60.0), (0.0, 0, null)], section.Items.Select(item => (item.RealSeconds, item.Turns, item.OverSeconds)));
    }

    [Fact]
    public void A_plan_without_times_is_compared_with_nothing()
    {
        Played played = Show();
        played.Do(Board.EditRundown(played.Session, played.Session.Rundown.Revision, new RundownEdit(RundownEditKind.ChangeItem, ["r1"], Items: [new RundownEntry(0, "i1")]), "x"));
        SessionReport report = Report(played);
        Assert.All(report.AsPlayed, one => Assert.Null(one.OverSeconds));
        Assert.Equal((60.0, 1, null), (report.Sections[0].PlannedSeconds, report.Sections[0].Unplanned, report.Sections[0].OverSeconds));
        Assert.Null(report.Items[0].PlannedSeconds);
    }

    [Fact]
    public void A_planned_item_that_was_removed_later_is_said_to_be_removed()
    {
        Played played = Show();
        played.Do(Board.EditRundown(played.Session, played.Session.Rundown.Revision, new RundownEdit(RundownEditKind.RemoveItems, ["r1"]), "x"));
        Assert.Equal([PlanPlace.Removed, PlanPlace.PopUp, PlanPlace.Removed], Report(played).AsPlayed.Select(one => one.Place));
    }

    [Fact]
    public void The_curve_goes_through_every_change_at_its_moment()
    {
        HoldCurve curve = Report(Show()).Items[0].Curve;
        Assert.Equal(
            [(0, 10, 0), (10, 8, 2), (20, 5, 5), (50, 8, 2), (89.999, 7, 3), (90, 3, 7), (160, 2, 8), (170, 2, 7), (989.999, 3, 6)],
            curve.Points.Select(point => (Math.Round((point.At - Begin).TotalSeconds, 3), point.Left, point.Held)));
    }

    [Fact]
    public void An_allotment_that_was_changed_on_air_is_in_the_curve()
    {
        AllotmentChange[] allotments = [new("i1", Begin.AddDays(-1), 4), new("i1", Begin.AddHours(-1), 5), new("i1", Begin.AddSeconds(15), 10)];
        HoldCurve curve = Report(Show(), Holds, allotments).Items[0].Curve;
        Assert.Equal([(0, 5, 0), (10, 3, 2), (15, 8, 2)], curve.Points.Take(3).Select(point => ((int)(point.At - Begin).TotalSeconds, point.Left, point.Held)));
        Assert.Equal(3, curve.Points[^1].Left);
    }

    [Fact]
    public void However_many_holds_ended_all_of_them_are_counted_and_the_curve_stays_short()
    {
        SessionReport full = Report(Show(), [.. Enumerable.Range(0, 30_000).Select(n => Placed($"h{n}", "g", 1, n / 100.0, HoldState.Expired))]);
        Assert.Equal((30_000, 30_000), (full.Items[0].Holds, full.Items[0].ExpiredPieces));
        Assert.InRange(full.Items[0].Curve.Points.Count, 100, HoldCurves.MostPoints);
    }

    [Fact]
    public void What_was_taken_off_by_an_offer_is_not_in_the_value()
    {
        ItemReport item = Report(Show(), [Placed("a", "g1", 2, 10) with { Discount = new Money(30) }]).Items[0];
        Assert.Equal(new Money(170), item.HeldValueFen);
    }

    [Fact]
    public void No_number_is_divided_by_nothing()
    {
        SessionReport report = Report(Played.Planned(1, 2), []);
        Assert.Equal(ReportState.NotStarted, report.State);
        Assert.Equal(["cardShare", "holdsPerMinute"], report.Figures.Where(figure => figure.Value is null).Select(figure => figure.Id));
        Assert.Null(report.Items[0].HoldsPerMinute);
    }

    [Fact]
    public void What_was_on_screen_before_the_picture_or_in_a_rehearsal_was_not_broadcast()
    {
        Played played = Played.Planned(1, 2);
        played.Do(Board.SetRehearsal(played.Session, true, "anna"));
        played.Take("i2");
        played.Wait(50);
        played.Do(Board.SetRehearsal(played.Session, false, "anna"));
        played.Take("i1", "r1");
        played.Wait(40);
        played.Apply(new FeedCame("7"));
        played.Wait(25);
        played.Apply(new FeedWent());
        played.Wait(10);
        played.Apply(new FeedCame("8"));
        played.Wait(5);
        SessionReport report = SessionReporting.Of(played.Session.View(), new Dictionary<string, IReadOnlyList<Hold>>(StringComparer.Ordinal), [], played.Now);
        AppearanceReport only = Assert.Single(report.AsPlayed);
        Assert.Equal((true, 40.0, null), (only.BeforeLive, only.Seconds, only.Until));
        Assert.Equal([40.0, 30.0, 1.0], report.Figures.Take(3).Select(figure => figure.Value!.Value));
        Assert.Equal(ReportState.Provisional, report.State);
    }

    [Fact]
    public void The_log_of_a_session_tells_its_allotments()
    {
        HistoryLine[] log =
        [
            new(Begin, "anna", "manual", "created", """{"t":"created","items":[{"id":"i1","allotted":5},{"id":"i2","allotted":7}]}""", null),
            new(Begin.AddSeconds(1), "anna", "manual", "cleared", """{"t":"cleared"}""", null),
            new(Begin.AddSeconds(2), "anna", "manual", "item", """{"t":"item","item":{"id":"i1","allotted":9}}""", null),
        ];
        Assert.Equal([new AllotmentChange("i1", Begin, 5), new AllotmentChange("i2", Begin, 7), new AllotmentChange("i1", Begin.AddSeconds(2), 9)], AllotmentChange.Of(log));
    }

    private static readonly Gen<Hold> AnyHold = Gen.Select(Gen.Int[0, 5_000], Gen.Int[1, 9], Gen.Int[0, 20], Gen.Int[0, 3], Gen.Int[0, 899], (at, pieces, buyer, state, lasted) =>
        Placed("h", $"g{buyer}", pieces, at / 10.0, (HoldState)state, state == 0 ? null : (at / 10.0) + lasted));

    [Fact]
    public void Pieces_on_air_and_off_air_are_all_pieces_and_the_curve_ends_where_the_ledger_stands() => Gen.Select(
        AnyHold.Array[0, 700], Gen.Select(Gen.Int[0, 2], Gen.Double[1, 60]).Array[0, 12], Gen.Int[0, 3].Array[0, 3]).Sample((holds, moves, changes) =>
    {
        Played played = Played.Live(1, 2);
        foreach ((int move, double seconds) in moves)
        {
            if (move == 0) played.Clear();
            else played.Take($"i{move}");
            played.Wait(seconds);
        }
        AllotmentChange[] allotments = [new("i1", Begin.AddDays(-1), 100), .. changes.Select(change => new AllotmentChange("i1", Begin.AddSeconds(change * 100), 100 + change))];
        SessionReport report = Report(played, holds, allotments);
        ItemReport item = report.Items[0];
        AppearanceReport[] shown = [.. report.AsPlayed.Where(one => one.ItemId == "i1")];
        Assert.Equal(item.HeldPieces, shown.Sum(one => one.Pieces) + item.PiecesOffAir);
        Assert.Equal(item.HeldPieces, item.StillHeldPieces + item.ConfirmedPieces + item.ReleasedPieces + item.ExpiredPieces);
        Assert.Equal(item.SecondsOnAir, shown.Sum(one => one.Seconds), 3);
        CurvePoint last = item.Curve.Points[^1];
        Assert.Equal((item.Allotted - item.StillHeldPieces - item.ConfirmedPieces, item.StillHeldPieces), (last.Left, last.Held));
        Assert.InRange(item.Curve.Points.Count, 1, HoldCurves.MostPoints);
        Assert.True(item.Curve.Points.Zip(item.Curve.Points.Skip(1), (a, b) => a.At < b.At).All(rises => rises));
        return true;
    }, iter: 200);

    [Fact]
    public void A_thinned_curve_keeps_both_ends_and_every_extreme() => Gen.Select(AnyHold.Array[400, 2_000], Gen.Int[0, 1_000]).Sample((holds, allotted) =>
    {
        CurvePoint[] all = Slowly(holds, allotted);
        HoldCurve thin = HoldCurves.Of(holds, allotted, [], Begin, Begin);
        Assert.Equal((all.Min(p => p.Left), all.Max(p => p.Left), all.Min(p => p.Held), all.Max(p => p.Held)), (thin.Points.Min(p => p.Left), thin.Points.Max(p => p.Left), thin.Points.Min(p => p.Held), thin.Points.Max(p => p.Held)));
        Assert.Equal((all[^1].Left, all[^1].Held), (thin.Points[^1].Left, thin.Points[^1].Held));
        Assert.Subset(all.ToHashSet(), thin.Points.ToHashSet());
        return true;
    }, iter: 50);

    // The model: at each moment, count everything again.
    private static CurvePoint[] Slowly(Hold[] holds, int allotted)
    {
        DateTimeOffset[] moments = [.. holds.SelectMany(hold => (DateTimeOffset?[])[hold.PlacedAt, hold.EndedAt, hold.ConfirmedAt]).OfType<DateTimeOffset>().Append(Begin).Distinct().Order()];
        return [.. moments.Select(at =>
        {
            Hold[] there = [.. holds.Where(hold => hold.PlacedAt <= at)];
            int held = there.Where(hold => hold.State == HoldState.Held || hold.EndedAt > at || hold.ConfirmedAt > at).Sum(hold => hold.Quantity);
            int confirmed = there.Where(hold => hold.State == HoldState.Confirmed && hold.ConfirmedAt <= at).Sum(hold => hold.Quantity);
            return new CurvePoint(at, allotted - held - confirmed, held);
        })];
    }
}
