using System.Text.Json;
using MediaPipeline.Processes;
using Microsoft.Playwright;
using Studio.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>The control room with two people in it, in a hurry, and when things break.</summary>
public sealed class ControlRoomTests(Chromium chromium, OpenStudio open)
{
    [Fact]
    public async Task Controls_are_taken_over_with_a_notice_and_a_refused_command_offers_them()
    {
        string id = await SessionAsync(2), other = await OperatorAsync();
        await using Window first = await open.ConsoleAsync(chromium, id), second = await ConsoleAsync(other, id);
        await first["take-control"].ClickAsync();
        await Expect(first["control"]).ToContainTextAsync("我");
        await Expect(second["control"]).ToContainTextAsync("manager");

        await second.Page.Keyboard.PressAsync("1");
        await second.Page.Keyboard.PressAsync("Enter");
        await Expect(second["failure"]).ToContainTextAsync("现在由 manager 操作");
        Assert.Equal(0, await RevisionAsync(id));
        await second["take-control-now"].ClickAsync();
        await Expect(first["control-lost"]).ToContainTextAsync($"{other} 接管了操作权");
        await second.Page.Keyboard.PressAsync("1");
        await second.Page.Keyboard.PressAsync("Enter");
        await Expect(second["program"].Locator("h2")).ToHaveTextAsync("商品一");

        await first["clear"].ClickAsync();
        await Expect(first["failure"]).ToContainTextAsync($"现在由 {other} 操作");
        await first.Page.Keyboard.PressAsync("o");
        await Expect(first["control"]).ToContainTextAsync("我");
        await Expect(first["control-lost"]).ToHaveCountAsync(0);
        await Expect(second["control-lost"]).ToContainTextAsync("manager 接管了操作权");
        await Expect(first.Page.Locator("[data-testid=event][data-what=controlTaken]")).ToHaveCountAsync(3);
    }

