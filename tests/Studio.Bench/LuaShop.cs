using System.Text.Json;
using StackExchange.Redis;
using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Bench;

/// <summary>A shop in a Lua script that does what a hold does: is there a piece, has the buyer their limit, take it, keep what happened.</summary>
internal sealed class LuaShop
{
    private const string Hold = """
        local wanted = tonumber(ARGV[2])
        if tonumber(redis.call('GET', KEYS[1])) < wanted then return 0 end
        if tonumber(redis.call('HGET', KEYS[2], ARGV[1]) or '0') + wanted > tonumber(ARGV[3]) then return -1 end
        redis.call('DECRBY', KEYS[1], wanted)
        redis.call('HINCRBY', KEYS[2], ARGV[1], wanted)
        redis.call('RPUSH', KEYS[3], ARGV[4])
        return 1
        """;

    private readonly IDatabase _redis;
    private readonly RedisKey[] _keys;

    private LuaShop(IDatabase redis, string name) => (_redis, _keys) = (redis, [$"{{lua:{name}}}:stock", $"{{lua:{name}}}:buyers", $"{{lua:{name}}}:events"]);

    /// <summary>An event as the ledger stores it, in bytes.</summary>
    public static byte[] Event { get; } = JsonSerializer.SerializeToUtf8Bytes<LedgerEvent[]>(
        [new HoldPlaced(new Hold(StableId.ForOperation("h", "s_1", "operation-1"), HoldSilo.Item, "b63-12345", 1, new Money(2_990), HoldState.Held, DateTimeOffset.UnixEpoch.AddTicks(1), DateTimeOffset.UnixEpoch.AddTicks(3)))],
        LedgerJson.Default.LedgerEventArray);

    public static async Task<LuaShop> OpenAsync(IDatabase redis, string name)
    {
        var shop = new LuaShop(redis, name);
        await redis.StringSetAsync(shop._keys[0], 10_000_000);
        return shop;
    }

    public async Task<bool> HoldAsync(string buyer) => (int)await _redis.ScriptEvaluateAsync(Hold, _keys, [buyer, 1, 1, Event]) == 1;
}
