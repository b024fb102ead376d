using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Studio.Testing;

namespace Studio.Bench;

/// <summary>A plan of 500 items in the control room: from a key to the screen that shows what it did.</summary>
internal static class ConsoleBench
{
    // From the key's own timestamp to the second frame after the marker of "next" stands on another row.
    private const string Measure = """
        () => {
          window.times = [];
          let pressed = 0;
          addEventListener('keydown', (event) => (pressed = event.timeStamp), true);
          const marked = () => document.querySelector('.rundown [aria-pressed=true]')?.dataset.testid;
          let before = marked();
          new MutationObserver(() => {
            const now = marked();
            if (!now || now === before || !pressed) return;
            before = now;
            const began = pressed;
            pressed = 0;
            requestAnimationFrame(() => requestAnimationFrame((at) => window.times.push(at - began)));
          }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-pressed'] });
        }
        """;

    public static async Task<IReadOnlyList<Row>> RunAsync(bool quick)
    {
        const double TwoFrames = 2000 / 60.0;
        (int items, int keys) = quick ? (100, 20) : (500, 120);
        await using StudioProcess studio = await StudioProcess.StartAsync();
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        string product = await manager.MakeProductAsync();
        JsonElement session = (await manager.PostAsync("/api/sessions", new
        {
            operationId = StudioClient.NewOperation(),
            title = "助农专场",
            roomId = await manager.MakeRoomAsync(),
            plannedStart = DateTimeOffset.UnixEpoch.AddYears(55),
            items = Enumerable.Range(1, items).Select(_ => new { productId = product, priceFen = 2_990, allotted = 100, perBuyerLimit = 5 }),
        })).Ok;
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] });
        IBrowserContext desk = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        System.Net.Cookie cookie = manager.Cookies.GetCookies(new Uri(studio.Url)).First();
        await desk.AddCookiesAsync([new() { Name = cookie.Name, Value = cookie.Value, Url = studio.Url }]);
        IPage console = await desk.NewPageAsync();
        await console.GotoAsync($"{studio.Url}/console/?session={StudioClient.Id(session)}");
        await console.WaitForSelectorAsync("[data-testid=item-1]");
        await console.EvaluateAsync(Measure);
        for (int key = 0; key < keys; key++)
        {
            await console.Keyboard.PressAsync("ArrowDown");
            await Task.Delay(120);
        }
        double[] times = await console.EvaluateAsync<double[]>("window.times");
        return
        [
            Row.Less("console", string.Create(CultureInfo.InvariantCulture, $"key to screen, {items} items"), Percentile.Of(times, 0.5), TwoFrames, "two frames at 60 Hz, the least that a repaint takes", "ms") with
            {
                Own = new Dictionary<string, double>(StringComparer.Ordinal) { ["p50"] = Percentile.Of(times, 0.5), ["p95"] = Percentile.Of(times, 0.95), ["p99"] = Percentile.Of(times, 0.99), ["keys"] = times.Length },
            },
        ];
    }
}
