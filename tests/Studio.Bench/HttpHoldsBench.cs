using System.Globalization;
using MediaPipeline.Processes;
using Microsoft.Playwright;
using StackExchange.Redis;
using Studio.Testing;

namespace Studio.Bench;

/// <summary>Holds through the real studio process: Kestrel, cookie, limits, gate, ledger, Redis. The load generator's cost counts on the same cores.</summary>
internal static class HttpHoldsBench
{
    private const int StormPerSecond = 10_000;

    // The compiler works on what is hot for half a minute.
    private const int WarmUps = 4;

    public static async Task<Row> BesideLuaAsync(bool quick)
    {
        var pairs = new Pairs("http vs lua", quick);
        await using HoldRoom room = await HoldRoom.OpenAsync(items: pairs.Rounds + WarmUps);
        await using ConnectionMultiplexer redis = await room.RedisAsync();
        for (int round = -WarmUps; round < pairs.Rounds; round++)
        {
            room.Hot = round + WarmUps;
            Sample ours = await Load.RunAsync(HoldRoom.Connections, pairs.Turn, async (caller, _) => await room.PressAsync(caller) == 201);
            LuaShop shop = await LuaShop.OpenAsync(redis.GetDatabase(), $"http/{round.ToString(CultureInfo.InvariantCulture)}");
            Sample theirs = await Load.RunAsync(HoldRoom.Connections, pairs.Turn, (caller, number) => shop.HoldAsync($"b{caller}-{number}"));
            if (round >= 0) pairs.Add(ours, theirs);
        }
        return pairs.Row("bare Lua on the studio's own Redis, no HTTP (goal: 0.5)");
    }

    /// <summary>What the server, the load generator and the machine give at best: the same presses on an endpoint that decides and stores nothing.</summary>
    public static async Task<Row> BesideBareAsync(bool quick)
    {
        var pairs = new Pairs("http vs bare http", quick);
        await using HoldRoom room = await HoldRoom.OpenAsync(items: pairs.Rounds + WarmUps);
        await using BareStorm bare = await BareStorm.OpenAsync(room.SessionId);
        for (int round = -WarmUps; round < pairs.Rounds; round++)
        {
            room.Hot = round + WarmUps;
            Sample ours = await Load.RunAsync(HoldRoom.Connections, pairs.Turn, async (caller, _) => await room.PressAsync(caller) == 201);
            Sample theirs = await Load.RunAsync(HoldRoom.Connections, pairs.Turn, async (caller, number) => await bare.PressAsync(caller, number) == 201);
            if (round >= 0) pairs.Add(ours, theirs);
        }
        return pairs.Row("the same presses on a bare ASP.NET Core endpoint: no cookie, no limit, no decision, no store");
    }

    /// <summary>What one viewer feels when fifty a second press.</summary>
    public static async Task<Row> ButtonAsync(bool quick)
    {
        const int PerSecond = 50;
        await using HoldRoom room = await HoldRoom.OpenAsync(items: 1);
        List<double> waits = [];
        int presses = PerSecond * (quick ? 5 : 60);
        long begin = TimeProvider.System.GetTimestamp();
        var pressing = new List<Task<double>>();
        for (int press = 0; press < presses; press++)
        {
            TimeSpan early = TimeSpan.FromSeconds((double)press / PerSecond) - TimeProvider.System.GetElapsedTime(begin);
            if (early > TimeSpan.Zero) await Task.Delay(early);
            if (pressing.Count >= HoldRoom.Connections) waits.Add(await pressing[press % HoldRoom.Connections]);
            Task<double> one = TimedAsync(room, press % HoldRoom.Connections);
            if (pressing.Count < HoldRoom.Connections) pressing.Add(one);
            else pressing[press % HoldRoom.Connections] = one;
        }
        waits.AddRange(await Task.WhenAll(pressing));
        return Row.Less("holds", $"hold button p99, {PerSecond} presses/s", Percentile.Of(waits, 0.99), 200, "goal: 200 ms", "ms") with
        {
            Own = new Dictionary<string, double>(StringComparer.Ordinal) { ["p50"] = Percentile.Of(waits, 0.5), ["p99"] = Percentile.Of(waits, 0.99), ["worst"] = waits.Max() },
        };
    }

