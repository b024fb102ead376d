using System.Text;
using MiniExcelLibs;
using Studio.Api.Edge.Tables;
using Studio.Api.Handovers;
using Studio.Grains.Catalog;
using Studio.Grains.Handovers;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>Order exports as the platforms write them, and as people spoil them.</summary>
public sealed class OrderSheetTests
{
    private const string Plain = "订单编号,订单状态,买家实际支付金额,付款时间,买家留言,商品数量,商品名称\n";

    [Theory]
    [InlineData("订单编号,买家应付货款,买家实际支付金额,订单状态,买家留言,收货人姓名,联系手机,订单付款时间,宝贝标题,宝贝总数量", "A C D E G H I J")] // 淘宝
    [InlineData("商品,订单号,订单状态,商品总价(元),用户实付金额(元),商家实收金额(元),商品数量(件),支付时间,买家留言,售后状态,收货人手机", "A B C E G H I J K")] // 拼多多
    [InlineData("主订单编号,子订单编号,选购商品,商品数量,订单应付金额,支付完成时间,订单状态,售后状态,买家留言", "B C D E F G H I")] // 抖音
    [InlineData("订单号,订单状态,实付款,支付时间,商品名称,成交数量,买家留言,收货人手机号", "A B C D E F G H")] // 快手
    public void The_headings_of_the_platforms_are_known(string headings, string columns)
    {
        OrderColumns found = OrderColumns.Find(Text(headings + "\n1\n"), [], []);
        Assert.Empty(found.Missing);
        Assert.Equal(columns.Split(' '), found.Columns.Where(column => column.Field is not null).Select(column => column.Column));
    }

