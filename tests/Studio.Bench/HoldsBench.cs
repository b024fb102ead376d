using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using StackExchange.Redis;
using Studio.Grains.Clips;
using Studio.Grains.Commit;
using Studio.Grains.Showcase;
using Studio.Grains.Values;
using Studio.Testing;

namespace Studio.Bench;

/// <summary>Durable holds on one item through the grain, beside a bare Lua decrement on the same Redis, in turns.</summary>
internal static class HoldsBench
{
    private const int Callers = 64;

    // The least that a Lua shop does: look whether there is one, take it.
    private const string Decrement = "local n = tonumber(redis.call('GET', KEYS[1])) if n < 1 then return 0 end redis.call('DECRBY', KEYS[1], 1) return 1";

    public static async Task<IReadOnlyList<Row>> RunAsync(bool quick)
    {
        await using TestRedis redis = await TestRedis.StartAsync();
        using IHost host = BuildSilo(redis);
        await host.StartAsync();
        IGrainFactory grains = host.Services.GetRequiredService<IGrainFactory>();
        IDatabase database = redis.Connection.GetDatabase();
        TimeSpan turn = TimeSpan.FromSeconds(quick ? 1 : 4);
        int rounds = quick ? 2 : 6;
        List<double> ours = [], lua = [], latencies = [];
        for (int round = -1; round < rounds; round++) // the first pair warms both up and is not counted
        {
            IHoldLedgerGrain ledger = await OpenAsync(grains, $"bench/{round}", allotted: 10_000_000);
            List<double>[] waits = [.. Enumerable.Range(0, Callers).Select(_ => new List<double>(10_000))]; // one each: the measuring must not be what is measured
            double grainRate = await RateAsync(turn, async (caller, number) =>
            {
                long begin = TimeProvider.System.GetTimestamp();
                Outcome<Hold> hold = await ledger.Place(new PlaceHold($"b{caller}-{number}", $"operation-{number}", 1));
                waits[caller].Add(TimeProvider.System.GetElapsedTime(begin).TotalMilliseconds);
                return hold.Refusal is null;
            });
            await database.StringSetAsync("bench:stock", int.MaxValue);
            double luaRate = await RateAsync(turn, async (_, _) => (int)await database.ScriptEvaluateAsync(Decrement, ["bench:stock"]) == 1);
            if (round < 0) continue;
            ours.Add(grainRate);
            lua.Add(luaRate);
            latencies.AddRange(waits.SelectMany(mine => mine));
        }
        int oversold = await SellOutAsync(grains);
        await host.StopAsync();
        double our = Percentile.Of(ours, 0.5), peer = Percentile.Of(lua, 0.5);
        return
        [
            Row.More("holds", $"{Callers} callers grain vs lua", our, peer, "bare Lua decrement, same Redis", "holds/s") with
            {
                Own = new Dictionary<string, double>(StringComparer.Ordinal)
                {
                    ["oversold"] = oversold,
                    ["p50"] = Percentile.Of(latencies, 0.5),
                    ["p99"] = Percentile.Of(latencies, 0.99),
                    ["worst round"] = ours.Zip(lua, (a, b) => a / b).Min(),
                    ["best round"] = ours.Zip(lua, (a, b) => a / b).Max(),
                },
            },
        ];
    }

    // 64 callers fight for 2,000 pieces; what was acknowledged beyond them was oversold.
    private static async Task<int> SellOutAsync(IGrainFactory grains)
    {
        const int Pieces = 2_000;
        IHoldLedgerGrain ledger = await OpenAsync(grains, "bench/sellout", Pieces);
        int acknowledged = 0;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            for (int i = 0; i < 100; i++)
            {
                if ((await ledger.Place(new PlaceHold($"b{caller}-{i}", $"operation-{i}", 1))).Refusal is null) Interlocked.Increment(ref acknowledged);
            }
        }));
        int stored = (await ledger.AllHolds()).Sum(hold => hold.Quantity);
        if (stored != acknowledged) throw new InvalidOperationException($"{acknowledged} acknowledged, {stored} stored.");
        return Math.Max(0, acknowledged - Pieces);
    }

    private static async Task<double> RateAsync(TimeSpan turn, Func<int, int, Task<bool>> one)
    {
        long begin = TimeProvider.System.GetTimestamp();
        int done = 0;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (int i = 0; TimeProvider.System.GetElapsedTime(begin) < turn; i++)
            {
                if (await one(caller, i)) Interlocked.Increment(ref done);
            }
        })));
        return done / TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
    }

    private static async Task<IHoldLedgerGrain> OpenAsync(IGrainFactory grains, string name, int allotted)
    {
        IHoldLedgerGrain ledger = grains.GetGrain<IHoldLedgerGrain>(name);
        await ledger.Allot(new ItemTerms(new Money(2_990), allotted, 1, TimeSpan.FromMinutes(15)));
        await ledger.SetSelling(Selling.Open);
        return ledger;
    }

    private static IHost BuildSilo(TestRedis redis) => new HostBuilder()
        .ConfigureLogging(logging => logging.ClearProviders())
        .UseOrleans(silo =>
        {
            int[] ports = StudioProcess.FreePorts(2);
            silo.UseLocalhostClustering(ports[0], ports[1]);
            silo.Configure<ClusterOptions>(cluster => cluster.ClusterId = cluster.ServiceId = "bench");
            silo.AddMemoryGrainStorage(StudioStore.Grains);
            silo.UseInMemoryReminderService();
            silo.AddIncomingGrainCallFilter<StorageFaultFilter>();
            silo.Services.AddSingleton<IConnectionMultiplexer>(redis.Connection);
            silo.Services.AddSingleton(new StudioStore("bench"));
            silo.Services.AddSingleton<ClipQueue>();
            silo.Services.AddSingleton(TimeProvider.System);
        })
        .Build();
}
