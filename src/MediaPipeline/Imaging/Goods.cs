using SkiaSharp;

namespace MediaPipeline.Imaging;

/// <summary>The goods themselves, on a square of 800 units.</summary>
internal static class Goods
{
    public static void Draw(SKCanvas canvas, PictureKind kind, string name)
    {
        switch (kind)
        {
            case PictureKind.Bronze: Wares.Bronze(canvas); break;
            case PictureKind.Wine: Wares.Wine(canvas, name); break;
            case PictureKind.Tea: Wares.Tea(canvas); break;
            case PictureKind.FarmStay: Places.FarmStay(canvas); break;
            case PictureKind.Scenery: Places.Scenery(canvas); break;
            case PictureKind.Watermelon: Watermelon(canvas); break;
            case PictureKind.Apple: Apples(canvas); break;
            case PictureKind.Peach: Peaches(canvas); break;
            case PictureKind.Pepper: Peppercorns(canvas); break;
            case PictureKind.Persimmon: Persimmons(canvas); break;
            case PictureKind.Grape: Grapes(canvas); break;
            case PictureKind.Vegetable: Vegetables(canvas); break;
            default: Wares.Parcel(canvas, name); break;
        }
    }

    private static void Watermelon(SKCanvas canvas)
    {
        canvas.Save();
        using (SKPath melon = Brush.Path(path => path.AddOval(new SKRect(120, 200, 560, 670))))
        {
            canvas.ClipPath(melon, antialias: true);
            using SKPaint skin = Brush.Ball(340, 430, 240, 0x8CC152, 0x5B9A3A, 0x2E6B2A);
            canvas.DrawPaint(skin);
            using SKPaint stripe = Brush.Line(0x245A25, 20);
            for (int i = -3; i <= 3; i++)
            {
                float bend = i * 74;
                using SKPath line = SKPath.ParseSvgPathData($"M340 190 C {340 + bend} 300 {340 + bend + 10} 380 {340 + bend - 8} 440 S {340 + bend} 600 340 685");
                canvas.DrawPath(line, stripe);
            }
        }
        canvas.Restore();
        using (SKPaint stalk = Brush.Line(0x5C7A2F, 14)) canvas.DrawPath(SKPath.ParseSvgPathData("M340 205 C 336 170 350 150 384 140"), stalk);
        // A slice leans in front.
        canvas.Save();
        canvas.Translate(560, 560);
        canvas.RotateDegrees(-14);
        Slice(canvas, 196, 0x2E7D32);
        Slice(canvas, 180, 0xE9F5D8);
        Slice(canvas, 164, 0xE63946);
        using (SKPaint seed = Brush.Flat(0x2B1B17))
        {
            foreach ((float x, float y) in ((float, float)[])[(-96, 34), (-56, 78), (-46, 26), (0, 108), (0, 52), (46, 26), (56, 78), (96, 34)]) canvas.DrawOval(x, y, 6, 9, seed);
        }
        canvas.Restore();
    }

    private static void Slice(SKCanvas canvas, float radius, uint colour)
    {
        using SKPath half = Brush.Path(path =>
        {
            path.AddArc(new SKRect(-radius, -radius, radius, radius), 0, 180);
            path.Close();
        });
        using SKPaint paint = Brush.Flat(colour);
        canvas.DrawPath(half, paint);
    }

    private static void Apples(SKCanvas canvas)
    {
        Apple(canvas, 530, 500, 150, 0xFF9A76, 0xD64545, 0x99242B);
        Apple(canvas, 300, 470, 190, 0xFF8F70, 0xD7263D, 0x8C1C2B);
    }

