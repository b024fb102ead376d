using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Studio.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>The control room's picture of the overlay: the same graphics by the same renderer, in a frame that can do no harm.</summary>
public sealed partial class MirrorTests(Chromium chromium, OpenStudio open)
{
    private readonly Desk _desk = new(chromium, open);

    [Theory]
    [InlineData("big-price", 1920, 1080)]
    [InlineData("side-panel", 1920, 1080)]
    [InlineData("lower-third", 1080, 1920)]
    public async Task The_mirror_draws_what_the_overlay_draws(string template, int width, int height)
    {
        string id = await _desk.SessionAsync(1);
        await using Window console = await _desk.ConsoleAsync(id), overlay = await _desk.OverlayAsync(open.Studio, await open.LinkAsync(id, "overlay"), width, height);
        await Expect(console["overlay"]).ToHaveCountAsync(1);
        await TakeAsync(id, template);
        ILocator shown = overlay["card"].Locator("article"), mirrored = console.Mirror.Locator("article");
        await Expect(mirrored).ToBeVisibleAsync();
        await Expect(shown).ToBeVisibleAsync();
        Assert.Equal(await LooksAsync(shown), await LooksAsync(mirrored));
        Assert.Equal(await shown.TextContentAsync(), await mirrored.TextContentAsync());
        // Where it lies in its frame, in parts of the frame.
        await Wait.UntilAsync(async () => Near(await PlaceAsync(shown), await PlaceAsync(mirrored)), "the same place");
        Assert.Empty(console.Complaints);
    }

    [Fact]
    public async Task A_new_theme_is_on_the_mirror_and_on_the_overlay_at_once()
    {
        string id = await _desk.SessionAsync(2);
        await using Window console = await _desk.ConsoleAsync(id), overlay = await _desk.OverlayAsync(open.Studio, await open.LinkAsync(id, "overlay"));
        await Desk.TakeAsync(console, "1");
        await Expect(overlay["card"].Locator("article")).ToBeVisibleAsync();
        _ = (await open.Manager.PostAsync($"/api/sessions/{id}/theme", new { operationId = StudioClient.NewOperation(), primary = "#7a1020", accent = "#ffffff" })).Ok;
        foreach (ILocator stage in (ILocator[])[console.Mirror.Locator(".stage"), overlay["card"].Locator(".stage"), console.Next.Locator(".stage")])
        {
            await Expect(stage).ToHaveAttributeAsync("style", Ground());
        }
    }

    [Fact]
    public async Task A_graphic_of_somebody_else_is_mirrored_without_the_operators_session_and_without_a_way_to_the_console()
    {
        string folder = Directory.CreateDirectory(Path.Combine(open.Studio.Folder, "graphics", "spy")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "spy.ograf.json"),
            """{"$schema":"https://ograf.ebu.io/v1/specification/json-schemas/graphics/schema.json","id":"spy","name":"spy","description":"d","main":"main.mjs","supportsRealTime":true,"supportsNonRealTime":false}""", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "main.mjs"), Spy, TestContext.Current.CancellationToken);
        string id = await _desk.SessionAsync(1);
        await using Window console = await _desk.ConsoleAsync(id);
        await TakeAsync(id, "spy");
        ILocator report = console.Mirror.Locator("#report");
        await Expect(report).ToHaveTextAsync("商品一: origin null, cookie refused, storage refused, top refused, account refused, command refused");
        Assert.Equal("为农助力", await console.Page.EvaluateAsync<string>("() => { window.words = '为农助力'; return window.words }"));
        JsonElement board = (await open.Manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("board");
        Assert.False(board.GetProperty("blank").GetProperty("on").GetBoolean());
    }

    [Fact]
    public async Task The_next_card_is_drawn_with_the_planned_graphic_and_one_that_does_not_open_is_said_beforehand()
    {
        string id = await _desk.SessionAsync(2);
        _ = (await open.Manager.PostAsync($"/api/sessions/{id}/rundown", new { operationId = StudioClient.NewOperation(), expected = 1, edit = Planned("r1", "i1", "big-price") })).Ok;
        _ = (await open.Manager.PostAsync($"/api/sessions/{id}/rundown", new { operationId = StudioClient.NewOperation(), expected = 2, edit = Planned("r2", "i2", "missing") })).Ok;
        await using Window console = await _desk.ConsoleAsync(id);
        await console.Page.Keyboard.PressAsync("1");
        await Expect(console.Next.Locator("article")).ToContainTextAsync("商品一");
        await Expect(console["graphic-failed"]).ToHaveCountAsync(0);
        await console.Page.Keyboard.PressAsync("2");
        await Expect(console.Next.Locator("article")).ToContainTextAsync("商品二");
        await Expect(console["graphic-failed"]).ToBeVisibleAsync();
    }

    // Says on the screen what it got hold of.
    private const string Spy = """
        const refused = async (attempt) => { try { return (await attempt()) ? 'reached' : 'refused'; } catch { return 'refused'; } };
        export default class extends HTMLElement {
          async load({ data }) {
            const found = [
              ['cookie', () => document.cookie],
              ['storage', () => localStorage],
              ['top', () => window.top.document],
              ['account', async () => (await (await fetch('/api/me', { credentials: 'include' })).json()).account],
              ['command', async () => (await fetch(`/api/sessions/${data.itemId}/blank`, { method: 'POST', credentials: 'include', headers: { 'content-type': 'text/plain' }, body: '{}' })).ok],
            ];
            const words = [];
            for (const [name, attempt] of found) words.push(`${name} ${await refused(attempt)}`);
            this.innerHTML = '<p id="report"></p>';
            this.firstChild.textContent = `${data.name}: origin ${window.origin}, ${words.join(', ')}`;
            return { statusCode: 200 };
          }
          async playAction() { return { statusCode: 200, currentStep: 0 } }
          async updateAction() { return { statusCode: 200 } }
          async stopAction() { return { statusCode: 200 } }
          async dispose() { return { statusCode: 200 } }
          async customAction() { return { statusCode: 404 } }
        }
        """;

    private static object Planned(string id, string item, string template) =>
        new { kind = "changeItem", ids = new[] { id }, items = new[] { new { itemId = item, plannedSeconds = 60, template } } };

    private async Task TakeAsync(string id, string template) => _ = (await open.Manager.PostAsync(
        $"/api/sessions/{id}/take", new { operationId = StudioClient.NewOperation(), itemId = "i1", template, expected = new { epoch = 1, revision = 0 } })).Ok;

    private static Task<double[]> PlaceAsync(ILocator card) => card.EvaluateAsync<double[]>(
        "card => { const { x, y, width, height } = card.getBoundingClientRect(); return [x / innerWidth, y / innerHeight, width / innerWidth, height / innerHeight] }");

    // "still" says only whether the last change was a movement.
    private static async Task<string> LooksAsync(ILocator card) => string.Join(' ', (await card.GetAttributeAsync("class") ?? "").Split(' ').Where(name => name != "still").Order(StringComparer.Ordinal));

    private static bool Near(double[] one, double[] other) => one.Zip(other).All(pair => Math.Abs(pair.First - pair.Second) < 0.004);

    [GeneratedRegex(@"--ground: ?rgba\(122, ?16, ?32", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ground();
}
