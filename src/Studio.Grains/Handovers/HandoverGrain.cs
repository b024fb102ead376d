using System.Text.Json;
using StackExchange.Redis;
using Studio.Grains.Commit;
using Studio.Grains.Live;
using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Grains.Handovers;

/// <summary>The shell around <see cref="HandoverBook"/>: loads, asks for a decision, stores. One command at a time.</summary>
internal sealed class HandoverGrain(IConnectionMultiplexer redis, StudioStore store, TimeProvider clock) : Grain, IHandoverGrain
{
    // An import is one line, however many orders it notes.
    private const int SnapshotAfter = 200;

    private readonly SteadyClock _steady = new(clock);
    private RedisCommitLog<HandoverSnapshot, HandoverLine> _log = null!;
    private HandoverBook _book = new();
    private long _version;
    private int _sinceSnapshot;

    private string SessionId => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // Kept whole: who took phone numbers along, and who marked what, is a record.
        _log = new RedisCommitLog<HandoverSnapshot, HandoverLine>(
            redis.GetDatabase(), store.Key($"handover:{SessionId}"), HandoverJson.Default.HandoverSnapshot, HandoverJson.Default.HandoverLineArray, keepsAll: true);
        CommitHistory<HandoverSnapshot, HandoverLine> history = await _log.LoadAsync();
        if (history.Snapshot is { } snapshot) _book = HandoverBook.Restore(snapshot);
        foreach (HandoverLine line in history.EventsSince) _book.Apply(line);
        (_version, _sinceSnapshot) = (history.Version, history.EventsSince.Count);
    }

    public async Task<Outcome<IReadOnlyList<RowResult>>> Preview(string enterpriseId, IReadOnlyList<OrderRow> rows)
    {
        if (await PayablesAsync() is not { } holds) return new Refusal(RefusalCodes.NotFound);
        return new List<RowResult>(OrderMatching.Import(_book, enterpriseId, rows, holds));
    }

    public async Task<Outcome<ImportSums>> Import(Clerk clerk, string enterpriseId, IReadOnlyList<OrderRow> rows)
    {
        if (await PayablesAsync() is not { } holds) return new Refusal(RefusalCodes.NotFound);
        return await RunAsync(clerk, $"import {enterpriseId} {StableId.Hash(JsonSerializer.Serialize(rows), 16)}", _ =>
        {
            IReadOnlyList<RowResult> results = OrderMatching.Import(_book, enterpriseId, rows, holds);
            Order[] noted = [.. results.Where(row => row.Change is RowChange.New or RowChange.Changed).Select(row => row.After!)];
            return (Outcome<(ImportSums, HandoverEvent)>)(ImportSums.Of(results), new OrdersNoted(noted));
        });
    }

    public async Task<Outcome<Order>> Match(Clerk clerk, string enterpriseId, string number, string code)
    {
        if (await PayablesAsync() is not { } holds) return new Refusal(RefusalCodes.NotFound);
        return await RunAsync(clerk, $"match {enterpriseId} {number} {HoldCodes.Normal(code)}", _ =>
            OrderMatching.MatchByHand(_book, enterpriseId, number, code, holds).Select(order => (order, (HandoverEvent)new OrderMoved(order, null))));
    }

    public async Task<Outcome<Order>> TakeOff(Clerk clerk, string enterpriseId, string number, string why)
    {
        var check = new Check();
        string reason = check.Text("why", why, 80);
        if (check.Refusal is { } refusal) return refusal;
        return await RunAsync(clerk, $"take-off {enterpriseId} {number}", _ =>
            OrderMatching.TakeOff(_book, enterpriseId, number).Select(order => (order, (HandoverEvent)new OrderMoved(order, reason))));
    }

    public async Task<Outcome<HandedOver>> HandOver(Clerk clerk, string stationId, string code)
    {
        IReadOnlyList<Hold> holds = await GrainFactory.GetGrain<IHoldLedgerGrain>(SessionId).AllHolds();
        return await RunAsync(clerk, $"hand-over {stationId} {HoldCodes.Normal(code)}", now =>
            StationDesk.HandOver(_book, holds, stationId, code, clerk.By, now).Select(goods => (goods, (HandoverEvent)new GoodsHandedOver(goods))));
    }

    public Task<Outcome<HandedOver>> TakeBack(Clerk clerk, string stationId, string holdId) => RunAsync(clerk, $"take-back {stationId} {holdId}", now =>
        StationDesk.TakeBack(_book, stationId, holdId, now).Select(goods => (goods, (HandoverEvent)new GoodsTakenBack(holdId))));

    public Task NoteExport(string by, string stationId, string format, int rows)
    {
        DateTimeOffset now = _steady.Now();
        return StoreAsync(new HandoverLine(now, by, new PhonesExported(new PhoneExport(by, now, stationId, format, rows))));
    }

    public Task<HandoverView> Get() => Task.FromResult(_book.View());

    // A repeat gets the first answer; the same id for something else is refused.
    private async Task<Outcome<T>> RunAsync<T>(Clerk clerk, string body, Func<DateTimeOffset, Outcome<(T Answer, HandoverEvent Event)>> decide)
    {
        if (_book.Operations.Find(clerk.OperationId) is { } done)
        {
            return string.Equals(done.Body, body, StringComparison.Ordinal) ? JsonSerializer.Deserialize<T>(done.Answer)! : new Refusal(RefusalCodes.OperationConflict);
        }
        DateTimeOffset now = _steady.Now();
        Outcome<(T Answer, HandoverEvent Event)> decision = decide(now);
        if (decision.Refusal is { } refusal) return refusal;
        await StoreAsync(new HandoverLine(now, clerk.By, decision.Value.Event, new DoneOperation<string>(clerk.OperationId, body, JsonSerializer.Serialize(decision.Value.Answer))));
        return decision.Value.Answer;
    }

    // Stored first, true then. A write that fails takes the activation with it (StorageFaultFilter): the next one reads.
    private async Task StoreAsync(HandoverLine line)
    {
        await _log.AppendAsync(_version, [line]);
        _book.Apply(line);
        (_version, _sinceSnapshot) = (_version + 1, _sinceSnapshot + 1);
        if (_sinceSnapshot < SnapshotAfter) return;
        await _log.SnapshotAsync(_version, _book.Snapshot());
        _sinceSnapshot = 0;
    }

    private async Task<IReadOnlyDictionary<string, Payable>?> PayablesAsync()
    {
        if (await GrainFactory.GetGrain<ILiveSessionGrain>(SessionId).Get() is not { } session) return null;
        IReadOnlyList<Hold> holds = await GrainFactory.GetGrain<IHoldLedgerGrain>(SessionId).AllHolds();
        return Payable.ByCode(holds, session.Items.ToDictionary(item => item.Id, item => item.EnterpriseId, StringComparer.Ordinal));
    }
}