    /// <summary>
    /// Click to painted card while one item takes ten thousand presses a second, beside the same without them; and while a bare endpoint in another
    /// process takes them: what the load generator and a web server take from the cores by themselves is not the studio's.
    /// </summary>
    public static async Task<IReadOnlyList<Row>> OperatorAsync(bool quick)
    {
        // A flash sale: the pieces are gone soon, the presses are not. Each turn has an item of its own.
        int rounds = quick ? 2 : 5, takes = quick ? 3 : 8;
        await using HoldRoom room = await HoldRoom.OpenAsync(rounds + 1, allotted: 2_000);
        await using BareStorm bare = await BareStorm.OpenAsync(room.SessionId);
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using PaintedCards desk = await PaintedCards.OpenAsync(playwright, room.Studio, room.Manager);
        await desk.WatchAsync(room.SessionId);
        List<double> calm = [];
        Stormy ours = new(), elsewhere = new();
        for (int round = 0; round <= rounds; round++) // the first one warms up
        {
            List<double> without = await desk.TakeAsync(room.SessionId, takes);
            room.Hot = round;
            await ours.AddAsync(desk, room.SessionId, takes, (connection, _) => room.PressAsync(connection), counts: round > 0);
            await elsewhere.AddAsync(desk, room.SessionId, takes, bare.PressAsync, counts: round > 0);
            if (round > 0) calm.AddRange(without);
        }
        return
        [
            ours.Row("operator under a storm", Percentile.Of(calm, 0.5), calm, "click to painted without the storm (goal: < 20 % more)"),
            ours.Row("operator under a storm vs beside it", Percentile.Of(elsewhere.Waits, 0.5), elsewhere.Waits, "click to painted while a bare endpoint in another process takes the presses"),
        ];
    }

    private static async Task<double> TimedAsync(HoldRoom room, int connection)
    {
        long begin = TimeProvider.System.GetTimestamp();
        int status = await room.PressAsync(connection);
        return status == 201 ? TimeProvider.System.GetElapsedTime(begin).TotalMilliseconds : throw new InvalidOperationException($"A press was answered with {status}.");
    }

    // Every connection presses at its share of the rate, or as fast as it is answered.
    private static async Task<int> StormAsync(Func<int, int, ValueTask<int>> press, CancellationToken over)
    {
        int[] presses = new int[HoldRoom.Connections];
        TimeSpan pace = TimeSpan.FromSeconds((double)HoldRoom.Connections / StormPerSecond);
        await Task.WhenAll(presses.Select((_, connection) => Task.Run(async () =>
        {
            long begin = TimeProvider.System.GetTimestamp();
            while (!over.IsCancellationRequested)
            {
                TimeSpan early = (pace * presses[connection]) - TimeProvider.System.GetElapsedTime(begin);
                if (early > TimeSpan.FromMilliseconds(1)) await Task.Delay(early, CancellationToken.None);
                await press(connection, presses[connection]);
                presses[connection]++;
            }
        }, CancellationToken.None)));
        return presses.Sum();
    }

    /// <summary>An operator's takes while a storm goes on.</summary>
    private sealed class Stormy
    {
        private readonly List<double> _rates = [];

        public List<double> Waits { get; } = [];

        public async Task AddAsync(PaintedCards desk, string sessionId, int takes, Func<int, int, ValueTask<int>> press, bool counts)
        {
            using var over = new CancellationTokenSource();
            long begin = TimeProvider.System.GetTimestamp();
            Task<int> storm = StormAsync(press, over.Token);
            List<double> under = await desk.TakeAsync(sessionId, takes);
            double seconds = TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
            await over.CancelAsync();
            int presses = await storm;
            if (!counts) return;
            Waits.AddRange(under);
            _rates.Add(presses / seconds);
        }

        public Row Row(string name, double peer, IReadOnlyList<double> peers, string peerName) => Studio.Bench.Row.Less("holds", name, Percentile.Of(Waits, 0.5), peer, peerName, "ms") with
        {
            Own = new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["p99"] = Percentile.Of(Waits, 0.99),
                ["peerP99"] = Percentile.Of(peers, 0.99),
                ["presses/s"] = Percentile.Of(_rates, 0.5),
                ["more %"] = ((Percentile.Of(Waits, 0.5) / peer) - 1) * 100,
            },
        };
    }

    /// <summary>The presses of a storm, and a server of its own that answers them and does nothing.</summary>
    private sealed class BareStorm : IAsyncDisposable
    {
        private readonly ChildProcess _host;
        private readonly RawHttp[] _connections;
        private readonly HoldRequest[] _presses;

        private BareStorm(ChildProcess host, RawHttp[] connections, HoldRequest[] presses) => (_host, _connections, _presses) = (host, connections, presses);

        public static async Task<BareStorm> OpenAsync(string sessionId)
        {
            int port = StudioProcess.FreePorts(1)[0];
            (ChildProcess host, _) = await BareHost.StartAsync(port);
            RawHttp[] connections = await Task.WhenAll(Enumerable.Range(0, HoldRoom.Connections).Select(_ => RawHttp.ConnectAsync(port)));
            return new BareStorm(host, connections, [.. connections.Select(_ => new HoldRequest(port, sessionId, "i_1", "none=1"))]);
        }

        public ValueTask<int> PressAsync(int connection, int number) => _connections[connection].SendAsync(_presses[connection].Next(number));

        public async ValueTask DisposeAsync()
        {
            foreach (RawHttp connection in _connections) connection.Dispose();
            await _host.StopAsync(StopPlan.Terminate(TimeSpan.FromSeconds(2)));
        }
    }
}
