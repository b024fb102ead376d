using Studio.Api.Catalog;
using Studio.Api.Live;
using Studio.Grains.Catalog;
using Studio.Grains.Live;

namespace Studio.Api.Demo;

/// <summary>The base of the demonstration: rooms, the four specialities of Xia County (夏都四贵) and other goods, and a rundown.</summary>
internal static class DemoBase
{
    private static readonly string[] Rooms = ["南大里一号直播间", "南大里二号直播间", "共享直播中心 · 大厅"];

    private static readonly (string Name, string Unit, long Fen, ProductKind Kind, int Allotted, int Limit)[] Goods =
    [
        ("夏乐西瓜 · 南大里沙地头茬瓜 整颗8–10斤", "个", 2_990, ProductKind.Watermelon, 200, 4),
        ("宇达青铜 · 四羊方尊文创摆件", "件", 39_800, ProductKind.Bronze, 30, 1),
        ("格瑞特红酒 · 赤霞珠干红 750ml", "瓶", 12_800, ProductKind.Wine, 120, 6),
        ("厚民晋茶 · 连翘叶茶 礼盒装", "盒", 9_900, ProductKind.Tea, 80, 5),
        ("夏县红富士苹果 80mm 以上 精品果", "箱", 4_590, ProductKind.Apple, 150, 5),
        ("祁家河花椒 · 大红袍 当年新椒", "袋", 2_580, ProductKind.Pepper, 90, 10),
        ("泗交柿饼 · 古法晾晒 自然出霜", "斤", 1_880, ProductKind.Persimmon, 60, 10),
        ("水头鲜桃 · 当日采摘", "箱", 3_990, ProductKind.Peach, 5, 2),
        ("瑶峰阳光玫瑰葡萄", "串", 2_200, ProductKind.Grape, 100, 6),
        ("庙前设施蔬菜 · 当季组合 五种一箱", "箱", 3_300, ProductKind.Vegetable, 70, 3),
    ];

    /// <summary>The open demo session, or a new one; everything it needs is made if it is not there. Repeating it makes nothing twice.</summary>
    public static async Task<SessionDetail> EnsureSessionAsync(DemoClient api, DateTimeOffset now)
    {
        Room[] rooms = await Task.WhenAll(Rooms.Select((name, index) => api.PostAsync<Room>("/api/rooms", new { operationId = $"demo-room-{index}", name })));
        ProductDto[] products = await Task.WhenAll(Goods.Select((good, index) => api.PostAsync<ProductDto>("/api/products",
            new { operationId = $"demo-product-{index}", name = good.Name, unit = good.Unit, priceFen = good.Fen, kind = good.Kind })));
        SessionSummary[] sessions = await api.GetAsync<SessionSummary[]>("/api/sessions");
        if (sessions.FirstOrDefault(session => session.Phase != SessionPhase.Ended) is { } open) return await api.GetAsync<SessionDetail>($"/api/sessions/{open.Id}");
        return await api.PostAsync<SessionDetail>("/api/sessions", new
        {
            operationId = DemoClient.NewOperation(),
            title = "夏都四贵 · 助农专场",
            roomId = rooms[0].Id,
            plannedStart = now,
            items = products.Zip(Goods, (product, good) => new { productId = product.Id, priceFen = good.Fen, allotted = good.Allotted, perBuyerLimit = good.Limit }),
        });
    }
}
