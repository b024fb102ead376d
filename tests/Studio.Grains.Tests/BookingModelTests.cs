using CsCheck;
using Studio.Grains.Booking;
using Studio.Grains.Values;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>A day of bookings against a naive one that looks at every five minutes and tries every combination.</summary>
public sealed class BookingModelTests
{
    private static readonly Need[] AnyNeed =
    [
        new(ResourceKind.Room), new(ResourceKind.Room, Features: ["fridge"]), new(ResourceKind.Room, Features: ["half"]), BookingBase.One("hall"), BookingBase.One("room-2"),
        BookingBase.Lamps(1), BookingBase.Lamps(3), BookingBase.Lamps(4), new(ResourceKind.Host, Products: ["fruit"]), new(ResourceKind.Host, Dialect: "jin"),
        new(ResourceKind.Host, Count: 2), new(ResourceKind.FieldPoint),
    ];

    private static readonly Gen<Command> AnyCommand = Gen.Select(
        Gen.Int[0, 9], Gen.Int[0, 11].Array[1, 3], Gen.Int[0, 19], Gen.Int[1, 6], Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[0, 60],
        (kind, needs, start, length, slack, category, number) => new Command(kind, needs, start, length, slack, category, number));

    [Fact]
    public void Whatever_is_asked_in_whatever_order_nothing_overlaps_no_bundle_is_partial_and_what_fits_is_found() => AnyCommand.Array[1, 60].Sample(Play, iter: 150);

    [Fact]
    public void Random_days_get_full_and_end_in_every_way()
    {
        var states = new HashSet<BookingState>();
        int refused = 0;
        AnyCommand.Array[60].Sample(commands =>
        {
            (HashSet<BookingState> seen, int no) = Played(commands);
            lock (states)
            {
                refused += no;
                states.UnionWith(seen);
            }
        }, iter: 20);
        Assert.True(refused > 50, "the days were too empty to say anything");
        Assert.Equal([BookingState.Requested, BookingState.Held, BookingState.Approved, BookingState.Confirmed, BookingState.Cancelled, BookingState.Released],
            states.Order());
    }

    private static void Play(Command[] commands) => _ = Played(commands);

    private static (HashSet<BookingState> Seen, int Refused) Played(Command[] commands)
    {
        var day = new BaseDay();
        var naive = new NaiveDay(BookingBase.Plan);
        DateTimeOffset now = BookingBase.Now;
        int operations = 0, refused = 0;
        HashSet<BookingState> seen = [];
        foreach (Command command in commands)
        {
            now += TimeSpan.FromMinutes(command.Number % 4);
            foreach (BookingRecord gone in day.Bookings.Values.Where(booking => booking.Deadline <= now).ToArray()) naive.Remove(gone.Id);
            if (command.Kind < 7)
            {
                Wish wish = command.Wish();
                BookMode mode = (BookMode)(command.Number % 3);
                TimeRange? expected = mode == BookMode.Request ? null : naive.Earliest(wish);
                BookAnswer answer = day.Book(wish, $"o{operations++}", mode, now: now);
                if (mode == BookMode.Request) Must(answer.Booking is { Lines.Count: 0 }, $"a request is refused ({answer.Refusal?.Code}) or sets something aside");
                else Must(expected == answer.Booking?.Time, $"{wish}: {answer.Booking?.Time}, the naive day says {expected}");
                if (answer.Refusal is not null) refused++;
                if (answer.Booking is { Lines.Count: > 0 } booking) Must(naive.Add(booking), "the bundle is partial or in the way of another");
            }
            else if (day.Bookings.Count > 0)
            {
                BookingRecord one = day.Bookings.Values.OrderBy(booking => booking.PlacedAt).ThenBy(booking => booking.Id, StringComparer.Ordinal).ElementAt(command.Number % day.Bookings.Count);
                BookAnswer answer = day.Step(one.Id, (BookingAction)(command.Start % 8), now);
                naive.Remove(one.Id);
                if (day.Bookings[one.Id] is { Lines.Count: > 0 } after && BookingTransitions.Occupies(after.State)) Must(naive.Add(after), $"after {answer.Refusal?.Code ?? "yes"} something overlaps");
            }
            seen.UnionWith(day.Bookings.Values.Select(booking => booking.State));
            BaseDay restored = BaseDay.Restore(DaySnapshot.Of(day));
            Must(restored.NextDeadline == day.NextDeadline && Tell(restored) == Tell(day), "what is stored says something else");
        }
        return (seen, refused);
    }

