using System.Text.Json.Serialization;

namespace MediaPipeline.Analysis;

/// <summary>
/// What was found in a film, or in a stretch of a recording: marks and curves. Times count from its first picture (without pictures: from its first sound); of a
/// recording, from the begin of the part.
/// </summary>
public sealed record FilmAnalysis
{
    private static readonly TimeSpan Seam = SoundLevels.Window;

    /// <summary>What was looked at.</summary>
    public required FilmSpan Range { get; init; }

    /// <summary>Whether there were pictures.</summary>
    public bool HasPicture { get; init; }

    /// <summary>Whether there was sound.</summary>
    public bool HasSound { get; init; }

    /// <summary>
    /// How exact marks of pictures are: the longest usual time between two pictures that were looked at. Of H.264 only the pictures that others lean on are decoded,
    /// so a scene begins at most so much earlier than its mark.
    /// </summary>
    public TimeSpan Grain { get; init; }

    /// <summary>Where another scene begins: the first picture of it that was looked at. Soft transitions have no mark.</summary>
    public IReadOnlyList<TimeSpan> Scenes { get; init; } = [];

    /// <summary>Stretches of black.</summary>
    public IReadOnlyList<FilmSpan> Black { get; init; } = [];

    /// <summary>Stretches in which nothing moved.</summary>
    public IReadOnlyList<FilmSpan> Frozen { get; init; } = [];

    /// <summary>Stretches of quiet, by the thresholds of <see cref="AnalysisRules"/>.</summary>
    public IReadOnlyList<FilmSpan> Silences { get; init; } = [];

    /// <summary>
    /// Stretches that sound like somebody speaking: loud against their surroundings, with a pitch now and then, and rising and falling as syllables do. It is a guess
    /// from the sound's form, not a recogniser: singing and some music count too.
    /// </summary>
    public IReadOnlyList<FilmSpan> SpeechLikely { get; init; } = [];

    /// <summary>Stretches that could not be read.</summary>
    public IReadOnlyList<FilmSpan> Unreadable { get; init; } = [];

    /// <summary>How loud it is over time.</summary>
    public LoudnessCurve Loudness { get; init; } = LoudnessCurve.None;

    /// <summary>What the integrated loudness is computed from.</summary>
    public LoudnessHistogram LoudnessBlocks { get; init; } = LoudnessHistogram.None;

    /// <summary>How strong the sound is, window by window.</summary>
    public SoundLevels Levels { get; init; } = SoundLevels.None;

    /// <summary>Integrated loudness of all of it, LUFS; null: nothing to measure.</summary>
    [JsonIgnore]
    public double? Integrated => LoudnessBlocks.Integrated;

    /// <summary>What could not be looked at: a stretch without anything known.</summary>
    public static FilmAnalysis Nothing(FilmSpan range) => new() { Range = range, Unreadable = [range] };

    /// <summary>The marks and curves of a range. The loudness of the whole goes with it, for a histogram cannot be divided.</summary>
    public FilmAnalysis Between(TimeSpan from, TimeSpan to) => this with
    {
        Range = Range.Within(from, to) ?? new FilmSpan(from, from),
        Scenes = [.. Scenes.Where(scene => scene >= from && scene < to)],
        Black = Inside(Black, from, to),
        Frozen = Inside(Frozen, from, to),
        Silences = Inside(Silences, from, to),
        SpeechLikely = Inside(SpeechLikely, from, to),
        Unreadable = Inside(Unreadable, from, to),
        Loudness = Loudness.Between(from, to),
        Levels = Levels.Between(from, to),
    };

    /// <summary>This one and the one that follows it: what the seam divided is one again.</summary>
    public FilmAnalysis With(FilmAnalysis next) => new()
    {
        Range = new FilmSpan(Range.From, next.Range.To),
        HasPicture = HasPicture || next.HasPicture,
        HasSound = HasSound || next.HasSound,
        Grain = Grain > next.Grain ? Grain : next.Grain,
        Scenes = [.. Scenes, .. next.Scenes],
        Black = FilmSpan.Join([.. Black, .. next.Black], Seam),
        Frozen = FilmSpan.Join([.. Frozen, .. next.Frozen], Seam),
        Silences = FilmSpan.Join([.. Silences, .. next.Silences], Seam),
        SpeechLikely = FilmSpan.Join([.. SpeechLikely, .. next.SpeechLikely], Seam),
        Unreadable = FilmSpan.Join([.. Unreadable, .. next.Unreadable], Seam),
        Loudness = Loudness.With(next.Loudness),
        LoudnessBlocks = LoudnessBlocks.With(next.LoudnessBlocks),
        Levels = Levels.With(next.Levels),
    };

    private static IReadOnlyList<FilmSpan> Inside(IReadOnlyList<FilmSpan> spans, TimeSpan from, TimeSpan to) => [.. spans.Select(span => span.Within(from, to)).OfType<FilmSpan>()];
}
