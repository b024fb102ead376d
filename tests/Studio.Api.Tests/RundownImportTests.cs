using System.Text.Json;
using System.Text.Json.Serialization;
using Studio.Api.Edge.Tables;
using Studio.Api.Live.Import;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>A sheet against the showcase and the rundown as it is.</summary>
public sealed class RundownImportTests
{
    private const string Header = "环节,链接,商品,时长,必说,禁说,机制,限量,直播价,备注,主播\n";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private static readonly ImportItem[] Showcase = [new("i1", 1, "夏乐西瓜 8斤"), new("i2", 2, "宇达青铜 酒樽"), new("i3", 3, "厚民晋茶"), new("i4", 4, "厚民晋茶 礼盒")];

    private static readonly ImportExisting[] Current =
    [
        new("r1", null, "开场", "开场", 120, [], [], "", null, null),
        new("r2", "i1", "福利", "夏乐西瓜 8斤", 300, ["皮薄"], ["最甜"], "买一送一", 100, 3_990),
        new("r3", "i2", "正价", "宇达青铜 酒樽", 600, [], [], "", null, null),
    ];

    [Fact]
    public void A_sheet_becomes_rows_with_their_items_and_what_each_changes()
    {
        ImportPreview preview = Preview(Header + "开场,,开场,2,,,,,,,\n福利,1号链接,,5,皮薄,最甜,买一送一,100,39.9,x,小王\n,3,厚民晋茶,0:90,,,,,,,\n,3,厚民晋茶,90秒,,,,,,,\n");
        Assert.Equal([ImportChange.Unchanged, ImportChange.Unchanged, null, ImportChange.Added], preview.Rows.Select(row => row.Change));
        Assert.Equal([1, 2, null, 3], preview.Rows.Select(row => row.Position));
        Assert.Equal(["r1", "r2", null, null], preview.Rows.Select(row => row.ExistingId));
        Assert.Equal([null, "i1", "i3", "i3"], preview.Rows.Select(row => row.Item?.Id));
        Assert.Equal(("福利", "厚民晋茶", 90), (preview.Rows[3].Values.Section, preview.Rows[3].Values.Title, preview.Rows[3].Values.PlannedSeconds));
        Assert.Equal(["r3"], preview.Removed.Select(entry => entry.Id));
        Assert.Equal([(4, "D", (ImportField?)ImportField.PlannedSeconds, "invalid")], Errors(preview));
        Assert.Equal([(5, "C", (ImportField?)ImportField.Product, "duplicate")], preview.Warnings.Select(Short));
    }

    [Fact]
    public void Columns_are_reported_with_what_they_were_taken_for()
    {
        ImportPreview preview = Preview("夏县排品表,,,,,\n, ,,,,\n几 号 链 接,序号,ＰＲＯＤＵＣＴ Name*,计划时长（秒）,主播,备注\n1,9,,90,小王,x\n");
        Assert.Equal((3, 90, "i1"), (preview.HeaderRow, preview.Rows[0].Values.PlannedSeconds, preview.Rows[0].Item!.Id));
        Assert.Equal(
            [("A", ImportField.Number, true), ("B", ImportField.Number, false), ("C", ImportField.Product, true), ("D", ImportField.PlannedSeconds, true), ("E", (ImportField?)null, false), ("F", ImportField.Note, false)],
            preview.Columns.Select(column => (column.Column, column.Field, column.Used)));
    }

    [Theory]
    [InlineData("环节 section Section 板块", ImportField.Section), InlineData("序号 链接号 link Number no. # 几号链接", ImportField.Number), InlineData("商品/链接 品名 产品 name TITLE 商品名称", ImportField.Product)]
    [InlineData("时长(分钟) 计划时长 分钟 秒 planned duration Minutes seconds duration(s)", ImportField.PlannedSeconds), InlineData("必说 卖点： 话术 must-say talking_points", ImportField.MustSay)]
    [InlineData("禁说 不能说 mustNotSay", ImportField.MustNotSay), InlineData("机制 价格机制 优惠 mechanism", ImportField.Mechanism), InlineData("限量 数量（件） quota", ImportField.Quota), InlineData("直播价 价格 售价（元） price", ImportField.Price), InlineData("备注 note", ImportField.Note)]
    [InlineData("主播 时间 x 42 -", null)]
    public void Headings_have_synonyms_in_both_languages(string headings, object? field) => Assert.All(headings.Split(' '), heading => Assert.Equal((ImportField?)field, HeaderRow.FieldOf(heading)));

