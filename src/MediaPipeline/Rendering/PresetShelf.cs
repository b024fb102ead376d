using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MediaPipeline.Rendering;

/// <summary>What is wrong with a preset file.</summary>
/// <param name="File">Its name.</param>
/// <param name="Problem">A sentence that names the field and its range.</param>
public sealed record PresetFlaw(string File, string Problem);

/// <summary>The presets at hand: those that came with the program, replaced or joined by files of a folder.</summary>
/// <param name="Presets">By id, those that came with the program first.</param>
/// <param name="Flaws">Files that were not taken; a preset of the same id that came with the program stays.</param>
public sealed record PresetShelf(IReadOnlyList<RenditionPreset> Presets, IReadOnlyList<PresetFlaw> Flaws)
{
    /// <summary>A preset file may have so many bytes, a folder so many files.</summary>
    public const int MostBytes = 64 * 1024, MostFiles = 64;

    private const string Prefix = "MediaPipeline.Rendering.Presets.";
    private static readonly string[] Order = ["master", "douyin", "kuaishou", "channels", "taobao"];

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Reads them.</summary>
    /// <param name="folder">Files <c>*.json</c> of one's own; null or not there: none.</param>
    public static async Task<PresetShelf> ReadAsync(string? folder, CancellationToken cancellation)
    {
        List<RenditionPreset> presets = [.. Order.Select(BuiltIn)];
        List<PresetFlaw> flaws = [];
        if (folder is null || !Directory.Exists(folder)) return new PresetShelf(presets, flaws);
        foreach (string file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).Take(MostFiles))
        {
            string name = Path.GetFileName(file);
            (RenditionPreset? preset, string problem) = new FileInfo(file).Length > MostBytes ? (null, "more than 64 KiB") : Parse(await File.ReadAllTextAsync(file, cancellation));
            if (preset is null)
            {
                flaws.Add(new PresetFlaw(name, problem));
                continue;
            }
            int at = presets.FindIndex(known => known.Id == preset.Id);
            if (at < 0) presets.Add(preset);
            else presets[at] = preset;
        }
        return new PresetShelf(presets, flaws);
    }

    /// <summary>The preset of an id; null: there is none.</summary>
    public RenditionPreset? Find(string id) => Presets.FirstOrDefault(preset => preset.Id == id);

    /// <summary>A preset from JSON; null and what is wrong with it.</summary>
    public static (RenditionPreset? Preset, string Problem) Parse(string json)
    {
        try
        {
            if (JsonSerializer.Deserialize<RenditionPreset>(json, Json) is not { } preset) return (null, "empty");
            return PresetRules.Find(preset) is { } problem ? (null, problem) : (preset, "");
        }
        catch (Exception broken) when (broken is JsonException or NotSupportedException or ArgumentException)
        {
            // Where: $.safeZone.left, and the line.
            return (null, broken.Message);
        }
    }

    private static RenditionPreset BuiltIn(string id)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{Prefix}{id}.json") ?? throw new InvalidOperationException($"{id}.json is not in the program.");
        using var reader = new StreamReader(stream);
        (RenditionPreset? preset, string problem) = Parse(reader.ReadToEnd());
        return preset ?? throw new InvalidOperationException($"{id}.json: {problem}");
    }
}

/// <summary>What a preset may say.</summary>
internal static class PresetRules
{
    /// <summary>The first thing that is wrong; null: nothing.</summary>
    public static string? Find(RenditionPreset preset)
    {
        if (preset.Id.Length is 0 or > 32 || !preset.Id.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-') || preset.Id[0] == '-') return "id: 1-32 lower case letters, digits and hyphens";
        if (!preset.Name.ContainsKey("zh") || !preset.Name.ContainsKey("en") || preset.Name.Values.Any(name => name.Length is 0 or > 40)) return "name: zh and en, 1-40 characters each";
        if (preset.Source.Length is 0 or > 500) return "source: 1-500 characters";
        if (preset.Width is null != preset.Height is null) return "width, height: both or none";
        if (preset.Width is { } width && (width is < 128 or > 4096 || width % 2 != 0)) return "width: an even number, 128-4096";
        if (preset.Height is { } height && (height is < 128 or > 4096 || height % 2 != 0)) return "height: an even number, 128-4096";
        if (preset.FrameRate is not null and not (>= 10 and <= 120)) return "frameRate: 10-120";
        if (preset.Bitrate is not null and not (>= 200 and <= 100_000)) return "bitrate: 200-100000 kb/s";
        if (preset.ShortestSeconds is not null and not (> 0 and <= 86_400)) return "shortestSeconds: 0-86400";
        if (preset.LongestSeconds is not null and not (> 0 and <= 86_400) || preset.LongestSeconds <= preset.ShortestSeconds) return "longestSeconds: more than shortestSeconds, up to 86400";
        if (preset.Bytes is not null and not (>= 100_000 and <= 1L << 40)) return "bytes: 100000 or more";
        if (preset.Covers.Count > 8 || preset.Covers.Any(cover => cover.Width is < 64 or > 4096 || cover.Height is < 64 or > 4096)) return "covers: at most 8, 64-4096 pixels a side";
        if (preset.Loudness.Lufs is not (>= -31 and <= -5)) return "loudness.lufs: -31 to -5";
        if (preset.Loudness.TruePeak is not (>= -9 and <= 0)) return "loudness.truePeak: -9 to 0";
        SafeZone zone = preset.SafeZone;
        if (((double[])[zone.Left, zone.Top, zone.Right, zone.Bottom]).Any(share => share is not (>= 0 and <= 0.45))) return "safeZone: shares of 0-0.45";
        return preset.Notes.Any(note => note.Value.Length > 300) ? "notes: at most 300 characters each" : null;
    }
}
