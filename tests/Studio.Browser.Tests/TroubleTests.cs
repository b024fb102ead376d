using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Studio.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>Names that want to be code, links that were taken back, addresses of nothing.</summary>
public sealed class TroubleTests(Chromium chromium, OpenStudio open)
{
    private const string Hostile = "<img src=x onerror=hacked=1><script>hacked=1</script>{{7*7}}";

    [Fact]
    public async Task A_name_that_wants_to_be_code_is_shown_as_text_everywhere()
    {
        JsonElement session = await open.SessionAsync(Hostile);
        string id = StudioClient.Id(session);
        await using Window overlay = await chromium.OpenAsync(open.Studio.Url, 1920, 1080), room = await chromium.OpenAsync(open.Studio.Url, 390, 844);
        await overlay.GoAsync(await open.LinkAsync(id, "overlay"));
        await room.GoAsync(await open.LinkAsync(id, "room"));
        await using Window console = await open.ConsoleAsync(chromium, id);
        await console.Page.Keyboard.PressAsync("1");
        await console.Page.Keyboard.PressAsync("Enter");

        await Expect(console.Mirror.GetByTestId("card").Locator("h2")).ToHaveTextAsync(Hostile);
        await Expect(console["item-1"]).ToContainTextAsync(Hostile);
        await Expect(overlay["card"].Locator("h2")).ToHaveTextAsync(Hostile);
        await Expect(room["shelf-1"].Locator("h3")).ToHaveTextAsync(Hostile);
        await using Window products = await open.ManagerWindowAsync(chromium);
        foreach (string path in (string[])["/base/#/products", $"/base/#/sessions/{id}"])
        {
            await products.GoAsync(path);
            await Expect(products.Page.GetByText(Hostile, new() { Exact = true }).First).ToBeVisibleAsync();
        }
        foreach (Window window in (Window[])[console, overlay, room, products])
        {
            Assert.True(await window.Page.EvaluateAsync<bool>("() => window.hacked === undefined"));
            Assert.Equal(0, await window.Page.Locator("img[src='x']").CountAsync());
            Assert.Empty(window.Complaints);
        }
    }

    [Fact]
    public async Task A_revoked_overlay_link_blanks_the_overlay_and_does_not_open_again()
    {
        JsonElement session = await open.SessionAsync("夏乐西瓜");
        string id = StudioClient.Id(session), link = await open.LinkAsync(id, "overlay");
        await open.Manager.TakeAsync(id, StudioClient.Id(session.GetProperty("items")[0]), 0);
        await using Window overlay = await chromium.OpenAsync(open.Studio.Url, 1920, 1080);
        await overlay.GoAsync(link);
        await Expect(overlay["card"]).ToBeVisibleAsync();
        await using Window console = await open.ConsoleAsync(chromium, id);
        await console.Page.GetByRole(AriaRole.Button, new() { Name = "作废 overlay", Exact = true }).ClickAsync();

        await Expect(overlay["card"]).ToHaveCountAsync(0);
        Assert.True(Picture.Of(await overlay.Page.ScreenshotAsync(new() { OmitBackground = true })).IsClear());
        await Expect(console["overlay"]).ToHaveAttributeAsync("data-state", "gone");
        // Asked again, it is refused: its second line tells that the first has failed.
        int lines = 0;
        overlay.Page.WebSocket += (_, _) => Interlocked.Increment(ref lines);
        await overlay.GoAsync(link);
        await Wait.UntilAsync(() => lines >= 2, "the overlay tries its line again");
        Assert.Equal(0, await overlay["card"].CountAsync());
    }

    [Fact]
    public async Task A_guest_whose_link_is_revoked_is_told_so_at_once_and_at_every_return()
    {
        string id = StudioClient.Id(await open.SessionAsync("夏乐西瓜")), link = await open.LinkAsync(id, "room");
        await using Window room = await chromium.OpenAsync(open.Studio.Url, 390, 844);
        await room.GoAsync(link);
        await Expect(room["shelf-1"]).ToBeVisibleAsync();
        string revoked = (await open.Manager.GetAsync($"/api/sessions/{id}/links")).Ok[0].GetProperty("id").GetString()!;
        _ = (await open.Manager.SendAsync(HttpMethod.Delete, $"/api/links/{revoked}?operationId={StudioClient.NewOperation()}", null)).Ok;
        await Expect(room.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("这个直播间链接已作废，请向基地要一个新的。");
        await Expect(room["shelf-1"]).ToHaveCountAsync(0);
        await room.GoAsync(link);
        await Expect(room.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("链接已失效，请向基地要一个新的。");
    }

    [Fact]
    public async Task A_room_without_a_link_and_a_console_without_a_session_say_what_to_do()
    {
        await using Window window = await open.ManagerWindowAsync(chromium);
        await window.GoAsync("/room/");
        await Expect(window.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("请用基地发给您的链接或扫二维码进入。");
        await window.GoAsync("/console/?session=s_none");
        await Expect(window.Page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("没有这场直播");
    }

    [Fact]
    public async Task A_stranger_is_led_to_the_sign_in_page_and_back_to_where_he_wanted()
    {
        string id = StudioClient.Id(await open.SessionAsync("夏乐西瓜"));
        await using Window window = await chromium.OpenAsync(open.Studio.Url);
        await window.GoAsync($"/console/?session={id}");
        await Expect(window.Page).ToHaveURLAsync(new Regex("/sign-in/", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await window.FillAsync("账号", "manager");
        await window.FillAsync("密码", "not the password");
        await window.Button("登录").ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("名字或密码不对，请再试一次。");
        await window.FillAsync("密码", StudioClient.Password);
        await window.Button("登录").ClickAsync();
        await Expect(window.Page).ToHaveURLAsync($"{open.Studio.Url}/console/?session={id}");
        await Expect(window["item-1"]).ToBeVisibleAsync();
    }
}
