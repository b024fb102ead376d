using System.Text.Json;
using Microsoft.Playwright;
using SkiaSharp;
using Studio.Testing;
using Xunit;

namespace Studio.Browser.Tests;

/// <summary>The built graphics in a renderer that knows OGraf and nothing of the studio: how they behave, and that no text leaves its place.</summary>
public sealed class GraphicsTests(Chromium chromium)
{
    private const string Origin = "http://graphics.test";

    // The least that a renderer does (EBU OGraf v1): define, append, load, act.
    private const string Renderer = """
        <!doctype html><meta charset="utf-8"><style>html,body{margin:0;height:100%;overflow:hidden}</style><script type="module">
        window.open_ = async (id, data) => {
          window.manifest = await (await fetch(`/graphics/${id}/${id}.ograf.json`)).json();
          const { default: type } = await import(`/graphics/${id}/${window.manifest.main}`);
          if (!customElements.getName(type)) customElements.define(`a-${id}`, type);
          window.graphic?.remove();
          window.graphic = document.body.appendChild(new type());
          return await window.graphic.load({ data, renderType: 'realtime', renderCharacteristics: { resolution: { width: innerWidth, height: innerHeight } } });
        };
        window.part = (selector) => window.graphic.shadowRoot.querySelector(selector);
        window.isSeen = (selector) => { const found = window.part(selector); return !!found && found.checkVisibility({ visibilityProperty: true }) };
        window.ready = true;
        </script>
        """;

    // Each line of text, as high as its letters, must lie in its element, in everything that cuts it off, and in the safe frame.
    private const string Misplaced = """
        () => {
          const wrong = [], frame = { left: innerWidth * .05 - 1, top: innerHeight * .05 - 1, right: innerWidth * .95 + 1, bottom: innerHeight * .95 + 1 };
          const root = window.graphic.shadowRoot, range = document.createRange(), walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
          for (let text = walker.nextNode(); text; text = walker.nextNode()) {
            const element = text.parentElement;
            if (!text.data.trim() || element.tagName === 'STYLE' || !element.checkVisibility({ visibilityProperty: true })) continue;
            range.selectNodeContents(text);
            const em = parseFloat(getComputedStyle(element).fontSize) * window.graphic.shadowRoot.querySelector('.stage').getBoundingClientRect().width / root.querySelector('.stage').offsetWidth;
            const say = (what) => wrong.push(`${what}: ${element.className || element.tagName} "${text.data.slice(0, 20)}"`);
            for (const line of range.getClientRects()) {
              const middle = (line.top + line.bottom) / 2, box = { left: line.left, right: line.right, top: middle - em * .44, bottom: middle + em * .44 };
              if (box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom) say('frame');
              for (let around = element; around && !around.classList.contains('stage'); around = around.parentElement) {
                if (element.closest('.number') && around.classList.contains('card')) break;
                if (element.closest('.stamp')) break;
                if (getComputedStyle(around).display === 'inline' || getComputedStyle(around).display === 'contents') continue;
                const place = around.getBoundingClientRect();
                if (box.left < place.left - 1.5 || box.right > place.right + 1.5 || box.top < place.top - 1.5 || box.bottom > place.bottom + 1.5) { say(`leaves ${around.className}`); break }
              }
            }
            if (em < innerWidth / (innerWidth > innerHeight ? 1920 : 1080) * 14.9) say(`too small (${em})`);
          }
          return wrong;
        }
        """;

    public static TheoryData<string> Templates => ["lower-third", "side-panel", "big-price", "sold-out", "coming-next", "origin"];

