using System.Globalization;
using StackExchange.Redis;
using Studio.Grains.Showcase;
using Studio.Grains.Values;
using Studio.Testing;

namespace Studio.Bench;

/// <summary>From a cold grain to its first answer with a long past, beside the reading of the same bytes.</summary>
internal static class PastBench
{
    private const int Past = 100_000, Callers = 256;

    public static async Task<Row> RunAsync(bool quick)
    {
        await using TestRedis redis = await TestRedis.StartAsync();
        await using HoldSilo silo = await HoldSilo.StartAsync(redis);
        // A short past first: what is measured is the reading, not the compiler.
        await LiveAsync(silo, "bench/short", 5_000);
        await LiveAsync(silo, "bench/long", Past);
        for (int i = 0; i < 3; i++) await WakeAsync(silo, "bench/short");
        List<double> ours = [], bytes = [];
        double size = 0;
        for (int round = 0; round < (quick ? 3 : 9); round++)
        {
            ours.Add(await WakeAsync(silo, "bench/long"));
            (double milliseconds, size) = await ReadAsync(redis.Connection.GetDatabase(), "bench:ledger:bench/long");
            bytes.Add(milliseconds);
        }
        return Row.Less("holds", $"activation with {Past.ToString("N0", CultureInfo.InvariantCulture)} past holds", Percentile.Of(ours, 0.5), Percentile.Of(bytes, 0.5), "the same bytes read from Redis (goal: 500 ms)", "ms") with
        {
            Own = new Dictionary<string, double>(StringComparer.Ordinal) { ["p50"] = Percentile.Of(ours, 0.5), ["p99"] = Percentile.Of(ours, 0.99), ["MiB"] = size / 1024 / 1024 },
        };
    }

    // Through the grain itself, so that snapshots fall where they fall: of ten holds four run, four are confirmed, two were given back.
    private static async Task LiveAsync(HoldSilo silo, string sessionId, int holds)
    {
        IHoldLedgerGrain ledger = await silo.OpenAsync(sessionId);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            for (int i = caller; i < holds; i += Callers)
            {
                string buyer = $"g_{i.ToString("x16", CultureInfo.InvariantCulture)}";
                Hold hold = (await ledger.Place(new PlaceHold(buyer, "operation-1", HoldSilo.Item, 1))).Value;
                if (i % 10 < 4) _ = (await ledger.Confirm(buyer, hold.Id, new Handover(HandoverWay.Shop))).Value;
                else if (i % 10 < 6) _ = (await ledger.Release(buyer, hold.Id)).Value;
            }
        }));
        if ((await ledger.AllHolds()).Count < holds) throw new InvalidOperationException("Not every hold is there.");
    }

    private static async Task<double> WakeAsync(HoldSilo silo, string sessionId)
    {
        IHoldLedgerGrain ledger = silo.Grains.GetGrain<IHoldLedgerGrain>(sessionId);
        await ledger.AsReference<Orleans.Core.Internal.IGrainManagementExtension>().DeactivateOnIdle();
        await Task.Delay(TimeSpan.FromMilliseconds(500)); // until it is gone
        GC.Collect();
        long begin = TimeProvider.System.GetTimestamp();
        _ = await ledger.Mine("g_0000000000000001");
        return TimeProvider.System.GetElapsedTime(begin).TotalMilliseconds;
    }

    private static async Task<(double Milliseconds, double Bytes)> ReadAsync(IDatabase redis, string name)
    {
        long begin = TimeProvider.System.GetTimestamp();
        RedisResult[] found = (RedisResult[])(await redis.ScriptEvaluateAsync(
            "local head = redis.call('HMGET', KEYS[1], 'v', 'snapshot', 'n') return {head[2], redis.call('LRANGE', KEYS[2], head[3] or 0, -1)}", [$"{{{name}}}:head", $"{{{name}}}:log"]))!;
        double milliseconds = TimeProvider.System.GetElapsedTime(begin).TotalMilliseconds;
        return (milliseconds, ((RedisValue)found[0]).Length() + ((RedisValue[])found[1]!).Sum(batch => batch.Length()));
    }
}
