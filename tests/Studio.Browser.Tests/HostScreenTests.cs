using System.Text.Json;
using Microsoft.Playwright;
using Studio.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>The screen that stands in front of the host: right, large, and still there without a network.</summary>
public sealed class HostScreenTests(Chromium chromium, OpenStudio open)
{
    private static readonly string[] Say = ["沙地头茬瓜，昨天下午才摘", "坏果包赔，拍照就赔", "产地直发，两天到家"], Not = ["全国第一", "治病、降血糖"];

    [Fact]
    public async Task A_take_shows_with_its_words_its_plan_and_what_comes_next()
    {
        Show show = await ShowAsync();
        await using Window host = await HostAsync(show);
        await Expect(host["now"]).ToContainTextAsync("屏上没有商品");
        await TakeAsync(show, 0);

        await Expect(host["name"]).ToHaveTextAsync("夏乐西瓜");
        await Expect(host["number"]).ToHaveTextAsync("1");
        await Expect(host["price"]).ToHaveTextAsync("¥29.90");
        await Expect(host["mechanism"]).ToHaveTextAsync("买二送一");
        await Expect(host["must-say"].Locator("li")).ToHaveTextAsync(Say);
        await Expect(host["must-not-say"].Locator("li")).ToHaveTextAsync(Not);
        await Expect(host["item-clock"]).ToContainTextAsync("计划 3:00");
        await Expect(host["next"]).ToContainTextAsync("祁家河花椒");
        await Expect(host["next"]).ToContainTextAsync("¥29.90");
        await Expect(host["next"]).ToContainTextAsync("计划 5:00");

        await TakeAsync(show, 1);
        await Expect(host["must-say"].Locator("li")).ToHaveTextAsync(["当年新椒"]);
        await Expect(host["must-not-say"]).ToHaveCountAsync(0);
        // The plan changes while its item is on air.
        await PlanAsync(show.Id, Item(show, 0, 180, Say, Not), Item(show, 1, 1, ["大红袍，麻味足"], []));
        await Expect(host["must-say"].Locator("li")).ToHaveTextAsync(["大红袍，麻味足"]);
        await Expect(host["item-clock"]).ToContainTextAsync("超 +");
        Assert.Empty(host.Complaints);
    }

    [Fact]
    public async Task A_hidden_price_waits_to_be_called_and_an_offer_counts_down()
    {
        Show show = await ShowAsync();
        await DoAsync(show, $"items/{show.Items[0]}/hide-price", new { operationId = StudioClient.NewOperation(), hidden = true });
        await TakeAsync(show, 0);
        await using Window host = await HostAsync(show);
        await Expect(host["price"]).ToHaveTextAsync("待开价");
        await DoAsync(show, $"items/{show.Items[0]}/hide-price", new { operationId = StudioClient.NewOperation(), hidden = false });
        await Expect(host["price"]).ToHaveTextAsync("¥29.90");
        await DoAsync(show, $"items/{show.Items[0]}/offer", new { operationId = StudioClient.NewOperation(), priceFen = 1_990, seconds = 120 });
        await Expect(host["price"]).ToHaveTextAsync("¥19.90");
        await Expect(host["offer"]).ToContainTextAsync("秒杀还剩 1:");
    }

