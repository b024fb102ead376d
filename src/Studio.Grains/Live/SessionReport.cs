using Studio.Grains.Values;

namespace Studio.Grains.Live;

/// <summary>What a session came to (场次报告), as far as it is known at <paramref name="At"/>. Names no buyer: only how many there were.</summary>
/// <param name="At">Up to when it counts.</param>
/// <param name="Figures">The session's numbers, each with its formula.</param>
/// <param name="Formulas">The formula of each numeric column of items, appearances and the plan.</param>
public sealed record SessionReport(
    string SessionId, string Title, string Room, ReportState State, DateTimeOffset At, DateTimeOffset PlannedStart, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt,
    IReadOnlyList<ReportFigure> Figures, IReadOnlyList<ItemReport> Items, IReadOnlyList<AppearanceReport> AsPlayed,
    IReadOnlyList<SectionReport> Sections, IReadOnlyDictionary<string, string> Formulas);

/// <summary>How final a report is.</summary>
public enum ReportState
{
    /// <summary>Nothing was broadcast yet.</summary>
    NotStarted,

    /// <summary>The session is live: everything may still change.</summary>
    Provisional,

    /// <summary>The session is over, but holds still run: they may be released, confirmed or expire.</summary>
    HoldsRunning,

    /// <summary>Nothing changes any more.</summary>
    Settled,
}

/// <summary>One number of the session.</summary>
/// <param name="Id">Stable name.</param>
/// <param name="Formula">Stable name of how it was computed; screens say it in words beside the number.</param>
/// <param name="Value">Null: cannot be computed, the divisor is zero or unknown. Money in fen, durations in seconds, shares as a fraction of one.</param>
/// <param name="Over">What was divided; null where nothing was.</param>
/// <param name="By">By what it was divided.</param>
public sealed record ReportFigure(string Id, string Formula, FigureUnit Unit, double? Value, double? Over = null, double? By = null);

/// <summary>What a number counts.</summary>
public enum FigureUnit
{
    /// <summary>Seconds.</summary>
    Seconds,

    /// <summary>Showings, holds, products, interruptions.</summary>
    Times,

    /// <summary>Pieces of goods.</summary>
    Pieces,

    /// <summary>Different guests.</summary>
    Buyers,

    /// <summary>Whole fen.</summary>
    Fen,

    /// <summary>A fraction; may be above one.</summary>
    Share,

    /// <summary>Holds in a minute.</summary>
    PerMinute,
}

/// <summary>What became of one item of the showcase.</summary>
/// <param name="Allotted">Pieces set aside for the session, as they stand now.</param>
/// <param name="SecondsOnAir">Only what was broadcast: from going live to the end.</param>
/// <param name="PlannedSeconds">Null: the plan gives it no time.</param>
/// <param name="Holds">Holds ever placed, whatever became of them.</param>
/// <param name="HeldPieces">Pieces in them.</param>
/// <param name="HoldsOnAir">Holds that were placed while its card was on air.</param>
/// <param name="PiecesOnAir">Pieces in those.</param>
/// <param name="PiecesOffAir">Pieces of holds that were placed at any other time.</param>
/// <param name="HeldPerAllotted">Null: nothing was allotted. Above one when released pieces were held again.</param>
/// <param name="HoldsPerMinute">Of holds while on air; null: it was not on air.</param>
/// <param name="HeldValueFen">What was promised for holds that run or are confirmed, discounts taken off.</param>
public sealed record ItemReport(
    string ItemId, int Number, string Name, string Unit, int Allotted, int Left, int TimesOnAir, double SecondsOnAir, double? PlannedSeconds,
    int Holds, int HeldPieces, int StillHeldPieces, int ConfirmedPieces, int ReleasedPieces, int ExpiredPieces, int Buyers,
    int HoldsOnAir, int PiecesOnAir, int PiecesOffAir, double? HeldPerAllotted, double? HoldsPerMinute, Money HeldValueFen,
    HoldCurve Curve);

