using SkiaSharp;

namespace MediaPipeline.Imaging;

/// <summary>Draws a <see cref="CoverPlan"/>: ground, pictures, words.</summary>
internal sealed class CoverPainter(SKCanvas canvas, CoverPlan plan, SKImage? frame, SKImage? product, SKImage? logo, (double X, double Y)? focus)
{
    private const int BlurShare = 16;
    private static readonly SKColor Shadow = SKColors.Black.WithAlpha(0x90);
    private readonly CoverPalette _palette = plan.Palette;
    private readonly CoverSlots _slots = plan.Slots;

    public void Draw(CoverTemplate template)
    {
        canvas.Clear(_palette.Ground);
        switch (template)
        {
            case CoverTemplate.Band: Band(); break;
            case CoverTemplate.PriceFirst: PriceFirst(); break;
            case CoverTemplate.Poster: Poster(); break;
            default: Framed(); break;
        }
        Name();
        foreach (PlacedLine line in plan.Title) Letters(line, _palette.Ink);
        foreach (PlacedLine part in plan.Price) Letters(part, _slots.Ticket.IsEmpty ? _palette.Price : _palette.AccentInk);
        Code();
    }

    private void Framed()
    {
        Blurred([0.42, _palette.Veil], [0, 0.6f]);
        Card(frame ?? product, _slots.Picture, 28);
        Inset();
    }

    private void Band()
    {
        bool wide = plan.Width > plan.Height;
        if ((frame ?? product) is { } picture) Fill(picture, _slots.Picture, frame is null ? null : focus);
        // The band lies over the picture with a soft edge, like a card that was laid there.
        float begin = wide ? _slots.Picture.Right - 30 : _slots.Picture.Bottom - 30;
        SKRect band = wide ? new SKRect(begin, 0, plan.Width + 60, plan.Height) : new SKRect(0, begin, plan.Width, plan.Height + 60);
        Raised(band, wide ? 0 : 40, _palette.Ground, wide ? -10 : 0, wide ? 0 : -10);
        using (var edge = new SKPaint { Color = _palette.Accent, IsAntialias = true })
        {
            if (wide) canvas.DrawRoundRect(_slots.Words.Left, _slots.Words.Top - 50, 96, 10, 5, 5, edge);
            else canvas.DrawRoundRect((plan.Width / 2f) - 60, begin - 5, 120, 10, 5, 5, edge);
        }
        Inset();
    }

    private void PriceFirst()
    {
        double veil = Math.Max(_palette.Veil, 0.86);
        Blurred([veil, veil], [0, 1]);
        Card(frame ?? product, _slots.Picture, 28);
        Inset();
        Ticket();
    }

    private void Poster()
    {
        if ((frame ?? product) is { } picture) Fill(picture, new SKRect(0, 0, plan.Width, plan.Height), frame is null ? null : focus);
        float first = Math.Min(_slots.Words.Top, plan.Title.Count == 0 ? _slots.Words.Top : plan.Title[0].Baseline - plan.Title[0].Size);
        float begin = Math.Max(0, first - (plan.Height * 0.16f)), whole = plan.Height - begin;
        // Drawn small and enlarged: a gradient costs more than all pictures.
        using var small = new SKBitmap(new SKImageInfo(4, Math.Max(8, (int)whole / 8), SKImageInfo.PlatformColorType, SKAlphaType.Premul));
        using (var soft = new SKCanvas(small))
        {
            soft.Clear(SKColors.Transparent);
            Veil(soft, new SKPoint(0, 0), new SKPoint(0, small.Height), [0, _palette.Veil, Math.Max(_palette.Veil, 0.94)], [0, (first - begin - 8) / whole, 1]);
        }
        using SKImage veil = SKImage.FromBitmap(small);
        canvas.DrawImage(veil, new SKRect(0, begin, plan.Width, plan.Height), new SKSamplingOptions(SKFilterMode.Linear));
        if (plan.Title.Count > 0)
        {
            using var bar = new SKPaint { Color = _palette.Accent, IsAntialias = true };
            canvas.DrawRoundRect(_slots.Words.Left, plan.Title[0].Baseline - (plan.Title[0].Size * 1.28f), 110, 12, 6, 6, bar);
        }
        Inset();
    }

    // A ticket with the two notches where it would be torn.
    private void Ticket()
    {
        SKRect at = _slots.Ticket;
        using var builder = new SKPathBuilder();
        builder.AddRoundRect(at, 26, 26);
        using SKPath body = builder.Detach();
        using var notches = new SKPathBuilder();
        foreach (float x in (float[])[at.Left, at.Right]) notches.AddCircle(x, at.MidY, 24);
        using SKPath holes = notches.Detach();
        using SKPath ticket = body.Op(holes, SKPathOp.Difference) ?? body;
        Shade(SKRect.Inflate(at, -10, -4), 26, 0, 14);
        using var paper = new SKPaint { Color = _palette.Accent, IsAntialias = true };
        canvas.DrawPath(ticket, paper);
        using var line = new SKPaint { Color = _palette.AccentInk.WithAlpha(0x66), IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = 3, PathEffect = SKPathEffect.CreateDash([14, 10], 0) };
        canvas.DrawRoundRect(SKRect.Inflate(at, -16, -16), 16, 16, line);
    }

