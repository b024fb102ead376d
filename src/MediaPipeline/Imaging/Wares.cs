using System.Globalization;
using SkiaSharp;

namespace MediaPipeline.Imaging;

/// <summary>Made things: a bronze vessel, a bottle, a tea set, a parcel.</summary>
internal static class Wares
{
    public static void Bronze(SKCanvas canvas)
    {
        SKColor[] metal = [Brush.Hex(0x2E4A43), Brush.Hex(0x6E9C86), Brush.Hex(0xA8C4A2), Brush.Hex(0x55806F), Brush.Hex(0x27403A)];
        using SKPaint body = Brush.Across(metal, 190, 610);
        using SKPaint edge = Brush.Line(0x23403A, 7);
        // A ding: two ears, a deep belly, three legs.
        foreach (float x in (float[])[235, 565])
        {
            using SKPaint ear = Brush.Line(0x4A7565, 34);
            canvas.DrawPath(SKPath.ParseSvgPathData(string.Create(CultureInfo.InvariantCulture, $"M{x - 44} 290 L{x - 44} 190 Q {x} 150 {x + 44} 190 L{x + 44} 290")), ear);
        }
        foreach (float x in (float[])[270, 400, 530])
        {
            using SKPath leg = SKPath.ParseSvgPathData(string.Create(CultureInfo.InvariantCulture, $"M{x - 34} 520 L{x + 34} 520 L{x + 22} 690 L{x - 22} 690 Z"));
            canvas.DrawPath(leg, body);
            canvas.DrawPath(leg, edge);
        }
        using (SKPath belly = SKPath.ParseSvgPathData("M180 280 L620 280 L600 330 C 610 500 520 585 400 585 C 280 585 190 500 200 330 Z"))
        {
            canvas.DrawPath(belly, body);
            canvas.DrawPath(belly, edge);
        }
        using (SKPaint rim = Brush.Across(metal, 160, 640)) canvas.DrawRoundRect(160, 258, 480, 42, 14, 14, rim);
        using SKPaint pattern = Brush.Line(0x1F3A33, 6);
        // A band of the thunder pattern (雷纹) under the rim.
        for (int i = 0; i < 7; i++)
        {
            float x = 226 + (i * 52);
            canvas.DrawPath(SKPath.ParseSvgPathData(string.Create(CultureInfo.InvariantCulture, $"M{x} 366 h36 v-36 h-34 v26 h20 v-14")), pattern);
        }
        canvas.DrawLine(202, 316, 598, 316, pattern);
        canvas.DrawLine(206, 384, 594, 384, pattern);
        Taotie(canvas, pattern);
    }

    // The mask of Shang and Zhou vessels (饕餮纹): two halves about a ridge, horns, bulging eyes, a jaw without a chin.
    private static void Taotie(SKCanvas canvas, SKPaint pattern)
    {
        using SKPaint relief = Brush.Down(Brush.Hex(0x8FB59C), Brush.Hex(0x2F4F45), 396, 560);
        using SKPath ridge = SKPath.ParseSvgPathData("M400 396 L414 420 L408 500 L424 536 L400 556 L376 536 L392 500 L386 420 Z");
        for (int side = -1; side <= 1; side += 2)
        {
            canvas.Save();
            canvas.Translate(400, 0);
            canvas.Scale(side, 1);
            canvas.DrawPath(SKPath.ParseSvgPathData("M26 412 C 70 396 140 396 160 414 C 176 430 160 450 142 442 C 130 436 134 422 146 426"), pattern);
            canvas.DrawPath(SKPath.ParseSvgPathData("M24 446 L58 432 L128 446 L112 486 L56 490 Z"), pattern);
            using SKPaint eye = Brush.Ball(78, 463, 22, 0xE3EBCB, 0x9DB79A, 0x4A6E5F);
            canvas.DrawOval(78, 463, 25, 17, eye);
            using SKPaint pupil = Brush.Flat(0x16302A);
            canvas.DrawRoundRect(60, 459, 36, 8, 4, 4, pupil);
            canvas.DrawPath(SKPath.ParseSvgPathData("M34 512 C 62 500 104 506 122 520 C 134 532 116 544 106 534 M52 514 L58 536 L70 510"), pattern);
            canvas.DrawPath(SKPath.ParseSvgPathData("M166 456 C 184 466 176 494 156 490 C 146 486 150 474 160 476"), pattern);
            canvas.Restore();
        }
        canvas.DrawPath(ridge, relief);
        using SKPaint edge = Brush.Line(0x1F3A33, 4);
        canvas.DrawPath(ridge, edge);
    }

