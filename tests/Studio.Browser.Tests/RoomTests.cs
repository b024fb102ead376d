using System.Text.Json;
using System.Text.RegularExpressions;
using Studio.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>Holding and waiting in the viewer's room, on a phone.</summary>
public sealed class RoomTests(Chromium chromium, OpenStudio open)
{
    [Fact]
    public async Task A_piece_is_held_at_the_price_on_the_button_counts_down_and_is_given_back_by_undo()
    {
        await using LiveRoom live = await LiveRoom.OpenAsync(open);
        await using Window room = await live.PhoneAsync(chromium);
        await live.TakeAsync(0);
        await Expect(room["shelf-1"].GetByTestId("hold")).ToContainTextAsync("¥29.90");
        await room["shelf-1"].GetByTestId("hold").TapAsync();
        await Expect(room["message"]).ToContainTextAsync("已为您预留 1 件");
        await Expect(room["my-holds"]).ToContainTextAsync("1");
        await Expect(room["soonest"]).ToHaveTextAsync(new Regex(@"^1[45]:\d\d$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await room["next-step"].TapAsync();
        await Expect(room["message"]).ToContainTextAsync("已放弃");
        await Expect(room["soonest"]).ToHaveCountAsync(0);
        // The picture is asked for a moment before the recorder has closed its first segment.
        Assert.DoesNotContain(room.Complaints, text => !text.Contains("404", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_higher_price_than_the_one_that_was_seen_is_refused_and_held_only_when_the_viewer_says_so()
    {
        await using LiveRoom live = await LiveRoom.OpenAsync(open);
        await using Window room = await live.PhoneAsync(chromium);
        await Expect(room["shelf-2"].GetByTestId("hold")).ToContainTextAsync("¥29.90");
        // The word of the new price is on its way, as on a slow line.
        string id = live.Id, item = live.Items[1];
        bool raised = false;
        await room.Page.RouteAsync("**/api/room/*/holds", async route =>
        {
            if (!raised) _ = (await open.Manager.PostAsync($"/api/sessions/{id}/items/{item}/price", new { operationId = StudioClient.NewOperation(), priceFen = 3_990 })).Ok;
            await Wait.UntilAsync(async () => raised || await IsRefusedAsync(live.Link, id, item, 2_990), "the ledger has the new price");
            raised = true;
            await route.ContinueAsync();
        });
        await room["shelf-2"].GetByTestId("hold").TapAsync();
        await Expect(room["failure"]).ToContainTextAsync("¥39.90");
        await room["next-step"].TapAsync();
        await Expect(room["message"]).ToContainTextAsync("已为您预留 1 件");
        await room["my-holds"].TapAsync();
        await Expect(room["my-hold"]).ToContainTextAsync("¥39.90");
    }

    [Fact]
    public async Task Who_waits_for_a_sold_out_item_is_offered_what_comes_back_and_takes_it()
    {
        await using LiveRoom live = await LiveRoom.OpenAsync(open, allotted: 2, limit: 2);
        string id = live.Id, item = live.Items[0];
        using StudioClient other = open.Studio.Client();
        await other.EnterRoomAsync(live.Link);
        string held = StudioClient.Id((await other.HoldAsync(id, item, 2)).Ok);
        await using Window room = await live.PhoneAsync(chromium);
        await Expect(room["shelf-1"].GetByTestId("left")).ToHaveTextAsync("已约满");
        await room["shelf-1"].GetByTestId("wait").TapAsync();
        await Expect(room["message"]).ToContainTextAsync("第 1 位");
        await Expect(room["shelf-1"].GetByTestId("leave")).ToBeVisibleAsync();
        _ = (await other.SendAsync(HttpMethod.Delete, $"/api/room/{id}/holds/{held}?operationId={StudioClient.NewOperation()}", null)).Ok;
        // The list of holds opens by itself: a turn lasts two minutes.
        await Expect(room["my-hold"]).ToHaveAttributeAsync("data-state", "offered");
        await room["accept"].TapAsync();
        await Expect(room["my-hold"]).ToHaveAttributeAsync("data-state", "held");
        await Expect(room["my-hold"].GetByTestId("countdown")).ToContainTextAsync("1");
    }

    [Fact]
    public async Task Whose_hold_staff_cancels_is_told_at_once_and_sees_it_gone_without_a_press()
    {
        await using LiveRoom live = await LiveRoom.OpenAsync(open);
        await using Window room = await live.PhoneAsync(chromium);
        await room["shelf-1"].GetByTestId("hold").TapAsync();
        await Expect(room["message"]).ToContainTextAsync("已为您预留 1 件");
        string held = (await open.Manager.GetAsync($"/api/sessions/{live.Id}/holds?state=held")).Ok.GetProperty("rows")[0].GetProperty("holdId").GetString()!;
        _ = (await open.Manager.PostAsync($"/api/sessions/{live.Id}/holds/{held}/cancel", new { operationId = StudioClient.NewOperation(), why = "包装破损" })).Ok;
        // Nobody who does not wait asks by themselves.
        await Expect(room["failure"]).ToContainTextAsync("的预留已被取消");
        await Expect(room["soonest"]).ToHaveCountAsync(0);
        await room["my-holds"].TapAsync();
        await Expect(room["my-hold"]).ToHaveAttributeAsync("data-state", "released");
    }

    [Fact]
    public async Task A_line_that_was_lost_keeps_everything_and_comes_back_by_itself()
    {
        await using LiveRoom live = await LiveRoom.OpenAsync(open);
        await using Window room = await live.PhoneAsync(chromium);
        await room["shelf-1"].GetByTestId("hold").TapAsync();
        await Expect(room["message"]).ToBeVisibleAsync();
        await room.Context.SetOfflineAsync(true);
        await room["shelf-2"].GetByTestId("hold").TapAsync();
        await Expect(room["failure"]).ToContainTextAsync("再按一次也不会重复预留");
        await Expect(room["shelf-1"]).ToBeVisibleAsync();
        await room.Context.SetOfflineAsync(false);
        await room["next-step"].TapAsync();
        await Expect(room["message"]).ToContainTextAsync("已为您预留 1 件");
        await room["my-holds"].TapAsync();
        await Expect(room["my-hold"]).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task A_proof_that_is_asked_for_is_found_and_sent_with_the_same_operation()
    {
        await using LiveRoom live = await LiveRoom.OpenAsync(open);
        await using Window room = await live.PhoneAsync(chromium);
        List<JsonElement> sent = [];
        await room.Page.RouteAsync("**/api/room/*/holds", async route =>
        {
            sent.Add(JsonDocument.Parse(route.Request.PostData!).RootElement);
            if (sent.Count > 1) await route.FulfillAsync(new() { Status = 409, ContentType = "application/problem+json", Body = """{"code":"sold-out","left":0,"waiting":3}""" });
            else await route.FulfillAsync(new() { Status = 429, ContentType = "application/problem+json", Body = """{"code":"proof-needed","challenge":"studio","bits":12}""" });
        });
        await room["shelf-1"].GetByTestId("hold").TapAsync();
        await Expect(room["failure"]).ToContainTextAsync("前面有 3 人");
        Assert.Equal("384", sent[1].GetProperty("proof").GetProperty("nonce").GetString());
        Assert.Equal(sent[0].GetProperty("operationId").GetString(), sent[1].GetProperty("operationId").GetString());
        await Expect(room["next-step"]).ToHaveTextAsync("排候补");
    }

    // Another viewer finds out; a hold that is still given is given back.
    private async Task<bool> IsRefusedAsync(string link, string session, string item, long seenPriceFen)
    {
        using StudioClient other = open.Studio.Client();
        await other.EnterRoomAsync(link);
        Answer answer = await other.PostAsync($"/api/room/{session}/holds", new { operationId = StudioClient.NewOperation(), itemId = item, quantity = 1, seenPriceFen });
        if (answer.Status == 201) _ = (await other.SendAsync(HttpMethod.Delete, $"/api/room/{session}/holds/{StudioClient.Id(answer.Body)}?operationId={StudioClient.NewOperation()}", null)).Ok;
        return answer.Code == "price-changed";
    }
}
