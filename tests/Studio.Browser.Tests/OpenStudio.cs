using System.Text.Json;
using Studio.Testing;
using Xunit;

namespace Studio.Browser.Tests;

/// <summary>One studio with a signed-in manager, for the tests that do not break it.</summary>
public sealed class OpenStudio : IAsyncLifetime
{
    public StudioProcess Studio { get; private set; } = null!;

    public StudioClient Manager { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Studio = await StudioProcess.StartAsync();
        Manager = Studio.Client();
        await Manager.EnterAsManagerAsync(Studio);
    }

    /// <summary>A window in which the manager is signed in.</summary>
    internal async Task<Window> ManagerWindowAsync(Chromium chromium, int width = 1440, int height = 900)
    {
        Window window = await chromium.OpenAsync(Studio.Url, width, height);
        await window.TakeCookiesAsync(Manager, Studio.Url);
        return window;
    }

    /// <summary>The console of a session, ready for commands.</summary>
    internal async Task<Window> ConsoleAsync(Chromium chromium, string session, int width = 1440, int height = 900)
    {
        Window window = await ManagerWindowAsync(chromium, width, height);
        await window.GoAsync($"/console/?session={session}");
        await Microsoft.Playwright.Assertions.Expect(window.Page.Locator("header .lamp[role=status]")).ToHaveTextAsync("已连接");
        return window;
    }

    /// <summary>A session of products with these names.</summary>
    internal async Task<JsonElement> SessionAsync(params string[] names)
    {
        List<object> items = [];
        foreach (string name in names) items.Add(new { productId = await Manager.MakeProductAsync(name), priceFen = 2_990, allotted = 100, perBuyerLimit = 5 });
        return await SessionAsync(items);
    }

    internal async Task<JsonElement> SessionAsync(List<object> items) => (await Manager.PostAsync("/api/sessions", new
    {
        operationId = StudioClient.NewOperation(),
        title = "助农专场",
        roomId = await Manager.MakeRoomAsync(),
        plannedStart = DateTimeOffset.UnixEpoch.AddYears(55),
        items,
    })).Ok;

    /// <summary>A link's address as seen from this machine, whatever name the studio gave itself in it.</summary>
    internal async Task<string> LinkAsync(string session, string kind)
    {
        string url = await Manager.MakeLinkAsync(session, kind);
        return url[url.IndexOf($"/{kind}/", StringComparison.Ordinal)..];
    }

    public async ValueTask DisposeAsync()
    {
        Manager.Dispose();
        await Studio.DisposeAsync();
    }
}
