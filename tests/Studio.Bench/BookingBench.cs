using System.Globalization;
using Studio.Grains.Booking;
using Studio.Grains.Values;
using Studio.Testing;

namespace Studio.Bench;

/// <summary>Bookings: the hour in which a day is opened, beside PostgreSQL; a month's spread of single rooms; what is free in a month; ways out of a full day.</summary>
internal static class BookingBench
{
    private const int Callers = 64, Rooms = 20, Kits = 30, Hosts = 15;
    private static readonly DateOnly Today = BaseZone.China.DateOf(TimeProvider.System.GetUtcNow());

    /// <param name="part">Only cases whose name contains it; null: all.</param>
    public static async Task<IReadOnlyList<Row>> RunAsync(bool quick, string? part)
    {
        List<Row> rows = [];
        foreach ((string name, Func<bool, Task<Row>> bench) in ((string, Func<bool, Task<Row>>)[])[
            ("burst vs postgres", BurstAsync), ("spread vs postgres", SpreadAsync), ("availability of a month", AvailabilityAsync), ("alternatives of 10,000", AlternativesAsync)])
        {
            if (part is not null && !name.Contains(part, StringComparison.Ordinal)) continue;
            Row row = await bench(quick);
            Table.Print([row]);
            rows.Add(row);
        }
        return rows;
    }

    // Each wants one room of 20, one kit of 30 and one host of 15 for two hours of one day.
    private static Task<Row> BurstAsync(bool quick) => BesideAsync("burst vs postgres", quick, attempts: 50, _ => (0,
        [$"room-{Random.Shared.Next(Rooms):00}", $"kit-{Random.Shared.Next(Kits):00}", $"host-{Random.Shared.Next(Hosts):00}"], 8 * 60 + (30 * Random.Shared.Next(25)), 120));

    // One of 20 rooms for an hour on one of 30 days.
    private static Task<Row> SpreadAsync(bool quick) => BesideAsync("spread vs postgres", quick, attempts: 50, _ => (Random.Shared.Next(30),
        [$"room-{Random.Shared.Next(Rooms):00}"], 8 * 60 + (30 * Random.Shared.Next(27)), 60));

