using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Studio.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>What people see of places in the recording: the report's rows, a room's delay, the switch of the stamp.</summary>
public sealed class MarkerScreenTests(Chromium chromium, OpenStudio open)
{
    [Fact]
    public async Task A_report_says_in_words_where_each_showing_is_and_how_sure_that_is()
    {
        JsonElement session = await open.SessionAsync("夏乐西瓜", "夏县麒麟大樱桃礼盒装（两斤）");
        string id = StudioClient.Id(session);
        string[] items = [.. session.GetProperty("items").EnumerateArray().Select(StudioClient.Id)];
        for (int number = 0; number < 4; number++)
        {
            await Wait.UntilAsync(async () => (await open.Manager.TakeAsync(id, items[number % 2], number)).Status == 200, "the next take is allowed");
        }
        JsonNode report = JsonNode.Parse((await open.Manager.GetAsync($"/api/sessions/{id}/report")).Ok.GetRawText())!;
        JsonArray played = report["asPlayed"]!.AsArray();
        Assert.Null(played[0]!["placed"]);
        (played[0]!["placed"], played[0]!["placedUntil"]) = (Place("stamp", 5.48, 40), Place("stamp", 70.325, 80));
        (played[1]!["placed"], played[1]!["placedUntil"]) = (Place("delay", 73.1, 219), Place("delay", 90, 40, gap: true));
        played[2]!["placed"] = Place("wallClock", 100, null);

        await using Window window = await open.ManagerWindowAsync(chromium);
        await window.Page.RouteAsync($"**/api/sessions/{id}/report", route => route.FulfillAsync(new() { ContentType = "application/json", Body = report.ToJsonString() }));
        await window.GoAsync($"/base/#/sessions/{id}/report");
        ILocator placed = window["placed"];
        await Expect(placed).ToHaveCountAsync(3);
        await Expect(placed.Nth(0)).ToHaveTextAsync("录像 20:00:05.48–20:01:10.32 · 按同步标记，误差不超过 0.08 秒");
        await Expect(placed.Nth(1)).ToHaveTextAsync("录像 20:01:13.10–20:01:30.00 · 开头按时钟加本直播间的延迟，误差不超过 0.22 秒；结尾按时钟加本直播间的延迟，当时没录到，放在断口边上，误差不超过 0.04 秒");
        await Expect(placed.Nth(2)).ToHaveTextAsync("录像 20:01:40.00 · 只按时钟，误差说不准");
        await window.ShootAsync("markers-report");
        Assert.Empty(await window.FaultsAsync());
        await window.Page.SetViewportSizeAsync(375, 812);
        await window.FitsAsync();
        await placed.Nth(1).ScrollIntoViewIfNeededAsync();
        await window.ShootAsync("markers-report-phone");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "English" }).First.ClickAsync();
        await Expect(placed.Nth(2)).ToHaveTextAsync("recording 20:01:40.00 · by the clock alone, error not known");
        await window.FitsAsync();
        Assert.Empty(window.Complaints);

        JsonObject Place(string by, double seconds, double? error, bool gap = false) => new()
        {
            ["by"] = by,
            ["at"] = new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero).AddMilliseconds(Math.Round(seconds * 1000)).ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            ["part"] = "part-0001",
            ["mediaSeconds"] = seconds,
            ["errorMs"] = error,
            ["atGap"] = gap,
        };
    }

    [Fact]
    public async Task A_room_that_was_measured_says_its_delay()
    {
        await open.Manager.MakeRoomAsync("南大里一号直播间");
        await using Window window = await open.ManagerWindowAsync(chromium, 375, 812);
        JsonArray rooms = JsonNode.Parse((await open.Manager.GetAsync("/api/rooms")).Ok.GetRawText())!.AsArray();
        Assert.Null(rooms[0]!["delay"]);
        rooms[0]!["delay"] = new JsonObject { ["delayMs"] = 3_133, ["spreadMs"] = 60, ["errorMs"] = 220, ["count"] = 12, ["at"] = "2026-11-23T12:00:00Z" };
        await window.Page.RouteAsync("**/api/rooms", route => route.FulfillAsync(new() { ContentType = "application/json", Body = rooms.ToJsonString() }));
        await window.GoAsync("/base/#/rooms");
        await Expect(window["delay"]).ToHaveTextAsync("画面延迟 3.1 秒，上下 0.2 秒（测了 12 次）");
        await window.FitsAsync();
        await window.ShootAsync("markers-rooms");
        Assert.Empty(await window.FaultsAsync());
    }

    [Fact]
    public async Task The_stamp_is_switched_off_and_on_with_the_colours_of_the_cards()
    {
        string id = StudioClient.Id(await open.SessionAsync("夏乐西瓜"));
        await using Window console = await open.ConsoleAsync(chromium, id);
        await console["open-theme"].ClickAsync();
        await Expect(console["theme-stamp"]).ToBeCheckedAsync();
        await console.ShootAsync("markers-theme");
        await console["theme-stamp"].UncheckAsync();
        await console["save-theme"].ClickAsync();
        await Expect(console["save-theme"]).ToBeHiddenAsync();
        Assert.False((await open.Manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("board").GetProperty("theme").GetProperty("stamp").GetBoolean());
        await console["open-theme"].ClickAsync();
        await Expect(console["theme-stamp"]).Not.ToBeCheckedAsync();
        await console["theme-stamp"].CheckAsync();
        await console["save-theme"].ClickAsync();
        await Expect(console["save-theme"]).ToBeHiddenAsync();
        Assert.True((await open.Manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("board").GetProperty("theme").GetProperty("stamp").GetBoolean());
    }
}
