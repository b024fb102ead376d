using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StackExchange.Redis;

namespace Studio.Grains.Commit;

/// <summary>
/// A commit log in Redis: a hash <c>{name}:head</c> (v = version, sv = snapshot's version, snapshot) and a list <c>{name}:log</c> with
/// one entry per batch: a JSON array of events. Each write is one script: compare the version, then write everything.
/// </summary>
/// <remarks>Both keys share a hash tag, so the log also lives in a Redis cluster. Scripts validate first and write last: Lua does not roll back.</remarks>
public sealed class RedisCommitLog<TState, TEvent>(
    IDatabase redis, string name, JsonTypeInfo<TState> stateType, JsonTypeInfo<TEvent[]> eventsType) : ICommitLog<TState, TEvent>
    where TState : class
{
    private const string Append = """
        local v = redis.call('HGET', KEYS[1], 'v') or '0'
        if v ~= ARGV[1] then return v end
        redis.call('HSET', KEYS[1], 'v', ARGV[2])
        redis.call('RPUSH', KEYS[2], ARGV[3])
        return 'ok'
        """;

    // The snapshot carries its own version: a crash between the two effects cannot happen inside a script, but a batch
    // appended by a newer owner must never be trimmed by a stale one.
    private const string Snapshot = """
        local v = redis.call('HGET', KEYS[1], 'v') or '0'
        if v ~= ARGV[1] then return v end
        redis.call('HSET', KEYS[1], 'sv', ARGV[1], 'snapshot', ARGV[2])
        redis.call('DEL', KEYS[2])
        return 'ok'
        """;

    private readonly RedisKey[] _keys = [$"{{{name}}}:head", $"{{{name}}}:log"];

    /// <inheritdoc/>
    /// <exception cref="StorageUnavailableException">Redis did not answer.</exception>
    public async Task<CommitHistory<TState, TEvent>> LoadAsync()
    {
        // Read together, so that a batch written in between is in both or in neither.
        ITransaction read = redis.CreateTransaction();
        Task<RedisValue[]> head = read.HashGetAsync(_keys[0], ["v", "snapshot"]);
        Task<RedisValue[]> log = read.ListRangeAsync(_keys[1]);
        try
        {
            await read.ExecuteAsync();
        }
        catch (Exception failure) when (failure is RedisException or RedisCommandException or TimeoutException)
        {
            // Loading happens while a grain is activated, where no call filter translates: the callers that wait for it get what is thrown here.
            throw new StorageUnavailableException("The store did not answer. Repeat the command under the same operation id.");
        }
        RedisValue[] fields = await head;
        long version = fields[0].IsNull ? 0 : (long)fields[0];
        TState? snapshot = fields[1].IsNull ? null : JsonSerializer.Deserialize(((ReadOnlyMemory<byte>)fields[1]).Span, stateType);
        List<TEvent> events = [];
        foreach (RedisValue batch in await log)
        {
            events.AddRange(JsonSerializer.Deserialize(((ReadOnlyMemory<byte>)batch).Span, eventsType) ?? []);
        }
        return new CommitHistory<TState, TEvent>(version, snapshot, events);
    }

    /// <inheritdoc/>
    public Task AppendAsync(long version, IReadOnlyList<TEvent> events) =>
        ExecuteAsync(Append, version, [version, version + 1, JsonSerializer.SerializeToUtf8Bytes([.. events], eventsType)]);

    /// <inheritdoc/>
    public Task SnapshotAsync(long version, TState state) =>
        ExecuteAsync(Snapshot, version, [version, JsonSerializer.SerializeToUtf8Bytes(state, stateType)]);

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
