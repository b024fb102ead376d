using Studio.Grains.Live;
using Studio.Grains.Showcase;

namespace Studio.Grains.Figures;

/// <summary>What figures are computed from: the session (its own log, applied), every hold, who watched, what was paid.</summary>
/// <param name="Paid">Empty: nobody marked a payment.</param>
public sealed record FigureEvents(SessionView Session, HoldStories Holds, Visits Visits, IReadOnlyList<PaidMark> Paid);

/// <summary>Computes figures. No I/O and no clock: the same events give the same numbers.</summary>
public sealed class Figuring
{
    /// <summary>How long the stretches are that are put against each other.</summary>
    public static readonly TimeSpan Recent = TimeSpan.FromMinutes(10);

    private const int MostPoints = 60;

    private readonly FigureEvents _events;
    private readonly DateTimeOffset _now, _end;
    private readonly Span _whole;
    private readonly Crowd? _crowd;
    private readonly Dictionary<string, long> _paid;
    private readonly IReadOnlyList<Visit> _visits;
    private readonly HoldStory[] _counted;

    private Figuring(FigureEvents events, DateTimeOffset started, DateTimeOffset? from, DateTimeOffset? to, DateTimeOffset now)
    {
        (_events, _now) = (events, now);
        _end = events.Session.EndedAt is { } ended && ended < now ? ended : now;
        // Holds may still be said yes to after the end by somebody who waited: the whole session has no end for holds.
        _whole = new Span(from > started ? from.Value : started, to);
        _visits = events.Visits.Of(started, _end, now);
        _crowd = events.Visits.Reports > 0 ? new Crowd(_visits, _end) : null;
        _paid = events.Paid.Where(mark => mark.At <= now).GroupBy(mark => mark.HoldId, StringComparer.Ordinal)
            .ToDictionary(marks => marks.Key, marks => Math.Max(0, marks.Sum(mark => mark.Refunded ? -mark.Fen.Fen : mark.Fen.Fen)), StringComparer.Ordinal);
        _counted = [.. events.Holds.All.Where(story => story.At is { } at && at <= now && _whole.Has(at))];
    }

    /// <summary>The figures of a session, or of a stretch of it.</summary>
    /// <param name="from">Null: from going live on.</param>
    /// <param name="to">Null: to its end, or up to now.</param>
    public static SessionFigures Of(FigureEvents events, DateTimeOffset? from, DateTimeOffset? to, DateTimeOffset now) =>
        events.Session.StartedAt is { } started && started <= now
            ? new Figuring(events, started, from, to, now).Figures()
            : new SessionFigures(events.Session.Id, ReportState.NotStarted, now, null, null, 0, 0, new Tally(now).Measure(null, false, true), null, null, [], [], [], FigureFormulas.All, events.Session.Title);

    private SessionFigures Figures()
    {
        Span shown = new(_whole.From, _whole.Until is { } to && to < _end ? to : _end);
        DateTimeOffset last = shown.Until!.Value - Recent, before = last - Recent;
        Dictionary<string, Tally> items = _events.Session.Items.ToDictionary(item => item.Id, _ => new Tally(_now), StringComparer.Ordinal);
        (Appearance Showing, Span Span, Tally Tally)[] stretches = [.. Showings().Select(one => (one.Showing, one.Span, new Tally(_now)))];
        ILookup<string, (Appearance Showing, Span Span, Tally Tally)> ofItem = stretches.ToLookup(one => one.Showing.ItemId, StringComparer.Ordinal);
        Tally total = new(_now), recent = new(_now), earlier = new(last);
        foreach (HoldStory story in _counted)
        {
            long paid = _paid.GetValueOrDefault(story.Hold.Id);
            DateTimeOffset at = story.At!.Value;
            total.Add(story, paid);
            if (items.TryGetValue(story.Hold.ItemId, out Tally? item)) item.Add(story, paid);
            foreach ((_, Span span, Tally tally) in ofItem[story.Hold.ItemId])
            {
                if (span.Has(at)) tally.Add(story, paid);
            }
            if (at >= last && at <= shown.Until) recent.Add(story, paid);
            else if (at >= before && at < last) earlier.Add(story, paid);
        }
        return new SessionFigures(
            _events.Session.Id, State(), _now, shown.From, _whole.Until ?? _events.Session.EndedAt, _visits.Count(visit => visit.ByLease), _events.Visits.Dropped,
            Measure(total, GoesOn, shown), Measure(recent, GoesOn, new Span(last, shown.Until)), last > _whole.From ? Measure(earlier, false, new Span(before, last)) : null,
            [.. _events.Session.Items.Select(item => new ItemFigures(item.Id, item.Number, item.Name, Measure(items[item.Id], GoesOn, [.. ofItem[item.Id].Select(one => one.Span)])))],
            [.. stretches.Select(one => new StretchFigures(one.Showing.Revision, one.Showing.ItemId, one.Showing.Number, one.Showing.Name, one.Span.From, one.Span.Until, Measure(one.Tally, one.Span.Until is null, one.Span)))],
            Curve(shown), FigureFormulas.All, _events.Session.Title);
    }

    private Measures Measure(Tally tally, bool goesOn, params Span[] spans) =>
        tally.Measure(_crowd?.Of([.. spans.Select(span => span.With(new Span(_whole.From, _end))).OfType<Span>()]), _paid.Count > 0, goesOn);

    private bool IsLive => _events.Session.Phase == SessionPhase.Live;

    private bool GoesOn => IsLive && !(_whole.Until <= _now);

    private ReportState State() =>
        IsLive ? ReportState.Provisional
        : _events.Holds.All.Any(story => story.Hold.Runs) ? ReportState.HoldsRunning
        : ReportState.Settled;

    // Showings of products, as far as they were broadcast and are in what is counted.
    private IEnumerable<(Appearance Showing, Span Span)> Showings() =>
        from one in _events.Session.AsPlayed
        where one.ItemId.Length > 0
        let span = new Span(one.From, one.Until ?? _events.Session.EndedAt).With(_whole)
        where span is not null
        select (one, span.Value);

    private List<FigurePoint> Curve(Span shown)
    {
        TimeSpan length = shown.Until!.Value - shown.From;
        if (length <= TimeSpan.Zero) return [];
        var step = TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerSecond, length.Ticks / MostPoints));
        int[] holds = new int[(int)(length / step) + 1];
        foreach (HoldStory story in _counted)
        {
            if (story.At <= shown.Until) holds[(int)((story.At!.Value - shown.From) / step)]++;
        }
        return [.. holds.Select((count, index) => new FigurePoint(shown.From + (index * step), _crowd?.At(shown.From + (index * step)), count))];
    }
}
