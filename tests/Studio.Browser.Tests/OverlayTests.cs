using System.Text.Json;
using Microsoft.Playwright;
using Studio.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>The overlay page as a renderer: templates of its own and of others, the blank, the rehearsal, a line that is away, its loader.</summary>
public sealed class OverlayTests(Chromium chromium, OpenStudio open)
{
    private const string Manifest =
        """{"$schema":"https://ograf.ebu.io/v1/specification/json-schemas/graphics/schema.json","id":"village","name":"村里的模板","version":"1","main":"lib/main.mjs","supportsRealTime":true,"supportsNonRealTime":false}""";

    private const string Module = """
        export default class extends HTMLElement {
          async load({ data }) { this.data = data; return { statusCode: 200 } }
          async playAction() { this.textContent = `村 ${this.data.name}`; return { statusCode: 200, currentStep: 0 } }
          async updateAction({ data }) { this.textContent = `村 ${data.name} ${data.stock?.left}` }
          async stopAction() { this.textContent = '' }
          async customAction() {}
          async dispose() {}
        }
        """;

    [Fact]
    public async Task A_third_partys_template_from_the_data_folder_is_on_air()
    {
        string folder = Directory.CreateDirectory(Path.Combine(open.Studio.Folder, "graphics", "village", "lib")).Parent!.FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "anything.ograf.json"), Manifest);
        await File.WriteAllTextAsync(Path.Combine(folder, "lib", "main.mjs"), Module);
        (Window overlay, StubHub hub) = await OpenAsync(Document(1));
        await using Window _ = overlay;
        hub.Say(Document(2, template: "village"));
        await Expect(overlay["card"]).ToContainTextAsync("村 夏乐西瓜");
        await Expect(overlay["card"]).ToHaveCountAsync(1);
        hub.Say(Document(2, template: "village", version: 2));
        await Expect(overlay["card"]).ToContainTextAsync("村 夏乐西瓜 5");
        await Wait.UntilAsync(() => hub.Painted.Any(painted => painted.GetProperty("revision").GetInt64() == 2), "the card is confirmed");
        Assert.DoesNotContain(hub.Painted, painted => painted.TryGetProperty("templateFailed", out JsonElement _));
        Assert.Empty(overlay.Complaints);
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("../../api/me")]
    public async Task A_template_that_cannot_be_shown_gives_way_to_the_usual_one_and_is_reported(string template)
    {
        (Window overlay, StubHub hub) = await OpenAsync(Document(1));
        await using Window _ = overlay;
        hub.Say(Document(2, template: template));
        await Expect(overlay["card"].Locator("h2")).ToHaveTextAsync("夏乐西瓜");
        await Wait.UntilAsync(() => hub.Painted.Any(painted => painted.TryGetProperty("templateFailed", out JsonElement _) && painted.GetProperty("revision").GetInt64() == 2), "the failure is reported");
    }

    [Theory]
    [InlineData("side-panel"), InlineData("big-price"), InlineData("sold-out"), InlineData("coming-next"), InlineData("origin")]
    public async Task A_built_in_template_is_on_air_by_its_name(string template)
    {
        (Window overlay, StubHub hub) = await OpenAsync(Document(1));
        await using Window _ = overlay;
        hub.Say(Document(2, template: template));
        await Expect(overlay["card"]).ToHaveAttributeAsync("data-revision", "2");
        await Expect(overlay["card"].Locator("h2")).ToHaveTextAsync("夏乐西瓜");
        await Wait.UntilAsync(() => hub.Painted.Any(painted => painted.GetProperty("revision").GetInt64() == 2), "the card is confirmed");
        Assert.DoesNotContain(hub.Painted, painted => painted.TryGetProperty("templateFailed", out JsonElement _));
    }

    [Fact]
    public async Task A_blank_hides_everything_at_once_is_confirmed_and_ends_where_it_began()
    {
        (Window overlay, StubHub hub) = await OpenAsync(Document(1, rehearsal: true));
        await using Window _ = overlay;
        await Expect(overlay["card"]).ToBeVisibleAsync();
        await Expect(overlay["rehearsal"]).ToHaveTextAsync("彩排");
        hub.Say(Document(1, rehearsal: true, blank: 1));
        await Wait.UntilAsync(() => hub.Painted.Any(painted => painted.TryGetProperty("blankVersion", out JsonElement version) && version.GetInt32() == 1), "the blank is confirmed");
        Assert.True(Picture.Of(await overlay.Page.ScreenshotAsync(new() { OmitBackground = true })).IsClear());
        // A card taken under the blank stays unseen; an older document from before the blank changes nothing.
        hub.Say(Document(1, rehearsal: true, version: 9));
        hub.Say(Document(2, template: "side-panel", blank: 1));
        await Expect(overlay["card"]).ToHaveAttributeAsync("data-revision", "2");
        Assert.True(Picture.Of(await overlay.Page.ScreenshotAsync(new() { OmitBackground = true })).IsClear());
        hub.Say(Document(2, template: "side-panel", blank: 2));
        await Expect(overlay["card"]).ToBeVisibleAsync();
        await Expect(overlay["rehearsal"]).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_picture_that_is_missing_is_reported_with_the_card()
    {
        (Window overlay, StubHub hub) = await OpenAsync(Document(1, picture: "/media/pictures/none.png"));
        await using Window _ = overlay;
        await Expect(overlay["card"].Locator("h2")).ToHaveTextAsync("夏乐西瓜");
        await Wait.UntilAsync(() => hub.Painted.Any(painted => painted.TryGetProperty("pictureFailed", out JsonElement _)), "the failure is reported");
    }

    [Fact]
    public async Task A_panic_reaches_the_screen_without_the_hub()
    {
        (Window overlay, StubHub hub) = await OpenAsync(Document(1));
        await using Window _ = overlay;
        await Expect(overlay["card"]).ToBeVisibleAsync();
        await overlay.Page.RouteAsync("**/api/overlay/state?access_token=*", route => route.FulfillAsync(new() { ContentType = "application/json", Body = JsonSerializer.Serialize(Document(1, blank: 1)) }));
        await hub.BreakAsync();
        await Expect(overlay["card"]).ToBeHiddenAsync(new() { Timeout = 4_000 });
    }

    [Fact]
    public async Task The_loader_page_waits_for_the_studio_shows_the_overlay_and_survives_a_restart()
    {
        await using StudioProcess studio = await StudioProcess.StartAsync();
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        JsonElement session = await manager.MakeSessionAsync(products: 1);
        string id = StudioClient.Id(session), link = await manager.MakeLinkAsync(id, "overlay");
        await manager.TakeAsync(id, StudioClient.Id(session.GetProperty("items")[0]), 0);
        await studio.KillAsync();
        await using Window obs = await chromium.OpenAsync(studio.Url, 1280, 720);
        string address = studio.Url + link[link.IndexOf("/overlay/", StringComparison.Ordinal)..];
        await obs.Page.GotoAsync($"file://{Path.Combine(Checkout.Root, "web", "dist", "overlay-loader.html")}#{address}");
        ILocator card = obs.Page.FrameLocator("iframe").GetByTestId("card");
        await Expect(obs.Page.Locator("iframe")).ToHaveCountAsync(0);
        Assert.True(Picture.Of(await obs.Page.ScreenshotAsync(new() { OmitBackground = true })).IsClear());
        await studio.StartAgainAsync();
        await Expect(card).ToBeVisibleAsync(new() { Timeout = 20_000 });
        // The frame dies: it is made anew without hands.
        await obs.Page.EvaluateAsync("() => { document.querySelector('iframe').src = 'about:blank' }");
        await Expect(card).ToBeVisibleAsync(new() { Timeout = 20_000 });
    }

    private async Task<(Window Overlay, StubHub Hub)> OpenAsync(object first)
    {
        Window overlay = await chromium.OpenAsync(open.Studio.Url, 1280, 720);
        var hub = new StubHub(first);
        await hub.AttachAsync(overlay.Page);
        await overlay.GoAsync("/overlay/#c=any");
        await Wait.UntilAsync(() => hub.Painted.Count > 0, "the overlay has joined");
        return (overlay, hub);
    }

    private static object Document(long revision, string? template = null, int version = 1, int? blank = null, bool rehearsal = false, string picture = "/icon.svg") => new
    {
        sessionId = "s",
        epoch = 1,
        revision,
        phase = "live",
        card = new { itemId = "i", number = 7, name = "夏乐西瓜", unit = "个", priceFen = 3_990, pictureUrl = picture, takenAt = $"2026-11-23T20:00:0{revision}Z", template },
        stock = new { left = version == 1 ? 6 : 5, allotted = 20, version },
        serverTime = "2026-11-23T20:00:05Z",
        rehearsal,
        blank = blank is { } number ? new { on = number == 1, version = number } : null,
    };
}