    private static void Apple(SKCanvas canvas, float x, float y, float r, uint light, uint middle, uint dark)
    {
        using SKPath body = Brush.Path(path =>
        {
            path.MoveTo(x, y - (r * 0.78f));
            path.CubicTo(x + (r * 0.55f), y - (r * 1.15f), x + (r * 1.18f), y - (r * 0.55f), x + (r * 0.98f), y + (r * 0.2f));
            path.CubicTo(x + (r * 0.85f), y + (r * 0.85f), x + (r * 0.4f), y + (r * 1.16f), x, y + (r * 0.98f));
            path.CubicTo(x - (r * 0.4f), y + (r * 1.16f), x - (r * 0.85f), y + (r * 0.85f), x - (r * 0.98f), y + (r * 0.2f));
            path.CubicTo(x - (r * 1.18f), y - (r * 0.55f), x - (r * 0.55f), y - (r * 1.15f), x, y - (r * 0.78f));
        });
        using (SKPaint skin = Brush.Ball(x, y, r, light, middle, dark)) canvas.DrawPath(body, skin);
        using (SKPaint stalk = Brush.Line(0x5A3A22, r * 0.08f)) canvas.DrawLine(x, y - (r * 0.72f), x + (r * 0.12f), y - (r * 1.12f), stalk);
        Brush.Leaf(canvas, x + (r * 0.08f), y - (r * 0.95f), r * 0.62f, -24);
        using SKPaint shine = new() { Color = SKColors.White.WithAlpha(0x66), IsAntialias = true, ImageFilter = SKImageFilter.CreateBlur(6, 6) };
        canvas.DrawOval(x - (r * 0.42f), y - (r * 0.32f), r * 0.14f, r * 0.24f, shine);
    }

    private static void Peaches(SKCanvas canvas)
    {
        foreach ((float x, float y, float r) in ((float, float, float)[])[(540, 520, 140), (310, 480, 185)])
        {
            Brush.Leaf(canvas, x, y - (r * 0.8f), r * 0.95f, 18);
            Brush.Leaf(canvas, x, y - (r * 0.8f), r * 0.8f, 162);
            using (SKPaint skin = Brush.Ball(x, y, r, 0xFFE3C2, 0xFF9F80, 0xE4576B))
            using (SKPath body = Brush.Path(path =>
            {
                path.MoveTo(x, y - (r * 0.92f));
                path.CubicTo(x + (r * 0.9f), y - (r * 1.1f), x + (r * 1.25f), y + (r * 0.35f), x, y + r);
                path.CubicTo(x - (r * 1.25f), y + (r * 0.35f), x - (r * 0.9f), y - (r * 1.1f), x, y - (r * 0.92f));
            }))
            {
                canvas.DrawPath(body, skin);
            }
            using SKPaint seam = new() { Color = Brush.Hex(0xC93B55).WithAlpha(0x70), IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = r * 0.035f };
            using SKPath line = Brush.Path(path =>
            {
                path.MoveTo(x, y - (r * 0.9f));
                path.CubicTo(x + (r * 0.34f), y - (r * 0.2f), x + (r * 0.3f), y + (r * 0.4f), x + (r * 0.05f), y + (r * 0.95f));
            });
            canvas.DrawPath(line, seam);
        }
    }

    private static void Peppercorns(SKCanvas canvas)
    {
        using (SKPaint bowl = Brush.Down(Brush.Hex(0xC98A55), Brush.Hex(0x7A4522), 430, 690))
        {
            canvas.DrawPath(SKPath.ParseSvgPathData("M150 440 C 160 620 270 690 400 690 C 530 690 640 620 650 440 Z"), bowl);
        }
        using (SKPaint rim = Brush.Flat(0x5E3417)) canvas.DrawOval(400, 440, 250, 66, rim);
        for (int ring = 5; ring >= 0; ring--)
        {
            int count = 6 + (ring * 5);
            for (int i = 0; i < count; i++)
            {
                double angle = (i * 2 * Math.PI / count) + (ring * 0.4);
                float x = 400 + (float)(Math.Cos(angle) * ring * 42), y = 420 + (float)(Math.Sin(angle) * ring * 10) - ((5 - ring) * 13);
                using SKPaint corn = Brush.Ball(x, y, 21, 0xF28C6A, 0xC0392B, 0x7B1E1E);
                canvas.DrawCircle(x, y, 21, corn);
                using SKPaint seed = Brush.Flat(0x2A1512);
                if ((i + ring) % 3 == 0) canvas.DrawCircle(x + 3, y + 2, 7, seed);
            }
        }
        Brush.Leaf(canvas, 560, 350, 150, -32);
        Brush.Leaf(canvas, 590, 380, 120, 4);
    }

