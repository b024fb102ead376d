using Microsoft.Playwright;
using Xunit;

namespace Studio.Browser.Tests;

/// <summary>The system's Chromium, driven as a person would.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        string program = Environment.GetEnvironmentVariable("STUDIO_CHROMIUM") ?? Find("chromium") ?? Find("chromium-browser") ?? Find("google-chrome")
            ?? throw new InvalidOperationException("There is no Chromium; type: apt-get install chromium");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = program, Args = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"] });
        Assertions.SetDefaultExpectTimeout(15_000);
    }

    /// <summary>A window of its own: its own cookies, its own storage.</summary>
    internal async Task<Window> OpenAsync(string origin, int width = 1440, int height = 900, string language = "zh-CN", bool touch = false)
    {
        IBrowserContext context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = origin,
            Locale = language,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            HasTouch = touch,
            ReducedMotion = ReducedMotion.NoPreference,
        });
        context.SetDefaultTimeout(15_000);
        return new Window(context, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    private static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
