using Studio.Grains.Booking;
using Studio.Grains.Commit;
using Studio.Grains.Values;
using Studio.Testing;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>Bookings over midnight and over two bases, in a silo on a real Redis.</summary>
public sealed class BookingSpanningTests : IAsyncLifetime
{
    private static readonly DateOnly Date = BaseZone.China.DateOf(TimeProvider.System.GetUtcNow()).AddDays(3);
    private static readonly Need Room = new(ResourceKind.Room);
    private GrainCluster _grains = null!;
    private BookingDesk _desk = null!;

    public async ValueTask InitializeAsync()
    {
        _grains = await GrainCluster.StartAsync();
        _desk = new BookingDesk(_grains.Factory, TimeProvider.System);
    }

    public ValueTask DisposeAsync() => _grains.DisposeAsync();

    [Fact]
    public async Task A_booking_over_midnight_is_on_both_days_through_all_its_steps()
    {
        await OpenAsync("night", rooms: 1);
        BookingRecord booking = (await _desk.BookAsync("night", Command(BookingBase.Exactly(Night(), Room), "operation-1"))).Booking!;
        Assert.Equal((true, BookingState.Held), (BookingIds.IsSpanning(booking.Id), booking.State));
        Assert.Equal([BookingState.Held, BookingState.Held], await StatesAsync("night", booking.Id));
        Assert.Equal(booking.Id, (await _desk.BookAsync("night", Command(BookingBase.Exactly(Night(), Room), "operation-1"))).Booking!.Id);
        // Whoever wants the small hours, or the late evening, finds them taken.
        Assert.Equal(RefusalCodes.NoFit, (await _desk.BookAsync("night", Command(BookingBase.Exactly(At("01:00", "03:00", 1), Room), "operation-2"))).Refusal!.Code);
        Assert.Equal(RefusalCodes.NoFit, (await _desk.BookAsync("night", Command(BookingBase.Exactly(At("21:00", "23:00", 0), Room), "operation-3"))).Refusal!.Code);
        Assert.Equal(BookingState.Confirmed, (await _desk.StepAsync(new BookingStep(booking.Id, BookingAction.Confirm, "anna"))).Booking!.State);
        Assert.Equal([BookingState.Confirmed, BookingState.Confirmed], await StatesAsync("night", booking.Id));
        Assert.Equal(RefusalCodes.BookingStep, (await _desk.StepAsync(new BookingStep(booking.Id, BookingAction.Approve, "staff"))).Refusal!.Code);
        Assert.Equal(BookingState.Cancelled, (await _desk.StepAsync(new BookingStep(booking.Id, BookingAction.Cancel, "anna"))).Booking!.State);
        Assert.Equal([BookingState.Cancelled, BookingState.Cancelled], await StatesAsync("night", booking.Id));
        Assert.NotNull((await _desk.BookAsync("night", Command(BookingBase.Exactly(At("01:00", "03:00", 1), Room), "operation-4"))).Booking);
    }

    [Fact]
    public async Task A_room_here_and_a_host_there_are_both_booked_or_neither()
    {
        await OpenAsync("here", rooms: 1);
        await OpenAsync("there", rooms: 0);
        Wish wish = BookingBase.Exactly(At("10:00", "12:00", 0), Room);
        BaseNeeds[] host = [new BaseNeeds("there", [new Need(ResourceKind.Host)])];
        BookingRecord first = (await _desk.BookAsync("here", Command(wish, "operation-1", BookMode.Confirm), host)).Booking!;
        Assert.Equal(["room-0", "host"], first.Lines.Select(line => line.ResourceId));
        // Another hour here, but the host there is taken: nothing is kept here either.
        Wish later = BookingBase.Exactly(At("11:00", "13:00", 0), new Need(ResourceKind.Kit));
        BookAnswer no = await _desk.BookAsync("here", Command(later, "operation-2"), host);
        Assert.Equal((RefusalCodes.NoFit, MisfitCodes.Taken), (no.Refusal!.Code, no.Needs![0].Misfits[0].Code));
        Assert.DoesNotContain((await Day("here", 0).View()).Taken, taken => taken.ResourceId == "lamps");
    }

