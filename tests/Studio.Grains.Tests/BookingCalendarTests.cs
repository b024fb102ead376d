using Studio.Grains.Booking;
using Studio.Grains.Values;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>Dates, zones, holidays, the sun, and times that are none.</summary>
public sealed class BookingCalendarTests
{
    [Theory]
    [InlineData("2028-02-29", "10:00", "12:00", null, null)]
    [InlineData("2027-02-29", "10:00", "12:00", null, "date-invalid")]
    [InlineData("2027-02-30", "10:00", "12:00", null, "date-invalid")]
    [InlineData("2100-02-29", "10:00", "12:00", null, "date-invalid")]
    [InlineData("9999-12-31", "10:00", "12:00", null, "date-invalid")]
    [InlineData("2026-12-03", "10:00", "10:00", null, "empty")]
    [InlineData("2026-12-03", "12:00", "10:00", null, "reversed")]
    [InlineData("2026-12-03", "25:00", "26:00", null, "form")]
    [InlineData("2026-12-03", "十点", "12:00", null, "form")]
    [InlineData("2026-12-03", "22:00", "24:00", null, null)]
    [InlineData("2026-12-31", "22:00", "02:00", "2027-01-01", null)]
    [InlineData(null, null, null, null, "date-invalid")]
    public void What_is_typed_is_a_time_or_is_refused(string? date, string? from, string? to, string? end, string? refused)
    {
        Outcome<TimeRange> read = BaseZone.China.Read(date, from, to, end);
        Assert.Equal(refused, read.Refusal is not { } refusal ? null : refusal.Code == RefusalCodes.DateInvalid ? refusal.Code : refusal.Facts!["why"]);
        if (refused is null) Assert.Equal(end is null ? 2 : 4, read.Value.Length.TotalHours);
    }

    [Fact]
    public void A_leap_day_is_booked_like_any_other()
    {
        var day = new BaseDay();
        TimeRange time = BookingBase.At("10:00", "12:00", new DateOnly(2028, 2, 29));
        BookAnswer answer = day.Do(Deciding.Book(day, BookingBase.Plan, new DayKey("nandali", new DateOnly(2028, 2, 29)),
            BookingBase.Command(BookingBase.Exactly(time, BookingBase.One("room-2")), "o1"), new DateTimeOffset(2028, 2, 28, 0, 0, 0, TimeSpan.Zero)));
        Assert.EndsWith("_20280229_nandali", answer.Booking!.Id, StringComparison.Ordinal);
        Assert.Equal(new DayKey("nandali", new DateOnly(2028, 2, 29)), BookingIds.DayOf(answer.Booking.Id));
    }

    [Theory]
    [InlineData("2026-11-30", "10:00", "12:00", 120, RefusalCodes.InThePast)]
    [InlineData("2027-03-30", "10:00", "12:00", 120, RefusalCodes.TooFarAhead)]
    [InlineData("2026-12-03", "10:07", "12:07", 120, RefusalCodes.OffRaster)]
    [InlineData("2026-12-03", "10:00", "12:00", 0, RefusalCodes.TimeInvalid)]
    [InlineData("2026-12-03", "10:00", "12:00", -60, RefusalCodes.TimeInvalid)]
    [InlineData("2026-12-03", "10:00", "12:00", 180, RefusalCodes.TimeInvalid)]
    [InlineData("2026-12-03", "00:00", "24:00", 1_440, RefusalCodes.TooLong)]
    public void Wishes_that_no_base_could_meet_are_refused_by_name(string date, string from, string to, int minutes, string code)
    {
        var wish = new Wish(BaseZone.China.Read(date, from, to).Value, TimeSpan.FromMinutes(minutes), [BookingBase.One("room-2")]);
        Assert.Equal(code, wish.WhyNot(BookingBase.Plan, BookingBase.Now)?.Code);
    }

    [Theory]
    [InlineData(0, 1, "needs")]
    [InlineData(13, 1, "needs")]
    [InlineData(1, 0, "needs")]
    [InlineData(1, 100_000, "needs")]
    public void Bundles_have_a_size(int needs, int count, string field)
    {
        Wish wish = BookingBase.Exactly(BookingBase.At("10:00", "12:00"), [.. Enumerable.Repeat(BookingBase.Lamps(count), needs)]);
        Assert.True(((IReadOnlyDictionary<string, object>)wish.WhyNot(BookingBase.Plan, BookingBase.Now)!.Facts!["errors"]).ContainsKey(field));
    }

    [Fact]
    public void Holidays_are_closed_and_the_weekend_that_is_worked_for_them_is_open()
    {
        OpeningHours office = new([.. Enumerable.Range(0, 7).Select(day => day < 5 ? (IReadOnlyList<DayWindow>)[new DayWindow(540, 1_020)] : [])], Holiday: []);
        BasePlan plan = BookingBase.Of(BookingBase.Description with { Hours = office });
        Assert.Equal("Saturday, worked", Kind(plan, 2026, 10, 10));
        Assert.Equal("Sunday, worked", Kind(plan, 2026, 9, 20));
        Assert.Equal("Sunday, closed", Kind(plan, 2026, 10, 11));
        Assert.Equal("Thursday, closed", Kind(plan, 2026, 10, 1));
        Assert.Equal("Thursday, worked", Kind(plan, 2026, 10, 8));
        Assert.Equal("Monday, closed", Kind(plan, 2026, 2, 23));
        // Years that were not announced are plain weeks; the manager's own entry counts above ours.
        Assert.Equal("Friday, worked", Kind(plan, 2027, 10, 1));
        var own = new CalendarDays(new(2026, 10, 1), new(2026, 10, 2), DayKind.Plain, "丰收节");
        Assert.Equal("Thursday, worked", Kind(BookingBase.Of(plan.Description with { Days = [.. plan.Description.Days, own] }), 2026, 10, 1));
    }

