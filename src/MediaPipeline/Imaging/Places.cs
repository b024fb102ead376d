using SkiaSharp;

namespace MediaPipeline.Imaging;

/// <summary>Places that are sold as visits: a farm stay, a view.</summary>
internal static class Places
{
    public static void FarmStay(SKCanvas canvas)
    {
        using (SKPaint hill = Brush.Flat(0x8FB573)) canvas.DrawPath(SKPath.ParseSvgPathData("M0 560 C 200 440 380 520 520 470 S 760 450 800 480 L800 800 L0 800 Z"), hill);
        using (SKPaint wall = Brush.Down(Brush.Hex(0xFBF3E0), Brush.Hex(0xE2CFA6), 400, 690)) canvas.DrawRect(190, 410, 420, 280, wall);
        using (SKPaint roof = Brush.Down(Brush.Hex(0x6B7078), Brush.Hex(0x44484F), 270, 420)) canvas.DrawPath(SKPath.ParseSvgPathData("M140 420 C 240 400 330 330 400 270 C 470 330 560 400 660 420 L640 440 L160 440 Z"), roof);
        using (SKPaint door = Brush.Flat(0x8C4A2F)) canvas.DrawRoundRect(360, 530, 80, 160, 6, 6, door);
        foreach (float x in (float[])[230, 490])
        {
            using SKPaint window = Brush.Flat(0xFFD27A);
            canvas.DrawRect(x, 500, 84, 84, window);
            using SKPaint bars = Brush.Line(0x8C4A2F, 7);
            canvas.DrawRect(x, 500, 84, 84, bars);
            canvas.DrawLine(x + 42, 500, x + 42, 584, bars);
            canvas.DrawLine(x, 542, x + 84, 542, bars);
        }
        foreach (float x in (float[])[322, 478])
        {
            using SKPaint lantern = Brush.Ball(x, 486, 24, 0xFF9A76, 0xD7263D, 0x8C1C2B);
            canvas.DrawOval(x, 486, 22, 27, lantern);
        }
    }

    public static void Scenery(SKCanvas canvas)
    {
        using (SKPaint sun = Brush.Flat(0xFFE8A3)) canvas.DrawCircle(590, 220, 70, sun);
        foreach ((string path, uint top, uint bottom) in ((string, uint, uint)[])[
            ("M0 470 L150 300 L260 400 L400 230 L560 420 L680 320 L800 430 L800 800 L0 800 Z", 0x9DB8C4, 0x7C9EA8),
            ("M0 560 C 160 440 300 500 430 450 S 700 470 800 420 L800 800 L0 800 Z", 0x7FA67A, 0x5C8A5C),
            ("M0 660 C 200 570 420 640 800 560 L800 800 L0 800 Z", 0x6FA15B, 0x3F7A43)])
        {
            using SKPaint layer = Brush.Down(Brush.Hex(top), Brush.Hex(bottom), 300, 800);
            canvas.DrawPath(SKPath.ParseSvgPathData(path), layer);
        }
        using SKPaint river = Brush.Down(Brush.Hex(0xDDF1F5), Brush.Hex(0x9CCBD8), 560, 800);
        canvas.DrawPath(SKPath.ParseSvgPathData("M470 610 C 420 660 520 690 430 740 S 330 780 320 800 L470 800 C 480 770 560 740 560 700 S 500 650 500 608 Z"), river);
    }
}
