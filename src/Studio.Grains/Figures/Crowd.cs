namespace Studio.Grains.Figures;

/// <summary>Visits, ready to be asked about many stretches of time.</summary>
/// <param name="visits">Sorted by their begin.</param>
public sealed class Crowd
{
    private readonly IReadOnlyList<Visit> _visits;
    private readonly DateTimeOffset _now;
    private readonly List<(DateTimeOffset At, int Here)> _steps = [];

    /// <param name="visits">Sorted by their begin.</param>
    /// <param name="now">Where visits that go on are counted to.</param>
    public Crowd(IReadOnlyList<Visit> visits, DateTimeOffset now)
    {
        (_visits, _now) = (visits, now);
        List<(DateTimeOffset At, int By)> moves = [];
        foreach (Visit visit in visits)
        {
            moves.Add((visit.From, 1));
            if (visit.Until is { } until) moves.Add((until, -1));
        }
        // Who leaves at the very instant at which another comes was not there together with them.
        moves.Sort((a, b) => a.At != b.At ? a.At.CompareTo(b.At) : a.By.CompareTo(b.By));
        int here = 0;
        foreach ((DateTimeOffset at, int by) in moves) _steps.Add((at, here += by));
    }

    /// <summary>How many were there at an instant.</summary>
    public int At(DateTimeOffset moment)
    {
        int behind = Behind(moment);
        return behind == 0 ? 0 : _steps[behind - 1].Here;
    }

    /// <summary>Who watched these stretches, which must not overlap and be in their order.</summary>
    public Audience Of(IReadOnlyList<Span> spans)
    {
        var guests = new HashSet<int>();
        int views = 0, entries = 0, peak = 0;
        double seconds = 0;
        DateTimeOffset end = spans.Count == 0 ? DateTimeOffset.MinValue : spans[^1].Until ?? DateTimeOffset.MaxValue;
        foreach (Visit visit in _visits)
        {
            if (visit.From >= end) break;
            bool seen = false;
            foreach (Span span in spans)
            {
                if (span.Until is { } over && visit.From >= over) continue;
                if (visit.From < span.From && visit.Until <= span.From) continue;
                seen = true;
                if (span.Has(visit.From)) entries++;
                seconds += (Earlier(visit.Until ?? _now, span.Until ?? _now) - (visit.From > span.From ? visit.From : span.From)).TotalSeconds;
            }
            if (!seen) continue;
            views++;
            guests.Add(visit.Guest);
        }
        foreach (Span span in spans) peak = Math.Max(peak, PeakOf(span));
        int viewers = spans.Count == 0 ? 0 : AtEnd(spans[^1]);
        return new Audience(viewers, peak, entries, views, guests.Count, Math.Round(Math.Max(0, seconds), 3));
    }

    private int PeakOf(Span span)
    {
        int peak = At(span.From);
        for (int index = Behind(span.From); index < _steps.Count && (span.Until is not { } until || _steps[index].At < until); index++) peak = Math.Max(peak, _steps[index].Here);
        return peak;
    }

    // The end does not belong to a stretch: who left with it was there until then.
    private int AtEnd(Span span)
    {
        if (span.Until is not { } until || until > _now) return At(_now);
        int index = Behind(until) - 1;
        while (index >= 0 && _steps[index].At == until) index--;
        return index < 0 ? 0 : _steps[index].Here;
    }

    // Steps at or before the moment.
    private int Behind(DateTimeOffset moment)
    {
        int low = 0, high = _steps.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_steps[middle].At <= moment) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
