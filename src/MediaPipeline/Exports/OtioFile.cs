using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MediaPipeline.Exports;

/// <summary>OpenTimelineIO's own JSON: Timeline.1, Stack.1, Track.1, Clip.2, Gap.1, ExternalReference.1.</summary>
public static class OtioFile
{
    // Chinese stays readable; what JSON must escape is escaped all the same.
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file.</summary>
    public static string Write(CutList list)
    {
        IReadOnlyList<CutEvent> events = CutEvent.Of(list);
        JsonArray tracks = [Track(list, events, "Video", "V1")];
        if (list.HasSound) tracks.Add((JsonNode)Track(list, events, "Audio", "A1"));
        var timeline = new JsonObject
        {
            ["OTIO_SCHEMA"] = "Timeline.1",
            ["metadata"] = new JsonObject(),
            ["name"] = ExportText.Line(list.Title),
            ["global_start_time"] = null,
            ["tracks"] = Item("Stack.1", "tracks", null, new JsonObject { ["children"] = tracks }),
        };
        return timeline.ToJsonString(Form) + "\n";
    }

    private static JsonObject Track(CutList list, IReadOnlyList<CutEvent> events, string kind, string name)
    {
        JsonArray children = [];
        foreach (CutEvent one in events)
        {
            if (one.Gap > 0) children.Add((JsonNode)Item("Gap.1", "", Range(list.Rate, 0, one.Gap), []));
            children.Add((JsonNode)Clip(list, one));
        }
        return Item("Track.1", name, null, new JsonObject { ["children"] = children, ["kind"] = kind });
    }

    private static JsonObject Clip(CutList list, CutEvent one)
    {
        CutListSource source = list.Sources[one.Piece.Source];
        long start = list.Rate.Frame(source.StartTimecode);
        var media = new JsonObject
        {
            ["OTIO_SCHEMA"] = "ExternalReference.1",
            ["metadata"] = new JsonObject(),
            ["name"] = ExportText.Line(source.Name),
            ["available_range"] = Range(list.Rate, start, list.Rate.Frame(source.Duration)),
            ["available_image_bounds"] = null,
            ["target_url"] = source.Url,
        };
        JsonObject clip = Item("Clip.2", one.Name, Range(list.Rate, start + one.First, one.Frames), new JsonObject
        {
            ["media_references"] = new JsonObject { ["DEFAULT_MEDIA"] = media },
            ["active_media_reference_key"] = "DEFAULT_MEDIA",
        });
        clip["metadata"] = new JsonObject { ["studio"] = new JsonObject { ["clip"] = one.Cut.Id, ["onAir"] = one.Piece.At.ToString("O", CultureInfo.InvariantCulture) } };
        return clip;
    }

    private static JsonObject Item(string schema, string name, JsonObject? range, JsonObject more)
    {
        var item = new JsonObject
        {
            ["OTIO_SCHEMA"] = schema,
            ["metadata"] = new JsonObject(),
            ["name"] = name,
            ["source_range"] = range,
            ["effects"] = new JsonArray(),
            ["markers"] = new JsonArray(),
            ["enabled"] = true,
        };
        foreach ((string key, JsonNode? value) in more.ToArray())
        {
            more.Remove(key);
            item[key] = value;
        }
        return item;
    }

    private static JsonObject Range(FrameRate rate, long start, long frames) => new()
    {
        ["OTIO_SCHEMA"] = "TimeRange.1",
        ["duration"] = Time(rate, frames),
        ["start_time"] = Time(rate, start),
    };

    // Whole pictures at the very rate: 29.97 written as such is off by a picture in nine hours.
    private static JsonObject Time(FrameRate rate, long frames) => new() { ["OTIO_SCHEMA"] = "RationalTime.1", ["rate"] = rate.PerSecond, ["value"] = (double)frames };
}
