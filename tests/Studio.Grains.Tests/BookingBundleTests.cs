using Studio.Grains.Booking;
using Studio.Grains.Values;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>Needs, reasons, alternatives, and what is free.</summary>
public sealed class BookingBundleTests
{
    private static readonly TimeRange Afternoon = BookingBase.At("14:00", "18:00");

    [Fact]
    public void A_room_with_a_fridge_a_host_who_sells_fruit_and_two_of_six_lamps_for_two_hours_on_Thursday_afternoon()
    {
        var day = new BaseDay();
        day.Book(BookingBase.Exactly(BookingBase.At("13:00", "15:00"), BookingBase.One("room-1")), "o1", BookMode.Confirm);
        var wish = new Wish(Afternoon, TimeSpan.FromHours(2),
            [new Need(ResourceKind.Room, Features: ["fridge"]), new Need(ResourceKind.Host, Products: ["fruit"]), BookingBase.Lamps(2)], "fruit");
        BookingRecord booking = day.Book(wish, "o2").Booking!;
        // 15 minutes to clean up, 15 to make ready.
        Assert.Equal(BookingBase.At("15:30", "17:30"), booking.Time);
        Assert.Equal(["lamps×2", "room-1×1", "wang×1"], booking.Lines.Select(line => $"{line.ResourceId}×{line.Quantity}"));
    }

    [Fact]
    public void Every_candidate_that_failed_says_why_in_codes_and_numbers()
    {
        var day = new BaseDay();
        TimeRange time = BookingBase.At("14:00", "16:00");
        day.Book(BookingBase.Exactly(BookingBase.At("15:00", "17:00"), BookingBase.One("hall-a"), BookingBase.Lamps(5)), "o1", BookMode.Confirm);
        day.Book(BookingBase.Exactly(BookingBase.At("13:00", "14:00"), BookingBase.One("room-2")) with { Category = "fish" }, "o2", BookMode.Confirm);
        BookAnswer no = day.Book(BookingBase.Exactly(time, new Need(ResourceKind.Room), new Need(ResourceKind.Host, Skills: ["solo"], Dialect: "min"), BookingBase.Lamps(2)) with { Category = "fruit" }, "o3");
        Assert.Equal(RefusalCodes.NoFit, no.Refusal!.Code);
        NeedReport rooms = no.Needs![0], hosts = no.Needs[1], lamps = no.Needs[2];
        Assert.True(rooms.Met); // room-1 and hall-b
        Assert.Equal(["hall-a: taken", "hall: related-taken", "room-2: change-gap"], rooms.Misfits.Select(misfit => $"{misfit.ResourceId}: {misfit.Code}").Order(StringComparer.Ordinal));
        Assert.Equal((60, BookingBase.At("15:00", "16:00").From), Facts(rooms, "room-2", "gapMinutes", "freeAt"));
        Assert.Equal(("hall-a", BookingBase.At("17:00", "18:00").From), Facts(rooms, "hall", "resourceId", "freeAt"));
        Assert.Equal(["li: other-dialect", "wang: lacks-skill"], hosts.Misfits.Select(misfit => $"{misfit.ResourceId}: {misfit.Code}").Order(StringComparer.Ordinal));
        Assert.Equal((1, 2), Facts(lamps, "lamps", "left", "asked"));
        Assert.Equal(1, lamps.Counts[MisfitCodes.Taken]);
        Assert.Equal(2, day.Bookings.Count); // nothing of the bundle was set aside
    }

    [Theory]
    [InlineData("li", "08:00", "12:00", MisfitCodes.NoBreak)]
    [InlineData("li", "08:00", "20:00", MisfitCodes.DayFull)]
    [InlineData("orchard", "06:30", "08:00", MisfitCodes.OutsideHours)]
    [InlineData("orchard", "17:00", "18:00", MisfitCodes.Dark)]
    [InlineData("room-2", "21:00", "23:00", MisfitCodes.OutsideHours)]
    public void Hosts_rest_fields_have_their_day_and_rooms_their_hours(string id, string from, string to, string code)
    {
        BookAnswer no = new BaseDay().Book(BookingBase.Exactly(BookingBase.At(from, to), BookingBase.One(id)), "o1");
        Assert.Equal(code, Assert.Single(no.Needs![0].Misfits).Code);
    }

