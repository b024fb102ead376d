using System.Collections.Concurrent;
using System.Text.Json;
using Studio.Testing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>The viewer's room while the session is only rehearsed.</summary>
public sealed class RoomRehearsalTests(Chromium chromium, OpenStudio open)
{
    [Fact]
    public async Task Who_comes_while_it_is_rehearsed_is_told_that_it_is_not_live_and_sees_neither_card_nor_picture()
    {
        JsonElement session = await open.SessionAsync("夏乐西瓜", "祁家河花椒");
        string id = StudioClient.Id(session), link = await open.LinkAsync(id, "room");
        await RehearseAsync(id, on: true);
        await using Publisher publisher = Publisher.Generated(open.Studio, await open.Manager.MakeKeyAsync(id));
        await Wait.UntilAsync(async () => (await open.Manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("recording").GetProperty("available").GetBoolean(), "the rehearsal is recorded");
        await using Window room = await chromium.OpenAsync(open.Studio.Url, 360, 640, touch: true);
        ConcurrentQueue<string> frames = [], media = [];
        room.Page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => frames.Enqueue(frame.Text ?? "");
        room.Page.Request += (_, request) =>
        {
            if (request.Url.Contains("/media/sessions/", StringComparison.Ordinal)) media.Enqueue(request.Url);
        };
        await room.GoAsync(link);
        await Expect(room["rehearsal"]).ToBeVisibleAsync();
        await Expect(room["line"]).ToHaveCountAsync(0);

        long revision = await TakeNowAsync(id, session, 0);
        // What the studio tells of that take has come: from here on it would be seen.
        await Wait.UntilAsync(() => Task.FromResult(frames.Any(frame => frame.Contains($"\"revision\":{revision},", StringComparison.Ordinal))), "the page has heard of the take");
        await Expect(room["phase"]).ToHaveTextAsync("未开播");
        await Expect(room["picture"]).ToContainTextAsync("直播还没开始");
        await Expect(room["picture"].Locator("img, video")).ToHaveCountAsync(0);
        await Expect(room["play"]).ToHaveCountAsync(0);
        await Expect(room.Page.Locator("section.current")).ToHaveCountAsync(0);
        await Expect(room["shelf-1"].GetByTestId("hold")).ToBeDisabledAsync();
        await Expect(room["shelf-1"]).ToContainTextAsync("彩排中，开播后可预留");
        Assert.DoesNotContain(frames, frame => frame.Contains("\"card\":{", StringComparison.Ordinal));
        Assert.Empty(media);

        // The same page, once it is live: what was missing is missed for a reason.
        await RehearseAsync(id, on: false);
        await Expect(room["phase"]).ToHaveTextAsync("直播中");
        await Expect(room["rehearsal"]).ToHaveCountAsync(0);
        await TakeNowAsync(id, session, 1);
        await Expect(room.Page.Locator("section.current").GetByTestId("shelf-2")).ToBeVisibleAsync();
        await Expect(room["picture"].Locator("img, video").First).ToBeAttachedAsync();
    }

    private async Task RehearseAsync(string id, bool on) => _ = (await open.Manager.PostAsync($"/api/sessions/{id}/rehearsal", new { operationId = StudioClient.NewOperation(), on })).Ok;

    // A rehearsal begins an epoch of its own. The revision that the take made.
    private async Task<long> TakeNowAsync(string id, JsonElement session, int index)
    {
        string itemId = StudioClient.Id(session.GetProperty("items")[index]);
        JsonElement head = (await open.Manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("onAir");
        object expected = new { epoch = head.GetProperty("epoch").GetInt32(), revision = head.GetProperty("revision").GetInt64() };
        return (await open.Manager.PostAsync($"/api/sessions/{id}/take", new { operationId = StudioClient.NewOperation(), itemId, expected })).Ok.GetProperty("revision").GetInt64();
    }
}
