using System.Globalization;
using System.Text;

namespace MediaPipeline.Exports;

/// <summary>What people wrote, made fit for formats of lines: one line, no characters that steer anything.</summary>
internal static class ExportText
{
    /// <summary>One line without control characters and halves of characters; longer ones are cut between characters as people see them.</summary>
    /// <param name="most">Characters as people see them.</param>
    public static string Line(string text, int most = int.MaxValue)
    {
        var line = new StringBuilder(text.Length);
        bool space = false;
        foreach (Rune rune in text.EnumerateRunes()) // halves of characters come as U+FFFD
        {
            // Readers of lines also end them at NEL, form feeds and the separators of Unicode.
            if (Rune.IsControl(rune) || Rune.IsWhiteSpace(rune))
            {
                space = line.Length > 0;
                continue;
            }
            // Not characters (XML 1.0, section 2.2), and marks that turn the direction of what follows.
            if (rune.Value is 0xFFFE or 0xFFFF or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069)) continue;
            if (space) line.Append(' ');
            space = false;
            line.Append(rune.ToString());
        }
        string whole = line.ToString();
        var elements = new StringInfo(whole);
        return elements.LengthInTextElements <= most ? whole : elements.SubstringByTextElements(0, most - 1) + "…";
    }
}