    [Fact]
    public async Task A_message_shows_an_urgent_one_first_and_goes_when_it_is_touched()
    {
        Show show = await ShowAsync();
        await using Window host = await HostAsync(show);
        await MessageAsync(show, "说慢一点", urgent: false);
        await Expect(host["message"]).ToContainTextAsync("说慢一点");
        await MessageAsync(show, "马上停止说第一", urgent: true);
        await Expect(host["message"].Locator("p")).ToHaveTextAsync("马上停止说第一");
        await Expect(host["message"]).ToContainTextAsync("还有 1 条");
        LocatorBoundingBoxResult band = (await host["message"].BoundingBoxAsync())!;
        Assert.True(band.Width > 1_200, "An urgent message takes the whole width.");
        await host.Button("知道了").ClickAsync();
        await Expect(host["message"].Locator("p")).ToHaveTextAsync("说慢一点");
        await host.Button("知道了").ClickAsync();
        await Expect(host["message"]).ToHaveCountAsync(0);
        await host.Page.ReloadAsync();
        await Expect(host["name"].Or(host["now"]).First).ToBeVisibleAsync();
        await Expect(host["message"]).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Stock_a_blank_overlay_and_a_rehearsal_show()
    {
        Show show = await ShowAsync();
        await TakeAsync(show, 0);
        await using Window host = await HostAsync(show);
        await Expect(host["stock"].Locator(".left")).ToHaveTextAsync("100");
        await Expect(host["stock"]).ToHaveAttributeAsync("data-state", "plenty");
        await AllotAsync(show, 4);
        await Expect(host["stock"].Locator(".left")).ToHaveTextAsync("4");
        await Expect(host["stock"]).ToHaveAttributeAsync("data-state", "scarce");
        await AllotAsync(show, 0);
        await Expect(host["stock"]).ToHaveTextAsync("没货了");
        await DoAsync(show, "blank", new { operationId = StudioClient.NewOperation(), on = true });
        await Expect(host["blank"]).ToContainTextAsync("贴片已清屏");
        await DoAsync(show, "blank", new { operationId = StudioClient.NewOperation(), on = false });
        await Expect(host["blank"]).ToHaveCountAsync(0);
        await DoAsync(show, "rehearsal", new { operationId = StudioClient.NewOperation(), on = true });
        await Expect(host["rehearsal"]).ToHaveTextAsync("彩排");
    }

    [Fact]
    public async Task Without_a_network_it_keeps_what_it_knows_says_since_when_and_is_right_again_with_the_line()
    {
        Show show = await ShowAsync();
        await TakeAsync(show, 0);
        await using Window host = await HostAsync(show);
        await Expect(host["must-say"].Locator("li")).ToHaveTextAsync(Say);
        await Expect(host["stale"]).ToHaveCountAsync(0);
        // An activated worker has stored the page's files; it takes over the page that it was installed from.
        await host.UntilAsync("() => navigator.serviceWorker.controller?.state === 'activated'");

        await host.Context.SetOfflineAsync(true);
        await Expect(host["stale"]).ToContainTextAsync("断网了。这是");
        await Expect(host["name"]).ToHaveTextAsync("夏乐西瓜");
        await Expect(host["stock"]).ToContainTextAsync("断网前剩");
        string before = await host["item-clock"].Locator("b").InnerTextAsync();
        await Expect(host["item-clock"].Locator("b")).Not.ToHaveTextAsync(before);

        // Not even a reload blanks it: the page's files come from the service worker, the state from this device.
        await host.Page.ReloadAsync();
        await Expect(host["name"]).ToHaveTextAsync("夏乐西瓜");
        await Expect(host["must-say"].Locator("li")).ToHaveTextAsync(Say);
        await Expect(host["stale"]).ToContainTextAsync("断网了。这是");

        await TakeAsync(show, 1);
        await host.Context.SetOfflineAsync(false);
        await Expect(host["name"]).ToHaveTextAsync("祁家河花椒");
        await Expect(host["stale"]).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(1280, 800)]
    [InlineData(1024, 768)]
    [InlineData(800, 1280)]
    public async Task On_a_tablet_it_is_read_from_two_metres_and_nothing_scrolls(int width, int height)
    {
        Show show = await ShowAsync("夏县南大里高山晚熟麒麟西瓜礼盒装 整颗8–10斤 坏果包赔");
        await TakeAsync(show, 0);
        await using Window host = await HostAsync(show, width, height);
        await Expect(host["must-say"]).ToBeVisibleAsync();
        await MeasureAsync(host, height);
        await host.Page.GetByLabel("字小一点").ClickAsync();
        await MeasureAsync(host, height);
        for (int i = 0; i < 3; i++) await host.Page.GetByLabel("字大一点").ClickAsync();
        await MeasureAsync(host, height);
        await MessageAsync(show, "马上停止说第一，改口说“口感好”", urgent: true);
        await Expect(host["message"]).ToBeVisibleAsync();
        await MeasureAsync(host, height);
        string[] small = await host.Page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('button')].filter(b => b.getBoundingClientRect().height < 44 || b.getBoundingClientRect().width < 44).map(b => b.textContent)");
        Assert.Empty(small);
    }

