using System.Globalization;
using Microsoft.Playwright;
using Studio.Testing;

namespace Studio.Bench;

/// <summary>An operator's console and real overlay pages: from the click on "take" to the card on the screen.</summary>
internal sealed class PaintedCards : IAsyncDisposable
{
    /// <summary>The operator's minimum span between two takes, and a little.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromSeconds(1.1);

    private const string Clicked = "addEventListener('click', () => { window.clickedAt = performance.timeOrigin + performance.now() }, true)";

    private const string Painted = """
        new MutationObserver(() => {
          const card = document.querySelector('[data-testid=card]:not([class*=leave])');
          const revision = card ? Number(card.dataset.revision) : 0;
          if (revision > (window.seen ?? 0)) {
            window.seen = revision;
            requestAnimationFrame(() => requestAnimationFrame(() => { (window.painted ??= {})[revision] = performance.timeOrigin + performance.now() }));
          }
        }).observe(document, { subtree: true, childList: true, attributes: true });
        """;

    private readonly IBrowser _browser;
    private readonly IBrowserContext _desk;
    private readonly StudioProcess _studio;
    private readonly StudioClient _manager;
    private readonly Dictionary<string, IPage> _overlays = new(StringComparer.Ordinal);

    private PaintedCards(IBrowser browser, IBrowserContext desk, StudioProcess studio, StudioClient manager) => (_browser, _desk, _studio, _manager) = (browser, desk, studio, manager);

    public static async Task<PaintedCards> OpenAsync(IPlaywright playwright, StudioProcess studio, StudioClient manager)
    {
        IBrowser browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] });
        IBrowserContext desk = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        System.Net.Cookie cookie = manager.Cookies.GetCookies(new Uri(studio.Url)).First();
        await desk.AddCookiesAsync([new() { Name = cookie.Name, Value = cookie.Value, Url = studio.Url }]);
        return new PaintedCards(browser, desk, studio, manager);
    }

    /// <summary>Opens the overlay page of a session.</summary>
    public async Task WatchAsync(string sessionId)
    {
        IPage overlay = await (await _browser.NewContextAsync(new() { ViewportSize = new() { Width = 1920, Height = 1080 } })).NewPageAsync();
        await overlay.AddInitScriptAsync(Painted);
        await overlay.GotoAsync(await _manager.MakeLinkAsync(sessionId, "overlay"));
        _overlays[sessionId] = overlay;
    }

    /// <summary>Takes the session's first two items in turns; milliseconds from click to paint.</summary>
    public async Task<List<double>> TakeAsync(string sessionId, int takes)
    {
        IPage overlay = _overlays[sessionId], console = await _desk.NewPageAsync();
        await console.AddInitScriptAsync(Clicked);
        await console.GotoAsync($"{_studio.Url}/console/?session={sessionId}");
        await console.WaitForSelectorAsync("[data-testid=overlay]");
        List<double> samples = [];
        for (int take = 0; take < takes; take++) samples.Add(await TakeOneAsync(console, overlay, take));
        await console.CloseAsync();
        return samples;
    }

    public async ValueTask DisposeAsync() => await _browser.DisposeAsync();

    private static async Task<double> TakeOneAsync(IPage console, IPage overlay, int take)
    {
        int before = await overlay.EvaluateAsync<int>("window.seen ?? 0");
        await console.ClickAsync(string.Create(CultureInfo.InvariantCulture, $"[data-testid=item-{(take % 2) + 1}]"));
        await console.ClickAsync("[data-testid=take]");
        await overlay.WaitForFunctionAsync($"() => window.seen > {before.ToString(CultureInfo.InvariantCulture)} && window.painted && window.painted[window.seen]");
        double painted = await overlay.EvaluateAsync<double>("window.painted[window.seen]"), clicked = await console.EvaluateAsync<double>("window.clickedAt");
        await Task.Delay(Span);
        return painted - clicked;
    }
}
