using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MediaPipeline.Recordings;

namespace MediaPipeline.Cutting;

/// <summary>What will be cut, as data: which segments of which parts, copied whole.</summary>
/// <param name="From">Begin of the wish, by the wall clock.</param>
/// <param name="To">End of the wish.</param>
/// <param name="Stretches">Segments to copy, a stretch per part of the recording.</param>
/// <param name="LeadIn">How much is copied before <paramref name="From"/>, because segments begin at key frames.</param>
/// <param name="LeadOut">How much is copied after <paramref name="To"/>.</param>
public sealed record CutPlan(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<CutStretch> Stretches, TimeSpan LeadIn, TimeSpan LeadOut)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Length of the result.</summary>
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
        text.Append(CultureInfo.InvariantCulture, $"{From:HH:mm:ss.fff}–{To:HH:mm:ss.fff}: {Duration.TotalSeconds:0.000} s copied at segment borders ");
        text.Append(CultureInfo.InvariantCulture, $"({LeadIn.TotalSeconds:0.000} s before, {LeadOut.TotalSeconds:0.000} s after), nothing encoded again\n");
        foreach (CutStretch stretch in Stretches)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {stretch.Init.Part}: {stretch.Segments[0].Name} … {stretch.Segments[^1].Name} ({stretch.Segments.Count} segments, {stretch.Duration.TotalSeconds:0.000} s)\n");
        }
        return text.ToString();
    }
}

/// <summary>Segments of one part that follow each other.</summary>
public sealed record CutStretch(SegmentFile Init, IReadOnlyList<SegmentFile> Segments, TimeSpan Duration);

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
        List<CutStretch> stretches = [];
        DateTimeOffset? first = null, last = null;
        foreach (RecordingPart part in timeline.Parts)
        {
            Segment[] touched = [.. part.Segments.Where(segment => segment.WallEnd > from && segment.WallStart < to)];
            if (touched.Length == 0) continue;
            stretches.Add(new CutStretch(part.Init, [.. touched.Select(segment => segment.File)], touched.Aggregate(TimeSpan.Zero, (sum, segment) => sum + segment.Duration)));
            first ??= touched[0].WallStart;
            last = touched[^1].WallEnd;
        }
        if (stretches.Count == 0) return new CutDecision.NothingRecorded();
        return new CutDecision.Ready(new CutPlan(from, to, stretches, Positive(from - first!.Value), Positive(last!.Value - to)));
    }

    private static TimeSpan Positive(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;
}
