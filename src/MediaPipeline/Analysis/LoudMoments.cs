namespace MediaPipeline.Analysis;

/// <summary>A moment that was loud against what is usual there: laughter, applause, a countdown.</summary>
/// <param name="At">Its loudest half second.</param>
/// <param name="Lufs">Short-term loudness there.</param>
/// <param name="Above">By how many LU it is louder than usual.</param>
public sealed record LoudMoment(TimeSpan At, double Lufs, double Above);

/// <summary>Finds what was loud: one of the signs of a highlight. Pure.</summary>
public static class LoudMoments
{
    /// <summary>Loud moments, the most striking first.</summary>
    /// <param name="most">No more than these.</param>
    /// <param name="apart">Two are at least so far apart.</param>
    /// <param name="above">At least so many LU above what is usual.</param>
    public static IReadOnlyList<LoudMoment> Find(FilmAnalysis film, int most = 20, TimeSpan? apart = null, double above = 4)
    {
        LoudnessCurve curve = film.Loudness;
        if (Usual(curve.ShortTerm) is not { } usual) return [];
        TimeSpan distance = apart ?? TimeSpan.FromSeconds(20);
        List<LoudMoment> found = [];
        foreach ((float lufs, int place) in curve.ShortTerm.Select((lufs, place) => (lufs, place)).OrderByDescending(step => step.lufs).ThenBy(step => step.place))
        {
            if (found.Count >= most || lufs - usual < above) break;
            TimeSpan at = (curve.First + place) * LoudnessCurve.Step;
            // Its loudest half second lies within the three seconds that short-term loudness looks back over.
            if (found.All(other => (other.At - at).Duration() >= distance)) found.Add(new LoudMoment(Loudest(curve, place), Math.Round(lufs, 1), Math.Round(lufs - usual, 1)));
        }
        return found;
    }

    // The median of what is not silence: pauses make nothing else loud.
    private static double? Usual(IReadOnlyList<float> values)
    {
        float[] heard = [.. values.Where(value => value > LoudnessCurve.Silence).Order()];
        return heard.Length == 0 ? null : heard[heard.Length / 2];
    }

    private static TimeSpan Loudest(LoudnessCurve curve, int place)
    {
        int begin = Math.Max(0, place - 6), loudest = place;
        for (int i = begin; i <= place; i++)
        {
            if (curve.Momentary[i] > curve.Momentary[loudest]) loudest = i;
        }
        return (curve.First + loudest) * LoudnessCurve.Step;
    }
}
