using System.Text.RegularExpressions;
using Studio.Grains.Values;

namespace Studio.Grains.Live;

/// <summary>The decision about a brand's look.</summary>
public static partial class Theming
{
    /// <summary>Sets colours and logo. Refused: validation.</summary>
    public static Outcome<Decided> Set(LiveSession session, CardTheme theme)
    {
        var check = new Check();
        if (theme.Primary is { } primary && !Colour().IsMatch(primary)) check.Add("primary", FieldErrors.Invalid);
        if (theme.Accent is { } accent && !Colour().IsMatch(accent)) check.Add("accent", FieldErrors.Invalid);
        if (check.Refusal is { } refusal) return refusal;
        return theme == session.Theme ? (Decided)new NothingChanged() : (Decided)new ThemeSet(theme);
    }

    [GeneratedRegex("^#[0-9a-fA-F]{6}$", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex Colour();
}
