using System.Globalization;
using System.Text;
using System.Xml;
using Studio.Grains.Values;

namespace Studio.Api.Edge.Tables;

/// <summary>
/// The first visible sheet of a workbook (ECMA-376 part 1, 18.3) as it is shown. Read here, not by a library: those we tried unfold
/// merged regions and missing rows in memory, so that a file of one kilobyte with a merge over the whole sheet takes all of it.
/// Cost here is bounded by the unpacked bytes.
/// </summary>
internal sealed class XlsxReader
{
    // Regions beyond that are not unfolded; no sheet made by hand has as many.
    private const int MostMerges = 10_000;

    private readonly TableBuilder _builder;
    private readonly int _columns;
    private readonly IReadOnlyList<CellText> _shared;
    private readonly XlsxFormats _formats;

    private XlsxReader(TableForm form, IReadOnlyList<CellText> shared, XlsxFormats formats) => (_builder, _columns, _shared, _formats) = (new TableBuilder(form), form.Columns, shared, formats);

    public static Outcome<Table> Read(ReadOnlyMemory<byte> file, TableForm form)
    {
        Outcome<XlsxPackage> opened = XlsxPackage.Open(file);
        if (opened.Refusal is { } refusal) return refusal;
        using XlsxPackage package = opened.Value;
        if (FindSheet(package, out bool from1904) is not { } name) return new Refusal(TableCodes.TableUnreadable);
        var reader = new XlsxReader(form, SharedStrings(package), XlsxFormats.Read(package, from1904));
        using XmlReader? sheet = package.Find(name);
        if (sheet is null) return new Refusal(TableCodes.TableUnreadable);
        reader.ReadSheet(sheet);
        return reader._builder.Build();
    }

    private static string? FindSheet(XlsxPackage package, out bool from1904)
    {
        from1904 = false;
        string? relation = null;
        using (XmlReader? workbook = package.Find("xl/workbook.xml"))
        {
            while (workbook?.Read() == true)
            {
                if (workbook.NodeType != XmlNodeType.Element) continue;
                if (workbook.LocalName == "workbookPr") from1904 = workbook.GetAttribute("date1904") is "1" or "true";
                // The namespace of r:id differs between the strict and the transitional form of the standard.
                if (workbook.LocalName == "sheet" && relation is null && workbook.GetAttribute("state") is (null or "visible"))
                {
                    while (workbook.MoveToNextAttribute())
                    {
                        if (workbook.LocalName == "id" && workbook.Prefix.Length > 0) relation = workbook.Value;
                    }
                }
            }
        }
        using XmlReader? relations = package.Find("xl/_rels/workbook.xml.rels");
        while (relations?.Read() == true)
        {
            if (relations.NodeType == XmlNodeType.Element && relation is not null && string.Equals(relations.GetAttribute("Id"), relation, StringComparison.Ordinal))
            {
                string target = relations.GetAttribute("Target") ?? "";
                return target.StartsWith('/') ? target : $"xl/{target}";
            }
        }
        return null;
    }

    private static List<CellText> SharedStrings(XlsxPackage package)
    {
        var strings = new List<CellText>();
        using XmlReader? part = package.Find("xl/sharedStrings.xml");
        while (part?.Read() == true)
        {
            // Cut here once: a cell only points at its string, and a hundred thousand cells may point at the longest.
            if (part is { NodeType: XmlNodeType.Element, LocalName: "si" }) strings.Add(CellText.Of(TextWithin(part)));
        }
        return strings;
    }

    private void ReadSheet(XmlReader sheet)
    {
        (int row, int column, int merges) = (0, -1, 0);
        CellText[] cells = [];
        while (sheet.Read())
        {
            if (sheet.NodeType != XmlNodeType.Element) continue;
            switch (sheet.LocalName)
            {
                case "row":
                    _builder.Add(row, cells);
                    int number = sheet.GetAttribute("r") is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : row + 1;
                    (row, column, cells) = (number > row ? number : throw new FormatException("Rows must rise."), -1, []);
                    break;
                case "c":
                    column = sheet.GetAttribute("r") is { } reference ? Place(reference).Column : column + 1;
                    CellText text = ReadCell(sheet);
                    if (text.IsEmpty) break;
                    if (column >= _columns) _builder.LeaveOutColumn();
                    else
                    {
                        if (column >= cells.Length) Array.Resize(ref cells, column + 1);
                        cells[column] = text;
                    }
                    break;
                case "mergeCell" when ++merges <= MostMerges:
                    // Regions stand after all rows; the last row is still in hand.
                    _builder.Add(row, cells);
                    cells = [];
                    Unfold(sheet.GetAttribute("ref") ?? "");
                    break;
            }
        }
        _builder.Add(row, cells);
    }

    private void Unfold(string region)
    {
        if (region.Split(':') is not [var first, var last]) return;
        (int column, int from) = Place(first);
        if (column < _columns) _builder.FillDown(column, from, Place(last).Row);
    }

    private CellText ReadCell(XmlReader cell)
    {
        string type = cell.GetAttribute("t") ?? "n";
        int style = int.TryParse(cell.GetAttribute("s"), NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : 0;
        string value = TextWithin(cell);
        return value.Length == 0 ? CellText.Empty : type switch
        {
            "s" => int.Parse(value, CultureInfo.InvariantCulture) is var at && at >= 0 && at < _shared.Count ? _shared[at] : throw new FormatException("There is no such string."),
            "n" => CellText.Of(_formats.Show(value, style)),
            "b" => CellText.Of(value == "1" ? "TRUE" : "FALSE"),
            _ => CellText.Of(value),
        };
    }

    // Column from zero and row from one of a place such as AB12.
    private static (int Column, int Row) Place(string reference)
    {
        int letters = 0, column = 0;
        for (; letters < reference.Length && char.IsAsciiLetter(reference[letters]); letters++) column = column * 26 + (char.ToUpperInvariant(reference[letters]) - 'A' + 1);
        return letters is > 0 and <= 3 ? (column - 1, int.Parse(reference.AsSpan(letters), NumberStyles.None, CultureInfo.InvariantCulture)) : throw new FormatException("Not a place in a sheet.");
    }

    // The value or the runs of text of a cell or shared string. A formula is in neither; phonetic guides over the text are not said.
    // Values are taken in pieces: the rest of one that is far too long is never in memory at once.
    private static string TextWithin(XmlReader node)
    {
        if (node.IsEmptyElement) return "";
        (int depth, int guide, string within) = (node.Depth, 0, "");
        var text = new StringBuilder();
        while (node.Read() && node.Depth > depth)
        {
            switch (node.NodeType)
            {
                case XmlNodeType.Element:
                    within = node.LocalName;
                    if (within == "rPh" && !node.IsEmptyElement) guide = node.Depth;
                    break;
                case XmlNodeType.EndElement:
                    within = "";
                    if (node.Depth == guide) guide = 0;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    if (guide > 0 || within is not ("t" or "v")) break;
                    char[] piece = new char[512];
                    while (text.Length <= TableLimits.CellCharacters && node.ReadValueChunk(piece, 0, piece.Length) is > 0 and var read) text.Append(piece, 0, read);
                    break;
            }
        }
        // How the format writes a carriage return.
        return text.ToString().Replace("_x000D_", "\r", StringComparison.Ordinal);
    }
}
