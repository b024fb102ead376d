using System.Globalization;
using System.Text.Json;
using MediaPipeline.Processes;
using Microsoft.Playwright;
using Studio.Testing;

namespace Studio.Faults;

/// <summary>
/// Real overlay pages behind a line that is cut, a Redis and a process that are killed, a thousand times at random while an operator works:
/// after each, every overlay shows what the board says within a second of the link's return.
/// </summary>
internal static class BoardFault
{
    private const int Cuts = 1_000, Overlays = 3, RedisEvery = 20, ProcessEvery = 50;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1), Patience = TimeSpan.FromSeconds(20);

    // What a page shows: the revision of its card, or "none".
    private const string Shown = "(document.querySelector('[data-testid=card]:not([class*=leave])') || { dataset: { revision: 'none' } }).dataset.revision";

    public static async Task<bool> RunAsync()
    {
        var report = new Report("board");
        await using StudioProcess studio = await StudioProcess.StartAsync();
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        string session = StudioClient.Id(await manager.MakeSessionAsync(products: 6));
        string token = StudioClient.TokenOf(await manager.MakeLinkAsync(session, "overlay"));
        await using var line = new CutProxy(studio.Port);
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Environment.GetEnvironmentVariable("STUDIO_CHROMIUM") ?? "/usr/bin/chromium", Args = ["--no-sandbox"] });
        List<IPage> pages = [];
        for (int number = 0; number < Overlays; number++)
        {
            IPage page = await (await browser.NewContextAsync()).NewPageAsync();
            await page.GotoAsync(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{line.Port}/overlay/#c={token}"));
            pages.Add(page);
        }
        var desk = new Desk(manager, session);
        await desk.WorkAsync();
        await report.ExpectAsync("the overlays show the first card", () => ShowAsync(pages, desk.Expected), Patience);

        var random = new Random(7);
        List<double> returns = [];
        Dictionary<string, int> kinds = new(StringComparer.Ordinal) { ["line"] = 0, ["redis"] = 0, ["process"] = 0 };
        int late = 0, wrong = 0;
        for (int cut = 1; cut <= Cuts; cut++)
        {
            string kind = cut % ProcessEvery == 0 ? "process" : cut % RedisEvery == 0 ? "redis" : "line";
            kinds[kind]++;
            await CutAsync(kind, studio, line, desk, random);
            long back = TimeProvider.System.GetTimestamp();
            bool equal = await UntilEqualAsync(pages, desk.Expected);
            double seconds = TimeProvider.System.GetElapsedTime(back).TotalSeconds;
            returns.Add(seconds);
            if (!equal) wrong++;
            else if (seconds > Limit.TotalSeconds) late++;
            if (!equal) report.Step(string.Create(CultureInfo.InvariantCulture, $"cut {cut} ({kind}): an overlay does not show revision {desk.Expected}"));
            if (cut % 100 == 0) report.Step(string.Create(CultureInfo.InvariantCulture, $"{cut} cuts; longest return {returns.Max():0.00} s"));
        }
        returns.Sort();
        report.Check(wrong == 0, "every overlay equals the board after each cut", string.Create(CultureInfo.InvariantCulture, $"{Cuts} cuts: {kinds["line"]} line, {kinds["redis"]} redis, {kinds["process"]} process"));
        report.Check(late == 0, "within 1 s of the link's return", string.Create(CultureInfo.InvariantCulture, $"p50 {returns[Cuts / 2]:0.00} s, p99 {returns[Cuts * 99 / 100]:0.00} s, longest {returns[^1]:0.00} s, {late} late"));
        report.Check(desk.Twice == 0, "no operation had its effect twice", $"{desk.Done} operations, {desk.Repeated} repeated");
        report.Print();
        return report.Passed;
    }

    private static async Task CutAsync(string kind, StudioProcess studio, CutProxy line, Desk desk, Random random)
    {
        switch (kind)
        {
            case "line":
                line.Cut();
                await desk.WorkAsync();
                await Task.Delay(random.Next(0, 60));
                line.Mend();
                break;
            case "redis":
                Signals.Send(studio.PartId("redis")!.Value, Signals.Kill);
                await desk.WorkAsync(); // repeats until the store is back and the command is stored
                break;
            default:
                Task killed = studio.KillAsync();
                await killed;
                await studio.StartAgainAsync();
                await desk.WorkAsync();
                break;
        }
    }

    private static async Task<bool> UntilEqualAsync(List<IPage> pages, string expected)
    {
        long begin = TimeProvider.System.GetTimestamp();
        while (!await ShowAsync(pages, expected))
        {
            if (TimeProvider.System.GetElapsedTime(begin) > Patience) return false;
            await Task.Delay(10);
        }
        return true;
    }

    private static async Task<bool> ShowAsync(List<IPage> pages, string expected)
    {
        string[] shown = await Task.WhenAll(pages.Select(page => page.EvaluateAsync<string>(Shown)));
        return shown.All(revision => string.Equals(revision, expected, StringComparison.Ordinal));
    }

    /// <summary>An operator who takes and clears in turn, repeats what got no answer, and knows what the screen must show.</summary>
    private sealed class Desk(StudioClient manager, string session)
    {
        private long _revision;
        private DateTimeOffset _lastTake;
        private int _turn;

        public string Expected { get; private set; } = "none";

        public int Done { get; private set; }

        public int Repeated { get; private set; }

        public int Twice { get; private set; }

        public async Task WorkAsync()
        {
            bool clear = Expected != "none" && _turn++ % 2 == 1;
            // The minimum span between two takes is the studio's, not the fault's: in between the card is cleared, or nothing is done.
            if (!clear && TimeProvider.System.GetUtcNow() - _lastTake < TimeSpan.FromSeconds(1.05)) return;
            string operation = StudioClient.NewOperation(), item = $"i{(_turn % 6) + 1}";
            while (true)
            {
                try
                {
                    Answer answer = clear ? await ClearAsync(operation) : await manager.TakeAsync(session, item, _revision, operation);
                    if (answer.Status == 200)
                    {
                        long revision = answer.Body.GetProperty("revision").GetInt64();
                        if (revision != _revision + 1) Twice++;
                        (_revision, Expected) = (revision, clear ? "none" : revision.ToString(CultureInfo.InvariantCulture));
                        if (!clear) _lastTake = TimeProvider.System.GetUtcNow();
                        Done++;
                        return;
                    }
                    if (answer.Status < 500 && answer.Code != "too-soon") throw new InvalidOperationException($"{answer.Status} {answer.Code}");
                }
                catch (Exception away) when (away is HttpRequestException or TaskCanceledException or IOException or JsonException)
                {
                    // Asked again under the same operation id.
                }
                Repeated++;
                await Task.Delay(20);
            }
        }

        private Task<Answer> ClearAsync(string operation) =>
            manager.PostAsync($"/api/sessions/{session}/clear", new { operationId = operation, expected = new { epoch = 1, revision = _revision } });
    }
}
