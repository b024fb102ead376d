using System.Text.Json;

namespace Studio.Api.Graphics;

/// <summary>
/// What the studio needs of an EBU OGraf v1 manifest (https://ograf.ebu.io/v1/specification/docs/Specification.html), checked by hand: the
/// JSON Schema of the specification is at an address that a county's machine may not reach.
/// </summary>
internal sealed record GraphicManifest(string Name, string? Description, string Main)
{
    private const string Schema = "https://ograf.ebu.io/v1/specification/json-schemas/graphics/schema.json";

    /// <summary>Reads a manifest; null where it is none, or one of a graphic that cannot be on air.</summary>
    public static GraphicManifest? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            if (json.StartsWith("\uFEFF"u8)) json = json[3..];
            var reader = new Utf8JsonReader(json);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            if (json[(int)reader.BytesConsumed..].ContainsAnyExcept(" \t\r\n"u8)) return null;
            return Of(document.RootElement);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null; // no JSON, or text in it that is no Unicode
        }
    }

    private static GraphicManifest? Of(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || Text(root, "$schema") != Schema) return null;
        bool asked = Text(root, "id") is { Length: > 0 } id && !id.Contains('/', StringComparison.Ordinal) && Is(root, "supportsRealTime", true) && (Is(root, "supportsNonRealTime", true) || Is(root, "supportsNonRealTime", false));
        bool steps = !root.TryGetProperty("stepCount", out JsonElement count) || (count.ValueKind == JsonValueKind.Number && count.GetDouble() >= -1);
        bool form = !root.TryGetProperty("schema", out JsonElement schema) || (schema.ValueKind == JsonValueKind.Object && Text(schema, "type") is not null);
        return asked && steps && form && Text(root, "name") is { Length: > 0 } name && Text(root, "main") is { Length: > 0 } main
            ? new GraphicManifest(Short(name, 120), Text(root, "description") is { } description ? Short(description, 500) : null, main)
            : null;
    }

    private static string? Text(JsonElement of, string name) =>
        of.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool Is(JsonElement of, string name, bool wanted) =>
        of.TryGetProperty(name, out JsonElement value) && value.ValueKind == (wanted ? JsonValueKind.True : JsonValueKind.False);

    private static string Short(string text, int longest) => text.Length <= longest ? text : text[..longest];
}
