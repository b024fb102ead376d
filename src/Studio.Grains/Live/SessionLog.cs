using StackExchange.Redis;
using Studio.Grains.Commit;

namespace Studio.Grains.Live;

/// <summary>A session and its log: what is decided is stored first, and is true then. One writer at a time.</summary>
internal sealed class SessionLog
{
    // A snapshot bounds the replay at the next activation; a four-hour sale writes a few thousand lines.
    private const int SnapshotAfter = 500;

    private readonly RedisCommitLog<LiveSession, LoggedEvent> _log;
    private long _version;
    private int _sinceSnapshot;

    private SessionLog(RedisCommitLog<LiveSession, LoggedEvent> log, CommitHistory<LiveSession, LoggedEvent> history, string id)
    {
        _log = log;
        (_version, _sinceSnapshot) = (history.Version, history.EventsSince.Count);
        Session = Replay(history.Snapshot ?? new LiveSession { Id = id }, history.EventsSince);
    }

    /// <summary>The session; all of it is durable.</summary>
    public LiveSession Session { get; private set; }

    /// <exception cref="StorageUnavailableException">The store did not answer.</exception>
    public static async Task<SessionLog> LoadAsync(IConnectionMultiplexer redis, StudioStore store, string id)
    {
        var log = new RedisCommitLog<LiveSession, LoggedEvent>(
            redis.GetDatabase(), store.Key($"session:{id}"), SessionJson.Default.LiveSession, SessionJson.Default.LoggedEventArray, keepsAll: true);
        return new SessionLog(log, await log.LoadAsync(), id);
    }

    /// <summary>Stores what happened, all of it or nothing, and makes it true.</summary>
    /// <exception cref="FencedException">Another activation owns the session.</exception>
    public async Task StoreAsync(IReadOnlyList<LoggedEvent> lines)
    {
        LiveSession after = Replay(Session, lines);
        await _log.AppendAsync(_version, lines);
        (Session, _version, _sinceSnapshot) = (after, _version + 1, _sinceSnapshot + lines.Count);
        if (_sinceSnapshot < SnapshotAfter) return;
        await _log.SnapshotAsync(_version, Session);
        _sinceSnapshot = 0;
    }

    /// <summary>Lines of the log, by batches.</summary>
    public Task<IReadOnlyList<LoggedEvent>> ReadAsync(long from, long batches) => _log.ReadAsync(from, batches);

    /// <summary>The session that the whole log makes, read again.</summary>
    public async Task<LiveSession> ReplayAllAsync() => Replay(new LiveSession { Id = Session.Id }, await _log.ReadAsync(0, _version));

    private static LiveSession Replay(LiveSession session, IEnumerable<LoggedEvent> lines) => lines.Aggregate(session, (now, line) => now.Apply(line));
}