    private static string Tell(BaseDay day) => string.Join('\n', day.Occupancy.All.Select(taken => taken.ToString()).Order(StringComparer.Ordinal));

    private static void Must(bool holds, string otherwise)
    {
        if (!holds) throw new InvalidOperationException(otherwise);
    }

    private sealed record Command(int Kind, int[] Numbers, int Start, int Length, int Slack, int Category, int Number)
    {
        public override string ToString() => $"{Kind} #{Number}: {Wish()} of {string.Join(',', Numbers)}";

        public Wish Wish()
        {
            DateTimeOffset from = BookingBase.At("08:00", "09:00").From.AddMinutes(30 * Start);
            TimeSpan length = TimeSpan.FromMinutes(30 * Length);
            // At most one place: where two are booked together, hosts would be at both.
            Need[] needs = [.. Numbers.Select(number => AnyNeed[number]).Where((need, at) => need.Kind is not (ResourceKind.Room or ResourceKind.FieldPoint)
                || !Numbers.Take(at).Any(before => AnyNeed[before].Kind is ResourceKind.Room or ResourceKind.FieldPoint))];
            return new Wish(new TimeRange(from, from + length + TimeSpan.FromMinutes(15 * Slack)), length, needs, ((string[])["fruit", "fish", ""])[Category]);
        }
    }

    /// <summary>Lists, five-minute by five-minute, every combination.</summary>
    private sealed class NaiveDay(BasePlan plan)
    {
        private const int Step = 5;
        private readonly List<BookingRecord> _bookings = [];

        public void Remove(string id) => _bookings.RemoveAll(booking => booking.Id == id);

        public bool Add(BookingRecord booking)
        {
            bool whole = Meets(booking.Wish, booking.Lines) && Fits(booking.Lines);
            _bookings.Add(booking);
            return whole;
        }

        public TimeRange? Earliest(Wish wish)
        {
            for (DateTimeOffset from = wish.Within.From; from + wish.Length <= wish.Within.To; from += TimeSpan.FromMinutes(15))
            {
                var time = new TimeRange(from, from + wish.Length);
                if (Ways(wish, 0).Any(way => Fits(Lines(wish, time, way)))) return time;
            }
            return null;
        }

        // Every way to meet the needs from number at on, whatever is free.
        private IEnumerable<(string Id, int Pieces)[]> Ways(Wish wish, int at)
        {
            if (at == wish.Needs.Count) return [[]];
            Need need = wish.Needs[at];
            Resource[] can = [.. plan.Description.Resources.Where(resource => Can(resource, need))];
            IEnumerable<(string Id, int Pieces)[]> here = need.Count == 2 && need.Kind == ResourceKind.Host
                ? can.SelectMany((a, i) => can.Skip(i + 1).Select(b => ((string, int)[])[(a.Id, 1), (b.Id, 1)]))
                : can.Where(one => one.Quantity >= need.Count).Select(one => ((string, int)[])[(one.Id, need.Count)]);
            return here.SelectMany(picks => Ways(wish, at + 1).Select(rest => ((string, int)[])[.. picks, .. rest]));
        }

        private static bool Can(Resource resource, Need need) => resource.Kind == need.Kind && (need.OneOf?.Contains(resource.Id) ?? true)
            && (need.Features ?? []).All(feature => (resource.Features ?? []).Contains(feature)) && (need.Products ?? []).All(product => (resource.Host!.Products ?? []).Contains(product))
            && (need.Dialect is null || (resource.Host!.Dialects ?? []).Contains(need.Dialect));

