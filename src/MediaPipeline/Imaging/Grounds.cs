using SkiaSharp;

namespace MediaPipeline.Imaging;

/// <summary>What goods are drawn on: a soft two-coloured ground, a round light, a shadow.</summary>
internal static class Grounds
{
    public static void Draw(SKCanvas canvas, PictureKind kind, byte[] seed)
    {
        (SKColor top, SKColor bottom) = Colours(kind);
        using (SKPaint ground = Brush.Down(top, bottom, 0, 800)) canvas.DrawRect(0, 0, 800, 800, ground);
        // Where the light stands differs from product to product, so that two of a kind are told apart.
        float x = 230 + (seed[0] * 340f / 255), y = 180 + (seed[1] * 160f / 255);
        using (var light = new SKPaint { Shader = SKShader.CreateRadialGradient(new SKPoint(x, y), 420, [SKColors.White.WithAlpha(0xA8), SKColors.White.WithAlpha(0)], SKShaderTileMode.Clamp) })
        {
            canvas.DrawRect(0, 0, 800, 800, light);
        }
        if (kind == PictureKind.Scenery) return;
        using var shadow = new SKPaint { Color = Brush.Hex(0x2B1D0E).WithAlpha(0x55), IsAntialias = true, ImageFilter = SKImageFilter.CreateBlur(18, 9) };
        canvas.DrawOval(400, 690, 230, 30, shadow);
    }

    private static (SKColor Top, SKColor Bottom) Colours(PictureKind kind) => kind switch
    {
        PictureKind.Bronze => (Brush.Hex(0xE9E2CF), Brush.Hex(0xB9A77C)),
        PictureKind.Wine => (Brush.Hex(0xF4DDD8), Brush.Hex(0xC98B86)),
        PictureKind.Tea => (Brush.Hex(0xEAF1DC), Brush.Hex(0xA9C08A)),
        PictureKind.Watermelon => (Brush.Hex(0xFDEBD8), Brush.Hex(0xF2B58C)),
        PictureKind.Apple => (Brush.Hex(0xFFF1E3), Brush.Hex(0xF0B9A0)),
        PictureKind.Peach => (Brush.Hex(0xFFF0EC), Brush.Hex(0xF5BDB2)),
        PictureKind.Pepper => (Brush.Hex(0xF7EEDF), Brush.Hex(0xD9A87E)),
        PictureKind.Persimmon => (Brush.Hex(0xFFF3DE), Brush.Hex(0xE9B36B)),
        PictureKind.Grape => (Brush.Hex(0xF0F4DC), Brush.Hex(0xBBCB8C)),
        PictureKind.Vegetable => (Brush.Hex(0xEFF6E6), Brush.Hex(0xA6CB92)),
        PictureKind.FarmStay => (Brush.Hex(0xE3F0F6), Brush.Hex(0xD8C79E)),
        PictureKind.Scenery => (Brush.Hex(0xBFE0EE), Brush.Hex(0xF6E7C8)),
        _ => (Brush.Hex(0xF3EEE4), Brush.Hex(0xCDBFA6)),
    };
}

/// <summary>Paints and shapes that the drawings share.</summary>
internal static class Brush
{
    public static SKColor Hex(uint rgb) => new(0xFF000000 | rgb);

    public static SKPaint Flat(uint rgb) => new() { Color = Hex(rgb), IsAntialias = true };

    public static SKPaint Line(uint rgb, float width) => new() { Color = Hex(rgb), IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = width, StrokeCap = SKStrokeCap.Round, StrokeJoin = SKStrokeJoin.Round };

    public static SKPaint Down(SKColor top, SKColor bottom, float from, float to) => new()
    {
        IsAntialias = true,
        Shader = SKShader.CreateLinearGradient(new SKPoint(0, from), new SKPoint(0, to), [top, bottom], SKShaderTileMode.Clamp),
    };

    public static SKPaint Across(SKColor[] colours, float from, float to) => new()
    {
        IsAntialias = true,
        Shader = SKShader.CreateLinearGradient(new SKPoint(from, 0), new SKPoint(to, 0), colours, SKShaderTileMode.Clamp),
    };

    public static SKPath Path(Action<SKPathBuilder> draw)
    {
        using var builder = new SKPathBuilder();
        draw(builder);
        return builder.Detach();
    }

    // A ball lit from the upper left.
    public static SKPaint Ball(float x, float y, float radius, uint light, uint middle, uint dark) => new()
    {
        IsAntialias = true,
        Shader = SKShader.CreateRadialGradient(new SKPoint(x - (radius * 0.35f), y - (radius * 0.4f)), radius * 1.5f, [Hex(light), Hex(middle), Hex(dark)], [0, 0.55f, 1], SKShaderTileMode.Clamp),
    };

    public static void Leaf(SKCanvas canvas, float x, float y, float length, float degrees, uint light = 0x7DB249, uint dark = 0x3E7C2B)
    {
        canvas.Save();
        canvas.Translate(x, y);
        canvas.RotateDegrees(degrees);
        using SKPath leaf = SKPath.ParseSvgPathData($"M0 0 C {F(length * 0.25f)} {F(-length * 0.42f)} {F(length * 0.8f)} {F(-length * 0.38f)} {F(length)} 0 C {F(length * 0.8f)} {F(length * 0.3f)} {F(length * 0.25f)} {F(length * 0.34f)} 0 0 Z");
        using SKPaint fill = Down(Hex(light), Hex(dark), -length * 0.4f, length * 0.4f);
        canvas.DrawPath(leaf, fill);
        using SKPaint vein = Line(0xDDEEC2, Math.Max(2, length * 0.02f));
        canvas.DrawLine(length * 0.08f, 0, length * 0.86f, 0, vein);
        canvas.Restore();
    }

    private static string F(float number) => number.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);
}
