using System.Text.Json.Serialization;

namespace MediaPipeline.Rendering;

/// <summary>
/// What is to be made of a finished clip. Pure data; texts in it are hostile and are only ever drawn. Times count from the first picture of
/// <paramref name="Film"/> as it is given, before any change of speed.
/// </summary>
/// <param name="Film">A finished, exact clip.</param>
/// <param name="Presets">A rendition is made for each; no two with the same id.</param>
public sealed record RenderJob(string Film, IReadOnlyList<RenditionPreset> Presets)
{
    /// <summary>Most presets, spans of one overlay, and masks.</summary>
    public const int MostPresets = 12, MostSpans = 64;

    /// <summary>How the picture fills a shape that is not its own.</summary>
    public Layout Layout { get; init; } = new Layout.Crop();

    /// <summary>Captions; each preset says whether they are burned in, kept as a track or left out.</summary>
    public CaptionTrack? Captions { get; init; }

    /// <summary>How burned-in captions look.</summary>
    public CaptionStyle CaptionStyle { get; init; }

    /// <summary>The product card, shown in its spans.</summary>
    public ProductCard? Card { get; init; }

    /// <summary>The logo, shown throughout.</summary>
    public BrandMark? Brand { get; init; }

    /// <summary>A film shown before; null: none.</summary>
    public string? Intro { get; init; }

    /// <summary>A film shown after; null: none.</summary>
    public string? Outro { get; init; }

    /// <summary>Music under the voice.</summary>
    public MusicBed? Music { get; init; }

    /// <summary>How many times faster than it was, 0.5–2; voices keep their pitch.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>What may not be seen (or heard) in its span: an offer that has ended.</summary>
    public IReadOnlyList<Mask> Masks { get; init; } = [];

    /// <summary>Written into each file as its comment, for example where the clip comes from; at most 2,000 characters.</summary>
    public string? Comment { get; init; }

    /// <summary>Whether an encoder of the graphics card may be used where a trial shows that it works.</summary>
    public bool Hardware { get; init; } = true;
}

/// <summary>A time within a film: from its first picture, end not included.</summary>
public readonly record struct FilmSpan(TimeSpan From, TimeSpan To);

/// <summary>A part of the picture, as shares (0–1) of its width and height.</summary>
public readonly record struct Region(double Left, double Top, double Width, double Height);

/// <summary>A part of the picture that is made unreadable in a span, and silence if wished.</summary>
/// <param name="Muted">Whether the sound of the span is left out too.</param>
public sealed record Mask(FilmSpan Span, Region Region, bool Muted);

/// <summary>How a picture fills a shape that is not its own.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Crop), "crop")]
[JsonDerivedType(typeof(Blur), "blur")]
[JsonDerivedType(typeof(Split), "split")]
public abstract record Layout
{
    /// <summary>
    /// As much of the picture as fits, around the subject. Without a word from a person the subject is where most moves and stands out, measured
    /// on small pictures: no face is looked for.
    /// </summary>
    public sealed record Crop : Layout
    {
        /// <summary>What must be seen; null: measured.</summary>
        public Region? Subject { get; init; }

        /// <summary>Middles of the crop over time, by a person; wins over <see cref="Subject"/>. At most 64.</summary>
        public IReadOnlyList<CropPoint> Track { get; init; } = [];
    }

    /// <summary>The whole picture before an enlarged, blurred copy of itself.</summary>
    public sealed record Blur : Layout;

    /// <summary>Above the picture, below the product (the card's picture, name and price). Without a card, or in wide shapes, as <see cref="Blur"/>.</summary>
    public sealed record Split : Layout;
}

/// <summary>Where the middle of the crop is at a time, as a share (0–1) of the picture's width.</summary>
public readonly record struct CropPoint(TimeSpan At, double Middle);

/// <summary>The card of a product. Texts are drawn as they are, shortened where they do not fit; a price is made smaller rather than cut.</summary>
/// <param name="Name">The product's name.</param>
/// <param name="Price">As it is written on a card, for example ¥39.90.</param>
/// <param name="Unit">For example 5斤/箱; null: none.</param>
/// <param name="Picture">JPEG, PNG or WebP that was taken in before; null: none.</param>
/// <param name="Spans">When it is shown; empty: never (but a split layout shows it throughout).</param>
public sealed record ProductCard(string Name, string Price, string? Unit, byte[]? Picture, IReadOnlyList<FilmSpan> Spans)
{
    /// <summary>A line of small print, for example the lot; null: none.</summary>
    public string? Note { get; init; }
}

/// <summary>A logo in the upper corner, inside the preset's safe zone.</summary>
/// <param name="Logo">PNG, JPEG or WebP that was taken in before; it may be transparent.</param>
public sealed record BrandMark(byte[] Logo);

/// <summary>Music, repeated as long as the clip lasts and faded out at its end.</summary>
/// <param name="File">A film or a piece of music.</param>
/// <param name="GainDb">How much louder it is made before it is mixed, -40–0 dB.</param>
/// <param name="Ducked">Whether it gives way to the voice.</param>
public sealed record MusicBed(string File, double GainDb = -14, bool Ducked = true);

/// <summary>Looks of burned-in captions.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CaptionStyle>))]
public enum CaptionStyle
{
    /// <summary>White with a dark edge.</summary>
    Plain,

    /// <summary>White on a dark, half transparent box.</summary>
    Boxed,

    /// <summary>Large, yellow with a dark edge.</summary>
    Strong,
}
