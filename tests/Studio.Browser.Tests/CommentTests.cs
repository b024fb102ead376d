using System.Text.Json;
using Microsoft.Playwright;
using Studio.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>What viewers say and moderators do about it, on a phone and at the desk.</summary>
public sealed class CommentTests(Chromium chromium, OpenStudio open)
{
    private const int PhoneWidth = 360, PhoneHeight = 640;

    [Fact]
    public async Task Markup_and_tricks_show_as_text_on_both_screens()
    {
        string id = await SessionAsync();
        await using Window phone = await RoomAsync(id), desk = await open.ConsoleAsync(chromium, id);
        const string Sent = "<img src=x onerror=\"document.title='hacked'\">\u202Eabc\u202C好\u200B看";
        await SayAsync(phone, Sent);
        foreach (Window window in (Window[])[phone, desk])
        {
            await Expect(window["comment-words"]).ToHaveTextAsync("<img src=x onerror=\"document.title='hacked'\">abc好看");
            Assert.Equal(0, await window["comment"].Locator("img").CountAsync());
            Assert.DoesNotContain("hacked", await window.Page.TitleAsync(), StringComparison.Ordinal);
            Assert.Equal([], window.Complaints);
        }
    }

    [Fact]
    public async Task What_is_hidden_leaves_the_viewers_screen_and_undo_brings_it_back()
    {
        string id = await SessionAsync();
        await using Window phone = await RoomAsync(id), other = await RoomAsync(id), desk = await open.ConsoleAsync(chromium, id);
        await SayAsync(phone, "快来我的店");
        await Expect(other["comment"]).ToContainTextAsync("快来我的店");
        await desk["comment-reason"].SelectOptionAsync("ad");
        await desk["hide-comment"].ClickAsync();
        await Expect(other["comment"]).ToHaveCountAsync(0);
        await Expect(phone["comment"]).ToHaveCountAsync(0);
        await Expect(desk.Page.Locator("[data-testid=comment][data-state=hidden]")).ToContainTextAsync("manager 已隐藏 · 广告");
        await desk["comment-undo"].ClickAsync();
        await Expect(other["comment"]).ToContainTextAsync("快来我的店");
    }

    [Fact]
    public async Task A_muted_viewer_sees_why_and_until_when()
    {
        string id = await SessionAsync();
        await using Window phone = await RoomAsync(id), desk = await open.ConsoleAsync(chromium, id);
        await SayAsync(phone, "刷屏刷屏");
        await desk["comment-reason"].SelectOptionAsync("flood");
        await desk["mute-guest"].ClickAsync();
        await Expect(desk["comment-lamps"]).ToContainTextAsync("禁言 1");
        await phone["comment-text"].FillAsync("再来一条");
        await phone["comment-send"].ClickAsync();
        await Expect(phone["comments-stopped"]).ToContainTextAsync("您已被禁言到");
        await Expect(phone["comments-stopped"]).ToContainTextAsync("原因：刷屏");
        await phone.Page.ReloadAsync();
        await Expect(phone["comments-stopped"]).ToContainTextAsync("原因：刷屏");
        await desk["comment-rules"].ClickAsync();
        await desk["mute"].GetByRole(AriaRole.Button).ClickAsync();
        await Expect(desk["mute"]).ToHaveCountAsync(0);
        await phone.Page.ReloadAsync();
        await SayAsync(phone, "谢谢");
    }

    [Fact]
    public async Task Enter_sends_but_not_while_a_Chinese_word_is_composed()
    {
        string id = await SessionAsync();
        await using Window phone = await RoomAsync(id);
        await phone["comment-text"].FocusAsync();
        ICDPSession keys = await phone.Context.NewCDPSessionAsync(phone.Page);
        await keys.SendAsync("Input.imeSetComposition", new() { ["text"] = "xigua", ["selectionStart"] = 5, ["selectionEnd"] = 5 });
        await phone["comment-text"].DispatchEventAsync("keydown", new { key = "Enter", code = "Enter", keyCode = 229, isComposing = true, bubbles = true, cancelable = true });
        await keys.SendAsync("Input.insertText", new() { ["text"] = "西瓜" });
        await Expect(phone["comment-text"]).ToHaveValueAsync("西瓜");
        await Expect(phone["comment"]).ToHaveCountAsync(0);
        await phone["comment-text"].PressAsync("Enter");
        await Expect(phone["comment"]).ToContainTextAsync("西瓜");
        await Expect(phone["comment-text"]).ToHaveValueAsync("");
    }

