using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Grains.Handovers;

/// <summary>
/// What viewers of a session collect at one station, and what became of it. confirmed = handed over + paid elsewhere + waiting + missing, always: each hold is
/// counted once and whole, as it is handed over whole.
/// </summary>
/// <param name="Confirmed">Pieces of all of them. A hold names a station when it is confirmed, so a station has none that only run.</param>
/// <param name="PaidElsewhere">Pieces that a platform's orders paid and nobody has collected yet.</param>
/// <param name="Waiting">Pieces neither paid nor collected, and not for long.</param>
/// <param name="Missing">The same, for longer than the days that were asked for.</param>
/// <param name="Promised">Σ of what all of them cost.</param>
/// <param name="Taken">Σ of what was to be paid at the counter for what is handed over.</param>
/// <param name="ToTake">Σ of what is to be paid at the counter for what is not.</param>
public sealed record StationSums(int Confirmed, int HandedOver, int PaidElsewhere, int Waiting, int Missing, Money Promised, Money Taken, Money ToTake)
{
    /// <summary>The sums of holds that are collected at one station.</summary>
    public static StationSums Of(IReadOnlyCollection<HoldLine> lines) => new(
        Pieces(lines), Pieces(lines.Where(line => line.Standing == Standing.HandedOver)), Pieces(lines.Where(line => line.Standing == Standing.Paid)),
        Pieces(lines.Where(line => line.Standing == Standing.Waiting)), Pieces(lines.Where(line => line.Standing == Standing.Missing)), Sum(lines),
        Sum(lines.Where(line => line.Handed is not null && AtTheCounter(line))), Sum(lines.Where(line => line.Handed is null && AtTheCounter(line))));

    /// <summary>Whether its buyer pays at the counter: all of it, unless all of it is paid elsewhere.</summary>
    public static bool AtTheCounter(HoldLine line) => line.PaidPieces < line.Hold.Quantity;

    private static int Pieces(IEnumerable<HoldLine> lines) => lines.Sum(line => line.Hold.Quantity);

    private static Money Sum(IEnumerable<HoldLine> lines) => lines.Aggregate(Money.Zero, (sum, line) => sum + line.Hold.Total);
}
