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
        IHoldLedgerGrain ledger = await OpenAsync("storm/i", allotted: 500, limit: 1);
        Outcome<Hold>[] answers = await Task.WhenAll(Enumerable.Range(0, 1_500).Select(i => ledger.Place(new PlaceHold($"b{i}", $"operation-{i}", 1))));
        Assert.Equal(500, answers.Count(answer => answer.Refusal is null));
        Assert.All(answers.Where(answer => answer.Refusal is not null), answer => Assert.Equal(RefusalCodes.SoldOut, answer.Refusal!.Code));
        Assert.Equal((500, 0), ((await ledger.Counts()).Held, (await ledger.Counts()).Left));
    }

    [Fact]
    public async Task After_the_store_was_killed_every_acknowledged_hold_is_there_and_a_repeat_finds_it()
    {
        IHoldLedgerGrain ledger = await OpenAsync("killed/i", allotted: 100_000, limit: 10);
        var acknowledged = new List<Hold>();
        Task<Outcome<Hold>>[] storm = [.. Enumerable.Range(0, 300).Select(i => ledger.Place(new PlaceHold($"b{i}", $"operation-{i}", 1)))];
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
        Outcome<Hold> again = await ledger.Place(new PlaceHold("b0", "operation-0", 1));
        Assert.Null(again.Refusal);
        Assert.Single((await ledger.AllHolds()), hold => hold.Buyer == "b0");
    }

    [Fact]
    public async Task Holds_expire_by_themselves_and_their_pieces_are_free_again()
    {
        IHoldLedgerGrain ledger = await OpenAsync("expiry/i", allotted: 1, limit: 1, lifetime: TimeSpan.FromMilliseconds(300));
        Assert.Null((await ledger.Place(new PlaceHold("b1", "operation-1", 1))).Refusal);
        await Wait.UntilAsync(async () => (await ledger.Counts()).Left == 1, "the hold expired");
        Assert.Equal(HoldState.Expired, Assert.Single(await ledger.HoldsOf("b1")).State);
    }

    private async Task<IHoldLedgerGrain> OpenAsync(string name, int allotted, int limit, TimeSpan? lifetime = null)
    {
        IHoldLedgerGrain ledger = _grains.Factory.GetGrain<IHoldLedgerGrain>(name);
        await ledger.Allot(new ItemTerms(new Money(100), allotted, limit, lifetime ?? TimeSpan.FromMinutes(15)));
        await ledger.SetSelling(Selling.Open);
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
