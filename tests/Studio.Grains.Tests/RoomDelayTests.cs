using CsCheck;
using Studio.Grains.Catalog;
using Studio.Grains.Live;
using Studio.Grains.Values;
using Xunit;

namespace Studio.Grains.Tests;

public sealed class RoomDelayTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static DelaySample Sample(int marker, double seconds, string session = "s", double daysAgo = 0) => new(session, marker, Now.AddDays(-daysAgo).AddSeconds(marker), TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Nothing_measured_is_nothing_known() => Assert.Null(RoomDelay.Of([], "s", Now));

    [Fact]
    public void It_is_the_median_and_its_spread_is_what_most_measurements_keep_within()
    {
        RoomDelay delay = RoomDelay.Of([.. ((double[])[3.00, 3.04, 2.98, 3.02, 3.01]).Select((seconds, number) => Sample(number, seconds))], "s", Now)!;
        Assert.Equal((3.01, 5), (Math.Round(delay.Delay.TotalSeconds, 3), delay.Count));
        Assert.InRange(delay.Spread.TotalMilliseconds, 14, 30);
        Assert.InRange(delay.Error.TotalMilliseconds, 80, 130);
    }

    [Fact]
    public void A_third_of_wild_measurements_does_not_move_it() => Gen.Select(Gen.Double[0.5, 20], Gen.Double[-30, 30].Array[6], Gen.Int[0, 1_000_000]).Sample((truth, wild, seed) =>
    {
        var random = new Random(seed);
        DelaySample[] samples = [.. Enumerable.Range(0, 20).Select(number => Sample(number, number < wild.Length ? wild[number] : truth + ((random.NextDouble() - 0.5) * 0.1)))];
        RoomDelay delay = RoomDelay.Of(samples, "s", Now)!;
        Assert.Equal(truth, delay.Delay.TotalSeconds, 0.06);
        Assert.InRange(delay.Error.TotalSeconds, 0.05, 0.5);
    });

    [Fact]
    public void Few_measurements_are_trusted_little()
    {
        RoomDelay delay = RoomDelay.Of([Sample(1, 3), Sample(2, 3)], "s", Now)!;
        Assert.True(delay.Error > TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_sessions_own_measurements_count_alone_as_soon_as_there_are_a_few()
    {
        // Somebody has switched the encoder's delay on since the last session.
        DelaySample[] before = [.. Enumerable.Range(0, 30).Select(number => Sample(number, 2, "before", daysAgo: 1))];
        Assert.Equal(2, RoomDelay.Of([.. before, Sample(1, 20), Sample(2, 20)], "s", Now)!.Delay.TotalSeconds);
        Assert.Equal(20, RoomDelay.Of([.. before, Sample(1, 20), Sample(2, 20), Sample(3, 20)], "s", Now)!.Delay.TotalSeconds);
        Assert.Null(RoomDelay.Of([Sample(1, 2, "old", daysAgo: 90)], "s", Now));
    }
}

/// <summary>What a room and a session keep of it, on a real Redis.</summary>
public sealed class PlacingClusterTests : IAsyncLifetime
{
    private GrainCluster _grains = null!;

    public async ValueTask InitializeAsync() => _grains = await GrainCluster.StartAsync();

    public ValueTask DisposeAsync() => _grains.DisposeAsync();

    [Fact]
    public async Task A_room_remembers_each_measurement_once_and_only_the_last_hundred()
    {
        IRoomGrain room = _grains.Factory.GetGrain<IRoomGrain>("r_delay");
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        var sample = new DelaySample("s", 1, now, TimeSpan.FromSeconds(3));
        await room.NoteDelays([sample]); // there is no such room
        Assert.Null(await room.Delay("s"));
        await room.Create("一号");
        await room.NoteDelays([sample]);
        await room.NoteDelays([sample with { Delay = TimeSpan.FromSeconds(9) }]);
        Assert.Equal((1, 3.0), ((await room.Delay("s"))!.Count, (await room.Delay("s"))!.Delay.TotalSeconds));
        for (int marker = 2; marker < 130; marker++) await room.NoteDelays([sample with { Marker = marker, At = now.AddSeconds(marker), Delay = TimeSpan.FromSeconds(5) }]);
        await _grains.Factory.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        RoomDelay kept = (await room.Delay(""))!;
        Assert.Equal(5, kept.Delay.TotalSeconds);
        Assert.Equal("一号", (await room.Get())!.Name);
    }

    [Fact]
    public async Task One_worker_at_a_time_has_the_turn_and_a_place_is_noted_once_and_survives()
    {
        await _grains.Factory.GetGrain<IRoomGrain>("r_place").Create("一号");
        await _grains.Factory.GetGrain<IProductGrain>("p_place").Create(new ProductDetails("西瓜", "个", new Money(100), ProductKind.Generic), "x.png");
        ILiveSessionGrain session = _grains.Factory.GetGrain<ILiveSessionGrain>("s_place");
        await session.Create(new Stamp("make-it-1", "anna"), new CreateSession("助农", "r_place", Played.Begin, [new ItemSpec("p_place", new Money(100), 10, 2)], TimeSpan.FromMinutes(15), "play"));
        Assert.True(await session.PlacingTurn("one", TimeSpan.FromMinutes(1)));
        Assert.False(await session.PlacingTurn("two", TimeSpan.FromMinutes(1)));
        Assert.True(await session.PlacingTurn("one", TimeSpan.Zero));
        Assert.True(await session.PlacingTurn("two", TimeSpan.FromMinutes(1)));

        var place = new MarkerPlace(PlacedBy.Stamp, Played.Begin, "part-0001", TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(40));
        await session.PlaceMarkers([new PlacedMarker(0, place)]); // no marker is there
        Assert.Null((await session.Take(new Stamp("take-it-1", "anna"), new TakeItem("i1", new Head(1, 0)))).Refusal);
        long version = (await session.Get())!.Version;
        await session.PlaceMarkers([new PlacedMarker(0, place)]);
        await session.PlaceMarkers([new PlacedMarker(0, place)]);
        await session.PlaceMarkers([new PlacedMarker(0, place with { By = PlacedBy.WallClock })]);
        Assert.Equal(version + 1, (await session.Get())!.Version);
        await _grains.Factory.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        Assert.Equal(place, Assert.Single((await session.Get())!.Markers).Place);
        Assert.True(await session.Verify());
    }
}
