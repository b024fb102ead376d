using System.Text.Json;
using Microsoft.Playwright;
using Studio.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>axe-core's judgement of every screen, in the theme that the screen has: light in the office, dark in the studio.</summary>
public sealed class AccessibilityTests(Chromium chromium, OpenStudio open)
{
    private static readonly Lazy<string> Axe = new(() => File.ReadAllText(Path.Combine(Checkout.Root, "web", "node_modules", "axe-core", "axe.min.js")));

    [Theory]
    [InlineData("/sign-in/", "form")]
    [InlineData("/setup/#t=x", "form")]
    [InlineData("/base/#/sessions", ".sessions li")]
    [InlineData("/base/#/products", ".products li")]
    [InlineData("/base/#/rooms", ".rooms li")]
    [InlineData("/base/#/accounts", ".people li")]
    [InlineData("/base/#/sessions/{session}", "tbody tr")]
    [InlineData("/console/?session={session}", "[data-testid=overlay]")]
    [InlineData("/host/?session={session}", "[data-testid=price]")]
    [InlineData("{room}", "[data-testid=shelf-1]")]
    public async Task A_screen_has_no_serious_accessibility_faults(string path, string waitFor)
    {
        JsonElement session = await open.SessionAsync("夏乐西瓜", "夏县麒麟大樱桃礼盒装（两斤）");
        string id = StudioClient.Id(session);
        _ = (await open.Manager.TakeAsync(id, StudioClient.Id(session.GetProperty("items")[0]), 0)).Ok;
        await using Window overlay = await chromium.OpenAsync(open.Studio.Url, 1920, 1080), window = await open.ManagerWindowAsync(chromium);
        await overlay.GoAsync(await open.LinkAsync(id, "overlay"));
        path = path == "{room}" ? await open.LinkAsync(id, "room") : path.Replace("{session}", id, StringComparison.Ordinal);
        await window.GoAsync(path);
        await Expect(window.Page.Locator(waitFor).First).ToBeVisibleAsync();
        Assert.Equal(path.StartsWith("/console", StringComparison.Ordinal) || path.StartsWith("/host", StringComparison.Ordinal) ? "dark" : null, await window.Page.Locator("html").GetAttributeAsync("data-theme"));
        Assert.Equal([], await FaultsAsync(window.Page));
    }

    [Theory]
    [InlineData("/base/#/sessions", "新建场次")]
    [InlineData("/base/#/products", "新建商品")]
    [InlineData("/console/?session={session}", "快捷键 ?")]
    [InlineData("/console/?session={session}", "自动弹卡")]
    [InlineData("/console/?session={session}", "卡片配色")]
    public async Task A_dialog_has_no_serious_accessibility_faults_and_closes_with_Escape(string path, string button)
    {
        string id = StudioClient.Id(await open.SessionAsync("夏乐西瓜"));
        await using Window window = await open.ManagerWindowAsync(chromium);
        await window.GoAsync(path.Replace("{session}", id, StringComparison.Ordinal));
        await window.Button(button).ClickAsync();
        await Expect(window.Page.Locator("dialog[open]")).ToBeVisibleAsync();
        Assert.Equal([], await FaultsAsync(window.Page));
        await window.Page.Keyboard.PressAsync("Escape");
        await Expect(window.Page.Locator("dialog[open]")).ToHaveCountAsync(0);
    }

    // Not among the serious ones, but who goes from landmark to landmark would never come to the desk.
    [Theory]
    [InlineData("manager")]
    [InlineData("auditor")]
    public async Task All_of_the_control_room_lies_within_its_landmarks(string role)
    {
        string id = StudioClient.Id(await open.SessionAsync("夏乐西瓜"));
        var desk = new Desk(chromium, open);
        await using Window window = role == "manager" ? await desk.ConsoleAsync(id) : await desk.ConsoleAsync(await desk.OperatorAsync(role), id);
        if (role == "manager")
        {
            await window["rehearsal"].ClickAsync();
            await Expect(window["rehearsal-mark"]).ToBeVisibleAsync();
            await window["panic"].ClickAsync();
            await Expect(window["blank"]).ToBeVisibleAsync();
        }
        else await Expect(window["look-only"]).ToBeVisibleAsync();
        Assert.Equal([], await FaultsAsync(window.Page, "region"));
    }

    // Evaluated by the debugger: the page's own policy would refuse a script from elsewhere, and stays in force.
    internal static async Task<IReadOnlyList<string>> FaultsAsync(IPage page, string? rule = null)
    {
        await page.EvaluateAsync(Axe.Value + ";undefined");
        JsonElement faults = await page.EvaluateAsync<JsonElement>(
            """
            async rule => (await axe.run(document, { resultTypes: ['violations'], ...(rule && { runOnly: [rule] }) })).violations
              .filter(fault => rule || fault.impact === 'serious' || fault.impact === 'critical')
              .flatMap(fault => fault.nodes.map(node => `${fault.id}: ${node.target.join(' ')}: ${node.failureSummary}`))
            """, rule);
        return [.. faults.EnumerateArray().Select(fault => fault.GetString()!)];
    }
}
