using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace MediaPipeline.Rendering;

/// <summary>Words of captions without anything that a renderer would obey.</summary>
internal static partial class CaptionText
{
    /// <summary>SubRip's and WebVTT's words: no tags, no override blocks, no invisible characters.</summary>
    /// <param name="entities">Whether <c>&amp;amp;</c> and the like stand for characters (WebVTT).</param>
    public static string Plain(string text, bool entities)
    {
        text = Tags().Replace(Commands().Replace(text, ""), "");
        if (entities) text = WebUtility.HtmlDecode(text);
        return Tidy(text);
    }

    /// <summary>ASS's words: <c>\N</c> is a line feed, <c>\h</c> a space, and what stands in braces is a command.</summary>
    public static string FromAss(string text) =>
        // Drawings (\p1) are numbers, not words.
        Drawing().IsMatch(text) ? "" : Tidy(Overrides().Replace(text, "").Replace("\\N", "\n", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\h", " ", StringComparison.Ordinal));

    /// <summary>Words for an ASS file: nothing in them begins a command.</summary>
    public static string ForAss(string text) =>
        // A zero-width joiner between a backslash and its letter: ASS has no way to write a backslash.
        text.Replace("\\", "\\\u2060", StringComparison.Ordinal).Replace("{", "｛", StringComparison.Ordinal).Replace("}", "｝", StringComparison.Ordinal).Replace("\n", "\\N", StringComparison.Ordinal);

    private static string Tidy(string text)
    {
        var tidy = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            UnicodeCategory category = Rune.GetUnicodeCategory(rune);
            if (rune.Value == '\n' || rune.Value == '\t') tidy.Append(rune.Value == '\n' ? '\n' : ' ');
            // Invisible ones turn the direction of all that follows, or hide a command.
            else if (category is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse)) tidy.Append(rune.ToString());
            if (tidy.Length >= CaptionReader.LongestText) break;
        }
        return string.Join('\n', tidy.ToString().Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
    }

    [GeneratedRegex(@"\{\\[^}]*\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Commands();

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Overrides();

    [GeneratedRegex(@"</?[A-Za-z][^<>]{0,200}>|<\d{1,3}(:\d{2}){1,2}[.,]\d{1,3}>", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\{[^}]*\\p[1-9]", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Drawing();
}
