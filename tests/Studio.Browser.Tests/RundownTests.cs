using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using Studio.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>The plan of a session (排品表) in the control room: order, next, pops, two people at once, five hundred items.</summary>
public sealed class RundownTests(Chromium chromium, OpenStudio open)
{
    [Fact]
    public async Task Items_are_put_in_order_by_hand_and_by_keyboard()
    {
        string id = await SessionAsync("西瓜", "花椒", "柿饼");
        await using Window console = await open.ConsoleAsync(chromium, id);
        await IsInOrderAsync(console, id, "item-1", "item-2", "item-3");

        LocatorBoundingBoxResult from = (await console["grip-item-3"].BoundingBoxAsync())!, to = (await console["item-1"].BoundingBoxAsync())!;
        await console.Page.Mouse.MoveAsync(from.X + (from.Width / 2), from.Y + (from.Height / 2));
        await console.Page.Mouse.DownAsync();
        await console.Page.Mouse.MoveAsync(from.X + 40, to.Y + 8, new() { Steps = 5 });
        await Expect(console.Page.Locator(".drop")).ToBeVisibleAsync();
        await console.Page.Mouse.UpAsync();
        await IsInOrderAsync(console, id, "item-3", "item-1", "item-2");

        // By keyboard: what has the focus goes, and keeps it; a second step before the first is answered counts, too.
        await console["item-2"].ClickAsync();
        await console.Page.Keyboard.PressAsync("Alt+ArrowUp");
        await console.Page.Keyboard.PressAsync("Alt+ArrowUp");
        await IsInOrderAsync(console, id, "item-2", "item-3", "item-1");
        await Expect(console["item-2"]).ToBeFocusedAsync();
        await Expect(console["item-2"]).ToHaveAttributeAsync("aria-pressed", "true");

        // Escape lets go, and is no command to clear the card.
        from = (await console["grip-item-1"].BoundingBoxAsync())!;
        await console.Page.Mouse.MoveAsync(from.X + (from.Width / 2), from.Y + (from.Height / 2));
        await console.Page.Mouse.DownAsync();
        await console.Page.Mouse.MoveAsync(from.X + 40, to.Y + 8, new() { Steps = 5 });
        await console.Page.Keyboard.PressAsync("Escape");
        await console.Page.Mouse.UpAsync();
        await IsInOrderAsync(console, id, "item-2", "item-3", "item-1");
        await Expect(console["failure"]).ToHaveCountAsync(0);
        Assert.Empty(console.Complaints);
    }

