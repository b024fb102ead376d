using System.Text.Json;
using Studio.Grains.Commit;
using Studio.Grains.Values;

namespace Studio.Grains.Booking;

/// <summary>The decisions about bookings of one base-day: book, step, expire. Pure: plan and instants are arguments.</summary>
public static class Deciding
{
    /// <summary>How long before its beginning somebody may check in.</summary>
    public static readonly TimeSpan CheckInBefore = TimeSpan.FromHours(2);

    private static readonly TimeSpan LongestHold = TimeSpan.FromDays(60);

    /// <summary>A booking with all that it needs, or why not. What is past its deadline is given back in the same decision.</summary>
    public static Decision<DayEvent, BookAnswer> Book(BaseDay day, BasePlan plan, DayKey key, BookBundle command, DateTimeOffset now)
    {
        string id = BookingIds.Of(spanning: false, key.BaseId, key.Date, command.By, command.OperationId);
        if (day.Bookings.TryGetValue(id, out BookingRecord? first)) return Repeated(first, command);
        if (command.Wish.WhyNot(plan, now) is { } invalid) return BookAnswer.No(invalid);
        if (WhyNot(plan, key, command) is { } refusal) return BookAnswer.No(refusal);

        (List<DayEvent> events, HashSet<string>? ended) = Ended(day, now);
        if (command.Mode == BookMode.Request)
        {
            var time = new TimeRange(command.Wish.Within.From, command.Wish.Within.From + command.Wish.Length);
            return Placed(events, Made(id, command, time, [], BookingState.Requested, plan, now));
        }
        if (Bundling.Find(plan, day.Occupancy, command.Wish, now, ended) is not { } bundle) return new(NoFit(day, plan, command.Wish, ended, now), events);
        BookingState state = command.Mode == BookMode.Confirm ? BookingState.Confirmed : BookingState.Held;
        return Placed(events, Made(id, command, bundle.Time, Lines(plan, id, bundle, command.Wish.Category), state, plan, now));
    }

    /// <summary>One step of the transition table. Requests are checked again in the same turn as they are held or approved.</summary>
    public static Decision<DayEvent, BookAnswer> Step(BaseDay day, BasePlan plan, BookingStep step, DateTimeOffset now)
    {
        if (day.Bookings.GetValueOrDefault(step.BookingId) is not { Spanning: false } booking) return BookAnswer.No(new Refusal(RefusalCodes.NotFound));
        (List<DayEvent> events, HashSet<string>? ended) = Ended(day, now);
        if (booking.Deadline <= now) return new(BookAnswer.No(Refused(BookingState.Released)), events);
        if (booking.State == BookingTransitions.Target(step.Action)) return new BookAnswer(booking);
        if (WhyNot(booking, step, now) is { } refusal) return new(BookAnswer.No(refusal), events);
        if (booking.State == BookingState.Requested && BookingTransitions.Occupies(BookingTransitions.Target(step.Action)))
        {
            if (Bundling.Find(plan, day.Occupancy, booking.Wish, now, ended) is not { } bundle) return new(NoFit(day, plan, booking.Wish, ended, now), events);
            booking = booking with { Time = bundle.Time, Lines = Lines(plan, booking.Id, bundle, booking.Wish.Category) };
        }
        BookingRecord after = After(booking, step, plan, now);
        events.Add(new BookingStepped(step.Action, booking.State, after, now, step.By, step.Why.Length == 0 ? null : step.Why));
        return new(new BookAnswer(after), events);
    }

    /// <summary>Gives back what is past its deadline; answers how many. Parts of spanning bookings wait for their own grain's word.</summary>
    public static Decision<DayEvent, int> Expire(BaseDay day, DateTimeOffset now)
    {
        (List<DayEvent> events, _) = Ended(day, now);
        return new(events.Count, events);
    }

    /// <summary>Why a step cannot be taken from there, whoever is in the way; null: it can.</summary>
    internal static Refusal? WhyNot(BookingRecord booking, BookingStep step, DateTimeOffset now)
    {
        if (BookingTransitions.Next(booking.State, step.Action) is null) return Refused(booking.State);
        return step.Action switch
        {
            BookingAction.Confirm when booking.NeedsApproval && booking.State != BookingState.Approved => new Refusal(RefusalCodes.ApprovalNeeded),
            BookingAction.CheckIn when now < booking.Time.From - CheckInBefore => Refusal.With(RefusalCodes.CheckInTooEarly, "from", booking.Time.From - CheckInBefore),
            BookingAction.CheckIn when now >= booking.Time.To => Refusal.With(RefusalCodes.BookingOver, "until", booking.Time.To),
            BookingAction.MissOut when now < booking.Time.From => Refusal.With(RefusalCodes.BookingNotBegun, "from", booking.Time.From),
            _ => null,
        };
    }

    /// <summary>The booking behind a step that may be taken.</summary>
    internal static BookingRecord After(BookingRecord booking, BookingStep step, BasePlan plan, DateTimeOffset now)
    {
        BookingState state = BookingTransitions.Next(booking.State, step.Action)!.Value;
        return booking with
        {
            State = state,
            Deadline = BookingTransitions.HasDeadline(state) ? Deadline(booking.Time, step.HoldFor ?? plan.Description.Limits.DeskHold, plan, now) : null,
            Lines = state == BookingState.Done ? Finished(booking.Lines, now) : booking.Lines,
        };
    }

