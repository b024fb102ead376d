using SkiaSharp;

namespace MediaPipeline.Imaging;

/// <summary>Where things lie on a cover, in pixels, before any of them is known.</summary>
/// <param name="Picture">The frame, or the product where there is no frame.</param>
/// <param name="Inset">The product beside the frame.</param>
/// <param name="Words">Title, price and code, unless <paramref name="Ticket"/> holds the price.</param>
/// <param name="Name">Corner of the brand's name.</param>
/// <param name="Ticket">What the price lies on by itself; empty: it stands under the title.</param>
/// <param name="QrUnderPrice">A narrow column: the code stands at its foot and not beside the price.</param>
/// <param name="TitleLow">The title stands on the price; else it hangs from the top.</param>
/// <param name="Title">Largest letters of a title.</param>
/// <param name="Price">Largest number of a price.</param>
internal sealed record CoverSlots(SKRect Picture, SKRect Inset, SKRect Words, SKPoint Name, SKRect Ticket, bool QrUnderPrice, bool TitleLow, float Title, float Price)
{
    public static (int Width, int Height) SizeOf(CoverShape shape) => shape switch
    {
        CoverShape.Tall => (1080, 1920),
        CoverShape.Square => (1080, 1080),
        CoverShape.Wide => (1920, 1080),
        _ => (1080, 1440),
    };

    /// <summary>
    /// What stays to be seen: short-video apps crop 9:16 covers to 3:4 in a profile's grid, and lay a duration over the lower right corner of wide ones. By what the apps
    /// showed in 2026; none of them publishes numbers.
    /// </summary>
    public static SKRect SafeZone(CoverShape shape) => shape switch
    {
        CoverShape.Tall => new SKRect(64, 260, 1016, 1660),
        CoverShape.Square => new SKRect(52, 52, 1028, 1028),
        CoverShape.Wide => new SKRect(80, 64, 1840, 984),
        _ => new SKRect(64, 64, 1016, 1376),
    };

    public static CoverSlots Of(CoverTemplate template, CoverShape shape) => template switch
    {
        CoverTemplate.Band => Band(shape),
        CoverTemplate.PriceFirst => PriceFirst(shape),
        CoverTemplate.Poster => Poster(shape),
        _ => Framed(shape),
    };

    private static CoverSlots Framed(CoverShape shape) => shape switch
    {
        CoverShape.Tall => new(Box(64, 372, 1016, 1130), Box(740, 960, 988, 1208), Box(64, 1250, 1016, 1660), Point(shape), SKRect.Empty, false, false, 92, 104),
        CoverShape.Square => new(Box(52, 148, 1028, 640), Box(796, 470, 1000, 674), Box(52, 704, 1028, 1028), Point(shape), SKRect.Empty, false, false, 72, 84),
        CoverShape.Wide => new(Box(80, 170, 1160, 984), Box(900, 720, 1120, 940), Box(1216, 170, 1840, 984), Point(shape), SKRect.Empty, true, false, 88, 104),
        _ => new(Box(64, 160, 1016, 874), Box(740, 690, 988, 938), Box(64, 972, 1016, 1376), Point(shape), SKRect.Empty, false, false, 88, 100),
    };

    private static CoverSlots Band(CoverShape shape) => shape switch
    {
        CoverShape.Tall => new(Box(0, 0, 1080, 1240), Box(744, 980, 1016, 1252), Box(64, 1274, 1016, 1660), Point(shape), SKRect.Empty, false, false, 96, 112),
        CoverShape.Square => new(Box(0, 0, 1080, 640), Box(812, 420, 1028, 636), Box(52, 672, 1028, 1028), Point(shape), SKRect.Empty, false, false, 76, 92),
        CoverShape.Wide => new(Box(0, 0, 1230, 1080), Box(930, 744, 1170, 984), Box(1270, 130, 1840, 984), Point(shape), SKRect.Empty, true, false, 92, 108),
        _ => new(Box(0, 0, 1080, 900), Box(756, 650, 1016, 910), Box(64, 934, 1016, 1376), Point(shape), SKRect.Empty, false, false, 92, 108),
    };

    private static CoverSlots PriceFirst(CoverShape shape) => shape switch
    {
        CoverShape.Tall => new(Box(64, 360, 1016, 1030), Box(760, 700, 984, 924), Box(64, 1290, 1016, 1660), Point(shape), Box(64, 980, 1016, 1244), false, false, 88, 220),
        CoverShape.Square => new(Box(52, 148, 1028, 540), Box(800, 296, 996, 492), Box(52, 716, 1028, 1028), Point(shape), Box(52, 504, 1028, 688), false, false, 68, 160),
        CoverShape.Wide => new(Box(80, 170, 960, 984), Box(700, 724, 920, 944), Box(1016, 500, 1840, 984), Point(shape), Box(900, 170, 1840, 440), false, false, 80, 216),
        _ => new(Box(64, 160, 1016, 776), Box(760, 468, 984, 692), Box(64, 1012, 1016, 1376), Point(shape), Box(64, 736, 1016, 972), false, false, 80, 196),
    };

    private static CoverSlots Poster(CoverShape shape) => shape switch
    {
        CoverShape.Tall => new(Box(0, 0, 1080, 1920), Box(756, 960, 1016, 1220), Box(64, 1250, 1016, 1660), Point(shape), SKRect.Empty, false, true, 116, 112),
        CoverShape.Square => new(Box(0, 0, 1080, 1080), Box(812, 400, 1028, 616), Box(52, 664, 1028, 1028), Point(shape), SKRect.Empty, false, true, 92, 92),
        CoverShape.Wide => new(Box(0, 0, 1920, 1080), Box(1580, 360, 1840, 620), Box(80, 640, 1840, 984), Point(shape), SKRect.Empty, false, true, 112, 112),
        _ => new(Box(0, 0, 1080, 1440), Box(756, 680, 1016, 940), Box(64, 970, 1016, 1376), Point(shape), SKRect.Empty, false, true, 108, 108),
    };

    private static SKPoint Point(CoverShape shape) => SafeZone(shape).Location;

    private static SKRect Box(float left, float top, float right, float bottom) => new(left, top, right, bottom);
}
