using System.Globalization;
using System.Text.Json;

namespace MediaPipeline.Importing;

/// <summary>What the headers of a recording from elsewhere say. Claims: none of them is believed where it matters.</summary>
/// <param name="Reader">ffmpeg's name of the container's reader; every later run names it.</param>
/// <param name="Duration">Null: it does not say.</param>
/// <param name="Sound">Null: there is none.</param>
/// <param name="SoundTracks">How many there are.</param>
/// <param name="Tags">Times of day that the file carries: tag → text.</param>
public sealed record ImportFacts(string Reader, TimeSpan? Duration, PictureFacts Picture, SoundFacts? Sound, int SoundTracks, IReadOnlyDictionary<string, string> Tags);

/// <summary>The pictures' stream.</summary>
/// <param name="Index">Its number in the file.</param>
/// <param name="Rotation">Degrees by which a player turns them.</param>
/// <param name="PixelAspect">Width ÷ height of a pixel.</param>
/// <param name="Interlaced">Made of two halves.</param>
/// <param name="Frames">How many it claims; null: it does not say.</param>
public sealed record PictureFacts(int Index, string Codec, string Profile, int Width, int Height, string PixelFormat, int Rotation, double PixelAspect, bool Interlaced, double FrameRate, long? Frames);

/// <summary>The first sound track.</summary>
public sealed record SoundFacts(int Index, string Codec, string Profile, int SampleRate, int Channels);

/// <summary>Reads what ffprobe writes.</summary>
internal static class ImportHeaders
{
    /// <summary>The facts, or a code of why there are none.</summary>
    /// <exception cref="JsonException">It is no answer of ffprobe's.</exception>
    public static (ImportFacts? Facts, string? Problem) Read(string reader, string json, ImportLimits limits)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement[] streams = document.RootElement.TryGetProperty("streams", out JsonElement found) ? [.. found.EnumerateArray()] : [];
        if (streams.Length > limits.Streams) return (null, ImportCodes.TooManyStreams);
        JsonElement[] pictures = [.. streams.Where(stream => Text(stream, "codec_type") == "video" && !IsCover(stream))];
        if (pictures.Length == 0) return (null, streams.Length == 0 ? ImportCodes.Unreadable : ImportCodes.NoPictures);
        if (pictures.Any(picture => (long)Number(picture, "width") * Number(picture, "height") > limits.Pixels || Number(picture, "width") > 16384 || Number(picture, "height") > 16384)) return (null, ImportCodes.TooManyPixels);
        PictureFacts taken = Picture(pictures[0]);
        if (taken.Width == 0 || taken.Height == 0) return (null, ImportCodes.Unreadable);
        JsonElement[] sounds = [.. streams.Where(stream => Text(stream, "codec_type") == "audio")];
        JsonElement format = document.RootElement.TryGetProperty("format", out JsonElement one) ? one : default;
        TimeSpan? duration = Seconds(format, "duration") ?? Seconds(pictures[0], "duration");
        return (new ImportFacts(reader, duration, taken, sounds.Length == 0 ? null : Sound(sounds[0]), sounds.Length, Tags(format, pictures[0])), null);
    }

    private static PictureFacts Picture(JsonElement stream)
    {
        int rotation = 0;
        if (stream.TryGetProperty("side_data_list", out JsonElement more)) rotation = more.EnumerateArray().Select(data => Number(data, "rotation")).FirstOrDefault(degrees => degrees != 0);
        string field = Text(stream, "field_order");
        return new PictureFacts(
            Number(stream, "index"), Text(stream, "codec_name"), Text(stream, "profile"), Number(stream, "width"), Number(stream, "height"), Text(stream, "pix_fmt"), ((rotation % 360) + 360) % 360,
            Ratio(Text(stream, "sample_aspect_ratio").Replace(':', '/')) is > 0 and var aspect ? aspect : 1, field is "tt" or "bb" or "tb" or "bt", Ratio(Text(stream, "avg_frame_rate")),
            long.TryParse(Text(stream, "nb_frames"), NumberStyles.None, CultureInfo.InvariantCulture, out long frames) ? frames : null);
    }

    private static SoundFacts Sound(JsonElement stream) => new(
        Number(stream, "index"), Text(stream, "codec_name"), Text(stream, "profile"),
        int.TryParse(Text(stream, "sample_rate"), NumberStyles.None, CultureInfo.InvariantCulture, out int rate) ? rate : 0, Number(stream, "channels"));

    private static Dictionary<string, string> Tags(params JsonElement[] carriers)
    {
        Dictionary<string, string> tags = new(StringComparer.Ordinal);
        foreach (JsonElement carrier in carriers)
        {
            if (carrier.ValueKind != JsonValueKind.Object || !carrier.TryGetProperty("tags", out JsonElement found)) continue;
            foreach (JsonProperty tag in found.EnumerateObject()) tags.TryAdd(tag.Name, tag.Value.ToString());
        }
        return tags;
    }

    private static bool IsCover(JsonElement stream) => stream.TryGetProperty("disposition", out JsonElement kind) && Number(kind, "attached_pic") != 0;

    private static string Text(JsonElement from, string name) => from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out JsonElement value) ? value.ToString() : "";

    private static int Number(JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && Math.Abs(number) < int.MaxValue ? (int)number : 0;

    private static TimeSpan? Seconds(JsonElement from, string name) =>
        double.TryParse(Text(from, name), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and < 1e10 ? TimeSpan.FromSeconds(seconds) : null;

    private static double Ratio(string text)
    {
        string[] parts = text.Split('/');
        bool both = parts.Length == 2 & double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double above);
        return both && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double below) && below != 0 ? above / below : 0;
    }
}
