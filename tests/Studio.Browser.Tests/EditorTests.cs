using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Studio.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>The editor's screen on a recording of which every picture is known.</summary>
public sealed class EditorTests(Chromium chromium, OpenStudio open)
{
    [Fact]
    public async Task A_clip_is_trimmed_by_keys_to_the_picture_undone_and_survives_a_dead_line_and_a_closed_tab()
    {
        EditorDesk desk = await EditorDesk.RecordedAsync(open);
        string clip = await desk.ClipAsync("夏乐西瓜 一", 300, 600);
        await using Window window = await desk.OpenAsync(chromium);
        IKeyboard keys = window.Page.Keyboard;
        await EditorDesk.ShowsAsync(window, 300);

        // Pictures one by one, a second, and across the border of a segment (a segment has sixty).
        await keys.PressAsync("ArrowRight");
        await EditorDesk.ShowsAsync(window, 301);
        await keys.PressAsync("Shift+ArrowRight");
        await EditorDesk.ShowsAsync(window, 331);
        await keys.PressAsync("Shift+ArrowRight");
        for (int i = 0; i < 2; i++) await keys.PressAsync("ArrowLeft");
        await EditorDesk.ShowsAsync(window, 359);
        await keys.PressAsync("ArrowRight");
        await EditorDesk.ShowsAsync(window, 360);

        await keys.PressAsync("i");
        await Expect(window["saved"]).ToHaveTextAsync("已全部保存");
        Assert.Equal([(360, 600)], await desk.SpansAsync(clip));
        await keys.PressAsync("End");
        await EditorDesk.ShowsAsync(window, 599);
        await keys.PressAsync("Shift+ArrowLeft");
        await keys.PressAsync("o");
        await Expect(window["spans"]).ToContainTextAsync("7.00 s");
        // The middle goes: from 400 to 429.
        await keys.PressAsync("Home");
        await EditorDesk.ShowsAsync(window, 360);
        for (int i = 0; i < 40; i++) await keys.PressAsync("ArrowRight");
        await keys.PressAsync("Shift+I");
        for (int i = 0; i < 29; i++) await keys.PressAsync("ArrowRight");
        await keys.PressAsync("Shift+O");
        await keys.PressAsync("Delete");
        await Expect(window["spans"].Locator("li")).ToHaveCountAsync(2);
        await Expect(window["saved"]).ToHaveTextAsync("已全部保存");
        Assert.Equal([(360, 400), (430, 570)], await desk.SpansAsync(clip));
        await window.ShootAsync("editor-trimmed");

        await keys.PressAsync("Control+z");
        await Expect(window["spans"].Locator("li")).ToHaveCountAsync(1);
        await Expect(window["saved"]).ToHaveTextAsync("已全部保存");
        Assert.Equal([(360, 570)], await desk.SpansAsync(clip));

        // The line is dead: what is decided now waits in the browser, also when the tab is closed.
        await window.Context.SetOfflineAsync(true);
        await keys.PressAsync("Home");
        await keys.PressAsync("ArrowRight");
        await keys.PressAsync("i");
        await Expect(window["saved"]).ToContainTextAsync("等网络恢复后保存");
        await window.Page.RouteAsync("**/api/clips/**", route => route.AbortAsync());
        await window.Context.SetOfflineAsync(false);
        await window.Page.GotoAsync("about:blank");
        await window.Page.UnrouteAllAsync();
        Assert.Equal([(360, 570)], await desk.SpansAsync(clip));
        await desk.ShowAsync(window);
        await Expect(window["saved"]).ToHaveTextAsync("已全部保存");
        Assert.Equal([(361, 570)], await desk.SpansAsync(clip));
        // The history of the visit is still there.
        await keys.PressAsync("Control+z");
        await Expect(window["saved"]).ToHaveTextAsync("已全部保存");
        Assert.Equal([(360, 570)], await desk.SpansAsync(clip));
        Assert.All(window.Complaints, text => Assert.Matches("ERR_INTERNET_DISCONNECTED|ERR_FAILED", text));
    }

    [Fact]
    public async Task Two_who_change_the_same_clip_see_both_and_choose()
    {
        EditorDesk desk = await EditorDesk.RecordedAsync(open);
        string clip = await desk.ClipAsync("两个人", 300, 600);
        await using Window window = await desk.OpenAsync(chromium);
        await Expect(window["title"]).ToHaveValueAsync("两个人");
        // While the hub's news of it is kept away.
        await window.Page.RouteAsync($"**/api/clips/{clip}/edit", async route =>
        {
            JsonElement head = await desk.ClipAsync(clip);
            if (head.GetProperty("title").GetString() == "两个人")
            {
                await open.Manager.SendAsync(HttpMethod.Put, $"/api/clips/{clip}/edit", new { operationId = StudioClient.NewOperation(), revision = head.GetProperty("revision").GetInt64(), title = "别人的标题", spans = head.GetProperty("spans"), captions = (object?)null, layout = (object?)null, cover = (object?)null });
            }
            await route.ContinueAsync();
        });
        await window["title"].FillAsync("我的标题");
        ILocator conflict = window["conflict"];
        await Expect(conflict).ToBeVisibleAsync();
        await Expect(conflict).ToContainTextAsync("我的标题");
        await Expect(conflict).ToContainTextAsync("别人的标题");
        Assert.Empty(await window.FaultsAsync());
        await window.ShootAsync("editor-conflict");
        await window["keep-mine"].ClickAsync();
        await Expect(window["saved"]).ToHaveTextAsync("已全部保存");
        Assert.Equal("我的标题", (await desk.ClipAsync(clip)).GetProperty("title").GetString());
    }

