using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace Studio.Api.Edge.Tables;

/// <summary>
/// Numbers of a sheet as a person sees them (ECMA-376 part 1, 18.8.30): 0.2291… formatted <c>h:mm</c> is "5:30", 0.5 formatted
/// <c>0%</c> is "50%", 5 formatted <c>0"秒"</c> is "5秒". Digits are not rounded to the format: a price stays what it is.
/// </summary>
internal sealed partial class XlsxFormats
{
    private static readonly Format General = Format.Of("General");

    private readonly List<Format> _formats = [];
    private readonly bool _from1904;

    private XlsxFormats(bool from1904) => _from1904 = from1904;

    public static XlsxFormats Read(XlsxPackage package, bool from1904)
    {
        var formats = new XlsxFormats(from1904);
        var own = new Dictionary<int, string>();
        bool inCells = false;
        using XmlReader? styles = package.Find("xl/styles.xml");
        while (styles?.Read() == true)
        {
            // Only the formats under cellXfs are those that a cell's s counts.
            if (styles.LocalName == "cellXfs") inCells = styles.NodeType == XmlNodeType.Element && !styles.IsEmptyElement;
            else if (styles.NodeType != XmlNodeType.Element) continue;
            else if (styles.LocalName == "numFmt") own[Number(styles.GetAttribute("numFmtId"))] = Short(styles.GetAttribute("formatCode") ?? "");
            else if (styles.LocalName == "xf" && inCells)
            {
                int id = Number(styles.GetAttribute("numFmtId"));
                formats._formats.Add(Format.Of(own.TryGetValue(id, out string? code) ? code : BuiltIn(id)));
            }
        }
        return formats;
    }

    /// <summary>The text of a number in a style; what is not a number stays as it is.</summary>
    public string Show(string value, int style)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || !double.IsFinite(number)) return value;
        (string first, string bare) = style < _formats.Count ? _formats[style] : General;
        if (bare.Contains('%', StringComparison.Ordinal)) return $"{Plain(number * 100)}%";
        if (bare.AsSpan().IndexOfAny("hsydm") < 0) return Literals(first, Plain(number));
        if (bare.AsSpan().IndexOfAny('y', 'd') >= 0 || bare.AsSpan().IndexOfAny('h', 's') < 0) return Date(number + (_from1904 ? 1462 : 0), bare) ?? Plain(number);
        return number is >= 0 and < 10_000 ? Time(number, bare) : Plain(number);
    }

    private static string Time(double days, string bare)
    {
        bool elapsed = bare.Contains('[', StringComparison.Ordinal), hours = bare.Contains('h', StringComparison.Ordinal), seconds = bare.Contains('s', StringComparison.Ordinal);
        long all = (long)Math.Round((elapsed ? days : days - Math.Floor(days)) * 86_400);
        long minutes = hours || !elapsed ? all / 60 % 60 : all / 60;
        var text = new StringBuilder();
        if (hours) text.Append(CultureInfo.InvariantCulture, $"{all / 3_600}:");
        text.Append(minutes.ToString(hours ? "00" : "0", CultureInfo.InvariantCulture));
        return seconds ? text.Append(CultureInfo.InvariantCulture, $":{all % 60:00}").ToString() : text.ToString();
    }

    private static string? Date(double days, string bare)
    {
        if (days is < 1 or >= 2_958_466) return null;
        // The time of day is there even where the format hides it: a payment at 20:13 must not become one at midnight.
        DateTime date = DateTime.FromOADate(Math.Round(days * 86_400) / 86_400);
        bool timed = date.TimeOfDay != TimeSpan.Zero || bare.Contains('h', StringComparison.Ordinal);
        return date.ToString(!timed ? "yyyy-MM-dd" : date.Second == 0 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    // A double has some fifteen digits that mean anything: 39.899999999999999 was typed as 39.9.
    private static string Plain(double number) => Math.Abs(number) < 1e15
        ? ((decimal)number).ToString("0.###############", CultureInfo.InvariantCulture)
        : number.ToString("R", CultureInfo.InvariantCulture);

    // The unit that a format puts behind a number belongs to it.
    private static string Literals(string code, string number)
    {
        if (!code.Contains('"', StringComparison.Ordinal)) return number;
        string masked = Quoted().Replace(code, match => new string('\u0001', match.Length));
        (int first, int last) = (masked.AsSpan().IndexOfAny('0', '#', '?'), masked.AsSpan().LastIndexOfAny('0', '#', '?'));
        if (first < 0) return number;
        return string.Concat(Quoted().Matches(code[..first]).Select(match => match.Value.Trim('"'))) + number + string.Concat(Quoted().Matches(code[last..]).Select(match => match.Value.Trim('"')));
    }

    private static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;

    // As long as Excel allows: every cell of the format goes through it.
    private static string Short(string code) => code.Length > 255 ? "General" : code;

    // Those below 50 are fixed by the standard; the dates and times from 27 on are those of Chinese editions.
    private static string BuiltIn(int id) => id switch
    {
        9 or 10 => "0%",
        18 or 20 or 32 or 34 or 55 => "h:mm",
        19 or 21 or 33 or 35 or 56 => "h:mm:ss",
        22 => "y/m/d h:mm",
        45 or 47 => "mm:ss",
        46 => "[h]:mm:ss",
        >= 14 and <= 17 or >= 27 and <= 31 or 36 or >= 50 and <= 58 => "y/m/d",
        _ => "General",
    };

    /// <param name="First">The section for positive numbers.</param>
    /// <param name="Bare">That without everything that is not a placeholder, in lower case.</param>
    private readonly record struct Format(string First, string Bare)
    {
        public static Format Of(string code)
        {
            string first = code.Split(';')[0].Replace("General", "0", StringComparison.OrdinalIgnoreCase);
            return new Format(first, Aside().Replace(first, "").ToLowerInvariant());
        }
    }

    // Literal text, colours, currencies and fillers; not the brackets of elapsed time.
    [GeneratedRegex("""
        "[^"]*"|\\.|[_*].|\[(?!(?:h+|m+|s+)\])[^\]]*\]
        """, RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Singleline, 1_000)]
    private static partial Regex Aside();

    [GeneratedRegex("\"[^\"]*\"", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Quoted();
}
