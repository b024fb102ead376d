namespace MediaPipeline.Imaging;

/// <summary>The shape of a cover; each platform's presets say which they take.</summary>
public enum CoverShape
{
    /// <summary>3:4, 1080×1440.</summary>
    Upright,

    /// <summary>9:16, 1080×1920.</summary>
    Tall,

    /// <summary>1:1, 1080×1080.</summary>
    Square,

    /// <summary>16:9, 1920×1080.</summary>
    Wide,
}

/// <summary>How a cover is laid out.</summary>
public enum CoverTemplate
{
    /// <summary>The picture as a card on a blurred ground.</summary>
    Framed,

    /// <summary>The picture to the edges, the words on a band of the brand's colour.</summary>
    Band,

    /// <summary>The price on a large ticket, the picture above it.</summary>
    PriceFirst,

    /// <summary>A poster: the picture over everything, large words on a veil.</summary>
    Poster,
}

/// <summary>What a cover shows.</summary>
/// <param name="Frame">A frame of the clip (PNG or JPEG); null: the product's picture alone.</param>
/// <param name="PriceText">As it is written on a card.</param>
/// <param name="BaseName">Who sells; written where <see cref="Brand"/> is null.</param>
/// <param name="QrText">Where the code leads; null: no code.</param>
/// <param name="ProductPicture">The picture of the card on air.</param>
public sealed record CoverSpec(byte[]? Frame, string Title, string PriceText, string BaseName, string? QrText, byte[]? ProductPicture)
{
    /// <summary>How it is laid out.</summary>
    public CoverTemplate Template { get; init; }

    /// <summary>Its size.</summary>
    public CoverShape Shape { get; init; }

    /// <summary>Colours, letters, name and logo; null: the studio's own, with <see cref="BaseName"/>.</summary>
    public BrandKit? Brand { get; init; }

    /// <summary>A few words under the code that say what it is for; null: none.</summary>
    public string? QrCaption { get; init; }

    /// <summary>What part of the frame must be seen when it is cropped: its middle, 0–1 from the left and the top; null: a little above the middle.</summary>
    public (double X, double Y)? Focus { get; init; }

    /// <summary>The brand, or the studio's own.</summary>
    internal BrandKit BrandOrPlain => Brand ?? BrandKit.Plain(BaseName);
}

/// <summary>What drawing a cover came to.</summary>
public abstract record CoverOutcome
{
    /// <summary>A JPEG; where it has a code, the code was read again from it, at full size and from a 360p frame.</summary>
    public sealed record Drawn(byte[] Jpeg, CoverFacts Facts) : CoverOutcome;

    /// <summary>There is none. Codes: qr-unreadable, brand-name, brand-colour, brand-logo; when it is written also disk-full.</summary>
    public sealed record Refused(string Code) : CoverOutcome;
}

/// <summary>What is on a finished cover.</summary>
/// <param name="TitleLines">As they were broken.</param>
/// <param name="TitleShortened">Not all of the title found room; the last line ends with an ellipsis.</param>
/// <param name="QrModule">Side of a module of the code in pixels; 0: no code.</param>
/// <param name="QrRead">What was read again, from the full size and from 360p; empty: no code.</param>
public sealed record CoverFacts(int Width, int Height, IReadOnlyList<string> TitleLines, bool TitleShortened, int QrModule, string QrRead);
