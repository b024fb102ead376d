using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Grains.Figures;

/// <summary>Adds up holds as they stood at an instant.</summary>
public sealed class Tally(DateTimeOffset asOf)
{
    private readonly HashSet<string> _buyers = new(StringComparer.Ordinal);
    private int _holds, _pieces, _held, _confirmed, _released, _expired, _confirmedPieces;
    private long _heldFen, _confirmedFen, _paidFen;

    /// <summary>One hold more.</summary>
    /// <param name="paidFen">What is marked as paid for it.</param>
    public void Add(HoldStory story, long paidFen)
    {
        Hold hold = story.Hold;
        _holds++;
        _pieces += hold.Quantity;
        _buyers.Add(hold.Buyer);
        _paidFen += paidFen;
        switch (story.StateAt(asOf))
        {
            case HoldState.Confirmed:
                _confirmed++;
                _confirmedPieces += hold.Quantity;
                _confirmedFen += hold.Total.Fen;
                _heldFen += hold.Total.Fen;
                break;
            case HoldState.Released:
                _released++;
                break;
            case HoldState.Expired:
                _expired++;
                break;
            default:
                _held++;
                _heldFen += hold.Total.Fen;
                break;
        }
    }

    /// <summary>The numbers.</summary>
    /// <param name="audience">Who watched; null: nobody was taken down.</param>
    /// <param name="paid">Whether payments are known.</param>
    /// <param name="goesOn">The stretch is not over.</param>
    public Measures Measure(Audience? audience, bool paid, bool goesOn) => new(
        audience, _holds, _buyers.Count, _pieces, _held, _confirmed, _released, _expired, _confirmedPieces, new Money(_heldFen), new Money(_confirmedFen),
        paid ? new Money(_paidFen) : null, Ratio(_holds, audience?.Visitors), Ratio(_confirmed, _holds), Ratio(_confirmedFen * 1000d, audience?.Views), Ratio(_confirmedFen, audience?.Visitors),
        paid ? Ratio(_paidFen * 1000d, audience?.Views) : null, paid ? Ratio(_paidFen, audience?.Visitors) : null, goesOn || _held > 0);

    private static double? Ratio(double over, int? by) => by > 0 ? Math.Round(over / by.Value, 4) : null;
}
