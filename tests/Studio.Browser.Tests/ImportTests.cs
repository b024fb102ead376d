using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using Studio.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>Importing a plan in the control room, with files as people have them.</summary>
public sealed class ImportTests(Chromium chromium, OpenStudio open)
{
    private readonly Desk _desk = new(chromium, open);

    [Fact]
    public async Task A_CSV_from_Excel_in_GBK_is_previewed_with_its_faults_by_row_and_column_and_imported()
    {
        string id = await _desk.SessionAsync(3);
        await using Window console = await OpenAsync(id);
        byte[] csv = CodePagesEncodingProvider.Instance.GetEncoding("GBK")!.GetBytes(
            "环节,链接号,商品,时长,必说,主播\r\n开场,,开场白,2,欢迎大家,小王\r\n主推,2号,商品二,5:30,沙地种的,小王\r\n,9号,没有的,3,,小王\r\n,1号,商品一,很久,,小王\r\n");
        await ChooseAsync(console, "排品.csv", csv);
        await Expect(console["import-sums"]).ToContainTextAsync("新增 1");
        await Expect(console["import-sums"]).ToContainTextAsync("修改 1");
        await Expect(console["import-sums"]).ToContainTextAsync("2 行有问题");
        await Expect(console["import-errors"].Locator("li")).ToContainTextAsync(["第 4 行 B 列 序号：橱窗里没有这件商品", "第 5 行 D 列 时长："]);
        await Expect(console.Page.Locator("dialog[open]")).ToContainTextAsync("没有用到的列：主播");
        await Expect(Row(console, 4)).ToContainTextAsync("不导入");
        // 商品一 stands in a faulty row: it is not taken for removed. 商品三 is in no row.
        await Expect(console["import-removed"]).ToContainTextAsync(["商品三"]);
        Assert.Equal(1, await PlanRevisionAsync(id));

        await console["import-apply"].ClickAsync();
        await Expect(console.Page.Locator("dialog[open]")).ToHaveCountAsync(0);
        JsonElement plan = await PlanAsync(id);
        Assert.Equal(["开场:开场白", "主推:商品二"], plan.GetProperty("sections").EnumerateArray().SelectMany(section => section.GetProperty("items").EnumerateArray()
            .Select(item => $"{section.GetProperty("title").GetString()}:{item.GetProperty("title").GetString()}")));
        // What it was before comes back.
        await console["undo"].ClickAsync();
        await Expect(console["item-3"]).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Prices_of_a_workbook_are_shown_old_and_new_and_each_is_set_or_refused_by_the_usual_rules()
    {
        string id = await _desk.SessionAsync(4);
        await using Window console = await OpenAsync(id, async window =>
        {
            await Desk.TakeAsync(window, "1");
            _ = (await open.Manager.PostAsync($"/api/sessions/{id}/items/i2/offer", new { operationId = StudioClient.NewOperation(), priceFen = 1_990, seconds = 600 })).Ok;
        });
        byte[] workbook = Workbook.Of("<sheetData>" + Workbook.Row(1, "链接号", "商品", "直播价") + Workbook.Row(2, "1", "商品一", "39.9") + Workbook.Row(3, "2", "商品二", "25")
            + Workbook.Row(4, "3", "商品三", "19.9") + Workbook.Row(5, "4", "商品四", "29.9") + "</sheetData>");
        await ChooseAsync(console, "排品.xlsx", workbook);
        await Expect(Row(console, 2)).ToContainTextAsync("¥29.90 → ¥39.90");
        await Expect(Row(console, 4)).ToContainTextAsync("¥29.90 → ¥19.90");
        await Expect(Row(console, 5)).Not.ToContainTextAsync("→");
        await Expect(console["import-sums"]).ToContainTextAsync("改价 3 件");
        Assert.Equal("2990 1990 2990 2990", await PricesAsync(id));

        await console["import-apply"].ClickAsync();
        await Expect(console["import-prices"].Locator("li")).ToContainTextAsync(["第 2 行 商品一 ¥29.90 → ¥39.90在屏上涨价，等另一个人确认", "第 3 行 商品二 ¥19.90 → ¥25这件商品正在做优惠"]);
        Assert.Equal("2990 1990 1990 2990", await PricesAsync(id));
        await Expect(console.Mirror.Locator("article")).ToContainTextAsync("29");
        await console["import-close"].ClickAsync();
        await Expect(console["raise-waits"]).ToContainTextAsync("¥29.90 → ¥39.90");
    }

    [Fact]
    public async Task A_paste_from_a_spreadsheet_with_a_line_break_in_a_cell_is_understood()
    {
        string id = await _desk.SessionAsync(2);
        await using Window console = await OpenAsync(id);
        await console.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await console["import-text"].FocusAsync();
        await console.Page.EvaluateAsync("text => navigator.clipboard.writeText(text)", "链接\t商品\t时长\t必说\n2\t商品二\t3\t\"产地直发\n当天采摘\"\n1\t商品一\t2\t\n");
        await console.Page.Keyboard.PressAsync("Control+v");
        await console["import-look"].ClickAsync();
        await Expect(Row(console, 2)).ToContainTextAsync("产地直发；当天采摘");
        await console["import-apply"].ClickAsync();
        await Expect(console.Page.Locator("dialog[open]")).ToHaveCountAsync(0);
        Assert.Equal(["r2", "r1"], (await PlanAsync(id)).GetProperty("sections")[0].GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Merged_cells_of_a_section_hold_for_all_of_its_rows()
    {
        string id = await _desk.SessionAsync(3);
        await using Window console = await OpenAsync(id);
        await ChooseAsync(console, "合并.xlsx", Workbook.Of("<sheetData>" + Workbook.Row(1, "环节", "商品", "时长") + Workbook.Row(2, "主推", "商品一", "5") + Workbook.Row(3, null, "商品二", "4")
            + Workbook.Row(4, "返场", "商品三", "3") + "</sheetData><mergeCells count=\"1\"><mergeCell ref=\"A2:A3\"/></mergeCells>"));
        await Expect(Row(console, 3)).ToContainTextAsync("主推");
        await console["import-apply"].ClickAsync();
        await Expect(console.Page.Locator("dialog[open]")).ToHaveCountAsync(0);
        Assert.Equal([("主推", 2), ("返场", 1)], (await PlanAsync(id)).GetProperty("sections").EnumerateArray().Select(section => (section.GetProperty("title").GetString(), section.GetProperty("items").GetArrayLength())));
    }

    [Fact]
    public async Task Five_thousand_rows_are_looked_at_and_the_page_still_answers()
    {
        string id = await _desk.SessionAsync(1);
        await using Window console = await OpenAsync(id);
        var csv = new StringBuilder("商品,时长\n");
        for (int row = 2; row <= 5_000; row++) csv.Append(CultureInfo.InvariantCulture, $"环节 {row},3\n");
        long begin = TimeProvider.System.GetTimestamp();
        await ChooseAsync(console, "很长.csv", Encoding.UTF8.GetBytes(csv.ToString()));
        await Expect(console["import-sums"]).ToContainTextAsync("新增 500");
        TestContext.Current.TestOutputHelper?.WriteLine($"5,000 rows previewed after {TimeProvider.System.GetElapsedTime(begin).TotalSeconds:0.0} s");
        await Expect(console["import-sums"]).ToContainTextAsync("4499 行有问题");
        await Expect(console["import-errors"]).ToContainTextAsync("第 502 行 超过 500 个了");
        await Expect(console["import-errors"]).ToContainTextAsync("还有 4299 处没有列出");
        await Expect(console["import-row"]).ToHaveCountAsync(600);
        // One more is no table any more.
        await console.Button("换一份").ClickAsync();
        await ChooseAsync(console, "太长.csv", Encoding.UTF8.GetBytes(csv.Append("再来一个,3\n再来一个,3\n").ToString()));
        await Expect(console["dialog-failure"]).ToContainTextAsync("5000 行");
    }

    [Theory]
    [InlineData("坏.xlsx", "PK\u0003\u0004 and then nothing", "读不了这个文件")]
    [InlineData("空.csv", "", "表格里没有内容")]
    [InlineData("没表头.csv", "张三,李四\n王五,赵六\n", "没有找到表头")]
    public async Task A_file_that_is_no_table_is_refused_with_a_sentence_and_another_one_can_be_chosen(string name, string text, string sentence)
    {
        string id = await _desk.SessionAsync(1);
        await using Window console = await OpenAsync(id);
        await ChooseAsync(console, name, Encoding.UTF8.GetBytes(text));
        await Expect(console["dialog-failure"]).ToContainTextAsync(sentence);
        await ChooseAsync(console, "好.csv", Encoding.UTF8.GetBytes("商品,时长\n商品一,3\n"));
        await Expect(Row(console, 2)).ToContainTextAsync("商品一");
        await Expect(console["dialog-failure"]).ToHaveCountAsync(0);
    }

    private async Task<Window> OpenAsync(string id, Func<Window, Task>? before = null)
    {
        Window console = await _desk.ConsoleAsync(id);
        if (before is not null) await before(console);
        await console.Button("导入").ClickAsync();
        await Expect(console["import-file"]).ToBeVisibleAsync();
        return console;
    }

    private static Task ChooseAsync(Window console, string name, byte[] content) =>
        console["import-file"].SetInputFilesAsync(new FilePayload { Name = name, MimeType = "application/octet-stream", Buffer = content });

    private static ILocator Row(Window console, int row) => console.Page.Locator($"[data-testid=import-row][data-row='{row}']");

    private async Task<JsonElement> PlanAsync(string id) => (await open.Manager.GetAsync($"/api/sessions/{id}/rundown")).Ok;

    private async Task<long> PlanRevisionAsync(string id) => (await PlanAsync(id)).GetProperty("revision").GetInt64();

    private async Task<string> PricesAsync(string id) =>
        string.Join(' ', (await open.Manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("priceFen").GetInt64()));
}
