using MediaPipeline.Analysis;

namespace Studio.Api.Clips;

/// <summary>What is known of a session's picture and sound.</summary>
/// <param name="Percent">0–100 of what was recorded.</param>
/// <param name="Pieces">In their order; there are more where the recording has gaps.</param>
internal sealed record AnalysisDto(AnalysisState State, int Percent, IReadOnlyList<AnalysisPieceDto> Pieces);

/// <summary>Whether a session was analysed.</summary>
internal enum AnalysisState
{
    /// <summary>Nothing was recorded.</summary>
    None,

    /// <summary>Not all of it is done.</summary>
    Running,

    /// <summary>All that was recorded is done.</summary>
    Ready,
}

/// <summary>A piece without a gap. All numbers of seconds count from <paramref name="At"/>.</summary>
/// <param name="At">Its begin, by the recording's clock.</param>
/// <param name="Grain">How exact marks of pictures are, s.</param>
/// <param name="Scenes">Where another scene begins.</param>
/// <param name="Integrated">LUFS of all of it; null: nothing to measure.</param>
internal sealed record AnalysisPieceDto(
    DateTimeOffset At, double Seconds, bool HasSound, double Grain, IReadOnlyList<double> Scenes, IReadOnlyList<SecondsDto> Black, IReadOnlyList<SecondsDto> Frozen, IReadOnlyList<SecondsDto> Silences,
    IReadOnlyList<SecondsDto> SpeechLikely, IReadOnlyList<SecondsDto> Unreadable, CurveDto Loudness, double? Integrated)
{
    public static AnalysisPieceDto Of(ClockedAnalysis piece)
    {
        FilmAnalysis film = piece.Film;
        TimeSpan zero = film.Range.From;
        return new AnalysisPieceDto(
            piece.From, InSeconds(film.Range.Length), film.HasSound, InSeconds(film.Grain), [.. film.Scenes.Select(scene => InSeconds(scene - zero))], Spans(film.Black), Spans(film.Frozen), Spans(film.Silences),
            Spans(film.SpeechLikely), Spans(film.Unreadable),
            new CurveDto(InSeconds((film.Loudness.First * LoudnessCurve.Step) - zero), LoudnessCurve.Step.TotalSeconds, film.Loudness.Momentary, film.Loudness.ShortTerm), film.Integrated);

        IReadOnlyList<SecondsDto> Spans(IReadOnlyList<FilmSpan> spans) => [.. spans.Select(span => new SecondsDto(InSeconds(span.From - zero), InSeconds(span.To - zero)))];
    }

    private static double InSeconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);
}

/// <summary>A stretch, in seconds.</summary>
internal sealed record SecondsDto(double From, double To);

/// <summary>Loudness over time, LUFS; −70 is silence.</summary>
/// <param name="From">Of the first value, s.</param>
/// <param name="Step">Between two, s.</param>
internal sealed record CurveDto(double From, double Step, IReadOnlyList<float> Momentary, IReadOnlyList<float> ShortTerm);

/// <summary>What would stay of a clip without its pauses: nothing is changed before an editor saves these spans.</summary>
internal sealed record TightenDto(IReadOnlyList<SpanDto> Spans, double SavedSeconds, int Cuts);