    private static async Task<Row> BesideAsync(string name, bool quick, int attempts, Func<int, (int Day, string[] Resources, int Minute, int Minutes)> choose)
    {
        await using TestRedis redis = await TestRedis.StartAsync();
        await using HoldSilo silo = await HoldSilo.StartAsync(redis);
        await using PostgresDesk desk = await PostgresDesk.StartAsync(Callers);
        List<Sample> ours = [], theirs = [];
        int rounds = quick ? 2 : 8;
        for (int round = -2; round < rounds; round++) // the first pairs warm both up and are not counted
        {
            string baseId = $"base-{round + 2}";
            Outcome<long> described = await silo.Grains.GetGrain<IBaseGrain>(baseId).Describe("open", 0, BaseDescription.Empty with { Resources = Resources() });
            if (described.Refusal is { } refusal) throw new InvalidOperationException(refusal.Code);
            DateOnly first = Today.AddDays(2);
            int now = round;
            Sample own = await AttemptAsync(attempts, async (caller, number) =>
            {
                (int day, string[] resources, int minute, int minutes) = choose(caller);
                DateTimeOffset from = BaseZone.China.At(first.AddDays(day), minute);
                var time = new TimeRange(from, from.AddMinutes(minutes));
                var wish = new Wish(time, time.Length, [.. resources.Select(id => new Need(id[0] == 'r' ? ResourceKind.Room : id[0] == 'k' ? ResourceKind.Kit : ResourceKind.Host, OneOf: [id]))]);
                IBaseDayGrain grain = silo.Grains.GetGrain<IBaseDayGrain>(new DayKey(baseId, first.AddDays(day)).ToString());
                return (await grain.Book(new BookBundle($"{number}", $"client-{caller}", $"farmer-{caller}", wish, BookMode.Confirm, TimeSpan.FromMinutes(10)))).Booking is not null;
            });
            Sample peer = await AttemptAsync(attempts, async (caller, number) =>
            {
                (int day, string[] resources, int minute, int minutes) = choose(caller);
                DateTimeOffset from = BaseZone.China.At(first.AddDays(day + (40 * (now + 2))), minute); // a day of its own each round
                return await desk.BookAsync(caller, resources, from, from.AddMinutes(minutes), $"{now}-{caller}-{number}");
            });
            if (round < 0) continue;
            ours.Add(own);
            theirs.Add(peer);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name}: {own.Rate:0} beside {peer.Rate:0} attempts/s"));
        }
        return Row.More("booking", name, Percentile.Of(ours.Select(one => one.Rate), 0.5), Percentile.Of(theirs.Select(one => one.Rate), 0.5),
            "PostgreSQL: one sorted insert ON CONFLICT DO NOTHING under an exclusion constraint (goal: 3)", "attempts/s") with
        {
            Own = new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["p50"] = Percentile.Of(ours.SelectMany(one => one.Milliseconds), 0.5),
                ["p99"] = Percentile.Of(ours.SelectMany(one => one.Milliseconds), 0.99),
                ["peerP50"] = Percentile.Of(theirs.SelectMany(one => one.Milliseconds), 0.5),
                ["peerP99"] = Percentile.Of(theirs.SelectMany(one => one.Milliseconds), 0.99),
                ["worst round"] = ours.Zip(theirs, (a, b) => a.Rate / b.Rate).Min(),
                ["best round"] = ours.Zip(theirs, (a, b) => a.Rate / b.Rate).Max(),
            },
        };
    }

    // Refusals count: whoever is refused waits for it, too.
    private static async Task<Sample> AttemptAsync(int attempts, Func<int, int, Task<bool>> one)
    {
        double[][] waits = new double[Callers][];
        long begin = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            double[] mine = waits[caller] = new double[attempts];
            for (int number = 0; number < attempts; number++)
            {
                long asked = TimeProvider.System.GetTimestamp();
                await one(caller, number);
                mine[number] = TimeProvider.System.GetElapsedTime(asked).TotalMilliseconds;
            }
        })));
        return new Sample(Callers * attempts / TimeProvider.System.GetElapsedTime(begin).TotalSeconds, [.. waits.SelectMany(mine => mine)]);
    }

    private static Task<Row> AvailabilityAsync(bool quick)
    {
        var plan = new BasePlan(BaseDescription.Empty with { Resources = Resources() });
        Resource[] fifty = [.. plan.Description.Resources.Take(50)];
        var taken = new Occupancy();
        foreach (Resource resource in fifty)
        {
            for (int day = 0; day < 30; day++)
            {
                for (int hour = 8; hour < 20; hour += 3) taken.Add(At(resource, BaseZone.China.At(Today.AddDays(day), hour * 60), 90));
            }
        }
        return Task.FromResult(Timed("availability of a month", quick ? 100 : 1_000, 30, "the goal: 50 resources, 30 days, 6,000 bookings",
            () => Availability.Of(plan, taken, fifty, Today, 30, BaseZone.China.At(Today, 0)).Sum(day => day.Free.Count)));
    }

    private static Task<Row> AlternativesAsync(bool quick)
    {
        var plan = new BasePlan(BaseDescription.Empty with { Resources = [.. Enumerable.Range(0, 10_000).Select(number => new Resource($"r{number:00000}", ResourceKind.Room, $"{number}"))] });
        DateTimeOffset from = BaseZone.China.At(Today.AddDays(2), 14 * 60);
        Occupancy full = Occupancy.Of(plan.Description.Resources.Select(room => At(room, from, 120)));
        var wish = new Wish(new TimeRange(from, from.AddHours(2)), TimeSpan.FromHours(2), [new Need(ResourceKind.Room)]);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return Task.FromResult(Timed("alternatives of 10,000", quick ? 20 : 100, 200, "the goal: 10,000 candidates, all taken, with the reasons",
            () => Alternatives.Of(plan, full, wish, now, 2).Count + Bundling.Explain(plan, full, wish, now).Count));
    }

    private static Row Timed(string name, int times, double goal, string peer, Func<int> work)
    {
        double[] waits = new double[times];
        for (int at = -5; at < times; at++)
        {
            long begin = TimeProvider.System.GetTimestamp();
            if (work() == 0) throw new InvalidOperationException("nothing was found");
            if (at >= 0) waits[at] = TimeProvider.System.GetElapsedTime(begin).TotalMilliseconds;
        }
        return Row.Less("booking", name, Percentile.Of(waits, 0.99), goal, peer, "ms") with
        {
            Own = new Dictionary<string, double>(StringComparer.Ordinal) { ["p50"] = Percentile.Of(waits, 0.5), ["p99"] = Percentile.Of(waits, 0.99) },
        };
    }

    private static Taken At(Resource resource, DateTimeOffset from, int minutes)
    {
        var time = new TimeRange(from, from.AddMinutes(minutes));
        return new Taken("b", resource.Id, 1, time, time, "", "");
    }

    private static Resource[] Resources() =>
    [
        .. Enumerable.Range(0, Rooms).Select(number => new Resource($"room-{number:00}", ResourceKind.Room, $"{number}")),
        .. Enumerable.Range(0, Kits).Select(number => new Resource($"kit-{number:00}", ResourceKind.Kit, $"{number}")),
        .. Enumerable.Range(0, Hosts).Select(number => new Resource($"host-{number:00}", ResourceKind.Host, $"{number}")),
    ];
}