    [Fact]
    public void Licences_seasons_signals_and_closures_of_a_part_or_the_whole_are_reasons()
    {
        TimeRange late = BookingBase.At("10:00", "11:00", new DateOnly(2026, 12, 21));
        Assert.Equal(MisfitCodes.LicenceEnds, WhyNot(BookingBase.Plan, late, "wang"));
        Assert.Equal(MisfitCodes.OutOfSeason, WhyNot(BookingBase.Plan, late, "orchard"));
        IReadOnlyList<NeedReport> weak = Bundling.Explain(BookingBase.Plan, new Occupancy(), BookingBase.Exactly(Afternoon, new Need(ResourceKind.FieldPoint, Signal: 3)), BookingBase.Now);
        Assert.Equal(MisfitCodes.WeakSignal, weak[0].Misfits[0].Code);
        BasePlan closed = BookingBase.Of(BookingBase.Description with { Closures = [new Closure("c1", "hall-a", BookingBase.At("12:00", "15:00"), ClosureCause.Maintenance)] });
        Assert.Equal(MisfitCodes.Closed, WhyNot(closed, Afternoon, "hall"));
        Assert.Null(WhyNot(closed, Afternoon, "hall-b"));
        BasePlan storm = BookingBase.Of(BookingBase.Description with { Closures = [new Closure("c1", null, BookingBase.At("12:00", "15:00"), ClosureCause.Weather)] });
        Assert.Equal(MisfitCodes.Closed, WhyNot(storm, Afternoon, "lamps"));
    }

    [Fact]
    public void The_only_host_who_can_is_not_given_to_somebody_whom_another_serves()
    {
        // wang knows fish and fruit, li only fruit: asked for fruit first, both must come out.
        Wish wish = BookingBase.Exactly(BookingBase.At("10:00", "12:00"), new Need(ResourceKind.Host, Products: ["fruit"]), new Need(ResourceKind.Host, Products: ["fish"]));
        Assert.Equal(["li", "wang"], new BaseDay().Book(wish, "o1").Booking!.Lines.Select(line => line.ResourceId));
    }

    [Fact]
    public void Alternatives_shift_shorten_and_change_rooms_kit_and_hosts_nearest_first_and_each_can_be_booked()
    {
        var day = new BaseDay();
        day.Book(BookingBase.Exactly(BookingBase.At("14:00", "16:00"), BookingBase.One("li"), BookingBase.One("room-1"), BookingBase.Lamps(5)), "o1", BookMode.Confirm);
        Wish wish = BookingBase.Exactly(BookingBase.At("15:00", "17:00"),
            new Need(ResourceKind.Room, Features: ["fridge"]), new Need(ResourceKind.Host, Products: ["fruit"]), BookingBase.Lamps(2));
        IReadOnlyList<Alternative> shifted = Alternatives.Of(BookingBase.Plan, day.Occupancy, wish, BookingBase.Now, 0);
        Assert.Equal((AlternativeKind.Shift, 90), (shifted[0].Kind, shifted[0].ShiftMinutes)); // 16:30: 15 to clean up, 15 to make ready
        Assert.Equal(2, shifted.Count(one => one.Kind == AlternativeKind.Shift));
        Assert.All(shifted, one => Assert.Equal(one.Time, new BaseDay().Book(one.Wish, "o2").Booking!.Time));

        // Only one thing is in the way each time: so each kind of way out is there.
        Assert.Contains(Of(day, BookingBase.At("15:00", "17:00"), new Need(ResourceKind.Room, Features: ["fridge"])), one => one.Kind == AlternativeKind.OtherRoom && one.GivesUp.SequenceEqual(["fridge"]));
        Assert.Contains(Of(day, BookingBase.At("15:00", "17:00"), BookingBase.Lamps(2)), one => one.Kind == AlternativeKind.OtherKit && one.FewerPieces == 1);
        Assert.Contains(Of(day, BookingBase.At("15:00", "17:00"), BookingBase.One("li")), one => one.Kind == AlternativeKind.OtherHost && one.Picks[0].ResourceId == "wang" && one.Cost == 45);
        Assert.Contains(Of(day, BookingBase.At("12:15", "14:15"), BookingBase.Lamps(2)), one => one.Kind == AlternativeKind.Shorten && one.ShorterMinutes == 15);
    }