    /// <summary>What a bundle sets aside: one line for each resource, the buffers as they are now.</summary>
    internal static IReadOnlyList<Taken> Lines(BasePlan plan, string bookingId, Bundle bundle, string category) =>
        [.. bundle.Picks.GroupBy(pick => pick.ResourceId, StringComparer.Ordinal).OrderBy(picks => picks.Key, StringComparer.Ordinal).Select(picks => new Taken(
            bookingId, picks.Key, picks.Sum(pick => pick.Quantity), bundle.Time, Fitting.BusyOf(plan.Find(picks.Key)!, bundle.Time), category, bundle.Place))];

    /// <summary>What is wrong with a command apart from its wish; null: nothing.</summary>
    internal static Refusal? WhyNot(BookBundle command)
    {
        var check = new Check();
        check.Text("operationId", command.OperationId, 60);
        check.Text("by", command.By, 60);
        check.Text("for", command.For, 60);
        check.Range("holdFor", command.HoldFor, TimeSpan.FromMinutes(1), LongestHold);
        if (!Enum.IsDefined(command.Mode)) check.Add("mode", FieldErrors.Invalid);
        return check.Refusal ?? (command.Mode == BookMode.Confirm && command.NeedsApproval ? new Refusal(RefusalCodes.ApprovalNeeded) : null);
    }

    /// <summary>A new booking.</summary>
    internal static BookingRecord Made(string id, BookBundle command, TimeRange time, IReadOnlyList<Taken> lines, BookingState state, BasePlan plan, DateTimeOffset now) => new(
        id, command.Wish, time, lines, state, now, BookingTransitions.HasDeadline(state) ? Deadline(time, command.HoldFor, plan, now) : null,
        command.By, command.For, command.Station, command.NeedsApproval);

    /// <summary>The first answer, where the same was asked for; else operation-conflict.</summary>
    internal static BookAnswer Repeated(BookingRecord first, BookBundle command) =>
        string.Equals(first.For, command.For, StringComparison.Ordinal) && string.Equals(first.Station, command.Station, StringComparison.Ordinal)
            && first.NeedsApproval == command.NeedsApproval && string.Equals(Body(first.Wish), Body(command.Wish), StringComparison.Ordinal)
            ? new BookAnswer(first)
            : BookAnswer.No(new Refusal(RefusalCodes.OperationConflict));

    private static string Body(Wish wish) => JsonSerializer.Serialize(wish, DayJson.Default.Wish);

    private static Refusal Refused(BookingState state) => Refusal.With(RefusalCodes.BookingStep, "state", state.ToString());

    // A window that reaches into another day is the spanning grain's: there a time may be chosen that two days must know of.
    private static Refusal? WhyNot(BasePlan plan, DayKey key, BookBundle command) =>
        WhyNot(command) ?? (plan.Zone.DayOf(key.Date).Covers(plan.ReachOf(command.Wish.Within)) ? null : new Check().Add("within", FieldErrors.OutOfRange).Refusal);

    private static (List<DayEvent> Events, HashSet<string>? Ended) Ended(BaseDay day, DateTimeOffset now)
    {
        BookingRecord[] due = day.Due(now);
        if (due.Length == 0) return ([], null);
        BookingRecord[] ends = [.. due.Where(booking => !booking.Spanning)];
        return (
            [.. ends.Select(booking => new BookingStepped(BookingAction.Release, booking.State, booking with { State = BookingState.Released, Deadline = null }, booking.Deadline!.Value))],
            [.. ends.Select(booking => booking.Id)]);
    }

    private static Decision<DayEvent, BookAnswer> Placed(List<DayEvent> events, BookingRecord booking)
    {
        events.Add(new BookingPlaced(booking));
        return new(new BookAnswer(booking), events);
    }

    private static BookAnswer NoFit(BaseDay day, BasePlan plan, Wish wish, HashSet<string>? ended, DateTimeOffset now) =>
        new(null, new Refusal(RefusalCodes.NoFit), Bundling.Explain(plan, day.Occupancy, wish, now, ended));

    // Somebody who stands at the desk when it begins still has a moment to say yes.
    private static DateTimeOffset Deadline(TimeRange time, TimeSpan holdFor, BasePlan plan, DateTimeOffset now)
    {
        DateTimeOffset asked = now + holdFor, atDesk = now + plan.Description.Limits.DeskHold, latest = time.From > atDesk ? time.From : atDesk;
        return asked < latest ? asked : latest;
    }

    // What was used, and the cleaning behind it, stays taken; the rest is free for others.
    private static IReadOnlyList<Taken> Finished(IReadOnlyList<Taken> lines, DateTimeOffset now) =>
        [.. lines.Where(line => line.Time.From < now).Select(line => line.Time.To <= now ? line : line with
        {
            Time = line.Time with { To = now },
            Busy = line.Busy with { To = now + (line.Busy.To - line.Time.To) },
        })];
}
