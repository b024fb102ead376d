using System.Text.Json;
using Studio.Api.Catalog;
using Studio.Api.Live;
using Studio.Api.People;
using Studio.Api.Showcase;
using Studio.Api.Stations;
using Studio.Grains.Catalog;

namespace Studio.Api.Demo;

/// <summary>
/// Who sells in the demonstration and where it is collected, an offer or two, and a few viewers: some take their goods, and of the peaches there are too few,
/// so somebody waits.
/// </summary>
internal static class DemoTrade
{
    /// <summary>The account of the first station's staff.</summary>
    public const string StationAccount = "demo-station";

    private const string ViewerPhone = "13800000000", Consent = "2026-11"; // nobody's number

    // The shops are pages of an address that is kept for examples.
    private static readonly (string Name, SalesPlatform Platform, string ShopUrl)[] Sellers =
    [
        ("南大里果蔬专业合作社", SalesPlatform.Kuaishou, "https://example.com/nandali-fruit"),
        ("宇达青铜文化", SalesPlatform.Taobao, "https://example.com/yuda-bronze"),
        ("格瑞特酒庄", SalesPlatform.Douyin, "https://example.com/great-wine"),
        ("厚民晋茶", SalesPlatform.Pinduoduo, "https://example.com/houmin-tea"),
    ];

    private static readonly (string Name, string Township, string Address, string Hours)[] Places =
    [
        ("南大里村服务站", "南大里乡", "南大里村村口，直播基地旁", "每天 8:00–18:00"),
        ("水头镇电商服务站", "水头镇", "水头镇政府西 100 米", "每天 9:00–17:30"),
    ];

    /// <summary>The sellers, in the order in which <see cref="DemoBase"/> counts them.</summary>
    public static Task<EnterpriseDto[]> SellersAsync(DemoClient api) => Task.WhenAll(Sellers.Select((seller, index) => api.PostAsync<EnterpriseDto>(
        "/api/enterprises", new { operationId = $"demo-seller-{index}", name = seller.Name, platform = seller.Platform, shopUrl = seller.ShopUrl })));

    /// <summary>Two stations, and somebody who works at the first.</summary>
    public static async Task<StationDto[]> StationsAsync(DemoClient api, string password)
    {
        StationDto[] stations = await Task.WhenAll(Places.Select((place, index) => api.PostAsync<StationDto>(
            "/api/stations", new { operationId = $"demo-station-{index}", name = place.Name, township = place.Township, address = place.Address, hours = place.Hours })));
        // The password is hashed anew each time, so a repeat is another command: it is refused, and the account is there.
        await api.TryPostAsync("/api/accounts", new { operationId = "demo-station-staff", name = StationAccount, displayName = "演示站点 Demo station", password, roles = (string[])["station"] });
        await api.PutAsync<AccountDto>($"/api/accounts/{StationAccount}/station", new { operationId = DemoClient.NewOperation(), stationId = stations[0].Id });
        return stations;
    }

    /// <summary>Apples get dearer step by step, until somebody ends it; the watermelon is in a flash sale for an hour.</summary>
    public static async Task OfferAsync(DemoClient api, SessionDetail session)
    {
        object[] steps = [new { upTo = 30, priceFen = 3_890 }, new { upTo = 80, priceFen = 4_290 }];
        await StartAsync(api, session, 5, new { operationId = $"demo-steps-{session.Id[2..]}", kind = "step", steps });
        await StartAsync(api, session, 1, new { operationId = $"demo-flash-{session.Id[2..]}", kind = "flash", priceFen = 1_990, quantity = 60, seconds = 3_600 });
    }

    /// <summary>Viewers come in through the room's link. What one of them is refused is no reason to stop.</summary>
    public static async Task VisitAsync(string origin, string capability, SessionDetail session, IReadOnlyList<StationDto> stations)
    {
        string melon = Item(session, 1), apples = Item(session, 5), peaches = Item(session, 8);
        using DemoClient first = await EnterAsync(origin, capability), second = await EnterAsync(origin, capability), third = await EnterAsync(origin, capability);
        await CollectAsync(first, session.Id, await HoldAsync(first, session.Id, peaches, 2), stations[0].Id);
        await CollectAsync(first, session.Id, await HoldAsync(first, session.Id, melon, 2), stations[0].Id);
        await CollectAsync(second, session.Id, await HoldAsync(second, session.Id, peaches, 2), stations[1].Id);
        if (await HoldAsync(second, session.Id, apples, 3) is { } order) await second.TryPostAsync($"{Room(session.Id)}/holds/{order.Id}/confirm", new { operationId = DemoClient.NewOperation(), way = "shop" });
        await HoldAsync(third, session.Id, peaches, 1);
        foreach (int _ in (int[])[1, 2])
        {
            using DemoClient waits = await EnterAsync(origin, capability);
            await waits.TryPostAsync($"{Room(session.Id)}/waiting", new { operationId = DemoClient.NewOperation(), itemId = peaches, quantity = 1 });
        }
    }

    private static Task StartAsync(DemoClient api, SessionDetail session, int number, object offer) =>
        api.PostAsync<JsonElement>($"/api/sessions/{session.Id}/items/{Item(session, number)}/offer", offer);

    private static async Task<DemoClient> EnterAsync(string origin, string capability)
    {
        var viewer = new DemoClient(origin);
        await viewer.PostAsync<GuestDto>("/api/guest", new { capability });
        return viewer;
    }

    private static Task<HoldDto?> HoldAsync(DemoClient viewer, string sessionId, string itemId, int quantity) =>
        viewer.FindAsync<HoldDto>($"{Room(sessionId)}/holds", new { operationId = DemoClient.NewOperation(), itemId, quantity });

    private static async Task CollectAsync(DemoClient viewer, string sessionId, HoldDto? hold, string stationId)
    {
        if (hold is null) return;
        await viewer.PutAsync<ContactDto>($"{Room(sessionId)}/contact", new { operationId = DemoClient.NewOperation(), phone = ViewerPhone, consent = Consent });
        await viewer.TryPostAsync($"{Room(sessionId)}/holds/{hold.Id}/confirm", new { operationId = DemoClient.NewOperation(), way = "station", stationId });
    }

    private static string Room(string sessionId) => $"/api/room/{sessionId}";

    private static string Item(SessionDetail session, int number) => session.Items.First(item => item.Number == number).Id;
}
