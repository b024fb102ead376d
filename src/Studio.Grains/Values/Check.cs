using System.Globalization;
using System.Text;

namespace Studio.Grains.Values;

/// <summary>Collects what is wrong with a command's fields, and cleans texts on the way. Field names are those of the wire (camelCase).</summary>
public sealed class Check
{
    private readonly Dictionary<string, object> _errors = new(StringComparer.Ordinal);

    /// <summary>Null when all is well, else a <see cref="RefusalCodes.Validation"/> with the fact <c>errors</c>.</summary>
    public Refusal? Refusal => _errors.Count == 0 ? null : Refusal.With(RefusalCodes.Validation, "errors", _errors);

    /// <summary>
    /// One line of plain text: NFC, trimmed, runs of white space folded, control characters and bidirectional overrides removed
    /// (a name must not reverse the price that follows it on a card). Markup is kept: it is text, and every screen shows it as text.
    /// </summary>
    public string Text(string field, string? text, int longest)
    {
        // The length is checked before any work, so that a 100 MB name costs nothing.
        if (text is not null && text.Length > longest * 4)
        {
            Add(field, FieldErrors.TooLong);
            return "";
        }
        string clean = Clean(text ?? "");
        if (clean.Length == 0)
        {
            Add(field, FieldErrors.Required);
        }
        else if (new StringInfo(clean).LengthInTextElements > longest)
        {
            Add(field, FieldErrors.TooLong);
        }
        return clean;
    }

    /// <summary>An http or https address, or nothing.</summary>
    public string Address(string field, string? text, int longest)
    {
        if (string.IsNullOrWhiteSpace(text)) return "";
        string clean = text.Trim();
        bool address = clean.Length <= longest && Uri.TryCreate(clean, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https";
        if (!address) Add(field, FieldErrors.Invalid);
        return clean;
    }

    /// <summary>A whole number within a closed range.</summary>
    public T Range<T>(string field, T value, T least, T most) where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            Add(field, FieldErrors.OutOfRange);
        }
        return value;
    }

    /// <summary>Notes an error on a field.</summary>
    public Check Add(string field, string error)
    {
        _errors[field] = _errors.TryGetValue(field, out object? before) ? ((string[])before).Append(error).ToArray() : new[] { error };
        return this;
    }

    private static string Clean(string text)
    {
        var builder = new StringBuilder(text.Length);
        Rune before = default;
        foreach (Rune rune in SafeNormalize(text).EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                if (builder.Length > 0 && builder[^1] != ' ') builder.Append(' ');
            }
            else if (IsShown(rune) || JoinsEmoji(before, rune))
            {
                builder.Append(rune.ToString());
            }
            before = rune;
        }
        return builder.ToString().Trim();
    }

    private static bool IsShown(Rune rune) =>
        rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    // The joiner makes one farmer of a woman and an ear of rice. Elsewhere it is invisible, and would let two names look alike.
    private static bool JoinsEmoji(Rune before, Rune rune) =>
        rune.Value == 0x200D && (before.Value == 0xFE0F || Rune.GetUnicodeCategory(before) is UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol);

    // Normalize throws on lone surrogates; EnumerateRunes turns them into U+FFFD, which is dropped above.
    private static string SafeNormalize(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }
}
