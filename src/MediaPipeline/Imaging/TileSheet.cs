using SkiaSharp;

namespace MediaPipeline.Imaging;

/// <summary>Many small pictures of one size on one large one.</summary>
public static class TileSheet
{
    private const int Quality = 72;
    private static readonly SKSamplingOptions AsItIs = new(SKFilterMode.Nearest);

    /// <summary>The sheet as JPEG.</summary>
    /// <param name="before">The sheet as it was; tiles that are not given stay. Null: there was none.</param>
    /// <param name="tiles">Places, counted row by row, and pictures.</param>
    public static byte[] Draw(byte[]? before, IEnumerable<(int Place, byte[] Picture)> tiles, int width, int height, int columns, int rows)
    {
        using var sheet = new SKBitmap(new SKImageInfo(width * columns, height * rows, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(sheet);
        canvas.Clear(SKColors.Black);
        using (SKBitmap? old = before is null ? null : SKBitmap.Decode(before))
        {
            if (old is not null) canvas.DrawBitmap(old, 0, 0, AsItIs);
        }
        foreach ((int place, byte[] picture) in tiles)
        {
            using SKBitmap? tile = SKBitmap.Decode(picture);
            if (tile is not null) canvas.DrawBitmap(tile, SKRect.Create(place % columns * width, place / columns * height, width, height), AsItIs);
        }
        using SKData encoded = sheet.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return encoded.ToArray();
    }
}
