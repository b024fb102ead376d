using SkiaSharp;

namespace MediaPipeline.Imaging;

/// <summary>One line of letters at its place.</summary>
internal sealed record PlacedLine(string Text, float X, float Baseline, float Size, bool Bold, float Width);

/// <summary>A code at its place; sides in pixels, the quiet zone is part of the modules.</summary>
/// <param name="Card">The light card that it lies on.</param>
internal sealed record PlacedQr(bool[,] Modules, int Module, SKPoint At, SKRect Card, PlacedLine? Caption)
{
    public float Side => Modules.GetLength(0) * Module;
}

/// <summary>A cover as data: everything that will be drawn, at its place. A pure function of what it shows.</summary>
internal sealed record CoverPlan(
    CoverSlots Slots, CoverPalette Palette, BrandFont Font, int Width, int Height, PlacedLine? Name, SKRect Logo, IReadOnlyList<PlacedLine> Title, bool TitleShortened, IReadOnlyList<PlacedLine> Price, PlacedQr? Qr)
{
    // A frame of 360 lines shows each cover at a third: modules are whole pixels there too. Two of them at least are needed to be read.
    private const int ModuleStep = 3, LeastModule = 6, CodeWish = 246, CardEdge = 12;
    private const float NameSize = 38, LogoSide = 64, CaptionSize = 26, Gap = 40;

    public static CoverPlan Of(CoverSpec spec, bool hasLogo)
    {
        BrandKit brand = spec.BrandOrPlain;
        var slots = CoverSlots.Of(spec.Template, spec.Shape);
        (int width, int height) = CoverSlots.SizeOf(spec.Shape);
        SKRect safe = CoverSlots.SafeZone(spec.Shape), words = slots.Words;
        PlacedQr? code = spec.QrText is { Length: > 0 } text ? Code(text, spec.QrCaption, brand.Font, slots) : null;
        float left = words.Left, beside = code is null || slots.QrUnderPrice ? words.Right : code.Card.Left - Gap;
        float foot = code is not null && slots.QrUnderPrice ? code.Card.Top - Gap : words.Bottom;
        IReadOnlyList<PlacedLine> price = slots.Ticket.IsEmpty ? PriceLines(spec.PriceText, left, foot, beside - left, slots.Price, brand.Font, centred: false)
            : PriceLines(spec.PriceText, slots.Ticket.Left + 48, slots.Ticket.Bottom - 56, slots.Ticket.Width - 96, Math.Min(slots.Price, slots.Ticket.Height * 0.86f), brand.Font, centred: true);
        if (!slots.Ticket.IsEmpty) price = Middle(price, slots.Ticket);
        float bottom = slots.Ticket.IsEmpty && price.Count > 0 ? foot - (price.Max(part => part.Size) * 0.80f) - 24 : foot;
        FittedText title = TextFit.Fit(spec.Title, beside - left, bottom - words.Top, slots.Title, 44, brand.Font);
        float free = bottom - words.Top - title.Height, first = words.Top + (title.Size * 0.98f) + (slots.TitleLow ? free : slots.Ticket.IsEmpty ? 0 : free / 2);
        PlacedLine[] lines = [.. title.Lines.Select((line, i) => new PlacedLine(line, left, first + (i * title.Size * FittedText.Leading), title.Size, true, Lettering.Measure(line, title.Size, bold: true, brand.Font)))];
        var logo = hasLogo ? SKRect.Create(safe.Left, safe.Top, LogoSide, LogoSide) : SKRect.Empty;
        return new CoverPlan(slots, CoverPalette.Of(brand), brand.Font, width, height, NameLine(brand, safe, hasLogo), logo, lines, title.Shortened, price, code);
    }

    private static PlacedLine? NameLine(BrandKit brand, SKRect safe, bool hasLogo)
    {
        float left = safe.Left + (hasLogo ? LogoSide + 16 : 22), width = safe.Width * 0.62f;
        return LineBreaks.Wrap(brand.Name, width, NameSize, bold: true, lines: 1, brand.Font) is [var name, ..]
            ? new PlacedLine(name, left, safe.Top + 46, NameSize, true, Lettering.Measure(name, NameSize, bold: true, brand.Font))
            : null;
    }

    // A price is made smaller rather than cut: half a number is another number.
    private static List<PlacedLine> PriceLines(string text, float left, float baseline, float width, float size, BrandFont font, bool centred)
    {
        var parts = PriceParts.Of(text);
        while (size > 34 && parts.Width(size, font) > width) size -= 4;
        if (parts.Width(size, font) > width) parts = new PriceParts("", LineBreaks.Wrap(LineBreaks.Begin(text), width, size, bold: true, lines: 1, font) is [var line, ..] ? line : "", "");
        float x = centred ? left + Math.Max(0, (width - parts.Width(size, font)) / 2) : left;
        List<PlacedLine> placed = [];
        foreach ((string part, float share) in ((string, float)[])[(parts.Sign, PriceParts.SignShare), (parts.Number, 1), (parts.Rest, PriceParts.RestShare)])
        {
            if (part.Trim().Length == 0) continue;
            float wide = Lettering.Measure(part, size * share, bold: true, font);
            placed.Add(new PlacedLine(part, x, baseline - 8, size * share, true, wide));
            x += wide;
        }
        return placed;
    }

    private static IReadOnlyList<PlacedLine> Middle(IReadOnlyList<PlacedLine> price, SKRect ticket)
    {
        // Digits stand 0.73 of their size above the base line.
        float baseline = ticket.MidY + (price.Count == 0 ? 0 : price.Max(part => part.Size) * 0.365f);
        return [.. price.Select(part => part with { Baseline = baseline })];
    }

    private static PlacedQr Code(string text, string? caption, BrandFont font, CoverSlots slots)
    {
        bool[,] modules = MediaPipeline.Imaging.Qr.Densest(text);
        int count = modules.GetLength(0), module = Math.Max(LeastModule, CodeWish / count / ModuleStep * ModuleStep);
        float side = count * module, line = caption is null ? 0 : CaptionSize + 8;
        // As large as there is room; what is too small to be read is found when it is read.
        while (module > 1 && side + (2 * CardEdge) + line > Math.Min(slots.Words.Height, slots.Words.Width * 0.62f)) side = count * --module;
        float left = slots.QrUnderPrice ? slots.Words.Left + CardEdge : slots.Words.Right - CardEdge - side, top = slots.Words.Bottom - CardEdge - line - side;
        (left, top) = (MathF.Floor(left / ModuleStep) * ModuleStep, MathF.Floor(top / ModuleStep) * ModuleStep);
        var card = new SKRect(left - CardEdge, top - CardEdge, left + side + CardEdge, top + side + CardEdge + line);
        PlacedLine? words = caption is not null && LineBreaks.Wrap(caption, side, CaptionSize, bold: true, lines: 1, font) is [var fitting, ..]
            ? new PlacedLine(fitting, card.MidX - (Lettering.Measure(fitting, CaptionSize, bold: true, font) / 2), card.Bottom - 16, CaptionSize, true, Lettering.Measure(fitting, CaptionSize, bold: true, font))
            : null;
        return new PlacedQr(modules, module, new SKPoint(left, top), card, words);
    }
}
