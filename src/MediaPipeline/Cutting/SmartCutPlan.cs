using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using MediaPipeline.Probing;

namespace MediaPipeline.Cutting;

/// <summary>What happens to a run of pictures.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SpanWork>))]
public enum SpanWork
{
    /// <summary>Decoded and encoded again: the edges, or everything.</summary>
    Encode,

    /// <summary>Packets copied as they are, from an IDR picture to before another one.</summary>
    Copy,
}

/// <summary>Pictures that follow each other and are treated alike. Times in ticks of the source.</summary>
/// <param name="FirstPts">When the first is shown.</param>
/// <param name="EndPts">When the picture behind the last is shown, or would be.</param>
/// <param name="Frames">How many.</param>
public sealed record CutSpan(SpanWork Work, long FirstPts, long EndPts, int Frames)
{
    /// <summary>Encode: the key picture from which decoding must begin; null: the begin of the file.</summary>
    public long? DecodeFrom { get; init; }

    /// <summary>Copy: decoding times of the first and last packets.</summary>
    public Reach Dts { get; init; }

    /// <summary>Copy: where the first and last packets begin in the file, in bytes.</summary>
    public Reach Positions { get; init; }
}

/// <summary>The first and the last of something.</summary>
public readonly record struct Reach(long First, long Last);

/// <summary>The rule by which a smart cut is worth its trouble, in pictures: encoded + copied/32 + runs of the encoder × pictures of a group &lt; all.</summary>
public sealed record CutCost(int Encoded, int Copied, int Runs, int Group, int Total)
{
    /// <summary>What a smart cut costs.</summary>
    public int Smart => Encoded + (Copied / 32) + (Runs * Group);

    /// <summary>Whether it is less than encoding everything.</summary>
    public bool IsWorth => Smart < Total;
}

/// <summary>How the pictures are encoded so that they stand between copied ones.</summary>
/// <param name="Profile">baseline, main or high, as the source.</param>
/// <param name="ReorderDepth">By how many pictures decoding runs ahead; another depth than the source's would make its clock go back at the joint.</param>
/// <param name="KeyInterval">Pictures of a group.</param>
public sealed record EdgeEncoding(string Profile, int ReorderDepth, int KeyInterval);

/// <summary>A cut as data: which pictures of a file, and what happens to them.</summary>
/// <param name="From">Begin of the wish, from the first picture of the file.</param>
/// <param name="To">End of the wish; a picture that is shown then is not in it.</param>
/// <param name="Spans">In order, without a hole.</param>
/// <param name="FullEncode">Why everything is encoded, one of <see cref="FullEncodeReasons"/>; null: it is a smart cut.</param>
public sealed record SmartCutPlan(TimeSpan From, TimeSpan To, IReadOnlyList<CutSpan> Spans, string? FullEncode, CutCost? Cost, EdgeEncoding Encoding)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Length of a tick.</summary>
    public required Tick Tick { get; init; }

    /// <summary>Pictures in all.</summary>
    [JsonIgnore]
    public int Frames => Spans.Sum(span => span.Frames);

    /// <summary>When the first picture is shown, in ticks.</summary>
    [JsonIgnore]
    public long FirstPts => Spans[0].FirstPts;

    /// <summary>Length of the result.</summary>
    [JsonIgnore]
    public TimeSpan Duration => TimeSpan.FromSeconds(Tick.Seconds(Spans[^1].EndPts - FirstPts));

    /// <summary>The plan as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>A plan that <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">It is not one.</exception>
    public static SmartCutPlan FromJson(string json) => JsonSerializer.Deserialize<SmartCutPlan>(json, Json) ?? throw new JsonException("Not a plan.");

    /// <summary>The plan for a person.</summary>
    public string Describe()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{From.TotalSeconds:0.000}–{To.TotalSeconds:0.000} s: {Frames} pictures, {Duration.TotalSeconds:0.000} s\n");
        foreach (CutSpan span in Spans)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {(span.Work == SpanWork.Copy ? "copy  " : "encode")} {span.Frames,6} pictures  pts {span.FirstPts}–{span.EndPts} (ticks of {Tick} s)\n");
        }
        if (Cost is { } cost) text.Append(CultureInfo.InvariantCulture, $"  cost {cost.Smart} of {cost.Total}: {cost.Encoded} encoded + {cost.Copied}/32 copied + {cost.Runs} × {cost.Group}\n");
        if (FullEncode is not null) text.Append(CultureInfo.InvariantCulture, $"  everything is encoded: {FullEncode}\n");
        return text.ToString();
    }
}

/// <summary>Stable codes of why everything is encoded.</summary>
public static class FullEncodeReasons
{
    /// <summary>Not H.264, or a profile, pixel format or depth of reordering that the encoder cannot be matched to.</summary>
    public const string Codec = "codec";

    /// <summary>Two fields a picture.</summary>
    public const string Interlaced = "interlaced";

    /// <summary>Players turn the picture; a joined file has one turn for all.</summary>
    public const string Rotated = "rotated";

    /// <summary>There are no two IDR pictures in the wish (open groups, one long group, a short wish).</summary>
    public const string NoWholeGroup = "no-whole-group";

    /// <summary>The parameter sets (size, profile, colours …) change in it.</summary>
    public const string ParametersChange = "parameters-change";

    /// <summary>An edit list hides pictures in it.</summary>
    public const string EditList = "edit-list";

    /// <summary>Time stamps are missing, repeat or do not fit the order of decoding.</summary>
    public const string Disordered = "timestamps-disordered";

    /// <summary>The clock of the file goes back somewhere: it cannot be sought in.</summary>
    public const string ClockGoesBack = "clock-goes-back";

    /// <summary>The rule of cost.</summary>
    public const string Cost = "not-worth-it";

    /// <summary>A smart cut was made and did not pass its check.</summary>
    public const string CheckFailed = "smart-cut-failed-check";
}

/// <summary>Whether there is a plan.</summary>
public abstract record PlanOutcome
{
    /// <summary>There is.</summary>
    public sealed record Planned(SmartCutPlan Plan) : PlanOutcome;

    /// <summary>The wish cannot be cut. Codes: empty-wish, nothing-there, clock-goes-back, timestamps-missing.</summary>
    public sealed record Refused(string Code) : PlanOutcome;
}