    private void Name()
    {
        float right = plan.Name is { } name ? name.X + name.Width + 26 : plan.Logo.Right + 16;
        if (plan.Name is null && plan.Logo.IsEmpty) return;
        float left = plan.Logo.IsEmpty ? plan.Name!.X - 22 : plan.Logo.Left, top = plan.Name is { } line ? line.Baseline - 46 : plan.Logo.Top;
        using (var pill = new SKPaint { Color = _palette.Ground.WithAlpha(Alpha(Math.Max(_palette.Veil, 0.72))), IsAntialias = true }) canvas.DrawRoundRect(new SKRect(left, top, right, top + 64), 32, 32, pill);
        if (logo is not null && !plan.Logo.IsEmpty) Rounded(logo, SKRect.Inflate(plan.Logo, -4, -4), 28, null);
        if (plan.Name is { } words) Letters(words, _palette.Ink);
    }

    private void Code()
    {
        if (plan.Qr is not { } code) return;
        using var card = new SKPaint { Color = SKColors.White, IsAntialias = true };
        canvas.DrawRoundRect(code.Card, 20, 20, card);
        Qr.Draw(canvas, code.Modules, code.At.X, code.At.Y, code.Module);
        if (code.Caption is { } caption) Letters(caption, new SKColor(0x12, 0x1A, 0x17));
    }

    private void Inset()
    {
        if (frame is not null && product is not null) Card(product, _slots.Inset, 24, border: 8);
    }

    private void Card(SKImage? picture, SKRect at, float radius, float border = 0)
    {
        if (picture is null) return;
        // A product stands by itself: square, in the middle.
        if (border == 0 && frame is null && Math.Abs((at.Width / at.Height) - 1) > 0.1f) at = Square(at);
        Raised(SKRect.Inflate(at, border, border), radius + border, border > 0 ? SKColors.White : SKColors.Black, 0, 12);
        Rounded(picture, at, radius, ReferenceEquals(picture, frame) ? focus : null);
    }

    private void Raised(SKRect at, float radius, SKColor colour, float right, float down)
    {
        Shade(at, radius, right, down);
        using var body = new SKPaint { Color = colour, IsAntialias = true };
        canvas.DrawRoundRect(at, radius, radius, body);
    }

    // Blurred rounded boxes are computed from nine pieces; a drop shadow as an image filter blurs every pixel.
    private void Shade(SKRect at, float radius, float right, float down)
    {
        using var blur = SKMaskFilter.CreateBlur(SKBlurStyle.Normal, 18);
        using var shade = new SKPaint { Color = Shadow, IsAntialias = true, MaskFilter = blur };
        at.Offset(right, down);
        canvas.DrawRoundRect(at, radius, radius, shade);
    }

    private static SKRect Square(SKRect at)
    {
        float side = Math.Min(at.Width, at.Height);
        return SKRect.Create(at.MidX - (side / 2), at.MidY - (side / 2), side, side);
    }

    private void Rounded(SKImage picture, SKRect at, float radius, (double X, double Y)? look)
    {
        canvas.Save();
        using var shape = new SKRoundRect(at, radius);
        canvas.ClipRoundRect(shape, antialias: true);
        Fill(picture, at, look);
        canvas.Restore();
    }

    private void Fill(SKImage picture, SKRect at, (double X, double Y)? look) => canvas.DrawImage(picture, Crop(picture.Width, picture.Height, at, look), at, Sampling(picture, at));

    // Small pictures grow softly; large ones shrink through their halves, else they flicker.
    private static SKSamplingOptions Sampling(SKImage picture, SKRect at) =>
        picture.Width > at.Width * 1.6f && picture.Height > at.Height * 1.6f ? new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear) : new SKSamplingOptions(SKFilterMode.Linear);

    /// <summary>The part of a picture that has the place's shape; heads are above the middle.</summary>
    internal static SKRect Crop(float width, float height, SKRect place, (double X, double Y)? look)
    {
        float scale = Math.Min(width / place.Width, height / place.Height), wide = Math.Min(width, place.Width * scale), high = Math.Min(height, place.Height * scale);
        (double x, double y) = look ?? (0.5, 0.42);
        return SKRect.Create(Math.Clamp((float)(x * width) - (wide / 2), 0, width - wide), Math.Clamp((float)(y * height) - (high / 2), 0, height - high), wide, high);
    }

    // Blurred and veiled small and then enlarged: the same to the eye, at a hundredth of the work.
    private void Blurred(double[] shares, float[] places)
    {
        if ((frame ?? product) is not { } picture) return;
        using var small = new SKBitmap(new SKImageInfo(plan.Width / BlurShare, plan.Height / BlurShare, SKImageInfo.PlatformColorType, SKAlphaType.Opaque));
        using var soft = new SKCanvas(small);
        soft.Clear(_palette.Ground);
        var whole = new SKRect(0, 0, small.Width, small.Height);
        using var blur = new SKPaint { ImageFilter = SKImageFilter.CreateBlur(2.4f, 2.4f, SKShaderTileMode.Clamp) };
        soft.DrawImage(picture, Crop(picture.Width, picture.Height, whole, null), whole, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear), blur);
        Veil(soft, new SKPoint(0, 0), new SKPoint(0, small.Height), shares, places);
        using SKImage image = SKImage.FromBitmap(small);
        canvas.DrawImage(image, new SKRect(0, 0, plan.Width, plan.Height), new SKSamplingOptions(SKFilterMode.Linear));
    }

    private void Veil(SKCanvas on, SKPoint from, SKPoint to, double[] shares, float[] places)
    {
        using var veil = new SKPaint { Shader = SKShader.CreateLinearGradient(from, to, [.. shares.Select(share => _palette.Ground.WithAlpha(Alpha(share)))], places, SKShaderTileMode.Clamp) };
        on.DrawPaint(veil);
    }

    private void Letters(PlacedLine line, SKColor colour) => Lettering.Draw(canvas, line.Text, line.X, line.Baseline, line.Size, line.Bold, colour, plan.Font);

    private static byte Alpha(double share) => (byte)Math.Ceiling(share * 255);
}
