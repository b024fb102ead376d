using Studio.Grains.Commit;
using Xunit;

namespace Studio.Grains.Tests;

public sealed class GroupCommitTests
{
    private sealed record Sum(int Value);

    [Fact]
    public async Task Requests_that_come_during_a_write_are_written_together_and_answered_after_it()
    {
        var log = new SlowLog();
        GroupCommit<Sum, int> group = await LoadAsync(log);
        Task<int> first = group.RunAsync(Add(1));
        await log.Arrived(1);
        Task<int> second = group.RunAsync(Add(2)), third = group.RunAsync(Add(3));
        Assert.False(first.IsCompleted);
        Assert.Equal(0, group.Committed.Value);
        log.Finish();
        Assert.Equal(1, await first);
        await log.Arrived(2);
        Assert.False(second.IsCompleted);
        log.Finish();
        Assert.Equal((3, 6), (await second, await third));
        Assert.Equal([[1], [2, 3]], log.Stored);
    }

    [Fact]
    public async Task A_refusal_waits_for_the_facts_that_it_was_decided_on()
    {
        var log = new SlowLog();
        GroupCommit<Sum, int> group = await LoadAsync(log);
        Task<int> write = group.RunAsync(Add(5));
        await log.Arrived(1);
        Task<int> refusal = group.RunAsync(state => new Decision<int, int>(-state.Value, []));
        Assert.False(refusal.IsCompleted);
        log.Finish();
        Assert.Equal((5, -5), (await write, await refusal));
    }

    [Fact]
    public async Task After_a_failed_write_nobody_is_told_yes_and_the_instance_is_spent()
    {
        var log = new SlowLog();
        GroupCommit<Sum, int> group = await LoadAsync(log);
        Task<int> first = group.RunAsync(Add(1));
        await log.Arrived(1);
        Task<int> second = group.RunAsync(Add(2));
        log.Fail(new TimeoutException("the store is away"));
        await Assert.ThrowsAsync<CommitFailedException>(() => first);
        await Assert.ThrowsAsync<CommitFailedException>(() => second);
        await Assert.ThrowsAsync<CommitFailedException>(() => group.RunAsync(Add(3)));
        Assert.Equal(0, group.Committed.Value);
    }

    [Fact]
    public async Task A_snapshot_is_written_when_enough_events_have_gathered()
    {
        var log = new SlowLog { Instant = true };
        GroupCommit<Sum, int> group = await LoadAsync(log, eventsPerSnapshot: 3);
        for (int i = 0; i < 7; i++) await group.RunAsync(Add(1));
        Assert.Equal([(3L, 3), (6L, 6)], log.Snapshots);
    }

    private static Func<Sum, Decision<int, int>> Add(int n) => state => new Decision<int, int>(state.Value + n, [n]);

    private static Task<GroupCommit<Sum, int>> LoadAsync(SlowLog log, int eventsPerSnapshot = 5_000) =>
        GroupCommit<Sum, int>.LoadAsync(log, new Sum(0), (state, n) => new Sum(state.Value + n), snapshotAfter: _ => eventsPerSnapshot);

    /// <summary>A log whose writes end when the test says so.</summary>
    private sealed class SlowLog : ICommitLog<Sum, int>
    {
        private readonly List<TaskCompletionSource> _arrivals = [new(), new(), new(), new()];
        private TaskCompletionSource _end = new();
        private int _writes;

        public bool Instant { get; init; }

        public List<int[]> Stored { get; } = [];

        public List<(long Version, int Value)> Snapshots { get; } = [];

        public Task Arrived(int write) => _arrivals[write - 1].Task;

        public void Finish() => _end.SetResult();

        public void Fail(Exception failure) => _end.SetException(failure);

        public Task<CommitHistory<Sum, int>> LoadAsync() => Task.FromResult(new CommitHistory<Sum, int>(0, null, []));

        public async Task AppendAsync(long version, IReadOnlyList<int> events)
        {
            if (!Instant)
            {
                _end = new TaskCompletionSource();
                _arrivals[_writes++].SetResult();
                await _end.Task;
            }
            Stored.Add([.. events]);
        }

        public Task SnapshotAsync(long version, Sum state)
        {
            Snapshots.Add((version, state.Value));
            return Task.CompletedTask;
        }
    }
}