    [Fact]
    public async Task Rivals_for_the_same_night_get_it_once_whole_and_nothing_is_left_behind()
    {
        await OpenAsync("rivals", rooms: 2);
        BookAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(client => _desk.BookAsync("rivals", Command(BookingBase.Exactly(Night(), Room), $"operation-{client}", BookMode.Confirm))));
        BookingRecord[] booked = [.. answers.Where(answer => answer.Booking is not null).Select(answer => answer.Booking!)];
        Assert.InRange(booked.Length, 1, 2);
        foreach (int day in (int[])[0, 1])
        {
            Taken[] taken = [.. (await Day("rivals", day).View()).Taken];
            Assert.Equal(booked.SelectMany(booking => booking.Lines).OrderBy(line => line.ResourceId), taken.OrderBy(line => line.ResourceId));
        }
    }

    [Fact]
    public async Task A_hold_that_nobody_finished_is_given_back_and_its_attempt_can_never_come_through()
    {
        await OpenAsync("orphan", rooms: 1);
        TimeRange night = Night();
        string id = BookingIds.Of(spanning: true, "orphan", Date, "anna", "operation-1");
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        var part = new BookingRecord(id, BookingBase.Exactly(night, Room), night, [new Taken(id, "room-0", 1, night, night, "", "")], BookingState.Held, now, now, "anna", "anna", Spanning: true, Attempt: "lost", Trial: true);
        // As a process that died between two days left it.
        await new DayLog(_grains.Redis.Connection.GetDatabase(), new StudioStore("test"), new DayKey("orphan", Date)).AppendAsync(0, [new BookingPlaced(part)]);
        await Wait.UntilAsync(async () => (await Day("orphan", 0).Get(id))!.State == BookingState.Released, "the day asked, and gave it back");
        Assert.Null(await _grains.Factory.GetGrain<ISpanningBookingGrain>(id).Resolve("lost", "orphan"));
        Assert.NotNull((await _desk.BookAsync("orphan", Command(BookingBase.Exactly(night, Room), "operation-1"))).Booking);
    }

    [Fact]
    public void A_stale_try_takes_the_place_of_nothing_that_stands_and_gives_back_nothing_but_its_own()
    {
        var day = new BaseDay();
        TimeRange time = BookingBase.At("10:00", "12:00");
        var part = new BookingRecord("bs_1", BookingBase.Exactly(time, Room), time, [new Taken("bs_1", "room-2", 1, time, time, "", "")], BookingState.Held, BookingBase.Now, null, "anna", "anna", Attempt: "a");
        BookingRecord held = day.Do(Spanning.TryHold(day, BookingBase.Plan, part, BookingBase.Now)).Booking!;
        Assert.Equal(held, day.Do(Spanning.TryHold(day, BookingBase.Plan, part, BookingBase.Now.AddSeconds(1))).Booking);
        Assert.True(held.Trial);
        Assert.Equal(RefusalCodes.NoFit, day.Book(BookingBase.Exactly(time, BookingBase.One("room-2")), "o1", now: BookingBase.Now.AddMinutes(5)).Refusal!.Code); // run out, but not resolved
        Assert.NotNull(day.Do(Spanning.TryHold(day, BookingBase.Plan, part with { Attempt = "b" }, BookingBase.Now)).Booking);
        Assert.False(day.Do(Spanning.GiveBack(day, "bs_1", "a", BookingBase.Now)));
        Assert.False(day.Do(Spanning.Settle(day, part with { State = BookingState.Released }, BookingAction.Release, null, BookingBase.Now)));
        Assert.True(day.Do(Spanning.Settle(day, part with { Attempt = "b", State = BookingState.Confirmed }, BookingAction.Confirm, "anna", BookingBase.Now)));
        Assert.Equal(RefusalCodes.OperationConflict, day.Do(Spanning.TryHold(day, BookingBase.Plan, part with { Attempt = "c" }, BookingBase.Now)).Refusal!.Code);
        Assert.False(day.Do(Spanning.GiveBack(day, "bs_1", "b", BookingBase.Now)));
        Assert.Equal(RefusalCodes.NotFound, day.Step("bs_1", BookingAction.Cancel).Refusal!.Code); // only its own grain decides
    }

    private static BookBundle Command(Wish wish, string operation, BookMode mode = BookMode.Hold) => BookingBase.Command(wish, operation, mode);

    private static TimeRange Night() => BaseZone.China.Read($"{Date:yyyy-MM-dd}", "22:00", "02:00", $"{Date.AddDays(1):yyyy-MM-dd}").Value;

    private static TimeRange At(string from, string to, int day) => BookingBase.At(from, to, Date.AddDays(day));

    private async Task<BookingState[]> StatesAsync(string name, string id) => [(await Day(name, 0).Get(id))!.State, (await Day(name, 1).Get(id))!.State];

    private async Task OpenAsync(string name, int rooms)
    {
        Resource[] resources =
        [
            .. Enumerable.Range(0, rooms).Select(number => new Resource($"room-{number}", ResourceKind.Room, $"room {number}")),
            new Resource("host", ResourceKind.Host, "host"), new Resource("lamps", ResourceKind.Kit, "lamps", Quantity: 2),
        ];
        Assert.Equal(1, (await _grains.Factory.GetGrain<IBaseGrain>(name).Describe($"open-{name}", 0, BaseDescription.Empty with { Resources = resources, Hours = OpeningHours.Always })).Value);
    }

    private IBaseDayGrain Day(string name, int day) => _grains.Factory.GetGrain<IBaseDayGrain>(new DayKey(name, Date.AddDays(day)).ToString());
}
