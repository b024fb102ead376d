using System.Globalization;
using Microsoft.Playwright;
using Studio.Testing;

namespace Studio.Bench;

/// <summary>
/// A session of four hours with 200 clips in the editor: how long until it can be used, how fast scrubbing follows the hand, how smooth the timeline moves. The recording is
/// <see cref="LongRecording"/>: a small film repeated, with the sizes, counts and requests of a real one.
/// </summary>
internal static class EditorBench
{
    // From the navigation to the second frame after pictures, sound and the first rows of the list are there.
    private const string Painted = """
        async () => {
          const useful = () => {
            const canvas = document.querySelector('[data-testid=timeline] canvas[data-drawn]');
            if (!canvas || !document.querySelector('[data-testid=clip]')) return false;
            const pen = canvas.getContext('2d'), row = pen.getImageData(0, Math.round(50 * canvas.height / canvas.clientHeight), canvas.width, 1).data, seen = new Set();
            for (let i = 0; i < row.length; i += 4) seen.add(`${row[i] >> 4},${row[i + 1] >> 4},${row[i + 2] >> 4}`);
            return seen.size > 8;
          };
          while (!useful()) await new Promise(requestAnimationFrame);
          return await new Promise((done) => requestAnimationFrame((at) => done(at)));
        }
        """;

    // From the pointer's own timestamp to the frame after the picture of its moment stands in the player.
    private const string Scrubbing = """
        () => {
          window.times = [];
          let moved = 0;
          document.querySelector('[data-testid=timeline]').addEventListener('pointermove', (event) => (moved = event.timeStamp), true);
          new MutationObserver(() => {
            const began = moved;
            if (!began) return;
            moved = 0;
            requestAnimationFrame(() => requestAnimationFrame((at) => window.times.push(at - began)));
          }).observe(document.querySelector('[data-testid=scrub]'), { attributes: true, attributeFilter: ['data-tile'] });
        }
        """;

    private const string Smoothness = """
        () => {
          window.gaps = [];
          let before = performance.now();
          const look = (at) => { window.gaps.push(at - before); before = at; requestAnimationFrame(look); };
          requestAnimationFrame((at) => { before = at; requestAnimationFrame(look); });
        }
        """;

    public static async Task<IReadOnlyList<Row>> RunAsync(bool quick)
    {
        const double Goal = 1_000, ScrubGoal = 100, Frame = 1_000 / 60.0;
        (int rounds, int clips, int moves) = quick ? (9, 40, 30) : (72, 200, 150);
        await using StudioProcess studio = await StudioProcess.StartAsync();
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        string id = StudioClient.Id(await manager.MakeSessionAsync());
        DateTimeOffset start = new(2026, 11, 20, 11, 0, 0, TimeSpan.Zero);
        string media = Path.Combine(studio.Folder, "media");
        await LongRecording.WriteAsync(Path.Combine(media, "sessions", id), Path.Combine(media, "stories", id), start, 200, rounds);
        for (int number = 0; number < clips; number++)
        {
            DateTimeOffset from = start.AddSeconds(200.0 * rounds * number / clips);
            _ = (await manager.PostAsync($"/api/sessions/{id}/clips", new { operationId = StudioClient.NewOperation(), title = $"切片 {number}", itemId = (string?)null, spans = new[] { new { from, to = from.AddSeconds(45) } } })).Ok;
        }
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] });
        IBrowserContext context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        System.Net.Cookie cookie = manager.Cookies.GetCookies(new Uri(studio.Url)).First();
        await context.AddCookiesAsync([new() { Name = cookie.Name, Value = cookie.Value, Url = studio.Url }]);
        List<double> painted = [];
        IPage page = await context.NewPageAsync();
        for (int visit = 0; visit < (quick ? 3 : 7); visit++)
        {
            await page.GotoAsync("about:blank");
            await page.GotoAsync($"{studio.Url}/editor/?session={id}", new() { WaitUntil = WaitUntilState.Commit });
            double at = await page.EvaluateAsync<double>(Painted);
            if (visit > 0) painted.Add(at); // the first one warms the server
        }
        await page.WaitForSelectorAsync("[data-testid=scrub]", new() { State = WaitForSelectorState.Attached });
        LocatorBoundingBoxResult box = (await page.Locator("[data-testid=timeline]").BoundingBoxAsync())!;
        await page.EvaluateAsync(Scrubbing);
        await page.Mouse.MoveAsync(box.X + 10, box.Y + 10);
        await page.Mouse.DownAsync();
        for (int move = 0; move < moves; move++)
        {
            await page.Mouse.MoveAsync(box.X + 20 + ((box.Width - 40) * (move * 37 % moves) / moves), box.Y + 10);
            await Task.Delay(40);
        }
        await page.Mouse.UpAsync();
        double[] scrubs = await page.EvaluateAsync<double[]>("window.times");
        await page.Keyboard.PressAsync("=");
        await page.Keyboard.PressAsync("=");
        await page.EvaluateAsync(Smoothness);
        for (int move = 0; move < moves; move++)
        {
            await page.Mouse.WheelAsync(0, move < moves / 2 ? 60 : -60);
            await Task.Delay(16);
        }
        double[] gaps = await page.EvaluateAsync<double[]>("window.gaps");
        string what = string.Create(CultureInfo.InvariantCulture, $"{rounds * 200 / 3600.0:0.#} h, {clips} clips");
        return
        [
            Row.Less("editor", $"first useful paint, {what}", Percentile.Of([.. painted], 0.5), Goal, "the goal", "ms") with { Own = Spread([.. painted]) },
            Row.Less("editor", $"scrub to picture, {what}", Percentile.Of(scrubs, 0.95), ScrubGoal, "the goal (p95)", "ms") with { Own = Spread(scrubs) },
            Row.Less("editor", $"frame while panning, {what}", Percentile.Of(gaps, 0.95), Frame, "a frame at 60 Hz (p95)", "ms") with { Own = Spread(gaps) },
        ];
    }

    private static Dictionary<string, double> Spread(double[] times) => new(StringComparer.Ordinal)
    {
        ["p50"] = Percentile.Of(times, 0.5),
        ["p95"] = Percentile.Of(times, 0.95),
        ["max"] = times.DefaultIfEmpty().Max(),
        ["count"] = times.Length,
    };
}