/// <summary>Stock and holds of an item over time.</summary>
/// <param name="Changes">How many moments of change there were before thinning.</param>
/// <param name="Points">Each holds until the next one; at most <see cref="HoldCurves.MostPoints"/>, without losing an extreme.</param>
public sealed record HoldCurve(int Changes, IReadOnlyList<CurvePoint> Points);

/// <summary>Pieces that are left and pieces that are held, from a moment on.</summary>
public sealed record CurvePoint(DateTimeOffset At, int Left, int Held);

/// <summary>How a showing stands to the plan.</summary>
public enum PlanPlace
{
    /// <summary>It carried out a planned item.</summary>
    Planned,

    /// <summary>It popped up between two planned items (插播).</summary>
    PopUp,

    /// <summary>It carried out a planned item that is not in the plan any more.</summary>
    Removed,
}

/// <summary>One showing, as it was played.</summary>
/// <param name="Until">Null while it is on air.</param>
/// <param name="Seconds">What was broadcast of it.</param>
/// <param name="BeforeLive">It began before the session was live; that part does not count.</param>
/// <param name="By">The account, as it was logged.</param>
/// <param name="ItemId">Empty: a planned item without a product.</param>
/// <param name="Turn">The how-manieth showing of its planned item; zero when it has none.</param>
/// <param name="PlannedSeconds">What the plan gives that item; null: no time.</param>
/// <param name="OverSeconds">All its turns up to here, less the plan; null: nothing to compare with.</param>
/// <param name="Holds">Holds of its product that were placed meanwhile.</param>
/// <param name="Pieces">Pieces in them.</param>
/// <param name="ByName">What the person is called, or the key pad's label; null: nobody (it went by itself), or an account that is gone.</param>
/// <param name="Placed">Where it begins in the recording; null: not looked for, or not found yet.</param>
/// <param name="PlacedUntil">Where it ends in the recording.</param>
public sealed record AppearanceReport(
    long Revision, DateTimeOffset From, DateTimeOffset? Until, double Seconds, bool BeforeLive, string Cause, string By, PlanPlace Place, string? RundownItemId,
    string ItemId, int Number, string Name, Money PriceFen, int Turn, double? PlannedSeconds, double? OverSeconds, int Holds, int Pieces, string? ByName,
    PlaceReport? Placed = null, PlaceReport? PlacedUntil = null);

/// <summary>Where something is in the recording, how that was found out, and how sure it is.</summary>
/// <param name="At">By the recording's clock.</param>
/// <param name="Part">The part of the recording; null: it is in none.</param>
/// <param name="MediaSeconds">From the begin of that part.</param>
/// <param name="ErrorMs">It is at most so far from the truth; null: nobody can say.</param>
/// <param name="AtGap">It happened while nothing was recorded; this is the gap's edge.</param>
public sealed record PlaceReport(PlacedBy By, DateTimeOffset At, string? Part, double? MediaSeconds, double? ErrorMs, bool AtGap)
{
    /// <summary>What is said of a marker's place; null where it has none.</summary>
    public static PlaceReport? Of(MarkerPlace? place) => place is null
        ? null
        : new PlaceReport(
            place.By, place.At, place.Part, place.Media is { } media ? Math.Round(media.TotalSeconds, 3) : null, place.Error is { } error ? Math.Ceiling(error.TotalMilliseconds) : null, place.AtGap);
}

/// <summary>A part of the plan and what it took.</summary>
/// <param name="PlannedSeconds">Sum of what its items plan.</param>
/// <param name="Unplanned">Items without planned time; with any, nothing is said about being over or under.</param>
public sealed record SectionReport(
    string Id, string Title, double PlannedSeconds, int Unplanned, double RealSeconds, double? OverSeconds, IReadOnlyList<PlannedReport> Items);

/// <summary>A planned item and what it took.</summary>
/// <param name="ItemId">Null: it has no product.</param>
/// <param name="Number">Of its product; zero without one.</param>
public sealed record PlannedReport(
    string Id, string? ItemId, int Number, string Title, double? PlannedSeconds, double RealSeconds, int Turns, double? OverSeconds);
