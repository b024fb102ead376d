using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>Chinese and English on every page.</summary>
public sealed class LanguageTests(Chromium chromium, OpenStudio open)
{
    [Theory]
    [InlineData("/sign-in/", "忘了密码？请找基地管理员。", "Forgot the password? Ask the base manager.")]
    [InlineData("/setup/#t=x", "创建第一位基地管理员。这个链接只能用一次。", "Make the first base manager. This link works once.")]
    [InlineData("/base/#/enterprises", "新建企业", "New enterprise")]
    [InlineData("/base/#/stations", "新建站点", "New station")]
    [InlineData("/base/#/sessions/{session}/handover", "还没有锁单", "Nothing is held yet")]
    [InlineData("/base/#/sessions", "新建场次", "New session")]
    [InlineData("/base/#/products", "新建商品", "New product")]
    [InlineData("/base/#/rooms", "新建直播间", "New room")]
    [InlineData("/base/#/accounts", "新建账号", "New account")]
    [InlineData("/base/#/sessions/{session}", "加到橱窗", "Add to the showcase")]
    [InlineData("/console/?session={session}", "还没有打开的贴片", "No overlay is open")]
    [InlineData("/host/?session={session}", "屏上没有商品", "Nothing on screen")]
    [InlineData("{room}", "预留不付款。请在到期前按主播说的办法联系商家付款、取货。", "A hold is not a payment. Pay and collect as the host says, before it runs out.")]
    public async Task A_page_speaks_both_languages_and_remembers_the_choice(string path, string chinese, string english)
    {
        string session = Studio.Testing.StudioClient.Id(await open.SessionAsync("夏乐西瓜"));
        path = path.Replace("{session}", session, StringComparison.Ordinal);
        if (path == "{room}") path = await open.LinkAsync(session, "room");
        await using Window window = await open.ManagerWindowAsync(chromium);
        await window.GoAsync(path);
        await Expect(window.Page.GetByText(chinese, new() { Exact = true }).First).ToBeVisibleAsync();
        await Expect(window.Page.Locator("html")).ToHaveAttributeAsync("lang", "zh-CN");

        await window.Button("English").ClickAsync();
        await Expect(window.Page.GetByText(english, new() { Exact = true }).First).ToBeVisibleAsync();
        await Expect(window.Page.GetByText(chinese, new() { Exact = true })).ToHaveCountAsync(0);
        await Expect(window.Page.Locator("html")).ToHaveAttributeAsync("lang", "en");

        await window.GoAsync(path);
        await Expect(window.Page.GetByText(english, new() { Exact = true }).First).ToBeVisibleAsync();
        await window.Button("中文").ClickAsync();
        await Expect(window.Page.GetByText(chinese, new() { Exact = true }).First).ToBeVisibleAsync();
        Assert.Empty(window.Complaints);
    }

    [Theory]
    [InlineData("", "余 100")]
    [InlineData("&lang=en", "100 left")]
    public async Task The_overlay_speaks_the_language_of_its_link(string wish, string stock)
    {
        System.Text.Json.JsonElement session = await open.SessionAsync("夏乐西瓜");
        string id = Studio.Testing.StudioClient.Id(session);
        await open.Manager.TakeAsync(id, Studio.Testing.StudioClient.Id(session.GetProperty("items")[0]), 0);
        await using Window overlay = await chromium.OpenAsync(open.Studio.Url, 1920, 1080);
        await overlay.GoAsync(await open.LinkAsync(id, "overlay") + wish);
        await Expect(overlay["card"]).ToContainTextAsync(stock);
    }
}
