namespace Studio.Grains.Commit;

/// <summary>
/// Group commit: requests that arrive while a write is under way are decided at once against the <em>staged</em> state, written
/// together in one compare-and-set, and answered when that write is durable. Others see only the <see cref="Committed"/> state.
/// </summary>
/// <remarks>
/// <para>Calls and continuations must run on one scheduler, one at a time (an Orleans activation's, or a test's): there is no lock.</para>
/// <para>Any failed write is <em>unknown</em>, not undone: it may have been stored. The instance then refuses all work with the first
/// failure; its owner drops it, loads again, and the caller repeats the command under the same operation id.</para>
/// <para>A refusal or a replay waits too, for the batch that holds the staged events it was decided on: no answer rests on a fact that
/// may yet be lost.</para>
/// </remarks>
public sealed class GroupCommit<TState, TEvent> where TState : class
{
    private readonly ICommitLog<TState, TEvent> _log;
    private readonly Func<TState, TEvent, TState> _apply;
    private readonly Action<TState, long> _committed;
    private readonly Func<TState, int> _snapshotAfter;

    private TState _staged;
    private Batch _open = new();
    private Batch? _inFlight;
    private Exception? _fault;
    private long _version;
    private int _eventsSinceSnapshot;

    private GroupCommit(
        ICommitLog<TState, TEvent> log, TState state, CommitHistory<TState, TEvent> history,
        Func<TState, TEvent, TState> apply, Action<TState, long> committed, Func<TState, int> snapshotAfter)
    {
        (_log, _apply, _committed, _snapshotAfter) = (log, apply, committed, snapshotAfter);
        (_staged, Committed, _version, _eventsSinceSnapshot) = (state, state, history.Version, history.EventsSince.Count);
    }

    /// <summary>The state as it is stored. The only one that others may see.</summary>
    public TState Committed { get; private set; }

    /// <summary>The stored version: one more for each batch.</summary>
    public long Version => _version;

    /// <summary>Reads the stored state and makes it ready for work.</summary>
    /// <param name="log">Where it is kept.</param>
    /// <param name="empty">The state before the first event.</param>
    /// <param name="apply">Pure: the state after one event.</param>
    /// <param name="committed">Told after each durable batch, with the state and version that are now true. Must not throw.</param>
    /// <param name="snapshotAfter">
    /// After how many events a snapshot of this state is due (default 5,000): it bounds the replay. Let it grow with the state, or a large
    /// state is written over and over.
    /// </param>
    public static async Task<GroupCommit<TState, TEvent>> LoadAsync(
        ICommitLog<TState, TEvent> log, TState empty, Func<TState, TEvent, TState> apply,
        Action<TState, long>? committed = null, Func<TState, int>? snapshotAfter = null)
    {
        CommitHistory<TState, TEvent> history = await log.LoadAsync();
        TState state = history.EventsSince.Aggregate(history.Snapshot ?? empty, apply);
        return new GroupCommit<TState, TEvent>(log, state, history, apply, committed ?? ((_, _) => { }), snapshotAfter ?? (_ => 5_000));
    }

    /// <summary>Decides against the staged state; answers when everything the answer rests on is durable.</summary>
    /// <exception cref="Exception">The failure of the write: the outcome is unknown. Drop this instance.</exception>
    public async Task<TAnswer> RunAsync<TAnswer>(Func<TState, Decision<TEvent, TAnswer>> decide)
    {
        if (_fault is not null) throw new CommitFailedException(_fault);

        Decision<TEvent, TAnswer> decision = decide(_staged);
        foreach (TEvent change in decision.Events)
        {
            _staged = _apply(_staged, change);
            _open.Events.Add(change);
        }

        Batch? restsOn = _open.Events.Count > 0 ? _open : _inFlight;
        if (restsOn is null) return decision.Answer;
        if (_inFlight is null) _ = WriteAllAsync();
        await restsOn.Durable.Task;
        return decision.Answer;
    }

    private async Task WriteAllAsync()
    {
        _inFlight = _open; // claimed before the first await, so that a second caller does not start a second writer
        // Requests that are already queued behind this one join the first batch instead of waiting for a whole write.
        await Task.Yield();
        while (_open.Events.Count > 0)
        {
            Batch batch = _inFlight = _open;
            _open = new Batch();
            TState after = _staged;
            try
            {
                await _log.AppendAsync(_version, batch.Events);
                _version++;
                Committed = after;
                _eventsSinceSnapshot += batch.Events.Count;
                _committed(after, _version);
                batch.Durable.SetResult();
                await SnapshotWhenDueAsync(after);
            }
            catch (Exception failure)
            {
                Fail(batch, failure);
                return;
            }
        }
        _inFlight = null;
    }

    private async Task SnapshotWhenDueAsync(TState state)
    {
        if (_eventsSinceSnapshot < _snapshotAfter(state)) return;
        await _log.SnapshotAsync(_version, state);
        _eventsSinceSnapshot = 0;
    }

    private void Fail(Batch batch, Exception failure)
    {
        _fault = failure;
        _inFlight = null;
        foreach (Batch lost in (Batch[])[batch, _open])
        {
            lost.Durable.TrySetException(new CommitFailedException(failure));
            _ = lost.Durable.Task.Exception; // observed: a batch that nobody waits for must not end the process
        }
    }

    private sealed class Batch
    {
        public List<TEvent> Events { get; } = [];

        public TaskCompletionSource Durable { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

/// <summary>A group's write failed: whether it was stored is unknown. Load again and repeat under the same operation id.</summary>
public sealed class CommitFailedException(Exception cause) : Exception("A write failed; its outcome is unknown.", cause);