    [Fact]
    public async Task A_clip_is_split_joined_and_made_and_each_is_undone()
    {
        EditorDesk desk = await EditorDesk.RecordedAsync(open);
        string clip = await desk.ClipAsync("分开再合", 300, 600);
        await using Window window = await desk.OpenAsync(chromium);
        IKeyboard keys = window.Page.Keyboard;
        await EditorDesk.ShowsAsync(window, 300);
        for (int i = 0; i < 2; i++) await keys.PressAsync("Shift+ArrowRight");
        await EditorDesk.ShowsAsync(window, 360);
        await keys.PressAsync("s");
        await Expect(window["clip"]).ToHaveCountAsync(2);
        Assert.Equal([(300, 360)], await desk.SpansAsync(clip));
        await keys.PressAsync("Control+z");
        await Expect(window["clip"]).ToHaveCountAsync(1);
        await Expect(window["saved"]).ToHaveTextAsync("已全部保存");
        Assert.Equal([(300, 600)], await desk.SpansAsync(clip));
        await keys.PressAsync("Control+Shift+z");
        await Expect(window["clip"]).ToHaveCountAsync(2);
        await keys.PressAsync("Shift+X");
        await Expect(window["selected"]).ToHaveTextAsync("已勾选 2 条");
        await keys.PressAsync("g");
        await Expect(window["clip"]).ToHaveCountAsync(1);
        await Expect(window["spans"].Locator("li")).ToHaveCountAsync(1);
        await Expect(window["spans"]).ToContainTextAsync("10.00 s");
        // A new one of a marked stretch.
        await keys.PressAsync("Home");
        await keys.PressAsync("Shift+I");
        await keys.PressAsync("Shift+ArrowRight");
        await keys.PressAsync("Shift+O");
        await keys.PressAsync("n");
        await Expect(window["clip"]).ToHaveCountAsync(2);
        await Expect(window["title"]).ToHaveValueAsync("新切片");
        await Expect(window["spans"]).ToContainTextAsync("1.03 s");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Keys_are_shown_changed_remembered_and_a_clash_is_named()
    {
        EditorDesk desk = await EditorDesk.RecordedAsync(open);
        await desk.ClipAsync("按键", 300, 600);
        await using Window window = await desk.OpenAsync(chromium);
        await window.Page.Keyboard.PressAsync("?");
        await Expect(window.Page.Locator("dialog[open]")).ToBeVisibleAsync();
        Assert.Empty(await window.FaultsAsync());
        await window.ShootAsync("editor-keys");
        await window["key-approve"].ClickAsync();
        await window.Page.Keyboard.PressAsync("x");
        await Expect(window["clash"]).ToContainTextAsync("X 已经用在“勾选这一条”上");
        await window["clash"].GetByRole(AriaRole.Button, new() { Name = "换过来" }).ClickAsync();
        await Expect(window["key-approve"]).ToHaveTextAsync("X");
        await Expect(window["key-select"]).ToHaveTextAsync("没有");
        await window.Page.Keyboard.PressAsync("Escape");
        await desk.ShowAsync(window);
        await window.Page.Keyboard.PressAsync("?");
        await Expect(window["key-approve"]).ToHaveTextAsync("X");
        await window["usual-keys"].ClickAsync();
        await Expect(window["key-approve"]).ToHaveTextAsync("A");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task The_desk_fits_its_screens_in_both_languages_and_has_no_faults()
    {
        EditorDesk desk = await EditorDesk.RecordedAsync(open);
        await using Window window = await desk.OpenAsync(chromium, 1280, 720);
        await Expect(window.Page.GetByText("还没有切片")).ToBeVisibleAsync();
        Assert.Empty(await window.FaultsAsync());
        await window.ShootAsync("editor-empty");
        string name = string.Concat(Enumerable.Repeat("夏县南大里高山晚熟麒麟西瓜礼盒装", 8))[..110];
        await desk.ClipAsync(name, 300, 600);
        await desk.ClipAsync("Extraordinarilylongnamewithoutanyspaceinitnobodywouldwriteatall", 100, 240);
        await Expect(window["clip"]).ToHaveCountAsync(2);
        await window["clip"].First.ClickAsync();
        foreach (string part in (string[])["剪辑", "字幕", "封面", "版本", "意见"])
        {
            await window.Page.GetByRole(AriaRole.Tab, new() { Name = part }).ClickAsync();
            Assert.Empty(await window.FaultsAsync());
            await window.ShootAsync($"editor-{part}");
        }
        await window.FitsAsync();
        await window.Button("English").ClickAsync();
        await Expect(window["saved"]).ToHaveTextAsync("Everything is saved");
        await window.FitsAsync();
        await window.ShootAsync("editor-en");
        await window.Page.SetViewportSizeAsync(412, 915);
        await window.FitsAsync();
        await window.ShootAsync("editor-phone");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Clips", Exact = true }).ClickAsync();
        await window.FitsAsync();
        await window.ShootAsync("editor-phone-list");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Timeline", Exact = true }).ClickAsync();
        await window.FitsAsync();
        Assert.Empty(await window.FaultsAsync());
        await window.ShootAsync("editor-phone-timeline");
        Assert.Empty(window.Complaints);
    }
}
