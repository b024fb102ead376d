namespace Studio.Grains.Live;

/// <summary>
/// How each number of a report is computed, under a name that never changes its meaning: another computation gets another name, so that
/// two printed reports can be compared.
/// </summary>
public static class ReportFormulas
{
    /// <summary>Figure of the session → formula.</summary>
    public static IReadOnlyDictionary<string, string> Figures { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["liveSeconds"] = "ended-started",
        ["pictureSeconds"] = "sum(feedLost-feedCame)",
        ["interruptions"] = "count(feedLost,live)",
        ["cardSeconds"] = "sum(until-from,product)",
        ["cardShare"] = "cardSeconds/liveSeconds",
        ["popUpSeconds"] = "sum(until-from,popUp)",
        ["itemsShown"] = "count(items,onAir)",
        ["appearances"] = "count(appearances,product)",
        ["holds"] = "count(holds)",
        ["heldPieces"] = "sum(pieces)",
        ["stillHeldPieces"] = "sum(pieces,held)",
        ["confirmedPieces"] = "sum(pieces,confirmed)",
        ["releasedPieces"] = "sum(pieces,released)",
        ["expiredPieces"] = "sum(pieces,expired)",
        ["buyers"] = "distinct(guests)",
        ["heldPerAllotted"] = "heldPieces/allotted",
        ["holdsPerMinute"] = "holdsOnAir/minutesOnAir",
        ["heldValue"] = "sum(total,held+confirmed)",
    };

    /// <summary>Numeric column of items, appearances and the plan → formula.</summary>
    public static IReadOnlyDictionary<string, string> Columns { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["timesOnAir"] = "count(appearances)",
        ["secondsOnAir"] = "sum(until-from)",
        ["plannedSeconds"] = "sum(planned)",
        ["overSeconds"] = "sum(turns)-planned",
        ["holds"] = "count(holds)",
        ["heldPieces"] = "sum(pieces)",
        ["stillHeldPieces"] = "sum(pieces,held)",
        ["confirmedPieces"] = "sum(pieces,confirmed)",
        ["releasedPieces"] = "sum(pieces,released)",
        ["expiredPieces"] = "sum(pieces,expired)",
        ["buyers"] = "distinct(guests)",
        ["piecesOnAir"] = "sum(pieces,onAir)",
        ["piecesOffAir"] = "sum(pieces,offAir)",
        ["left"] = "allotted-held-confirmed",
        ["heldPerAllotted"] = "heldPieces/allotted",
        ["holdsPerMinute"] = "holdsOnAir/minutesOnAir",
        ["heldValue"] = "sum(total,held+confirmed)",
    };
}
