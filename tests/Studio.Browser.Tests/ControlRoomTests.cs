using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>The control room with two people in it.</summary>
public sealed class ControlRoomTests(Chromium chromium, OpenStudio open)
{
    private readonly Desk _desk = new(chromium, open);

    [Fact]
    public async Task Controls_are_taken_over_with_a_notice_and_a_refused_command_offers_them()
    {
        string id = await _desk.SessionAsync(2), other = await _desk.OperatorAsync();
        await using Window first = await _desk.ConsoleAsync(id), second = await _desk.ConsoleAsync(other, id);
        await first["take-control"].ClickAsync();
        await Expect(first["control"]).ToContainTextAsync("我");
        await Expect(second["control"]).ToContainTextAsync("王主任");
        await Expect(second["control"].Locator("b")).ToHaveAttributeAsync("title", "manager");
        await Expect(second["here"]).ToContainTextAsync("王主任");

        await second.Page.Keyboard.PressAsync("1");
        await second.Page.Keyboard.PressAsync("Enter");
        await Expect(second["failure"]).ToContainTextAsync("现在由 王主任 操作");
        Assert.Equal(0, await _desk.RevisionAsync(id));
        // Somebody who is there is not pushed aside by one press.
        await second["take-control-now"].ClickAsync();
        await Expect(second["take-over"]).ToContainTextAsync("王主任 正在控制室里操作");
        await second["take-over"].GetByText("取消").ClickAsync();
        await Expect(first["control"]).ToContainTextAsync("我");
        await second["take-control-now"].ClickAsync();
        await second["confirm-take-over"].ClickAsync();
        await Expect(first["control-lost"]).ToContainTextAsync($"{other} 接管了操作权");
        await second.Page.Keyboard.PressAsync("1");
        await second.Page.Keyboard.PressAsync("Enter");
        await Expect(second.Mirror.GetByTestId("card").Locator("h2")).ToHaveTextAsync("商品一");

        await first["clear"].ClickAsync();
        await Expect(first["failure"]).ToContainTextAsync($"现在由 {other} 操作");
        await first.Page.Keyboard.PressAsync("o");
        await first["confirm-take-over"].ClickAsync();
        await Expect(first["control"]).ToContainTextAsync("我");
        await Expect(first["control-lost"]).ToHaveCountAsync(0);
        await Expect(second["control-lost"]).ToContainTextAsync("王主任 接管了操作权");
        await Expect(first.Page.Locator("[data-testid=event][data-what=controlTaken]")).ToHaveCountAsync(3);
    }

    [Fact]
    public async Task Controls_whose_holder_has_gone_are_shown_as_away_and_then_free_and_the_holder_is_told_on_return()
    {
        string id = await _desk.SessionAsync(2), gone = await _desk.OperatorAsync();
        await using Window stays = await _desk.ConsoleAsync(id);
        Window leaves = await _desk.ConsoleAsync(gone, id);
        await leaves["take-control"].ClickAsync();
        await Expect(stays["control"]).ToContainTextAsync(gone);
        await Expect(stays["here"]).ToContainTextAsync(gone);
        await leaves.DisposeAsync();
        await Expect(stays["control"]).ToContainTextAsync($"{gone}（已离开）");
        await Expect(stays["here"]).Not.ToContainTextAsync(gone);
        await Expect(stays["control-released"]).ToContainTextAsync($"{gone} 离开了控制室", new() { Timeout = 30_000 });
        await Expect(stays["control"]).ToContainTextAsync("没有人");
        await Expect(stays.Page.Locator("[data-testid=event][data-what=controlReleased]")).ToContainTextAsync($"系统 放开了 {gone} 的操作权");
        await Desk.TakeAsync(stays, "1");

        await using Window back = await _desk.ConsoleAsync(gone, id);
        await Expect(back["control-released"]).ToContainTextAsync("操作权已自动放开");
        await back["take-control"].ClickAsync();
        await Expect(back["control-released"]).ToHaveCountAsync(0);
        await Expect(stays["control-released"]).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_higher_price_on_air_waits_for_a_second_person()
    {
        string id = await _desk.SessionAsync(1), other = await _desk.OperatorAsync();
        await using Window first = await _desk.ConsoleAsync(id), second = await _desk.ConsoleAsync(other, id);
        await Desk.TakeAsync(first, "1");
        await first["new-price"].FillAsync("39.9");
        await first["set-price"].ClickAsync();
        await Expect(first["raise-waits"]).ToContainTextAsync("¥29.90 → ¥39.90");
        await Expect(first["price-now"]).ToContainTextAsync("¥29.90");
        await Expect(first["allow"]).ToHaveCountAsync(0);
        await Expect(second.Page.Locator("[data-testid=alarm][data-kind=raise]")).ToContainTextAsync("王主任");
        await second["allow"].ClickAsync();
        await Expect(first["price-now"]).ToContainTextAsync("¥39.90");
        await Expect(first.Mirror.Locator("article")).ToContainTextAsync("39");
        await Expect(second["raise"]).ToHaveCountAsync(0);
        await Expect(second.Page.Locator("[data-testid=alarm]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_message_to_the_host_stands_in_the_events_of_both_consoles()
    {
        string id = await _desk.SessionAsync(1), other = await _desk.OperatorAsync();
        await using Window first = await _desk.ConsoleAsync(id), second = await _desk.ConsoleAsync(other, id);
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
    public async Task Who_may_not_operate_sees_everything_and_can_change_nothing()
    {
        string id = await _desk.SessionAsync(2), host = await _desk.OperatorAsync("host");
        await open.Manager.TakeAsync(id, "i1", 0);
        await using Window console = await _desk.ConsoleAsync(host, id);
        await Expect(console.Mirror.GetByTestId("card").Locator("h2")).ToHaveTextAsync("商品一");
        await Expect(console["look-only"]).ToBeVisibleAsync();
        foreach (string gone in (string[])["panic", "take-control", "message", "make-room-link", "make-key", "open-auto"]) await Expect(console[gone]).ToHaveCountAsync(0);
        foreach (string off in (string[])["take", "pop", "clear", "set-price", "start-offer", "set-stock", "withdraw"]) await Expect(console[off]).ToBeDisabledAsync();
        foreach (string key in (string[])["2", "Enter", "Escape", "Shift+Escape", "o"]) await console.Page.Keyboard.PressAsync(key);
        Assert.Equal(1, await _desk.RevisionAsync(id));
        await Expect(console["blank"]).ToHaveCountAsync(0);
        Assert.Empty(console.Complaints);
    }
}
