using Microsoft.Playwright;

namespace Studio.Faults;

/// <summary>Overlay pages in the system's Chromium, each in a context of its own.</summary>
internal sealed class Pages : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Pages(IPlaywright playwright, IBrowser browser, IReadOnlyList<IPage> all) => (_playwright, _browser, All) = (playwright, browser, all);

    public IReadOnlyList<IPage> All { get; }

    public static async Task<Pages> OpenAsync(IEnumerable<(int Width, int Height)> sizes, string address)
    {
        IPlaywright playwright = await Playwright.CreateAsync();
        IBrowser browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Environment.GetEnvironmentVariable("STUDIO_CHROMIUM") ?? "/usr/bin/chromium", Args = ["--no-sandbox"] });
        List<IPage> pages = [];
        foreach ((int width, int height) in sizes)
        {
            IBrowserContext context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height } });
            pages.Add(await context.NewPageAsync());
            await pages[^1].GotoAsync(address);
        }
        return new Pages(playwright, browser, pages);
    }

    /// <summary>What each page says of itself, in the words of <see cref="Desk.Expected"/>.</summary>
    public Task<string[]> ShownAsync() => Task.WhenAll(All.Select(page => page.EvaluateAsync<string>(Desk.Shown)));

    public async Task<bool> AllShowAsync(string expected) => (await ShownAsync()).All(shown => string.Equals(shown, expected, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