    [Fact]
    public async Task Rules_set_at_the_desk_hold_for_viewers_at_once()
    {
        string id = await SessionAsync();
        await using Window phone = await RoomAsync(id), desk = await open.ConsoleAsync(chromium, id);
        await desk["comment-rules"].ClickAsync();
        await desk["rules-slow"].SelectOptionAsync("30");
        await desk["rules-approval"].CheckAsync();
        await desk["rules-words"].FillAsync("骗子\n");
        await desk["save-rules"].ClickAsync();
        await Expect(phone["comments"]).ToContainTextAsync("每 30 秒一条");
        await phone["comment-text"].FillAsync("騙 子");
        await phone["comment-send"].ClickAsync();
        await Expect(phone["comment-failure"]).ToContainTextAsync("不让发的词");
        await SayAsync(phone, "等审核");
        await Expect(phone["comment-held"]).ToBeVisibleAsync();
        await Expect(phone["comment-send"]).ToContainTextAsync("秒");
        await Expect(phone["comment-send"]).ToBeDisabledAsync();
        await Expect(desk["comment-lamps"]).ToContainTextAsync("待审 1");
        await desk["approve-comment"].ClickAsync();
        await Expect(phone["comment-held"]).ToHaveCountAsync(0);
        await desk["comment-rules"].ClickAsync();
        await desk["rules-open"].UncheckAsync();
        await desk["save-rules"].ClickAsync();
        await Expect(phone["comments-stopped"]).ToContainTextAsync("评论已关闭");
    }

    [Fact]
    public async Task A_reader_who_scrolled_up_is_left_there_and_told_of_news()
    {
        string id = await SessionAsync();
        using StudioClient guest = await GuestAsync(id);
        for (int i = 0; i < 5; i++) await PostAsync(id, guest, LongText(i));
        await using Window phone = await RoomAsync(id);
        await Expect(phone["comment"]).ToHaveCountAsync(5);
        await phone["comment-list"].EvaluateAsync("list => { list.scrollTop = 0 }");
        using StudioClient other = await GuestAsync(id);
        await PostAsync(id, other, "新来的");
        await Expect(phone["fresh"]).ToContainTextAsync("1 条新评论");
        Assert.Equal(0, await phone["comment-list"].EvaluateAsync<int>("list => list.scrollTop"));
        await phone["fresh"].ClickAsync();
        await Expect(phone["fresh"]).ToHaveCountAsync(0);
        await Expect(phone["comment"].Last).ToBeInViewportAsync();
    }

