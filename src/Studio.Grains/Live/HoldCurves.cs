using Studio.Grains.Showcase;

namespace Studio.Grains.Live;

/// <summary>Makes stock curves out of holds and allotments. Pure: instants are arguments.</summary>
public static class HoldCurves
{
    /// <summary>Points of a curve that a screen is given.</summary>
    public const int MostPoints = 300;

    // Four extremes (least and most left, least and most held) of each bucket, and both ends of the curve.
    private const int Buckets = (MostPoints - 2) / 4;

    /// <summary>The curve of one item from <paramref name="from"/> to <paramref name="to"/>, or to its last change when that is later.</summary>
    /// <param name="allotted">Pieces that are set aside now.</param>
    /// <param name="allotments">How many there were before, oldest first; empty: always as many as now.</param>
    public static HoldCurve Of(IReadOnlyList<Hold> holds, int allotted, IReadOnlyList<AllotmentChange> allotments, DateTimeOffset from, DateTimeOffset to)
    {
        var changes = new SortedDictionary<DateTimeOffset, (int Free, int Held)>();
        foreach (Hold hold in holds)
        {
            Add(changes, hold.PlacedAt, -hold.Quantity, hold.Quantity);
            // A confirmed hold is not held any more, but its pieces stay away until somebody cancels it.
            if (hold.ConfirmedAt is { } confirmed) Add(changes, confirmed, 0, -hold.Quantity);
            if (hold.State is HoldState.Released or HoldState.Expired) Add(changes, hold.EndedAt ?? hold.ExpiresAt, hold.Quantity, hold.ConfirmedAt is null ? -hold.Quantity : 0);
        }
        int pieces = allotments.Count == 0 ? allotted : allotments[0].Pieces;
        int begin = pieces;
        foreach (AllotmentChange next in allotments.Skip(1))
        {
            Add(changes, next.At, next.Pieces - pieces, 0);
            pieces = next.Pieces;
        }
        // The log and the session's view are read one after the other; what the view says is newer.
        if (pieces != allotted) Add(changes, to, allotted - pieces, 0);
        List<CurvePoint> points = Accumulate(changes, begin, from, to);
        return new HoldCurve(changes.Count, Thin(points));
    }

    private static void Add(SortedDictionary<DateTimeOffset, (int Free, int Held)> changes, DateTimeOffset at, int free, int held)
    {
        (int Free, int Held) before = changes.GetValueOrDefault(at);
        changes[at] = (before.Free + free, before.Held + held);
    }

    private static List<CurvePoint> Accumulate(SortedDictionary<DateTimeOffset, (int Free, int Held)> changes, int left, DateTimeOffset from, DateTimeOffset to)
    {
        List<CurvePoint> points = [];
        int held = 0;
        foreach ((DateTimeOffset at, (int free, int more)) in changes)
        {
            if (points.Count == 0 && at > from) points.Add(new CurvePoint(from, left, held));
            (left, held) = (left + free, held + more);
            // What was before the beginning (an allotment changed while it was planned) is what it begins with.
            if (at >= from) points.Add(new CurvePoint(at, left, held));
        }
        if (points.Count == 0) points.Add(new CurvePoint(from, left, held));
        if (points[^1].At < to) points.Add(new CurvePoint(to, left, held));
        return points;
    }

    private static List<CurvePoint> Thin(List<CurvePoint> points)
    {
        if (points.Count <= MostPoints) return points;
        var kept = new SortedSet<int> { 0, points.Count - 1 };
        for (int bucket = 0; bucket < Buckets; bucket++)
        {
            int first = (int)((long)points.Count * bucket / Buckets), behind = (int)((long)points.Count * (bucket + 1) / Buckets);
            int[] within = [.. Enumerable.Range(first, behind - first)];
            kept.Add(within.MinBy(index => points[index].Left));
            kept.Add(within.MaxBy(index => points[index].Left));
            kept.Add(within.MinBy(index => points[index].Held));
            kept.Add(within.MaxBy(index => points[index].Held));
        }
        return [.. kept.Select(index => points[index])];
    }
}
