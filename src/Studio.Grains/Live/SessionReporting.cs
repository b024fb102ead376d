using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Grains.Live;

/// <summary>
/// Computes the report of a session from what is stored of it. No I/O and no clock: the same input gives the same report, so every number
/// can be computed again by hand.
/// </summary>
/// <remarks>Rehearsals are nowhere in it: they leave nothing in the as-played record, and holds cannot be placed in them.</remarks>
public sealed class SessionReporting
{
    private readonly SessionView _session;
    private readonly DateTimeOffset _now;
    private readonly ILookup<string, AllotmentChange> _allotments;
    private readonly Dictionary<string, IReadOnlyList<Hold>> _holds;
    private readonly List<AppearanceReport> _played = [];

    private SessionReporting(SessionView session, IReadOnlyDictionary<string, IReadOnlyList<Hold>> holds, IEnumerable<AllotmentChange> allotments, DateTimeOffset now)
    {
        (_session, _now) = (session, now);
        _holds = session.Items.ToDictionary(item => item.Id, item => holds.GetValueOrDefault(item.Id) ?? [], StringComparer.Ordinal);
        _allotments = allotments.OrderBy(one => one.At).ToLookup(one => one.ItemId, StringComparer.Ordinal);
    }

    private DateTimeOffset End => _session.EndedAt ?? _now;

    private double LiveSeconds => _session.StartedAt is { } started ? Seconds(End - started) : 0;

    /// <summary>The report.</summary>
    /// <param name="holds">Every hold of the session's ledger, by item: from its whole log.</param>
    /// <param name="allotments">From the session's log, see <see cref="AllotmentChange.Of"/>.</param>
    public static SessionReport Of(SessionView session, IReadOnlyDictionary<string, IReadOnlyList<Hold>> holds, IEnumerable<AllotmentChange> allotments, DateTimeOffset now) =>
        new SessionReporting(session, holds, allotments, now).Report();

    private SessionReport Report()
    {
        foreach (Appearance one in _session.AsPlayed) _played.Add(Describe(one));
        ItemReport[] items = [.. _session.Items.Select(Describe)];
        return new SessionReport(
            _session.Id, _session.Title, _session.Room.Name, State(items), _now, _session.PlannedStart, _session.StartedAt, _session.EndedAt,
            Figures(items), items, _played, [.. _session.Rundown.Sections.Select(Describe)], ReportFormulas.Columns);
    }

    private ReportState State(ItemReport[] items) => _session.Phase switch
    {
        SessionPhase.Planned => ReportState.NotStarted,
        SessionPhase.Live => ReportState.Provisional,
        _ => items.Any(item => item.StillHeldPieces > 0) ? ReportState.HoldsRunning : ReportState.Settled,
    };

    private AppearanceReport Describe(Appearance one)
    {
        RundownItem? planned = _session.Rundown.Find(one.RundownItemId);
        AppearanceReport[] earlier = planned is null ? [] : [.. _played.Where(other => string.Equals(other.RundownItemId, planned.Id, StringComparison.Ordinal))];
        double seconds = OnAir(one);
        double? plan = planned is null ? null : Plan(planned);
        Hold[] holds = one.ItemId.Length == 0 ? [] : [.. _holds.GetValueOrDefault(one.ItemId, []).Where(hold => During(one, hold))];
        return new AppearanceReport(
            one.Revision, one.From, one.Until, seconds, one.From < (_session.StartedAt ?? DateTimeOffset.MaxValue), one.Cause, one.By,
            planned is not null ? PlanPlace.Planned : one.RundownItemId is null ? PlanPlace.PopUp : PlanPlace.Removed, one.RundownItemId,
            one.ItemId, one.Number, one.Name, one.Price, planned is null ? 0 : earlier.Length + 1, plan, Round(earlier.Sum(other => other.Seconds) + seconds - plan),
            holds.Length, holds.Sum(hold => hold.Quantity), ByName: null, Place(one.From), one.Until is { } until ? Place(until) : null);
    }

