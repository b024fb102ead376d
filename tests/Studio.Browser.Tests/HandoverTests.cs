using Microsoft.Playwright;
using MiniExcelLibs;
using Studio.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>Hand-over as a manager and an operator see it.</summary>
public sealed class HandoverTests(Chromium chromium, OpenStudio open)
{
    [Fact]
    public async Task A_workbook_is_exported_comes_back_as_a_platforms_orders_and_is_reconciled()
    {
        Sold sold = await Sold.MakeAsync(open.Studio, open.Manager, "夏乐西瓜");
        await using Window window = await open.ManagerWindowAsync(chromium);
        await window.GoAsync($"/base/#/sessions/{sold.Session}");
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "对账与交付", Exact = true }).ClickAsync();
        await Expect(Cell(window, "waiting")).ToHaveTextAsync("4");
        await Expect(Cell(window, "promisedFen")).ToHaveTextAsync("¥119.60");
        Assert.Empty(await window.FaultsAsync());
        await window.ShootAsync("handover-sums");

        await Tab(window, "导出").ClickAsync();
        await Expect(window["phone-export"]).ToHaveCountAsync(0);
        IDownload file = await window.Page.RunAndWaitForDownloadAsync(() => window.Button("夏乐瓜业 Excel").ClickAsync());
        Assert.Matches("^锁单-夏乐瓜业-\\d{8}-s_.+\\.xlsx$", file.SuggestedFilename);
        string orders = await AsOrdersAsync(await file.PathAsync(), sold);
        _ = await window.Page.RunAndWaitForDownloadAsync(() => window.Button("水头镇站 CSV（GBK）").ClickAsync());
        await Expect(window["phone-export"]).ToContainTextAsync("CSV（GBK）");
        Assert.Empty(await window.FaultsAsync());
        await window.ShootAsync("handover-files");

        await Tab(window, "订单").ClickAsync();
        await window.Page.GetByLabel("哪家企业的订单").SelectOptionAsync(sold.Enterprise);
        await window.Page.GetByLabel("订单表", new() { Exact = true }).SetInputFilesAsync(orders);
        await Expect(window["import-sums"]).ToContainTextAsync("3 笔新订单");
        await Expect(window["import-sums"]).ToContainTextAsync("对上锁单 2 笔，没对上 1 笔");
        await Expect(window.Page.GetByText("第 5 行 C 列")).ToBeVisibleAsync();
        await window.Page.Locator("summary").ClickAsync();
        Assert.Empty(await window.FaultsAsync());
        await window.ShootAsync("handover-import");
        await window.Button("导入 3 行").ClickAsync();
        await Expect(window.Page.GetByText("已导入：3 笔新订单，0 笔有变化，对上锁单 2 笔。")).ToBeVisibleAsync();
        await Expect(window["order"]).ToContainTextAsync("留言里没有提货码");
        await Expect(window["order"]).ToContainTextAsync("11月24日 20:13");
        await window.ShootAsync("handover-orders");

        await Tab(window, "对账").ClickAsync();
        await Expect(Cell(window, "paid")).ToHaveTextAsync("4");
        await Expect(Cell(window, "differenceFen")).ToHaveTextAsync("-¥1.00");
        await Expect(window.Page.Locator($"[data-testid=enterprise-line] [data-figure=paidWithoutHold] dd").First).ToHaveTextAsync("1");
        await window.Button("夏乐西瓜").ClickAsync();
        await Expect(window["hold-line"]).ToHaveCountAsync(3);
        await Expect(window.Page.Locator("#rows-title")).ToBeFocusedAsync();
        Assert.Empty(await window.FaultsAsync());
        await window.Page.SetViewportSizeAsync(375, 812);
        await window.FitsAsync();
        await window.ShootAsync("handover-phone");
        await window.Button("English").ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Tab, new() { Name = "Reconciliation" })).ToBeVisibleAsync();
        await window.FitsAsync();
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task An_operator_finds_a_hold_and_cancels_it_with_a_reason()
    {
        Sold sold = await Sold.MakeAsync(open.Studio, open.Manager, "夏乐西瓜");
        await using Window window = await open.ManagerWindowAsync(chromium);
        await window.GoAsync($"/base/#/sessions/{sold.Session}/handover");
        await Tab(window, "锁单").ClickAsync();
        await Expect(window["hold"]).ToHaveCountAsync(4);
        await window.Page.GetByLabel("状态").SelectOptionAsync("confirmed");
        await Expect(window["hold"]).ToHaveCountAsync(3);
        await window.Button($"取消锁单 {Sold.Code(sold.Shop)}").ClickAsync();
        await window.FillAsync("原因（1–80 字，会记录）", "买家打电话不要了");
        Assert.Empty(await window.FaultsAsync());
        await window.ShootAsync("handover-holds");
        await window.Button("取消这单").ClickAsync();
        await Expect(window["hold"]).ToHaveCountAsync(2);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Enterprises_and_stations_are_made_and_an_empty_session_says_so()
    {
        await using Window window = await open.ManagerWindowAsync(chromium);
        await window.GoAsync("/base/#/enterprises");
        await window.Button("新建企业").ClickAsync();
        await window.FillAsync("名称", "宇达青铜");
        await window.FillAsync("店铺网址（可不填）", "https://shop.example/yuda");
        Assert.Empty(await window.FaultsAsync());
        await window.Button("保存").ClickAsync();
        await Expect(window["enterprise"].Filter(new() { HasText = "宇达青铜" }).First).ToBeVisibleAsync();
        Assert.Empty(await window.FaultsAsync());
        await window.ShootAsync("handover-enterprises");
        await window.GoAsync("/base/#/stations");
        await window.Button("新建站点").ClickAsync();
        await window.FillAsync("名称", "泗交站");
        await window.FillAsync("乡镇", "泗交镇");
        await window.FillAsync("地址", "街口");
        await window.Button("保存").ClickAsync();
        await Expect(window["station"].Filter(new() { HasText = "泗交站" }).First).ToBeVisibleAsync();
        Assert.Empty(await window.FaultsAsync());
        await window.ShootAsync("handover-stations");
        await window.GoAsync($"/base/#/sessions/{StudioClient.Id(await open.SessionAsync("夏乐西瓜"))}/handover");
        await Expect(window.Page.GetByText("还没有锁单", new() { Exact = true })).ToBeVisibleAsync();
        await window.GoAsync("/base/#/accounts");
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "账号", Exact = true })).ToBeVisibleAsync();
        Assert.Empty(await window.FaultsAsync());
        Assert.Empty(window.Complaints);
    }

    // The export, edited as a platform would write its own: other headings, one amount lower, one order without a code, one row spoilt.
    private static async Task<string> AsOrdersAsync(string exported, Sold sold)
    {
        object?[][] rows;
        await using (FileStream stream = File.OpenRead(exported)) rows = [.. stream.Query().Select(row => ((IDictionary<string, object?>)row).Values.ToArray())];
        Dictionary<string, object?> Order(string number, object? amount, object? pieces, string remark) => new(StringComparer.Ordinal)
        {
            ["订单编号"] = number,
            ["订单状态"] = "买家已付款，等待卖家发货",
            ["买家实际支付金额"] = amount,
            ["订单付款时间"] = new DateTime(2026, 11, 24, 20, 13, 5),
            ["宝贝标题"] = "夏乐西瓜",
            ["宝贝总数量"] = pieces,
            ["买家留言"] = remark,
        };
        string path = Path.Combine(Path.GetTempPath(), $"orders-{sold.Session}.xlsx");
        MiniExcel.SaveAs(path, new[]
        {
            Order("3101000000000000001", (double)rows[1][7]! - 1, rows[1][4], $"提货码{rows[1][0]}"), Order("3101000000000000002", rows[2][7], rows[2][4], $"{rows[2][0]}".ToLowerInvariant()),
            Order("3101000000000000003", 29.9, 1, "尽快发货"), Order("3101000000000000004", "很多", 1, ""),
        }, overwriteFile: true);
        return path;
    }

    private static ILocator Cell(Window window, string column) => window.Page.Locator($"[data-item='1'] [data-column={column}]");

    private static ILocator Tab(Window window, string name) => window.Page.GetByRole(AriaRole.Tab, new() { Name = name, Exact = true });
}
