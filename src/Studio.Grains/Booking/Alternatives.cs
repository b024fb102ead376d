using Studio.Grains.Values;

namespace Studio.Grains.Booking;

/// <summary>In what an alternative differs from what was wished.</summary>
public enum AlternativeKind
{
    /// <summary>Earlier or later.</summary>
    Shift,

    /// <summary>Shorter, by a quarter at most.</summary>
    Shorten,

    /// <summary>Another room or field point.</summary>
    OtherRoom,

    /// <summary>Other kit, or less of it.</summary>
    OtherKit,

    /// <summary>Another host.</summary>
    OtherHost,
}

/// <summary>Something that could be booked instead.</summary>
/// <param name="Wish">What to book to get it; another may be faster.</param>
/// <param name="Picks">What it would be.</param>
/// <param name="ShiftMinutes">How much later (negative: earlier) than was wished first.</param>
/// <param name="ShorterMinutes">How much shorter.</param>
/// <param name="GivesUp">What was wished and is missing: features, skills, products, a dialect, resource ids.</param>
/// <param name="FewerPieces">How many pieces of kit fewer.</param>
/// <param name="Cost">How far it is from the wish: they are ranked by this, lowest first.</param>
[GenerateSerializer, Immutable, Alias("studio.Alternative")]
public sealed record Alternative(
    [property: Id(0)] AlternativeKind Kind, [property: Id(1)] Wish Wish, [property: Id(2)] TimeRange Time, [property: Id(3)] IReadOnlyList<Pick> Picks, [property: Id(4)] int ShiftMinutes,
    [property: Id(5)] int ShorterMinutes, [property: Id(6)] IReadOnlyList<string> GivesUp, [property: Id(7)] int FewerPieces, [property: Id(8)] int Cost);

/// <summary>Ways out of "full". Pure; its work is bounded whatever the number of candidates.</summary>
/// <remarks>
/// Cost in minutes: a shift on the same day costs itself, on another day 5 hours for each day, a shorter time twice what is missing, a thing that was asked for by name 45,
/// each feature, skill or dialect 60, each product 120, a missing piece of kit 60.
/// </remarks>
public static class Alternatives
{
    /// <summary>How many are offered.</summary>
    public const int Most = 5;

    // What is looked at for one list, candidates times instants: some tens of milliseconds.
    private const int MostChecks = 200_000;
    private const int PerDay = 300, PerName = 45, PerTrait = 60, PerProduct = 120, PerPiece = 60;

    /// <summary>At most five, nearest first.</summary>
    /// <param name="occupancy">What is taken on all dates that are looked at.</param>
    /// <param name="daysAround">How many dates before and behind the wish it knows of.</param>
    public static IReadOnlyList<Alternative> Of(BasePlan plan, Occupancy occupancy, Wish wish, DateTimeOffset now, int daysAround)
    {
        var asked = new Asked(plan, occupancy, wish, now, new Bundling.Candidates(plan, wish));
        return [.. Shifts(asked, daysAround).Concat(Shorter(asked)).Concat(Others(asked))
            .OrderBy(one => one.Cost).ThenBy(one => one.Kind).ThenBy(one => one.Time.From).Take(Most)];
    }

    private static IEnumerable<Alternative> Shifts(Asked asked, int daysAround)
    {
        int raster = asked.Plan.Description.Limits.Raster;
        IEnumerable<TimeRange> times = Enumerable.Range(-daysAround, (2 * daysAround) + 1)
            .SelectMany(day => Enumerable.Range(-720 / raster, (1_440 / raster) + 1).Select(step => asked.First.From.AddMinutes((day * 1_440) + (step * raster))))
            .Distinct().Where(from => from >= asked.Now && !(from >= asked.Wish.Within.From && from + asked.Wish.Length <= asked.Wish.Within.To))
            .Where(from => Math.Abs(asked.Plan.Zone.DateOf(from).DayNumber - asked.Date.DayNumber) <= daysAround)
            .Select(from => new TimeRange(from, from + asked.Wish.Length))
            .OrderBy(time => ShiftCost(asked, time)).ThenBy(time => time.From);
        return Nearest(asked, asked.Found(asked.Wish, asked.Candidates, times)).Select(bundle => Made(
            AlternativeKind.Shift, asked, Exactly(asked.Wish, bundle.Time), bundle, [], 0, ShiftCost(asked, bundle.Time)));
    }

    // One earlier and one later: a quarter of an hour behind the first is no choice.
    private static IEnumerable<Bundle> Nearest(Asked asked, IEnumerable<Bundle> found)
    {
        Bundle? first = null;
        foreach (Bundle bundle in found)
        {
            if (first is not null && (first.Time.From < asked.First.From) == (bundle.Time.From < asked.First.From)) continue;
            yield return bundle;
            if (first is not null) yield break;
            first = bundle;
        }
    }

    private static int ShiftCost(Asked asked, TimeRange time)
    {
        int days = asked.Plan.Zone.DateOf(time.From).DayNumber - asked.Date.DayNumber, minutes = Minutes(time.From - asked.First.From);
        return (Math.Abs(days) * PerDay) + Math.Abs(minutes - (days * 1_440));
    }