    // What begins and what ends a showing was marked in the same instant.
    private PlaceReport? Place(DateTimeOffset at) => PlaceReport.Of(_session.Markers.FirstOrDefault(marker => marker.At == at && Placing.IsPlaced(marker.Kind))?.Place);

    private ItemReport Describe(ShowcaseItem item)
    {
        IReadOnlyList<Hold> holds = _holds[item.Id];
        AppearanceReport[] shown = [.. _played.Where(one => string.Equals(one.ItemId, item.Id, StringComparison.Ordinal))];
        double seconds = Round(shown.Sum(one => one.Seconds))!.Value;
        double planned = _session.Rundown.Items.Where(plan => string.Equals(plan.ItemId, item.Id, StringComparison.Ordinal)).Sum(plan => plan.PlannedSeconds);
        int pieces = Pieces(holds), onAir = shown.Sum(one => one.Pieces), holdsOnAir = shown.Sum(one => one.Holds);
        int held = Pieces(holds.Where(hold => hold.Runs)), confirmed = Pieces(holds, HoldState.Confirmed);
        DateTimeOffset begin = _session.StartedAt ?? _session.EndedAt ?? _now;
        return new ItemReport(
            item.Id, item.Number, item.Name, item.Unit, item.Allotted, item.Allotted - held - confirmed, shown.Count(one => one.Seconds > 0), seconds, planned > 0 ? planned : null,
            holds.Count, pieces, held, confirmed, Pieces(holds, HoldState.Released), Pieces(holds, HoldState.Expired), Buyers(holds),
            holdsOnAir, onAir, pieces - onAir, Ratio(pieces, item.Allotted), Ratio(holdsOnAir, seconds / 60), Value(holds),
            HoldCurves.Of(holds, item.Allotted, [.. _allotments[item.Id]], begin, End));
    }

    private SectionReport Describe(RundownSection section)
    {
        PlannedReport[] items = [.. section.Items.Select(Describe)];
        int unplanned = items.Count(item => item.PlannedSeconds is null);
        double planned = items.Sum(item => item.PlannedSeconds ?? 0), real = Round(items.Sum(item => item.RealSeconds))!.Value;
        return new SectionReport(section.Id, section.Title, planned, unplanned, real, unplanned == 0 && items.Length > 0 ? Round(real - planned) : null, items);
    }

    private PlannedReport Describe(RundownItem planned)
    {
        AppearanceReport[] turns = [.. _played.Where(one => string.Equals(one.RundownItemId, planned.Id, StringComparison.Ordinal))];
        double real = Round(turns.Sum(turn => turn.Seconds))!.Value;
        double? plan = Plan(planned), over = turns.Length == 0 ? null : Round(real - plan);
        ShowcaseItem? item = _session.Items.FirstOrDefault(item => string.Equals(item.Id, planned.ItemId, StringComparison.Ordinal));
        return new PlannedReport(planned.Id, planned.ItemId, item?.Number ?? 0, planned.Title, plan, real, turns.Length, over);
    }

