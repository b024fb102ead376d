using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Studio.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>The loader page that the console hands out with an overlay link: a file on the machine of OBS.</summary>
public sealed class LoaderTests(Chromium chromium)
{
    [Fact]
    public async Task The_loader_from_the_console_stays_transparent_while_the_studio_is_down_and_shows_the_card_when_it_is_there()
    {
        await using StudioProcess studio = await StudioProcess.StartAsync(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            // Nobody listens there: the console says so, and nothing else is held up by it.
            ["Studio__Obs__0__Url"] = string.Create(CultureInfo.InvariantCulture, $"ws://127.0.0.1:{StudioProcess.FreePorts(1)[0]}"),
            ["Studio__Obs__0__Source"] = "贴片",
        });
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        JsonElement session = await manager.MakeSessionAsync(products: 2);
        string id = StudioClient.Id(session), file = Path.Combine(studio.Folder, "overlay-loader.html");
        await DownloadAsync(studio, manager, id, file);
        await manager.TakeAsync(id, StudioClient.Id(session.GetProperty("items")[0]), 0);
        await studio.KillAsync();

        await using Window obs = await chromium.OpenAsync(studio.Url, 1280, 720);
        int refused = 0;
        obs.Page.RequestFailed += (_, _) => Interlocked.Increment(ref refused);
        await obs.Page.GotoAsync($"file://{file}");
        await Wait.UntilAsync(() => refused >= 3, "the loader has asked in vain three times");
        Assert.True(Picture.Of(await obs.Page.ScreenshotAsync(new() { OmitBackground = true })).IsClear());
        Assert.Equal("", await obs.Page.EvaluateAsync<string>("() => document.body.innerText.trim()"));
        Assert.Equal(0, await obs.Page.Locator("iframe, audio, video").CountAsync());

        await studio.StartAgainAsync();
        ILocator name = obs.Page.FrameLocator("iframe").GetByTestId("card").Locator("h2");
        await Expect(name).ToHaveTextAsync("商品1", new() { Timeout = 20_000 });
        // A studio that goes and comes: what changed meanwhile is on the screen, without hands.
        await studio.KillAsync();
        await studio.StartAgainAsync();
        await manager.TakeAsync(id, StudioClient.Id(session.GetProperty("items")[1]), 1);
        await Expect(name).ToHaveTextAsync("商品2", new() { Timeout = 20_000 });
        Assert.Empty(obs.Complaints);
    }

    // As an operator does it: a new link, then its loader.
    private async Task DownloadAsync(StudioProcess studio, StudioClient manager, string session, string file)
    {
        await using Window console = await chromium.OpenAsync(studio.Url);
        await console.TakeCookiesAsync(manager, studio.Url);
        await console.GoAsync($"/console/?session={session}");
        Assert.Equal(0, await console["loader"].CountAsync());
        await console["make-overlay-link"].ClickAsync();
        await Expect(console.Page.Locator(".links")).ToContainTextAsync("谁拿到文件就等于拿到链接");
        IDownload download = await console.Page.RunAndWaitForDownloadAsync(() => console["loader"].ClickAsync());
        Assert.Equal("overlay-loader-贴片-1.html", download.SuggestedFilename);
        await download.SaveAsAsync(file);
        await Expect(console["obs"]).ToHaveAttributeAsync("data-state", "unreachable");
        await Expect(console["obs"]).ToContainTextAsync("连不上 OBS");
        Assert.Empty(console.Complaints);
        // No other kind of link has one.
        await console["make-room-link"].ClickAsync();
        await Expect(console["loader"]).ToHaveCountAsync(0);
    }
}
