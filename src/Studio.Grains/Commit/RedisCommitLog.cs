using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StackExchange.Redis;
using Studio.Grains.Values;

namespace Studio.Grains.Commit;

/// <summary>
/// A commit log in Redis: a hash <c>{name}:head</c> (v = version, o = who wrote it, sv = snapshot's version, snapshot) and a list <c>{name}:log</c> with
/// one entry per batch: a JSON array of events. Each write is one script: compare version and writer, then write everything.
/// </summary>
/// <param name="keepsAll">The log keeps what a snapshot covers (field n of the head: how many batches that are), because it is a record and not only a way to load.</param>
/// <remarks>
/// The version alone would not do: where a stale owner's first write was lost and its second is late, the new owner's first write has brought the version
/// to just what the late one expects. Both keys share a hash tag, so the log also lives in a Redis cluster. Scripts validate first and write last: Lua does not roll back.
/// </remarks>
public sealed class RedisCommitLog<TState, TEvent>(
    IDatabase redis, string name, JsonTypeInfo<TState> stateType, JsonTypeInfo<TEvent[]> eventsType, bool keepsAll = false) : ICommitLog<TState, TEvent>
    where TState : class
{
    private const string Append = """
        local head = redis.call('HMGET', KEYS[1], 'v', 'o')
        if (head[1] or '0') ~= ARGV[1] then return head[1] or '0' end
        if (head[2] or '') ~= ARGV[4] then return ARGV[1] .. ' of another owner' end
        redis.call('HSET', KEYS[1], 'v', ARGV[2], 'o', ARGV[5])
        redis.call('RPUSH', KEYS[2], ARGV[3])
        return 'ok'
        """;

    // The snapshot carries its own version: a crash between the two effects cannot happen inside a script, but a batch
    // appended by a newer owner must never be trimmed by a stale one.
    private const string Snapshot = """
        local head = redis.call('HMGET', KEYS[1], 'v', 'o')
        if (head[1] or '0') ~= ARGV[1] then return head[1] or '0' end
        if (head[2] or '') ~= ARGV[4] then return ARGV[1] .. ' of another owner' end
        redis.call('HSET', KEYS[1], 'sv', ARGV[1], 'snapshot', ARGV[2], 'n', redis.call('LLEN', KEYS[2]))
        if ARGV[3] == '0' then
          redis.call('DEL', KEYS[2])
          redis.call('HDEL', KEYS[1], 'n')
        end
        return 'ok'
        """;

    private static readonly RedisValue[] Head = ["v", "snapshot", Covered, "o"];

    // How many batches the snapshot covers.
    private const string Covered = "n";

    private readonly RedisKey[] _keys = [$"{{{name}}}:head", $"{{{name}}}:log"];
    private readonly string _owner = StableId.NewSecret(8);
    private (long Version, string Owner) _found = (0, "");

    /// <inheritdoc/>
    /// <exception cref="StorageUnavailableException">Redis did not answer.</exception>
    public async Task<CommitHistory<TState, TEvent>> LoadAsync()
    {
        (RedisValue[] head, RedisValue[] batches) = await AskAsync(ReadWholeAsync);
        (RedisValue version, RedisValue snapshot) = (head[0], head[1]);
        _found = (version.IsNull ? 0 : (long)version, (string?)head[3] ?? "");
        return new CommitHistory<TState, TEvent>(
            _found.Version,
            snapshot.IsNull ? null : JsonSerializer.Deserialize(((ReadOnlyMemory<byte>)snapshot).Span, stateType),
            Events(batches));
    }

    /// <summary>The events of batches <paramref name="from"/>, <paramref name="from"/> + 1 … as far as they are kept; at most <paramref name="batches"/> of them.</summary>
    /// <exception cref="StorageUnavailableException">Redis did not answer.</exception>
    public async Task<IReadOnlyList<TEvent>> ReadAsync(long from, long batches) =>
        Events(await AskAsync(() => redis.ListRangeAsync(_keys[1], from, from + batches - 1)));

    /// <inheritdoc/>
    public Task AppendAsync(long version, IReadOnlyList<TEvent> events) =>
        ExecuteAsync(Append, version, [version, version + 1, JsonSerializer.SerializeToUtf8Bytes([.. events], eventsType), WriterOf(version), _owner]);

    /// <inheritdoc/>
    public Task SnapshotAsync(long version, TState state) =>
        ExecuteAsync(Snapshot, version, [version, JsonSerializer.SerializeToUtf8Bytes(state, stateType), keepsAll ? "1" : "0", WriterOf(version)]);

    // What was found is another's; every version after it can only be ours.
    private string WriterOf(long version) => version > _found.Version ? _owner : _found.Owner;

    // Head and log are read in one transaction, so that a batch written in between is in both or in neither. Not in a script, which would copy
    // megabytes through Lua; so where the log begins is asked before, and again inside.
    private async Task<(RedisValue[] Head, RedisValue[] Batches)> ReadWholeAsync()
    {
        RedisValue covered = await redis.HashGetAsync(_keys[0], Covered);
        while (true)
        {
            ITransaction together = redis.CreateTransaction();
            Task<RedisValue[]> head = together.HashGetAsync(_keys[0], Head), batches = together.ListRangeAsync(_keys[1], covered.IsNull ? 0 : (long)covered, -1);
            await together.ExecuteAsync();
            RedisValue now = (await head)[2];
            if (now == covered) return (await head, await batches);
            covered = now;
        }
    }

    // A cold ledger waits for this: all cores read, then the batches are put in their order.
    private List<TEvent> Events(RedisValue[] batches)
    {
        var read = new TEvent[batches.Length][];
        Parallel.For(0, batches.Length, at => read[at] = JsonSerializer.Deserialize(((ReadOnlyMemory<byte>)batches[at]).Span, eventsType) ?? []);
        return [.. read.SelectMany(events => events)];
    }

    // Loading happens while a grain is activated, where no call filter translates: the callers that wait for it get what is thrown here.
    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception failure) when (failure is RedisException or RedisCommandException or TimeoutException)
        {
            throw new StorageUnavailableException("The store did not answer. Repeat the command under the same operation id.");
        }
    }

    private async Task ExecuteAsync(string script, long version, RedisValue[] values)
    {
        RedisResult answer = await redis.ScriptEvaluateAsync(script, _keys, values);
        string found = (string?)answer ?? "";
        if (!string.Equals(found, "ok", StringComparison.Ordinal))
        {
            throw new FencedException(version, found.ToString(CultureInfo.InvariantCulture));
        }
    }
}