    [Fact]
    public void Ten_thousand_candidates_are_answered_with_bounded_lists()
    {
        BasePlan plan = BookingBase.Of(BaseDescription.Empty with { Resources = [.. Enumerable.Range(0, 10_000).Select(number => new Resource($"r{number:00000}", ResourceKind.Room, $"{number}"))] });
        TimeRange time = BookingBase.At("14:00", "16:00");
        Occupancy full = Occupancy.Of(plan.Description.Resources.Select(room => new Taken("b", room.Id, 1, time, time, "", "")));
        Wish wish = BookingBase.Exactly(time, new Need(ResourceKind.Room));
        NeedReport report = Bundling.Explain(plan, full, wish, BookingBase.Now)[0];
        Assert.Equal((NeedReport.MostMisfits, 10_000), (report.Misfits.Count, report.Counts[MisfitCodes.Taken]));
        IReadOnlyList<Alternative> ways = Alternatives.Of(plan, full, wish, BookingBase.Now, 1);
        Assert.Equal([120, 120], ways.Where(one => one.Kind == AlternativeKind.Shift).Select(one => one.Cost));
        Assert.InRange(ways.Count, 2, Alternatives.Most);
    }

    [Fact]
    public void What_the_calendar_says_is_free_can_be_booked_and_nothing_else()
    {
        var day = new BaseDay();
        string[] ids = ["room-1", "room-2", "hall", "hall-a", "lamps", "orchard"];
        day.Book(BookingBase.Exactly(BookingBase.At("10:00", "12:00"), BookingBase.One("room-1"), BookingBase.One("hall-a"), BookingBase.Lamps(5)), "o1", BookMode.Confirm);
        day.Book(BookingBase.Exactly(BookingBase.At("11:00", "13:00"), BookingBase.One("orchard"), BookingBase.Lamps(1)), "o2", BookMode.Confirm);
        Closure[] closures = [new Closure("c1", "room-2", BookingBase.At("12:00", "15:00")), new Closure("c2", null, BookingBase.At("16:00", "17:00"))];
        BasePlan plan = BookingBase.Of(BookingBase.Description with { Closures = closures, Changes = [] });
        IReadOnlyList<FreeDay> free = Availability.Of(plan, day.Occupancy, [.. ids.Select(id => plan.Find(id)!)], BookingBase.Thursday, 1, BookingBase.At("09:00", "10:00").From);
        var fitting = new Fitting(plan, day.Occupancy);
        foreach (FreeDay of in free)
        {
            Resource resource = plan.Find(of.ResourceId)!;
            for (DateTimeOffset at = BookingBase.At("09:00", "10:00").From; at < BookingBase.At("09:00", "23:00").To; at += TimeSpan.FromMinutes(15))
            {
                var quarter = new TimeRange(at, at.AddMinutes(15));
                int said = of.Free.Where(one => one.Time.Covers(quarter)).Select(one => one.Pieces).FirstOrDefault();
                Assert.True(said == fitting.Left(resource, new Ask(quarter)), $"{of.ResourceId} at {at:HH:mm} UTC: {said}");
            }
        }
    }

    private static (object, object) Facts(NeedReport report, string id, string one, string two)
    {
        Misfit misfit = report.Misfits.First(misfit => misfit.ResourceId == id);
        return (misfit.Facts![one], misfit.Facts[two]);
    }

    private static string? WhyNot(BasePlan plan, TimeRange time, string id) => new Fitting(plan, new Occupancy()).WhyNot(plan.Find(id)!, new Ask(time), 1)?.Code;

    private static IReadOnlyList<Alternative> Of(BaseDay day, TimeRange time, params Need[] needs) =>
        Alternatives.Of(BookingBase.Plan, day.Occupancy, BookingBase.Exactly(time, needs), BookingBase.Now, 0);
}
