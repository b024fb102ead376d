using System.Globalization;
using SkiaSharp;
using SkiaSharp.HarfBuzz;

namespace MediaPipeline.Imaging;

/// <summary>Text on pictures: Chinese first, whatever else a title holds, shaped and with a face for each script.</summary>
internal static class Lettering
{
    private static readonly SKTypeface Regular = Find(SKFontStyle.Normal), Bold = Find(SKFontStyle.Bold);

    /// <summary>A face of the studio's family.</summary>
    public static SKTypeface Face(bool bold) => bold ? Bold : Regular;

    /// <summary>Width in pixels.</summary>
    public static float Measure(string text, float size, bool bold) => Runs(text, bold).Sum(run => Width(run, size));

    /// <summary>Draws one line from its left end on the base line.</summary>
    public static void Draw(SKCanvas canvas, string text, float x, float baseline, float size, bool bold, SKColor color)
    {
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        foreach ((string piece, SKTypeface face) in Runs(text, bold))
        {
            using var font = new SKFont(face, size) { Subpixel = true };
            using var shaper = new SKShaper(face);
            canvas.DrawShapedText(shaper, piece, x, baseline, SKTextAlign.Left, font, paint);
            x += Width((piece, face), size);
        }
    }

    /// <summary>Breaks a text into lines of at most <paramref name="width"/> pixels; what does not fit ends with an ellipsis.</summary>
    public static IReadOnlyList<string> Wrap(string text, float width, float size, bool bold, int lines)
    {
        List<string> result = [];
        string line = "";
        string[] units = [.. Units(text)];
        for (int i = 0; i < units.Length; i++)
        {
            if (Measure(line + units[i].TrimEnd(), size, bold) <= width || line.Length == 0)
            {
                line += line.Length == 0 ? units[i].TrimStart() : units[i];
                // A single word that is too wide is cut letter by letter.
                while (Measure(line.TrimEnd(), size, bold) > width && line.Length > 1) line = ShortenByOne(line);
                continue;
            }
            if (result.Count == lines - 1)
            {
                while (line.Length > 0 && Measure(line.TrimEnd() + "…", size, bold) > width) line = ShortenByOne(line);
                result.Add(line.TrimEnd() + "…");
                return result;
            }
            result.Add(line.TrimEnd());
            line = units[i].TrimStart();
        }
        if (line.Trim().Length > 0) result.Add(line.TrimEnd());
        return result;
    }

    // Chinese may break between any two characters, other scripts only at spaces.
    private static IEnumerable<string> Units(string text)
    {
        string word = "";
        TextElementEnumerator elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            string element = elements.GetTextElement();
            bool wide = element[0] >= '\u2E80';
            if (wide && word.Length > 0)
            {
                yield return word;
                word = "";
            }
            word += element;
            if (!wide && element != " ") continue;
            yield return word;
            word = "";
        }
        if (word.Length > 0) yield return word;
    }

    private static string ShortenByOne(string text)
    {
        int[] starts = StringInfo.ParseCombiningCharacters(text);
        return text[..starts[^1]];
    }

    private static IEnumerable<(string Text, SKTypeface Face)> Runs(string text, bool bold)
    {
        SKTypeface own = Face(bold), current = own;
        using var font = new SKFont(own);
        string run = "";
        TextElementEnumerator elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            string element = elements.GetTextElement();
            // A lone half of a pair is not a character; it is drawn as the face's "unknown" sign.
            int code = char.IsSurrogate(element[0]) && element.Length < 2 ? 0xFFFD : char.ConvertToUtf32(element, 0);
            SKTypeface face = font.ContainsGlyph(code) ? own : SKFontManager.Default.MatchCharacter(code) ?? own;
            if (run.Length > 0 && face.FamilyName != current.FamilyName)
            {
                yield return (run, current);
                run = "";
            }
            current = face;
            run += element;
        }
        if (run.Length > 0) yield return (run, current);
    }

    private static float Width((string Text, SKTypeface Face) run, float size)
    {
        using var font = new SKFont(run.Face, size) { Subpixel = true };
        return font.MeasureText(run.Text);
    }

    private static SKTypeface Find(SKFontStyle style) =>
        ((string[])["Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Zen Hei"])
            .Select(family => SKFontManager.Default.MatchFamily(family, style)).FirstOrDefault(face => face is not null)
        ?? SKFontManager.Default.MatchCharacter('夏') ?? SKTypeface.Default;
}
