using System.Globalization;
using System.Text.RegularExpressions;
using Studio.Api.Edge.Tables;
using Studio.Grains.Handovers;
using Studio.Grains.Values;

namespace Studio.Api.Handovers;

/// <summary>Codes of single cells of an order export, beside <see cref="FieldErrors"/>.</summary>
internal static class OrderErrors
{
    /// <summary>A spreadsheet rounded the number: 1.23457E+17.</summary>
    public const string DigitsLost = "digits-lost";

    /// <summary>The words for the status are not known, and there is no time of payment.</summary>
    public const string UnknownStatus = "unknown-status";

    /// <summary>The number stands in a row further up, too, with other content: one order, several products.</summary>
    public const string NumberTwice = "order-number-twice";
}

/// <summary>Reads single cells of an order export. An empty cell is null and no error; the second value is what is wrong.</summary>
internal static partial class OrderCells
{
    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);

    private static readonly string[] Refunded = ["退款成功", "已退款", "退款完成", "全额退款", "交易关闭", "已关闭", "订单关闭", "已取消", "交易取消", "refunded", "closed", "cancel"],
        Waiting = ["待付款", "未付款", "等待买家付款", "待支付", "未支付", "unpaid", "pending"],
        Paid = ["付款", "支付", "发货", "收货", "签收", "成功", "完成", "备货", "揽收", "评价", "运输", "出库", "自提", "paid", "ship", "complete", "deliver", "success"],
        Times =
        [
            "yyyy-M-d H:m:s", "yyyy-M-d H:m", "yyyy-M-d", "yyyy/M/d H:m:s", "yyyy/M/d H:m", "yyyy/M/d", "yyyy.M.d H:m:s", "yyyy.M.d H:m", "yyyy.M.d",
            "yyyy年M月d日 H:m:s", "yyyy年M月d日 H:m", "yyyy年M月d日", "yyyyMMddHHmmss", "yyyy-M-dTH:m:s",
        ];

    /// <summary>What a cell says, without what keeps a spreadsheet from rounding it: <c>="123"</c>, <c>'123</c>, a tab behind it.</summary>
    public static string Bare(string text)
    {
        string bare = text.Trim().Trim('\t', '\u200b', '\ufeff');
        if (bare.StartsWith("=\"", StringComparison.Ordinal) && bare.EndsWith('"') && bare.Length > 3) bare = bare[2..^1];
        return bare.TrimStart('\'', '’').Trim();
    }

    /// <summary>An order's number: 4–40 letters, digits, dashes.</summary>
    public static (string? Value, string? Error) Number(string text)
    {
        string folded = Folding.Fold(Bare(text)).ToUpperInvariant();
        if (folded.Length == 0) return (null, FieldErrors.Required);
        if (RoundedForm().IsMatch(folded)) return (null, OrderErrors.DigitsLost);
        return NumberForm().IsMatch(folded) ? (folded, null) : (null, FieldErrors.Invalid);
    }

    /// <summary>Fen of <c>1234.5</c>, <c>￥1,234.50</c>, <c>39元</c>; exactly, without floating point.</summary>
    public static (Money? Value, string? Error) Amount(string text)
    {
        string folded = Folding.Fold(Bare(text));
        if (folded.Length == 0) return (null, FieldErrors.Required);
        if (folded.Length > 30 || AmountForm().Match(folded) is not { Success: true } form) return (null, FieldErrors.Invalid);
        decimal yuan = decimal.Parse(form.Groups["value"].Value.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        if (yuan * 100 != decimal.Truncate(yuan * 100)) return (null, FieldErrors.Invalid);
        return form.Groups["minus"].Success && yuan != 0 || yuan > 10_000_000 ? (null, FieldErrors.OutOfRange) : (new Money((long)(yuan * 100)), null);
    }

    /// <summary>Pieces.</summary>
    public static (int? Value, string? Error) Quantity(string text)
    {
        string folded = Folding.Fold(Bare(text));
        if (folded.Length == 0) return (null, null);
        if (folded.Length > 20 || QuantityForm().Match(folded) is not { Success: true } form) return (null, FieldErrors.Invalid);
        decimal pieces = decimal.Parse(form.Groups["value"].Value.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        if (pieces != decimal.Truncate(pieces)) return (null, FieldErrors.Invalid);
        return pieces is >= 1 and <= 100_000 ? ((int)pieces, null) : (null, FieldErrors.OutOfRange);
    }

    /// <summary>An instant, written in the base's zone, or a spreadsheet's count of days.</summary>
    public static (DateTimeOffset? Value, string? Error) Time(string text)
    {
        string bare = Bare(text);
        if (bare.Length == 0 || bare is "-" or "--" or "/" or "null" or "无") return (null, null);
        if (bare.Length > 40) return (null, FieldErrors.Invalid);
        string folded = bare.Normalize(System.Text.NormalizationForm.FormKC);
        bool serial = double.TryParse(folded, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double days) && days is > 30_000 and < 80_000;
        DateTime time;
        if (serial) time = DateTime.FromOADate(Math.Round(days * 86_400) / 86_400);
        else if (!DateTime.TryParseExact(folded, Times, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out time)) return (null, FieldErrors.Invalid);
        return time.Year is >= 2000 and <= 2100 ? (new DateTimeOffset(time, Shanghai).ToUniversalTime(), null) : (null, FieldErrors.OutOfRange);
    }

    /// <summary>Where an order stands. Words that are not known count as paid where there is a time of payment.</summary>
    public static (OrderStatus? Value, string? Error) Status(string status, string afterSale, DateTimeOffset? paidAt)
    {
        string said = Folding.Fold(Bare(status)), after = Folding.Fold(Bare(afterSale));
        bool Says(string text, string[] words) => Array.Exists(words, word => text.Contains(word, StringComparison.Ordinal));
        // Part of the money back leaves the order paid; its amount is what the export says.
        bool refunded = (Says(said, Refunded) || Says(after, Refunded)) && !said.Contains("部分", StringComparison.Ordinal) && !after.Contains("部分", StringComparison.Ordinal) && !Says(after, ["售后关闭", "退款关闭", "售后取消"]);
        if (refunded) return (OrderStatus.Refunded, null);
        if (Says(said, Waiting)) return (OrderStatus.Waiting, null);
        if (said.Length == 0) return (paidAt is null ? OrderStatus.Waiting : OrderStatus.Paid, null);
        return paidAt is not null || Says(said, Paid) ? (OrderStatus.Paid, null) : (null, OrderErrors.UnknownStatus);
    }

    private const RegexOptions Form = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    [GeneratedRegex("^[A-Z0-9_-]{4,40}$", Form, 1_000)]
    private static partial Regex NumberForm();

    [GeneratedRegex(@"^[0-9](\.[0-9]+)?E\+[0-9]+$", Form, 1_000)]
    private static partial Regex RoundedForm();

    [GeneratedRegex(@"^(?<minus>-)?(¥|rmb|cny)?(?<minus>-)?(?<value>([0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3})(\.[0-9]{1,6})?)(元|rmb|cny)?$", Form, 1_000)]
    private static partial Regex AmountForm();

    [GeneratedRegex(@"^[x×]?(?<value>-?[0-9]{1,9}(,[0-9]{3})*(\.[0-9]{1,6})?)(件|个|份|箱|袋|盒|瓶|斤|套|包)?$", Form, 1_000)]
    private static partial Regex QuantityForm();
}
