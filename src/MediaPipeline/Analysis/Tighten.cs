namespace MediaPipeline.Analysis;

/// <summary>How pauses are shortened.</summary>
public sealed record TightenMargins
{
    /// <summary>A shorter pause stays as it is.</summary>
    public TimeSpan LeastPause { get; init; } = TimeSpan.FromMilliseconds(700);

    /// <summary>So much quiet stays before a piece that is kept: a breath, the first sound of a word.</summary>
    public TimeSpan Lead { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>So much quiet stays behind it: the last sound of a word dies away.</summary>
    public TimeSpan Tail { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>A sound between two pauses that is shorter than this goes with them: a cough, a click.</summary>
    public TimeSpan LeastPiece { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>What removes less than this is not worth a jump of the picture.</summary>
    public TimeSpan LeastCut { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Nothing is removed inside a protected span or within this of it: a price keeps the sentence around it.</summary>
    public TimeSpan Protection { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What counts as quiet, dB below full scale; null: as it was marked.</summary>
    public double? QuietBelow { get; init; }
}

/// <summary>A shortened range, to be looked at before it is applied.</summary>
/// <param name="Kept">What stays, in order. With nothing removed: the range itself.</param>
/// <param name="Removed">What goes, in order.</param>
public sealed record TightenPlan(IReadOnlyList<FilmSpan> Kept, IReadOnlyList<FilmSpan> Removed)
{
    /// <summary>How much shorter it becomes.</summary>
    public TimeSpan Saved => Removed.Aggregate(TimeSpan.Zero, (sum, span) => sum + span.Length);

    /// <summary>How long it will be.</summary>
    public TimeSpan Length => Kept.Aggregate(TimeSpan.Zero, (sum, span) => sum + span.Length);
}

/// <summary>A stretch of the day's clock that stays, or goes.</summary>
public readonly record struct ClockSpan(DateTimeOffset From, DateTimeOffset To);

/// <summary>The same on the day's clock.</summary>
/// <param name="Kept">What stays, in order.</param>
/// <param name="Saved">How much shorter it becomes.</param>
/// <param name="Cuts">In how many places.</param>
public sealed record ClockTightenPlan(IReadOnlyList<ClockSpan> Kept, TimeSpan Saved, int Cuts);

/// <summary>Decides which pauses of a range are shortened. Pure: nothing is cut here.</summary>
public static class Tighten
{
    /// <summary>The plan for a range of a film.</summary>
    /// <param name="protectedSpans">Where somebody says something that must keep its context; null: nowhere.</param>
    public static TightenPlan Plan(FilmAnalysis film, FilmSpan range, TightenMargins margins, IReadOnlyList<FilmSpan>? protectedSpans = null)
    {
        if (range.To <= range.From) return new TightenPlan([], []);
        // Without sound there is no pause that could be told from what matters.
        if (!film.HasSound) return new TightenPlan([range], []);
        // Nothing is known of what lies outside: it is kept.
        IReadOnlyList<FilmSpan> quiet = [.. Quiet(film, margins).Select(pause => pause.Within(range.From, range.To)).OfType<FilmSpan>()];
        FilmSpan[] fenced = [.. (protectedSpans ?? []).Select(span => new FilmSpan(span.From - margins.Protection, span.To + margins.Protection))];
        List<FilmSpan> removed = [];
        foreach (FilmSpan pause in quiet.Where(pause => pause.Length >= margins.LeastPause))
        {
            // At either end of the range nothing is kept beside the pause, so nothing needs a margin there.
            var cut = new FilmSpan(pause.From == range.From ? pause.From : pause.From + margins.Tail, pause.To == range.To ? pause.To : pause.To - margins.Lead);
            removed.AddRange(Outside(cut, fenced).Where(piece => piece.Length >= margins.LeastCut && piece.Length > TimeSpan.Zero));
        }
        // All of it is quiet: nobody wished for an empty clip.
        if (removed.Count == 1 && removed[0] == range) return new TightenPlan([range], []);
        return new TightenPlan(Outside(range, removed), removed);
    }

    /// <summary>The plan for a range of the day, over all pieces of a recording; gaps and what was not analysed are kept as they are.</summary>
    public static ClockTightenPlan Plan(IReadOnlyList<ClockedAnalysis> recording, ClockSpan range, TightenMargins margins, IReadOnlyList<ClockSpan>? protectedSpans = null)
    {
        List<FilmSpan> removed = [];
        // One clock for all pieces: their own zeros differ.
        TimeSpan From(DateTimeOffset moment) => moment - range.From;
        foreach (ClockedAnalysis piece in recording)
        {
            TimeSpan shift = From(piece.Zero);
            if (new FilmSpan(From(piece.From), From(piece.To)).Within(TimeSpan.Zero, From(range.To)) is not { } part) continue;
            FilmSpan[] fences = [.. (protectedSpans ?? []).Select(span => new FilmSpan(From(span.From) - shift, From(span.To) - shift))];
            removed.AddRange(Plan(piece.Film, new FilmSpan(part.From - shift, part.To - shift), margins, fences).Removed.Select(span => new FilmSpan(span.From + shift, span.To + shift)));
        }
        IReadOnlyList<FilmSpan> kept = Outside(new FilmSpan(TimeSpan.Zero, From(range.To)), [.. removed.OrderBy(span => span.From)]);
        return new ClockTightenPlan([.. kept.Select(span => new ClockSpan(range.From + span.From, range.From + span.To))], removed.Aggregate(TimeSpan.Zero, (sum, span) => sum + span.Length), removed.Count);
    }

    private static IReadOnlyList<FilmSpan> Quiet(FilmAnalysis film, TightenMargins margins)
    {
        IReadOnlyList<FilmSpan> quiet = margins.QuietBelow is { } below ? film.Levels.Quiet(below, SoundLevels.Window) : film.Silences;
        // Two pauses with a cough between them are one.
        return FilmSpan.Join(quiet, margins.LeastPiece - TimeSpan.FromMilliseconds(1));
    }

    // What is left of a span without some others.
    private static IReadOnlyList<FilmSpan> Outside(FilmSpan span, IReadOnlyList<FilmSpan> others)
    {
        List<FilmSpan> left = [];
        TimeSpan at = span.From;
        foreach (FilmSpan other in others.OrderBy(other => other.From))
        {
            if (other.To <= at || other.From >= span.To) continue;
            if (other.From > at) left.Add(new FilmSpan(at, other.From));
            at = other.To > at ? other.To : at;
        }
        if (at < span.To) left.Add(new FilmSpan(at, span.To));
        return left;
    }
}
