using Microsoft.Playwright;
using Studio.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>A station's counter, its list and its figures, on a phone.</summary>
public sealed class StationTests(Chromium chromium, OpenStudio open)
{
    [Fact]
    public async Task A_station_hands_over_by_code_takes_it_back_and_prints_its_list()
    {
        Sold sold = await Sold.MakeAsync(open.Studio, open.Manager, "夏乐西瓜");
        await using Window window = await StaffAsync(sold);
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "水头镇 · 水头镇站" })).ToBeVisibleAsync();
        Assert.Empty(await window.FaultsAsync());
        await window.GoAsync($"/base/#/sessions/{sold.Session}/stations/{sold.Station}");
        await window["code"].FillAsync("zzzz-zzzz");
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("这里没有这个提货码的货，请核对。");
        await window["code"].FillAsync(Sold.Code(sold.Collected).ToLowerInvariant().Replace('-', ' '));
        await window.Page.Keyboard.PressAsync("Enter");
        await Expect(window["done"]).ToContainTextAsync("已交货：夏乐西瓜 × 3，收 ¥89.70");
        Assert.Empty(await window.FaultsAsync());
        await window.FitsAsync();
        await window.ShootAsync("handover-counter");
        await window.Button("撤销").ClickAsync();
        await Expect(window.Page.GetByText($"已撤销 {Sold.Code(sold.Collected)}")).ToBeVisibleAsync();

        await window.Page.GetByRole(AriaRole.Link, new() { Name = "打印提货单" }).ClickAsync();
        await Expect(window["pick"]).ToContainTextAsync(Sold.Code(sold.Collected));
        await Expect(window.Page.GetByText(Sold.Phone)).ToHaveCountAsync(0);
        await window.Button("显示电话 (显示会被记录)").ClickAsync();
        await Expect(window.Page.GetByText(Sold.Phone)).ToBeVisibleAsync();
        Assert.Empty(await window.FaultsAsync());
        await window.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await window.Page.SetViewportSizeAsync((int)((210 - 24) / 25.4 * 96), 1_000);
        await window.FitsAsync();
        await Expect(window.Button("打印")).ToBeHiddenAsync();
        await window.ShootAsync("handover-pick-list");
        // The refused code is a 404, which the browser notes.
        Assert.DoesNotContain(window.Complaints, text => !text.Contains("404", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_station_reads_its_own_figures_and_finds_its_pick_list_from_its_first_page()
    {
        Sold sold = await Sold.MakeAsync(open.Studio, open.Manager, "夏乐西瓜");
        await using Window window = await StaffAsync(sold);
        await window.Page.Locator($"a[href$='/sessions/{sold.Session}/stations/{sold.Station}/figures']").ClickAsync();
        await Expect(window["own-hold"]).ToContainTextAsync("待提");
        await Expect(Figure(window, "toTakeFen")).ToHaveTextAsync("¥89.70");
        await window.Page.GetByLabel("几天没提算“逾期未提”").FillAsync("0");
        await window.Page.Keyboard.PressAsync("Tab");
        await Expect(Figure(window, "missing")).ToHaveTextAsync("3");
        await Expect(window["own-hold"]).ToContainTextAsync("逾期未提");
        Assert.Empty(await window.FaultsAsync());
        await window.FitsAsync();
        await window.ShootAsync("handover-station-figures");
        _ = (await open.Manager.PostAsync($"/api/sessions/{sold.Session}/stations/{sold.Station}/handed-over", new { operationId = StudioClient.NewOperation(), code = Sold.Code(sold.Collected) })).Ok;
        await window.Button("刷新").ClickAsync();
        await Expect(window["own-hold"]).ToContainTextAsync("已提货");
        await Expect(Figure(window, "takenFen")).ToHaveTextAsync("¥89.70");
        await Expect(Figure(window, "missing")).ToHaveTextAsync("0");
        await window.Button("English").ClickAsync();
        await Expect(window["own-hold"]).ToContainTextAsync("Collected");
        await window.FitsAsync();
        await window.GoAsync("/base/#/station");
        await window.Page.Locator($"a[href$='/sessions/{sold.Session}/stations/{sold.Station}/pick-list']").ClickAsync();
        await Expect(window["pick"]).ToContainTextAsync(Sold.Code(sold.Collected));
        Assert.Empty(window.Complaints);
    }

    /// <summary>Somebody who works at the station that collects, signed in.</summary>
    private async Task<Window> StaffAsync(Sold sold)
    {
        string name = $"station-{Guid.NewGuid().ToString("N")[..6]}";
        await open.Manager.MakeAccountAsync(name, "station");
        _ = (await open.Manager.SendAsync(HttpMethod.Put, $"/api/accounts/{name}/station", new { operationId = StudioClient.NewOperation(), stationId = sold.Station })).Ok;
        Window window = await chromium.OpenAsync(open.Studio.Url, 390, 844);
        await window.SignInAsync(name);
        return window;
    }

    private static ILocator Figure(Window window, string name) => window.Page.Locator($"[data-figure={name}] dd");
}