    [Fact]
    public async Task A_higher_price_on_air_waits_for_a_second_person()
    {
        string id = await SessionAsync(1), other = await OperatorAsync();
        await using Window first = await open.ConsoleAsync(chromium, id), second = await ConsoleAsync(other, id);
        await TakeAsync(first, "1");
        await first["new-price"].FillAsync("39.9");
        await first["set-price"].ClickAsync();
        await Expect(first["raise-waits"]).ToContainTextAsync("¥29.90 → ¥39.90");
        await Expect(first["price-now"]).ToContainTextAsync("¥29.90");
        await Expect(first["allow"]).ToHaveCountAsync(0);
        await Expect(second.Page.Locator("[data-testid=alarm][data-kind=raise]")).ToContainTextAsync("manager");
        await second["allow"].ClickAsync();
        await Expect(first["price-now"]).ToContainTextAsync("¥39.90");
        await Expect(first["program"]).ToContainTextAsync("39");
        await Expect(second["raise"]).ToHaveCountAsync(0);
        await Expect(second.Page.Locator("[data-testid=alarm]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Panic_by_key_clears_a_real_overlay_even_from_within_a_field_and_the_screens_come_back()
    {
        string id = await SessionAsync(1);
        await using Window console = await open.ConsoleAsync(chromium, id), overlay = await OverlayAsync(open.Studio, await open.LinkAsync(id, "overlay"));
        await TakeAsync(console, "1");
        await Expect(overlay["card"]).ToBeVisibleAsync();

        await console["message"].FillAsync("慢一点");
        await console.Page.Keyboard.PressAsync("Shift+Escape");
        await Expect(overlay["card"]).ToBeHiddenAsync();
        Assert.True(Picture.Of(await overlay.Page.ScreenshotAsync(new() { OmitBackground = true })).IsClear());
        await Expect(console["blank"]).ToContainTextAsync("已清屏");
        await Expect(console["program"].Locator("article")).ToHaveCountAsync(0);
        await Expect(console["message"]).ToHaveValueAsync("慢一点");

        // A second press in a panic must not bring the screens back.
        await console.Page.Keyboard.PressAsync("Shift+Escape");
        await Expect(console.Page.Locator("[data-testid=event][data-what=blanked]").First).ToBeVisibleAsync();
        await Expect(overlay["card"]).ToBeHiddenAsync();
        await console["message"].BlurAsync();
        await console.Page.Keyboard.PressAsync("Shift+Enter");
        await Expect(overlay["card"]).ToBeVisibleAsync();
        await Expect(console["blank"]).ToHaveCountAsync(0);
        await Expect(console["program"].Locator("h2")).ToHaveTextAsync("商品一");
    }

    [Fact]
    public async Task Panic_works_while_Redis_stands_still_and_says_that_it_is_not_stored()
    {
        await using StudioProcess studio = await StudioProcess.StartAsync();
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        string id = StudioClient.Id(await manager.MakeSessionAsync(products: 1));
        string link = await manager.MakeLinkAsync(id, "overlay");
        await using Window console = await chromium.OpenAsync(studio.Url), overlay = await OverlayAsync(studio, link);
        await console.TakeCookiesAsync(manager, studio.Url);
        await console.GoAsync($"/console/?session={id}");
        await TakeAsync(console, "1");
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
    public async Task Twenty_presses_in_a_second_are_one_take()
    {
        string id = await SessionAsync(4);
        await using Window console = await open.ConsoleAsync(chromium, id);
        await console.Page.Keyboard.PressAsync("2");
        for (int press = 0; press < 20; press++)
        {
            await console.Page.Keyboard.PressAsync("Enter");
            await Task.Delay(40);
        }
        await Expect(console["program"].Locator("h2")).ToHaveTextAsync("商品二");
        await Expect(console["item-3"]).ToHaveAttributeAsync("aria-pressed", "true");
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await RevisionAsync(id));
        await Expect(console["failure"]).ToHaveCountAsync(0);

        // Held down it is one press, too.
        for (int repeat = 0; repeat < 5; repeat++) await console.Page.Keyboard.DownAsync("Enter");
        await console.Page.Keyboard.UpAsync("Enter");
        await Expect(console["program"].Locator("h2")).ToHaveTextAsync("商品三");
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.Equal(2, await RevisionAsync(id));
    }

    [Fact]
    public async Task Enter_in_a_field_or_in_the_middle_of_a_Chinese_word_takes_nothing()
    {
        string id = await SessionAsync(2);
        await using Window console = await open.ConsoleAsync(chromium, id);
        await console.Page.Keyboard.PressAsync("1");
        foreach (string field in (string[])["message", "new-price"])
        {
            await console[field].FocusAsync();
            foreach (string key in (string[])["Enter", "2", "p", "Escape"]) await console.Page.Keyboard.PressAsync(key);
        }
        await console.Page.EvaluateAsync(
            """
            () => {
              document.activeElement.blur();
              const press = (more) => document.body.dispatchEvent(new KeyboardEvent('keydown', { code: 'Enter', key: 'Enter', bubbles: true, ...more }));
              press({ isComposing: true });
              press({ keyCode: 229, key: 'Process' });
              press({ repeat: true });
            }
            """);
        await Expect(console["item-1"]).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Equal(0, await RevisionAsync(id));
        await Expect(console["take"]).ToBeEnabledAsync();
    }

    [Fact]
    public async Task Keys_pop_without_moving_the_plan_and_undo_takes_the_one_before()
    {
        string id = await SessionAsync(4);
        await using Window console = await open.ConsoleAsync(chromium, id), other = await ConsoleAsync(await OperatorAsync(), id);
        await TakeAsync(console, "1");
        await Expect(other["item-2"]).ToHaveAttributeAsync("aria-pressed", "true");
        await Task.Delay(TimeSpan.FromSeconds(1.1));
        await console.Page.EvaluateAsync("() => document.activeElement.blur()");
        await console.Page.Keyboard.PressAsync("p");
        await console["pop-number"].FillAsync("4");
        await console.Page.Keyboard.PressAsync("Enter");
        await Expect(console["program"].Locator("h2")).ToHaveTextAsync("商品四");
        JsonElement board = (await open.Manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("board");
        Assert.Equal("r2", board.GetProperty("nextId").GetString());
        await Task.Delay(TimeSpan.FromSeconds(1.1));
        await console.Page.Keyboard.PressAsync("u");
        await Expect(console["program"].Locator("h2")).ToHaveTextAsync("商品一");
        await console.Page.Keyboard.PressAsync("Escape");
        await Expect(console["program"].Locator("article")).ToHaveCountAsync(0);
        await console.Page.Keyboard.PressAsync("m");
        await Expect(console["message"]).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_price_is_hidden_from_viewers_until_it_is_called()
    {
        string id = await SessionAsync(1);
        await using Window console = await open.ConsoleAsync(chromium, id), overlay = await OverlayAsync(open.Studio, await open.LinkAsync(id, "overlay"));
        await using Window room = await chromium.OpenAsync(open.Studio.Url, 390, 844);
        await room.GoAsync(await open.LinkAsync(id, "room"));
        await Expect(console["viewers"]).ToHaveTextAsync("1 人在看");
        await console.Page.Keyboard.PressAsync("1");
        await console["hide-price"].ClickAsync();
        await Expect(console["hide-price"]).ToHaveTextAsync("开价");
        await TakeAsync(console, "1");
        await Expect(overlay["card"]).ToContainTextAsync("待开价");
        await Expect(overlay["card"]).Not.ToContainTextAsync("29");
        await Expect(room["shelf-1"]).ToContainTextAsync("待开价");
        await console["hide-price"].ClickAsync();
        await Expect(overlay["card"]).ToContainTextAsync("29");
        await Expect(room["shelf-1"]).ToContainTextAsync("¥29.90");
    }

    [Fact]
    public async Task A_flash_offer_counts_down_on_the_console_and_in_the_room_lowers_the_price_everywhere_and_ends_by_hand()
    {
        string id = await SessionAsync(1);
        await using Window console = await open.ConsoleAsync(chromium, id), overlay = await OverlayAsync(open.Studio, await open.LinkAsync(id, "overlay"));
        await using Window room = await chromium.OpenAsync(open.Studio.Url, 390, 844);
        await room.GoAsync(await open.LinkAsync(id, "room"));
        await TakeAsync(console, "1");
        await console["offer-price"].FillAsync("19.9");
        await console["offer-minutes"].FillAsync("2");
        await console["start-offer"].ClickAsync();
        await Expect(console["offer-left"]).ToContainTextAsync("还剩 1:5");
        await Expect(overlay["card"]).ToContainTextAsync("19");
        await Expect(room["shelf-1"].GetByTestId("offer")).ToContainTextAsync("1:5");
        await Expect(room["shelf-1"]).ToContainTextAsync("¥19.90");
        await console["end-offer"].ClickAsync();
        await Expect(overlay["card"]).ToContainTextAsync("29");
        await Expect(console.Page.Locator("[data-testid=event][data-what=offerEnd]")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_message_to_the_host_stands_in_the_events_of_both_consoles()
    {
        string id = await SessionAsync(1), other = await OperatorAsync();
        await using Window first = await open.ConsoleAsync(chromium, id), second = await ConsoleAsync(other, id);
        await second["urgent"].CheckAsync();
        await second["message"].FillAsync("声音大一点");
        await second.Page.Keyboard.PressAsync("Enter");
        await Expect(second["urgent"]).Not.ToBeCheckedAsync();
        await second.Button("看镜头").ClickAsync();
        await Expect(first.Page.Locator("[data-testid=event][data-what=messageUrgent]")).ToContainTextAsync($"{other} 急！提示主播：声音大一点");
        await Expect(first.Page.Locator("[data-testid=event][data-what=message]")).ToContainTextAsync($"{other} 提示主播：看镜头");
        await Expect(second["events"]).ToContainTextAsync("我 提示主播：看镜头");
        await second.Page.ReloadAsync();
        await Expect(second["events"]).ToContainTextAsync("我 提示主播：看镜头");
    }

    [Fact]
    public async Task An_overlay_that_closes_is_an_alarm_until_it_is_open_again()
    {
        string id = await SessionAsync(1), link = await open.LinkAsync(id, "overlay");
        await using Window console = await open.ConsoleAsync(chromium, id);
        Window overlay = await OverlayAsync(open.Studio, link);
        await Expect(console["overlay"]).ToHaveCountAsync(1);
        await Expect(console["alarm"]).ToHaveCountAsync(0);
        await overlay.DisposeAsync();
        ILocator alarm = console.Page.Locator("[data-testid=alarm][data-kind=overlayGone]");
        await Expect(alarm).ToContainTextAsync("断开了");
        await Expect(alarm).ToContainTextAsync("在 OBS 里刷新");
        await Expect(console["alarm-count"]).ToContainTextAsync("1 个警报");
        await using Window again = await OverlayAsync(open.Studio, link);
        await Expect(console["alarm"]).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_rehearsal_is_marked_and_the_automatic_pop_up_is_seen_to_run_and_is_stopped()
    {
        string id = await SessionAsync(3);
        await using Window console = await open.ConsoleAsync(chromium, id);
        await console["rehearsal"].ClickAsync();
        await Expect(console["rehearsal-mark"]).ToHaveTextAsync("彩排");
        await console["open-auto"].ClickAsync();
        await console["auto-every"].FillAsync("10");
        await console["auto-shown"].FillAsync("5");
        await console["start-auto"].ClickAsync();
        await Expect(console["auto-running"]).ToContainTextAsync("自动弹卡运行中");
        await Expect(console["program"].Locator("h2")).ToHaveTextAsync("商品一");
        await console["stop-auto"].ClickAsync();
        await Expect(console["auto-running"]).ToHaveCountAsync(0);
        await console["rehearsal"].ClickAsync();
        await Expect(console["rehearsal-mark"]).ToHaveCountAsync(0);
        await Expect(console["program"].Locator("article")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Who_may_not_operate_sees_everything_and_can_change_nothing()
    {
        string id = await SessionAsync(2), host = await OperatorAsync("host");
        await open.Manager.TakeAsync(id, "i1", 0);
        await using Window console = await ConsoleAsync(host, id);
        await Expect(console["program"].Locator("h2")).ToHaveTextAsync("商品一");
        await Expect(console["look-only"]).ToBeVisibleAsync();
        foreach (string gone in (string[])["panic", "take-control", "message", "make-room-link", "make-key", "open-auto"]) await Expect(console[gone]).ToHaveCountAsync(0);
        foreach (string off in (string[])["take", "pop", "clear", "set-price", "start-offer", "set-stock", "withdraw"]) await Expect(console[off]).ToBeDisabledAsync();
        foreach (string key in (string[])["2", "Enter", "Escape", "Shift+Escape", "o"]) await console.Page.Keyboard.PressAsync(key);
        Assert.Equal(1, await RevisionAsync(id));
        await Expect(console["blank"]).ToHaveCountAsync(0);
        Assert.Empty(console.Complaints);
    }

    private async Task<string> SessionAsync(int products) => StudioClient.Id(await open.SessionAsync([.. new[] { "商品一", "商品二", "商品三", "商品四" }.Take(products)]));

    private async Task<long> RevisionAsync(string id) => (await open.Manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("onAir").GetProperty("revision").GetInt64();

    private async Task<string> OperatorAsync(string role = "operator")
    {
        string name = $"{role}{Guid.NewGuid().ToString("N")[..6]}";
        await open.Manager.MakeAccountAsync(name, role);
        return name;
    }

    private async Task<Window> ConsoleAsync(string account, string id)
    {
        using StudioClient client = open.Studio.Client();
        _ = (await client.SignInAsync(account)).Ok;
        Window window = await chromium.OpenAsync(open.Studio.Url);
        await window.TakeCookiesAsync(client, open.Studio.Url);
        await window.GoAsync($"/console/?session={id}");
        await Expect(window.Page.Locator("header .lamp[role=status]")).ToHaveTextAsync("已连接");
        return window;
    }

    private async Task<Window> OverlayAsync(StudioProcess studio, string link)
    {
        Window overlay = await chromium.OpenAsync(studio.Url, 1920, 1080);
        await overlay.GoAsync(link[link.IndexOf("/overlay/", StringComparison.Ordinal)..]);
        return overlay;
    }

    private static async Task TakeAsync(Window console, string number)
    {
        await Expect(console.Page.Locator("header .lamp[role=status]")).ToHaveTextAsync("已连接");
        await console.Page.Locator("body").PressAsync(number);
        await console.Page.Keyboard.PressAsync("Enter");
        await Expect(console["program"].Locator("h2")).ToBeVisibleAsync();
    }
}