    public static void Wine(SKCanvas canvas, string name)
    {
        using (SKPath bottle = SKPath.ParseSvgPathData("M350 110 L420 110 L420 270 C 420 320 480 330 480 400 L480 680 Q 480 700 460 700 L310 700 Q 290 700 290 680 L290 400 C 290 330 350 320 350 270 Z"))
        using (SKPaint glass = Brush.Across([Brush.Hex(0x1C0B10), Brush.Hex(0x5A1A2B), Brush.Hex(0x2C0D16), Brush.Hex(0x14070B)], 290, 480)) canvas.DrawPath(bottle, glass);
        using (SKPaint foil = Brush.Across([Brush.Hex(0x6B1020), Brush.Hex(0xB3243C), Brush.Hex(0x5A0D1A)], 345, 425)) canvas.DrawRoundRect(344, 100, 82, 120, 8, 8, foil);
        using (SKPaint label = Brush.Down(Brush.Hex(0xFFF8E7), Brush.Hex(0xEBDDBD), 440, 620)) canvas.DrawRoundRect(298, 440, 174, 180, 6, 6, label);
        using (SKPaint frame = Brush.Line(0xB08D3C, 4)) canvas.DrawRoundRect(308, 450, 154, 160, 4, 4, frame);
        string letter = First(name);
        Lettering.Draw(canvas, letter, 385 - (Lettering.Measure(letter, 84, bold: true) / 2), 556, 84, bold: true, Brush.Hex(0x6B1020));
        using (SKPaint shine = new() { Color = SKColors.White.WithAlpha(0x38), IsAntialias = true }) canvas.DrawRoundRect(304, 400, 14, 270, 7, 7, shine);
        // The glass beside it.
        using (SKPaint wine = Brush.Down(Brush.Hex(0xB3243C), Brush.Hex(0x5A0D1A), 460, 560)) canvas.DrawPath(SKPath.ParseSvgPathData("M534 462 L666 462 C 664 530 640 566 600 566 C 560 566 536 530 534 462 Z"), wine);
        using SKPaint crystal = new() { Color = SKColors.White.WithAlpha(0xC0), IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = 6 };
        canvas.DrawPath(SKPath.ParseSvgPathData("M530 390 C 526 520 556 570 600 570 C 644 570 674 520 670 390 M600 570 L600 684"), crystal);
        using SKPaint foot = new() { Color = SKColors.White.WithAlpha(0xC0), IsAntialias = true };
        canvas.DrawOval(600, 690, 58, 11, foot);
    }

    public static void Tea(SKCanvas canvas)
    {
        using SKPaint clay = Brush.Across([Brush.Hex(0x7A4630), Brush.Hex(0xB5714F), Brush.Hex(0x8B5238), Brush.Hex(0x5F3423)], 170, 560);
        using (SKPaint handle = Brush.Line(0x7A4630, 30)) canvas.DrawPath(SKPath.ParseSvgPathData("M190 400 C 80 380 90 560 210 570"), handle);
        canvas.DrawPath(SKPath.ParseSvgPathData("M530 470 C 600 460 610 400 660 370 L680 396 C 650 440 640 540 540 570 Z"), clay);
        canvas.DrawPath(SKPath.ParseSvgPathData("M180 470 C 180 340 270 320 360 320 C 450 320 545 340 545 470 C 545 600 470 640 360 640 C 250 640 180 600 180 470 Z"), clay);
        using (SKPaint lid = Brush.Across([Brush.Hex(0x6B3B28), Brush.Hex(0xA5633F), Brush.Hex(0x5F3423)], 260, 460)) canvas.DrawPath(SKPath.ParseSvgPathData("M262 332 C 280 280 440 280 458 332 Z"), lid);
        using (SKPaint knob = Brush.Ball(360, 272, 26, 0xD08F66, 0x8B5238, 0x5F3423)) canvas.DrawCircle(360, 272, 26, knob);
        using (SKPaint cup = Brush.Down(Brush.Hex(0xFFFFFF), Brush.Hex(0xD9E2D0), 580, 690)) canvas.DrawPath(SKPath.ParseSvgPathData("M520 590 L680 590 C 676 650 650 690 600 690 C 550 690 524 650 520 590 Z"), cup);
        using (SKPaint tea = Brush.Flat(0xC98F2B)) canvas.DrawOval(600, 592, 72, 17, tea);
        Brush.Leaf(canvas, 250, 680, 130, -18);
        Brush.Leaf(canvas, 300, 694, 110, 8);
        using SKPaint steam = new() { Color = SKColors.White.WithAlpha(0xA0), IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = 10, StrokeCap = SKStrokeCap.Round, ImageFilter = SKImageFilter.CreateBlur(4, 4) };
        canvas.DrawPath(SKPath.ParseSvgPathData("M580 560 C 560 520 600 500 580 460 M624 560 C 606 524 642 506 624 470"), steam);
    }

    public static void Parcel(SKCanvas canvas, string name)
    {
        using (SKPaint front = Brush.Down(Brush.Hex(0xD9A86C), Brush.Hex(0xB98247), 320, 690)) canvas.DrawRect(180, 340, 440, 350, front);
        using (SKPaint lid = Brush.Down(Brush.Hex(0xEBC48D), Brush.Hex(0xD9A86C), 240, 345)) canvas.DrawPath(SKPath.ParseSvgPathData("M180 345 L250 245 L550 245 L620 345 Z"), lid);
        using (SKPaint tape = Brush.Flat(0xC0392B))
        {
            canvas.DrawRect(372, 345, 56, 345, tape);
            canvas.DrawPath(SKPath.ParseSvgPathData("M372 345 L380 245 L420 245 L428 345 Z"), tape);
        }
        using (SKPaint label = Brush.Flat(0xFFF8E7)) canvas.DrawCircle(400, 520, 92, label);
        string letter = First(name);
        Lettering.Draw(canvas, letter, 400 - (Lettering.Measure(letter, 108, bold: true) / 2), 558, 108, bold: true, Brush.Hex(0x9B2C20));
    }

    private static string First(string name) => name.Length == 0 ? "夏" : StringInfo.GetNextTextElement(name);
}
