using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Studio.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>What can be wrong on the machine of OBS: the picture does not come, the clock is wrong, the colours changed while it was away.</summary>
public sealed class OverlayTroubleTests(Chromium chromium, OpenStudio open)
{
    // Of the graphic on the screen, in its shadow.
    private const string Part = "(selector) => document.querySelector('[data-testid=card]').firstElementChild.shadowRoot.querySelector(selector)";

    [Fact]
    public async Task A_picture_that_does_not_come_leaves_the_card_on_air_and_tells_the_operator_until_it_comes()
    {
        JsonElement session = await open.SessionAsync("夏乐西瓜");
        string id = StudioClient.Id(session);
        await using Window console = await open.ConsoleAsync(chromium, id), overlay = await chromium.OpenAsync(open.Studio.Url, 1920, 1080);
        bool away = true;
        await overlay.Page.RouteAsync("**/media/pictures/**", route => away ? route.AbortAsync() : route.ContinueAsync());
        await overlay.GoAsync(await open.LinkAsync(id, "overlay"));
        await Expect(console["overlay"]).ToHaveCountAsync(1);
        await open.Manager.TakeAsync(id, StudioClient.Id(session.GetProperty("items")[0]), 0);

        await Expect(overlay["card"].Locator("h2")).ToHaveTextAsync("夏乐西瓜");
        await Expect(overlay["card"]).ToContainTextAsync("29");
        Assert.False(await overlay.Page.EvaluateAsync<bool>($"() => ({Part})('.picture img').checkVisibility()"));
        ILocator alarm = console.Page.Locator("[data-testid=alarm][data-kind=pictureFailed]");
        await Expect(alarm).ToContainTextAsync("没取到商品图");
        await Expect(console["overlay"]).ToHaveAttributeAsync("data-state", "onScreen");
        // It is asked for again by itself.
        away = false;
        await Expect(alarm).ToHaveCountAsync(0);
        Assert.True(await overlay.Page.EvaluateAsync<bool>($"() => ({Part})('.picture img').checkVisibility()"));
    }

    [Theory]
    [InlineData(-10), InlineData(0), InlineData(10)]
    public async Task On_a_machine_whose_clock_is_minutes_off_a_countdown_is_right(int minutes)
    {
        JsonElement session = await open.SessionAsync("夏乐西瓜");
        string id = StudioClient.Id(session), item = StudioClient.Id(session.GetProperty("items")[0]);
        await using Window overlay = await chromium.OpenAsync(open.Studio.Url, 1920, 1080);
        await overlay.Page.AddInitScriptAsync(string.Create(CultureInfo.InvariantCulture, $$"""
            const right = Date, off = {{minutes}} * 60_000;
            window.Date = class extends right {
              constructor(...parts) { parts.length ? super(...parts) : super(right.now() + off) }
              static now() { return right.now() + off }
            };
            """));
        await overlay.GoAsync(await open.LinkAsync(id, "overlay"));
        await open.Manager.PostAsync($"/api/sessions/{id}/items/{item}/offer", new { operationId = StudioClient.NewOperation(), priceFen = 1_990, seconds = 300 });
        await open.Manager.TakeAsync(id, item, 0);
        await Expect(overlay["card"].Locator("h2")).ToHaveTextAsync("夏乐西瓜");

        await overlay.UntilAsync($"() => ({Part})('.offer .clock').textContent.length > 0");
        DateTimeOffset ends = (await open.Manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("onAir").GetProperty("card").GetProperty("offerEndsAt").GetDateTimeOffset();
        DateTimeOffset before = TimeProvider.System.GetUtcNow();
        string shown = await overlay.Page.EvaluateAsync<string>($"() => ({Part})('.offer .clock').textContent");
        DateTimeOffset after = TimeProvider.System.GetUtcNow();
        string digits = string.Concat(shown.Where(char.IsAsciiDigit));
        int seconds = (int.Parse(digits[^4..^2], CultureInfo.InvariantCulture) * 60) + int.Parse(digits[^2..], CultureInfo.InvariantCulture);
        // Rounded up to whole seconds, painted just after each begins; the line takes what it takes.
        Assert.InRange(seconds, (ends - after).TotalSeconds - 0.5, (ends - before).TotalSeconds + 2);
    }

    [Fact]
    public async Task Colours_that_change_while_a_card_is_on_air_reach_the_screen_at_once_and_after_a_lost_line()
    {
        JsonElement session = await open.SessionAsync("夏乐西瓜");
        string id = StudioClient.Id(session);
        await open.Manager.TakeAsync(id, StudioClient.Id(session.GetProperty("items")[0]), 0);
        await using Window overlay = await chromium.OpenAsync(open.Studio.Url, 1920, 1080);
        await overlay.GoAsync(await open.LinkAsync(id, "overlay"));
        await Expect(overlay["card"].Locator("h2")).ToHaveTextAsync("夏乐西瓜");
        await PaintAsync(id, "#102040");
        await overlay.UntilAsync($"() => ({Part})('.stage').style.getPropertyValue('--ground') === 'rgba(16,32,64,0.97)'");
        await overlay.Context.SetOfflineAsync(true);
        await PaintAsync(id, "#401020");
        await overlay.Context.SetOfflineAsync(false);
        await overlay.UntilAsync($"() => ({Part})('.stage').style.getPropertyValue('--ground') === 'rgba(64,16,32,0.97)'");
    }

    private async Task PaintAsync(string session, string primary) =>
        _ = (await open.Manager.PostAsync($"/api/sessions/{session}/theme", new { operationId = StudioClient.NewOperation(), primary })).Ok;
}
