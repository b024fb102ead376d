namespace MediaPipeline.Rendering;

/// <summary>A rectangle in whole pixels.</summary>
public readonly record struct Box(int Left, int Top, int Width, int Height)
{
    /// <summary>The first pixel below.</summary>
    public int Bottom => Top + Height;

    /// <summary>The first pixel to the right.</summary>
    public int Right => Left + Width;
}

/// <summary>Where things stand in a picture so that neither they nor the platform's buttons cover each other.</summary>
/// <param name="Card">The product card.</param>
/// <param name="Logo">At most so large, in the upper left corner.</param>
/// <param name="CaptionLeft">Of a full line of captions.</param>
/// <param name="CaptionWidth">Of a line of captions at most.</param>
/// <param name="CaptionBottom">From the lower edge of the picture to the last line's lower edge.</param>
/// <param name="CaptionTop">From the upper edge to the first line of captions that stand at the top.</param>
/// <param name="CaptionSize">Height of a character.</param>
/// <param name="Lower">Of the lower part of a split picture, what stays free; counted from the part's own upper edge.</param>
internal sealed record Placing(Box Card, Box Logo, Box Lower, int CaptionLeft, int CaptionWidth, int CaptionBottom, int CaptionTop, int CaptionSize)
{
    /// <summary>In a picture of a size.</summary>
    /// <param name="split">Height of the upper part where the picture is split; 0: it is not.</param>
    public static Placing Of(int width, int height, SafeZone zone, bool captions, bool card, CaptionStyle style, int split = 0)
    {
        int left = Even(width * zone.Left), right = Even(width * (1 - zone.Right)), top = Even(height * zone.Top), bottom = Even(height * (1 - zone.Bottom));
        int small = Math.Min(width, height), gap = Even(small * 0.02);
        int size = Even(small * (style == CaptionStyle.Strong ? 0.062 : 0.05)), twoLines = (int)(size * 2.9);
        bool wide = width > height * 1.2;
        int cardWidth = wide ? Even(Math.Min(width * 0.36, right - left)) : Even(Math.Min(width * 0.8, right - left)), cardHeight = Even(cardWidth * 0.27);
        // Tall: the card stands below, where a shopping card is looked for, and captions above it. Wide: captions run below along the whole width.
        int cardBottom = wide && captions ? bottom - twoLines - gap : bottom;
        var cardBox = new Box(left, Math.Max(0, Even(cardBottom - cardHeight)), cardWidth, cardHeight);
        int captionBottom = split > 0 ? height - split + gap : !wide && card ? height - cardBox.Top + gap : height - bottom;
        int logoSide = Even(small * 0.14);
        // Captions stay in the middle of the picture: as far from the one edge as from the other.
        int aside = Math.Max(left, width - right);
        if (wide || width - (2 * aside) < width * 0.6) aside = Math.Max(left, Even(width * 0.06));
        return new Placing(cardBox, new Box(left, top, Even(logoSide * 2.2), logoSide), new Box(left, 0, right - left, Math.Max(2, bottom - split)), aside, width - (2 * aside), captionBottom, top + logoSide + gap, size);
    }

    // Colours have half the resolution: what begins at an odd pixel is smeared.
    private static int Even(double value) => (int)(value / 2) * 2;
}
