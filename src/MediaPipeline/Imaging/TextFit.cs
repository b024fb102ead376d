namespace MediaPipeline.Imaging;

/// <summary>A title as it fits.</summary>
/// <param name="Size">Of the letters, in pixels.</param>
/// <param name="Shortened">The last line ends with an ellipsis, for not all of it found room.</param>
internal sealed record FittedText(IReadOnlyList<string> Lines, float Size, bool Shortened)
{
    /// <summary>From base line to base line, beside the size.</summary>
    public const float Leading = 1.26f;

    public float Height => Lines.Count * Size * Leading;
}

/// <summary>Sets a title as large as it fits into a box, on two lines at most, and breaks the lines where it reads best.</summary>
internal static class TextFit
{
    private const float Unit = 100;
    private const int MostLines = 2;
    private const float OneLineShare = 0.62f;

    /// <param name="largest">Size of letters in pixels; the largest that fits is taken, down to <paramref name="smallest"/>.</param>
    public static FittedText Fit(string text, float width, float height, float largest, float smallest, BrandFont font)
    {
        text = text.Trim();
        if (text.Length == 0 || width <= 0 || height <= 0) return new FittedText([], smallest, false);
        // Widths grow as sizes do: each piece is shaped once, whatever sizes are tried.
        Piece[] pieces = [.. LineBreaks.Units(text).Select(unit => Piece.Of(unit, font))];
        (FittedText? one, _) = Largest(pieces, width, height, largest, smallest, 1, font);
        (FittedText? two, bool natural) = Largest(pieces, width, height, largest, smallest, MostLines, font);
        // A word torn in two reads worse than smaller letters.
        if (one is not null && (two is null || one.Size >= two.Size || (!natural && one.Size >= two.Size * OneLineShare))) return one;
        if (two is not null) return two;
        int most = Math.Clamp((int)(height / (smallest * FittedText.Leading)), 1, MostLines);
        IReadOnlyList<string> rest = LineBreaks.Wrap(text, width, smallest, bold: true, most, font);
        return new FittedText(rest, smallest, rest.Count > 0 && rest[^1].EndsWith('…') && !text.EndsWith('…'));
    }

    private static (FittedText? Text, bool Natural) Largest(Piece[] pieces, float width, float height, float largest, float smallest, int most, BrandFont font)
    {
        for (float size = largest; size >= smallest; size -= 4)
        {
            int lines = Math.Min(most, (int)(height / (size * FittedText.Leading)));
            if (lines > 0 && Break(pieces, width / size * Unit, lines) is var (found, natural) && found.All(line => Lettering.Measure(line, size, bold: true, font) <= width)) return (new FittedText(found, size, false), natural);
        }
        return (null, false);
    }

    private static (IReadOnlyList<string> Lines, bool Natural)? Break(Piece[] pieces, float width, int lines)
    {
        if (Width(pieces, 0, pieces.Length) <= width) return ([Text(pieces, 0, pieces.Length)], true);
        if (lines < 2) return null;
        int best = -1;
        double least = double.MaxValue;
        for (int at = 1; at < pieces.Length; at++)
        {
            (float above, float below) = (Width(pieces, 0, at), Width(pieces, at, pieces.Length));
            if (above > width || below > width) continue;
            // Even lines; a sentence that ends or a word that begins there is worth some unevenness, a longer first line a little.
            double cost = (Math.Abs(above - below) / width) - (pieces[at - 1].EndsPhrase ? 0.5 : pieces[at - 1].MeetsOther(pieces[at]) ? 0.35 : 0) + (below > above ? 0.04 : 0);
            if (cost < least) (best, least) = (at, cost);
        }
        return best < 0 ? null : ([Text(pieces, 0, best), Text(pieces, best, pieces.Length)], pieces[best - 1].EndsPhrase || pieces[best - 1].MeetsOther(pieces[best]));
    }

    private static float Width(Piece[] pieces, int from, int to)
    {
        float sum = 0;
        for (int i = from; i < to - 1; i++) sum += pieces[i].Whole;
        return sum + pieces[to - 1].Trimmed;
    }

    private static string Text(Piece[] pieces, int from, int to) => string.Concat(pieces[from..to].Select(piece => piece.Text)).Trim();

    private sealed record Piece(string Text, float Whole, float Trimmed)
    {
        public bool EndsPhrase => Text[^1] is ' ' or '，' or '。' or '；' or '：' or '！' or '？' or '、' or '）' or '】' or '》' or '」' or ',' or '!' or '?' or ')' or ']' or '·' or '｜' or '|';

        public bool MeetsOther(Piece next) => char.IsAscii(Text[^1]) != char.IsAscii(next.Text[0]);

        public static Piece Of(string text, BrandFont font)
        {
            float trimmed = Lettering.Measure(text.TrimEnd(), Unit, bold: true, font);
            return new Piece(text, text[^1] == ' ' ? Lettering.Measure(text, Unit, bold: true, font) : trimmed, trimmed);
        }
    }
}