    [Fact]
    public void The_announced_days_off_are_whole_and_the_worked_days_are_weekends()
    {
        Assert.All(PublicHolidays.Announced.Where(days => days.Kind == DayKind.MakeUp), days => Assert.True(days.From.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday));
        Assert.Equal(33, PublicHolidays.Announced.Where(days => days.Kind == DayKind.Holiday).Sum(days => days.To.DayNumber - days.From.DayNumber + 1));
        Assert.All(PublicHolidays.Announced, days => Assert.NotEmpty(days.Source));
    }

    // From almanacs: local time of the place.
    [Theory]
    [InlineData(2026, 6, 21, 39.90, 116.41, "04:46", "19:46", 8)]
    [InlineData(2026, 12, 21, 39.90, 116.41, "07:33", "16:53", 8)]
    [InlineData(2026, 3, 20, 51.48, 0.0, "06:04", "18:14", 0)]
    [InlineData(2026, 12, 21, -33.87, 151.21, "05:41", "20:05", 11)]
    public void The_sun_rises_and_sets_when_almanacs_say(int year, int month, int day, double latitude, double longitude, string rise, string set, int offset)
    {
        TimeRange daylight = Sun.Daylight(new DateOnly(year, month, day), latitude, longitude);
        var date = new DateOnly(year, month, day);
        Assert.InRange((daylight.From - new DateTimeOffset(date, TimeOnly.Parse(rise), TimeSpan.FromHours(offset))).Duration().TotalMinutes, 0, 2);
        Assert.InRange((daylight.To - new DateTimeOffset(date, TimeOnly.Parse(set), TimeSpan.FromHours(offset))).Duration().TotalMinutes, 0, 2);
    }

    [Fact]
    public void A_day_is_as_long_as_its_zone_makes_it_and_times_that_clocks_skip_are_moved()
    {
        BaseZone berlin = BaseZone.Find("Europe/Berlin")!;
        Assert.Equal((23, 25, 24), (berlin.DayOf(new(2026, 3, 29)).Length.TotalHours, berlin.DayOf(new(2026, 10, 25)).Length.TotalHours, BaseZone.China.DayOf(BookingBase.Thursday).Length.TotalHours));
        Assert.Equal(berlin.At(new(2026, 3, 29), 180), berlin.At(new(2026, 3, 29), 150)); // half past two is not there
        // 1988: China's own summer time.
        Assert.Equal(9, (new DateTimeOffset(1988, 7, 1, 12, 0, 0, TimeSpan.Zero) - BaseZone.China.At(new(1988, 7, 1), 720)).TotalHours);
    }

    [Fact]
    public void What_is_open_until_midnight_and_from_midnight_on_is_open_over_it()
    {
        BasePlan plan = BookingBase.Of(BookingBase.Description with { Hours = OpeningHours.Always });
        TimeRange night = BaseZone.China.Read("2026-12-03", "22:00", "02:00", "2026-12-04").Value;
        Assert.Null(new Fitting(plan, new Occupancy()).WhyNot(plan.Find("room-2")!, new Ask(night), 1));
        // A day's grain alone must not decide it: the day behind would not know.
        BookAnswer alone = new BaseDay().Book(BookingBase.Exactly(night, BookingBase.One("room-2")), "o1", plan: plan);
        Assert.Equal(RefusalCodes.Validation, alone.Refusal!.Code);
    }

    [Fact]
    public void A_description_that_contradicts_itself_is_refused_field_by_field()
    {
        BaseDescription wrong = BookingBase.Description with
        {
            Zone = "Mars/Olympus",
            Resources = [new Resource("a", ResourceKind.Room, "a", PartOf: "b"), new Resource("b", ResourceKind.Room, "b", PartOf: "a", Quantity: 2), new Resource("f", ResourceKind.FieldPoint, "f")],
            Closures = [new Closure("c", "nothing", BookingBase.At("10:00", "12:00"))],
            Hours = OpeningHours.Daily(600, 600),
        };
        Assert.Equal(["zone"], Errors(wrong));
        Assert.Equal(["closures.c", "hours", "resources.a.partOf", "resources.b.partOf", "resources.b.quantity", "resources.f.field"], Errors(wrong with { Zone = "Asia/Shanghai" }));
    }

    private static string[] Errors(BaseDescription description) =>
        [.. ((IReadOnlyDictionary<string, object>)description.Checked().Refusal!.Facts!["errors"]).Keys.Order(StringComparer.Ordinal)];

    private static string Kind(BasePlan plan, int year, int month, int day)
    {
        var date = new DateOnly(year, month, day);
        return $"{date.DayOfWeek}, {(plan.OpenOn(plan.Find("room-2")!, date).Count > 0 ? "worked" : "closed")}";
    }
}
