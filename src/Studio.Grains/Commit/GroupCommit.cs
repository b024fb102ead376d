namespace Studio.Grains.Commit;

/// <summary>
/// Group commit: requests that arrive while writes are under way are decided at once against the staged state, written together in
/// one compare-and-set, and answered when that write is durable. Others see only the <see cref="Committed"/> view.
/// </summary>
/// <remarks>
/// <para>Calls and continuations must run on one scheduler, one at a time (an Orleans activation's, or a test's): there is no lock.</para>
/// <para>Any failed write is <em>unknown</em>, not undone: it may have been stored. The instance then refuses all work with the first
/// failure; its owner drops it, loads again, and the caller repeats the command under the same operation id.</para>
/// <para>A refusal, a replay or a query waits too, for the batch that holds the staged events it was decided on: no answer rests on a
/// fact that may yet be lost.</para>
/// </remarks>
/// <typeparam name="TState">What decisions read. Changed in place, by events only.</typeparam>
/// <typeparam name="TEvent">What is stored.</typeparam>
/// <typeparam name="TView">What others may see of a durable state without waiting; immutable.</typeparam>
public sealed class GroupCommit<TState, TEvent, TView> where TState : class
{
    // While the store makes one batch durable, the next is on its way to it: neither waits for the other's round trip.
    private const int WritesInFlight = 2;

    private readonly ICommitLog<TState, TEvent> _log;
    private readonly Action<TState, TEvent> _apply;
    private readonly Func<TState, long, TView> _view;
    private readonly Action<TView> _committed;
    private readonly Func<TState, int> _snapshotAfter;

    private Batch _open = new();
    private Batch? _lastSent;
    private Exception? _fault;
    private long _sentVersion, _version;
    private int _inFlight, _eventsSinceSnapshot;
    private bool _sending;

    private GroupCommit(
        ICommitLog<TState, TEvent> log, TState state, CommitHistory<TState, TEvent> history, Action<TState, TEvent> apply,
        Func<TState, long, TView> view, Action<TView> committed, Func<TState, int> snapshotAfter)
    {
        (_log, _apply, _view, _committed, _snapshotAfter) = (log, apply, view, committed, snapshotAfter);
        (Staged, Committed) = (state, view(state, history.Version));
        (_version, _sentVersion, _eventsSinceSnapshot) = (history.Version, history.Version, history.EventsSince.Count);
    }

    /// <summary>What is decided, durable or not yet. For the owner's own timers; never to be shown.</summary>
    public TState Staged { get; }

    /// <summary>The view of what is stored.</summary>
    public TView Committed { get; private set; }

    /// <summary>Reads the stored state and makes it ready for work.</summary>
    /// <param name="log">Where it is kept.</param>
    /// <param name="empty">Makes the state before the first event.</param>
    /// <param name="apply">Makes one event true.</param>
    /// <param name="view">The view of a state that is stored under this version. Must not keep the state.</param>
    /// <param name="committed">Told after each durable batch, with the view that is now true. Must not throw.</param>
    /// <param name="snapshotAfter">
    /// After how many events a snapshot of this state is due (default 5,000): it bounds the replay. Let it grow with the state, or a large
    /// state is written over and over.
    /// </param>
    public static async Task<GroupCommit<TState, TEvent, TView>> LoadAsync(
        ICommitLog<TState, TEvent> log, Func<TState> empty, Action<TState, TEvent> apply, Func<TState, long, TView> view,
        Action<TView>? committed = null, Func<TState, int>? snapshotAfter = null)
    {
        CommitHistory<TState, TEvent> history = await log.LoadAsync();
        TState state = history.Snapshot ?? empty();
        foreach (TEvent change in history.EventsSince) apply(state, change);
        return new(log, state, history, apply, view, committed ?? (_ => { }), snapshotAfter ?? (_ => 5_000));
    }

    /// <summary>Decides against the staged state; answers when everything the answer rests on is durable.</summary>
    /// <param name="decide">Only reads the state.</param>
    /// <exception cref="CommitFailedException">A write failed: the outcome is unknown. Drop this instance.</exception>
    public async Task<TAnswer> RunAsync<TAnswer>(Func<TState, Decision<TEvent, TAnswer>> decide)
    {
        if (_fault is not null) throw new CommitFailedException(_fault);

        Decision<TEvent, TAnswer> decision = decide(Staged);
        foreach (TEvent change in decision.Events)
        {
            _apply(Staged, change);
            _open.Events.Add(change);
        }

        Batch? restsOn = _open.Events.Count > 0 ? _open : _lastSent;
        if (restsOn is null) return decision.Answer;
        if (!_sending && _inFlight < WritesInFlight) _ = SendAsync();
        await restsOn.Durable.Task;
        return decision.Answer;
    }

    private async Task SendAsync()
    {
        _sending = true; // before the first await, so that a second caller does not start a second sender
        // Requests that are already queued behind this one join its batch instead of waiting for the next.
        await Task.Yield();
        _sending = false;
        if (_open.Events.Count > 0 && _fault is null) _ = WriteAsync(_open);
    }

    private async Task WriteAsync(Batch batch)
    {
        (_open, _lastSent) = (new Batch(), batch);
        _inFlight++;
        long before = _sentVersion++;
        TView after = _view(Staged, before + 1);
        try
        {
            Task stored = _log.AppendAsync(before, batch.Events);
            Task snapshot = SnapshotWhenDueAsync(batch);
            await stored;
            _inFlight--;
            Publish(batch, after, before + 1);
            await snapshot;
        }
        catch (Exception failure)
        {
            Fail(batch, failure);
        }
    }

    private void Publish(Batch batch, TView after, long version)
    {
        // A later write's answer may be seen before an earlier one's: the earlier is stored too, for each expects the version before it.
        if (version > _version)
        {
            (_version, Committed) = (version, after);
            _committed(after);
        }
        if (ReferenceEquals(_lastSent, batch)) _lastSent = null;
        if (!_sending && _open.Events.Count > 0 && _fault is null) _ = WriteAsync(_open);
        batch.Durable.SetResult();
    }

    // Sent right behind the batch and before any other, so that the store sees both under one version.
    private Task SnapshotWhenDueAsync(Batch batch)
    {
        _eventsSinceSnapshot += batch.Events.Count;
        if (_eventsSinceSnapshot < _snapshotAfter(Staged)) return Task.CompletedTask;
        _eventsSinceSnapshot = 0;
        return _log.SnapshotAsync(_sentVersion, Staged);
    }

    private void Fail(Batch batch, Exception failure)
    {
        _fault ??= failure;
        foreach (Batch lost in (Batch[])[batch, _open])
        {
            lost.Durable.TrySetException(new CommitFailedException(failure));
            _ = lost.Durable.Task.Exception; // observed: a batch that nobody waits for must not end the process
        }
    }

    private sealed class Batch
    {
        public List<TEvent> Events { get; } = [];

        // Continuations run where the batch is ended, on the owner's scheduler: queueing each of them apart would cost more than most of them do.
        public TaskCompletionSource Durable { get; } = new();
    }
}

/// <summary>A group's write failed: whether it was stored is unknown. Load again and repeat under the same operation id.</summary>
public sealed class CommitFailedException(Exception cause) : Exception("A write failed; its outcome is unknown.", cause);
