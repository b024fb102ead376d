using SkiaSharp;

namespace MediaPipeline.Imaging;

/// <summary>A picture small enough for a list on a thin line.</summary>
public static class Thumbnail
{
    /// <summary>The same picture with at most so many pixels on its longer side, as WebP; a smaller one keeps its size. Null: it cannot be decoded.</summary>
    /// <param name="picture">A picture that was taken in before: its size is within the intake's limits.</param>
    public static byte[]? Make(byte[] picture, int longestSide)
    {
        using SKBitmap? full = SKBitmap.Decode(picture);
        if (full is null) return null;
        float scale = Math.Min(1f, (float)longestSide / Math.Max(full.Width, full.Height));
        using var small = new SKBitmap(new SKImageInfo(
            Math.Max(1, (int)MathF.Round(full.Width * scale)), Math.Max(1, (int)MathF.Round(full.Height * scale)), SKColorType.Rgba8888, SKAlphaType.Premul, SKColorSpace.CreateSrgb()));
        using var canvas = new SKCanvas(small);
        canvas.Clear(SKColors.Transparent);
        using SKImage image = SKImage.FromBitmap(full);
        canvas.DrawImage(image, new SKRect(0, 0, small.Width, small.Height), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using SKImage drawn = SKImage.FromBitmap(small);
        using SKData encoded = drawn.Encode(SKEncodedImageFormat.Webp, 80);
        return encoded.ToArray();
    }
}
