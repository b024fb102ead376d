using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Utilities;
using StackExchange.Redis;
using Studio.Grains.Commit;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Grains.Showcase;

/// <summary>The shell around <see cref="HoldLedger"/>: loads, decides in groups, stores, tells.</summary>
/// <remarks>
/// Reentrant on purpose: while a write is under way the next requests are decided against the staged state. Nothing here touches
/// that state across an await; <see cref="GroupCommit{TState,TEvent}"/> is the only place that changes it.
/// </remarks>
[Reentrant]
internal sealed partial class HoldLedgerGrain(IConnectionMultiplexer redis, StudioStore store, TimeProvider clock, ILogger<HoldLedgerGrain> log)
    : Grain, IHoldLedgerGrain, IRemindable
{
    private const string ExpiryReminder = "expiry";
    private static readonly TimeSpan TellEvery = TimeSpan.FromMilliseconds(100);

    private readonly ObserverManager<IHoldLedgerObserver> _observers = new(ObserverLease.Lifetime, log);
    private GroupCommit<HoldLedger, LedgerEvent, ItemCounts> _ledger = null!;
    private string _name = "", _sessionId = "", _itemId = "";
    private IGrainTimer? _tellTimer, _expiryTimer;
    private bool _untold, _reminded;
    private DateTimeOffset _armedFor;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _name = this.GetPrimaryKeyString();
        string[] parts = _name.Split('/', 2);
        (_sessionId, _itemId) = (parts[0], parts.Length > 1 ? parts[1] : "");
        var commits = new SnapshotLog(new RedisCommitLog<LedgerSnapshot, LedgerEvent>(
            redis.GetDatabase(), store.Key($"ledger:{_name}"), LedgerJson.Default.LedgerSnapshot, LedgerJson.Default.LedgerEventArray));
        _ledger = await GroupCommit<HoldLedger, LedgerEvent, ItemCounts>.LoadAsync(
            commits, () => new HoldLedger(), (ledger, change) => ledger.Apply(change), Counts, OnCommitted, SnapshotAfter);
        _tellTimer = this.RegisterGrainTimer(TellAsync, new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true });
        _expiryTimer = this.RegisterGrainTimer(ExpireAsync, new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });
        ArmExpiry();
    }

    public async Task<Outcome<ItemCounts>> Allot(ItemTerms terms)
    {
        Outcome<bool> outcome = await _ledger.RunAsync(ledger => HoldLedger.Allot(ledger, terms));
        return outcome.Select(_ => _ledger.Committed);
    }

    public async Task<ItemCounts> SetSelling(Selling selling)
    {
        await _ledger.RunAsync(ledger => HoldLedger.SetSelling(ledger, selling));
        return _ledger.Committed;
    }

    public async Task<Outcome<Hold>> Place(PlaceHold command)
    {
        if (!_reminded) await RemindAsync();
        DateTimeOffset now = clock.GetUtcNow();
        return await _ledger.RunAsync(ledger => HoldLedger.Place(ledger, _name, command, now));
    }

    public Task<Outcome<Hold>> Release(string buyer, string holdId)
    {
        DateTimeOffset now = clock.GetUtcNow();
        return _ledger.RunAsync(ledger => HoldLedger.Release(ledger, buyer, holdId, now));
    }

    public Task<ItemCounts> Counts() => Task.FromResult(_ledger.Committed);

    // Read through the group: the answer waits until every hold in it is durable.
    public Task<IReadOnlyList<Hold>> HoldsOf(string buyer) => _ledger.RunAsync<IReadOnlyList<Hold>>(ledger => new(
        [.. ledger.Holds.Values.Where(hold => string.Equals(hold.Buyer, buyer, StringComparison.Ordinal)).OrderByDescending(hold => hold.PlacedAt)], []));

    public Task<IReadOnlyList<Hold>> AllHolds() => _ledger.RunAsync<IReadOnlyList<Hold>>(ledger => new([.. ledger.Holds.Values], []));

    public Task<ItemCounts> Observe(IHoldLedgerObserver observer)
    {
        _observers.Subscribe(observer, observer);
        return Task.FromResult(_ledger.Committed);
    }

    // The reminder only wakes the grain after a crash; the deadline itself is state, and the timer is armed at activation.
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await ExpireAsync(CancellationToken.None);
        if (_ledger.Staged.NextDeadline is not null) return;
        if (await this.GetReminder(ExpiryReminder) is { } reminder) await this.UnregisterReminder(reminder);
        _reminded = false;
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

    // Twice as many events as holds: the cost of all snapshots together stays in proportion to the holds placed.
    private static int SnapshotAfter(HoldLedger ledger) => Math.Max(5_000, 2 * ledger.Holds.Count);

    private ItemCounts Counts(HoldLedger ledger, long version) => new(_itemId, ledger.Terms.Allotted, ledger.Held, ledger.Confirmed, version);

    private void OnCommitted(ItemCounts counts)
    {
        ArmExpiry();
        if (_untold) return;
        _untold = true;
        _tellTimer?.Change(TellEvery, Timeout.InfiniteTimeSpan);
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        _untold = false;
        ItemCounts counts = _ledger.Committed;
        await _observers.Notify(observer => observer.Counted(_sessionId, counts));
    }

    // Only when the next deadline is another one: during a storm of holds it stays the same, batch after batch.
    private void ArmExpiry(bool again = false)
    {
        if (_ledger.Staged.NextDeadline is not { } next || (next == _armedFor && !again)) return;
        _armedFor = next;
        TimeSpan due = next - clock.GetUtcNow();
        _expiryTimer?.Change(due > TimeSpan.Zero ? due : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }

    private async Task ExpireAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        try
        {
            int ended = await _ledger.RunAsync(ledger => HoldLedger.Expire(ledger, now));
            if (ended > 0) Expired(_name, ended);
            ArmExpiry(again: true);
        }
        catch (CommitFailedException)
        {
            DeactivateOnIdle(); // the reminder brings the grain back, which reads what is stored and arms the timer anew
        }
    }

    [LoggerMessage(LogLevel.Information, "ledger {Ledger}: {Count} holds expired")]
    private partial void Expired(string ledger, int count);

    /// <summary>Stores ledgers as snapshots of what cannot be derived.</summary>
    private sealed class SnapshotLog(RedisCommitLog<LedgerSnapshot, LedgerEvent> inner) : ICommitLog<HoldLedger, LedgerEvent>
    {
        public async Task<CommitHistory<HoldLedger, LedgerEvent>> LoadAsync()
        {
            CommitHistory<LedgerSnapshot, LedgerEvent> history = await inner.LoadAsync();
            return new CommitHistory<HoldLedger, LedgerEvent>(history.Version, history.Snapshot is { } snapshot ? HoldLedger.Restore(snapshot) : null, history.EventsSince);
        }

        public Task AppendAsync(long version, IReadOnlyList<LedgerEvent> events) => inner.AppendAsync(version, events);

        public Task SnapshotAsync(long version, HoldLedger state) => inner.SnapshotAsync(version, LedgerSnapshot.Of(state));
    }
}
