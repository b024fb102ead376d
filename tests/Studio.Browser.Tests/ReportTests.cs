using System.Text.Json;
using Microsoft.Playwright;
using Studio.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>The report on the screen, on a phone, and on paper.</summary>
public sealed class ReportTests(Chromium chromium, OpenStudio open)
{
    // A4 less two margins of 12 mm, in CSS pixels.
    private const int PaperWidth = (int)((210 - 24) / 25.4 * 96);

    [Fact]
    public async Task A_session_is_reported_with_its_formulas_and_fits_a_phone_and_a_sheet_of_paper()
    {
        string id = await PlayAsync();
        await using Window window = await open.ManagerWindowAsync(chromium);
        await window.GoAsync($"/base/#/sessions/{id}");
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "报告", Exact = true }).ClickAsync();
        await Expect(window["state"]).ToHaveTextAsync("已结束，还有预留没到期");
        await Expect(Figure(window, "heldPieces")).ToContainTextAsync("3");
        await Expect(Figure(window, "heldPerAllotted")).ToContainTextAsync("3 ÷ 200");
        await Expect(Figure(window, "heldPerAllotted")).ToContainTextAsync("预留件数（全部）÷ 备货件数");
        await Expect(Figure(window, "heldValue")).ToContainTextAsync("¥89.70");
        await Expect(window.Page.Locator("[data-appearance]")).ToHaveCountAsync(1);
        await Expect(window.Page.Locator("[data-appearance]")).ToContainTextAsync("期间预留 1 笔 3 件");
        await Expect(window.Page.Locator("[data-appearance]")).ToContainTextAsync("手动 · 王主任");
        await Expect(window.Page.Locator("[data-testid=curve] svg")).ToBeVisibleAsync();
        await Expect(window.Page.Locator("[data-item='1'] [data-column=heldPieces]")).ToHaveTextAsync("3");

        await window.Button("序号").ClickAsync(); // from the first on already: the other way round
        await Expect(window.Page.Locator("tr[data-item]").First).ToHaveAttributeAsync("data-item", "2");
        await window.Button("预留笔数").ClickAsync();
        await Expect(window.Page.Locator("tr[data-item]").First).ToHaveAttributeAsync("data-item", "1");
        await window.Page.Locator("summary").ClickAsync();
        string[] faults = await FaultsAsync(window.Page);
        Assert.Empty(faults);

        await window.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await window.Page.SetViewportSizeAsync(PaperWidth, 1_000);
        Assert.Equal("", await WideAsync(window));
        await Expect(window.Button("打印")).ToBeHiddenAsync();
        Assert.Equal("rgb(0, 0, 0)", await window.Page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('.report h1')).color"));
        await window.Page.EmulateMediaAsync(new() { Media = Media.Screen });
        await window.Page.SetViewportSizeAsync(375, 812);
        Assert.Equal("", await WideAsync(window));
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "English" }).First.ClickAsync();
        await Expect(window["state"]).ToHaveTextAsync("Ended; holds still run");
        Assert.Equal("", await WideAsync(window));
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task A_session_without_anything_says_so_and_one_of_five_hundred_is_sorted()
    {
        await using Window window = await open.ManagerWindowAsync(chromium);
        await window.GoAsync($"/base/#/sessions/{StudioClient.Id(await open.SessionAsync("夏乐西瓜"))}/report");
        await Expect(window.Page.GetByText("还没有播过商品")).ToBeVisibleAsync();
        string product = await open.Manager.MakeProductAsync("夏乐西瓜");
        JsonElement many = await open.SessionAsync([.. Enumerable.Range(1, 500).Select(number => (object)new { productId = product, priceFen = 1_000, allotted = number, perBuyerLimit = 5 })]);
        _ = (await open.Manager.TakeAsync(StudioClient.Id(many), StudioClient.Id(many.GetProperty("items")[6]), 0)).Ok;
        await window.GoAsync($"/base/#/sessions/{StudioClient.Id(many)}/report");
        await Expect(window.Page.Locator("tr[data-item]")).ToHaveCountAsync(500);
        await window.Button("备货").ClickAsync();
        await Expect(window.Page.Locator("tr[data-item]").First).ToHaveAttributeAsync("data-item", "500");
    }

    private async Task<string> PlayAsync()
    {
        JsonElement session = await open.SessionAsync("夏乐西瓜", "夏县麒麟大樱桃礼盒装（两斤）");
        string id = StudioClient.Id(session), item = StudioClient.Id(session.GetProperty("items")[0]);
        await using Publisher publisher = Publisher.Generated(open.Studio, await open.Manager.MakeKeyAsync(id));
        await Wait.UntilAsync(async () => (await open.Manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("phase").GetString() == "live", "the session is live");
        _ = (await open.Manager.TakeAsync(id, item, 0)).Ok;
        using StudioClient guest = open.Studio.Client();
        await guest.EnterRoomAsync(await open.Manager.MakeLinkAsync(id, "room"));
        await Wait.UntilAsync(async () => (await guest.HoldAsync(id, item, 3)).Status == 201, "the item can be held");
        _ = (await open.Manager.PostAsync($"/api/sessions/{id}/end", new { operationId = StudioClient.NewOperation() })).Ok;
        return id;
    }

    private static ILocator Figure(Window window, string id) => window.Page.Locator($"[data-figure={id}]");

    // What is wider than the page, unless it scrolls within something that is not.
    private static Task<string> WideAsync(Window window) => window.Page.EvaluateAsync<string>(
        """
        () => document.documentElement.scrollWidth <= innerWidth ? '' :
          [...document.querySelectorAll('body *')].filter(part => part.getBoundingClientRect().right > innerWidth + 1).map(part => part.tagName + '.' + part.className).join(' ')
        """);

    private static async Task<string[]> FaultsAsync(IPage page)
    {
        await page.EvaluateAsync(await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "web", "node_modules", "axe-core", "axe.min.js")) + ";undefined");
        JsonElement faults = await page.EvaluateAsync<JsonElement>(
            """
            async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
              .flatMap(fault => fault.nodes.map(node => `${fault.id}: ${node.target.join(' ')}: ${node.failureSummary}`))
            """);
        return [.. faults.EnumerateArray().Select(fault => fault.GetString()!)];
    }
}