    private static void Persimmons(SKCanvas canvas)
    {
        foreach ((float x, float y) in ((float, float)[])[(400, 360), (270, 560), (530, 560)])
        {
            using (SKPaint skin = Brush.Ball(x, y, 150, 0xFFC46B, 0xE07A1F, 0xA84B12))
            {
                canvas.DrawRoundRect(x - 145, y - 105, 290, 215, 120, 100, skin);
            }
            // Dried ones wear a frost of their own sugar.
            using (SKPaint frost = new() { Color = SKColors.White.WithAlpha(0x8C), IsAntialias = true, ImageFilter = SKImageFilter.CreateBlur(14, 12) }) canvas.DrawOval(x - 18, y - 22, 96, 52, frost);
            for (int leaf = 0; leaf < 4; leaf++) Brush.Leaf(canvas, x, y - 68, 66, (leaf * 90) + 30, 0xA4B35A, 0x66792F);
        }
    }

    private static void Grapes(SKCanvas canvas)
    {
        using (SKPaint stalk = Brush.Line(0x6B5B2E, 16)) canvas.DrawPath(SKPath.ParseSvgPathData("M400 250 C 396 200 410 170 450 140"), stalk);
        Brush.Leaf(canvas, 410, 215, 210, -22);
        Brush.Leaf(canvas, 392, 225, 190, 196);
        int[] rows = [4, 5, 5, 4, 3, 2, 1];
        for (int row = 0; row < rows.Length; row++)
        {
            for (int i = 0; i < rows[row]; i++)
            {
                float x = 400 + ((i - ((rows[row] - 1) / 2f)) * 86), y = 280 + (row * 66);
                using SKPaint berry = Brush.Ball(x, y, 50, 0xF3F9C8, 0xA9C94F, 0x66892B);
                canvas.DrawCircle(x, y, 50, berry);
                using SKPaint shine = new() { Color = SKColors.White.WithAlpha(0x90), IsAntialias = true };
                canvas.DrawCircle(x - 17, y - 19, 8, shine);
            }
        }
    }

    private static void Vegetables(SKCanvas canvas)
    {
        foreach ((float x, float degrees) in ((float, float)[])[(250, -112), (310, -98), (370, -84), (430, -72)]) Brush.Leaf(canvas, x + 40, 520, 330, degrees, 0x8CC152, 0x2F7D32);
        foreach ((float x, float y, float r) in ((float, float, float)[])[(520, 480, 100), (590, 560, 92)])
        {
            using SKPaint tomato = Brush.Ball(x, y, r, 0xFF9D7E, 0xE63B2E, 0xA31F1B);
            canvas.DrawCircle(x, y, r, tomato);
            for (int leaf = 0; leaf < 5; leaf++) Brush.Leaf(canvas, x, y - (r * 0.82f), r * 0.42f, leaf * 72);
        }
        using (SKPaint basket = Brush.Down(Brush.Hex(0xD9A05B), Brush.Hex(0x9A6430), 540, 700)) canvas.DrawPath(SKPath.ParseSvgPathData("M150 545 L650 545 L600 700 L200 700 Z"), basket);
        using SKPaint weave = Brush.Line(0x7C4E22, 6);
        for (int i = 0; i < 9; i++) canvas.DrawLine(185 + (i * 54), 548, 210 + (i * 47.5f), 698, weave);
        canvas.DrawLine(165, 595, 635, 595, weave);
        canvas.DrawLine(182, 648, 618, 648, weave);
    }
}
