using System.Globalization;
using System.Text.RegularExpressions;
using Studio.Api.Edge.Tables;
using Studio.Grains.Catalog;
using Studio.Grains.Values;

namespace Studio.Api.Live.Import;

/// <summary>What a cell came to: a value, or what is wrong with it (a code of <see cref="FieldErrors"/>).</summary>
internal readonly record struct Parsed<T>(T? Value, string? Error)
{
    public static implicit operator Parsed<T>(T value) => new(value, null);

    public static implicit operator Parsed<T>(Wrong wrong) => new(default, wrong.Code);
}

/// <summary>What is wrong with a cell.</summary>
internal readonly record struct Wrong(string Code);

/// <summary>Reads single cells the way people write them. An empty cell is null and no error.</summary>
internal static partial class Cells
{
    public const int ShortestSeconds = 1, LongestSeconds = 14_400, HighestQuota = 100_000, HighestNumber = 9_999, MostPoints = 10, PointLength = 60;

    // What a sheet shows where its own formula failed.
    private static readonly string[] SheetErrors = ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"];

    /// <inheritdoc cref="Folding.Fold"/>
    public static string Fold(string text) => Folding.Fold(text);

    /// <summary>One line of clean text (see <see cref="Check.Text"/>).</summary>
    public static Parsed<string> Text(string text, int longest)
    {
        if (string.IsNullOrWhiteSpace(text)) return default;
        if (Array.Exists(SheetErrors, error => text.Trim().Equals(error, StringComparison.OrdinalIgnoreCase))) return new Wrong(FieldErrors.Invalid);
        var check = new Check();
        string clean = check.Text("text", text, longest);
        // Nothing but invisible characters: as good as empty.
        return check.Refusal is null ? clean : clean.Length == 0 && text.Length <= longest * 4 ? default : new Wrong(FieldErrors.TooLong);
    }

    /// <summary>Whole seconds of <c>5</c>, <c>5分钟</c>, <c>5:30</c> (minutes first), <c>90秒</c>, <c>1小时</c>, <c>5m</c>, <c>00:05:30</c>.</summary>
    public static Parsed<int?> Seconds(string text, bool bareIsSeconds)
    {
        string folded = Fold(text);
        if (folded.Length == 0) return default;
        if (folded[0] == '-' && Decimal(folded) is not null) return new Wrong(FieldErrors.OutOfRange);
        decimal? seconds = Decimal(folded) is { } bare ? bare * (bareIsSeconds ? 1 : 60) : Clock(folded) ?? Units(folded);
        return seconds is not { } sum ? new Wrong(FieldErrors.Invalid)
            : Math.Round(sum, MidpointRounding.AwayFromZero) is var whole and >= ShortestSeconds and <= LongestSeconds ? (int)whole
            : new Wrong(FieldErrors.OutOfRange);
    }

    /// <summary>A link's number: <c>1</c>, <c>１号</c>, <c>1号链接</c>, <c>链接1</c>, <c>No.1</c>.</summary>
    public static Parsed<int?> Number(string text) => Whole(NumberForm().Match(Short(text)), 1, HighestNumber, text);

    /// <summary>Pieces: <c>100</c>, <c>1,000</c>, <c>限量100件</c>; <c>不限</c> is none.</summary>
    public static Parsed<int?> Quota(string text) => Fold(text) is "不限" or "不限量" or "无" or "-" ? default : Whole(QuotaForm().Match(Short(text)), 1, HighestQuota, text);

    /// <summary>Fen of <c>39.9</c>, <c>¥39.90</c>, <c>39元</c>, <c>1,299</c>.</summary>
    public static Parsed<long?> Fen(string text)
    {
        string folded = Short(text);
        if (folded.Length == 0) return string.IsNullOrWhiteSpace(text) ? default : new Wrong(FieldErrors.Invalid);
        if (PriceForm().Match(folded) is not { Success: true } form || Decimal(form.Groups["value"].Value) is not { } yuan) return new Wrong(FieldErrors.Invalid);
        if (yuan * 100 is var fen && fen != decimal.Truncate(fen)) return new Wrong(FieldErrors.Invalid);
        return fen >= 1 && fen <= ProductDetails.HighestPrice.Fen ? (long)fen : new Wrong(FieldErrors.OutOfRange);
    }

