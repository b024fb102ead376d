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
        await log.AppendAsync(0, [Left("open")]);
        await log.AppendAsync(1, [new TermsSet("i1", new ItemTerms(new Money(100), 5, 2, TimeSpan.FromMinutes(15)), DateTimeOffset.UnixEpoch)]);
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
        await Log("b").AppendAsync(0, [Left("open")]);
        await Assert.ThrowsAsync<FencedException>(() => Log("b").AppendAsync(0, [Left("closed")]));
        await Assert.ThrowsAsync<FencedException>(() => Log("b").SnapshotAsync(0, Empty));
        Assert.Equal("open", Assert.IsType<WaitLeft>(Assert.Single((await Log("b").LoadAsync()).EventsSince)).ItemId);
    }

    [Fact]
    public async Task A_late_write_of_a_stale_owner_whose_first_was_lost_is_fenced_although_the_version_fits()
    {
        RedisCommitLog<LedgerSnapshot, LedgerEvent> stale = Log("e"), owner = Log("e");
        _ = (await stale.LoadAsync(), await owner.LoadAsync());
        await owner.AppendAsync(0, [Left("new")]);
        await Assert.ThrowsAsync<FencedException>(() => stale.AppendAsync(1, [Left("late")]));
        await Assert.ThrowsAsync<FencedException>(() => stale.SnapshotAsync(1, Empty));
        await owner.AppendAsync(1, [Left("newer")]);
        RedisCommitLog<LedgerSnapshot, LedgerEvent> next = Log("e");
        Assert.Equal(["new", "newer"], (await next.LoadAsync()).EventsSince.Cast<WaitLeft>().Select(left => left.ItemId));
        await next.AppendAsync(2, [Left("newest")]);
    }

    [Fact]
    public async Task A_snapshot_replaces_the_events_before_it()
    {
        RedisCommitLog<LedgerSnapshot, LedgerEvent> log = Log("c");
        await log.AppendAsync(0, [Left("open")]);
        await log.SnapshotAsync(1, Empty with { Ended = ["h_1"] });
        await log.AppendAsync(1, [Left("closed")]);
        CommitHistory<LedgerSnapshot, LedgerEvent> history = await log.LoadAsync();
        Assert.Equal((2L, "h_1", 1), (history.Version, Assert.Single(history.Snapshot!.Ended), history.EventsSince.Count));
    }

    [Fact]
    public async Task A_log_that_keeps_all_keeps_what_a_snapshot_covers_and_loads_only_what_came_after()
    {
        RedisCommitLog<LedgerSnapshot, LedgerEvent> log = new(
            _redis.Connection.GetDatabase(), "d", LedgerJson.Default.LedgerSnapshot, LedgerJson.Default.LedgerEventArray, keepsAll: true);
        await log.AppendAsync(0, [Left("one"), Left("two")]);
        await log.SnapshotAsync(1, Empty);
        await log.AppendAsync(1, [Left("three")]);
        Assert.Equal((1, 3), ((await log.LoadAsync()).EventsSince.Count, (await log.ReadAsync(0, int.MaxValue)).Count));
    }

    private static WaitLeft Left(string item) => new(item, "b1", DateTimeOffset.UnixEpoch);

    private RedisCommitLog<LedgerSnapshot, LedgerEvent> Log(string name) =>
        new(_redis.Connection.GetDatabase(), name, LedgerJson.Default.LedgerSnapshot, LedgerJson.Default.LedgerEventArray);
}
