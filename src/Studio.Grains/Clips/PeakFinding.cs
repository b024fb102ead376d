namespace Studio.Grains.Clips;

/// <summary>A moment at which much was held, said or heard.</summary>
/// <param name="Number">Steps from the session's begin: its name.</param>
/// <param name="From">Begin of what caused it, by the recording's clock.</param>
/// <param name="HoldTimes">How many times the usual; 0: not many.</param>
/// <param name="Louder">dB; 0: not louder.</param>
internal sealed record Peak(int Number, DateTimeOffset From, double HoldTimes, int Pieces, double CommentTimes, int Comments, double Louder);

/// <summary>
/// Finds peaks. Viewers answer to what they saw some seconds ago, so each answer is counted at the moment of its cause: then what was held and what was said
/// because of one sentence of the host fall together.
/// </summary>
internal sealed class PeakFinding
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    private readonly CandidateRules _rules;
    private readonly DateTimeOffset _begin;
    private readonly int[] _pieces, _comments;
    private readonly double[] _louder;
    private readonly int _length;

    public PeakFinding(CandidateInput input, CandidateRules rules, DateTimeOffset begin, DateTimeOffset end)
    {
        (_rules, _begin) = (rules, begin);
        int steps = Math.Max(1, (int)Math.Ceiling((end - begin) / Step));
        (_pieces, _comments, _louder, _length) = (new int[steps], new int[steps], new double[steps], Math.Max(1, (int)(rules.Window / Step)));
        foreach (HeldAt held in input.Holds) Count(_pieces, held.At - rules.HoldLag, held.Pieces);
        foreach (DateTimeOffset said in input.Comments) Count(_comments, said - rules.CommentLag, 1);
        foreach (LoudMoment loud in input.Loud)
        {
            if (Index(loud.At) is { } index) _louder[index] = Math.Max(_louder[index], loud.Louder);
        }
    }

    /// <summary>The highest peaks that do not touch each other, the highest first.</summary>
    public IReadOnlyList<Peak> Find()
    {
        double usualPieces = Usual(_pieces), usualComments = Usual(_comments);
        List<Peak> found = [];
        IEnumerable<Peak> all = Enumerable.Range(0, Math.Max(1, _pieces.Length - _length + 1)).Select(index => At(index, usualPieces, usualComments)).OfType<Peak>();
        foreach (Peak peak in all.OrderByDescending(Score).ThenBy(peak => peak.Number))
        {
            if (found.Count >= _rules.MostHighlights) break;
            if (found.All(other => Math.Abs(other.Number - peak.Number) >= _length)) found.Add(peak);
        }
        return found;
    }

    // Not the usual one of two lonely holds in an hour: a peak has a least number as well.
    private Peak? At(int index, double usualPieces, double usualComments)
    {
        int pieces = Sum(_pieces, index), comments = Sum(_comments, index);
        double louder = _louder.AsSpan(index, Math.Min(_length, _louder.Length - index)).ToArray().Max();
        double holdTimes = pieces >= _rules.LeastPieces && pieces >= usualPieces * _rules.Times ? pieces / usualPieces : 0;
        double commentTimes = comments >= _rules.LeastComments && comments >= usualComments * _rules.Times ? comments / usualComments : 0;
        if (louder < _rules.LeastLouder) louder = 0;
        return holdTimes > 0 || commentTimes > 0 || louder > 0 ? new Peak(index, _begin + (index * Step), holdTimes, pieces, commentTimes, comments, louder) : null;
    }

    private static double Score(Peak peak) => (peak.HoldTimes > 0 ? peak.Pieces : 0) + (peak.CommentTimes > 0 ? peak.Comments * 0.25 : 0) + (peak.Louder * 0.5);

    // What a window of that length has on the average of the whole session.
    private double Usual(int[] counts) => (double)counts.Sum() * _length / Math.Max(counts.Length, _length);

    private int Sum(int[] counts, int index) => counts.AsSpan(index, Math.Min(_length, counts.Length - index)).ToArray().Sum();

    private void Count(int[] counts, DateTimeOffset at, int much)
    {
        if (Index(at) is { } index) counts[index] += much;
    }

    private int? Index(DateTimeOffset at) => at >= _begin && (at - _begin) / Step is var step && step < _pieces.Length ? (int)step : null;
}