    [Fact]
    public void Rows_are_read_as_they_are_written()
    {
        OrderSheet sheet = Read(Plain + "=\"3101234567890123456\",买家已付款，等待卖家发货,\"￥1,234.50\",2026-11-24 20:13:05,abcd-2345,2,夏乐西瓜\n'9001,已关闭,39元,2026/11/24 8:05,,１,\n合计,,1273.5,,,,\n");
        Assert.Empty(sheet.Errors);
        OrderRow first = sheet.Rows[0].Order, second = sheet.Rows[1].Order;
        Assert.Equal(("3101234567890123456", OrderStatus.Paid, 123_450, 2, "abcd-2345"), (first.Number, first.Status, first.Amount.Fen, first.Quantity!.Value, first.Remark));
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 12, 13, 5, TimeSpan.Zero), first.PaidAt);
        Assert.Equal(("9001", OrderStatus.Refunded, 3_900, 1), (second.Number, second.Status, second.Amount.Fen, second.Quantity!.Value));
        Assert.Equal(2, sheet.Rows.Count);
    }

    [Fact]
    public void A_file_in_GBK_and_one_in_UTF8_say_the_same()
    {
        string text = Plain + "1001,交易成功,39.90,2026-11-24 20:13,提货码ABCD-2345，谢谢,1,夏乐西瓜\n";
        byte[] gbk = CodePagesEncodingProvider.Instance.GetEncoding(936)!.GetBytes(text);
        Assert.Equal(Read(text).Rows, Read(gbk).Rows);
        Assert.Equal(Read(text).Rows, Read([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)]).Rows);
    }

    [Fact]
    public void Errors_name_their_row_and_column_and_keep_only_that_row_out()
    {
        OrderSheet sheet = Read(Plain + "1001,已付款,39.9,2026-11-24 20:13,,1,瓜\n,已付款,39.9,2026-11-24,,1,\n1.23457E+17,已付款,abc,昨天,,0,\n1002,神秘状态,39.999,,,1.5,\n1003,已付款,-5,1999-01-01,,1,\n1001,已付款,40,2026-11-24 20:13,,1,桃\n1001,已付款,39.9,2026-11-24 20:13,,1,瓜\n");
        Assert.Equal(
            [
                (3, "A", OrderField.OrderNumber, "required"), (4, "A", OrderField.OrderNumber, "digits-lost"), (4, "C", OrderField.Amount, "invalid"), (4, "F", OrderField.Quantity, "out-of-range"),
                (4, "D", OrderField.PaidAt, "invalid"), (5, "C", OrderField.Amount, "invalid"), (5, "F", OrderField.Quantity, "invalid"), (5, "B", OrderField.Status, "unknown-status"),
                (6, "C", OrderField.Amount, "out-of-range"), (6, "D", OrderField.PaidAt, "out-of-range"), (7, "A", (OrderField?)OrderField.OrderNumber, "order-number-twice"),
            ], sheet.Errors.Select(error => (error.Row, error.Column!, error.Field, error.Code)));
        Assert.Equal(["1001"], sheet.Rows.Select(row => row.Order.Number));
        Assert.Equal([8], sheet.Repeated);
    }

    [Fact]
    public void A_table_of_another_shape_says_which_columns_are_missing_and_somebody_can_point_at_them()
    {
        Table table = Text("甲,乙,丙\n1001,39.9,已付款\n");
        OrderColumns guessed = OrderColumns.Find(table, [], []);
        Assert.Equal([OrderField.OrderNumber, OrderField.Amount, OrderField.Status], guessed.Missing);
        Assert.Equal(["甲", "乙", "丙"], guessed.Columns.Select(column => column.Heading));
        Assert.Empty(OrderSheet.Read(table, guessed).Rows);
        MappedColumn[] chosen = [new("orderNumber", "甲"), new("amount", "乙"), new("status", "丙"), new("nonsense", "甲"), new("remark", "没有")];
        OrderColumns pointed = OrderColumns.Find(table, chosen, []);
        Assert.Empty(pointed.Missing);
        Assert.Equal("1001", Assert.Single(OrderSheet.Read(table, pointed).Rows).Order.Number);
        // Remembered for the next file of the same form, and not forced on another.
        Assert.Equal(pointed.Mapping, OrderColumns.Find(table, [], pointed.Mapping).Mapping);
        Assert.Equal(OrderField.OrderNumber, OrderColumns.Find(Text("订单号,实付款,状态\n1,1,1\n"), [], pointed.Mapping).Columns[0].Field);
    }

    [Fact]
    public void A_workbook_with_titles_merged_cells_formulas_serial_dates_and_currency_is_read_as_it_is_shown()
    {
        const string styles = """<numFmts><numFmt numFmtId="170" formatCode="&quot;¥&quot;#,##0.00"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="170"/></cellXfs>""";
        string sheet = Workbook.Row(1, "十一月订单") + Workbook.Row(2, "订单编号", "订单状态", "实付款", "付款时间", "买家留言", "数量")
            + """<row r="3"><c r="A3" t="inlineStr"><is><t>1001</t></is></c><c r="B3" t="inlineStr"><is><t>已付款</t></is></c><c r="C3" s="2"><f>A1*2</f><v>1234.5</v></c><c r="D3" s="1"><v>46350.8423611111</v></c><c r="E3" t="str"><f>HYPERLINK("x")</f><v>abcd2345</v></c><c r="F3"><v>2</v></c></row>"""
            + """<row r="4"><c r="A4"><v>1002</v></c><c r="C4"><v>0.1</v></c><c r="D4"><v>46350.5</v></c><c r="F4"><v>1</v></c></row>""";
        OrderSheet read = Read(Workbook.Of($"<sheetData>{sheet}</sheetData><mergeCells><mergeCell ref=\"A1:F1\"/><mergeCell ref=\"B3:B4\"/></mergeCells>", styles));
        Assert.Empty(read.Errors);
        Assert.Equal([(3, "1001", 123_450L, 2), (4, "1002", 10L, 1)], read.Rows.Select(row => (row.Row, row.Order.Number, row.Order.Amount.Fen, row.Order.Quantity!.Value)));
        Assert.Equal([OrderStatus.Paid, OrderStatus.Paid], read.Rows.Select(row => row.Order.Status));
        Assert.Equal("abcd2345", read.Rows[0].Order.Remark);
        Assert.Equal([new DateTimeOffset(2026, 11, 24, 12, 13, 0, TimeSpan.Zero), new DateTimeOffset(2026, 11, 24, 4, 0, 0, TimeSpan.Zero)], read.Rows.Select(row => row.Order.PaidAt!.Value));
    }

    [Fact]
    public void Twenty_thousand_rows_are_read_and_the_next_are_refused()
    {
        string Rows(int count) => Plain + string.Concat(Enumerable.Range(1, count).Select(i => $"{900_000 + i},已付款,1.00,2026-11-24 20:13:05,,1,瓜\n"));
        Assert.Equal(20_000, Read(Rows(20_000)).Rows.Count);
        Assert.Equal(TableCodes.TableTooLong, TableReader.ReadText(Rows(20_010), OrderColumns.Form).Refusal!.Code);
        using var memory = new MemoryStream();
        memory.SaveAs(Enumerable.Range(1, 19_999).Select(i => new Dictionary<string, object> { ["订单号"] = $"{900_000 + i}", ["状态"] = "已付款", ["实付款"] = 0.07m, ["支付时间"] = new DateTime(2026, 11, 24, 20, 13, 5) }));
        OrderSheet sheet = Read(memory.ToArray());
        Assert.Equal((19_999, 19_999 * 7L), (sheet.Rows.Count, sheet.Rows.Sum(row => row.Order.Amount.Fen)));
    }

    [Theory]
    [InlineData("买家已付款，等待卖家发货", "", OrderStatus.Paid), InlineData("已发货，待签收", "", OrderStatus.Paid), InlineData("未发货，退款成功", "", OrderStatus.Refunded), InlineData("待发货", "退款成功", OrderStatus.Refunded)]
    [InlineData("等待买家付款", "", OrderStatus.Waiting), InlineData("待支付", "", OrderStatus.Waiting), InlineData("交易关闭", "", OrderStatus.Refunded), InlineData("交易成功", "部分退款成功", OrderStatus.Paid)]
    [InlineData("已完成", "无售后或售后取消", OrderStatus.Paid), InlineData("", "", OrderStatus.Waiting)]
    public void Statuses_are_understood(string status, string afterSale, object stands) => Assert.Equal((OrderStatus)stands, OrderCells.Status(status, afterSale, null).Value);

    [Fact]
    public void A_text_in_a_file_is_never_a_formula_and_GBK_says_what_it_lacks()
    {
        OutTable Table() => new OutTable("a").Text("商品").Number("件").Money("元").Row("=1+1", -5, new Grains.Values.Money(-1)).Row("@x", 1, null).Row("\t+1", 1, null).Row("＝1", 1, null).Row("瓜,\"好\"\n吃😀", 2, null);
        string csv = Encoding.UTF8.GetString(Table().Csv(gbk: false));
        Assert.Equal("\ufeff商品,件,元\r\n'=1+1,-5,-0.01\r\n'@x,1,\r\n'\t+1,1,\r\n'＝1,1,\r\n\"瓜,\"\"好\"\"\n吃😀\",2,\r\n", csv);
        Assert.Contains("吃〓", CodePagesEncodingProvider.Instance.GetEncoding(936)!.GetString(Table().Csv(gbk: true)), StringComparison.Ordinal);
        using var stream = new MemoryStream(OutTable.Workbook(Table()));
        Assert.Equal("=1+1", ((IDictionary<string, object>)stream.Query().Skip(1).First())["A"]);
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(OutTable.Workbook(Table())));
        using var sheet = new StreamReader(zip.Entries.Single(entry => entry.FullName.StartsWith("xl/worksheets/sheet", StringComparison.Ordinal)).Open());
        Assert.DoesNotContain("<x:f>", sheet.ReadToEnd(), StringComparison.Ordinal);
    }

    private static Table Text(string text) => TableReader.ReadText(text, OrderColumns.Form).Value;

    private static OrderSheet Read(string text) => Read(Text(text));

    private static OrderSheet Read(byte[] file) => Read(TableReader.Read(file, OrderColumns.Form).Value);

    private static OrderSheet Read(Table table) => OrderSheet.Read(table, OrderColumns.Find(table, [], []));
}
