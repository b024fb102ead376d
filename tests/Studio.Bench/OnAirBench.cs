using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using MediaPipeline.Processes;
using Microsoft.Playwright;
using Studio.Testing;

namespace Studio.Bench;

/// <summary>One card to the last of many viewers, beside a bare broadcast of the same bytes; and from the click to the painted card.</summary>
internal static class OnAirBench
{
    private const char EndOfMessage = '\u001e';

    public static async Task<IReadOnlyList<Row>> RunAsync(bool quick) => [await ManyAsync(quick), await PaintedAsync(quick)];

    private static async Task<Row> ManyAsync(bool quick)
    {
        int connections = quick ? 200 : 2_000, rounds = quick ? 3 : 15;
        await using StudioProcess studio = await StudioProcess.StartAsync();
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        JsonElement session = await manager.MakeSessionAsync(products: 2);
        string id = StudioClient.Id(session);
        using StudioClient guest = studio.Client();
        await guest.EnterRoomAsync(await manager.MakeLinkAsync(id, "room"));
        string cookies = guest.Cookies.GetCookieHeader(new Uri(studio.Url));
        int barePort = StudioProcess.FreePorts(1)[0];
        (ChildProcess bare, _) = await BareHost.StartAsync(barePort);
        using var bareHttp = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{barePort.ToString(CultureInfo.InvariantCulture)}") };

        var viewers = new Crowd(hub => hub.Contains("\"target\":\"OnAir\"", StringComparison.Ordinal));
        await viewers.ConnectAsync(connections, studio.Url.Replace("http", "ws", StringComparison.Ordinal) + "/hubs/room", cookies,
            ["{\"protocol\":\"json\",\"version\":1}" + EndOfMessage, "{\"type\":1,\"invocationId\":\"1\",\"target\":\"Join\",\"arguments\":[]}" + EndOfMessage]);
        var listeners = new Crowd(_ => true);
        await listeners.ConnectAsync(connections, $"ws://127.0.0.1:{barePort.ToString(CultureInfo.InvariantCulture)}/socket", null, []);

        List<double> ours = [], theirs = [];
        string[] items = [.. session.GetProperty("items").EnumerateArray().Select(StudioClient.Id)];
        for (int round = -2; round < rounds; round++) // the first two warm up
        {
            Task<double> last = viewers.LastAsync(connections);
            (await manager.TakeAsync(id, items[(round + 2) % 2], round + 2)).Ok.GetProperty("revision");
            double our = await last;
            byte[] frame = Encoding.UTF8.GetBytes(viewers.LastMessage);
            Task<double> bareLast = listeners.LastAsync(connections);
            using var body = new ByteArrayContent(frame);
            (await bareHttp.PostAsync("/broadcast", body)).EnsureSuccessStatusCode();
            double their = await bareLast;
            // The operator's minimum span between two takes.
            await Task.Delay(TimeSpan.FromSeconds(1.1));
            if (round < 0) continue;
            ours.Add(our);
            theirs.Add(their);
        }
        viewers.Close();
        listeners.Close();
        await bare.StopAsync(StopPlan.Terminate(TimeSpan.FromSeconds(2)));
        return Row.Less("onair", $"{connections.ToString(CultureInfo.InvariantCulture)} connections vs bare websocket", Percentile.Of(ours, 0.5), Percentile.Of(theirs, 0.5), "bare WebSocket broadcast of the same bytes", "ms to last") with
        {
            Own = new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["p50"] = Percentile.Of(ours, 0.5),
                ["p99"] = Percentile.Of(ours, 0.99),
                ["peerP50"] = Percentile.Of(theirs, 0.5),
                ["peerP99"] = Percentile.Of(theirs, 0.99),
            },
        };
    }

    private static async Task<Row> PaintedAsync(bool quick)
    {
        const string Clicked = "addEventListener('click', () => { window.clickedAt = performance.timeOrigin + performance.now() }, true)";
        const string Painted = """
            new MutationObserver(() => {
              const card = document.querySelector('[data-testid=card]:not([class*=leave])');
              const revision = card ? Number(card.dataset.revision) : 0;
              if (revision > (window.seen ?? 0)) {
                window.seen = revision;
                requestAnimationFrame(() => requestAnimationFrame(() => { (window.painted ??= {})[revision] = performance.timeOrigin + performance.now() }));
              }
            }).observe(document, { subtree: true, childList: true, attributes: true });
            """;
        int takes = quick ? 5 : 40;
        await using StudioProcess studio = await StudioProcess.StartAsync();
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        JsonElement session = await manager.MakeSessionAsync(products: 2);
        string id = StudioClient.Id(session), overlayLink = await manager.MakeLinkAsync(id, "overlay");
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] });
        IPage overlay = await (await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1920, Height = 1080 } })).NewPageAsync();
        await overlay.AddInitScriptAsync(Painted);
        await overlay.GotoAsync(overlayLink);
        IBrowserContext desk = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        System.Net.Cookie cookie = manager.Cookies.GetCookies(new Uri(studio.Url)).First();
        await desk.AddCookiesAsync([new() { Name = cookie.Name, Value = cookie.Value, Url = studio.Url }]);
        IPage console = await desk.NewPageAsync();
        await console.AddInitScriptAsync(Clicked);
        await console.GotoAsync($"{studio.Url}/console/?session={id}");
        await console.WaitForSelectorAsync("[data-testid=overlay]");
        List<double> samples = [];
        for (int take = 1; take <= takes; take++)
        {
            await console.ClickAsync($"[data-testid=item-{(take % 2) + 1}]");
            await console.ClickAsync("[data-testid=take]");
            await overlay.WaitForFunctionAsync($"() => window.painted && window.painted[{take}]");
            double painted = await overlay.EvaluateAsync<double>($"window.painted[{take}]"), clicked = await console.EvaluateAsync<double>("window.clickedAt");
            samples.Add(painted - clicked);
            await Task.Delay(TimeSpan.FromSeconds(1.1));
        }
        const double TwoFrames = 2000 / 60.0;
        return Row.Less("onair", "painted", Percentile.Of(samples, 0.5), TwoFrames, "two frames at 60 Hz, the least that a confirmation takes", "ms") with
        {
            Own = new Dictionary<string, double>(StringComparer.Ordinal) { ["p50"] = Percentile.Of(samples, 0.5), ["p99"] = Percentile.Of(samples, 0.99) },
        };
    }
}
