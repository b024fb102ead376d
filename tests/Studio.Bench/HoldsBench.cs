using StackExchange.Redis;
using Studio.Grains.Showcase;
using Studio.Grains.Values;
using Studio.Testing;

namespace Studio.Bench;

/// <summary>Durable holds: through the grain, through HTTP, beside what others would use for them; what many hot items, a long past and an operator's cards have to do with them.</summary>
internal static class HoldsBench
{
    public static async Task<IReadOnlyList<Row>> RunAsync(bool quick)
    {
        List<Row> rows = [];
        void Add(params Row[] more)
        {
            // Each row is shown as it comes: a run of minutes that breaks at its end must not take everything with it.
            rows.AddRange(more);
            Table.Print(more);
        }
        await using (TestRedis redis = await TestRedis.StartAsync())
        {
            await using HoldSilo silo = await HoldSilo.StartAsync(redis);
            foreach (int callers in (int[])[64, 512]) Add(await BesideLuaAsync(silo, redis, $"{callers} callers grain vs lua", callers, items: 1, quick));
            Add(await BesidePostgresAsync(silo, quick));
            // One item a session, and so one ledger an item: what is hot at the same time is in different rooms.
            foreach (int items in (int[])[1, 10, 100]) Add(await BesideLuaAsync(silo, redis, $"{items} hot items, one a session", 512, items, quick));
        }
        Add(await PastBench.RunAsync(quick));
        foreach (Func<bool, Task<Row>> bench in (Func<bool, Task<Row>>[])[HttpHoldsBench.BesideLuaAsync, HttpHoldsBench.ButtonAsync, HttpHoldsBench.OperatorAsync]) Add(await bench(quick));
        return rows;
    }

    private static async Task<Row> BesideLuaAsync(HoldSilo silo, TestRedis redis, string name, int callers, int items, bool quick)
    {
        IDatabase database = redis.Connection.GetDatabase();
        var pairs = new Pairs(name, quick);
        for (int round = -1; round < pairs.Rounds; round++) // the first pair warms both up and is not counted
        {
            IHoldLedgerGrain[] ledgers = new IHoldLedgerGrain[items];
            var shops = new LuaShop[items];
            for (int item = 0; item < items; item++) (ledgers[item], shops[item]) = (await silo.OpenAsync($"{name}/{round}/{item}"), await LuaShop.OpenAsync(database, $"{name}/{round}/{item}"));
            Sample ours = await Load.RunAsync(callers, pairs.Turn, async (caller, number) =>
                (await ledgers[caller % items].Place(new PlaceHold($"b{caller}-{number}", $"operation-{number}", HoldSilo.Item, 1))).Refusal is null);
            Sample theirs = await Load.RunAsync(callers, pairs.Turn, (caller, number) => shops[caller % items].HoldAsync($"b{caller}-{number}"));
            if (round >= 0) pairs.Add(ours, theirs);
        }
        return pairs.Row("bare Lua: stock, limit, event of the same size; same Redis");
    }

    private static async Task<Row> BesidePostgresAsync(HoldSilo silo, bool quick)
    {
        const int Callers = 64;
        await using PostgresShop shop = await PostgresShop.StartAsync(Callers);
        var pairs = new Pairs("64 callers grain vs postgres", quick);
        for (int round = -1; round < pairs.Rounds; round++)
        {
            IHoldLedgerGrain ledger = await silo.OpenAsync($"postgres/{round}");
            int now = round;
            Sample ours = await Load.RunAsync(Callers, pairs.Turn, async (caller, number) =>
                (await ledger.Place(new PlaceHold($"b{caller}-{number}", $"operation-{number}", HoldSilo.Item, 1))).Refusal is null);
            Sample theirs = await Load.RunAsync(Callers, pairs.Turn, (caller, number) => shop.HoldAsync(caller, $"b{now}-{caller}-{number}"));
            if (round >= 0) pairs.Add(ours, theirs);
        }
        return pairs.Row("PostgreSQL: one function a hold, synchronous_commit=on (goal: 10)");
    }
}
