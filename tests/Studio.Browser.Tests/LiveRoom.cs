using System.Text.Json;
using Studio.Testing;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>A live session of three items at ¥29.90, and a link to its room.</summary>
internal sealed class LiveRoom : IAsyncDisposable
{
    private readonly OpenStudio _open;
    private readonly Publisher _publisher;

    private LiveRoom(OpenStudio open, JsonElement session, string link, Publisher publisher)
    {
        (_open, Link, _publisher) = (open, link, publisher);
        (Id, Items) = (StudioClient.Id(session), [.. session.GetProperty("items").EnumerateArray().Select(StudioClient.Id)]);
    }

    public string Id { get; }

    public string[] Items { get; }

    public string Link { get; }

    /// <summary>Makes it, and waits until its pieces can be held.</summary>
    public static async Task<LiveRoom> OpenAsync(OpenStudio open, int allotted = 100, int limit = 5)
    {
        List<object> items = [];
        foreach (string name in (string[])["夏乐西瓜", "夏县麒麟大樱桃礼盒装（两斤）", "祁家河花椒"])
        {
            items.Add(new { productId = await open.Manager.MakeProductAsync(name), priceFen = 2_990, allotted, perBuyerLimit = limit });
        }
        JsonElement session = await open.SessionAsync(items);
        string id = StudioClient.Id(session), link = await open.LinkAsync(id, "room");
        var room = new LiveRoom(open, session, link, Publisher.Generated(open.Studio, await open.Manager.MakeKeyAsync(id)));
        using StudioClient guest = open.Studio.Client();
        await guest.EnterRoomAsync(link);
        await Wait.UntilAsync(async () => (await open.Manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("phase").GetString() == "live", "the session is live");
        // The ledger learns of it a moment later.
        await Wait.UntilAsync(
            async () => await guest.HoldAsync(id, room.Items[2], 1) is { Status: 201 } held
                && (await guest.SendAsync(HttpMethod.Delete, $"/api/room/{id}/holds/{StudioClient.Id(held.Body)}?operationId={StudioClient.NewOperation()}", null)).Status == 200,
            "pieces can be held");
        return room;
    }

    /// <summary>The room on a small phone, connected.</summary>
    public async Task<Window> PhoneAsync(Chromium chromium)
    {
        Window room = await chromium.OpenAsync(_open.Studio.Url, 360, 640, touch: true);
        await room.GoAsync(Link);
        await Expect(room["shelf-1"]).ToBeVisibleAsync();
        await Expect(room["line"]).ToHaveCountAsync(0);
        return room;
    }

    /// <summary>Takes the first card.</summary>
    public async Task TakeAsync(int index) => _ = (await _open.Manager.TakeAsync(Id, Items[index], 0)).Ok;

    public ValueTask DisposeAsync() => _publisher.DisposeAsync();
}
