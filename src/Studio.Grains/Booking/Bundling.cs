using Studio.Grains.Values;

namespace Studio.Grains.Booking;

/// <summary>Pieces of a resource that meet a need, or a part of it.</summary>
[GenerateSerializer, Immutable, Alias("studio.Pick")]
public readonly record struct Pick([property: Id(0)] int Need, [property: Id(1)] string ResourceId, [property: Id(2)] int Quantity);

/// <summary>A time and what meets all needs at it.</summary>
public sealed record Bundle(TimeRange Time, IReadOnlyList<Pick> Picks, string Place);

/// <summary>Finds what meets all needs of a wish at one time, or says why nothing does. Pure.</summary>
public static class Bundling
{
    // So many ways to combine candidates are tried at one time: with needs that do not compete for the same things, the first way fits.
    private const int MostWays = 2_000;

    /// <summary>The earliest bundle, or null: at no time can all needs be met.</summary>
    /// <param name="but">Bookings whose pieces do not stand in the way.</param>
    public static Bundle? Find(BasePlan plan, Occupancy occupancy, Wish wish, DateTimeOffset now, IReadOnlySet<string>? but = null)
    {
        var candidates = new Candidates(plan, wish);
        if (candidates.AnyEmpty) return null;
        foreach (TimeRange time in wish.Times(plan, now))
        {
            if (At(plan, occupancy, wish, candidates, time, but) is { } bundle) return bundle;
        }
        return null;
    }

    /// <summary>For each need why its candidates fail at the first time that was asked for.</summary>
    public static IReadOnlyList<NeedReport> Explain(BasePlan plan, Occupancy occupancy, Wish wish, DateTimeOffset now, IReadOnlySet<string>? but = null)
    {
        TimeRange first = wish.Times(plan, now).FirstOrDefault(new TimeRange(wish.Within.From, wish.Within.From + wish.Length));
        var fitting = new Fitting(plan, occupancy);
        var quick = new Fitting(plan, occupancy, explain: false);
        var ask = new Ask(first, wish.Category, wish.Place, but);
        return [.. wish.Needs.Select((need, at) => Report(plan, fitting, quick, need, at, ask))];
    }

    /// <summary>What can be had for a wish at exactly that time, or null.</summary>
    internal static Bundle? At(BasePlan plan, Occupancy occupancy, Wish wish, Candidates candidates, TimeRange time, IReadOnlySet<string>? but = null)
    {
        var search = new Search(plan, new Fitting(plan, occupancy, explain: false), wish, candidates, time, but);
        return search.Fill(0) ? new Bundle(time, [.. search.Picks.OrderBy(pick => pick.Need).ThenBy(pick => pick.ResourceId, StringComparer.Ordinal)], search.Place) : null;
    }

    private static NeedReport Report(BasePlan plan, Fitting fitting, Fitting quick, Need need, int at, Ask ask)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        List<Misfit> misfits = [];
        int left = 0;
        foreach (Resource resource in Candidates.Of(plan, need))
        {
            int pieces = quick.Lacks(resource, need) is null ? quick.Left(resource, ask) : 0;
            left += pieces;
            if (pieces >= Math.Min(need.Count, resource.Quantity)) continue;
            Misfit misfit = fitting.Lacks(resource, need) ?? fitting.WhyNot(resource, ask, Math.Min(need.Count, resource.Quantity)) ?? new Misfit(resource.Id, MisfitCodes.NeededElsewhere);
            counts[misfit.Code] = counts.GetValueOrDefault(misfit.Code) + 1;
            if (misfits.Count < NeedReport.MostMisfits) misfits.Add(misfit);
        }
        return new NeedReport(at, left >= need.Count, misfits, counts);
    }

    /// <summary>Who could meet each need if all were free: worked out once, however many times are tried.</summary>
    internal sealed class Candidates
    {
        private readonly Resource[][] _ofNeed;

        public Candidates(BasePlan plan, Wish wish)
        {
            var fitting = new Fitting(plan, new Occupancy(), explain: false);
            _ofNeed = [.. wish.Needs.Select(need => Of(plan, need).Where(resource => fitting.Lacks(resource, need) is null).ToArray())];
            // Where it is decides what is near: rooms and field points first, then whoever has least choice.
            Order = [.. Enumerable.Range(0, wish.Needs.Count)
                .OrderBy(need => wish.Needs[need].Kind is ResourceKind.Room or ResourceKind.FieldPoint ? 0 : 1).ThenBy(need => _ofNeed[need].Length).ThenBy(need => need)];
        }

        public IReadOnlyList<int> Order { get; }

        public int Count => _ofNeed.Sum(candidates => candidates.Length);

        public bool AnyEmpty => _ofNeed.Any(candidates => candidates.Length == 0);

        public Resource[] this[int need] => _ofNeed[need];

        public static IEnumerable<Resource> Of(BasePlan plan, Need need) => need.OneOf is not { } ids
            ? plan.OfKind(need.Kind)
            : ids.Distinct(StringComparer.Ordinal).Select(plan.Find).OfType<Resource>().Where(resource => resource.Kind == need.Kind && !resource.Retired);
    }

    // Need by need, back where a later one finds nothing left.
    private sealed class Search(BasePlan plan, Fitting fitting, Wish wish, Candidates candidates, TimeRange time, IReadOnlySet<string>? but)
    {
        private readonly Dictionary<(string Id, string Place), int> _left = [];
        private int _ways;

        public List<Pick> Picks { get; } = [];

        public string Place { get; private set; } = wish.Place;

        public bool Fill(int at)
        {
            if (at == candidates.Order.Count) return true;
            int need = candidates.Order[at], kept = Picks.Count;
            string place = Place;
            Resource[] all = candidates[need];
            for (int first = 0; first < all.Length && _ways < MostWays; first++)
            {
                if (LeftOf(all[first]) == 0) continue;
                _ways++;
                if (Take(need, all, first) && Fill(at + 1)) return true;
                Picks.RemoveRange(kept, Picks.Count - kept);
                Place = place;
            }
            return false;
        }

        private bool Take(int need, Resource[] all, int first)
        {
            int missing = wish.Needs[need].Count;
            for (int at = first; at < all.Length && missing > 0; at++)
            {
                int pieces = Math.Min(missing, LeftOf(all[at]));
                if (pieces == 0) continue;
                Picks.Add(new Pick(need, all[at].Id, pieces));
                missing -= pieces;
                if (wish.Place.Length == 0 && all[at].Kind is ResourceKind.Room or ResourceKind.FieldPoint) Place = PlaceOf(all[at]);
            }
            return missing == 0;
        }

        private int LeftOf(Resource resource)
        {
            if (!_left.TryGetValue((resource.Id, Place), out int left))
            {
                left = _left[(resource.Id, Place)] = fitting.Left(resource, new Ask(time, wish.Category, Place, but));
            }
            if (left == 0) return 0;
            foreach (Pick pick in Picks)
            {
                if (string.Equals(pick.ResourceId, resource.Id, StringComparison.Ordinal)) left -= pick.Quantity;
                else if (plan.LineageOf(resource.Id).Contains(pick.ResourceId)) return 0;
            }
            return Math.Max(0, left);
        }
    }

    private static string PlaceOf(Resource venue) => venue.Place.Length > 0 ? venue.Place : venue.Kind == ResourceKind.FieldPoint ? venue.Id : "";
}
