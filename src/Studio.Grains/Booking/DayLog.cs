using StackExchange.Redis;
using Studio.Grains.Commit;

namespace Studio.Grains.Booking;

/// <summary>Where days are kept: snapshots, and the log of all steps, which is kept whole: it is the record of who did what.</summary>
/// <param name="key">Which day of which base.</param>
public sealed class DayLog(IDatabase redis, StudioStore store, DayKey key) : ICommitLog<BaseDay, DayEvent>
{
    private readonly RedisCommitLog<DaySnapshot, DayEvent> _inner = new(
        redis, store.Key($"booking:{key}"), DayJson.Default.DaySnapshot, DayJson.Default.DayEventArray, keepsAll: true);

    /// <inheritdoc/>
    public async Task<CommitHistory<BaseDay, DayEvent>> LoadAsync()
    {
        CommitHistory<DaySnapshot, DayEvent> history = await _inner.LoadAsync();
        return new CommitHistory<BaseDay, DayEvent>(history.Version, history.Snapshot is { } snapshot ? BaseDay.Restore(snapshot) : null, history.EventsSince);
    }

    /// <summary>All that happened to the day, in order.</summary>
    /// <exception cref="StorageUnavailableException">Redis did not answer.</exception>
    public Task<IReadOnlyList<DayEvent>> ReadAllAsync() => _inner.ReadAsync(0, int.MaxValue);

    /// <inheritdoc/>
    public Task AppendAsync(long version, IReadOnlyList<DayEvent> events) => _inner.AppendAsync(version, events);

    /// <inheritdoc/>
    public Task SnapshotAsync(long version, BaseDay state) => _inner.SnapshotAsync(version, DaySnapshot.Of(state));
}
