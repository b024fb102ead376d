using System.Text.Json;

namespace Studio.Testing;

/// <summary>A session in which guests held and confirmed, both ways: two enterprises, two stations, three guests.</summary>
public sealed record Sold(
    string Session, string Enterprise, string OtherEnterprise, string Station, string OtherStation, string[] Items, string[] Guests, JsonElement Shop, JsonElement Collected, JsonElement Elsewhere, JsonElement Running)
{
    /// <summary>The number that every guest left.</summary>
    public const string Phone = "13812345678";

    /// <summary>Makes them, sells, and confirms: one piece for the shop, three for the station, two of the other enterprise for the other station; one still runs.</summary>
    public static async Task<Sold> MakeAsync(StudioProcess studio, StudioClient manager, string productName = "=夏乐西瓜")
    {
        string enterprise = await EnterpriseAsync(manager, "夏乐瓜业", "https://shop.example/xiale"), other = await EnterpriseAsync(manager, "厚民茶业", "");
        string station = await StationAsync(manager, "水头镇站"), elsewhere = await StationAsync(manager, "裴介站");
        string melon = await ProductAsync(manager, productName, enterprise, ""), tea = await ProductAsync(manager, "厚民晋茶", other, "https://shop.example/tea/1");
        object[] items = [new { productId = melon, priceFen = 2_990, allotted = 100, perBuyerLimit = 20 }, new { productId = tea, priceFen = 9_900, allotted = 100, perBuyerLimit = 20 }];
        JsonElement session = (await manager.PostAsync("/api/sessions", new
        {
            operationId = StudioClient.NewOperation(),
            title = "助农专场",
            roomId = await manager.MakeRoomAsync(),
            plannedStart = DateTimeOffset.UnixEpoch.AddYears(55),
            items,
        })).Ok;
        string id = StudioClient.Id(session);
        string[] ids = [.. session.GetProperty("items").EnumerateArray().Select(StudioClient.Id)];
        await using Publisher publisher = Publisher.Generated(studio, await manager.MakeKeyAsync(id));
        await Wait.UntilAsync(async () => (await manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("phase").GetString() == "live", "the session is live");
        string link = await manager.MakeLinkAsync(id, "room");
        using StudioClient a = studio.Client(), b = studio.Client(), c = studio.Client();
        List<string> guests = [];
        foreach (StudioClient guest in (StudioClient[])[a, b, c])
        {
            guests.Add((await guest.EnterRoomAsync(link)).Ok.GetProperty("guestId").GetString()!);
            _ = (await guest.SendAsync(HttpMethod.Put, $"/api/room/{id}/contact", new { operationId = StudioClient.NewOperation(), phone = Phone, consent = "2026-11" })).Ok;
        }
        await Wait.UntilAsync(async () => (await a.HoldAsync(id, ids[0], 1, "first-hold")).Status == 201, "the items can be held");
        JsonElement shop = await ConfirmAsync(a, id, (await a.HoldAsync(id, ids[0], 1, "first-hold")).Ok, new { operationId = StudioClient.NewOperation(), way = "shop" });
        JsonElement collected = await ConfirmAsync(b, id, (await b.HoldAsync(id, ids[0], 3)).Ok, new { operationId = StudioClient.NewOperation(), way = "station", stationId = station });
        JsonElement away = await ConfirmAsync(c, id, (await c.HoldAsync(id, ids[1], 2)).Ok, new { operationId = StudioClient.NewOperation(), way = "station", stationId = elsewhere });
        JsonElement running = (await c.HoldAsync(id, ids[0], 1)).Ok;
        return new Sold(id, enterprise, other, station, elsewhere, ids, [.. guests], shop, collected, away, running);
    }

    /// <summary>The code of a hold's document.</summary>
    public static string Code(JsonElement hold) => hold.GetProperty("code").GetString()!;

    /// <summary>A new enterprise.</summary>
    public static async Task<string> EnterpriseAsync(StudioClient manager, string name, string shopUrl) =>
        StudioClient.Id((await manager.PostAsync("/api/enterprises", new { operationId = StudioClient.NewOperation(), name, platform = "taobao", shopUrl })).Ok);

    /// <summary>A new station.</summary>
    public static async Task<string> StationAsync(StudioClient manager, string name, bool closed = false) =>
        StudioClient.Id((await manager.PostAsync("/api/stations", new { operationId = StudioClient.NewOperation(), name, township = "水头镇", address = "中心街 1 号", hours = "8:00–18:00", closed })).Ok);

    private static async Task<string> ProductAsync(StudioClient manager, string name, string enterpriseId, string shopUrl) => StudioClient.Id((await manager.PostAsync(
        "/api/products", new { operationId = StudioClient.NewOperation(), name, unit = "个", priceFen = 2_990, kind = "watermelon", enterpriseId, shopUrl })).Ok);

    private static async Task<JsonElement> ConfirmAsync(StudioClient guest, string session, JsonElement hold, object body) =>
        (await guest.PostAsync($"/api/room/{session}/holds/{StudioClient.Id(hold)}/confirm", body)).Ok;
}