    [Theory]
    [MemberData(nameof(Templates))]
    public async Task A_graphic_loads_plays_updates_stops_plays_again_and_is_disposed_of(string id)
    {
        await using Window page = await OpenAsync(1280, 720);
        Assert.Equal(200, await StatusAsync(page, $"window.open_('{id}', {Data("夏乐西瓜")})"));
        Assert.False(await SeenAsync(page, ".name"), "Nothing is painted before the graphic plays.");
        Assert.Equal(0, await page.Page.EvaluateAsync<int>("() => window.graphic.playAction({}).then(answer => answer.currentStep)"));
        Assert.True(await SeenAsync(page, ".name"));
        Assert.Equal(200, await StatusAsync(page, "window.graphic.updateAction({ data: { name: '宇达青铜', stock: { left: 0, allotted: 9 } } })"));
        Assert.Equal("宇达青铜", await page.Page.EvaluateAsync<string>("() => window.part('.name').textContent"));
        Assert.True(await page.Page.EvaluateAsync<bool>("() => window.part('.card').classList.contains('out')"));
        Assert.Equal(200, await StatusAsync(page, "window.graphic.customAction({ id: 'highlight', payload: null })"));
        Assert.Equal(404, await StatusAsync(page, "window.graphic.customAction({ id: 'nothing', payload: null })"));
        Assert.Equal(200, await StatusAsync(page, "window.graphic.stopAction({})"));
        Assert.False(await SeenAsync(page, ".name"));
        await page.Page.EvaluateAsync("() => window.graphic.playAction({ skipAnimation: true })");
        Assert.True(await SeenAsync(page, ".name"));
        Assert.True(await page.Page.EvaluateAsync<bool>("() => window.graphic.shadowRoot.getAnimations().length === 0"), "An entrance that is skipped does not run.");
        // The only step is left by going on: the end.
        Assert.True(await page.Page.EvaluateAsync<bool>("() => window.graphic.playAction({ delta: 1, skipAnimation: true }).then(answer => answer.currentStep === undefined)"));
        Assert.False(await SeenAsync(page, ".name"));
        Assert.Equal(200, await StatusAsync(page, "window.graphic.dispose({})"));
        Assert.True(await page.Page.EvaluateAsync<bool>("() => window.graphic.shadowRoot.childElementCount === 0"));
        Assert.Empty(page.Complaints);
    }

    [Theory]
    [MemberData(nameof(Templates))]
    public async Task Calls_that_do_not_wait_for_each_other_end_in_the_last_state(string id)
    {
        await using Window page = await OpenAsync(1280, 720);
        await page.Page.EvaluateAsync($"() => window.open_('{id}', {Data("夏乐西瓜")})");
        await page.Page.EvaluateAsync("() => { const { graphic } = window; return Promise.all([graphic.playAction({}), graphic.stopAction({}), graphic.playAction({}), graphic.updateAction({ data: { name: 'b' } })]) }");
        Assert.True(await SeenAsync(page, ".name"));
        await page.Page.EvaluateAsync("() => { const { graphic } = window; return Promise.all([graphic.stopAction({}), graphic.playAction({}), graphic.stopAction({})]) }");
        Assert.False(await SeenAsync(page, ".name"));
    }

    [Theory]
    [MemberData(nameof(Templates))]
    public async Task No_text_leaves_its_place_however_long_it_is(string id)
    {
        string chinese = string.Concat(Enumerable.Repeat("夏县南大里高山晚熟麒麟西瓜礼盒装", 5))[..60], english = "Extra large late-season Qilin watermelons, gift box of six!!", word = new('W', 60);
        List<string> wrong = [];
        foreach ((int width, int height) in ((int, int)[])[(1920, 1080), (1080, 1920), (1280, 720)])
        {
            await using Window page = await OpenAsync(width, height);
            foreach (string text in (string[])[chinese, english, word, "茶"])
            {
                foreach (string change in (string[])["{}", "{ stock: { left: 0, allotted: 200 } }", "{ pictureUrl: '' }", "{ priceFen: null }"])
                {
                    await page.Page.EvaluateAsync($"() => window.open_('{id}', {{ ...{Data(text, text, long_: text.Length > 1)}, ...{change} }}).then(() => window.graphic.playAction({{ skipAnimation: true }}))");
                    foreach (string complaint in await page.Page.EvaluateAsync<string[]>(Misplaced)) wrong.Add($"{width}×{height} {text[..1]} {change} {complaint}");
                }
            }
            // Fitted anew: a short text after the long one is as large as if it had been there at first.
            await page.Page.EvaluateAsync($"() => window.open_('{id}', {Data("茶")}).then(() => window.graphic.playAction({{ skipAnimation: true }}))");
            string first = await SizeAsync(page);
            await page.Page.EvaluateAsync($"() => window.graphic.updateAction({{ data: {{ name: '{chinese}' }} }}).then(() => window.graphic.updateAction({{ data: {{ name: '茶' }} }}))");
            Assert.Equal(first, await SizeAsync(page));
        }
        Assert.Equal("", string.Join('\n', wrong));
    }

    [Theory]
    [MemberData(nameof(Templates))]
    public async Task A_picture_that_does_not_come_is_reported_and_nothing_broken_is_seen(string id)
    {
        await using Window page = await OpenAsync(1280, 720);
        Assert.True(await page.Page.EvaluateAsync<bool>($"() => window.open_('{id}', {{ ...{Data("夏乐西瓜")}, pictureUrl: '/none.png' }}).then(answer => answer.v_pictureFailed === true)"));
        await page.Page.EvaluateAsync("() => window.graphic.playAction({ skipAnimation: true })");
        Assert.False(await SeenAsync(page, ".picture img"));
        Assert.True(await SeenAsync(page, ".name"));
        Assert.True(await page.Page.EvaluateAsync<bool>("() => window.graphic.updateAction({ data: { pictureUrl: '/picture.png' } }).then(answer => answer.v_pictureFailed !== true)"));
        Assert.NotEqual("none", await page.Page.EvaluateAsync<string>("() => getComputedStyle(window.part('.picture img')).display"));
    }

