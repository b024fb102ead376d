using System.Diagnostics;
using System.Text;
using MiniExcelLibs;
using Studio.Api.Edge.Tables;
using Studio.Api.Live.Import;
using Studio.Grains.Values;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>Files and pastes as tables.</summary>
public sealed class RundownImportTableTests
{
    private const string Csv = "环节,商品,时长\r\n福利,\"夏乐西瓜, 8斤\",5\r\n,\"第一行\n第二行 \"\"甜\"\"\",3\r\n";

    private static readonly Encoding Gb = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    public static TheoryData<string, byte[]> Encodings => new()
    {
        { "UTF-8", Encoding.UTF8.GetBytes(Csv) },
        { "UTF-8 with mark", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Csv)] },
        { "UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Csv)] },
        { "UTF-16, other way round", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Csv)] },
        { "GBK", Gb.GetBytes(Csv) },
    };

    [Theory, MemberData(nameof(Encodings))]
    public void A_file_is_read_in_each_encoding_that_spreadsheets_write(string name, byte[] file)
    {
        Table table = TableReader.Read(file, RundownImport.Form).Value;
        Assert.True(table.Rows.Count == 3, name);
        Assert.Equal(["环节", "商品", "时长"], Texts(table, 0));
        Assert.Equal(["福利", "夏乐西瓜, 8斤", "5"], Texts(table, 1));
        Assert.Equal("第一行\n第二行 \"甜\"", table.Rows[2][1].Text);
    }

    [Theory]
    [InlineData("商品\t时长\n瓜，甜,脆;好\t5", "瓜，甜,脆;好")]
    [InlineData("商品,时长\n瓜；甜;脆;好,5", "瓜；甜;脆;好")]
    [InlineData("商品;时长\n瓜,甜,脆;5", "瓜,甜,脆")]
    [InlineData("商品，时长\n瓜，5", "瓜")]
    [InlineData("商品\n瓜,甜", "瓜,甜")]
    [InlineData("夏县直播,,\n商品,时长\n5\" 屏,5", "5\" 屏")]
    public void The_separator_is_the_one_that_makes_a_header(string text, string cell) => Assert.Equal(cell, TableReader.ReadText(text, RundownImport.Form).Value.Rows[^1][0].Text);

    [Fact]
    public void A_quote_that_is_never_closed_does_not_swallow_the_rows_below()
    {
        Table table = TableReader.ReadText("商品,时长\n\"瓜,5\n茶,3\n酒,2\n", RundownImport.Form).Value;
        Assert.Equal([1, 2, 3, 4], table.Rows.Select(row => row.Number));
    }

    [Fact]
    public void Rows_keep_the_numbers_of_the_sheet_when_empty_ones_are_left_out() =>
        Assert.Equal([1, 4], TableReader.ReadText("商品,时长\n\n , \n瓜,5\n", RundownImport.Form).Value.Rows.Select(row => row.Number));

    [Fact]
    public void A_workbook_of_another_program_is_read_with_its_numbers_as_text()
    {
        using var memory = new MemoryStream();
        memory.SaveAs(new[] { new { 环节 = "福利", 链接 = 3, 商品 = "夏乐西瓜", 直播价 = 39.9 }, new { 环节 = "正价", 链接 = 4, 商品 = "=cmd|' /C calc'!A0", 直播价 = 0.1 + 0.2 } });
        Table table = TableReader.Read(memory.ToArray(), RundownImport.Form).Value;
        Assert.Equal(["环节", "链接", "商品", "直播价"], Texts(table, 0));
        Assert.Equal(["福利", "3", "夏乐西瓜", "39.9"], Texts(table, 1));
        Assert.Equal(["正价", "4", "=cmd|' /C calc'!A0", "0.3"], Texts(table, 2));
    }

    [Fact]
    public void A_merged_cell_speaks_for_its_rows_and_not_across_the_sheet()
    {
        string rows = Workbook.Row(1, "夏县直播") + Workbook.Row(2, "环节", "商品") + Workbook.Row(3, "福利", "瓜") + Workbook.Row(4, null, "茶") + Workbook.Row(6, null, "酒") + Workbook.Row(7, null, "醋");
        Table table = TableReader.Read(Workbook.Of($"<sheetData>{rows}</sheetData><mergeCells><mergeCell ref=\"A1:D1\"/><mergeCell ref=\"A3:A6\"/></mergeCells>"), RundownImport.Form).Value;
        Assert.Equal(["夏县直播", "环节", "福利", "福利", "福利", ""], table.Rows.Select(row => row[0].Text));
        Assert.Equal("", table.Rows[0][1].Text);
    }

    [Fact]
    public void Times_percents_and_units_are_read_as_they_are_shown()
    {
        const string Styles = """
            <numFmts><numFmt numFmtId="170" formatCode="0&quot;秒&quot;"/><numFmt numFmtId="171" formatCode="[h]:mm:ss"/><numFmt numFmtId="172" formatCode="[Red]&quot;¥&quot;#,##0.00"/></numFmts>
            <cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>
            <cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="20"/><xf numFmtId="45"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="14"/><xf numFmtId="172"/></cellXfs>
            """;
        string[] values = ["39.899999999999999", "0.5", "0.22916666666666666", "0.0038194444444444443", "90", "0.0038194444444444443", "46350", "1299"];
        string row = string.Concat(values.Select((value, i) => $"<c r=\"{(char)('A' + i)}1\" s=\"{i}\"><f>NOW()</f><v>{value}</v></c>"));
        Table table = TableReader.Read(Workbook.Of($"<sheetData><row r=\"1\">{row}</row></sheetData>", Styles), RundownImport.Form).Value;
        Assert.Equal(["39.9", "50%", "5:30", "5:30", "90秒", "0:05:30", "2026-11-24", "¥1299"], Texts(table, 0));
    }

    [Fact]
    public void The_first_visible_sheet_is_read_and_phonetic_guides_are_not()
    {
        byte[] file = Workbook.Of($"<sheetData>{Workbook.Row(1, "hidden")}</sheetData>", "", """<sheet name="h" state="hidden" r:id="rId1"/><sheet name="a" r:id="rId2"/>""",
            ("xl/sharedStrings.xml", """<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><r><t>夏乐</t></r><r><t xml:space="preserve"> 西瓜</t></r><rPh sb="0" eb="1"><t>xiale</t></rPh></si></sst>"""),
            ("xl/worksheets/sheet2.xml", Workbook.Sheet("""<sheetData><row><c t="s"><v>0</v></c><c t="b"><v>1</v></c><c t="str"><f>A1</f></c></row></sheetData>""")));
        Assert.Equal(["夏乐 西瓜", "TRUE"], Texts(TableReader.Read(file, RundownImport.Form).Value, 0));
    }

    [Fact]
    public void Five_thousand_rows_are_a_table_and_one_more_is_refused_with_its_count()
    {
        string text = "商品,时长\n" + string.Concat(Enumerable.Range(1, 4_999).Select(i => $"瓜{i},5\n\n"));
        Assert.Equal(5_000, TableReader.ReadText(text, RundownImport.Form).Value.Rows.Count);
        Assert.Equal(5_001, Refused(TableCodes.TableTooLong, TableReader.ReadText(text + "茶,5\n", RundownImport.Form)).Facts!["rows"]);
        string Sheet(int rows) => $"<sheetData>{string.Concat(Enumerable.Range(1, rows).Select(i => Workbook.Row(i * 2, "瓜", "5")))}</sheetData>";
        Assert.Equal(5_000, TableReader.Read(Workbook.Of(Sheet(5_000)), RundownImport.Form).Value.Rows.Count);
        Assert.Equal(5_001, Refused(TableCodes.TableTooLong, TableReader.Read(Workbook.Of(Sheet(5_001)), RundownImport.Form)).Facts!["rows"]);
    }

    [Fact]
    public void A_zip_bomb_is_refused_before_it_is_unpacked_even_when_it_lies_about_its_size()
    {
        var watch = Stopwatch.StartNew();
        byte[] bomb = Workbook.Zip(("xl/workbook.xml", new string(' ', 100_000_000)));
        TimeSpan made = watch.Elapsed;
        Assert.InRange(bomb.Length, 1, TableLimits.Bytes);
        watch.Restart();
        Assert.Equal(TableCodes.FileTooLarge, XlsxPackage.Open(bomb).Refusal?.Code);
        Refused(TableCodes.FileTooLarge, TableReader.Read(bomb, RundownImport.Form));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, made + TimeSpan.FromSeconds(1));
        // The declared size stands at 24 in the directory's record: PK 1 2.
        int record = bomb.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(bomb.AsSpan(record + 24), 1_000);
        Assert.Contains(TableReader.Read(bomb, RundownImport.Form).Refusal!.Code, (string[])[TableCodes.FileTooLarge, TableCodes.TableUnreadable]);
        Refused(TableCodes.FileTooLarge, TableReader.Read(Workbook.Zip([.. Enumerable.Range(0, 1_001).Select(i => ($"xl/{i}.xml", ""))]), RundownImport.Form));
    }

    [Fact]
    public void What_comes_out_of_a_workbook_is_counted_whatever_it_claims()
    {
        using XlsxPackage package = XlsxPackage.Open(Workbook.Zip(("a.xml", $"<a>{new string(' ', TableLimits.UnpackedBytes / 2)}</a>"))).Value;
        void Unpack()
        {
            using System.Xml.XmlReader part = package.Find("A.xml")!;
            while (part.Read()) { }
        }
        Unpack();
        Assert.Throws<UnpackedTooMuchException>(Unpack);
    }

    [Fact]
    public void Damage_within_the_parts_of_a_workbook_is_never_an_exception()
    {
        string good = $"<sheetData>{Workbook.Row(1, "商品", "时长")}<row r=\"2\"><c r=\"A2\" s=\"1\"><v>46350.5</v></c></row></sheetData><mergeCells><mergeCell ref=\"A1:A2\"/></mergeCells>";
        const string Styles = "<numFmts><numFmt numFmtId=\"170\" formatCode=\"[h]:mm&quot;x&quot;0;@\"/></numFmts><cellXfs><xf/><xf numFmtId=\"170\"/></cellXfs>";
        CsCheck.Check.Sample(CsCheck.Gen.Select(CsCheck.Gen.Int[0, good.Length - 1], CsCheck.Gen.Int[0, Styles.Length - 1], CsCheck.Gen.Char["-9A:<>/\"\u0001[;"], CsCheck.Gen.Bool), damage =>
        {
            (int inSheet, int inStyles, char wrong, bool both) = damage;
            _ = TableReader.Read(Workbook.Of(good.Remove(inSheet, 1).Insert(inSheet, wrong.ToString()), both ? Styles.Remove(inStyles, 1).Insert(inStyles, wrong.ToString()) : Styles), RundownImport.Form).Refusal;
        }, iter: 3_000);
    }

    [Theory, InlineData(",", 5_000_000), InlineData("\n", 5_000_000), InlineData("\"", 5_000_000), InlineData("a,\n", 1_600_000)]
    public void Five_megabytes_of_nothing_much_are_answered_soon(string part, int times)
    {
        var watch = Stopwatch.StartNew();
        _ = TableReader.Read(Encoding.UTF8.GetBytes("商品\n" + string.Concat(Enumerable.Repeat(part, times))), RundownImport.Form).Refusal;
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_small_file_that_claims_a_huge_sheet_costs_nothing()
    {
        var watch = Stopwatch.StartNew();
        string rows = Workbook.Row(1, "商品") + Workbook.Row(1_048_576, "瓜") + "<row r=\"1048577\"><c r=\"XFD1048577\"><v>1</v></c></row>";
        Table table = TableReader.Read(Workbook.Of($"<dimension ref=\"A1:XFD1048576\"/><sheetData>{rows}</sheetData><mergeCells>{string.Concat(Enumerable.Repeat("<mergeCell ref=\"A1:XFD1048576\"/>", 20_000))}</mergeCells>"), RundownImport.Form).Value;
        Assert.Equal([1, 1_048_576], table.Rows.Select(row => row.Number));
        Assert.True(table.MoreColumns);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void What_is_no_table_has_a_code()
    {
        Assert.Equal("xls", Refused(TableCodes.TableUnreadable, TableReader.Read((byte[])[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], RundownImport.Form)).Facts!["format"]);
        Assert.Equal("html", Refused(TableCodes.TableUnreadable, TableReader.ReadText(" <HTML><table>", RundownImport.Form)).Facts!["format"]);
        Assert.Equal("pdf", Refused(TableCodes.TableUnreadable, TableReader.Read("%PDF-1.7"u8.ToArray(), RundownImport.Form)).Facts!["format"]);
        foreach (byte[] file in (byte[][])[[1, 0, 2], [0xFF, 0xFE, 0x00, 0xD8], [0x80, 0xFF, 0xFF], "PK\u0003\u0004 and no more"u8.ToArray(), Workbook.Zip(("a.txt", "x")),
            Workbook.Of("<sheetData><row r=\"x\"/></sheetData>"), Workbook.Of("<sheetData><row r=\"1\"><c r=\"1A\"/></row></sheetData>"), Workbook.Of("<sheetData><row><c t=\"s\"><v>7</v></c></row></sheetData>"),
            Workbook.Of("<sheetData>"), Workbook.Zip(("xl/workbook.xml", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>"))])
        {
            Refused(TableCodes.TableUnreadable, TableReader.Read(file, RundownImport.Form));
        }
        foreach (byte[] file in (byte[][])[[], " \r\n , ,, \n"u8.ToArray(), [0xEF, 0xBB, 0xBF], Workbook.Of("<sheetData/>")]) Refused(TableCodes.TableEmpty, TableReader.Read(file, RundownImport.Form));
        Refused(TableCodes.FileTooLarge, TableReader.Read(new byte[TableLimits.Bytes + 1], RundownImport.Form));
        Refused(TableCodes.FileTooLarge, TableReader.ReadText(new string('a', TableLimits.Bytes + 1), RundownImport.Form));
    }

    [Fact]
    public void Random_damage_to_a_workbook_is_never_an_exception()
    {
        byte[] good = Workbook.Of($"<sheetData>{Workbook.Row(1, "商品", "时长")}</sheetData><mergeCells><mergeCell ref=\"A1:A2\"/></mergeCells>");
        CsCheck.Check.Sample(CsCheck.Gen.Select(CsCheck.Gen.Int[4, good.Length - 1], CsCheck.Gen.Byte), damage =>
        {
            byte[] bad = [.. good];
            bad[damage.Item1] = damage.Item2;
            _ = TableReader.Read(bad, RundownImport.Form).Refusal;
        }, iter: 3_000);
    }

    [Fact]
    public void Columns_beyond_the_sixtieth_are_left_out_and_long_cells_are_cut_between_characters()
    {
        Table table = TableReader.ReadText($"商品{string.Concat(Enumerable.Repeat(",", 60))}x\n{new string('a', 3_999)}😀b,5\n", RundownImport.Form).Value;
        Assert.True(table.MoreColumns);
        Assert.Equal(60, table.Rows[0].Cells.Count);
        Assert.Equal((3_999, true), (table.Rows[1][0].Text.Length, table.Rows[1][0].Cut));
    }

    private static string[] Texts(Table table, int row) => [.. table.Rows[row].Cells.Select(cell => cell.Text)];

    private static Refusal Refused(string code, Outcome<Table> outcome)
    {
        Assert.Equal(code, outcome.Refusal?.Code);
        return outcome.Refusal!;
    }
}
