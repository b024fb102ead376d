using SkiaSharp;

namespace Studio.Browser.Tests;

/// <summary>A decoded picture, asked by its pixels.</summary>
internal sealed class Picture
{
    private readonly SKColor[] _pixels;

    private Picture(int width, int height, SKColor[] pixels) => (Width, Height, _pixels) = (width, height, pixels);

    public int Width { get; }

    public int Height { get; }

    public SKColor this[int x, int y] => _pixels[(y * Width) + x];

    public static Picture Of(byte[] file)
    {
        using SKBitmap bitmap = SKBitmap.Decode(file) ?? throw new InvalidDataException("It is not a picture.");
        return new Picture(bitmap.Width, bitmap.Height, bitmap.Pixels);
    }

    /// <summary>A PNG of one colour.</summary>
    public static byte[] Plain(int width, int height, SKColor colour)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(colour);
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>Nothing at all is on it.</summary>
    public bool IsClear() => _pixels.All(pixel => pixel.Alpha == 0);

    /// <summary>How many pixels of an area satisfy a condition.</summary>
    public int Count(float left, float top, float width, float height, Func<SKColor, bool> condition)
    {
        int count = 0;
        for (int y = Math.Max(0, (int)top); y < Math.Min(Height, (int)(top + height)); y++)
        {
            for (int x = Math.Max(0, (int)left); x < Math.Min(Width, (int)(left + width)); x++)
            {
                if (condition(this[x, y])) count++;
            }
        }
        return count;
    }

    /// <summary>The same colour but for what scaling and coding do to it.</summary>
    public static bool Near(SKColor one, SKColor other, int tolerance = 24) =>
        Math.Abs(one.Red - other.Red) <= tolerance && Math.Abs(one.Green - other.Green) <= tolerance && Math.Abs(one.Blue - other.Blue) <= tolerance;
}
