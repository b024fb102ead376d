using System.Globalization;
using System.Text.Json;

namespace MediaPipeline.Probing;

/// <summary>ffprobe's JSON about streams and format, read carefully: any field may be missing.</summary>
internal static class StreamWords
{
    public static IndexedVideo? Video(JsonElement root)
    {
        if (First(root, "video") is not { } video || TickOf(Text(video, "time_base")) is not { } tick) return null;
        return new IndexedVideo(Text(video, "codec_name"), Text(video, "profile"), Number(video, "level"), Number(video, "width"), Number(video, "height"), Text(video, "pix_fmt"), Text(video, "field_order"), Rotation(video), tick)
        {
            SampleAspect = Text(video, "sample_aspect_ratio"),
            Range = Text(video, "color_range"),
            Space = Text(video, "color_space"),
            Primaries = Text(video, "color_primaries"),
            Transfer = Text(video, "color_transfer"),
        };
    }

    public static int? AudioRate(JsonElement root) =>
        First(root, "audio") is { } audio && int.TryParse(Text(audio, "sample_rate"), CultureInfo.InvariantCulture, out int rate) && rate > 0 ? rate : null;

    public static string Format(JsonElement root) => root.TryGetProperty("format", out JsonElement format) ? Text(format, "format_name") : "";

    public static double Start(JsonElement root) =>
        root.TryGetProperty("format", out JsonElement format) && double.TryParse(Text(format, "start_time"), CultureInfo.InvariantCulture, out double start) ? start : 0;

    private static JsonElement? First(JsonElement root, string type)
    {
        if (!root.TryGetProperty("streams", out JsonElement streams)) return null;
        foreach (JsonElement stream in streams.EnumerateArray())
        {
            if (Text(stream, "codec_type") == type) return stream;
        }
        return null;
    }

    private static int Rotation(JsonElement video)
    {
        if (!video.TryGetProperty("side_data_list", out JsonElement list)) return 0;
        foreach (JsonElement data in list.EnumerateArray())
        {
            if (data.TryGetProperty("rotation", out JsonElement turned) && turned.TryGetDouble(out double degrees)) return (int)Math.Round(degrees);
        }
        return 0;
    }

    private static Tick? TickOf(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length == 2 && long.TryParse(parts[0], CultureInfo.InvariantCulture, out long numerator) && long.TryParse(parts[1], CultureInfo.InvariantCulture, out long denominator) && numerator > 0 && denominator > 0
            ? new Tick(numerator, denominator) : null;
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static int Number(JsonElement element, string name) => element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : 0;
}
