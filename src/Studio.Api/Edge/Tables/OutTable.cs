using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using MiniExcelLibs;
using MiniExcelLibs.Attributes;
using MiniExcelLibs.OpenXml;
using Studio.Grains.Values;

namespace Studio.Api.Edge.Tables;

/// <summary>A table that leaves the studio as a file. Numbers are numbers, money is yuan, times are of the base's zone, and a text is never a formula.</summary>
/// <remarks>
/// MiniExcel writes every <see cref="string"/> as a text cell, whatever it begins with. A CSV has no types, so a text that a spreadsheet could take for
/// a formula gets an apostrophe in front (OWASP, CSV injection), full-width signs included.
/// </remarks>
internal sealed class OutTable(string name)
{
    private const string Starts = "=+-@\t\r\n＝＋－＠'";

    // China has one zone and no daylight saving since 1991; a zone file need not be installed.
    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);

    private readonly List<(string Title, string? Format, double Width)> _columns = [];
    private readonly List<object?[]> _rows = [];

    /// <summary>The name on its tab.</summary>
    public string Name => name;

    public int Rows => _rows.Count;

    public OutTable Text(string title, double width = 16) => Column(title, null, width);

    public OutTable Number(string title) => Column(title, "#,##0", 10);

    public OutTable Money(string title) => Column(title, "#,##0.00", 13);

    public OutTable Time(string title) => Column(title, "yyyy-mm-dd hh:mm:ss", 20);

    /// <summary>A row: texts, whole numbers, <see cref="Money"/>, instants; null stays empty.</summary>
    public OutTable Row(params object?[] cells)
    {
        _rows.Add(Array.ConvertAll(cells, cell => cell switch
        {
            Money money => money.Fen / 100m,
            DateTimeOffset moment => moment.ToOffset(Shanghai).DateTime,
            _ => cell,
        }));
        return this;
    }

    /// <summary>Tables as the sheets of one workbook.</summary>
    public static byte[] Workbook(params OutTable[] tables)
    {
        // MiniExcel knows columns by key over all sheets of a file, so keys carry the sheet's.
        var settings = new OpenXmlConfiguration { AutoFilter = false, FreezeRowCount = 1, DynamicColumns = [.. tables.SelectMany((table, sheet) => table.Columns(sheet))] };
        using var stream = new MemoryStream();
        stream.SaveAs(tables.Select((table, sheet) => KeyValuePair.Create(table.Name, (object)table.Keyed(sheet))).ToDictionary(StringComparer.Ordinal), configuration: settings);
        return stream.ToArray();
    }

    /// <summary>The table as CSV: UTF-8 with its mark, or GBK, as older programs of the platforms want it (a sign that GBK lacks becomes 〓).</summary>
    public byte[] Csv(bool gbk)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n" }))
        {
            foreach ((string title, _, _) in _columns) csv.WriteField(title);
            csv.NextRecord();
            foreach (object?[] row in _rows)
            {
                foreach (object? cell in row) csv.WriteField(Plain(cell));
                csv.NextRecord();
            }
        }
        return gbk ? Gbk.GetBytes(text.ToString()) : [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    private static Encoding Gbk => field ??= CodePagesEncodingProvider.Instance.GetEncoding(936, new EncoderReplacementFallback("〓"), DecoderFallback.ReplacementFallback)!;

    private static string? Plain(object? cell) => cell switch
    {
        string text => text.Length > 0 && Starts.Contains(text[0], StringComparison.Ordinal) ? $"'{text}" : text,
        decimal yuan => yuan.ToString("0.00", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };

    private OutTable Column(string title, string? format, double width)
    {
        _columns.Add((title, format, width));
        return this;
    }

    private IEnumerable<DynamicExcelColumn> Columns(int sheet) => _columns.Select((column, index) =>
    {
        var made = new DynamicExcelColumn(Key(sheet, index)) { Name = column.Title, Index = index, Width = column.Width };
        if (column.Format is not null) made.Format = column.Format;
        return made;
    });

    // One row without anything in it where there are none, so that the headings are there.
    private List<Dictionary<string, object?>> Keyed(int sheet) => [.. (_rows.Count > 0 ? _rows : [[]]).Select(row =>
        _columns.Select((_, index) => KeyValuePair.Create(Key(sheet, index), index < row.Length ? row[index] : null)).ToDictionary(StringComparer.Ordinal))];

    private static string Key(int sheet, int column) => string.Create(CultureInfo.InvariantCulture, $"{sheet}.{column}");
}
