using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MediaPipeline.Exports;

/// <summary>A project of LosslessCut (.llc, version 2; JSON, which is JSON5 too). It knows one film: cuts of other sources are left out.</summary>
public static class LosslessCutFile
{
    private const int Version = 2;
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The project of the source that most pieces are taken from.</summary>
    public static string Write(CutList list) => Write(list, list.Cuts.SelectMany(cut => cut.Pieces).GroupBy(piece => piece.Source).OrderByDescending(pieces => pieces.Count()).ThenBy(pieces => pieces.Key).Select(pieces => pieces.Key).FirstOrDefault());

    /// <summary>The project of a source.</summary>
    /// <param name="source">Its place among the sources.</param>
    public static string Write(CutList list, int source)
    {
        JsonArray segments = [];
        foreach (CutEvent one in CutEvent.Of(list).Where(one => one.Piece.Source == source))
        {
            var tags = new JsonObject { ["onAir"] = one.Piece.At.ToString("O", CultureInfo.InvariantCulture) };
            if (one.Cut.Id is { } id) tags["clip"] = id;
            segments.Add((JsonNode)new JsonObject
            {
                ["start"] = Math.Round((double)list.Rate.Seconds(one.First), 6),
                ["end"] = Math.Round((double)list.Rate.Seconds(one.First + one.Frames), 6),
                ["name"] = one.Name,
                ["tags"] = tags,
            });
        }
        var project = new JsonObject { ["version"] = Version, ["mediaFileName"] = list.Sources.Count > source ? ExportText.Line(list.Sources[source].Name) : "", ["cutSegments"] = segments };
        return project.ToJsonString(Form) + "\n";
    }
}