    [Fact]
    public async Task What_is_next_is_seen_by_everybody_and_moves_on_with_a_take()
    {
        string id = await SessionAsync("西瓜", "花椒", "柿饼");
        await using Window one = await open.ConsoleAsync(chromium, id), other = await open.ConsoleAsync(chromium, id);
        await Expect(other["item-1"]).ToHaveAttributeAsync("aria-pressed", "true");
        await one["item-2"].ClickAsync();
        await Expect(other["item-2"]).ToHaveAttributeAsync("aria-pressed", "true");

        await other.Page.Keyboard.PressAsync("Enter");
        foreach (Window window in (Window[])[one, other])
        {
            await Expect(window.Mirror.GetByTestId("card").Locator("h2")).ToHaveTextAsync("花椒");
            await Expect(window["item-3"]).ToHaveAttributeAsync("aria-pressed", "true");
            await Expect(window["item-2"]).ToContainTextAsync("在屏上");
            await Expect(window["running"]).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task A_pop_leaves_the_plan_alone()
    {
        string id = await SessionAsync("西瓜", "花椒", "柿饼");
        await using Window console = await open.ConsoleAsync(chromium, id);
        await console.Button("插播 柿饼").ClickAsync();
        await Expect(console.Mirror.GetByTestId("card").Locator("h2")).ToHaveTextAsync("柿饼");
        await Expect(console["item-3"]).ToContainTextAsync("插播中");
        await Expect(console["item-1"]).ToHaveAttributeAsync("aria-pressed", "true");

        // By its number, where nothing has the focus. Two takes are a second apart at the least.
        await console.Page.WaitForTimeoutAsync(1_100);
        await console.Page.EvaluateAsync("() => document.activeElement.blur()");
        await console.Page.Keyboard.PressAsync("p");
        await console["pop-number"].FillAsync("2号");
        await console.Page.Keyboard.PressAsync("Enter");
        await Expect(console.Mirror.GetByTestId("card").Locator("h2")).ToHaveTextAsync("花椒");
        await Expect(console["item-1"]).ToHaveAttributeAsync("aria-pressed", "true");
        JsonElement played = (await RundownAsync(id)).GetProperty("asPlayed");
        Assert.Equal([JsonValueKind.Null, JsonValueKind.Null], played.EnumerateArray().Select(one => one.GetProperty("rundownItemId").ValueKind));
    }

    [Fact]
    public async Task An_edit_that_comes_too_late_is_not_made_and_what_was_typed_stays()
    {
        string id = await SessionAsync("西瓜", "花椒");
        await using Window console = await open.ConsoleAsync(chromium, id);
        await console.Button("编辑 西瓜").ClickAsync();
        await console.Page.GetByLabel("计划时长").FillAsync("3:30");
        await console.Page.GetByLabel("必讲").FillAsync("产地直发\n坏果包赔");
        bool raced = false;
        await console.Page.RouteAsync("**/rundown", async route =>
        {
            // Somebody else is quicker by a moment.
            if (route.Request.Method == "POST" && !raced)
            {
                raced = true;
                _ = await EditAsync(id, new { kind = "addSection", title = "返场" });
            }
            await route.ContinueAsync();
        });
        await console.Button("保存").ClickAsync();
        await Expect(console["dialog-failure"]).ToContainTextAsync("排品表刚被别人改过");
        await Expect(console.Page.GetByLabel("计划时长")).ToHaveValueAsync("3:30");
        await Expect(console.Page.GetByLabel("必讲")).ToHaveValueAsync("产地直发\n坏果包赔");
        await Expect(console["section"]).ToHaveCountAsync(2);

        await console.Button("保存").ClickAsync();
        await Expect(console.Page.Locator("dialog[open]")).ToHaveCountAsync(0);
        await Expect(console["item-1"]).ToContainTextAsync("3:30");
        JsonElement item = (await RundownAsync(id)).GetProperty("sections")[0].GetProperty("items")[0];
        Assert.Equal(210, item.GetProperty("plannedSeconds").GetInt32());
        Assert.Equal(["产地直发", "坏果包赔"], item.GetProperty("mustSay").EnumerateArray().Select(point => point.GetString()));
    }

    [Fact]
    public async Task What_was_removed_comes_back_with_undo()
    {
        string id = await SessionAsync("西瓜", "花椒", "柿饼");
        await using Window console = await open.ConsoleAsync(chromium, id);
        await console.Button("多选").ClickAsync();
        await console["item-1"].ClickAsync();
        await console["item-3"].ClickAsync();
        await console.Page.Keyboard.PressAsync("Delete");
        await IsInOrderAsync(console, id, "item-2");
        await Expect(console["toast"]).ToContainTextAsync("已移除 2 个");
        await console["toast"].GetByRole(AriaRole.Button).ClickAsync();
        await IsInOrderAsync(console, id, "item-1", "item-2", "item-3");
        await Expect(console["toast"]).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Numbers_and_items_without_a_product_are_added_to_the_section()
    {
        string id = await SessionAsync("西瓜", "花椒", "柿饼");
        await using Window console = await open.ConsoleAsync(chromium, id);
        await console["quick"].FillAsync("３，1-2、苹果 88");
        await console.Page.Keyboard.PressAsync("Enter");
        await Expect(console["quick-said"]).ToHaveTextAsync("已加入 3 个。 看不懂：苹果。 橱窗里没有：88 号。");
        await Expect(console["quick"]).ToHaveValueAsync("苹果 88");
        await IsInOrderAsync(console, id, "item-1", "item-2", "item-3", "item-3-2", "item-1-2", "item-2-2");

        await console["add"].ClickAsync();
        await console.Button("串场（没有商品）").ClickAsync();
        await console.FillAsync("名称", "抽奖");
        await console.FillAsync("计划时长", "2");
        await console.Page.Locator("dialog").GetByRole(AriaRole.Button, new() { Name = "添加", Exact = true }).ClickAsync();
        await Expect(console.Page.Locator("[data-row]").Last).ToContainTextAsync("抽奖");
        await console.Page.Locator("[data-row]").Last.ClickAsync();
        await console["take"].ClickAsync();
        await Expect(console.Page.Locator("[data-row]").Last).ToContainTextAsync("在屏上");
        await Expect(console.Mirror.GetByTestId("card").Locator("h2")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Five_hundred_items_follow_the_keys_at_once()
    {
        string product = await open.Manager.MakeProductAsync("西瓜");
        string id = StudioClient.Id(await open.SessionAsync([.. Enumerable.Range(1, 500).Select(_ => (object)new { productId = product, priceFen = 1_000, allotted = 100, perBuyerLimit = 5 })]));
        await using Window console = await open.ConsoleAsync(chromium, id);
        await Expect(console["item-1"]).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.InRange(await console.Page.Locator("[data-row]").CountAsync(), 5, 60);
        double[] spans = await console.Page.EvaluateAsync<double[]>(
            """
            async () => {
              const next = () => document.querySelector('[data-row][aria-pressed=true]')?.dataset.id;
              const spans = [];
              for (let i = 0; i < 21; i++) {
                const before = next(), began = performance.now();
                document.body.dispatchEvent(new KeyboardEvent('keydown', { code: 'ArrowDown', bubbles: true, cancelable: true }));
                do await new Promise(done => requestAnimationFrame(done)); while (next() === before || !next());
                spans.push(performance.now() - began);
                await new Promise(done => setTimeout(done, 50));
              }
              return spans.sort((a, b) => a - b);
            }
            """);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"key to marker: median {spans[10]:F1} ms, worst {spans[20]:F1} ms"));
        Assert.True(spans[10] < 300, $"A key press moves the marker within a few frames; the median was {spans[10]} ms.");
        await Expect(console["item-22"]).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(console["item-22"]).ToBeInViewportAsync();

        // Two digits typed one after the other are one number, far outside of what is drawn.
        await console.Page.Keyboard.TypeAsync("431");
        await Expect(console["item-431"]).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(console["item-431"]).ToBeInViewportAsync();
        await console.Page.Keyboard.PressAsync("Alt+ArrowDown");
        await Wait.UntilAsync(async () => string.Join(' ', (await OrderAsync(id)).Skip(430).Take(2)) == "432 431", "number 431 stands behind 432");
    }

    [Fact]
    public async Task A_host_sees_everything_and_changes_nothing()
    {
        string id = await SessionAsync("西瓜", "花椒"), name = $"host{Guid.NewGuid():N}"[..12];
        await open.Manager.MakeAccountAsync(name, "host");
        using StudioClient host = open.Studio.Client();
        _ = (await host.SignInAsync(name)).Ok;
        await using Window console = await chromium.OpenAsync(open.Studio.Url);
        await console.TakeCookiesAsync(host, open.Studio.Url);
        await console.GoAsync($"/console/?session={id}");
        await Expect(console["item-1"]).ToContainTextAsync("下一个");
        await Expect(console["item-2"]).ToContainTextAsync("余 100");
        Assert.Equal(0, await console.Page.Locator(".rundown button, .rundown [data-testid=quick], .rundown .grip").CountAsync());
        await console["item-2"].ClickAsync();
        foreach (string key in (string[])["ArrowDown", "Alt+ArrowDown", "p", "Enter", "2", "Delete"]) await console.Page.Keyboard.PressAsync(key);
        await Expect(console.Page.Locator("dialog[open]")).ToHaveCountAsync(0);
        Assert.Equal("1 2", string.Join(' ', await OrderAsync(id)));
        Assert.Empty((await RundownAsync(id)).GetProperty("asPlayed").EnumerateArray());
        await Expect(console["item-1"]).ToContainTextAsync("下一个");
        Assert.Empty(console.Complaints);
    }

    private async Task<string> SessionAsync(params string[] names) => StudioClient.Id(await open.SessionAsync(names));

    private async Task<JsonElement> RundownAsync(string id) => (await open.Manager.GetAsync($"/api/sessions/{id}/rundown")).Ok;

    private async Task<JsonElement> EditAsync(string id, object edit)
    {
        long expected = (await RundownAsync(id)).GetProperty("revision").GetInt64();
        return (await open.Manager.PostAsync($"/api/sessions/{id}/rundown", new { operationId = StudioClient.NewOperation(), expected, edit })).Ok;
    }

    // Numbers of the showcase, as the server has them in the plan.
    private async Task<int[]> OrderAsync(string id)
    {
        Dictionary<string, int> numbers = (await open.Manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("items").EnumerateArray()
            .ToDictionary(StudioClient.Id, item => item.GetProperty("number").GetInt32(), StringComparer.Ordinal);
        return [.. (await RundownAsync(id)).GetProperty("sections").EnumerateArray().SelectMany(section => section.GetProperty("items").EnumerateArray())
            .Select(item => item.GetProperty("itemId").GetString() is { } product ? numbers[product] : 0)];
    }

    private async Task IsInOrderAsync(Window console, string id, params string[] testIds)
    {
        string wanted = string.Join(' ', testIds), numbers = string.Join(' ', testIds.Select(testId => testId.Split('-')[1]));
        await Wait.UntilAsync(async () => await console.Page.EvaluateAsync<string>("() => [...document.querySelectorAll('[data-row]')].map(row => row.dataset.testid).join(' ')") == wanted, $"the page shows {wanted}");
        await Wait.UntilAsync(async () => string.Join(' ', await OrderAsync(id)) == numbers, $"the server has {numbers}");
    }
}
