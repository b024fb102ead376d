using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Grains.Handovers;

/// <summary>The decisions at a station's counter. Pure: instants are arguments.</summary>
public static class StationDesk
{
    /// <summary>So long a hand-over can be taken back.</summary>
    public static readonly TimeSpan UndoWithin = TimeSpan.FromMinutes(10);

    /// <summary>Whether a hold is to be collected at a station.</summary>
    public static bool Collects(Hold hold, string stationId) =>
        hold is { State: HoldState.Confirmed, Handover.Way: HandoverWay.Station } && string.Equals(hold.Handover.StationId, stationId, StringComparison.Ordinal);

    /// <summary>
    /// Hands goods over to whoever shows their code. A wrong code, another station's, and one that is not confirmed are refused alike: nobody learns
    /// whose it is. Refused: code-unknown, handed-over-already.
    /// </summary>
    public static Outcome<HandedOver> HandOver(HandoverBook book, IEnumerable<Hold> holds, string stationId, string code, string by, DateTimeOffset now)
    {
        if (HoldCodes.Normal(code) is not { } normal) return new Refusal(RefusalCodes.CodeUnknown);
        Hold[] meant = [.. holds.Where(hold => Collects(hold, stationId) && string.Equals(HoldCodes.Of(hold), normal, StringComparison.Ordinal))];
        if (meant is not [var hold]) return new Refusal(RefusalCodes.CodeUnknown);
        return book.Handed.TryGetValue(hold.Id, out HandedOver? before)
            ? Refusal.With(RefusalCodes.HandedOverAlready, "at", before.At)
            : new HandedOver(hold.Id, stationId, by, now);
    }

    /// <summary>Takes a hand-over back. Refused: not-found, undo-too-late.</summary>
    public static Outcome<HandedOver> TakeBack(HandoverBook book, string stationId, string holdId, DateTimeOffset now)
    {
        if (!book.Handed.TryGetValue(holdId, out HandedOver? goods) || !string.Equals(goods.StationId, stationId, StringComparison.Ordinal)) return new Refusal(RefusalCodes.NotFound);
        return now - goods.At > UndoWithin ? new Refusal(RefusalCodes.UndoTooLate) : goods;
    }
}