    [Fact]
    public async Task A_countdown_goes_by_the_servers_clock_and_ends_at_zero()
    {
        await using Window page = await OpenAsync(1280, 720);
        // The overlay's machine is three hours off; the server says that two seconds are left.
        const string Offer = "serverTime: '2026-11-23T20:00:00Z', offerEndsAt: '2026-11-23T20:00:02Z'";
        await page.Page.EvaluateAsync($"() => window.open_('big-price', {{ ...{Data("夏乐西瓜")}, {Offer} }}).then(() => window.graphic.playAction({{ skipAnimation: true }}))");
        Assert.Matches("^00[.:]?0[12]$", await page.Page.EvaluateAsync<string>("() => window.part('.clock').textContent"));
        await page.UntilAsync("() => window.part('.offer').textContent === '已结束'");
    }

    [Fact]
    public async Task Hostile_words_and_addresses_stay_words_and_are_not_loaded()
    {
        await using Window page = await OpenAsync(1280, 720);
        const string Evil = "{ name: '<img src=x onerror=hacked=1>', mechanism: '<script>hacked=1</script>', pictureUrl: 'javascript:hacked=1', traceUrl: 'javascript:hacked=1', theme: { primary: 'red;}*{display:none', accent: 'url(x)', logoUrl: 'data:text/html,x' } }";
        await page.Page.EvaluateAsync($"() => window.open_('origin', {{ ...{Data("夏乐西瓜")}, ...{Evil} }}).then(() => window.graphic.playAction({{ skipAnimation: true }}))");
        Assert.Equal("<img src=x onerror=hacked=1>", await page.Page.EvaluateAsync<string>("() => window.part('.name').textContent"));
        Assert.True(await page.Page.EvaluateAsync<bool>("() => window.hacked === undefined && !window.isSeen('.trace') && !window.isSeen('.picture img')"));
        Assert.Empty(page.Complaints);
    }

    private async Task<Window> OpenAsync(int width, int height)
    {
        Window window = await chromium.OpenAsync(Origin, width, height);
        await window.Page.RouteAsync($"{Origin}/**", async route =>
        {
            string path = new Uri(route.Request.Url).AbsolutePath, file = Path.Combine(Checkout.Root, "web", "dist", path.TrimStart('/'));
            await (path switch
            {
                "/" => route.FulfillAsync(new() { ContentType = "text/html", Body = Renderer }),
                "/picture.png" => route.FulfillAsync(new() { ContentType = "image/png", BodyBytes = Picture.Plain(400, 400, SKColors.SeaGreen) }),
                _ when File.Exists(file) => route.FulfillAsync(new() { Path = file, ContentType = file.EndsWith(".mjs", StringComparison.Ordinal) ? "text/javascript" : "application/json" }),
                _ => route.FulfillAsync(new() { Status = 404 }),
            });
        });
        await window.GoAsync("/");
        await window.UntilAsync("() => window.ready === true");
        return window;
    }

    private static string Data(string name, string? words = null, bool long_ = false) => JsonSerializer.Serialize(new
    {
        itemId = "i",
        number = long_ ? 500 : 7,
        name,
        unit = words is null ? "个" : words[..Math.Min(10, words.Length)],
        priceFen = long_ ? 10_000_000 : 3_990,
        wasPriceFen = long_ ? 12_000_050 : 5_990,
        mechanism = words,
        pictureUrl = "/picture.png",
        origin = words,
        traceUrl = "https://studio.example/t/lot-1",
        offerEndsAt = "2026-11-25T20:00:00Z",
        serverTime = "2026-11-23T19:00:00Z",
        stock = new { left = 86, allotted = 200 },
    });

    private static Task<int> StatusAsync(Window page, string call) => page.Page.EvaluateAsync<int>($"() => {call}.then(answer => answer.statusCode)");

    private static Task<bool> SeenAsync(Window page, string selector) => page.Page.EvaluateAsync<bool>($"() => window.isSeen('{selector}')");

    private static Task<string> SizeAsync(Window page) => page.Page.EvaluateAsync<string>("() => window.part('.name').style.fontSize + window.part('.card').offsetHeight");
}