    /// <summary>Entries on lines of their own or divided by semicolons (a comma is part of a sentence), without their bullets.</summary>
    public static Parsed<IReadOnlyList<string>> Points(string text)
    {
        var points = new List<string>();
        foreach (string part in text.Split(['\n', '\r', '；', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            Parsed<string> point = Text(Bullet().Replace(part, ""), PointLength);
            if (point.Error is not null) return new Wrong(point.Error);
            if (point.Value is { } clean) points.Add(clean);
            if (points.Count > MostPoints) return new Wrong(FieldErrors.OutOfRange);
        }
        return points;
    }

    // Minutes and seconds, or hours before them. A sheet shows the five and a half minutes that were typed as 5:30 like that, too.
    private static decimal? Clock(string folded) => ClockForm().Match(folded) is not { Success: true } form ? null
        : form.Groups["s"] is { Success: true } seconds ? Of(form.Groups["a"]) * 3_600 + Of(form.Groups["b"]) * 60 + Of(seconds)
        : Of(form.Groups["a"]) * 60 + Of(form.Groups["b"]);

    private static decimal? Units(string folded) => UnitsForm().Match(folded) is { Success: true } form
        ? Of(form.Groups["h"]) * 3_600 + Of(form.Groups["m"]) * 60 + Of(form.Groups["s"])
        : null;

    private static decimal Of(Group digits) => digits.Success ? Decimal(digits.Value) ?? 0 : 0;

    private static Parsed<int?> Whole(Match form, int least, int most, string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return default;
        if (!form.Success || Decimal(form.Groups["value"].Value) is not { } value || value != decimal.Truncate(value)) return new Wrong(FieldErrors.Invalid);
        return value >= least && value <= most ? (int)value : new Wrong(FieldErrors.OutOfRange);
    }

    // At most twelve digits before the point: sums of such cannot overflow a decimal.
    private static decimal? Decimal(string folded) =>
        DecimalForm().IsMatch(folded) ? decimal.Parse(folded.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : null;

    // No number that anybody means is longer; what is, matches nothing.
    private static string Short(string text) => text.Length > 60 ? "" : Fold(text);

    private const RegexOptions Form = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"^-?([0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3})(\.[0-9]{1,6})?$", Form, 1_000)]
    private static partial Regex DecimalForm();

    [GeneratedRegex("^(?<a>[0-9]{1,3}):(?<b>[0-5]?[0-9])(:(?<s>[0-5]?[0-9]))?$", Form, 1_000)]
    private static partial Regex ClockForm();

    [GeneratedRegex("""
        ^(?=.)((?<h>[0-9]{1,4}(\.[0-9]{1,4})?)(个?小时|时|hours?|hrs?|h))?((?<m>[0-9]{1,6}(\.[0-9]{1,4})?)(分钟|分|minutes?|mins?|m|'))?((?<s>[0-9]{1,6})(秒钟|秒|seconds?|secs?|s|"|(?<=(分钟|分|m|')[0-9]{1,2})))?$
        """, Form, 1_000)]
    private static partial Regex UnitsForm();

    [GeneratedRegex(@"^(链接|link|no\.?|#|第)?(?<value>-?[0-9.,]+)(号链接|号|链接)?$", Form, 1_000)]
    private static partial Regex NumberForm();

    [GeneratedRegex("^(限量|限)?(?<value>-?[0-9.,]+)(件|单|份|个|箱|袋|套|组|盒|瓶|只|包|桶|斤)?$", Form, 1_000)]
    private static partial Regex QuotaForm();

    [GeneratedRegex("^¥?(?<value>-?[0-9.,]+)(元|块|rmb|cny)?$", Form, 1_000)]
    private static partial Regex PriceForm();

    // A number before a dot is a bullet, unless it is the start of a number: 1.5升.
    [GeneratedRegex(@"^([-•·●▪*]|[0-9]{1,2}[.、)）．]|[①-⑳])\s*(?![0-9])", Form, 1_000)]
    private static partial Regex Bullet();
}
