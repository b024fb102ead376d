using System.Text.Json.Serialization;

namespace MediaPipeline.Rendering;

/// <summary>What a platform wishes a file to be, as dated data. A limit that nobody could name for certain is null and is shown as unknown.</summary>
/// <param name="Id">Lower case letters, digits and hyphens; also the file's name.</param>
/// <param name="Name">The platform's name by language (zh, en).</param>
/// <param name="Dated">When the numbers were looked at last.</param>
/// <param name="Source">Where they come from, in plain words.</param>
public sealed record RenditionPreset(string Id, IReadOnlyDictionary<string, string> Name, DateOnly Dated, string Source)
{
    /// <summary>Pixels, even; null: as the film.</summary>
    public int? Width { get; init; }

    /// <summary>Pixels, even; null: as the film.</summary>
    public int? Height { get; init; }

    /// <summary>Pictures a second, at most; the film's own rate is kept below it. Null: always as the film.</summary>
    public double? FrameRate { get; init; }

    /// <summary>Kilobits a second of picture and sound together, at most; null: unknown.</summary>
    public int? Bitrate { get; init; }

    /// <summary>Seconds, at least; null: unknown.</summary>
    public double? ShortestSeconds { get; init; }

    /// <summary>Seconds, at most; null: unknown.</summary>
    public double? LongestSeconds { get; init; }

    /// <summary>Bytes, at most; null: unknown.</summary>
    public long? Bytes { get; init; }

    /// <summary>Sizes of covers in pixels, the usual one first.</summary>
    public IReadOnlyList<CoverSize> Covers { get; init; } = [];

    /// <summary>How loud.</summary>
    public LoudnessTarget Loudness { get; init; } = new(-16, -1);

    /// <summary>What the platform's own buttons and texts cover.</summary>
    public SafeZone SafeZone { get; init; } = new(0.04, 0.04, 0.04, 0.04);

    /// <summary>What happens to captions.</summary>
    public CaptionUse Captions { get; init; } = CaptionUse.Burn;

    /// <summary>Whether the product card is drawn.</summary>
    public bool Card { get; init; } = true;

    /// <summary>Whether the logo is drawn.</summary>
    public bool Brand { get; init; } = true;

    /// <summary>Whether the film before and the film after belong to it.</summary>
    public bool Frame { get; init; } = true;

    /// <summary>Remarks by the name of a limit, for example why it is unknown.</summary>
    public IReadOnlyDictionary<string, string> Notes { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>Size of a cover in pixels.</summary>
public readonly record struct CoverSize(int Width, int Height);

/// <summary>How loud a rendition should be.</summary>
/// <param name="Lufs">Integrated loudness, -31–-5 LUFS.</param>
/// <param name="TruePeak">At most, -9–0 dBTP.</param>
public sealed record LoudnessTarget(double Lufs, double TruePeak);

/// <summary>Margins that stay free, as shares (0–0.45) of width and height.</summary>
public sealed record SafeZone(double Left, double Top, double Right, double Bottom);

/// <summary>What happens to captions in a rendition.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CaptionUse>))]
public enum CaptionUse
{
    /// <summary>Part of the picture.</summary>
    Burn,

    /// <summary>A track (mov_text) that players switch on.</summary>
    Track,

    /// <summary>Left out.</summary>
    None,
}
