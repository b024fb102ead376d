using StackExchange.Redis;
using Studio.Grains.Commit;
using Studio.Grains.Showcase;
using Studio.Grains.Values;
using Studio.Testing;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>The ledger grain in a silo, on a real Redis that dies.</summary>
public sealed class LedgerClusterTests : IAsyncLifetime
{
    private GrainCluster _grains = null!;

    public async ValueTask InitializeAsync() => _grains = await GrainCluster.StartAsync();

    public ValueTask DisposeAsync() => _grains.DisposeAsync();

    [Fact]
    public async Task A_storm_on_one_item_sells_it_out_exactly()
    {
        IHoldLedgerGrain ledger = await OpenAsync("storm", allotted: 500, limit: 1);
        Outcome<Hold>[] answers = await Task.WhenAll(Enumerable.Range(0, 1_500).Select(i => ledger.Place(new PlaceHold($"b{i}", $"operation-{i}", "i", 1))));
        Assert.Equal(500, answers.Count(answer => answer.Refusal is null));
        Assert.All(answers.Where(answer => answer.Refusal is not null), answer => Assert.Equal(RefusalCodes.SoldOut, answer.Refusal!.Code));
        Assert.Equal((500, 0), ((await ledger.Counts())[0].Held, (await ledger.Counts())[0].Left));
    }

    [Fact]
    public async Task After_the_store_was_killed_every_acknowledged_hold_is_there_and_a_repeat_finds_it()
    {
        IHoldLedgerGrain ledger = await OpenAsync("killed", allotted: 100_000, limit: 10);
        var acknowledged = new List<Hold>();
        Task<Outcome<Hold>>[] storm = [.. Enumerable.Range(0, 300).Select(i => ledger.Place(new PlaceHold($"b{i}", $"operation-{i}", "i", 1)))];
        await _grains.Redis.KillAsync();
        foreach (Task<Outcome<Hold>> call in storm)
        {
            try
            {
                acknowledged.Add((await call).Value);
            }
            catch (Exception unknown) when (unknown is StorageUnavailableException or TimeoutException)
            {
                // Its outcome is unknown; only what was answered is promised.
            }
        }
        await _grains.Redis.StartAgainAsync();
        await Wait.UntilAsync(() => _grains.Redis.Connection.IsConnected, "reconnected");
        await Wait.UntilAsync(async () => await TryAsync(() => ledger.Counts()), "the ledger answers again");
        HashSet<string> stored = [.. (await ledger.AllHolds()).Select(hold => hold.Id)];
        Assert.All(acknowledged, hold => Assert.Contains(hold.Id, stored));
        Outcome<Hold> again = await ledger.Place(new PlaceHold("b0", "operation-0", "i", 1));
        Assert.Null(again.Refusal);
        Assert.Single((await ledger.AllHolds()), hold => hold.Buyer == "b0");
    }

    [Fact]
    public async Task Holds_expire_by_themselves_and_their_pieces_are_free_again()
    {
        IHoldLedgerGrain ledger = await OpenAsync("expiry", allotted: 1, limit: 1, lifetime: TimeSpan.FromMilliseconds(300));
        Assert.Null((await ledger.Place(new PlaceHold("b1", "operation-1", "i", 1))).Refusal);
        await Wait.UntilAsync(async () => (await ledger.Counts())[0].Left == 1, "the hold expired");
        Assert.Equal(HoldState.Expired, Assert.Single((await ledger.Mine("b1")).Holds).State);
    }

    [Fact]
    public async Task What_was_confirmed_offered_and_waited_for_is_there_after_the_store_was_killed()
    {
        IHoldLedgerGrain ledger = await OpenAsync("waited", allotted: 1, limit: 1);
        Hold first = (await ledger.Place(new PlaceHold("b1", "operation-1", "i", 1))).Value;
        Assert.Equal(RefusalCodes.SoldOut, (await ledger.Place(new PlaceHold("b2", "operation-2", "i", 1))).Refusal!.Code);
        Assert.Null((await ledger.Wait(new PlaceHold("b2", "operation-2", "i", 1))).Refusal);
        Assert.Equal(1, Assert.Single((await ledger.Mine("b2")).Waiting).Place);
        Assert.Null((await ledger.Release("b1", first.Id)).Refusal);
        Hold offered = Assert.Single((await ledger.Mine("b2")).Holds);
        Assert.Equal((HoldState.Offered, 0), (offered.State, (await ledger.Counts())[0].Left));
        Assert.Null((await ledger.Accept("b2", offered.Id)).Refusal);
        Assert.Null((await ledger.Confirm("b2", offered.Id, new Handover(HandoverWay.Station, "st_1"))).Refusal);
        await _grains.Redis.KillAsync();
        await _grains.Redis.StartAgainAsync();
        await Wait.UntilAsync(() => _grains.Redis.Connection.IsConnected, "reconnected");
        await Wait.UntilAsync(async () => await TryAsync(() => ledger.Cancel("h_none", "anna", "")), "the ledger answers again");
        Hold kept = Assert.Single((await ledger.Mine("b2")).Holds);
        Assert.Equal((HoldState.Confirmed, "st_1", offered.Code), (kept.State, kept.Handover!.StationId, kept.Code));
        LedgerEvent[] log = [.. await new LedgerLog(_grains.Redis.Connection.GetDatabase(), new StudioStore("test"), "waited").ReadAllAsync()];
        Assert.Equal(["TermsSet", "HoldPlaced", "WaitJoined", "HoldEnded", "HoldPlaced", "HoldAccepted", "HoldConfirmed"], log.Select(line => line.GetType().Name));
    }

    private async Task<IHoldLedgerGrain> OpenAsync(string name, int allotted, int limit, TimeSpan? lifetime = null)
    {
        IHoldLedgerGrain ledger = _grains.Factory.GetGrain<IHoldLedgerGrain>(name);
        Assert.Null((await ledger.SetTerms([new TermsOf("i", new ItemTerms(new Money(100), allotted, limit, lifetime ?? TimeSpan.FromMinutes(15), Selling.Open))])).Refusal);
        return ledger;
    }

    private static async Task<bool> TryAsync(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (Exception failure) when (failure is StorageUnavailableException or TimeoutException or RedisException)
        {
            return false;
        }
    }
}
