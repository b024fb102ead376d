using System.Globalization;

namespace MediaPipeline.Imaging;

/// <summary>Breaks texts into lines: Chinese between any two characters, other scripts at spaces, no line begins with a full stop.</summary>
internal static class LineBreaks
{
    // No cover has room for more; a hostile title must not cost more either.
    private const int MostElements = 300;
    // GB/T 15834 and JIS X 4051: closing marks, stops, repetition marks and signs behind numbers; opening marks and signs before numbers.
    private const string MayNotBegin = "，。、；：！？）》」』】〉〕］｝〗〙〟”’…‥—～·・々ゝゞー％‰℃,.;:!?)]}%°~", MayNotEnd = "（《「『【〈〔［｛〖〘〝“‘([{¥￥$€£＄#＃@";

    // What is counted or weighed stays with its number.
    private const string Measures = "克斤两吨千公升毫元块角分折件个只枚袋盒瓶箱包套对双片张条根棵颗粒串份组罐桶支台部天日月年岁度米寸倍码";

    /// <summary>At most <paramref name="lines"/> lines of at most <paramref name="width"/> pixels; what does not fit ends with an ellipsis.</summary>
    public static IReadOnlyList<string> Wrap(string text, float width, float size, bool bold, int lines, BrandFont font = BrandFont.Sans)
    {
        bool Fits(string candidate) => Lettering.Measure(candidate.TrimEnd(), size, bold, font) <= width;
        List<string> result = [];
        string line = "";
        // A word that is wider than a line is broken where the line ends.
        foreach (string unit in Units(text).SelectMany(unit => Fits(unit) ? [unit] : Clusters(unit).SelectMany(cluster => Fits(cluster) ? [cluster] : Elements(cluster))))
        {
            string candidate = line.Length == 0 ? unit.TrimStart() : line + unit;
            if (line.Length == 0 || Fits(candidate))
            {
                line = candidate;
                continue;
            }
            if (result.Count == lines - 1)
            {
                result.Add(Shorten(line, Fits));
                return result;
            }
            result.Add(line.TrimEnd());
            line = unit.TrimStart();
        }
        if (line.Trim().Length > 0) result.Add(line.TrimEnd());
        return result;
    }

    /// <summary>As much of a text as is ever looked at.</summary>
    public static string Begin(string text) => string.Concat(Elements(text));

    private static string Shorten(string line, Func<string, bool> fits)
    {
        line = line.TrimEnd();
        while (line.Length > 0 && !fits(line + "…")) line = line[..StringInfo.ParseCombiningCharacters(line)[^1]].TrimEnd();
        return line + "…";
    }

    // What stays together: a word with the space after it, a Chinese character with the punctuation that clings to it.
    public static IEnumerable<string> Units(string text)
    {
        string unit = "";
        foreach (string element in Elements(text))
        {
            if (unit.Length > 0 && MayBreak(unit, element))
            {
                yield return unit;
                unit = "";
            }
            unit += element;
        }
        if (unit.Length > 0) yield return unit;
    }

    // Where a word must be broken, marks that may not begin a line stay with the letter before them, across spaces too.
    private static IEnumerable<string> Clusters(string unit)
    {
        string cluster = "";
        foreach (string element in Elements(unit))
        {
            if (cluster.Trim().Length > 0 && element != " " && !MayNotBegin.Contains(element[0], StringComparison.Ordinal))
            {
                yield return cluster;
                cluster = "";
            }
            cluster += element;
        }
        if (cluster.Length > 0) yield return cluster;
    }

    private static bool MayBreak(string before, string after)
    {
        if (MayNotBegin.Contains(after[0], StringComparison.Ordinal) || MayNotEnd.Contains(before[^1], StringComparison.Ordinal)) return false;
        if (after == " ") return false;
        if (char.IsAsciiDigit(before[^1]) && Measures.Contains(after[0], StringComparison.Ordinal)) return false;
        return before[^1] == ' ' || IsWide(before[^1]) || IsWide(after[0]);
    }

    // Chinese, Japanese, Korean and the pictures beyond the first plane (whose characters are pairs of surrogates).
    private static bool IsWide(char letter) => letter is >= '\u2E80' and not (>= '\uFB1D' and <= '\uFDFF') and not (>= '\uFE70' and <= '\uFEFF');

    public static IEnumerable<string> Elements(string text)
    {
        int count = 0;
        TextElementEnumerator elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext() && count++ < MostElements)
        {
            string element = elements.GetTextElement();
            yield return char.IsWhiteSpace(element[0]) ? " " : element;
        }
    }
}
