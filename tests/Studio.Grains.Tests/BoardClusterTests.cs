using Studio.Grains.Catalog;
using Studio.Grains.Live;
using Studio.Grains.Values;
using Studio.Testing;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>The session grain in a silo, on a real Redis: two operators at once, and a log that is the session.</summary>
public sealed class BoardClusterTests : IAsyncLifetime
{
    private GrainCluster _grains = null!;

    public async ValueTask InitializeAsync() => _grains = await GrainCluster.StartAsync();

    public ValueTask DisposeAsync() => _grains.DisposeAsync();

    [Fact]
    public async Task Two_operators_with_ten_thousand_random_repeated_and_doubled_commands_leave_a_log_that_replays_to_the_same_board()
    {
        const int PerOperator = 5_000;
        ILiveSessionGrain session = await MakeAsync("s_board", products: 9);
        Dictionary<string, int>[] changes = await Task.WhenAll(new Operator(session, "anna", 1).RunAsync(PerOperator), new Operator(session, "bert", 2).RunAsync(PerOperator));

        Assert.True(await session.Verify());
        List<HistoryLine> log = [];
        for (long from = 0; await session.History(from, 500) is { Count: > 0 } lines; from += 500) log.AddRange(lines);
        // Every operation that was answered "yes" is in the log exactly once, and no other is.
        Dictionary<string, int> logged = log.Where(line => line.OperationId is not null).GroupBy(line => line.OperationId!, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        Assert.All(logged.Values, count => Assert.Equal(1, count));
        string[] answered = [.. changes.SelectMany(own => own.Keys)];
        Assert.Empty(answered.Except(logged.Keys));
        Assert.Empty(logged.Keys.Where(id => id.StartsWith("random-", StringComparison.Ordinal)).Except(answered));
        SessionView view = (await session.Get())!;
        Assert.Equal(log.Count(line => line.What is "shown" or "updated" or "cleared" && true), view.OnAir.Revision);
        Assert.Equal(log.Count(line => line.What == "shown"), view.AsPlayed.Count);
    }

    [Fact]
    public async Task A_session_that_is_read_again_is_the_same_and_remembers_what_was_done()
    {
        ILiveSessionGrain session = await MakeAsync("s_again", products: 2);
        var stamp = new Stamp("operation-1", "anna");
        OnAir first = (await session.Take(stamp, new TakeItem("i1", new Head(1, 0), "r1"))).Value;
        await session.Do(new Stamp("operation-2", "anna"), new SendMessage("慢一点", true));
        SessionView before = (await session.Get())!;
        await _grains.Factory.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        SessionView after = (await session.Get())!;
        Assert.Equal(before.OnAir, after.OnAir);
        Assert.Equal("慢一点", Assert.Single(after.Messages).Text);
        Assert.Equal(first.Head, (await session.Take(stamp, new TakeItem("i1", new Head(1, 0), "r1"))).Value.Head);
        Assert.Equal(RefusalCodes.OperationConflict, (await session.Take(stamp, new TakeItem("i2", new Head(1, 0)))).Refusal!.Code);
        Assert.True(await session.Verify());
    }

    [Fact]
    public async Task Controls_whose_holder_has_gone_are_given_back_by_the_studio_and_the_log_says_so()
    {
        var clock = new ShiftedClock();
        await using GrainCluster cluster = await GrainCluster.StartAsync(clock);
        ILiveSessionGrain session = await MakeAsync("s_control", products: 1, cluster.Factory);
        await session.Attend(["anna", "bert"], open: true);
        Assert.Null((await session.Do(new Stamp("operation-1", "anna"), new SetControl(true))).Refusal);
        Assert.Equal(RefusalCodes.HolderPresent, (await session.Do(new Stamp("operation-2", "bert"), new SetControl(true))).Refusal!.Code);
        clock.Shift = Board.AwayLimit / 2;
        await session.Attend(["anna"], open: false);
        clock.Shift += Board.AwayLimit - TimeSpan.FromSeconds(1);
        await session.Attend(["bert"], open: true);
        Assert.Equal("anna", (await session.Get())!.Control?.Holder);
        clock.Shift += TimeSpan.FromSeconds(1);
        await session.Attend(["bert"], open: true);
        await Wait.UntilAsync(async () => (await session.Get())!.Control is null, "given back");
        HistoryLine released = Assert.Single(await session.History(0, 100), line => line.What == "control-released");
        Assert.Equal(("studio", Causes.FollowUp), (released.By, released.Cause));
        Assert.Equal("anna", (await session.Get())!.Released!.Holder);
        Assert.True(await session.Verify());
    }

    [Fact]
    public async Task Prices_that_are_sent_twice_are_set_once_and_answered_the_same()
    {
        ILiveSessionGrain session = await MakeAsync("s_prices", products: 3);
        ItemPrice[] prices = [new("i1", new Money(90)), new("i2", new Money(0)), new("i3", new Money(80))];
        var stamp = new Stamp("operation-1", "anna");
        IReadOnlyList<PriceOutcome> first = (await session.SetPrices(stamp, prices)).Value, again = (await session.SetPrices(stamp, prices)).Value;
        Assert.Equal([new("i1", "set"), new("i2", "validation"), new("i3", "set")], first);
        Assert.Equal(first, again);
        Assert.Equal(2, (await session.History(0, 100)).Count(line => line.What == "item"));
        Assert.Equal(RefusalCodes.OperationConflict, (await session.SetPrices(stamp, [new("i1", new Money(70))])).Refusal!.Code);
    }

    private async Task<ILiveSessionGrain> MakeAsync(string id, int products, IGrainFactory? factory = null)
    {
        IGrainFactory grains = factory ?? _grains.Factory;
        await grains.GetGrain<IRoomGrain>("r_1").Create("一号直播间");
        List<ItemSpec> items = [];
        for (int number = 1; number <= products; number++)
        {
            await grains.GetGrain<IProductGrain>($"p_{number}").Create(new ProductDetails($"商品{number}", "个", new Money(100), ProductKind.Generic), "x.png");
            items.Add(new ItemSpec($"p_{number}", new Money(100), 10, 2));
        }
        ILiveSessionGrain session = grains.GetGrain<ILiveSessionGrain>(id);
        Assert.Null((await session.Create(new Stamp("make-it-1", "anna"), new CreateSession("助农专场", "r_1", Played.Begin, items, TimeSpan.FromMinutes(15), "play"))).Refusal);
        return session;
    }

    /// <summary>The machine's clock, put forward.</summary>
    private sealed class ShiftedClock : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
    }

