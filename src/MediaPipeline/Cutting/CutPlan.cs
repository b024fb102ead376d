using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MediaPipeline.Recordings;

namespace MediaPipeline.Cutting;

/// <summary>What will be cut, as data: which segments of which parts are read, and how much of the first and last is not wished.</summary>
/// <param name="From">Begin of the wish, by the wall clock.</param>
/// <param name="To">End of the wish.</param>
/// <param name="Stretches">Segments to read, a stretch per part of the recording.</param>
/// <param name="LeadIn">How much is read before <paramref name="From"/>, because segments begin at key frames.</param>
/// <param name="LeadOut">How much is read after <paramref name="To"/>.</param>
public sealed record CutPlan(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<CutStretch> Stretches, TimeSpan LeadIn, TimeSpan LeadOut)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Begin of what is read, by the wall clock.</summary>
    public DateTimeOffset CopiedFrom { get; init; }

    /// <summary>End of what is read, by the wall clock.</summary>
    public DateTimeOffset CopiedTo { get; init; }

    /// <summary>Parts that belong to the wish but not to the result: their codecs differ, and nothing is encoded again.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>What was done in each stretch: pictures encoded and copied, and why where all were encoded. Empty before it is done.</summary>
    public IReadOnlyList<SmartCutPlan> Done { get; init; } = [];

    /// <summary>Length of what is read.</summary>
    public TimeSpan Duration => Stretches.Aggregate(TimeSpan.Zero, (sum, stretch) => sum + stretch.Duration);

    /// <summary>The plan as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>A plan that <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">It is not one.</exception>
    public static CutPlan FromJson(string json) => JsonSerializer.Deserialize<CutPlan>(json, Json) ?? throw new JsonException("Not a plan.");

    /// <summary>The plan for a person.</summary>
    public string Describe()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{From:HH:mm:ss.fff}–{To:HH:mm:ss.fff}: {Duration.TotalSeconds:0.000} s read in whole segments ");
        text.Append(CultureInfo.InvariantCulture, $"({LeadIn.TotalSeconds:0.000} s before, {LeadOut.TotalSeconds:0.000} s after)\n");
        foreach (CutStretch stretch in Stretches)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {stretch.Init.Part}: {stretch.Segments[0].Name} … {stretch.Segments[^1].Name} ({stretch.Segments.Count} segments, ");
            text.Append(CultureInfo.InvariantCulture, $"media {stretch.MediaFrom.TotalSeconds:0.000}–{stretch.MediaTo.TotalSeconds:0.000} s)\n");
        }
        foreach (SmartCutPlan done in Done) text.Append(done.Describe());
        if (LeftOut.Count > 0) text.Append(CultureInfo.InvariantCulture, $"  left out, because the feed came with other codecs or another size: {string.Join(", ", LeftOut)}\n");
        return text.ToString();
    }
}

/// <summary>Segments of one part that follow each other.</summary>
public sealed record CutStretch(SegmentFile Init, IReadOnlyList<SegmentFile> Segments, TimeSpan Duration)
{
    /// <summary>Where the first of them begins, from the begin of its part.</summary>
    public TimeSpan MediaFrom { get; init; }

    /// <summary>Where the last of them ends.</summary>
    public TimeSpan MediaTo { get; init; }
}

/// <summary>Whether a stretch of the day can be cut now.</summary>
public abstract record CutDecision
{
    /// <summary>It can.</summary>
    public sealed record Ready(CutPlan Plan) : CutDecision;

    /// <summary>Its end is not in a closed segment yet.</summary>
    public sealed record NotYetRecorded(DateTimeOffset RecordedUntil) : CutDecision;

    /// <summary>Nothing of it was recorded, and nothing will be.</summary>
    public sealed record NothingRecorded : CutDecision;
}

/// <summary>Makes plans. Pure.</summary>
public static class CutPlanner
{
    /// <summary>Plans to cut a stretch of the day out of a recording that may still grow.</summary>
    public static CutDecision Plan(RecordingTimeline timeline, DateTimeOffset from, DateTimeOffset to)
    {
        if (timeline.IsEmpty || to <= from) return new CutDecision.NothingRecorded();
        if (timeline.End < to) return new CutDecision.NotYetRecorded(timeline.End);
        Touched[] touched =
        [
            .. timeline.Parts.Select(part => new Touched(part, [.. part.Segments.Where(segment => segment.WallEnd > from && segment.WallStart < to)]))
                .Where(part => part.Segments.Length > 0),
        ];
        if (touched.Length == 0) return new CutDecision.NothingRecorded();
        // One MP4 track holds one set of codec parameters: the format that covers most of the wish is taken, the rest is named as left out.
        Touched[] taken = touched.GroupBy(part => part.Part.Format, StringComparer.Ordinal).MaxBy(format => format.Sum(part => part.Duration.Ticks))!.ToArray();
        (DateTimeOffset first, DateTimeOffset last) = (taken[0].Segments[0].WallStart, taken[^1].Segments[^1].WallEnd);
        return new CutDecision.Ready(new CutPlan(from, to, [.. taken.Select(part => part.Stretch)], Positive(from - first), Positive(last - to))
        {
            CopiedFrom = first,
            CopiedTo = last,
            LeftOut = [.. touched.Except(taken).Select(part => part.Part.Init.Part).Distinct(StringComparer.Ordinal)],
        });
    }

    private static TimeSpan Positive(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;

    private sealed record Touched(RecordingPart Part, Segment[] Segments)
    {
        public TimeSpan Duration => Segments.Aggregate(TimeSpan.Zero, (sum, segment) => sum + segment.Duration);

        public CutStretch Stretch => new(Part.Init, [.. Segments.Select(segment => segment.File)], Duration)
        {
            MediaFrom = Segments[0].MediaStart,
            MediaTo = Segments[^1].MediaStart + Segments[^1].Duration,
        };
    }
}
