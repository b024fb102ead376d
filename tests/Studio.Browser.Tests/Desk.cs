using Studio.Testing;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>Sessions, people and windows of a control room.</summary>
internal sealed class Desk(Chromium chromium, OpenStudio open)
{
    /// <summary>A session of one to four products.</summary>
    public async Task<string> SessionAsync(int products) => StudioClient.Id(await open.SessionAsync([.. new[] { "商品一", "商品二", "商品三", "商品四" }.Take(products)]));

    /// <summary>The revision of what is on air.</summary>
    public async Task<long> RevisionAsync(string id) => (await open.Manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("onAir").GetProperty("revision").GetInt64();

    /// <summary>A new account; its name.</summary>
    public async Task<string> OperatorAsync(string role = "operator")
    {
        string name = $"{role}{Guid.NewGuid().ToString("N")[..6]}";
        await open.Manager.MakeAccountAsync(name, role);
        return name;
    }

    /// <summary>The manager's console.</summary>
    public Task<Window> ConsoleAsync(string id) => open.ConsoleAsync(chromium, id);

    /// <summary>The console of an account.</summary>
    public async Task<Window> ConsoleAsync(string account, string id)
    {
        using StudioClient client = open.Studio.Client();
        _ = (await client.SignInAsync(account)).Ok;
        Window window = await chromium.OpenAsync(open.Studio.Url);
        await window.TakeCookiesAsync(client, open.Studio.Url);
        await window.GoAsync($"/console/?session={id}");
        await Expect(window.Page.Locator("header .lamp[role=status]")).ToHaveTextAsync("已连接");
        return window;
    }

    /// <summary>An overlay page as OBS opens it.</summary>
    public async Task<Window> OverlayAsync(StudioProcess studio, string link, int width = 1920, int height = 1080)
    {
        Window overlay = await chromium.OpenAsync(studio.Url, width, height);
        await overlay.GoAsync(link[link.IndexOf("/overlay/", StringComparison.Ordinal)..]);
        return overlay;
    }

    /// <summary>Takes a number by its key, and waits until the mirror shows its card.</summary>
    public static async Task TakeAsync(Window console, string number)
    {
        await Expect(console.Page.Locator("header .lamp[role=status]")).ToHaveTextAsync("已连接");
        await console.Page.Locator("body").PressAsync(number);
        await console.Page.Keyboard.PressAsync("Enter");
        await Expect(console.Mirror.GetByTestId("card").Locator("h2")).ToBeVisibleAsync();
    }
}