    [Fact]
    public async Task The_desk_moderates_by_keyboard_and_a_key_of_the_list_is_no_key_of_the_desk()
    {
        string id = await SessionAsync();
        using StudioClient guest = await GuestAsync(id);
        await PostAsync(id, guest, "第一");
        await PostAsync(id, guest, "第二");
        await using Window desk = await open.ConsoleAsync(chromium, id);
        await Expect(desk["comment"]).ToHaveCountAsync(2);
        await desk["comment-list"].FocusAsync();
        await desk.Page.Keyboard.PressAsync("ArrowDown");
        await desk.Page.Keyboard.PressAsync("ArrowUp");
        await desk.Page.Keyboard.PressAsync("h");
        await Expect(desk.Page.Locator("[data-testid=comment][data-state=hidden]")).ToContainTextAsync("第一");
        await desk.Page.Keyboard.PressAsync("j");
        await Expect(desk["comment-lamps"]).ToContainTextAsync("禁言 1");
        await desk.Page.Keyboard.PressAsync("1");
        await desk.Page.Keyboard.PressAsync("Enter");
        await desk["comment-search"].FillAsync("第二");
        await Expect(desk["comment"]).ToHaveCountAsync(1);
        Assert.Equal(0, (await open.Manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("onAir").GetProperty("revision").GetInt64());
    }

    [Fact]
    public async Task Five_hundred_comments_are_few_rows_at_the_desk()
    {
        string id = await SessionAsync();
        StudioClient[] guests = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => GuestAsync(id)));
        for (int round = 0; round < 5; round++)
        {
            foreach (StudioClient guest in guests)
            {
                while ((await guest.PostAsync($"/api/room/{id}/comments", new { operationId = StudioClient.NewOperation(), text = $"第{round}轮 {StudioClient.NewOperation()[..6]}" })).Status == 429) await Task.Delay(100);
            }
        }
        await using Window desk = await open.ConsoleAsync(chromium, id);
        await Expect(desk["comment"].Last).ToContainTextAsync("第4轮");
        Assert.InRange(await desk["comment"].CountAsync(), 3, 40);
        await desk["comment-list"].EvaluateAsync("list => { list.scrollTop = 0 }");
        await Expect(desk["comment"].First).ToContainTextAsync("第0轮");
        foreach (StudioClient guest in guests) guest.Dispose();
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task Both_panels_fit_and_have_no_serious_accessibility_faults(string language)
    {
        string id = await SessionAsync();
        await using Window phone = await RoomAsync(id, language), desk = await open.ManagerWindowAsync(chromium);
        await desk.GoAsync($"/console/?session={id}&lang={language}");
        await SayAsync(phone, "南大里的西瓜多少钱一斤？电话 13812345678");
        using StudioClient guest = await GuestAsync(id);
        await PostAsync(id, guest, LongText(1), "老王家的花椒");
        await PostAsync(id, guest, "<b>便宜卖</b> مرحبا بالعالم 123");
        await PostAsync(id, guest, "Extraordinarilylongwordwithoutanyspaceinitnobodywouldwrite" + new string('啊', 30));
        await Expect(phone["comment"]).ToHaveCountAsync(4);
        await Expect(desk["comment"].Last).ToBeVisibleAsync();
        foreach (Window window in (Window[])[phone, desk])
        {
            Assert.Equal([], await AccessibilityTests.FaultsAsync(window.Page));
            Assert.Equal(0, await window.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth"));
        }
        await phone["comments"].ScrollIntoViewIfNeededAsync();
        await phone.ShootAsync($"comments-phone-{language}");
        await phone.Page.SetViewportSizeAsync(1280, 800);
        await phone["comments"].ScrollIntoViewIfNeededAsync();
        await phone.ShootAsync($"comments-room-{language}");
        JsonElement listed = (await open.Manager.GetAsync($"/api/sessions/{id}/comments")).Ok.GetProperty("comments");
        _ = (await open.Manager.PostAsync($"/api/sessions/{id}/comments/{StudioClient.Id(listed[2])}/hide", new { operationId = StudioClient.NewOperation(), why = "广告" })).Ok;
        await Expect(desk.Page.Locator("[data-testid=comment][data-state=hidden]")).ToBeVisibleAsync();
        await desk["comments"].ScrollIntoViewIfNeededAsync();
        await desk.ShootAsync($"comments-desk-{language}");
        await desk["comment-rules"].ClickAsync();
        Assert.Equal([], await AccessibilityTests.FaultsAsync(desk.Page));
        await desk.ShootAsync($"comments-rules-{language}");
        await desk.Page.Keyboard.PressAsync("Escape");
        await Expect(desk.Page.Locator("dialog[open]")).ToHaveCountAsync(0);
        await desk.Page.SetViewportSizeAsync(PhoneWidth, PhoneHeight);
        await desk.Page.Locator(".tabs button").Nth(2).ClickAsync();
        await desk["comments"].ScrollIntoViewIfNeededAsync();
        Assert.Equal(0, await desk.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth"));
        await desk.ShootAsync($"comments-desk-phone-{language}");
    }

    private static string LongText(int number) => $"{number} 南大里高山晚熟麒麟西瓜，今天早上刚从地里摘下来的，又沙又甜，一个大概八斤重，包邮到家坏果包赔，要几个请直接在橱窗里预留，主播下播前都算数。";

    private async Task<string> SessionAsync()
    {
        string id = StudioClient.Id(await open.SessionAsync("夏乐西瓜"));
        _ = (await open.Manager.PostAsync($"/api/sessions/{id}/comments/rules", new { operationId = StudioClient.NewOperation(), open = true, slowSeconds = 0, blockedWords = Array.Empty<string>(), holdForApproval = false })).Ok;
        return id;
    }

    private async Task<Window> RoomAsync(string id, string language = "zh-CN")
    {
        Window window = await chromium.OpenAsync(open.Studio.Url, PhoneWidth, PhoneHeight, touch: true);
        await window.GoAsync((await open.LinkAsync(id, "room")).Replace("/#", $"/?lang={language}#", StringComparison.Ordinal));
        await Expect(window["comments"]).ToBeVisibleAsync();
        await Expect(window.Page.Locator("header .lamp[role=status]")).ToHaveCountAsync(0); // the line is there
        return window;
    }

    private async Task<StudioClient> GuestAsync(string id)
    {
        StudioClient guest = open.Studio.Client();
        _ = (await guest.EnterRoomAsync(await open.Manager.MakeLinkAsync(id, "room"))).Ok;
        return guest;
    }

    private static async Task PostAsync(string id, StudioClient guest, string text, string? name = null) =>
        _ = (await guest.PostAsync($"/api/room/{id}/comments", new { operationId = StudioClient.NewOperation(), text, name })).Ok;

    private static async Task SayAsync(Window phone, string text)
    {
        await phone["comment-text"].FillAsync(text);
        await phone["comment-send"].ClickAsync();
        await Expect(phone["comment-text"]).ToHaveValueAsync("");
    }
}
