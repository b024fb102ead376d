using StackExchange.Redis;
using Studio.Grains.Commit;

namespace Studio.Grains.Showcase;

/// <summary>
/// Where ledgers are kept: snapshots of what cannot be derived, and the log of all events, which is kept whole: every figure about a session's holds can be
/// computed again from it.
/// </summary>
public sealed class LedgerLog : ICommitLog<HoldLedger, LedgerEvent>
{
    private readonly RedisCommitLog<LedgerSnapshot, LedgerEvent> _inner;

    /// <summary>The log of a session's ledger.</summary>
    public LedgerLog(IDatabase redis, StudioStore store, string sessionId) => _inner = new RedisCommitLog<LedgerSnapshot, LedgerEvent>(
        redis, store.Key($"ledger:{sessionId}"), LedgerJson.Default.LedgerSnapshot, LedgerJson.Default.LedgerEventArray, keepsAll: true);

    /// <inheritdoc/>
    public async Task<CommitHistory<HoldLedger, LedgerEvent>> LoadAsync()
    {
        CommitHistory<LedgerSnapshot, LedgerEvent> history = await _inner.LoadAsync();
        return new CommitHistory<HoldLedger, LedgerEvent>(history.Version, history.Snapshot is { } snapshot ? HoldLedger.Restore(snapshot) : null, history.EventsSince);
    }

    /// <summary>All events since the session was made, in order.</summary>
    /// <exception cref="StorageUnavailableException">Redis did not answer.</exception>
    public Task<IReadOnlyList<LedgerEvent>> ReadAllAsync() => _inner.ReadAsync(0, int.MaxValue);

    /// <inheritdoc/>
    public Task AppendAsync(long version, IReadOnlyList<LedgerEvent> events) => _inner.AppendAsync(version, events);

    /// <inheritdoc/>
    public Task SnapshotAsync(long version, HoldLedger state) => _inner.SnapshotAsync(version, LedgerSnapshot.Of(state));
}
