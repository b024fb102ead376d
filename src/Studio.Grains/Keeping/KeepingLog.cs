using StackExchange.Redis;
using Studio.Grains.Commit;

namespace Studio.Grains.Keeping;

/// <summary>Where it is kept: a log that is kept whole (every head that was ever noted, everything that anybody did), and snapshots.</summary>
public sealed class KeepingLog
{
    private const int SnapshotAfter = 200;

    private readonly RedisCommitLog<KeptSession, KeepingLine> _log;
    private long _version;
    private int _sinceSnapshot;

    private KeepingLog(IDatabase redis, StudioStore store, string sessionId) => _log = new RedisCommitLog<KeptSession, KeepingLine>(
        redis, store.Key($"keeping:{sessionId}"), KeepingJson.Default.KeptSession, KeepingJson.Default.KeepingLineArray, keepsAll: true);

    /// <summary>How the session is kept; all of it is durable.</summary>
    public KeptSession Kept { get; private set; } = new();

    /// <exception cref="StorageUnavailableException">The store did not answer.</exception>
    public static async Task<KeepingLog> LoadAsync(IDatabase redis, StudioStore store, string sessionId)
    {
        var log = new KeepingLog(redis, store, sessionId);
        CommitHistory<KeptSession, KeepingLine> history = await log._log.LoadAsync();
        log.Kept = history.EventsSince.Aggregate(history.Snapshot ?? new KeptSession(), (kept, line) => kept.Apply(line));
        (log._version, log._sinceSnapshot) = (history.Version, history.EventsSince.Count);
        return log;
    }

    /// <summary>Stores what happened, and makes it true then.</summary>
    /// <exception cref="FencedException">Another activation owns it.</exception>
    public async Task StoreAsync(KeepingLine line)
    {
        KeptSession after = Kept.Apply(line);
        await _log.AppendAsync(_version, [line]);
        (Kept, _version, _sinceSnapshot) = (after, _version + 1, _sinceSnapshot + 1);
        if (_sinceSnapshot < SnapshotAfter) return;
        await _log.SnapshotAsync(_version, Kept);
        _sinceSnapshot = 0;
    }
}
