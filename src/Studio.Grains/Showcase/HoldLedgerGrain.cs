using System.Collections.Immutable;
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
/// that state across an await; <see cref="GroupCommit{TState,TEvent,TView}"/> is the only place that changes it.
/// </remarks>
[Reentrant]
internal sealed partial class HoldLedgerGrain(IConnectionMultiplexer redis, StudioStore store, TimeProvider clock, ILogger<HoldLedgerGrain> log)
    : Grain, IHoldLedgerGrain, IRemindable
{
    private const string ExpiryReminder = "expiry";
    private const int BuyersAtOnce = 1_000;
    private static readonly TimeSpan TellEvery = TimeSpan.FromMilliseconds(100);

    private readonly ObserverManager<IHoldLedgerObserver> _observers = new(ObserverLease.Lifetime, log);
    private readonly SteadyClock _steady = new(clock);
    private readonly Dictionary<string, (string? OfferId, Money Price)> _offersTold = new(StringComparer.Ordinal);
    private GroupCommit<HoldLedger, LedgerEvent, LedgerCounts> _ledger = null!;
    private LedgerCounts _staged = LedgerCounts.None;
    private BuyerNews? _news;
    private string _name = "";
    private IGrainTimer? _tellTimer, _expiryTimer;
    private bool _untold, _reminded;
    private long _toldVersion;
    private DateTimeOffset _armedFor;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _name = this.GetPrimaryKeyString();
        _ledger = await GroupCommit<HoldLedger, LedgerEvent, LedgerCounts>.LoadAsync(
            new LedgerLog(redis.GetDatabase(), store, _name), () => new HoldLedger(), Apply, Counted, OnCommitted, SnapshotAfter);
        _news = new BuyerNews(); // from here on: what is read from the log is no news
        _tellTimer = this.RegisterGrainTimer(TellAsync, new GrainTimerCreationOptions(TellEvery, Timeout.InfiniteTimeSpan) { Interleave = true });
        _expiryTimer = this.RegisterGrainTimer(ExpireAsync, new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true, KeepAlive = true });
        ArmExpiry();
    }

    public async Task<Outcome<IReadOnlyList<ItemCounts>>> SetTerms(IReadOnlyList<TermsOf> items)
    {
        DateTimeOffset now = _steady.Now();
        // All at once: they share one write.
        Outcome<bool>[] set = await Task.WhenAll(items.Select(item => _ledger.RunAsync(ledger => Stocking.Set(ledger, _name, item.ItemId, item.Terms, now))));
        if (Array.FindIndex(set, one => one.Refusal is not null) is >= 0 and int refused) return set[refused].Refusal!.And("itemId", items[refused].ItemId);
        return new List<ItemCounts>(_ledger.Committed.Items);
    }

    public async Task<Outcome<Hold>> Place(PlaceHold command)
    {
        if (!_reminded) await RemindAsync();
        DateTimeOffset now = _steady.Now();
        return await _ledger.RunAsync(ledger => Holding.Place(ledger, _name, command, now));
    }

    public Task<Outcome<Hold>> Release(string buyer, string holdId) => Decide((ledger, now) => Holding.Release(ledger, _name, buyer, holdId, now));

    public Task<Outcome<Hold>> Confirm(string buyer, string holdId, Handover handover) => Decide((ledger, now) => Holding.Confirm(ledger, _name, buyer, holdId, handover, now));

    public Task<Outcome<Hold>> Accept(string buyer, string holdId) => Decide((ledger, now) => Waiting.Accept(ledger, _name, buyer, holdId, now));

    public Task<Outcome<Hold>> Cancel(string holdId, string by, string why) => Decide((ledger, now) => Holding.Cancel(ledger, _name, holdId, by, why, now));

    public Task<Outcome<WaitEntry>> Wait(PlaceHold command) => Decide((ledger, now) => Waiting.Join(ledger, _name, command, now));

    public Task<bool> WaitNoMore(string itemId, string buyer) => Decide((ledger, now) => Waiting.Leave(ledger, itemId, buyer, now));

    public Task<IReadOnlyList<ItemCounts>> Counts() => Task.FromResult(_ledger.Committed.Items);

    // Read through the group: the answer waits until every hold in it is durable.
    public Task<BuyerHolds> Mine(string buyer) => _ledger.RunAsync<BuyerHolds>(ledger => new(
        new BuyerHolds(
            [.. ledger.Of(buyer)],
            [.. ledger.Lines.Values.Where(line => line.WaitOf(buyer) is not null).Select(line => new WaitPlace(line.WaitOf(buyer)!, Waiting.PlaceOf(line, buyer)))]),
        []));

    public Task<IReadOnlyList<Hold>> AllHolds() => _ledger.RunAsync<IReadOnlyList<Hold>>(ledger => new([.. ledger.Holds.Values], []));

    public Task<IReadOnlyList<ItemCounts>> Observe(IHoldLedgerObserver observer)
    {
        _observers.Subscribe(observer, observer);
        return Counts();
    }

    // The reminder only wakes the grain after a crash; the deadline itself is state, and the timer is armed at activation.
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await ExpireAsync(CancellationToken.None);
        if (_ledger.Staged.NextDeadline is not null) return;
        if (await this.GetReminder(ExpiryReminder) is { } reminder) await this.UnregisterReminder(reminder);
        _reminded = false;
    }

    private Task<TAnswer> Decide<TAnswer>(Func<HoldLedger, DateTimeOffset, Decision<LedgerEvent, TAnswer>> decide)
    {
        DateTimeOffset now = _steady.Now();
        return _ledger.RunAsync(ledger => decide(ledger, now));
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

    private void Apply(HoldLedger ledger, LedgerEvent change)
    {
        ledger.Apply(change);
        _news?.Note(ledger, change);
    }

    // Called once for each batch, in their order: only what the batch touched is counted anew.
    private LedgerCounts Counted(HoldLedger ledger, long version)
    {
        _news?.Close(version);
        return _staged = _staged.With(ledger, version, _steady.Now());
    }

    private void OnCommitted(LedgerCounts counts)
    {
        ArmExpiry();
        if (_untold) return;
        _untold = true;
        _tellTimer?.Change(TellEvery, Timeout.InfiniteTimeSpan);
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        _untold = false;
        LedgerCounts counts = _ledger.Committed;
        ItemCounts[] news = [.. counts.Items.Where(item => item.Version > _toldVersion)];
        _toldVersion = counts.Version;
        if (news.Length > 0) await _observers.Notify(observer => observer.Counted(_name, news));
        foreach (string[] buyers in _news!.Take(counts.Version).Chunk(BuyersAtOnce)) await _observers.Notify(observer => observer.Moved(_name, buyers));
        foreach (ItemCounts item in news) await TellOfferAsync(item);
    }

    // The card must not go on showing an offer's price whose pieces are taken: the session is told, and told again after a restart.
    private async Task TellOfferAsync(ItemCounts item)
    {
        if (item.OfferId is null || item.OfferLeft is null || (_offersTold.TryGetValue(item.ItemId, out var told) && told == (item.OfferId, item.Price))) return;
        try
        {
            await GrainFactory.GetGrain<ILiveSessionGrain>(_name).OfferMoved(item.ItemId, item.OfferId, item.Price, item.OfferLeft.Value);
            _offersTold[item.ItemId] = (item.OfferId, item.Price);
        }
        catch (Exception failure) when (failure is StorageUnavailableException or TimeoutException or OrleansException)
        {
            NotTold(_name, item.ItemId, failure.Message); // it comes again with the next count
        }
    }

    // Only when the next deadline is another one: during a storm of holds it stays the same, batch after batch.
    private void ArmExpiry(bool again = false)
    {
        if (_ledger.Staged.NextDeadline is not { } next || (next == _armedFor && !again)) return;
        _armedFor = next;
        TimeSpan due = next - _steady.Now();
        _expiryTimer?.Change(due > TimeSpan.Zero ? due : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }

    private async Task ExpireAsync(CancellationToken cancellationToken)
    {
        try
        {
            int ended = await Decide((ledger, now) => Holding.Expire(ledger, _name, now));
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

    [LoggerMessage(LogLevel.Warning, "ledger {Ledger}: the session could not be told of the offer on {Item}: {Why}")]
    private partial void NotTold(string ledger, string item, string why);
}
