using MediaPipeline.Imaging;
using SkiaSharp;

namespace MediaPipeline.Rendering;

/// <summary>Draws product cards, the lower half of split pictures, and logos as PNG.</summary>
internal static class CardArt
{
    private static readonly SKColor Paper = new(0xFF, 0xFD, 0xF8, 0xF5), Ink = new(0x1B, 0x22, 0x1E), Faint = new(0x66, 0x70, 0x6A), Price = new(0xC8, 0x1E, 0x1E), Ground = new(0xF1, 0xEE, 0xE4);
    private static readonly SKSamplingOptions Smooth = new(SKFilterMode.Linear, SKMipmapMode.Linear);

    /// <summary>Whether a picture can be decoded, by its header.</summary>
    public static bool IsPicture(byte[] bytes)
    {
        using SKData data = SKData.CreateCopy(bytes);
        using SKCodec? codec = SKCodec.Create(data);
        return codec is not null && (long)codec.Info.Width * codec.Info.Height <= PictureLimits.Default.Pixels;
    }

    /// <summary>A card of a size: picture to the left, name, price and unit, small print.</summary>
    public static byte[] Card(ProductCard card, int width, int height)
    {
        using SKSurface surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul));
        SKCanvas canvas = surface.Canvas;
        canvas.Clear(SKColors.Transparent);
        float radius = height * 0.1f, pad = height * 0.09f;
        using (var paper = new SKPaint { Color = Paper, IsAntialias = true }) canvas.DrawRoundRect(new SKRect(0, 0, width, height), radius, radius, paper);
        float left = pad;
        if (Decode(card.Picture) is { } picture)
        {
            using (picture) DrawRounded(canvas, picture, SKRect.Create(pad, pad, height - (2 * pad), height - (2 * pad)), radius * 0.7f);
            left = height;
        }
        float room = width - left - (pad * 1.3f), size = height * 0.19f;
        IReadOnlyList<string> name = LineBreaks.Wrap(card.Name, room, size, bold: true, lines: card.Note is null ? 2 : 1);
        float baseline = pad + (size * 1.05f);
        foreach (string line in name)
        {
            Lettering.Draw(canvas, line, left, baseline, size, bold: true, Ink);
            baseline += size * 1.22f;
        }
        if (card.Note is { } note && LineBreaks.Wrap(note, room, size * 0.72f, bold: false, lines: 1) is [var print, ..]) Lettering.Draw(canvas, print, left, baseline - (size * 0.12f), size * 0.72f, bold: false, Faint);
        DrawPrice(canvas, card, left, height - (pad * 1.6f), room, height * 0.32f);
        return Encode(surface);
    }

    /// <summary>The product by itself, on a light ground: its picture to the left, name, small print and price beside it.</summary>
    /// <param name="free">Where things may stand: the platform's buttons lie over the rest.</param>
    public static byte[] Panel(ProductCard card, int width, int height, Box free)
    {
        using SKSurface surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul));
        SKCanvas canvas = surface.Canvas;
        canvas.Clear(Ground);
        float pad = free.Height * 0.08f, side = Math.Min(free.Height - (2 * pad), free.Width * 0.48f), left = free.Left + pad, top = free.Top + ((free.Height - side) / 2);
        if (Decode(card.Picture) is { } picture)
        {
            using (picture) DrawRounded(canvas, picture, SKRect.Create(left, top, side, side), side * 0.06f);
            left += side + pad;
        }
        float room = free.Right - pad - left, size = Math.Min(side * 0.135f, room * 0.125f), baseline = top + (size * 1.02f);
        foreach (string line in LineBreaks.Wrap(card.Name, room, size, bold: true, lines: 3))
        {
            Lettering.Draw(canvas, line, left, baseline, size, bold: true, Ink);
            baseline += size * 1.3f;
        }
        if (card.Note is { } note && LineBreaks.Wrap(note, room, size * 0.68f, bold: false, lines: 1) is [var print, ..]) Lettering.Draw(canvas, print, left, baseline, size * 0.68f, bold: false, Faint);
        DrawPrice(canvas, card, left, top + side - (size * 0.15f), room, side * 0.24f);
        return Encode(surface);
    }

    /// <summary>A logo that fits into a box, with the size that it has then.</summary>
    public static (byte[] Png, int Width, int Height) Logo(byte[] bytes, int width, int height)
    {
        using SKImage logo = Decode(bytes) ?? throw new InvalidOperationException("Looked at before.");
        float scale = Math.Min((float)width / logo.Width, (float)height / logo.Height);
        (int w, int h) = (Math.Max(2, (int)(logo.Width * scale)), Math.Max(2, (int)(logo.Height * scale)));
        using SKSurface surface = SKSurface.Create(new SKImageInfo(w, h, SKColorType.Rgba8888, SKAlphaType.Premul));
        surface.Canvas.Clear(SKColors.Transparent);
        surface.Canvas.DrawImage(logo, new SKRect(0, 0, w, h), Smooth);
        return (Encode(surface), w, h);
    }

    // A price is made smaller rather than cut: half a number is another number. The unit gives way.
    private static void DrawPrice(SKCanvas canvas, ProductCard card, float left, float baseline, float room, float size)
    {
        string price = LineBreaks.Begin(card.Price);
        float least = size * 0.35f;
        while (size > least && Lettering.Measure(price, size, bold: true) > room) size *= 0.94f;
        if (LineBreaks.Wrap(price, room, size, bold: true, lines: 1) is not [var fitting, ..]) return;
        Lettering.Draw(canvas, fitting, left, baseline, size, bold: true, Price);
        float behind = Lettering.Measure(fitting, size, bold: true) + (size * 0.22f);
        if (card.Unit is { } unit && room - behind > size && LineBreaks.Wrap($"/ {unit}", room - behind, size * 0.52f, bold: false, lines: 1) is [var said, ..]) Lettering.Draw(canvas, said, left + behind, baseline, size * 0.52f, bold: false, Faint);
    }

    private static void DrawRounded(SKCanvas canvas, SKImage image, SKRect place, float radius)
    {
        canvas.Save();
        using var shape = new SKRoundRect(place, radius);
        canvas.ClipRoundRect(shape, antialias: true);
        float scale = Math.Min(image.Width / place.Width, image.Height / place.Height);
        (float width, float height) = (place.Width * scale, place.Height * scale);
        canvas.DrawImage(image, SKRect.Create((image.Width - width) / 2, (image.Height - height) / 2, width, height), place, Smooth);
        canvas.Restore();
    }

    private static SKImage? Decode(byte[]? bytes) => bytes is { Length: > 0 } && IsPicture(bytes) ? SKImage.FromEncodedData(bytes) : null;

    private static byte[] Encode(SKSurface surface)
    {
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
