using StackExchange.Redis;
using Studio.Grains.Booking;
using Studio.Grains.Commit;
using Studio.Grains.Values;
using Studio.Testing;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>Days of bookings in a silo, on a real Redis that dies.</summary>
public sealed class BookingClusterTests : IAsyncLifetime
{
    private static readonly DateOnly Date = BaseZone.China.DateOf(TimeProvider.System.GetUtcNow()).AddDays(3);
    private GrainCluster _grains = null!;
    private BookingDesk _desk = null!;

    public async ValueTask InitializeAsync()
    {
        _grains = await GrainCluster.StartAsync();
        _desk = new BookingDesk(_grains.Factory, TimeProvider.System);
    }

    public ValueTask DisposeAsync() => _grains.DisposeAsync();

    [Fact]
    public async Task Sixty_four_clients_after_the_same_rooms_kit_and_hosts_get_whole_bundles_and_never_the_same()
    {
        await OpenAsync("burst", Resources(rooms: 6, lamps: 8, hosts: 5));
        Need[] needs = [new(ResourceKind.Room), new(ResourceKind.Kit, Count: 2), new(ResourceKind.Host)];
        BookAnswer[] answers = [.. (await Task.WhenAll(Enumerable.Range(0, 64).Select(async client =>
        {
            List<BookAnswer> mine = [];
            for (int attempt = 0; attempt < 6; attempt++)
            {
                TimeRange time = At($"{8 + (2 * ((client + attempt) % 6)):00}:00", $"{10 + (2 * ((client + attempt) % 6)):00}:00");
                mine.Add(await _desk.BookAsync("burst", Command(BookingBase.Exactly(time, needs), $"operation-{attempt}", by: $"client-{client}")));
            }
            return mine;
        }))).SelectMany(all => all)];
        // Two lamps of eight for each of at most four at a time, in six slots.
        Assert.Equal(24, answers.Count(answer => answer.Booking is not null));
        Assert.All(answers.Where(answer => answer.Booking is null), answer => Assert.Equal(RefusalCodes.NoFit, answer.Refusal!.Code));
        DayEvent[] log = [.. await new DayLog(_grains.Redis.Connection.GetDatabase(), new StudioStore("test"), new DayKey("burst", Date)).ReadAllAsync()];
        Scan(log.OfType<BookingPlaced>().Select(placed => placed.Booking), lamps: 8);
    }

    [Fact]
    public async Task After_the_store_was_killed_every_acknowledged_booking_is_there_and_a_repeat_finds_it()
    {
        await OpenAsync("killed", Resources(rooms: 300, lamps: 1, hosts: 1));
        Wish wish = BookingBase.Exactly(At("10:00", "12:00"), new Need(ResourceKind.Room));
        Assert.NotNull((await _desk.BookAsync("killed", Command(wish, "operation-0"))).Booking);
        IBaseDayGrain day = Day("killed");
        Task<BookAnswer>[] storm = [.. Enumerable.Range(1, 200).Select(number => day.Book(Command(wish, $"operation-{number}")))];
        await _grains.Redis.KillAsync();
        List<string> acknowledged = [];
        foreach (Task<BookAnswer> call in storm)
        {
            try
            {
                acknowledged.Add((await call).Booking!.Id);
            }
            catch (Exception unknown) when (unknown is StorageUnavailableException or TimeoutException)
            {
                // Its outcome is unknown; only what was answered is promised.
            }
        }
        await _grains.Redis.StartAgainAsync();
        await Wait.UntilAsync(() => _grains.Redis.Connection.IsConnected, "reconnected");
        await Wait.UntilAsync(() => TryAsync(() => day.View()), "the day answers again");
        HashSet<string> stored = [.. (await day.View()).Bookings.Select(booking => booking.Id)];
        Assert.All(acknowledged, id => Assert.Contains(id, stored));
        // The unknown are asked again under their own ids: nobody has two.
        BookAnswer[] again = await Task.WhenAll(Enumerable.Range(0, 201).Select(number => day.Book(Command(wish, $"operation-{number}"))));
        Assert.All(again, answer => Assert.NotNull(answer.Booking));
        Assert.Equal(201, (await day.View()).Bookings.Count);
        Scan((await day.View()).Bookings, lamps: 1);
    }

