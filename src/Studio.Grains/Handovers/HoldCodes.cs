using System.Text;
using System.Text.RegularExpressions;
using Studio.Grains.Showcase;

namespace Studio.Grains.Handovers;

/// <summary>Reads hold codes the way people write them. Pure.</summary>
public static partial class HoldCodes
{
    private const int Length = 8, MostLookedAt = 1_000;

    /// <summary>
    /// A code as it is compared: eight signs, full width, case, spaces and dashes forgiven, and the letters that the alphabet leaves out
    /// read as what they were meant for (O is 0, I and L are 1). Null: no code.
    /// </summary>
    public static string? Normal(string? typed) => typed is { Length: <= 60 } && Signs(typed) is { Length: Length } code ? code : null;

    /// <summary>The holds of which a code stands in a text, wherever in it.</summary>
    public static IReadOnlyList<T> FindIn<T>(string text, IReadOnlyDictionary<string, T> byCode)
    {
        string signs = Signs(text.Length > MostLookedAt ? text[..MostLookedAt] : text);
        List<T> found = [];
        // Words run together once spaces are gone, so every eight signs in a row are tried. A chance hit needs one of 2^40.
        for (int at = 0; at + Length <= signs.Length; at++)
        {
            if (byCode.TryGetValue(signs.Substring(at, Length), out T? hold) && !found.Contains(hold)) found.Add(hold);
        }
        return found;
    }

    /// <summary>The code of a hold as it is compared.</summary>
    public static string Of(Hold hold) => Signs(hold.Code);

    /// <summary>A remark as it may be kept and shown: one line, at most 100 signs, numbers that could be a phone's or an address's made unreadable.</summary>
    public static string Masked(string remark)
    {
        string line = string.Join(' ', remark.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        string masked = LongNumber().Replace(line.Length > MostLookedAt ? line[..MostLookedAt] : line, "****");
        if (masked.Length <= 100) return masked;
        return masked[..(char.IsHighSurrogate(masked[98]) ? 98 : 99)] + "…";
    }

    // Letters and digits only; a sign of any other script parts what stands beside it.
    private static string Signs(string text)
    {
        string plain;
        try
        {
            plain = text.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            return ""; // half of a surrogate pair has no normal form
        }
        var signs = new StringBuilder(plain.Length);
        foreach (char sign in plain)
        {
            if (char.IsAsciiLetterOrDigit(sign)) signs.Append(char.ToUpperInvariant(sign) switch { 'O' => '0', 'I' or 'L' => '1', var same => same });
            else if (!char.IsWhiteSpace(sign) && !char.IsPunctuation(sign)) signs.Append('|');
        }
        return signs.ToString().Trim('|');
    }

    [GeneratedRegex(@"[+＋]?\p{Nd}(?:[\s\-－]?\p{Nd}){6,}", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex LongNumber();
}
