using System.Globalization;
using SkiaSharp;
using SkiaSharp.HarfBuzz;

namespace MediaPipeline.Imaging;

/// <summary>
/// Text on pictures: Chinese first, whatever else a title holds, shaped and with a face for each script. Symbols that no installed face
/// has (often emoji) are left out; letters without a face show as boxes, so that a missing font is noticed.
/// </summary>
internal static class Lettering
{
    private static readonly string[] Sans = ["Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Zen Hei"];
    private static readonly string[] Serif = ["Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", .. Sans];
    private static readonly SKTypeface Regular = Find(Sans, SKFontStyle.Normal), Bold = Find(Sans, SKFontStyle.Bold);
    private static readonly SKTypeface SerifRegular = Find(Serif, SKFontStyle.Normal), SerifBold = Find(Serif, SKFontStyle.Bold);

    // A shaper holds a whole font file and one buffer: made once per face, used by one thread at a time.
    private static readonly Dictionary<nint, SKShaper?> Shapers = [];
    private static readonly Lock Gate = new();

    /// <summary>Width in pixels, as shaped.</summary>
    public static float Measure(string text, float size, bool bold, BrandFont font = BrandFont.Sans) => Runs(text, Face(bold, font)).Sum(run => Shape(run, size).Width);

    /// <summary>Draws one line from its left end on the base line.</summary>
    public static void Draw(SKCanvas canvas, string text, float x, float baseline, float size, bool bold, SKColor color, BrandFont letters = BrandFont.Sans)
    {
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        foreach ((string Text, SKTypeface Face) run in Runs(text, Face(bold, letters)))
        {
            SKShaper.Result shaped = Shape(run, size);
            using var font = new SKFont(run.Face, size) { Subpixel = true };
            using var glyphs = new SKTextBlobBuilder();
            glyphs.AddPositionedRun([.. shaped.Codepoints.Select(glyph => (ushort)glyph)], font, shaped.Points);
            using SKTextBlob? blob = glyphs.Build();
            if (blob is not null) canvas.DrawText(blob, x, baseline, paint);
            x += shaped.Width;
        }
    }

    private static SKShaper.Result Shape((string Text, SKTypeface Face) run, float size)
    {
        using var font = new SKFont(run.Face, size) { Subpixel = true };
        lock (Gate)
        {
            if (!Shapers.TryGetValue(run.Face.Handle, out SKShaper? shaper)) Shapers[run.Face.Handle] = shaper = ShaperOf(run.Face);
            return shaper?.Shape(run.Text, font) ?? Unshaped(run.Text, font);
        }
    }

    // Null where the face has no font file behind it: Skia's own empty face, on a machine without any font.
    private static SKShaper? ShaperOf(SKTypeface face)
    {
        using SKStreamAsset? file = face.OpenStream();
        return file is null ? null : new SKShaper(face);
    }

    private static SKShaper.Result Unshaped(string text, SKFont font)
    {
        ushort[] glyphs = font.GetGlyphs(text);
        SKPoint[] points = font.GetGlyphPositions(glyphs);
        return new SKShaper.Result([.. glyphs.Select(glyph => (uint)glyph)], [.. glyphs.Select((_, number) => (uint)number)], points, font.MeasureText(glyphs));
    }

    private static IEnumerable<(string Text, SKTypeface Face)> Runs(string text, SKTypeface own)
    {
        SKTypeface current = own;
        string run = "";
        TextElementEnumerator elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            string element = elements.GetTextElement();
            if (FaceFor(element, own, current) is not { } face) continue;
            if (run.Length > 0 && face.Handle != current.Handle)
            {
                yield return (run, current);
                run = "";
            }
            current = face;
            run += element;
        }
        if (run.Length > 0) yield return (run, current);
    }

    private static SKTypeface? FaceFor(string element, SKTypeface own, SKTypeface current)
    {
        // A lone half of a pair is not a character; it is drawn as the face's "unknown" sign.
        int code = char.IsSurrogate(element[0]) && element.Length < 2 ? 0xFFFD : char.ConvertToUtf32(element, 0);
        UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(code);
        // Invisible, and some of them turn the writing direction of all that follows.
        if (category is UnicodeCategory.Control or UnicodeCategory.Format) return null;
        // Spaces stay with the words around them: Arabic words keep their order only inside one run.
        if (category == UnicodeCategory.SpaceSeparator && Has(current, code)) return current;
        if (Has(own, code)) return own;
        if (Fallbacks.For(code) is { } other) return other;
        return category is UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol or UnicodeCategory.OtherNotAssigned ? null : own;
    }

    private static bool Has(SKTypeface face, int code)
    {
        using var font = new SKFont(face);
        return font.ContainsGlyph(code);
    }

    private static SKTypeface Face(bool bold, BrandFont font) => font == BrandFont.Serif ? bold ? SerifBold : SerifRegular : bold ? Bold : Regular;

    private static SKTypeface Find(string[] families, SKFontStyle style) =>
        families.Select(family => SKFontManager.Default.MatchFamily(family, style)).FirstOrDefault(face => face is not null)
        ?? SKFontManager.Default.MatchCharacter('夏') ?? SKFontManager.Default.MatchFamily(null, style) ?? SKTypeface.Default;

    /// <summary>Other installed faces, asked for once per character.</summary>
    private static class Fallbacks
    {
        private const int Most = 4_096;
        private static readonly Dictionary<int, SKTypeface?> Known = [];
        private static readonly Dictionary<string, SKTypeface> Faces = new(StringComparer.Ordinal);

        public static SKTypeface? For(int code)
        {
            lock (Known)
            {
                if (Known.TryGetValue(code, out SKTypeface? face)) return face;
                if (Known.Count >= Most) Known.Clear();
                face = SKFontManager.Default.MatchCharacter(code);
                // The manager makes a new object each time; one per family keeps runs whole and shapers few.
                if (face is not null && !Faces.TryAdd(face.FamilyName, face)) face = Faces[face.FamilyName];
                return Known[code] = face;
            }
        }
    }
}
