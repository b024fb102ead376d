using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StackExchange.Redis;

namespace Studio.Grains.Commit;

/// <summary>Reads a log that keeps everything (<see cref="RedisCommitLog{TState,TEvent}"/>) as it grows: each batch once. Never writes.</summary>
public sealed class LogTail<TEvent>(IDatabase redis, string name, JsonTypeInfo<TEvent[]> eventsType)
{
    // A batch is small; so many at a time keep an answer of the store below some megabytes.
    private const int AtOnce = 5_000;

    private readonly RedisKey _key = $"{{{name}}}:log";
    private long _read;

    /// <summary>The events since the last call, in order.</summary>
    /// <exception cref="StorageUnavailableException">The store did not answer; nothing was read over.</exception>
    public async Task<IReadOnlyList<TEvent>> NextAsync()
    {
        List<TEvent> events = [];
        long read = _read;
        RedisValue[] batches;
        do
        {
            batches = await AskAsync(read, AtOnce);
            foreach (RedisValue batch in batches) events.AddRange(JsonSerializer.Deserialize(((ReadOnlyMemory<byte>)batch).Span, eventsType) ?? []);
            read += batches.Length;
        }
        while (batches.Length == AtOnce);
        _read = read;
        return events;
    }

    /// <summary>Batches as they are stored, from one on.</summary>
    /// <exception cref="StorageUnavailableException">The store did not answer.</exception>
    public async Task<IReadOnlyList<string>> LinesAsync(long from, int count) => [.. (await AskAsync(from, count)).Select(line => line.ToString())];

    private async Task<RedisValue[]> AskAsync(long from, int count)
    {
        try
        {
            return await redis.ListRangeAsync(_key, from, from + count - 1);
        }
        catch (Exception failure) when (failure is RedisException or RedisCommandException or TimeoutException)
        {
            throw new StorageUnavailableException("The store did not answer. Ask again.");
        }
    }
}
