using System.Text.Json;

namespace MediaPipeline.Rendering;

/// <summary>What recognisers of speech write: <c>segments</c> with start, end (seconds) and text, or <c>transcription</c> with offsets (milliseconds) and text.</summary>
internal static class CaptionJson
{
    public static (List<CaptionLine>? Lines, int Wrong, string Form) Segments(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 16 });
            JsonElement root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && (root.TryGetProperty("segments", out JsonElement list) || root.TryGetProperty("transcription", out list))) root = list;
            if (root.ValueKind != JsonValueKind.Array) return (null, 1, "json");
            List<CaptionLine> found = [];
            foreach (JsonElement segment in root.EnumerateArray())
            {
                if (Line(segment) is not { } line) return (null, 1, "json");
                if (line.To > line.From) found.Add(line); // recognisers give words of no length now and then
                if (found.Count > CaptionReader.MostLines) break;
            }
            return (found, 0, "json");
        }
        catch (JsonException broken)
        {
            return (null, (int)Math.Min(1_000_000, broken.LineNumber ?? 0) + 1, "json");
        }
    }

    private static CaptionLine? Line(JsonElement segment)
    {
        if (segment.ValueKind != JsonValueKind.Object || !segment.TryGetProperty("text", out JsonElement text) || text.ValueKind != JsonValueKind.String) return null;
        (TimeSpan? from, TimeSpan? to) = segment.TryGetProperty("offsets", out JsonElement offsets) && offsets.ValueKind == JsonValueKind.Object
            ? (At(offsets, "from", 0.001), At(offsets, "to", 0.001)) : (At(segment, "start", 1), At(segment, "end", 1));
        return from is { } begin && to is { } end ? new CaptionLine(begin, end, CaptionText.Plain(text.GetString()!, entities: false)) : null;
    }

    private static TimeSpan? At(JsonElement segment, string name, double unit) =>
        segment.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number * unit is >= 0 and < 360_000
            ? TimeSpan.FromMilliseconds(Math.Round(number * unit * 1000)) : null;
}
