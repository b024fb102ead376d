using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Studio.Grains.Values;

namespace Studio.Grains.Comments;

/// <summary>What a guest wrote, made harmless: one line of plain text without tricks, and without other people's numbers.</summary>
/// <remarks>
/// Removed, not refused: control characters, bidirectional overrides and isolates, zero-width characters (the joiner inside an emoji stays),
/// letters that draw nothing, and the third and further combining mark on one base. Markup stays: it is text and is drawn as text.
/// </remarks>
public static partial class CommentText
{
    /// <summary>Longest comment and longest name, in characters as a reader counts them.</summary>
    public const int Longest = 100, LongestName = 12;

    private const string Mask = "***";

    // Two: a keycap or an accented letter with a second accent. More than that is drawn over the neighbours' lines.
    private const int MarksOnOneBase = 2;

    // Who speaks for the room has a name of the room's; a viewer must not look like one, nor like a viewer without a name.
    private static readonly string[] Reserved = ["主播", "官方", "客服", "管理员", "中控", "工作人员", "系统", "观众", "host", "official", "admin", "operator", "viewer", "studio"];

    /// <summary>Reads a name and a text. Wrong: field <c>text</c> or <c>name</c> (required, too-long, invalid).</summary>
    public static Outcome<Written> Read(string? name, string? text)
    {
        var check = new Check();
        string clean = Tidy(check.Text("text", text, Longest));
        string? own = string.IsNullOrWhiteSpace(name) ? null : Tidy(check.Text("name", name, LongestName));
        if (check.Refusal is null && clean.Length == 0) check.Add("text", FieldErrors.Required);
        if (own is not null && check.Refusal is null)
        {
            string folded = WordFilter.Fold(own);
            if (folded.Length == 0 || Reserved.Any(word => folded.Contains(word, StringComparison.Ordinal)) || MaskNumbers(own) != own) check.Add("name", FieldErrors.Invalid);
        }
        if (check.Refusal is { } refusal) return refusal;
        string masked = MaskNumbers(clean);
        return new Written(own, masked, Masked: masked != clean);
    }

    /// <summary>
    /// Phone numbers (with spaces or dashes between their digits, full width, or in Chinese numerals), long numbers, web and mail addresses and
    /// names in messengers are masked: they are somebody's, and a comment is read by everybody.
    /// </summary>
    public static string MaskNumbers(string text) => Numbers().Replace(Addresses().Replace(text, Mask), Mask);

    private static string Tidy(string text)
    {
        var builder = new StringBuilder(text.Length);
        int marks = MarksOnOneBase; // a mark without a base would sit on what stands before the comment
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (DrawsNothing(rune)) continue;
            bool mark = Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;
            marks = mark ? marks + 1 : 0;
            if (marks <= MarksOnOneBase) builder.Append(rune.ToString());
        }
        return builder.ToString().Trim();
    }

    // Letters by their category, invisible all the same: fillers of Hangul, the empty Braille cell, the grapheme joiner.
    private static bool DrawsNothing(Rune rune) => rune.Value is 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800 or 0x034F or (>= 0x17B4 and <= 0x17B5);

    // 11 digits of a mobile number with anything thin in between; a landline with its area; any seven digits in a row; 11 Chinese numerals.
    [GeneratedRegex(
        @"[1１][\s\-.·_,，、]*[3-9３-９](?:[\s\-.·_,，、]*\d){9}|[0０]\d{2,3}[\s\-.·_]?\d{7,8}|\d{3,4}[\s\-.·_]\d{4}[\s\-.·_]\d{4}|\d{7,}|[零〇一二三四五六七八九幺两](?:\s*[零〇一二三四五六七八九幺两]){10,}",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();

    [GeneratedRegex(
        @"(?:https?://|www\.)[^\s\p{IsCJKUnifiedIdeographs}]+|[a-z0-9._%+\-]+@[a-z0-9\-]+(?:\.[a-z0-9\-]+)+" +
        @"|(?:[a-z0-9\-]+\.)+(?:com|cn|net|org|top|xyz|shop|vip|cc|me|io|info|site|online|app|link|tv)\b(?:/[^\s\p{IsCJKUnifiedIdeographs}]*)?" +
        @"|(?:微信|薇信|威信|v信|vx|wx|weixin|wechat|qq)号?\s*[:：是]?\s*[a-z][a-z0-9_\-]{5,}",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Addresses();
}

/// <summary>A comment's name and text after cleaning.</summary>
public sealed record Written(string? Name, string Text, bool Masked);