    /// <summary>Presses buttons at random, some twice, some again later; knows which of its operations were answered "yes".</summary>
    private sealed class Operator(ILiveSessionGrain session, string name, int seed)
    {
        private readonly Random _random = new(seed);
        private readonly Dictionary<string, int> _done = new(StringComparer.Ordinal);
        private readonly List<Func<Task>> _again = [];
        private SessionView? _seen;

        public async Task<Dictionary<string, int>> RunAsync(int commands)
        {
            for (int number = 0; number < commands; number++)
            {
                if (number % 7 == 0) _seen = await session.Get();
                if (_again.Count > 0 && _random.Next(6) == 0)
                {
                    await _again[_random.Next(_again.Count)]();
                    continue;
                }
                Func<Task> press = Press(new Stamp($"random-{name}-{number}", name));
                if (_random.Next(10) == 0) await Task.WhenAll(press(), press());
                else await press();
                if (_again.Count < 50) _again.Add(press);
                else _again[_random.Next(50)] = press;
            }
            return _done;
        }

        private Func<Task> Press(Stamp stamp)
        {
            SessionView seen = _seen!;
            string item = $"i{_random.Next(1, 10)}", planned = $"r{_random.Next(1, 10)}", other = $"r{_random.Next(1, 10)}";
            int dice = _random.Next(8), price = _random.Next(50, 150);
            return dice switch
            {
                0 or 1 => () => Learn(stamp, async () => (await session.Take(stamp, new TakeItem(item, seen.OnAir.Head))).Refusal),
                2 => () => Learn(stamp, async () => (await session.Clear(stamp, seen.OnAir.Head)).Refusal),
                3 => () => Learn(stamp, async () => (await session.Do(stamp, new SetNext(planned))).Refusal),
                4 => () => Learn(stamp, async () => (await session.Do(stamp, new EditRundown(seen.Rundown.Revision, new RundownEdit(RundownEditKind.MoveItems, [planned], BeforeId: other)))).Refusal),
                5 => () => Learn(stamp, async () => (await session.Do(stamp, new SetPrice(item, new Money(price)))).Refusal),
                6 => () => Learn(stamp, async () => (await session.Do(stamp, new SetControl(price % 3 != 0))).Refusal),
                _ => () => Learn(stamp, async () => (await session.Do(stamp, new UndoRundown(seen.Rundown.Revision))).Refusal),
            };
        }

        private async Task Learn(Stamp stamp, Func<Task<Refusal?>> send)
        {
            Refusal? refusal = await send();
            if (refusal is null) _done[stamp.OperationId] = _done.GetValueOrDefault(stamp.OperationId) + 1;
        }
    }
}
