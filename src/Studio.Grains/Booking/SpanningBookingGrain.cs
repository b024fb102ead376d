using Microsoft.Extensions.Logging;
using Studio.Grains.Commit;
using Studio.Grains.Values;

namespace Studio.Grains.Booking;

/// <remarks>
/// Not reentrant: a booking does one thing at a time. While it tries, a day that asks what became of an older attempt waits for the answer, and gives nothing back.
/// Every promise rests on the stored record, whose ETag is the fence: a stale activation's record is refused, and its holds run out.
/// </remarks>
internal sealed partial class SpanningBookingGrain(
    [PersistentState("spanning", StudioStore.Grains)] IPersistentState<SpanningState> state, TimeProvider clock, ILogger<SpanningBookingGrain> log) : Grain, ISpanningBookingGrain, IRemindable
{
    private const string TellReminder = "tell";

    private readonly Dictionary<string, PlanCopy> _plans = new(StringComparer.Ordinal);

    public async Task<BookAnswer> Book(BookSpanning command)
    {
        if (state.State.Record is { } first) return await RepeatedAsync(first, command);
        if (await PlanAsync(command.BaseId) is not { } plan) return BookAnswer.No(new Refusal(RefusalCodes.NotFound));
        DateTimeOffset now = clock.GetUtcNow();
        Wish wish = command.Booking.Wish;
        Refusal? invalid = Deciding.WhyNot(command.Booking) ?? wish.WhyNot(plan, now);
        if (invalid is null && command.Others is { Count: > 0 } others && (wish.Within.Length != wish.Length || others.Count > 4)) invalid = new Check().Add("others", FieldErrors.Invalid).Refusal;
        if (invalid is not null) return BookAnswer.No(invalid);
        if (command.Booking.Mode == BookMode.Request)
        {
            var time = new TimeRange(wish.Within.From, wish.Within.From + wish.Length);
            return await StoreAsync(state.State.With(Deciding.Made(Id, command.Booking, time, [], BookingState.Requested, plan, now), BookingAction.Hold, now, command.Booking.By) with { Command = command });
        }
        BookingState target = command.Booking.Mode == BookMode.Confirm ? BookingState.Confirmed : BookingState.Held;
        return await TryTwiceAsync(command, (time, lines) => Deciding.Made(Id, command.Booking, time, lines, target, plan, clock.GetUtcNow()),
            target == BookingState.Confirmed ? BookingAction.Confirm : BookingAction.Hold, command.Booking.By, "");
    }

    public async Task<BookAnswer> Step(BookingStep step)
    {
        if (state.State is not { Record: { } booking, Command: { } command }) return BookAnswer.No(new Refusal(RefusalCodes.NotFound));
        if (await PlanAsync(command.BaseId) is not { } plan) return BookAnswer.No(new Refusal(RefusalCodes.NotFound));
        DateTimeOffset now = clock.GetUtcNow();
        if (booking.Deadline <= now) booking = (await ReleaseAsync(booking)).Booking!;
        if (booking.State == BookingTransitions.Target(step.Action))
        {
            await TellAsync(); // an earlier try may have told some days only
            return new BookAnswer(booking);
        }
        if (Deciding.WhyNot(booking, step, now) is { } refusal) return BookAnswer.No(refusal);
        if (booking.State == BookingState.Requested && BookingTransitions.Occupies(BookingTransitions.Target(step.Action)))
        {
            return await TryTwiceAsync(command, (time, lines) => Deciding.After(booking with { Time = time, Lines = lines }, step, plan, clock.GetUtcNow()), step.Action, step.By, step.Why);
        }
        return await StoreAsync(state.State.With(Deciding.After(booking, step, plan, now), step.Action, now, step.By, step.Why));
    }

    public Task<BookingRecord?> Get()
    {
        if (!state.RecordExists) DeactivateOnIdle(); // a guessed id must not keep an activation
        return Task.FromResult(state.State.Record);
    }

    public async Task<BookingRecord?> Resolve(string attempt, string baseId)
    {
        if (state.State.Record is { } booking && string.Equals(booking.Attempt, attempt, StringComparison.Ordinal))
        {
            if (booking.Deadline <= clock.GetUtcNow()) await ReleaseAsync(booking);
            return state.State.Of(baseId);
        }
        // Stored before it is said: an activation that knows nothing of this cannot store that attempt's record any more.
        if (!state.State.Abandoned.Contains(attempt)) await WriteAsync(state.State.Without(attempt));
        return null;
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status) => await TellAsync();

    private string Id => this.GetPrimaryKeyString();

    private async Task<BookAnswer> RepeatedAsync(BookingRecord first, BookSpanning command)
    {
        BookAnswer answer = Deciding.Repeated(first, command.Booking);
        if (answer.Booking is not null) await TellAsync();
        return answer;
    }

    // What was in the way may have been another's try-hold, which is given back in a moment.
    private async Task<BookAnswer> TryTwiceAsync(BookSpanning command, Func<TimeRange, IReadOnlyList<Taken>, BookingRecord> made, BookingAction action, string by, string why)
    {
        BookAnswer answer = await TryAsync(command, made, action, by, why);
        if (answer.Refusal?.Code != RefusalCodes.NoFit) return answer;
        await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(20, 80)), clock);
        return await TryAsync(command, made, action, by, why);
    }

    private async Task<BookAnswer> TryAsync(BookSpanning command, Func<TimeRange, IReadOnlyList<Taken>, BookingRecord> made, BookingAction action, string by, string why)
    {
        string attempt = StableId.NewSecret(8);
        (BookAnswer? no, TimeRange time, SpanningPart[] parts) = await ChooseAsync(command);
        if (no is not null) return no;
        BookingRecord booking = made(time, [.. parts.SelectMany(part => part.Lines)]) with { Attempt = attempt, Spanning = true };
        List<DayKey> held = [];
        foreach (DayKey day in parts.SelectMany(part => part.Days()).Order(DayKey.Order))
        {
            BookAnswer answer = await Day(day).TryHold(booking with { Lines = parts.First(part => part.BaseId == day.BaseId).Lines });
            if (answer.Refusal is not null)
            {
                // One after the other and nothing waits for it: what is not given back now runs out.
                foreach (DayKey one in Enumerable.Reverse(held)) await Day(one).GiveBack(Id, attempt);
                return answer;
            }
            held.Add(day);
        }
        return await StoreAsync((state.State with { Parts = parts, Command = command }).With(booking, action, clock.GetUtcNow(), by, why));
    }

    // The same resources on all days: chosen over what all of them know, then held day by day.
    private async Task<(BookAnswer? No, TimeRange Time, SpanningPart[] Parts)> ChooseAsync(BookSpanning command)
    {
        List<SpanningPart> parts = [];
        TimeRange time = default;
        foreach (BaseNeeds needs in (BaseNeeds[])[new BaseNeeds(command.BaseId, command.Booking.Wish.Needs), .. command.Others ?? []])
        {
            if (await PlanAsync(needs.BaseId) is not { } plan) return (BookAnswer.No(new Refusal(RefusalCodes.NotFound)), default, []);
            Wish wish = command.Booking.Wish with { Needs = needs.Needs };
            if (wish.WhyNot(plan, clock.GetUtcNow()) is { } invalid) return (BookAnswer.No(invalid), default, []);
            DayView[] views = await Task.WhenAll(plan.Zone.DatesOf(plan.ReachOf(wish.Within)).Select(date => Day(new DayKey(needs.BaseId, date)).View()));
            Occupancy occupancy = DayView.Together(views);
            if (Bundling.Find(plan, occupancy, wish, clock.GetUtcNow()) is not { } bundle)
            {
                return (new BookAnswer(null, new Refusal(RefusalCodes.NoFit), Bundling.Explain(plan, occupancy, wish, clock.GetUtcNow())), default, []);
            }
            time = bundle.Time;
            parts.Add(new SpanningPart(needs.BaseId, [.. plan.Zone.DatesOf(plan.ReachOf(time))], Deciding.Lines(plan, Id, bundle, wish.Category)));
        }
        return (null, time, [.. parts]);
    }

    private Task<BookAnswer> ReleaseAsync(BookingRecord booking) =>
        StoreAsync(state.State.With(booking with { State = BookingState.Released, Deadline = null }, BookingAction.Release, booking.Deadline!.Value, null));

    // The commit point. Whoever crashes behind it is reminded to tell the days.
    private async Task<BookAnswer> StoreAsync(SpanningState after)
    {
        if (after.Untold) await this.RegisterOrUpdateReminder(TellReminder, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        await WriteAsync(after);
        await TellAsync();
        return new BookAnswer(after.Record);
    }

    private async Task TellAsync()
    {
        if (state.State is not { Untold: true, Record: { } booking }) return;
        SpanningStep last = state.State.Steps[^1];
        try
        {
            await Task.WhenAll(state.State.Parts.SelectMany(part => part.Days().Select(day => Day(day).Settle(state.State.Of(part.BaseId), last.Action, last.By))));
            await WriteAsync(state.State with { Untold = false });
            if (await this.GetReminder(TellReminder) is { } reminder) await this.UnregisterReminder(reminder);
        }
        catch (Exception failure) when (failure is StorageUnavailableException or TimeoutException)
        {
            NotTold(booking.Id, failure.Message); // the booking stands as it is stored; the reminder tells the days again
        }
    }

    private async Task WriteAsync(SpanningState after)
    {
        state.State = after;
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle(); // what is in memory is not what is stored
            throw;
        }
    }

    private async ValueTask<BasePlan?> PlanAsync(string baseId)
    {
        if (!_plans.TryGetValue(baseId, out PlanCopy? copy)) _plans[baseId] = copy = new PlanCopy(GrainFactory, clock, baseId);
        return await copy.GetAsync();
    }

    private IBaseDayGrain Day(DayKey key) => GrainFactory.GetGrain<IBaseDayGrain>(key.ToString());

    [LoggerMessage(LogLevel.Warning, "booking {Booking}: not all days could be told: {Why}")]
    private partial void NotTold(string booking, string why);
}