    [Fact]
    public void Without_a_product_or_link_column_in_ten_rows_there_is_no_header()
    {
        Assert.Equal(TableCodes.HeaderMissing, RundownImport.Preview(TableReader.ReadText("环节,时长\n福利,5\n", RundownImport.Form).Value, Showcase, []).Refusal!.Code);
        string notes = string.Concat(Enumerable.Repeat("说明文字,a\n", 9));
        Assert.Equal(10, Preview(notes + "商品,时长\n瓜,5\n").HeaderRow);
        Assert.Equal(TableCodes.HeaderMissing, RundownImport.Preview(TableReader.ReadText("又一行,a\n" + notes + "商品,时长\n瓜,5\n", RundownImport.Form).Value, Showcase, []).Refusal!.Code);
    }

    [Fact]
    public void A_link_number_and_a_name_must_not_mean_two_products()
    {
        ImportPreview preview = Preview("链接,商品,价格\n1,夏乐西瓜,\n2,厚民晋茶,\n9,,\n,厚民晋,\n,晋茶,9\n,花椒,9\n,抽奖,\n3,晋茶新包装,\n2,小樽,\n3,厚民晋茶 礼盒,\n", []);
        Assert.Equal(["i1", null, null, null, null, null, null, "i3", "i2", null], preview.Rows.Select(row => row.Item?.Id));
        Assert.Equal([1, null, null, null, null, null, 2, 3, 4, null], preview.Rows.Select(row => row.Position));
        Assert.Equal(
            [
                (3, "A", ImportField.Number, "number-conflicts-name"), (4, "A", ImportField.Number, "unknown-product"), (5, "B", ImportField.Product, "ambiguous-product"),
                (6, "B", ImportField.Product, "ambiguous-product"), (7, "B", ImportField.Product, "unknown-product"), (11, "A", (ImportField?)ImportField.Number, "number-conflicts-name"),
            ], Errors(preview));
        Assert.Equal(["i3", "i4"], preview.Errors[2].Candidates.Select(item => item.Id));
        Assert.Equal([(9, "number-conflicts-name"), (10, "number-conflicts-name")], preview.Warnings.Select(warning => (warning.Row, warning.Code)));
    }

    [Fact]
    public void A_running_number_is_not_taken_for_a_link()
    {
        ImportPreview preview = Preview("序号,商品\n1,开场\n2,夏乐西瓜\n3,\n4,厚民晋\n", []);
        Assert.Equal([(2, null), (3, "i1"), (5, "i4")], preview.Rows.Select(row => (row.Row, row.Item?.Id)));
        Assert.Empty(preview.Errors);
        Assert.Equal("i3", Assert.Single(Preview("序号,时长\n3,5\n", []).Rows).Item!.Id);
    }

    [Fact]
    public void A_row_with_an_error_keeps_its_entry_from_being_removed()
    {
        ImportPreview preview = Preview("商品,时长\n夏乐西瓜 8斤,soon\n");
        Assert.Equal(("r2", null, null), (preview.Rows[0].ExistingId, preview.Rows[0].Change, preview.Rows[0].Position));
        Assert.Equal(["r1", "r3"], preview.Removed.Select(entry => entry.Id));
        Assert.Equal("r3", Preview($"链接,商品\n2,{new string('x', 61)}\n").Rows[0].ExistingId);
    }

    [Fact]
    public void Fields_without_a_column_stay_and_empty_cells_empty_theirs_but_a_time_and_a_price_stay()
    {
        ImportRow kept = Preview("链接\n1\n").Rows[0];
        Assert.Equal((ImportChange.Unchanged, "福利", 300, 100, 3_990L), (kept.Change, kept.Values.Section, kept.Values.PlannedSeconds, kept.Values.Quota, kept.Values.PriceFen));
        ImportRow emptied = Preview("链接,时长,必说,禁说,机制,限量,直播价,环节\n1,,,,,,,\n").Rows[0];
        Assert.Equal([ImportField.Section, ImportField.MustSay, ImportField.MustNotSay, ImportField.Mechanism, ImportField.Quota], emptied.Changes);
        Assert.Equal((300, 3_990L), (emptied.Values.PlannedSeconds, emptied.Values.PriceFen));
    }

