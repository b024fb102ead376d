using SkiaSharp;

namespace MediaPipeline.Imaging;

/// <summary>Whether text can be read on its ground. Source: WCAG 2.2, relative luminance and contrast ratio.</summary>
internal static class Contrast
{
    /// <summary>Of text of any size (WCAG 2.2, 1.4.3).</summary>
    public const double Least = 4.5;

    private static readonly SKColor Dark = new(0x12, 0x1A, 0x17), Light = new(0xFF, 0xFA, 0xF0);

    /// <summary>From 1 (the same) to 21 (black on white).</summary>
    public static double Ratio(SKColor one, SKColor other)
    {
        (double a, double b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    /// <summary>What is written on a ground that nobody chose an ink for.</summary>
    public static SKColor InkOn(SKColor ground) => Readable(Ratio(Light, ground) >= Ratio(Dark, ground) ? Light : Dark, ground);

    /// <summary>The colour that was wished, moved as little towards white or black as it takes to be read on the ground.</summary>
    public static SKColor Readable(SKColor wished, SKColor ground)
    {
        // One of the two always reaches 4.58, whatever the ground.
        SKColor end = Ratio(SKColors.White, ground) >= Ratio(SKColors.Black, ground) ? SKColors.White : SKColors.Black;
        for (int step = 0; step < 20; step++)
        {
            SKColor moved = Over(end, step / 20.0, wished);
            if (Ratio(moved, ground) >= Least) return moved;
        }
        return end;
    }

    /// <summary>How thickly (0–1) a ground has to lie over a picture, so that an ink can be read on it whatever the picture shows.</summary>
    public static double Cover(SKColor ground, SKColor ink)
    {
        for (double share = 0; share < 1; share += 0.02)
        {
            if (Ratio(Over(ground, share, SKColors.White), ink) >= Least && Ratio(Over(ground, share, SKColors.Black), ink) >= Least) return share;
        }
        return 1;
    }

    /// <summary>A colour laid over another one.</summary>
    public static SKColor Over(SKColor top, double share, SKColor under) => new(Mix(top.Red, under.Red, share), Mix(top.Green, under.Green, share), Mix(top.Blue, under.Blue, share));

    private static byte Mix(byte top, byte under, double share) => (byte)Math.Clamp(Math.Round((top * share) + (under * (1 - share))), 0, 255);

    private static double Luminance(SKColor colour) => (0.2126 * Linear(colour.Red)) + (0.7152 * Linear(colour.Green)) + (0.0722 * Linear(colour.Blue));

    private static double Linear(byte channel)
    {
        double share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }
}
