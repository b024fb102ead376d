using Studio.Api.Catalog;
using Studio.Api.Live;
using Studio.Grains.Catalog;
using Studio.Grains.Live;

namespace Studio.Api.Demo;

/// <summary>The base of the demonstration: rooms, the four specialities of Xia County (夏都四贵) and other goods, and a rundown.</summary>
internal static class DemoBase
{
    private static readonly string[] Rooms = ["南大里一号直播间", "南大里二号直播间", "共享直播中心 · 大厅"];

    private static readonly (string Name, string Unit, long Fen, ProductKind Kind, int Allotted, int Limit, string Origin, int Seller)[] Goods =
    [
        ("夏乐西瓜 · 南大里沙地头茬瓜 整颗8–10斤", "个", 2_990, ProductKind.Watermelon, 200, 4, "山西夏县 · 南大里", 0),
        ("宇达青铜 · 四羊方尊文创摆件", "件", 39_800, ProductKind.Bronze, 30, 1, "山西夏县 · 宇达", 1),
        ("格瑞特红酒 · 赤霞珠干红 750ml", "瓶", 12_800, ProductKind.Wine, 120, 6, "山西夏县 · 瑶台山", 2),
        ("厚民晋茶 · 连翘叶茶 礼盒装", "盒", 9_900, ProductKind.Tea, 80, 5, "山西夏县 · 中条山", 3),
        ("夏县红富士苹果 80mm 以上 精品果", "箱", 4_590, ProductKind.Apple, 150, 5, "山西夏县 · 裴介", 0),
        ("祁家河花椒 · 大红袍 当年新椒", "袋", 2_580, ProductKind.Pepper, 90, 10, "山西夏县 · 祁家河", 0),
        ("泗交柿饼 · 古法晾晒 自然出霜", "斤", 1_880, ProductKind.Persimmon, 60, 10, "山西夏县 · 泗交", 0),
        ("水头鲜桃 · 当日采摘", "箱", 3_990, ProductKind.Peach, 5, 2, "山西夏县 · 水头", 0),
        ("瑶峰阳光玫瑰葡萄", "串", 2_200, ProductKind.Grape, 100, 6, "山西夏县 · 瑶峰", 0),
        ("庙前设施蔬菜 · 当季组合 五种一箱", "箱", 3_300, ProductKind.Vegetable, 70, 3, "山西夏县 · 庙前", 0),
    ];

    /// <summary>The open demo session, or a new one; everything it needs is made if it is not there. Repeating it makes nothing twice.</summary>
    public static async Task<SessionDetail> EnsureSessionAsync(DemoClient api, DateTimeOffset now)
    {
        Room[] rooms = await Task.WhenAll(Rooms.Select((name, index) => api.PostAsync<Room>("/api/rooms", new { operationId = $"demo-room-{index}", name })));
        EnterpriseDto[] sellers = await DemoTrade.SellersAsync(api);
        ProductDto[] products = await Task.WhenAll(Goods.Select((good, index) => api.PostAsync<ProductDto>("/api/products",
            new { operationId = $"demo-goods-{index}", name = good.Name, unit = good.Unit, priceFen = good.Fen, kind = good.Kind, origin = good.Origin, enterpriseId = sellers[good.Seller].Id })));
        SessionSummary[] sessions = await api.GetAsync<SessionSummary[]>("/api/sessions");
        if (sessions.FirstOrDefault(session => session.Phase != SessionPhase.Ended) is { } open) return await api.GetAsync<SessionDetail>($"/api/sessions/{open.Id}");
        SessionDetail made = await api.PostAsync<SessionDetail>("/api/sessions", new
        {
            operationId = DemoClient.NewOperation(),
            title = "夏都四贵 · 助农专场",
            roomId = rooms[0].Id,
            plannedStart = now,
            items = products.Zip(Goods, (product, good) => new { productId = product.Id, priceFen = good.Fen, allotted = good.Allotted, perBuyerLimit = good.Limit }),
        });
        await api.PostAsync<RundownDto>($"/api/sessions/{made.Id}/rundown", new { operationId = DemoClient.NewOperation(), expected = 1, edit = new RundownEdit(RundownEditKind.Replace, Sections: Plan) });
        return made;
    }

    /// <summary>The plan: an opening, the four specialities, fruit and vegetables of the season, a closing.</summary>
    private static IReadOnlyList<RundownPart> Plan =>
    [
        new("开场", [new RundownEntry(60, Title: "开场白 · 介绍南大里", MustSay: ["夏县是华夏发源地", "今天全部现货，预留不用付款"])]),
        new("夏都四贵",
        [
            Item(1, 90, Templates.LowerThird, "两颗起送，坏果包赔", ["南大里沙地头茬瓜", "糖度 12 以上，昨天摘的", "整颗 8–10 斤"], ["不说“最甜”“第一”"]),
            Item(2, 120, "side-panel", "附收藏证书", ["失蜡法铸造，宇达厂里出的", "摆件，不是文物"], ["不说“升值”“投资”"]),
            Item(3, 90, "big-price", "买二送开瓶器", ["赤霞珠干红，750 毫升", "未成年人不能买酒"], ["不说“养生”“软化血管”"]),
            Item(4, 90, "origin", "礼盒装", ["连翘叶炒制，中条山产"], ["不说治病、降压"]),
        ]),
        new("应季鲜货",
        [
            Item(5, 60, Templates.LowerThird, "", ["80 毫米以上精品果"], []), Item(6, 60, "origin", "", ["祁家河大红袍，当年新椒"], []),
            Item(7, 60, "side-panel", "", ["古法晾晒，自然出霜"], []), Item(8, 45, "big-price", "当日采摘，限量", ["只有五箱"], []),
            Item(9, 60, Templates.LowerThird, "", [], []), Item(10, 60, Templates.LowerThird, "五种一箱", [], []),
        ]),
        new("收尾", [new RundownEntry(60, Title: "感谢 · 预告下一场")]),
    ];

    private static RundownEntry Item(int number, int seconds, string template, string mechanism, string[] mustSay, string[] mustNotSay) =>
        new(seconds, $"i{number}", MustSay: mustSay, MustNotSay: mustNotSay, Mechanism: mechanism, Template: template);
}
