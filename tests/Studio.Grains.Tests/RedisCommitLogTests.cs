using Studio.Grains.Commit;
using Studio.Grains.Showcase;
using Studio.Grains.Values;
using Studio.Testing;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>Against a real redis-server.</summary>
public sealed class RedisCommitLogTests : IAsyncLifetime
{
    private static readonly LedgerSnapshot Empty = LedgerSnapshot.Of(new HoldLedger());
    private TestRedis _redis = null!;

    public async ValueTask InitializeAsync() => _redis = await TestRedis.StartAsync();

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    [Fact]
    public async Task What_was_appended_is_there_after_the_server_was_killed()
    {
        RedisCommitLog<LedgerSnapshot, LedgerEvent> log = Log("a");
        await log.AppendAsync(0, [new SellingSet(Selling.Open)]);
        await log.AppendAsync(1, [new TermsSet(new ItemTerms(new Money(100), 5, 2, TimeSpan.FromMinutes(15)))]);
        await _redis.KillAsync();
        await _redis.StartAgainAsync();
        await Wait.UntilAsync(() => _redis.Connection.IsConnected, "reconnected");
        CommitHistory<LedgerSnapshot, LedgerEvent> history = await Log("a").LoadAsync();
        Assert.Equal(2, history.Version);
        Assert.Equal(2, history.EventsSince.Count);
    }

    [Fact]
    public async Task A_stale_owner_is_fenced_and_writes_nothing()
    {
        await Log("b").AppendAsync(0, [new SellingSet(Selling.Open)]);
        await Assert.ThrowsAsync<FencedException>(() => Log("b").AppendAsync(0, [new SellingSet(Selling.Closed)]));
        await Assert.ThrowsAsync<FencedException>(() => Log("b").SnapshotAsync(0, Empty));
        Assert.Equal(Selling.Open, Assert.IsType<SellingSet>(Assert.Single((await Log("b").LoadAsync()).EventsSince)).Selling);
    }

    [Fact]
    public async Task A_snapshot_replaces_the_events_before_it()
    {
        RedisCommitLog<LedgerSnapshot, LedgerEvent> log = Log("c");
        await log.AppendAsync(0, [new SellingSet(Selling.Open)]);
        await log.SnapshotAsync(1, Empty with { Selling = Selling.Open });
        await log.AppendAsync(1, [new SellingSet(Selling.Closed)]);
        CommitHistory<LedgerSnapshot, LedgerEvent> history = await log.LoadAsync();
        Assert.Equal((2L, Selling.Open, 1), (history.Version, history.Snapshot!.Selling, history.EventsSince.Count));
    }

    private RedisCommitLog<LedgerSnapshot, LedgerEvent> Log(string name) =>
        new(_redis.Connection.GetDatabase(), name, LedgerJson.Default.LedgerSnapshot, LedgerJson.Default.LedgerEventArray);
}
