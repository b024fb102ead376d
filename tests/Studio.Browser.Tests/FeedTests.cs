using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Studio.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>What people read of a picture that drops, and of the doors through which it comes.</summary>
public sealed class FeedTests(Chromium chromium, OpenStudio open)
{
    [Fact]
    public async Task A_picture_that_drops_is_back_in_a_moment_then_gone_and_the_session_never_over()
    {
        await using StudioProcess studio = await StudioProcess.StartAsync(new Dictionary<string, string> { ["Studio__FeedGrace"] = "00:00:12" });
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        string id = StudioClient.Id(await manager.MakeSessionAsync()), key = await manager.MakeKeyAsync(id), link = await manager.MakeLinkAsync(id, "room");
        await using Window room = await chromium.OpenAsync(studio.Url, 360, 640, touch: true);
        await using (Publisher.Generated(studio, key))
        {
            await room.GoAsync(link[link.IndexOf("/room/", StringComparison.Ordinal)..]);
            await Wait.UntilAsync(() => room.Page.EvaluateAsync<bool>("document.querySelector('video')?.currentTime > 1"), "the picture moves");
        }
        await Expect(room["picture-state"]).ToContainTextAsync("马上回来", new() { Timeout = 20_000 });
        // Over the last picture, which stays.
        Assert.True(await room.Page.EvaluateAsync<bool>("document.querySelector('video').readyState >= 2 && document.querySelector('video').videoWidth > 0"));
        await room.ShootAsync("room-away");
        await Expect(room["picture-state"]).ToContainTextAsync("直播还没有结束", new() { Timeout = 30_000 });
        await Expect(room["shelf-1"].GetByTestId("hold")).ToBeEnabledAsync();
        await room.ShootAsync("room-gone");
        await using Publisher back = Publisher.Generated(studio, key);
        await Expect(room["picture-state"]).ToHaveCountAsync(0, new() { Timeout = 30_000 });
    }

    [Fact]
    public async Task The_control_room_says_when_a_key_opens_opens_it_earlier_and_has_a_second_door()
    {
        JsonElement session = await open.SessionAsync("夏乐西瓜");
        string id = StudioClient.Id(session);
        DateTimeOffset start = TimeProvider.System.GetUtcNow().AddDays(1);
        _ = (await open.Manager.PostAsync($"/api/sessions/{id}/slot", new { operationId = StudioClient.NewOperation(), plannedStart = start, plannedEnd = start.AddHours(2) })).Ok;
        await using Window console = await open.ConsoleAsync(chromium, id);
        await console["make-key"].ClickAsync();
        await Expect(console["key-time"]).ToHaveTextAsync(new Regex(@"\d\d:\d\d 到 .*\d\d:\d\d 可以推流", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await console["key-time"].ScrollIntoViewIfNeededAsync();
        await console.ShootAsync("console-key-early");
        await console["key-move"].ClickAsync();
        await Expect(console["key-move"]).ToHaveCountAsync(0);
        await console.Page.Locator("summary", new() { HasText = "SRT 推流" }).ClickAsync();
        await console["open-srt"].ClickAsync();
        ILocator address = console.Page.GetByLabel("服务器").Last;
        await Expect(address).ToHaveValueAsync(new Regex(@"^srt://[^:]+:\d+\?mode=caller&passphrase=[0-9a-z]{26}&pbkeylen=16$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await console["open-srt"].ScrollIntoViewIfNeededAsync();
        await console.ShootAsync("console-srt");
        await console.Page.ReloadAsync();
        await Expect(console["open-srt"]).ToHaveTextAsync("换一个口令");
        Assert.Empty(console.Complaints);
    }
}
