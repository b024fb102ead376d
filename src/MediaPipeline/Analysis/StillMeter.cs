namespace MediaPipeline.Analysis;

/// <summary>Finds stretches of black, and stretches in which nothing moves: each picture is compared with the first of its stretch, so a slow drift is movement.</summary>
internal sealed class StillMeter(AnalysisRules rules)
{
    private readonly SmallPicture _first = new();
    private TimeSpan? _black, _still;

    /// <summary>Stretches of black.</summary>
    public List<FilmSpan> Black { get; } = [];

    /// <summary>Stretches without movement.</summary>
    public List<FilmSpan> Frozen { get; } = [];

    /// <summary>The next picture, in the order of showing; it is only lent.</summary>
    public void Take(SmallPicture picture)
    {
        if (picture.Dark(rules.BlackDot) >= rules.BlackShare) _black ??= picture.At;
        else _black = Close(Black, _black, picture.At, rules.BlackShortest);
        if (_still is not null)
        {
            (double mean, double visible) = picture.Against(_first);
            if (mean <= rules.FrozenMost && visible <= rules.FrozenDots) return;
            Close(Frozen, _still, picture.At, rules.FrozenShortest);
        }
        _first.Take(picture);
        _still = picture.At;
    }

    /// <summary>There are no more: the last one is shown until then.</summary>
    public void End(TimeSpan at)
    {
        Close(Black, _black, at, rules.BlackShortest);
        Close(Frozen, _still, at, rules.FrozenShortest);
    }

    private static TimeSpan? Close(List<FilmSpan> spans, TimeSpan? begin, TimeSpan end, TimeSpan least)
    {
        if (begin is { } from && end - from >= least) spans.Add(new FilmSpan(from, end));
        return null;
    }
}
