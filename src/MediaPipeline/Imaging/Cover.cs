using MediaPipeline.Processes;
using SkiaSharp;

namespace MediaPipeline.Imaging;

/// <summary>What a cover shows.</summary>
/// <param name="Frame">A frame of the clip (PNG or JPEG); null: the product's picture alone.</param>
/// <param name="PriceText">As it is written on a card.</param>
/// <param name="QrText">Where the code leads; null: no code.</param>
/// <param name="ProductPicture">The picture of the card on air.</param>
public sealed record CoverSpec(byte[]? Frame, string Title, string PriceText, string BaseName, string? QrText, byte[]? ProductPicture);

/// <summary>Draws covers (封面) of clips: 1080×1440, the 3:4 of short-video platforms.</summary>
public static class Cover
{
    /// <summary>Pixels.</summary>
    public const int Width = 1080, Height = 1440;

    private const float Margin = 64, QrSide = 232;
    private static readonly SKColor Ink = new(0x12, 0x1A, 0x17), Gold = new(0xFF, 0xD1, 0x66), Cream = new(0xFF, 0xFA, 0xF0);

    /// <summary>A JPEG.</summary>
    public static Task<byte[]> RenderAsync(CoverSpec spec, CancellationToken cancellation) => BackgroundWork.RunAsync(() =>
    {
        using SKSurface surface = SKSurface.Create(new SKImageInfo(Width, Height));
        SKCanvas canvas = surface.Canvas;
        canvas.Clear(Ink);
        using SKImage? frame = Decode(spec.Frame), product = Decode(spec.ProductPicture);
        DrawBackground(canvas, frame ?? product);
        DrawFrame(canvas, frame, product);
        DrawWords(canvas, spec);
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Jpeg, 90);
        return data.ToArray();
    }, cancellation);

    private static void DrawBackground(SKCanvas canvas, SKImage? picture)
    {
        if (picture is not null)
        {
            using var blur = new SKPaint { ImageFilter = SKImageFilter.CreateBlur(38, 38, SKShaderTileMode.Clamp) };
            canvas.DrawImage(picture, Fill(picture, new SKRect(-80, -80, Width + 80, Height + 80)), new SKRect(-80, -80, Width + 80, Height + 80), Smooth, blur);
        }
        using var shade = new SKPaint
        {
            Shader = SKShader.CreateLinearGradient(new SKPoint(0, 0), new SKPoint(0, Height),
                [Ink.WithAlpha(0x70), Ink.WithAlpha(0x50), Ink.WithAlpha(0xF2), Ink], [0, 0.4f, 0.74f, 1], SKShaderTileMode.Clamp),
        };
        canvas.DrawRect(0, 0, Width, Height, shade);
    }

    private static void DrawFrame(SKCanvas canvas, SKImage? frame, SKImage? product)
    {
        var place = new SKRect(Margin, 150, Width - Margin, 150 + 714);
        if (frame is null) place = new SKRect((Width - 714) / 2f, 150, (Width + 714) / 2f, 150 + 714);
        using var shadow = new SKPaint { Color = SKColors.Black, IsAntialias = true, ImageFilter = SKImageFilter.CreateDropShadow(0, 14, 30, 30, SKColors.Black.WithAlpha(0xB0)) };
        canvas.DrawRoundRect(place, 28, 28, shadow);
        if ((frame ?? product) is { } main) DrawRounded(canvas, main, place, 28);
        if (frame is null || product is null) return;
        var inset = new SKRect(place.Right - 280, place.Bottom - 196, place.Right - 24, place.Bottom + 60);
        using var border = new SKPaint { Color = Cream, IsAntialias = true };
        canvas.DrawRoundRect(SKRect.Inflate(inset, 8, 8), 30, 30, border);
        DrawRounded(canvas, product, inset, 24);
    }

    private static void DrawWords(SKCanvas canvas, CoverSpec spec)
    {
        using var pill = new SKPaint { Color = Gold, IsAntialias = true };
        canvas.DrawRoundRect(Margin, 66, 10, 44, 5, 5, pill);
        if (LineBreaks.Wrap(spec.BaseName, Width - (2 * Margin) - 28, 40, bold: true, lines: 1) is [var name, ..]) Lettering.Draw(canvas, name, Margin + 28, 104, 40, bold: true, Cream);

        float right = spec.QrText is null ? Width - Margin : Width - Margin - QrSide - 36;
        float size = 68;
        IReadOnlyList<string> lines = LineBreaks.Wrap(spec.Title, right - Margin, size, bold: true, lines: 3);
        if (lines.Count > 2)
        {
            size = 56;
            lines = LineBreaks.Wrap(spec.Title, right - Margin, size, bold: true, lines: 3);
        }
        float baseline = 1052;
        foreach (string line in lines)
        {
            Lettering.Draw(canvas, line, Margin, baseline, size, bold: true, Cream);
            baseline += size * 1.28f;
        }
        DrawPrice(canvas, spec.PriceText, right - Margin);
        if (spec.QrText is { } text) DrawQr(canvas, text);
    }

    // A price is made smaller rather than cut: half a number is another number.
    private static void DrawPrice(SKCanvas canvas, string price, float width)
    {
        float size = 88;
        price = LineBreaks.Begin(price);
        while (size > 34 && Lettering.Measure(price, size, bold: true) > width) size -= 6;
        if (LineBreaks.Wrap(price, width, size, bold: true, lines: 1) is [var fitting, ..]) Lettering.Draw(canvas, fitting, Margin, 1372, size, bold: true, Gold);
    }

    private static void DrawQr(SKCanvas canvas, string text)
    {
        bool[,] modules = Qr.Modules(text);
        float pixels = Math.Max(1, MathF.Floor(QrSide / modules.GetLength(0))), side = pixels * modules.GetLength(0);
        float left = Width - Margin - side, top = 1372 - side + 8;
        using var card = new SKPaint { Color = SKColors.White, IsAntialias = true };
        canvas.DrawRoundRect(left - 10, top - 10, side + 20, side + 20, 18, 18, card);
        Qr.Draw(canvas, modules, left, top, pixels);
    }

    private static SKSamplingOptions Smooth => new(SKFilterMode.Linear, SKMipmapMode.Linear);

    private static void DrawRounded(SKCanvas canvas, SKImage image, SKRect place, float radius)
    {
        canvas.Save();
        using var shape = new SKRoundRect(place, radius);
        canvas.ClipRoundRect(shape, antialias: true);
        canvas.DrawImage(image, Fill(image, place), place, Smooth);
        canvas.Restore();
    }

    // The middle of the picture that has the place's shape.
    private static SKRect Fill(SKImage image, SKRect place)
    {
        float scale = Math.Min(image.Width / place.Width, image.Height / place.Height);
        float width = place.Width * scale, height = place.Height * scale;
        return SKRect.Create((image.Width - width) / 2, (image.Height - height) / 2, width, height);
    }

    private static SKImage? Decode(byte[]? bytes) => bytes is { Length: > 0 } ? SKImage.FromEncodedData(bytes) : null;
}