    private ReportFigure[] Figures(ItemReport[] items)
    {
        Hold[] all = [.. _holds.Values.SelectMany(holds => holds)];
        AppearanceReport[] products = [.. _played.Where(one => one.ItemId.Length > 0 && one.Seconds > 0)];
        double card = Round(products.Sum(one => one.Seconds))!.Value, popUps = Round(_played.Where(one => one.Place == PlanPlace.PopUp).Sum(one => one.Seconds))!.Value;
        (double picture, int interruptions) = Picture();
        int allotted = items.Sum(item => item.Allotted), held = Pieces(all), onAir = items.Sum(item => item.HoldsOnAir);
        return
        [
            Figure("liveSeconds", FigureUnit.Seconds, LiveSeconds),
            Figure("pictureSeconds", FigureUnit.Seconds, picture),
            Figure("interruptions", FigureUnit.Times, interruptions),
            Figure("cardSeconds", FigureUnit.Seconds, card),
            Figure("cardShare", FigureUnit.Share, card, LiveSeconds),
            Figure("popUpSeconds", FigureUnit.Seconds, popUps),
            Figure("itemsShown", FigureUnit.Times, items.Count(item => item.TimesOnAir > 0)),
            Figure("appearances", FigureUnit.Times, products.Length),
            Figure("holds", FigureUnit.Times, all.Length),
            Figure("heldPieces", FigureUnit.Pieces, held),
            Figure("stillHeldPieces", FigureUnit.Pieces, Pieces(all.Where(hold => hold.Runs))),
            Figure("confirmedPieces", FigureUnit.Pieces, Pieces(all, HoldState.Confirmed)),
            Figure("releasedPieces", FigureUnit.Pieces, Pieces(all, HoldState.Released)),
            Figure("expiredPieces", FigureUnit.Pieces, Pieces(all, HoldState.Expired)),
            Figure("buyers", FigureUnit.Buyers, Buyers(all)),
            Figure("heldPerAllotted", FigureUnit.Share, held, allotted),
            Figure("holdsPerMinute", FigureUnit.PerMinute, onAir, card / 60),
            Figure("heldValue", FigureUnit.Fen, Value(all).Fen),
        ];
    }

    // From the markers: the picture came, the picture went. A session that ends with a picture ends it.
    private (double Seconds, int Interruptions) Picture()
    {
        TimeSpan sum = TimeSpan.Zero;
        DateTimeOffset? came = null;
        int lost = 0;
        foreach (Marker marker in _session.Markers)
        {
            if (marker.Kind == MarkerKind.FeedStart) came ??= marker.At;
            if (marker.Kind is not (MarkerKind.FeedLost or MarkerKind.End) || came is not { } since) continue;
            (sum, came) = (sum + (marker.At - since), null);
            if (marker.Kind == MarkerKind.FeedLost) lost++;
        }
        return (Seconds(came is { } open ? sum + (End - open) : sum), lost);
    }

    // Only what was broadcast: a card that was taken before the picture came counts from then on.
    private double OnAir(Appearance one)
    {
        if (_session.StartedAt is not { } started) return 0;
        DateTimeOffset from = one.From > started ? one.From : started, until = one.Until ?? End;
        return until > from ? Seconds(until - from) : 0;
    }

    private static bool During(Appearance one, Hold hold) => hold.PlacedAt >= one.From && (one.Until is not { } until || hold.PlacedAt < until);

    private static double? Plan(RundownItem planned) => planned.PlannedSeconds > 0 ? planned.PlannedSeconds : null;

    private static int Pieces(IEnumerable<Hold> holds) => holds.Sum(hold => hold.Quantity);

    private static int Pieces(IEnumerable<Hold> holds, HoldState state) => Pieces(holds.Where(hold => hold.State == state));

    private static int Buyers(IEnumerable<Hold> holds) => holds.Select(hold => hold.Buyer).Distinct(StringComparer.Ordinal).Count();

    private static Money Value(IEnumerable<Hold> holds) =>
        holds.Where(hold => hold.Runs || hold.State == HoldState.Confirmed).Aggregate(Money.Zero, (sum, hold) => sum + hold.Total);

    private static ReportFigure Figure(string id, FigureUnit unit, double value) => new(id, ReportFormulas.Figures[id], unit, value);

    private static ReportFigure Figure(string id, FigureUnit unit, double over, double by) => new(id, ReportFormulas.Figures[id], unit, Ratio(over, by), Over: over, By: Round(by));

    private static double? Ratio(double over, double by) => by > 0 ? Math.Round(over / by, 4) : null;

    private static double Seconds(TimeSpan span) => Math.Round(span.TotalSeconds, 3);

    private static double? Round(double? seconds) => seconds is { } known ? Math.Round(known, 3) : null;
}