        private IReadOnlyList<Taken> Lines(Wish wish, TimeRange time, (string Id, int Pieces)[] way)
        {
            string place = way.Any(pick => pick.Id == "orchard") ? "orchard" : "";
            return [.. way.GroupBy(pick => pick.Id).Select(picks =>
            {
                Resource resource = plan.Find(picks.Key)!;
                return new Taken("new", picks.Key, picks.Sum(pick => pick.Pieces), time, new TimeRange(time.From - resource.Before, time.To + resource.After), wish.Category, place);
            })];
        }

        private bool Meets(Wish wish, IReadOnlyList<Taken> lines) => Ways(wish, 0).Any(way =>
            way.GroupBy(pick => pick.Id).Select(picks => (picks.Key, picks.Sum(pick => pick.Pieces))).ToHashSet().SetEquals(lines.Select(line => (line.ResourceId, line.Quantity))));

        private bool Fits(IReadOnlyList<Taken> lines)
        {
            Taken[] all = [.. _bookings.SelectMany(booking => booking.Lines), .. lines];
            return lines.All(line => Open(line) && Alone(line, all) && Apart(line, all) && Rested(line, all));
        }

        private bool Open(Taken line)
        {
            TimeRange open = BookingBase.At("08:00", "22:00");
            return open.Covers(line.Time) && (line.ResourceId != "orchard" || plan.DaylightOn(plan.Find("orchard")!, BookingBase.Thursday).Covers(line.Time));
        }

        private bool Alone(Taken line, Taken[] all)
        {
            for (DateTimeOffset at = line.Busy.From; at < line.Busy.To; at += TimeSpan.FromMinutes(Step))
            {
                Taken[] now = [.. all.Where(one => one.Busy.From <= at && at < one.Busy.To)];
                if (now.Where(one => one.ResourceId == line.ResourceId).Sum(one => one.Quantity) > plan.Find(line.ResourceId)!.Quantity) return false;
                if (now.Any(one => plan.Find(one.ResourceId)!.PartOf == line.ResourceId || plan.Find(line.ResourceId)!.PartOf == one.ResourceId)) return false;
            }
            return true;
        }

        private bool Apart(Taken line, Taken[] all) => plan.Find(line.ResourceId)!.Kind switch
        {
            ResourceKind.Room => all.Where(one => one.ResourceId == line.ResourceId && one != line).All(one =>
                !((one.Category, line.Category) is ("fish", "fruit") && one.Time.To <= line.Time.From && line.Time.From - one.Time.To < TimeSpan.FromMinutes(60))
                && !((line.Category, one.Category) is ("fish", "fruit") && line.Time.To <= one.Time.From && one.Time.From - line.Time.To < TimeSpan.FromMinutes(60))),
            ResourceKind.Host => all.Where(one => one.ResourceId == line.ResourceId && one != line && one.Place != line.Place).All(one =>
                one.Time.From - line.Time.To >= TimeSpan.FromMinutes(45) || line.Time.From - one.Time.To >= TimeSpan.FromMinutes(45)),
            _ => true,
        };

        private static bool Rested(Taken line, Taken[] all)
        {
            if (line.ResourceId != "li") return true;
            Taken[] mine = [.. all.Where(one => one.ResourceId == "li").OrderBy(one => one.Time.From)];
            if (mine.Sum(one => one.Time.Length.TotalMinutes) > 360) return false;
            DateTimeOffset began = mine[0].Time.From;
            for (int at = 0; at < mine.Length; at++)
            {
                if (at > 0 && mine[at].Time.From - mine[at - 1].Time.To >= TimeSpan.FromMinutes(30)) began = mine[at].Time.From;
                if (mine[at].Time.To - began > TimeSpan.FromHours(3)) return false;
            }
            return true;
        }
    }
}
