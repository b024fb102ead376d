using Studio.Grains.Booking;
using Studio.Grains.Commit;
using Studio.Grains.Values;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>Every state and every action: the decisions do what the table says, and nothing else.</summary>
public sealed class BookingTransitionTests
{
    private static readonly TimeRange Time = BookingBase.At("10:00", "12:00");

    public static TheoryData<BookingState, BookingAction> All
    {
        get
        {
            var all = new TheoryData<BookingState, BookingAction>();
            foreach (BookingState state in Enum.GetValues<BookingState>())
            {
                foreach (BookingAction action in Enum.GetValues<BookingAction>()) all.Add(state, action);
            }
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void What_the_table_does_not_have_is_refused_and_what_it_has_is_one_event_with_who_and_when(BookingState state, BookingAction action)
    {
        (BaseDay day, BookingRecord booking) = In(state);
        DateTimeOffset now = Time.From.AddMinutes(5); // checking in and missing out are both possible
        Decision<DayEvent, BookAnswer> decision = Deciding.Step(day, BookingBase.Plan, new BookingStep(booking.Id, action, "staff", "why"), now);
        if (state == BookingTransitions.Target(action))
        {
            Assert.Equal((booking, 0), (decision.Answer.Booking, decision.Events.Count));
        }
        else if (BookingTransitions.Next(state, action) is { } next)
        {
            BookingStepped stepped = Assert.IsType<BookingStepped>(Assert.Single(decision.Events));
            Assert.Equal((action, state, next, "staff", "why", now), (stepped.Action, stepped.From, stepped.After.State, stepped.By, stepped.Why, stepped.At));
            Assert.Equal(next, day.Do(decision).Booking!.State);
            Assert.Equal(BookingTransitions.Occupies(next), day.Occupancy.MostTaken("room-2", Time) > 0);
            Assert.Equal(BookingTransitions.HasDeadline(next), day.NextDeadline is not null);
        }
        else
        {
            Assert.Equal((RefusalCodes.BookingStep, 0), (decision.Answer.Refusal!.Code, decision.Events.Count));
            Assert.Equal(state.ToString(), decision.Answer.Refusal.Facts!["state"]);
        }
    }

    [Fact]
    public void Every_state_is_reached_and_ends_have_no_way_out()
    {
        Assert.Equal(Enum.GetValues<BookingState>().Except([BookingState.Requested]), BookingTransitions.Table.Values.Distinct().Order());
        BookingState[] ends = [BookingState.Done, BookingState.NoShow, BookingState.Cancelled, BookingState.Released];
        Assert.DoesNotContain(BookingTransitions.Table.Keys, key => ends.Contains(key.From));
        Assert.All(BookingTransitions.Table, entry => Assert.Equal(BookingTransitions.Target(entry.Key.Action), entry.Value));
    }

    [Fact]
    public void Steps_have_their_time()
    {
        (BaseDay day, BookingRecord booking) = In(BookingState.Confirmed);
        Assert.Equal(RefusalCodes.CheckInTooEarly, day.Step(booking.Id, BookingAction.CheckIn, Time.From.AddHours(-3)).Refusal!.Code);
        Assert.Equal(RefusalCodes.BookingNotBegun, day.Step(booking.Id, BookingAction.MissOut, Time.From.AddMinutes(-1)).Refusal!.Code);
        Assert.Equal(RefusalCodes.BookingOver, day.Step(booking.Id, BookingAction.CheckIn, Time.To).Refusal!.Code);
        Assert.Null(day.Step(booking.Id, BookingAction.CheckIn, Time.From.AddHours(-2)).Refusal);
    }

    [Fact]
    public void Who_finishes_early_gives_the_rest_back_but_not_the_cleaning()
    {
        var day = new BaseDay();
        BookingRecord booking = day.Book(BookingBase.Exactly(Time, BookingBase.One("room-1")), "o1", BookMode.Confirm).Booking!;
        day.Step(booking.Id, BookingAction.CheckIn, Time.From);
        day.Step(booking.Id, BookingAction.Finish, Time.From.AddHours(1));
        DateTimeOffset free = Time.From.AddHours(1).AddMinutes(15); // 15 to clean up behind it; the next one needs 15 before it
        Assert.Equal((1, 0), (day.Occupancy.MostTaken("room-1", new(free.AddMinutes(-1), free)), day.Occupancy.MostTaken("room-1", new(free, Time.To.AddHours(1)))));
    }

    [Fact]
    public void What_needs_approval_is_not_confirmed_without_it_and_two_requests_for_one_room_are_not_both_approved()
    {
        var day = new BaseDay();
        Wish wish = BookingBase.Exactly(Time, BookingBase.One("room-2"));
        Assert.Equal(RefusalCodes.ApprovalNeeded, day.Book(wish, "o0", BookMode.Confirm, approval: true).Refusal!.Code);
        BookingRecord held = day.Book(wish, "o1", approval: true).Booking!;
        Assert.Equal(RefusalCodes.ApprovalNeeded, day.Step(held.Id, BookingAction.Confirm).Refusal!.Code);
        day.Step(held.Id, BookingAction.Cancel);
        BookingRecord first = day.Book(wish, "o2", BookMode.Request, approval: true).Booking!, second = day.Book(wish, "o3", BookMode.Request, approval: true).Booking!;
        Assert.Equal(BookingState.Approved, day.Step(first.Id, BookingAction.Approve).Booking!.State);
        BookAnswer no = day.Step(second.Id, BookingAction.Approve);
        Assert.Equal((RefusalCodes.NoFit, MisfitCodes.Taken), (no.Refusal!.Code, no.Needs![0].Misfits[0].Code));
        Assert.Equal(BookingState.Confirmed, day.Step(first.Id, BookingAction.Confirm).Booking!.State);
    }

    [Fact]
    public void A_deadline_counts_when_somebody_asks_and_what_it_frees_is_free_in_the_same_decision()
    {
        var day = new BaseDay();
        Wish wish = BookingBase.Exactly(Time, BookingBase.One("room-2"));
        BookingRecord held = day.Book(wish, "o1").Booking!;
        DateTimeOffset late = held.Deadline!.Value;
        Assert.Equal(RefusalCodes.NoFit, day.Book(wish, "o2", now: late.AddTicks(-1)).Refusal!.Code);
        Assert.Null(day.Book(wish, "o3", now: late).Refusal);
        Assert.Equal((BookingState.Released, RefusalCodes.BookingStep), (day.Bookings[held.Id].State, day.Step(held.Id, BookingAction.Confirm, late).Refusal!.Code));
    }

    [Fact]
    public void A_repeat_is_the_first_answer_and_another_body_is_refused()
    {
        var day = new BaseDay();
        BookingRecord first = day.Book(BookingBase.Exactly(Time, BookingBase.One("room-2")), "o1").Booking!;
        Assert.Equal(first.Id, day.Book(BookingBase.Exactly(Time, BookingBase.One("room-2")), "o1").Booking!.Id);
        Assert.Equal(RefusalCodes.OperationConflict, day.Book(BookingBase.Exactly(Time, BookingBase.One("room-1")), "o1").Refusal!.Code);
        Assert.Single(day.Bookings);
    }

    private static (BaseDay Day, BookingRecord Booking) In(BookingState state)
    {
        var day = new BaseDay();
        Wish wish = BookingBase.Exactly(Time, BookingBase.One("room-2"));
        // Asked for shortly before it begins: the deadline is at its beginning, or ten minutes later.
        string id = BookingIds.Of(false, BookingBase.Id, BookingBase.Thursday, "anna", "o1");
        BookingRecord booking = Deciding.Made(id, BookingBase.Command(wish, "o1"), Time,
            Deciding.Lines(BookingBase.Plan, id, new Bundle(Time, [new Pick(0, "room-2", 1)], ""), ""), state, BookingBase.Plan, Time.From);
        // A request that is approved after it began cannot be met any more: so it asks for later.
        if (state == BookingState.Requested) booking = booking with { Wish = wish with { Within = BookingBase.At("11:00", "13:00") }, Lines = [] };
        day.Apply(new BookingPlaced(booking));
        return (day, booking);
    }
}
