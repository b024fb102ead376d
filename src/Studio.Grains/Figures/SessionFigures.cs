using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Grains.Figures;

/// <summary>What a session comes to, computed from stored events alone. Names no guest: only how many there were.</summary>
/// <param name="At">Up to when it counts.</param>
/// <param name="From">Begin of the counted stretch; null: the session has not begun.</param>
/// <param name="Until">End of it; null: it goes on.</param>
/// <param name="LostVisits">Visits whose end is only known from the last word of a process that fell silent.</param>
/// <param name="DroppedChanges">Comings and goings that were not taken down; with any, viewers are "at least".</param>
/// <param name="Last">The last ten minutes of what is counted.</param>
/// <param name="Before">The ten before, as they stood at their own end, so that both are as old; null: the session had not begun.</param>
/// <param name="Stretches">Showings of products, in their order.</param>
/// <param name="Curve">Viewers and holds over time.</param>
/// <param name="Formulas">Number → stable name of how it is computed; screens say it in words beside the number.</param>
[GenerateSerializer, Immutable, Alias("studio.SessionFigures")]
public sealed record SessionFigures(
    [property: Id(0)] string SessionId, [property: Id(1)] ReportState State, [property: Id(2)] DateTimeOffset At, [property: Id(3)] DateTimeOffset? From,
    [property: Id(4)] DateTimeOffset? Until, [property: Id(5)] int LostVisits, [property: Id(6)] long DroppedChanges, [property: Id(7)] Measures Total,
    [property: Id(8)] Measures? Last, [property: Id(9)] Measures? Before, [property: Id(10)] IReadOnlyList<ItemFigures> Items,
    [property: Id(11)] IReadOnlyList<StretchFigures> Stretches, [property: Id(12)] IReadOnlyList<FigurePoint> Curve, [property: Id(13)] IReadOnlyDictionary<string, string> Formulas,
    [property: Id(14)] string Title);

/// <summary>Numbers of one item; viewers are those of its showings.</summary>
[GenerateSerializer, Immutable, Alias("studio.ItemFigures")]
public sealed record ItemFigures([property: Id(0)] string ItemId, [property: Id(1)] int Number, [property: Id(2)] string Name, [property: Id(3)] Measures Measures);

/// <summary>Numbers of one showing: of its product, while it was on air.</summary>
[GenerateSerializer, Immutable, Alias("studio.StretchFigures")]
public sealed record StretchFigures(
    [property: Id(0)] long Revision, [property: Id(1)] string ItemId, [property: Id(2)] int Number, [property: Id(3)] string Name, [property: Id(4)] DateTimeOffset From,
    [property: Id(5)] DateTimeOffset? Until, [property: Id(6)] Measures Measures);

/// <summary>Viewers at an instant, and holds from then to the next point.</summary>
[GenerateSerializer, Immutable, Alias("studio.FigurePoint")]
public sealed record FigurePoint([property: Id(0)] DateTimeOffset At, [property: Id(1)] int? Viewers, [property: Id(2)] int Holds);

/// <summary>
/// The numbers of a stretch of time. Those of holds are about the holds that were placed in it, and what became of them up to the instant
/// of counting: so parts add up to the whole.
/// </summary>
/// <param name="Audience">Null: no viewer was ever taken down for this session.</param>
/// <param name="Holds">Placed, or said yes to by somebody who waited. = StillHeld + Confirmed + Released + Expired.</param>
/// <param name="Buyers">Different guests with holds.</param>
/// <param name="HeldPieces">Pieces (of a combo: sets) in all of them.</param>
/// <param name="HeldValueFen">Of holds that run or are confirmed: what was promised, discounts taken off.</param>
/// <param name="ConfirmedValueFen">Of confirmed holds: provisional GMV.</param>
/// <param name="PaidValueFen">Marked as paid and not paid back: settled GMV. Null: no payment was ever marked.</param>
/// <param name="HoldRate">Holds / visitors; above one where people hold more than once. Null: no visitors.</param>
/// <param name="ConfirmRate">Confirmed / holds. Null: no holds.</param>
/// <param name="GpmFen">Provisional GMV × 1000 / views.</param>
/// <param name="UvValueFen">Provisional GMV / visitors.</param>
/// <param name="Provisional">Something of it can still change: it is not over, or its holds still run.</param>
[GenerateSerializer, Immutable, Alias("studio.Measures")]
public sealed record Measures(
    [property: Id(0)] Audience? Audience, [property: Id(1)] int Holds, [property: Id(2)] int Buyers, [property: Id(3)] int HeldPieces, [property: Id(4)] int StillHeld,
    [property: Id(5)] int Confirmed, [property: Id(6)] int Released, [property: Id(7)] int Expired, [property: Id(8)] int ConfirmedPieces, [property: Id(9)] Money HeldValueFen,
    [property: Id(10)] Money ConfirmedValueFen, [property: Id(11)] Money? PaidValueFen, [property: Id(12)] double? HoldRate, [property: Id(13)] double? ConfirmRate,
    [property: Id(14)] double? GpmFen, [property: Id(15)] double? UvValueFen, [property: Id(16)] double? PaidGpmFen, [property: Id(17)] double? PaidUvValueFen,
    [property: Id(18)] bool Provisional);

/// <summary>Who watched a stretch of time.</summary>
/// <param name="Viewers">At its end.</param>
/// <param name="Peak">The most at one instant.</param>
/// <param name="Entries">Visits that began in it; parts add up.</param>
/// <param name="Views">Visits of which any part is in it. For the whole session the same as entries.</param>
/// <param name="Visitors">Different guests of those visits (UV).</param>
/// <param name="ViewerSeconds">Seconds of all of them.</param>
[GenerateSerializer, Immutable, Alias("studio.Audience")]
public sealed record Audience(
    [property: Id(0)] int Viewers, [property: Id(1)] int Peak, [property: Id(2)] int Entries, [property: Id(3)] int Views, [property: Id(4)] int Visitors, [property: Id(5)] double ViewerSeconds);

/// <summary>How each number is computed, under a name that never changes its meaning: another computation gets another name.</summary>
public static class FigureFormulas
{
    /// <summary>Number → formula.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["viewers"] = "count(visits,end)",
        ["peak"] = "max(count(visits))",
        ["entries"] = "count(visits,begun)",
        ["views"] = "count(visits,any)",
        ["visitors"] = "distinct(guests,any)",
        ["viewerSeconds"] = "sum(until-from,visits)",
        ["holds"] = "count(holds,placed)",
        ["buyers"] = "distinct(buyers)",
        ["heldPieces"] = "sum(pieces,placed)",
        ["stillHeld"] = "count(holds,held)",
        ["confirmed"] = "count(holds,confirmed)",
        ["released"] = "count(holds,released)",
        ["expired"] = "count(holds,expired)",
        ["confirmedPieces"] = "sum(pieces,confirmed)",
        ["heldValue"] = "sum(total,held+confirmed)",
        ["confirmedValue"] = "sum(total,confirmed)",
        ["paidValue"] = "sum(paid-refunded)",
        ["holdRate"] = "holds/visitors",
        ["confirmRate"] = "confirmed/holds",
        ["gpm"] = "confirmedValue*1000/views",
        ["uvValue"] = "confirmedValue/visitors",
        ["paidGpm"] = "paidValue*1000/views",
        ["paidUvValue"] = "paidValue/visitors",
    };
}
