using MediaPipeline.Processes;
using Microsoft.Playwright;
using Studio.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>The control room when things break, and when they are only rehearsed.</summary>
public sealed class ControlRoomTroubleTests(Chromium chromium, OpenStudio open)
{
    private readonly Desk _desk = new(chromium, open);

    [Fact]
    public async Task Panic_by_key_clears_a_real_overlay_even_from_within_a_field_and_the_screens_come_back()
    {
        string id = await _desk.SessionAsync(1);
        await using Window console = await _desk.ConsoleAsync(id), overlay = await _desk.OverlayAsync(open.Studio, await open.LinkAsync(id, "overlay"));
        await Desk.TakeAsync(console, "1");
        await Expect(overlay["card"]).ToBeVisibleAsync();

        await console["message"].FillAsync("慢一点");
        await console.Page.Keyboard.PressAsync("Shift+Escape");
        await Expect(overlay["card"]).ToBeHiddenAsync();
        Assert.True(Picture.Of(await overlay.Page.ScreenshotAsync(new() { OmitBackground = true })).IsClear());
        await Expect(console["blank"]).ToContainTextAsync("已清屏");
        await Expect(console.Mirror.Locator("article")).ToBeHiddenAsync();
        await Expect(console["message"]).ToHaveValueAsync("慢一点");

        // A second press in a panic must not bring the screens back.
        await console.Page.Keyboard.PressAsync("Shift+Escape");
        await Expect(console.Page.Locator("[data-testid=event][data-what=blanked]").First).ToBeVisibleAsync();
        await Expect(overlay["card"]).ToBeHiddenAsync();
        await console["message"].BlurAsync();
        await console.Page.Keyboard.PressAsync("Shift+Enter");
        await Expect(overlay["card"]).ToBeVisibleAsync();
        await Expect(console["blank"]).ToHaveCountAsync(0);
        await Expect(console.Mirror.GetByTestId("card").Locator("h2")).ToHaveTextAsync("商品一");
    }

    [Fact]
    public async Task Panic_works_while_Redis_stands_still_and_says_that_it_is_not_stored()
    {
        await using StudioProcess studio = await StudioProcess.StartAsync();
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        string id = StudioClient.Id(await manager.MakeSessionAsync(products: 1));
        string link = await manager.MakeLinkAsync(id, "overlay");
        await using Window console = await chromium.OpenAsync(studio.Url), overlay = await _desk.OverlayAsync(studio, link);
        await console.TakeCookiesAsync(manager, studio.Url);
        await console.GoAsync($"/console/?session={id}");
        await Desk.TakeAsync(console, "1");
        await Expect(overlay["card"]).ToBeVisibleAsync();
        int redis = studio.PartId("redis") ?? throw new InvalidOperationException("Redis does not run.");
        Signals.Send(redis, Signals.Stop);
        try
        {
            await console.Page.Keyboard.PressAsync("Shift+Escape");
            await Expect(overlay["card"]).ToBeHiddenAsync();
            await Expect(console["not-stored"]).ToHaveTextAsync("数据服务暂时连不上，画面已清");
            await Expect(console.Page.Locator("[data-testid=alarm][data-kind=store]")).ToBeVisibleAsync();
            await console["unblank"].ClickAsync();
            await Expect(overlay["card"]).ToBeVisibleAsync();
        }
        finally
        {
            Signals.Send(redis, Signals.Continue);
        }
        await Expect(console["not-stored"]).ToHaveCountAsync(0, new() { Timeout = 40_000 });
        await Expect(console.Page.Locator("[data-testid=alarm][data-kind=store]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_overlay_that_closes_is_an_alarm_until_it_is_open_again()
    {
        string id = await _desk.SessionAsync(1), link = await open.LinkAsync(id, "overlay");
        await using Window console = await _desk.ConsoleAsync(id);
        Window overlay = await _desk.OverlayAsync(open.Studio, link);
        await Expect(console["overlay"]).ToHaveCountAsync(1);
        await Expect(console["alarm"]).ToHaveCountAsync(0);
        await overlay.DisposeAsync();
        ILocator alarm = console.Page.Locator("[data-testid=alarm][data-kind=overlayGone]");
        await Expect(alarm).ToContainTextAsync("断开了");
        await Expect(alarm).ToContainTextAsync("在 OBS 里刷新");
        await Expect(console["alarm-count"]).ToContainTextAsync("1 个警报");
        await using Window again = await _desk.OverlayAsync(open.Studio, link);
        await Expect(console["alarm"]).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_rehearsal_is_marked_and_the_automatic_pop_up_is_seen_to_run_and_is_stopped()
    {
        string id = await _desk.SessionAsync(3);
        await using Window console = await _desk.ConsoleAsync(id);
        await console["rehearsal"].ClickAsync();
        await Expect(console["rehearsal-mark"]).ToHaveTextAsync("彩排");
        await console["open-auto"].ClickAsync();
        await console["auto-every"].FillAsync("10");
        await console["auto-shown"].FillAsync("5");
        await console["start-auto"].ClickAsync();
        await Expect(console["auto-running"]).ToContainTextAsync("自动弹卡运行中");
        await Expect(console.Mirror.GetByTestId("card").Locator("h2")).ToHaveTextAsync("商品一");
        await console["stop-auto"].ClickAsync();
        await Expect(console["auto-running"]).ToHaveCountAsync(0);
        await console["rehearsal"].ClickAsync();
        await Expect(console["rehearsal-mark"]).ToHaveCountAsync(0);
        await Expect(console.Mirror.Locator("article")).ToHaveCountAsync(0);
    }
}
