using Microsoft.Playwright;
using Studio.Testing;

namespace Studio.Browser.Tests;

/// <summary>A page, and what it complained of.</summary>
internal sealed class Window : IAsyncDisposable
{
    private readonly List<string> _complaints = [];

    public Window(IBrowserContext context, IPage page)
    {
        (Context, Page) = (context, page);
        page.PageError += (_, error) => _complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error") _complaints.Add(message.Text);
        };
    }

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    /// <summary>Errors of scripts and what the browser refused, in their order. A server that is away is none of the page's doing.</summary>
    public IReadOnlyList<string> Complaints => [.. _complaints.Where(text => !text.Contains("ERR_CONNECTION", StringComparison.Ordinal) && !text.Contains("WebSocket connection to", StringComparison.Ordinal))];

    /// <summary>What the control room shows of the overlay: a page of its own, without an origin.</summary>
    public IFrameLocator Mirror => Page.FrameLocator("[data-testid=program] iframe");

    /// <summary>The card of what is next, in the control room.</summary>
    public IFrameLocator Next => Page.FrameLocator("[data-testid=next] iframe");

    public ILocator this[string testId] => Page.GetByTestId(testId);

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>Goes to a page, anew even where only the fragment differs.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync("about:blank");
        await Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
    }

    public Task FillAsync(string label, string text) => Page.GetByLabel(label, new() { Exact = true }).FillAsync(text);

    /// <summary>Waits until an expression in the page is true.</summary>
    public Task UntilAsync(string expression) => Page.WaitForFunctionAsync(expression, null, new() { Timeout = 20_000 });

    /// <summary>Signs in by the form.</summary>
    public async Task SignInAsync(string name = "manager", string next = "/base/")
    {
        await GoAsync($"/sign-in/?next={Uri.EscapeDataString(next)}");
        await FillAsync("账号", name);
        await FillAsync("密码", StudioClient.Password);
        await Button("登录").ClickAsync();
        await Page.WaitForURLAsync(url => !url.Contains("/sign-in/", StringComparison.Ordinal));
    }

    /// <summary>Takes over a session that a client has, without the form.</summary>
    public Task TakeCookiesAsync(StudioClient client, string origin) => Context.AddCookiesAsync(
        client.Cookies.GetAllCookies().Select(cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Url = origin, HttpOnly = cookie.HttpOnly, SameSite = SameSiteAttribute.Strict }));

    /// <summary>A picture of the page for people to look at.</summary>
    public async Task ShootAsync(string name) =>
        _ = await Page.ScreenshotAsync(new() { Path = Path.Combine(Checkout.Root, "artifacts", "screens", $"{name}.png") });

    public async ValueTask DisposeAsync() => await Context.DisposeAsync();
}
