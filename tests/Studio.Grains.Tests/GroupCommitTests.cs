using Studio.Grains.Commit;
using Xunit;

namespace Studio.Grains.Tests;

public sealed class GroupCommitTests
{
    // A grain's turns: one at a time, in order.
    private static readonly TaskScheduler Turns = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;

    private sealed class Sum
    {
        public int Value { get; set; }
    }

    [Fact]
    public Task Requests_that_come_while_two_writes_are_under_way_are_written_together_and_answered_after_it() => InTurnsAsync(async () =>
    {
        var log = new SlowLog();
        GroupCommit<Sum, int, int> group = await LoadAsync(log);
        Task<int> first = group.RunAsync(Add(1));
        await log.Arrived(1);
        Task<int> second = group.RunAsync(Add(2));
        await log.Arrived(2);
        Task<int> third = group.RunAsync(Add(3)), fourth = group.RunAsync(Add(4));
        Assert.False(first.IsCompleted);
        Assert.Equal(0, group.Committed);
        log.Finish(1);
        Assert.Equal(1, await first);
        Assert.Equal(1, group.Committed);
        await log.Arrived(3);
        log.Finish(2);
        Assert.Equal(3, await second);
        Assert.False(third.IsCompleted);
        log.Finish(3);
        Assert.Equal((6, 10), (await third, await fourth));
        Assert.Equal(["0: 1", "1: 2", "2: 3 4"], log.Calls);
    });

    [Fact]
    public Task An_answer_that_overtakes_an_earlier_one_proves_both_and_the_view_never_goes_back() => InTurnsAsync(async () =>
    {
        var log = new SlowLog();
        GroupCommit<Sum, int, int> group = await LoadAsync(log);
        Task<int> first = group.RunAsync(Add(1));
        await log.Arrived(1);
        Task<int> second = group.RunAsync(Add(2));
        await log.Arrived(2);
        log.Finish(2);
        Assert.Equal(3, await second);
        Assert.Equal(3, group.Committed);
        log.Finish(1);
        Assert.Equal(1, await first);
        Assert.Equal(3, group.Committed);
    });

    [Fact]
    public Task A_refusal_waits_for_the_facts_that_it_was_decided_on() => InTurnsAsync(async () =>
    {
        var log = new SlowLog();
        GroupCommit<Sum, int, int> group = await LoadAsync(log);
        Task<int> write = group.RunAsync(Add(5));
        await log.Arrived(1);
        Task<int> refusal = group.RunAsync(state => new Decision<int, int>(-state.Value, []));
        Assert.False(refusal.IsCompleted);
        log.Finish(1);
        Assert.Equal((5, -5), (await write, await refusal));
    });

    [Fact]
    public Task After_a_failed_write_nobody_is_told_yes_and_the_instance_is_spent() => InTurnsAsync(async () =>
    {
        var log = new SlowLog();
        GroupCommit<Sum, int, int> group = await LoadAsync(log);
        Task<int> first = group.RunAsync(Add(1));
        await log.Arrived(1);
        Task<int> second = group.RunAsync(Add(2));
        await log.Arrived(2);
        Task<int> third = group.RunAsync(Add(3));
        log.Fail(1, new TimeoutException("the store is away"));
        await Assert.ThrowsAsync<CommitFailedException>(() => first);
        await Assert.ThrowsAsync<CommitFailedException>(() => third);
        await Assert.ThrowsAsync<CommitFailedException>(() => group.RunAsync(Add(4)));
        log.Fail(2, new FencedException(1, "0"));
        await Assert.ThrowsAsync<CommitFailedException>(() => second);
        Assert.Equal(0, group.Committed);
    });

    [Fact]
    public Task A_snapshot_follows_its_batch_before_any_other_is_sent() => InTurnsAsync(async () =>
    {
        var log = new SlowLog();
        GroupCommit<Sum, int, int> group = await LoadAsync(log, eventsPerSnapshot: 2);
        List<Task<int>> answers = [];
        for (int write = 1; write <= 3; write++)
        {
            answers.Add(group.RunAsync(Add(1)));
            await log.Arrived(write);
            if (write > 1) log.Finish(write - 1); // one stays under way while the next is sent
        }
        log.Finish(3);
        int[] sums = await Task.WhenAll(answers);
        Assert.Equal([1, 2, 3], sums);
        Assert.Equal(["0: 1", "1: 1", "snapshot of 2 at 2", "2: 1"], log.Calls);
    });

    private static Func<Sum, Decision<int, int>> Add(int n) => state => new Decision<int, int>(state.Value + n, [n]);

    private static Task InTurnsAsync(Func<Task> test) => Task.Factory.StartNew(test, CancellationToken.None, TaskCreationOptions.None, Turns).Unwrap();

    private static Task<GroupCommit<Sum, int, int>> LoadAsync(SlowLog log, int eventsPerSnapshot = 5_000) => GroupCommit<Sum, int, int>.LoadAsync(
        log, () => new Sum(), (state, n) => state.Value += n, (state, _) => state.Value, snapshotAfter: _ => eventsPerSnapshot);

    /// <summary>A log whose writes end when the test says so.</summary>
    private sealed class SlowLog : ICommitLog<Sum, int>
    {
        private readonly TaskCompletionSource[] _arrivals = [Apart(), Apart(), Apart(), Apart()];
        private readonly TaskCompletionSource[] _ends = [Apart(), Apart(), Apart(), Apart()];
        private int _writes;

        // As a store does: what waits goes on in a turn of its own, never inside the call.
        private static TaskCompletionSource Apart() => new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<string> Calls { get; } = [];

        public Task Arrived(int write) => _arrivals[write - 1].Task;

        public void Finish(int write) => _ends[write - 1].SetResult();

        public void Fail(int write, Exception failure) => _ends[write - 1].SetException(failure);

        public Task<CommitHistory<Sum, int>> LoadAsync() => Task.FromResult(new CommitHistory<Sum, int>(0, null, []));

        public Task AppendAsync(long version, IReadOnlyList<int> events)
        {
            Calls.Add($"{version}: {string.Join(" ", events)}");
            _arrivals[_writes].SetResult();
            return _ends[_writes++].Task;
        }

        public Task SnapshotAsync(long version, Sum state)
        {
            Calls.Add($"snapshot of {state.Value} at {version}");
            return Task.CompletedTask;
        }
    }
}