    private static IEnumerable<Alternative> Shorter(Asked asked)
    {
        var step = TimeSpan.FromMinutes(asked.Plan.Description.Limits.Raster);
        for (TimeSpan length = asked.Wish.Length - step; length >= asked.Wish.Length * 0.75 && length > TimeSpan.Zero; length -= step)
        {
            Wish shorter = asked.Wish with { Length = length };
            if (asked.Found(shorter, asked.Candidates, shorter.Times(asked.Plan, asked.Now)).FirstOrDefault() is not { } bundle) continue;
            int missing = Minutes(asked.Wish.Length - length);
            return [Made(AlternativeKind.Shorten, asked, Exactly(shorter, bundle.Time), bundle, [], 0, 2 * missing)];
        }
        return [];
    }

    private static IEnumerable<Alternative> Others(Asked asked)
    {
        for (int at = 0; at < asked.Wish.Needs.Count; at++)
        {
            foreach ((Need need, string[] givesUp, int fewer, int cost) in Softer(asked.Wish.Needs[at]).OrderBy(softer => softer.Cost))
            {
                Wish wish = asked.Wish with { Needs = [.. asked.Wish.Needs.Select((one, number) => number == at ? need : one)] };
                var candidates = new Bundling.Candidates(asked.Plan, wish);
                if (candidates.AnyEmpty || asked.Found(wish, candidates, wish.Times(asked.Plan, asked.Now)).FirstOrDefault() is not { } bundle) continue;
                yield return Made(KindOf(need.Kind), asked, Exactly(wish, bundle.Time), bundle, givesUp, fewer, cost);
                break; // what is softer still is farther from the wish
            }
        }
    }

    // One need, asked for less strictly: by one thing less at first, then by all.
    private static IEnumerable<(Need Need, string[] GivesUp, int Fewer, int Cost)> Softer(Need need)
    {
        string[] names = [.. need.OneOf ?? []];
        Need any = need with { OneOf = null };
        int named = names.Length > 0 ? PerName : 0;
        if (names.Length > 0) yield return (any, names, 0, PerName);
        foreach (string feature in need.Features ?? []) yield return (any with { Features = Without(need.Features, feature) }, [.. names, feature], 0, named + PerTrait);
        foreach (string skill in need.Skills ?? []) yield return (any with { Skills = Without(need.Skills, skill) }, [.. names, skill], 0, named + PerTrait);
        if (need.Dialect is { } dialect) yield return (any with { Dialect = null }, [.. names, dialect], 0, named + PerTrait);
        foreach (string product in need.Products ?? []) yield return (any with { Products = Without(need.Products, product) }, [.. names, product], 0, named + PerProduct);
        if (need.Kind == ResourceKind.Kit)
        {
            for (int fewer = 1; fewer <= Math.Min(4, need.Count - 1); fewer++) yield return (need with { Count = need.Count - fewer }, [], fewer, fewer * PerPiece);
        }
        string[] traits = [.. need.Features ?? [], .. need.Skills ?? [], .. need.Dialect is { } spoken ? (string[])[spoken] : []];
        if (traits.Length > 1) yield return (any with { Features = null, Skills = null, Dialect = null }, [.. names, .. traits], 0, named + (traits.Length * PerTrait));
        if (need.Signal > 0) yield return (any with { Signal = 0 }, names, 0, named + PerTrait);
    }

    private static string[] Without(IReadOnlyList<string>? all, string one) => [.. all!.Where(other => other != one)];

    private static AlternativeKind KindOf(ResourceKind kind) => kind switch
    {
        ResourceKind.Room or ResourceKind.FieldPoint => AlternativeKind.OtherRoom,
        ResourceKind.Kit => AlternativeKind.OtherKit,
        _ => AlternativeKind.OtherHost, // hosts, camera teams, editors: people
    };

    private static Alternative Made(AlternativeKind kind, Asked asked, Wish wish, Bundle bundle, IReadOnlyList<string> givesUp, int fewer, int cost) => new(
        kind, wish, bundle.Time, bundle.Picks, kind == AlternativeKind.Shift ? Minutes(bundle.Time.From - asked.First.From) : 0, Minutes(asked.Wish.Length - wish.Length), givesUp, fewer, cost);

    private static Wish Exactly(Wish wish, TimeRange time) => wish with { Within = time };

    private static int Minutes(TimeSpan span) => (int)span.TotalMinutes;

    private sealed record Asked(BasePlan Plan, Occupancy Occupancy, Wish Wish, DateTimeOffset Now, Bundling.Candidates Candidates)
    {
        public TimeRange First { get; } = Wish.Times(Plan, Now).FirstOrDefault(new TimeRange(Wish.Within.From, Wish.Within.From + Wish.Length));

        public DateOnly Date => Plan.Zone.DateOf(First.From);

        public IEnumerable<Bundle> Found(Wish wish, Bundling.Candidates candidates, IEnumerable<TimeRange> times) => candidates.AnyEmpty ? []
            : times.Take(Math.Max(4, MostChecks / candidates.Count)).Select(time => Bundling.At(Plan, Occupancy, wish, candidates, time)).OfType<Bundle>();
    }
}
