using System.Text.Json;
using Microsoft.Playwright;
using Studio.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>Small screens, long names, long lists, empty lists.</summary>
public sealed class SizeTests(Chromium chromium, OpenStudio open)
{
    private static readonly string LongName = string.Concat(Enumerable.Repeat("夏县南大里高山晚熟麒麟西瓜礼盒装", 5))[..60];

    [Theory]
    [InlineData("/base/#/sessions", ".sessions li")]
    [InlineData("/base/#/products", ".products li")]
    [InlineData("/base/#/rooms", ".rooms li")]
    [InlineData("/base/#/accounts", ".people li")]
    [InlineData("/base/#/sessions/{session}", "tbody tr")]
    [InlineData("{room}", "[data-testid=shelf-1]")]
    public async Task A_page_fits_a_narrow_phone(string path, string waitFor)
    {
        string id = StudioClient.Id(await open.SessionAsync(LongName, "Extraordinarilylongnamewithoutanyspaceinitnobodywouldwrite"));
        await using Window window = await open.ManagerWindowAsync(chromium, 375, 812);
        await window.GoAsync(path == "{room}" ? await open.LinkAsync(id, "room") : path.Replace("{session}", id, StringComparison.Ordinal));
        await Expect(window.Page.Locator(waitFor).First).ToBeVisibleAsync();
        await FitsAsync(window);
    }

    [Fact]
    public async Task The_console_fits_a_narrow_phone_in_each_of_its_tabs_and_takes_by_touch()
    {
        string id = StudioClient.Id(await open.SessionAsync(LongName, "Extraordinarilylongnamewithoutanyspaceinitnobodywouldwrite"));
        await using Window console = await open.ConsoleAsync(chromium, id, 375, 812);
        await FitsAsync(console);
        await console["item-1"].ClickAsync();
        await console.Button("正在屏上").ClickAsync();
        await console["take"].ClickAsync();
        await Expect(console.Mirror.GetByTestId("card").Locator("h2")).ToHaveTextAsync(LongName);
        await FitsAsync(console);
        await console.Page.GetByRole(AriaRole.Button, new() { Name = "链接 · 切片" }).ClickAsync();
        await console["make-room-link"].ClickAsync();
        await Expect(console.Page.GetByLabel("直播间 1", new() { Exact = true })).ToBeVisibleAsync();
        await FitsAsync(console);
    }

    [Theory]
    [InlineData(1920, 1080)]
    [InlineData(1080, 1920)]
    [InlineData(1280, 720)]
    [InlineData(720, 1280)]
    public async Task The_longest_card_stays_inside_the_frame(int width, int height)
    {
        JsonElement session = await open.SessionAsync(LongName);
        string id = StudioClient.Id(session);
        await open.Manager.TakeAsync(id, StudioClient.Id(session.GetProperty("items")[0]), 0);
        await using Window overlay = await chromium.OpenAsync(open.Studio.Url, width, height);
        await overlay.GoAsync(await open.LinkAsync(id, "overlay"));
        ILocator card = overlay["card"].Locator("article");
        await Expect(card).ToBeVisibleAsync();
        LocatorBoundingBoxResult box = (await card.BoundingBoxAsync())!;
        Assert.InRange(box.X, 0, width - box.Width);
        Assert.InRange(box.Y, 0, height - box.Height);
        Assert.True(box.Width >= width * 0.3, "The card is large enough to be read.");
        LocatorBoundingBoxResult name = (await card.Locator(".words").BoundingBoxAsync())!;
        Assert.True(name.X + name.Width <= box.X + box.Width + 1 && name.Y + name.Height <= box.Y + box.Height + 1, "The words stay in the card.");
        Assert.Equal("0,0", await overlay.Page.EvaluateAsync<string>("() => `${document.documentElement.scrollWidth - innerWidth},${document.documentElement.scrollHeight - innerHeight}`"));
    }

    [Fact]
    public async Task Five_hundred_products_are_shown_found_and_taken()
    {
        string product = await open.Manager.MakeProductAsync("夏乐西瓜"), other = await open.Manager.MakeProductAsync("压轴花椒");
        JsonElement session = await open.SessionAsync([.. Enumerable.Range(1, 500).Select(number => (object)new { productId = number == 432 ? other : product, priceFen = 1_000 + number, allotted = 100, perBuyerLimit = 5 })]);
        string id = StudioClient.Id(session);
        await using Window console = await open.ConsoleAsync(chromium, id), overlay = await chromium.OpenAsync(open.Studio.Url, 1920, 1080), room = await chromium.OpenAsync(open.Studio.Url, 390, 844);
        await Expect(console.Page.Locator("#rundown-title")).ToHaveTextAsync("排品表 500");
        await Expect(console["item-1"]).ToBeVisibleAsync();
        await overlay.GoAsync(await open.LinkAsync(id, "overlay"));
        await room.GoAsync(await open.LinkAsync(id, "room"));
        await Expect(console["overlay"]).ToHaveCountAsync(1);

        await console.Page.Keyboard.PressAsync("7");
        await console.Page.Keyboard.PressAsync("Enter");
        await Expect(overlay["card"].Locator(".number")).ToHaveTextAsync("7号");
        await Expect(console["overlay"]).ToHaveAttributeAsync("data-state", "onScreen");
        await Expect(console["item-8"]).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(room["shelf-7"]).ToHaveClassAsync(new System.Text.RegularExpressions.Regex("large", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(room.Page.Locator("[data-testid^=shelf-]")).ToHaveCountAsync(500);

        // A second take of the same card within a second would be refused, so the way through the search is walked as people do.
        await console.Page.GetByRole(AriaRole.Searchbox, new() { Name = "搜索", Exact = true }).FillAsync("花椒");
        await Expect(console.Page.Locator("[data-row]")).ToHaveCountAsync(1);
        await console["item-432"].ClickAsync();
        await Wait.UntilAsync(async () =>
        {
            await console["item-432"].ClickAsync();
            await console.Page.Keyboard.PressAsync("Enter");
            return await overlay["card"].Locator(".number").AllInnerTextsAsync() is ["432\n号"] or ["432号"];
        }, "number 432 is on air");
    }

    [Fact]
    public async Task An_empty_showcase_is_said_and_helped()
    {
        string id = StudioClient.Id(await open.SessionAsync(Array.Empty<string>()));
        await using Window console = await open.ConsoleAsync(chromium, id), room = await chromium.OpenAsync(open.Studio.Url, 390, 844);
        await Expect(console.Page.GetByText("橱窗还是空的")).ToBeVisibleAsync();
        await Expect(console["take"]).ToBeDisabledAsync();
        await console.Page.Keyboard.PressAsync("1");
        await console.Page.Keyboard.PressAsync("Enter");
        await Expect(console["failure"]).ToHaveCountAsync(0);
        await console.Page.GetByRole(AriaRole.Link, new() { Name = "场次", Exact = true }).ClickAsync();
        await Expect(console.Page.GetByText("橱窗还是空的，请在下面加商品。")).ToBeVisibleAsync();
        await room.GoAsync(await open.LinkAsync(id, "room"));
        await Expect(room.Page.GetByText("橱窗还没有商品。")).ToBeVisibleAsync();
    }

    private static async Task FitsAsync(Window window)
    {
        Assert.Equal("", await window.Page.EvaluateAsync<string>(
            """
            () => document.documentElement.scrollWidth <= innerWidth ? '' :
              [...document.querySelectorAll('body *')].filter(part => part.getBoundingClientRect().right > innerWidth + 1).map(part => part.tagName + '.' + part.className).join(' ')
            """));
    }
}
