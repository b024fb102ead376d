using QRCoder;

namespace MediaPipeline.Imaging;

/// <summary>QR codes (ISO/IEC 18004), with the quiet zone of four modules that scanners ask for.</summary>
public static class Qr
{
    private const int QuietZone = 4;

    /// <summary>A PNG of at least <paramref name="size"/> pixels: every module is a whole number of pixels.</summary>
    public static byte[] Png(string text, int size)
    {
        bool[,] modules = Modules(text);
        int pixels = Math.Max(1, (int)Math.Ceiling((double)size / modules.GetLength(0)));
        using SkiaSharp.SKSurface surface = SkiaSharp.SKSurface.Create(new SkiaSharp.SKImageInfo(modules.GetLength(0) * pixels, modules.GetLength(0) * pixels));
        Draw(surface.Canvas, modules, 0, 0, pixels);
        using SkiaSharp.SKImage image = surface.Snapshot();
        using SkiaSharp.SKData data = image.Encode(SkiaSharp.SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>Dark modules at level M, quiet zone included.</summary>
    internal static bool[,] Modules(string text) => Modules(text, QRCodeGenerator.ECCLevel.M);

    /// <summary>As few modules as the text takes, at the highest level that takes no more of them: large modules are read from afar, and a higher level costs nothing there.</summary>
    internal static bool[,] Densest(string text)
    {
        bool[,] least = Modules(text, QRCodeGenerator.ECCLevel.L);
        foreach (QRCodeGenerator.ECCLevel level in (QRCodeGenerator.ECCLevel[])[QRCodeGenerator.ECCLevel.Q, QRCodeGenerator.ECCLevel.M])
        {
            bool[,] safer = Modules(text, level);
            if (safer.GetLength(0) == least.GetLength(0)) return safer;
        }
        return least;
    }

    private static bool[,] Modules(string text, QRCodeGenerator.ECCLevel level)
    {
        using QRCodeData code = QRCodeGenerator.GenerateQrCode(text, level);
        // QRCoder's matrix carries its own quiet zone of four modules.
        int size = code.ModuleMatrix.Count;
        bool[,] modules = new bool[size, size];
        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++) modules[x, y] = code.ModuleMatrix[y][x];
        }
        return modules;
    }

    internal static void Draw(SkiaSharp.SKCanvas canvas, bool[,] modules, float left, float top, float pixels)
    {
        using var dark = new SkiaSharp.SKPaint { Color = SkiaSharp.SKColors.Black, IsAntialias = false };
        using var light = new SkiaSharp.SKPaint { Color = SkiaSharp.SKColors.White };
        int size = modules.GetLength(0);
        canvas.DrawRect(left, top, size * pixels, size * pixels, light);
        for (int y = QuietZone; y < size - QuietZone; y++)
        {
            for (int x = QuietZone; x < size - QuietZone; x++)
            {
                if (modules[x, y]) canvas.DrawRect(left + (x * pixels), top + (y * pixels), pixels, pixels, dark);
            }
        }
    }
}