    [Fact]
    public async Task A_stale_second_activation_is_refused_by_the_store_and_reads_what_the_other_booked()
    {
        await OpenAsync("fenced", Resources(rooms: 1, lamps: 1, hosts: 1));
        Wish wish = BookingBase.Exactly(At("10:00", "12:00"), new Need(ResourceKind.Room)), later = BookingBase.Exactly(At("14:00", "16:00"), new Need(ResourceKind.Room));
        Assert.NotNull((await _desk.BookAsync("fenced", Command(later, "operation-0"))).Booking);
        // Another activation of the same day, as after a split: it reads, and books what the first one believes to be free.
        GroupCommit<BaseDay, DayEvent, long> other = await GroupCommit<BaseDay, DayEvent, long>.LoadAsync(
            new DayLog(_grains.Redis.Connection.GetDatabase(), new StudioStore("test"), new DayKey("fenced", Date)), () => new BaseDay(), (day, change) => day.Apply(change), (_, version) => version);
        BasePlan plan = new((await _grains.Factory.GetGrain<IBaseGrain>("fenced").Read(0))!.Description);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        BookAnswer theirs = await other.RunAsync(day => Deciding.Book(day, plan, new DayKey("fenced", Date), Command(wish, "theirs"), now));
        Assert.NotNull(theirs.Booking);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => _desk.BookAsync("fenced", Command(wish, "ours")));
        BookAnswer again = await _desk.BookAsync("fenced", Command(wish, "ours"));
        Assert.Equal(RefusalCodes.NoFit, again.Refusal!.Code);
        Assert.Equal(2, (await Day("fenced").View()).Bookings.Count);
        // And the other one is stale now, as soon as ours has written.
        await _desk.StepAsync(new BookingStep(theirs.Booking.Id, BookingAction.Cancel, "staff"));
        await Assert.ThrowsAsync<CommitFailedException>(() => other.RunAsync(day => Deciding.Step(day, plan, new BookingStep(theirs.Booking.Id, BookingAction.Confirm, "anna"), now)));
    }

    [Fact]
    public async Task A_new_activation_reads_what_the_last_one_stored_and_releases_what_ran_out_meanwhile()
    {
        await OpenAsync("again", Resources(rooms: 2, lamps: 1, hosts: 1));
        BookingRecord kept = (await _desk.BookAsync("again", Command(BookingBase.Exactly(At("10:00", "12:00"), new Need(ResourceKind.Room)), "operation-0", BookMode.Confirm))).Booking!;
        BookingRecord held = (await _desk.BookAsync("again", Command(BookingBase.Exactly(At("10:00", "12:00"), new Need(ResourceKind.Room)), "operation-1"))).Booking!;
        await _grains.RestartSiloAsync();
        // As if half an hour had gone by.
        var log = new DayLog(_grains.Redis.Connection.GetDatabase(), new StudioStore("test"), new DayKey("again", Date));
        long version = (await log.LoadAsync()).Version;
        await log.AppendAsync(version, [new BookingPlaced(held with { Deadline = TimeProvider.System.GetUtcNow() })]);
        await Wait.UntilAsync(async () => (await Day("again").Get(held.Id))!.State == BookingState.Released, "it was released by itself");
        Assert.Equal((BookingState.Confirmed, "room-000"), ((await _desk.GetAsync(kept.Id))!.State, (await _desk.GetAsync(kept.Id))!.Lines[0].ResourceId));
    }

    [Fact]
    public async Task A_closure_counts_for_every_day_once_it_is_answered()
    {
        await OpenAsync("closed", Resources(rooms: 1, lamps: 1, hosts: 1));
        Wish wish = BookingBase.Exactly(At("10:00", "12:00"), new Need(ResourceKind.Room));
        Assert.Equal(BookingState.Confirmed, (await _desk.BookAsync("closed", Command(wish, "operation-0", BookMode.Confirm))).Booking!.State);
        IBaseGrain site = _grains.Factory.GetGrain<IBaseGrain>("closed");
        DescribedBase described = (await site.Read(0))!;
        BaseDescription storm = described.Description with { Closures = [new Closure("c1", null, At("14:00", "20:00"), ClosureCause.Weather)] };
        Assert.Equal(2, (await site.Describe("operation-1", 1, storm)).Value);
        Assert.Equal(2, (await site.Describe("operation-1", 1, storm)).Value); // a repeat
        Assert.Equal(RefusalCodes.StaleDescription, (await site.Describe("operation-2", 1, storm)).Refusal!.Code);
        BookAnswer no = await _desk.BookAsync("closed", Command(BookingBase.Exactly(At("15:00", "16:00"), new Need(ResourceKind.Room)), "operation-3"));
        Assert.Equal(MisfitCodes.Closed, no.Needs![0].Misfits[0].Code);
        Assert.Equal(RefusalCodes.NotFound, (await _desk.BookAsync("nowhere", Command(wish, "operation-4"))).Refusal!.Code);
        Assert.Equal(RefusalCodes.NotFound, (await _desk.BookAsync("../etc", Command(wish, "operation-5"))).Refusal!.Code);
        Assert.Contains(await _desk.AlternativesAsync("closed", BookingBase.Exactly(At("15:00", "16:00"), new Need(ResourceKind.Room))), one => one is { Kind: AlternativeKind.Shift, ShiftMinutes: -120 });
    }

    private static BookBundle Command(Wish wish, string operation, BookMode mode = BookMode.Hold, string by = "anna") => BookingBase.Command(wish, operation, mode, by);

    private static TimeRange At(string from, string to) => BookingBase.At(from, to, Date);

    private static Resource[] Resources(int rooms, int lamps, int hosts) =>
    [
        .. Enumerable.Range(0, rooms).Select(number => new Resource($"room-{number:000}", ResourceKind.Room, $"room {number}")),
        new Resource("lamps", ResourceKind.Kit, "lamps", Quantity: lamps),
        .. Enumerable.Range(0, hosts).Select(number => new Resource($"host-{number}", ResourceKind.Host, $"host {number}")),
    ];

    // Independent of the engine: every pair of every resource, every bundle.
    private static void Scan(IEnumerable<BookingRecord> bookings, int lamps)
    {
        Taken[] all = [.. bookings.SelectMany(booking => booking.Lines)];
        foreach (Taken[] of in all.GroupBy(line => line.ResourceId).Select(of => of.ToArray()))
        {
            int most = of[0].ResourceId == "lamps" ? lamps : 1;
            Assert.All(of, line => Assert.InRange(of.Where(other => other.Time.From <= line.Time.From && line.Time.From < other.Time.To).Sum(other => other.Quantity), 1, most));
        }
        Assert.All(bookings, booking => Assert.Equal(booking.Wish.Needs.Sum(need => need.Count), booking.Lines.Sum(line => line.Quantity)));
    }

    private async Task OpenAsync(string name, Resource[] resources)
    {
        Outcome<long> described = await _grains.Factory.GetGrain<IBaseGrain>(name).Describe($"open-{name}", 0, BaseDescription.Empty with { Resources = resources });
        Assert.Equal(1, described.Value);
    }

    private IBaseDayGrain Day(string name) => _grains.Factory.GetGrain<IBaseDayGrain>(new DayKey(name, Date).ToString());

    private static async Task<bool> TryAsync(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (Exception failure) when (failure is StorageUnavailableException or TimeoutException or RedisException)
        {
            return false;
        }
    }
}
