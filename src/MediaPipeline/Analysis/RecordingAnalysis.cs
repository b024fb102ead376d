using System.Text.Json.Serialization;
using MediaPipeline.Recordings;

namespace MediaPipeline.Analysis;

/// <summary>What was found in a run of segments of one part; times count from the begin of the part.</summary>
/// <param name="Part">Its folder, for example part-0001.</param>
public sealed record PartAnalysis(string Part, FilmAnalysis Film);

/// <summary>What was found in a recording so far: a piece for each run of segments without a hole, in the order in which they were looked at.</summary>
/// <param name="Version">Of the form; see <see cref="AnalysisFile.Version"/>.</param>
public sealed record RecordingAnalysis(int Version, IReadOnlyList<PartAnalysis> Parts)
{
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(2);

    /// <summary>Nothing yet.</summary>
    public static RecordingAnalysis Empty { get; } = new(AnalysisFile.Version, []);

    /// <summary>Whether all closed segments of a recording have been looked at.</summary>
    public bool Covers(RecordingTimeline timeline) => timeline.Parts.All(part => part.Segments.All(segment => Holds(part.Init.Part, segment)));

    /// <summary>
    /// The same on the clock of the day: a piece for each run of segments of this timeline that was looked at. What the timeline leaves out (gaps, rehearsals) is left out,
    /// and a clock that is known better later moves everything with it.
    /// </summary>
    public IReadOnlyList<ClockedAnalysis> OnClock(RecordingTimeline timeline) =>
    [
        .. timeline.Parts.SelectMany(part => Parts
            .Where(piece => piece.Part == part.Init.Part)
            .Select(piece => (piece.Film, Range: piece.Film.Range.Within(part.Segments[0].MediaStart, part.Segments[^1].MediaStart + part.Segments[^1].Duration)))
            .Where(found => found.Range is not null)
            .Select(found => new ClockedAnalysis(part.Segments[0].WallStart - part.Segments[0].MediaStart, found.Film.Between(found.Range!.Value.From, found.Range.Value.To))))
            .OrderBy(piece => piece.From),
    ];

    internal bool Holds(string part, Segment segment)
    {
        TimeSpan middle = segment.MediaStart + (segment.Duration / 2);
        return Parts.Any(piece => piece.Part == part && piece.Film.Range.From <= middle && middle < piece.Film.Range.To);
    }

    /// <summary>With what was found in the next run of segments.</summary>
    internal RecordingAnalysis With(PartAnalysis found)
    {
        int before = -1;
        for (int i = 0; i < Parts.Count; i++)
        {
            if (Parts[i].Part == found.Part && (found.Film.Range.From - Parts[i].Film.Range.To).Duration() <= Rounding) before = i;
        }
        if (before < 0) return this with { Parts = [.. Parts, found] };
        return this with { Parts = [.. Parts.Select((piece, i) => i == before ? piece with { Film = piece.Film.With(found.Film) } : piece)] };
    }
}

/// <summary>What was found, by the clock of the day: a moment of the film is <see cref="Zero"/> + its time.</summary>
/// <param name="Zero">When the zero of the film's times was on air.</param>
public sealed record ClockedAnalysis(DateTimeOffset Zero, FilmAnalysis Film)
{
    /// <summary>From when on it knows something.</summary>
    [JsonIgnore]
    public DateTimeOffset From => Zero + Film.Range.From;

    /// <summary>Until when.</summary>
    [JsonIgnore]
    public DateTimeOffset To => Zero + Film.Range.To;
}
