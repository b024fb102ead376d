using System.Text.Json;
using System.Text.Json.Serialization;

namespace MediaPipeline.Analysis;

/// <summary>A stretch of a film, from the first to before the second moment.</summary>
/// <param name="From">From the film's zero, inclusive.</param>
/// <param name="To">From the film's zero, exclusive.</param>
public readonly record struct FilmSpan(TimeSpan From, TimeSpan To)
{
    /// <summary>How long it is.</summary>
    [JsonIgnore]
    public TimeSpan Length => To - From;

    /// <summary>What it has in common with a range; null: nothing.</summary>
    public FilmSpan? Within(TimeSpan from, TimeSpan to)
    {
        (TimeSpan begin, TimeSpan end) = (From > from ? From : from, To < to ? To : to);
        return begin < end ? new FilmSpan(begin, end) : null;
    }

    /// <summary>In order, those that touch or nearly touch being one.</summary>
    /// <param name="slack">What counts as touching.</param>
    public static IReadOnlyList<FilmSpan> Join(IEnumerable<FilmSpan> spans, TimeSpan slack)
    {
        List<FilmSpan> joined = [];
        foreach (FilmSpan span in spans.OrderBy(span => span.From))
        {
            if (joined.Count > 0 && span.From - joined[^1].To <= slack) joined[^1] = joined[^1] with { To = joined[^1].To > span.To ? joined[^1].To : span.To };
            else joined.Add(span);
        }
        return joined;
    }
}

/// <summary>Times in JSON are seconds with three digits: what a screen and a person can read.</summary>
internal sealed class SecondsConverter : JsonConverter<TimeSpan>
{
    private const int Digits = 3;

    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        double seconds = reader.GetDouble();
        return Math.Abs(seconds) < 1e9 ? TimeSpan.FromMilliseconds(Math.Round(seconds * 1000)) : throw new JsonException("Not a time.");
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteNumberValue(Math.Round(value.TotalSeconds, Digits));
}
