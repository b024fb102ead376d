using System.IO.Compression;
using System.Text;

namespace Studio.Testing;

/// <summary>Raw workbooks, for what a library would not write: merges, hostile parts, formats of one's own.</summary>
public static class Workbook
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    /// <summary>One sheet of the XML that is given.</summary>
    public static byte[] Of(string sheet, string styles = "", string sheets = """<sheet name="a" sheetId="1" r:id="rId1"/>""", params (string Name, string Text)[] more) => Zip(
    [
        ("[Content_Types].xml", """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"""),
        ("xl/workbook.xml", $"""<workbook xmlns="{Main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{sheets}</sheets></workbook>"""),
        ("xl/_rels/workbook.xml.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>"""),
        ("xl/styles.xml", $"""<styleSheet xmlns="{Main}">{styles}</styleSheet>"""),
        ("xl/worksheets/sheet1.xml", Sheet(sheet)),
        .. more,
    ]);

    public static string Sheet(string inner) => $"""<worksheet xmlns="{Main}">{inner}</worksheet>""";

    /// <summary>A row of text cells; null leaves a cell out.</summary>
    public static string Row(int number, params string?[] cells) => $"""<row r="{number}">{string.Concat(cells.Select((cell, column) =>
        cell is null ? "" : $"""<c r="{(char)('A' + column)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>"""))}</row>""";

    public static byte[] Zip(params (string Name, string Text)[] parts)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string text) in parts)
            {
                using Stream part = zip.CreateEntry(name, CompressionLevel.SmallestSize).Open();
                part.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        return memory.ToArray();
    }
}
