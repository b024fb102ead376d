using Studio.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>From a hold to the goods, in the viewer's room on a phone.</summary>
public sealed class RoomHandOverTests(Chromium chromium, OpenStudio open)
{
    [Fact]
    public async Task A_hold_is_taken_to_the_shop_with_its_code()
    {
        await using LiveRoom live = await LiveRoom.OpenAsync(open);
        await using Window room = await live.PhoneAsync(chromium);
        await room["shelf-1"].GetByTestId("hold").TapAsync();
        await Expect(room["message"]).ToBeVisibleAsync();
        await room["my-holds"].TapAsync();
        await room["hand"].TapAsync();
        await Expect(room["to-station"]).ToHaveCountAsync(0);
        await room["to-shop"].TapAsync();
        string code = await room["done-code"].InnerTextAsync();
        Assert.Matches("^[0-9A-Z]{4}-[0-9A-Z]{4}$", code);
        await room["close-sheet"].Last.TapAsync();
        await Expect(room["my-hold"]).ToHaveAttributeAsync("data-state", "confirmed");
        await Expect(room["my-hold"].GetByTestId("code")).ToHaveTextAsync(code);
    }

    [Fact]
    public async Task Collecting_at_a_station_asks_for_a_number_only_with_consent_and_the_number_can_be_deleted()
    {
        await using LiveRoom live = await LiveRoom.OpenAsync(open);
        await using Window room = await live.PhoneAsync(chromium);
        _ = (await open.Manager.PostAsync("/api/stations", new
        {
            operationId = StudioClient.NewOperation(),
            name = "裴介村服务站",
            township = "裴介镇",
            address = "村委会旁",
            hours = "8:00–18:00",
        })).Ok;
        await room["shelf-1"].GetByTestId("hold").TapAsync();
        await Expect(room["message"]).ToBeVisibleAsync();
        await room["my-holds"].TapAsync();
        await room["hand"].TapAsync();
        await room["to-station"].TapAsync();
        await room.Page.GetByText("裴介村服务站").ClickAsync();
        await room["phone"].FillAsync("138 0013 8000");
        await room["confirm-station"].TapAsync();
        await Expect(room.Page.GetByText("请先看说明并打勾。")).ToBeVisibleAsync();
        await room["consent"].CheckAsync();
        await room["confirm-station"].TapAsync();
        await Expect(room["done-place"]).ToContainTextAsync("裴介村服务站");
        await room["close-sheet"].Last.TapAsync();
        await Expect(room["my-hold"]).ToContainTextAsync("裴介村服务站");
        await room["close-sheet"].TapAsync();
        await Expect(room.Page.GetByText("138****")).ToBeVisibleAsync();
        await room["forget"].TapAsync();
        await Expect(room["forget"]).ToHaveCountAsync(0);
    }
}
