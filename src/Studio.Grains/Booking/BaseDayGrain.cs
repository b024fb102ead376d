using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using StackExchange.Redis;
using Studio.Grains.Commit;
using Studio.Grains.Values;

namespace Studio.Grains.Booking;

/// <summary>The shell around <see cref="BaseDay"/>: loads, decides in groups, stores.</summary>
/// <remarks>
/// Reentrant on purpose: while a write is under way the next requests are decided against the staged state. Nothing here touches that state across an await;
/// <see cref="GroupCommit{TState,TEvent,TView}"/> is the only place that changes it.
/// </remarks>
[Reentrant]
internal sealed partial class BaseDayGrain(IConnectionMultiplexer redis, StudioStore store, TimeProvider clock, ILogger<BaseDayGrain> log) : Grain, IBaseDayGrain, IRemindable
{
    private const string ExpiryReminder = "expiry";
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    private readonly SteadyClock _steady = new(clock);
    private GroupCommit<BaseDay, DayEvent, long> _day = null!;
    private PlanCopy _plan = null!;
    private DayKey _key;
    private IGrainTimer? _expiryTimer;
    private bool _reminded;
    private DateTimeOffset _armedFor;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = DayKey.Parse(this.GetPrimaryKeyString());
        _plan = new PlanCopy(GrainFactory, clock, _key.BaseId);
        _day = await GroupCommit<BaseDay, DayEvent, long>.LoadAsync(
            new DayLog(redis.GetDatabase(), store, _key), () => new BaseDay(), (day, change) => day.Apply(change), (_, version) => version, _ => ArmExpiry(),
            day => Math.Max(5_000, 2 * day.Bookings.Count));
        _expiryTimer = this.RegisterGrainTimer(ExpireAsync, new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });
        ArmExpiry();
    }

    public async Task<BookAnswer> Book(BookBundle command)
    {
        if (await _plan.GetAsync() is not { } plan) return Unknown();
        if (!_reminded && command.Mode != BookMode.Confirm) await RemindAsync();
        return await Decide((day, now) => Deciding.Book(day, plan, _key, command, now));
    }

    public async Task<BookAnswer> Step(BookingStep step)
    {
        if (await _plan.GetAsync() is not { } plan) return Unknown();
        return await Decide((day, now) => Deciding.Step(day, plan, step, now));
    }

    public Task<BookingRecord?> Get(string bookingId) => _day.RunAsync<BookingRecord?>(day => new(day.Bookings.GetValueOrDefault(bookingId), []));

    // Read through the group: the answer waits until everything in it is durable.
    public Task<DayView> View() => _day.RunAsync<DayView>(day => new(new DayView([.. day.Bookings.Values]), []));

    public async Task<BookAnswer> TryHold(BookingRecord part)
    {
        if (await _plan.GetAsync() is not { } plan) return Unknown();
        if (!_reminded) await RemindAsync();
        return await Decide((day, now) => Spanning.TryHold(day, plan, part, now));
    }

    public Task<bool> GiveBack(string bookingId, string attempt) => Decide((day, now) => Spanning.GiveBack(day, bookingId, attempt, now));

    public Task<bool> Settle(BookingRecord record, BookingAction action, string? by) => Decide((day, now) => Spanning.Settle(day, record, action, by, now));

    // The reminder only wakes the grain after a crash; the deadline itself is state, and the timer is armed at activation.
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await ExpireAsync(CancellationToken.None);
        if (_day.Staged.NextDeadline is not null) return;
        if (await this.GetReminder(ExpiryReminder) is { } reminder) await this.UnregisterReminder(reminder);
        _reminded = false;
    }

    private static BookAnswer Unknown() => BookAnswer.No(new Refusal(RefusalCodes.NotFound));

    private Task<TAnswer> Decide<TAnswer>(Func<BaseDay, DateTimeOffset, Decision<DayEvent, TAnswer>> decide)
    {
        DateTimeOffset now = _steady.Now();
        return _day.RunAsync(day => decide(day, now));
    }

    private async Task RemindAsync()
    {
        TimeSpan minute = TimeSpan.FromMinutes(1); // the shortest period that Orleans allows
        _reminded = true; // before the await: one registration for a burst of first holds
        try
        {
            await this.RegisterOrUpdateReminder(ExpiryReminder, minute, minute);
        }
        catch
        {
            _reminded = false;
            throw;
        }
    }

    private void ArmExpiry(bool again = false)
    {
        if (_day.Staged.NextDeadline is not { } next || (next == _armedFor && !again)) return;
        _armedFor = next;
        TimeSpan due = next - _steady.Now(), least = again ? AskAgain : TimeSpan.FromMilliseconds(1);
        _expiryTimer?.Change(due > least ? due : least, Timeout.InfiniteTimeSpan);
    }

    private async Task ExpireAsync(CancellationToken cancellationToken)
    {
        try
        {
            int ended = await Decide(Deciding.Expire);
            if (ended > 0) Expired(_key, ended);
            DateTimeOffset now = _steady.Now();
            foreach (BookingRecord part in _day.Staged.Due(now).Where(booking => booking.Spanning).ToArray()) await AskAsync(part);
            ArmExpiry(again: true);
        }
        catch (CommitFailedException)
        {
            DeactivateOnIdle(); // the reminder brings the grain back, which reads what is stored and arms the timer anew
        }
    }

    // What it is not told, it asks again a moment later; until then nothing is given back.
    private async Task AskAsync(BookingRecord part)
    {
        try
        {
            BookingRecord stands = await GrainFactory.GetGrain<ISpanningBookingGrain>(part.Id).Resolve(part.Attempt!, _key.BaseId) ?? part with { State = BookingState.Released, Deadline = null };
            await Decide((day, now) => Spanning.Settle(day, stands, BookingAction.Release, null, now));
        }
        catch (Exception failure) when (failure is StorageUnavailableException or TimeoutException or OrleansException)
        {
            NotResolved(_key, part.Id, failure.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "day {Day}: {Count} bookings released at their deadline")]
    private partial void Expired(DayKey day, int count);

    [LoggerMessage(LogLevel.Warning, "day {Day}: {Booking} could not say what became of it: {Why}")]
    private partial void NotResolved(DayKey day, string booking, string why);
}
