using System.Text.Json;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>The keys and boxes of the control room, in a hurry.</summary>
public sealed class ControlRoomDeskTests(Chromium chromium, OpenStudio open)
{
    private readonly Desk _desk = new(chromium, open);

    [Fact]
    public async Task Twenty_presses_in_a_second_are_one_take()
    {
        string id = await _desk.SessionAsync(4);
        await using Window console = await _desk.ConsoleAsync(id);
        await console.Page.Keyboard.PressAsync("2");
        for (int press = 0; press < 20; press++)
        {
            await console.Page.Keyboard.PressAsync("Enter");
            await Task.Delay(40);
        }
        await Expect(console.Mirror.GetByTestId("card").Locator("h2")).ToHaveTextAsync("商品二");
        await Expect(console["item-3"]).ToHaveAttributeAsync("aria-pressed", "true");
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await _desk.RevisionAsync(id));
        await Expect(console["failure"]).ToHaveCountAsync(0);

        // Held down it is one press, too.
        for (int repeat = 0; repeat < 5; repeat++) await console.Page.Keyboard.DownAsync("Enter");
        await console.Page.Keyboard.UpAsync("Enter");
        await Expect(console.Mirror.GetByTestId("card").Locator("h2")).ToHaveTextAsync("商品三");
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.Equal(2, await _desk.RevisionAsync(id));
    }

    [Fact]
    public async Task Enter_in_a_field_or_in_the_middle_of_a_Chinese_word_takes_nothing()
    {
        string id = await _desk.SessionAsync(2);
        await using Window console = await _desk.ConsoleAsync(id);
        await console.Page.Keyboard.PressAsync("1");
        foreach (string field in (string[])["message", "new-price"])
        {
            await console[field].FocusAsync();
            foreach (string key in (string[])["Enter", "2", "p", "Escape"]) await console.Page.Keyboard.PressAsync(key);
        }
        await console.Page.EvaluateAsync(
            """
            () => {
              document.activeElement.blur();
              const press = (more) => document.body.dispatchEvent(new KeyboardEvent('keydown', { code: 'Enter', key: 'Enter', bubbles: true, ...more }));
              press({ isComposing: true });
              press({ keyCode: 229, key: 'Process' });
              press({ repeat: true });
            }
            """);
        await Expect(console["item-1"]).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Equal(0, await _desk.RevisionAsync(id));
        await Expect(console["take"]).ToBeEnabledAsync();
    }

    [Fact]
    public async Task Keys_pop_without_moving_the_plan_and_undo_takes_the_one_before()
    {
        string id = await _desk.SessionAsync(4);
        await using Window console = await _desk.ConsoleAsync(id), other = await _desk.ConsoleAsync(await _desk.OperatorAsync(), id);
        await Desk.TakeAsync(console, "1");
        await Expect(other["item-2"]).ToHaveAttributeAsync("aria-pressed", "true");
        await Task.Delay(TimeSpan.FromSeconds(1.1));
        await console.Page.EvaluateAsync("() => document.activeElement.blur()");
        await console.Page.Keyboard.PressAsync("p");
        await console["pop-number"].FillAsync("4");
        await console.Page.Keyboard.PressAsync("Enter");
        await Expect(console.Mirror.GetByTestId("card").Locator("h2")).ToHaveTextAsync("商品四");
        JsonElement board = (await open.Manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("board");
        Assert.Equal("r2", board.GetProperty("nextId").GetString());
        await Task.Delay(TimeSpan.FromSeconds(1.1));
        await console.Page.Keyboard.PressAsync("u");
        await Expect(console.Mirror.GetByTestId("card").Locator("h2")).ToHaveTextAsync("商品一");
        await console.Page.Keyboard.PressAsync("Escape");
        await Expect(console.Mirror.Locator("article")).ToHaveCountAsync(0);
        await console.Page.Keyboard.PressAsync("m");
        await Expect(console["message"]).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_price_is_hidden_from_viewers_until_it_is_called()
    {
        string id = await _desk.SessionAsync(1);
        await using Window console = await _desk.ConsoleAsync(id), overlay = await _desk.OverlayAsync(open.Studio, await open.LinkAsync(id, "overlay"));
        await using Window room = await chromium.OpenAsync(open.Studio.Url, 390, 844);
        await room.GoAsync(await open.LinkAsync(id, "room"));
        await Expect(console["viewers"]).ToHaveTextAsync("1 人在看");
        await console.Page.Keyboard.PressAsync("1");
        await console["hide-price"].ClickAsync();
        await Expect(console["hide-price"]).ToHaveTextAsync("开价");
        await Desk.TakeAsync(console, "1");
        await Expect(overlay["card"]).ToContainTextAsync("待开价");
        await Expect(overlay["card"]).Not.ToContainTextAsync("29");
        await Expect(room["shelf-1"]).ToContainTextAsync("待开价");
        await console["hide-price"].ClickAsync();
        await Expect(overlay["card"]).ToContainTextAsync("29");
        await Expect(room["shelf-1"]).ToContainTextAsync("¥29.90");
    }

    [Fact]
    public async Task A_flash_offer_counts_down_on_the_console_and_in_the_room_lowers_the_price_everywhere_and_ends_by_hand()
    {
        string id = await _desk.SessionAsync(1);
        await using Window console = await _desk.ConsoleAsync(id), overlay = await _desk.OverlayAsync(open.Studio, await open.LinkAsync(id, "overlay"));
        await using Window room = await chromium.OpenAsync(open.Studio.Url, 390, 844);
        await room.GoAsync(await open.LinkAsync(id, "room"));
        await Desk.TakeAsync(console, "1");
        await console["offer-price"].FillAsync("19.9");
        await console["offer-minutes"].FillAsync("2");
        await console["start-offer"].ClickAsync();
        await Expect(console["offer-left"]).ToContainTextAsync("还剩 1:5");
        await Expect(overlay["card"]).ToContainTextAsync("19");
        await Expect(room["shelf-1"].GetByTestId("offer")).ToContainTextAsync("1:5");
        await Expect(room["shelf-1"]).ToContainTextAsync("¥19.90");
        await console["end-offer"].ClickAsync();
        await Expect(overlay["card"]).ToContainTextAsync("29");
        await Expect(console.Page.Locator("[data-testid=event][data-what=offerEnd]")).ToHaveCountAsync(1);
    }
}
