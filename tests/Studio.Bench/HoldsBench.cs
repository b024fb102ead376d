using StackExchange.Redis;
using Studio.Grains.Showcase;
using Studio.Grains.Values;
using Studio.Testing;

namespace Studio.Bench;

/// <summary>Durable holds: through the grain, through HTTP, beside what others would use for them; what many hot items, a long past and an operator's cards have to do with them.</summary>
internal static class HoldsBench
{
    /// <param name="part">Only cases whose name contains it; null: all.</param>
    public static async Task<IReadOnlyList<Row>> RunAsync(bool quick, string? part)
    {
        List<Row> rows = [];
        foreach ((string name, Func<Task<IReadOnlyList<Row>>> bench) in Cases(quick))
        {
            if (part is not null && !name.Contains(part, StringComparison.Ordinal)) continue;
            // Each row is shown as it comes: a run of minutes that breaks at its end must not take everything with it.
            IReadOnlyList<Row> measured = await bench();
            Table.Print(measured);
            rows.AddRange(measured);
        }
        return rows;
    }

    private static IEnumerable<(string Name, Func<Task<IReadOnlyList<Row>>> Bench)> Cases(bool quick)
    {
        foreach (int callers in (int[])[64, 512]) yield return One($"{callers} callers grain vs lua", () => BesideLuaAsync($"{callers} callers grain vs lua", callers, items: 1, quick));
        yield return One("64 callers grain vs postgres", () => BesidePostgresAsync(quick));
        // One item a session, and so one ledger an item: what is hot at the same time is in different rooms.
        foreach (int items in (int[])[1, 10, 100]) yield return One($"{items} hot items", () => BesideLuaAsync($"{items} hot items, one a session", 512, items, quick));
        yield return One("activation", () => PastBench.RunAsync(quick));
        yield return One("http vs lua", () => HttpHoldsBench.BesideLuaAsync(quick));
        yield return One("http vs bare http", () => HttpHoldsBench.BesideBareAsync(quick));
        yield return One("hold button p99", () => HttpHoldsBench.ButtonAsync(quick));
        yield return ("operator under a storm", () => HttpHoldsBench.OperatorAsync(quick));
    }

    private static (string Name, Func<Task<IReadOnlyList<Row>>> Bench) One(string name, Func<Task<Row>> bench) => (name, async () => [await bench()]);

    private static async Task<Row> BesideLuaAsync(string name, int callers, int items, bool quick)
    {
        await using TestRedis redis = await TestRedis.StartAsync();
        await using HoldSilo silo = await HoldSilo.StartAsync(redis);
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

    private static async Task<Row> BesidePostgresAsync(bool quick)
    {
        const int Callers = 64;
        await using TestRedis redis = await TestRedis.StartAsync();
        await using HoldSilo silo = await HoldSilo.StartAsync(redis);
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