    [Theory]
    [InlineData(375)]
    [InlineData(390)]
    public async Task A_phone_shows_it_without_scrolling_sideways(int width)
    {
        Show show = await ShowAsync("Extraordinarilylongnamewithoutanyspaceinitnobodywouldwrite");
        await TakeAsync(show, 0);
        await using Window host = await HostAsync(show, width, 844);
        await Expect(host["must-say"]).ToBeVisibleAsync();
        await Expect(host["price"]).ToBeInViewportAsync();
        await Expect(host["stock"]).ToBeInViewportAsync();
        Assert.Equal(0, await host.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth"));
        Assert.True(await host["must-say"].EvaluateAsync<double>("list => list.getBoundingClientRect().right") <= width);
    }

    [Fact]
    public async Task Light_and_text_size_are_remembered()
    {
        Show show = await ShowAsync();
        await TakeAsync(show, 0);
        await using Window host = await HostAsync(show);
        await Expect(host["must-say"]).ToBeVisibleAsync();
        double before = await SizeAsync(host["name"]);
        await host.Button("亮底").ClickAsync();
        await host.Page.GetByLabel("字大一点").ClickAsync();
        await Expect(host.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
        await host.Page.ReloadAsync();
        await Expect(host.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
        await Expect(host["name"]).ToBeVisibleAsync();
        Assert.True(await SizeAsync(host["name"]) > before, "The larger text is still there.");
    }

    [Fact]
    public async Task A_host_sees_it_and_a_farmer_does_not()
    {
        Show show = await ShowAsync();
        string name = $"x{Guid.NewGuid().ToString("N")[..8]}";
        await open.Manager.MakeAccountAsync($"{name}h", "host");
        await open.Manager.MakeAccountAsync($"{name}f", "farmer");
        await using Window host = await chromium.OpenAsync(open.Studio.Url, 1280, 800), farmer = await chromium.OpenAsync(open.Studio.Url, 1280, 800);
        await host.SignInAsync($"{name}h", $"/host/?session={show.Id}");
        await Expect(host["host"]).ToBeVisibleAsync();
        await farmer.SignInAsync($"{name}f", $"/host/?session={show.Id}");
        await Expect(farmer.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("您的账号没有这个权限");
        await Expect(farmer["host"]).ToHaveCountAsync(0);
    }

    private async Task<Show> ShowAsync(string name = "夏乐西瓜")
    {
        JsonElement session = await open.SessionAsync(name, "祁家河花椒");
        var show = new Show(StudioClient.Id(session), [.. session.GetProperty("items").EnumerateArray().Select(StudioClient.Id)]);
        await PlanAsync(show.Id, Item(show, 0, 180, Say, Not), Item(show, 1, 300, ["当年新椒"], []));
        return show;
    }

    private static object Item(Show show, int item, int seconds, string[] say, string[] not) =>
        new { itemId = show.Items[item], title = (string?)null, plannedSeconds = seconds, mustSay = say, mustNotSay = not, mechanism = item == 0 ? "买二送一" : "" };

    private async Task PlanAsync(string id, params object[] items)
    {
        long revision = (await open.Manager.GetAsync($"/api/sessions/{id}/rundown")).Ok.GetProperty("revision").GetInt64();
        _ = (await open.Manager.PostAsync($"/api/sessions/{id}/rundown", new
        {
            operationId = StudioClient.NewOperation(),
            expected = revision,
            edit = new { kind = "replace", sections = new[] { new { title = "正场", items } } },
        })).Ok;
    }

    private async Task DoAsync(Show show, string what, object body) => _ = (await open.Manager.PostAsync($"/api/sessions/{show.Id}/{what}", body)).Ok;

    private Task MessageAsync(Show show, string text, bool urgent) => DoAsync(show, "messages", new { operationId = StudioClient.NewOperation(), text, urgent });

    private Task AllotAsync(Show show, int allotted) =>
        DoAsync(show, $"items/{show.Items[0]}/allot", new { operationId = StudioClient.NewOperation(), allotted, perBuyerLimit = 5 });

    // At most one take a second.
    private Task TakeAsync(Show show, int item) => Wait.UntilAsync(async () =>
    {
        long revision = (await open.Manager.GetAsync($"/api/sessions/{show.Id}")).Ok.GetProperty("onAir").GetProperty("revision").GetInt64();
        return (await open.Manager.TakeAsync(show.Id, show.Items[item], revision)).Status == 200;
    }, "the take is done");

    private async Task<Window> HostAsync(Show show, int width = 1280, int height = 800)
    {
        Window window = await open.ManagerWindowAsync(chromium, width, height);
        await window.GoAsync($"/host/?session={show.Id}");
        await Expect(window["host"]).ToBeVisibleAsync();
        return window;
    }

    private static async Task MeasureAsync(Window host, int height)
    {
        // The texts settle in the next frames.
        await host.Page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))");
        Assert.True(await SizeAsync(host["price"]) >= (height * 0.12) - 0.01, "The price is at least 12 vh.");
        Assert.True(await SizeAsync(host["name"]) >= (height * 0.05) - 0.01, "The name is at least 5 vh.");
        Assert.True(await SizeAsync(host["must-say"].Locator("li").First) >= (height * 0.032) - 0.01, "What must be said is at least 3.2 vh.");
        Assert.Equal("0,0", await host.Page.EvaluateAsync<string>("() => `${document.documentElement.scrollWidth - innerWidth},${document.documentElement.scrollHeight - innerHeight}`"));
        // Nothing of the first panel is cut off, and the price stays in its column.
        Assert.True(await host["now"].EvaluateAsync<bool>("panel => panel.scrollHeight <= panel.clientHeight + 1"), "The panel holds what it shows.");
        Assert.True(await host["price"].EvaluateAsync<bool>("price => price.scrollWidth <= price.clientWidth + 1"), "The price is in its column.");
        await Expect(host["next"]).ToBeInViewportAsync(new() { Ratio = 1 });
    }

    private static Task<double> SizeAsync(ILocator text) => text.EvaluateAsync<double>("element => parseFloat(getComputedStyle(element).fontSize)");

    private sealed record Show(string Id, string[] Items);
}