    [Fact]
    public void A_price_is_the_items_and_two_rows_cannot_give_it_two()
    {
        ImportPreview preview = Preview("链接,时长,直播价\n1,5,29.9\n1,2,29.90\n1,3,\n1,4,31\n3,,12\n");
        Assert.Equal([2_990L, 2_990, null, 3_100, 1_200], preview.Rows.Select(row => row.Values.PriceFen));
        Assert.Equal([ImportField.Price], preview.Rows[0].Changes);
        Assert.Equal([(5, "C", (ImportField?)ImportField.Price, "price-conflict")], Errors(preview));
        Assert.Null(preview.Rows[3].Change);
    }

    [Fact]
    public void Entries_are_found_by_item_in_turn_then_by_title_then_by_place()
    {
        ImportExisting Again(string id, int seconds) => Current[1] with { Id = id, PlannedSeconds = seconds };
        ImportPreview preview = Preview("商品,时长\n暖场,2\n夏乐西瓜 8斤,1\n夏乐西瓜 8斤,5\n抽奖,3\n", [Current[0], Again("a", 60), Again("b", 240), new("d", null, "", "抽奖", 180, [], [], "", null, null)]);
        Assert.Equal([("r1", ImportChange.Changed), ("a", ImportChange.Unchanged), ("b", ImportChange.Changed), ("d", ImportChange.Unchanged)], preview.Rows.Select(row => (row.ExistingId!, row.Change!.Value)));
        Assert.Equal([ImportField.Product], preview.Rows[0].Changes);
        Assert.Empty(preview.Removed);
        Assert.Equal([null, "r1"], Preview("商品\n暖场\n开场\n", [Current[0]]).Rows.Select(row => row.ExistingId));
    }

    [Fact]
    public void Sections_hold_until_the_next_and_sums_are_no_items()
    {
        ImportPreview preview = Preview("环节,商品,时长\n福利,,\n,夏乐西瓜,5\n,厚民晋茶,5\n正价,宇达青铜,5\n,合计,15\n合计,,15\n", []);
        Assert.Equal(["福利", "福利", "正价"], preview.Rows.Select(row => row.Values.Section));
        Assert.Equal([(6, "total-skipped"), (7, "total-skipped")], preview.Warnings.Select(warning => (warning.Row, warning.Code)));
    }

    [Fact]
    public void Errors_name_their_cell_and_a_row_without_a_name_says_so()
    {
        ImportPreview preview = Preview($"{Header}{new string('节', 21)},,{new string('瓜', 61)},241,,,{new string('价', 61)},0,-1,,\n,,,5,,,,,,,\n,3,{new string('x', 5_000)},5,,,,,,,\n", []);
        Assert.Equal(
            [
                (2, "A", ImportField.Section, "too-long"), (2, "C", ImportField.Product, "too-long"), (2, "H", ImportField.Quota, "out-of-range"), (2, "I", ImportField.Price, "out-of-range"),
                (2, "D", ImportField.PlannedSeconds, "out-of-range"), (2, "G", ImportField.Mechanism, "too-long"), (3, "C", ImportField.Product, "required"), (4, "C", (ImportField?)ImportField.Product, "too-long"),
            ], Errors(preview));
        Assert.All(preview.Rows, row => Assert.Null(row.Position));
    }

    [Fact]
    public void Five_hundred_rows_are_importable_and_the_next_are_not()
    {
        ImportPreview preview = Preview("商品,时长\n坏,x\n" + string.Concat(Enumerable.Range(1, 502).Select(i => $"环节{i}互动,5\n")), []);
        Assert.Equal(500, preview.Rows.Count(row => row.Position is not null));
        Assert.Equal([(2, "invalid"), (503, "too-many-items"), (504, "too-many-items")], preview.Errors.Select(error => (error.Row, error.Code)));
    }

    [Fact]
    public void The_preview_is_plain_json()
    {
        JsonElement row = JsonSerializer.SerializeToElement(Preview("链接,直播价\n1,39.8\n"), Json).GetProperty("rows")[0];
        Assert.Equal(("changed", "price", 3_980), (row.GetProperty("change").GetString(), row.GetProperty("changes")[0].GetString(), row.GetProperty("values").GetProperty("priceFen").GetInt32()));
    }

    private static ImportPreview Preview(string text, IReadOnlyList<ImportExisting>? current = null) => RundownImport.Preview(TableReader.ReadText(text, RundownImport.Form).Value, Showcase, current ?? Current).Value;

    private static (int, string?, ImportField?, string)[] Errors(ImportPreview preview) => [.. preview.Errors.Select(Short)];

    private static (int, string?, ImportField?, string) Short(ImportError error) => (error.Row, error.Column, error.Field, error.Code);
}
