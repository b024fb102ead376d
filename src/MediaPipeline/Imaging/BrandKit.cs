using SkiaSharp;

namespace MediaPipeline.Imaging;

/// <summary>Which letters a brand writes with.</summary>
public enum BrandFont
{
    /// <summary>黑体: Noto Sans CJK, or what is installed.</summary>
    Sans,

    /// <summary>宋体: Noto Serif CJK; the sans letters where it is not installed.</summary>
    Serif,
}

/// <summary>What all covers of one seller have in common. Text is readable on every ground: colours that would not be are moved until they are (<see cref="CoverPalette"/>).</summary>
/// <param name="Name">As it is written on covers; up to 40 characters are taken, what does not fit is shortened.</param>
/// <param name="Ground">Colour under the words, <c>#RRGGBB</c>.</param>
/// <param name="Accent">Colour of prices and marks, <c>#RRGGBB</c>.</param>
/// <param name="Logo">JPEG, PNG or WebP, at most 2 MB and 4 megapixels; null: the name alone.</param>
public sealed record BrandKit(string Name, string Ground, string Accent, BrandFont Font = BrandFont.Sans, byte[]? Logo = null)
{
    /// <summary>Code: the name is empty or too long.</summary>
    public const string BadName = "brand-name";

    /// <summary>Code: a colour is not written as <c>#RRGGBB</c>.</summary>
    public const string BadColour = "brand-colour";

    /// <summary>Code: the logo is not a picture, or too large.</summary>
    public const string BadLogo = "brand-logo";

    private const int LongestName = 40, MostLogoBytes = 2_000_000;
    private const long MostLogoPixels = 4_000_000;

    /// <summary>The studio's own colours.</summary>
    public static BrandKit Plain(string name) => new(name, "#121A17", "#FFD166");

    /// <summary>What is wrong with it, as a code; null: nothing.</summary>
    public string? Problem() =>
        Name.Trim().Length == 0 || Name.Length > LongestName ? BadName
        : ColourOf(Ground) is null || ColourOf(Accent) is null || !Enum.IsDefined(Font) ? BadColour
        : Logo is not null && !IsLogo(Logo) ? BadLogo
        : null;

    internal static SKColor? ColourOf(string text) =>
        text.Length == 7 && text[0] == '#' && uint.TryParse(text.AsSpan(1), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out uint rgb)
            ? new SKColor(0xFF000000 | rgb)
            : null;

    // The header says how large it is; nothing is decoded for this.
    private static bool IsLogo(byte[] logo)
    {
        if (logo.Length is 0 or > MostLogoBytes || OtherFormats.IsOne(logo)) return false;
        using SKData data = SKData.CreateCopy(logo);
        using SKCodec? codec = SKCodec.Create(data);
        return codec is { EncodedFormat: SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Png or SKEncodedImageFormat.Webp } && (long)codec.Info.Width * codec.Info.Height <= MostLogoPixels;
    }
}

/// <summary>A brand's colours as they are used: each ink can be read on its ground (contrast 4.5 at least).</summary>
/// <param name="Ground">Under the words.</param>
/// <param name="Ink">Words on the ground.</param>
/// <param name="Price">Prices on the ground.</param>
/// <param name="Accent">The brand's colour, as a ground of its own.</param>
/// <param name="AccentInk">Words on the accent.</param>
/// <param name="Veil">How thickly (0–1) the ground lies over a picture under words.</param>
internal sealed record CoverPalette(SKColor Ground, SKColor Ink, SKColor Price, SKColor Accent, SKColor AccentInk, double Veil)
{
    public static CoverPalette Of(BrandKit brand)
    {
        (SKColor ground, SKColor accent) = (BrandKit.ColourOf(brand.Ground) ?? SKColors.Black, BrandKit.ColourOf(brand.Accent) ?? SKColors.White);
        (SKColor ink, SKColor price) = (Contrast.InkOn(ground), Contrast.Readable(accent, ground));
        return new CoverPalette(ground, ink, price, accent, Contrast.InkOn(accent), Math.Max(Contrast.Cover(ground, ink), Contrast.Cover(ground, price)));
    }
}
