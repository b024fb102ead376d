namespace Studio.Api.Handovers;

/// <summary>The words of exported lists. Screens have their own; the formulas are the same in both.</summary>
internal sealed class HandoverTexts
{
    /// <summary>Figures that have a formula, in their order.</summary>
    public static readonly string[] Figures = ["held", "confirmed", "paid", "handedOver", "settled", "waiting", "missing", "promised", "paidAmount", "difference", "paidWithoutHold"];

    private readonly Dictionary<string, string> _texts;

    private HandoverTexts(Func<(string Chinese, string English), string> language) =>
        _texts = Texts.ToDictionary(text => text.Key, text => language((text.Chinese, text.English)), StringComparer.Ordinal);

    /// <summary>The text of that name.</summary>
    public string this[string name] => _texts[name];

    public static HandoverTexts Of(string language) => language.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? English : Chinese;

    private static HandoverTexts Chinese => field ??= new(text => text.Chinese);

    private static HandoverTexts English => field ??= new(text => text.English);

    private static (string Key, string Chinese, string English)[] Texts =>
    [
        ("file.holds", "锁单", "holds"),
        ("file.pickList", "提货单", "pick-list"),
        ("file.reconciliation", "对账", "reconciliation"),
        ("sheet.holds", "锁单", "Holds"),
        ("sheet.pickList", "提货单", "Pick list"),
        ("sheet.enterprises", "企业", "Enterprises"),
        ("sheet.items", "商品", "Items"),
        ("sheet.orders", "没有锁单的订单", "Orders without a hold"),
        ("sheet.formulas", "算法", "Formulas"),
        ("enterprise", "企业", "Enterprise"),
        ("noEnterprise", "（未指定企业）", "(no enterprise)"),
        ("code", "提货码", "Code"),
        ("number", "序号", "No."),
        ("product", "商品", "Product"),
        ("unit", "单位", "Unit"),
        ("pieces", "件数", "Pieces"),
        ("price", "单价（元）", "Price (yuan)"),
        ("discount", "优惠（元）", "Discount (yuan)"),
        ("total", "合计（元）", "Total (yuan)"),
        ("placedAt", "锁单时间", "Held at"),
        ("confirmedAt", "确认时间", "Confirmed at"),
        ("way", "去向", "Hand-over"),
        ("way.Shop", "到店铺下单", "Enterprise's shop"),
        ("way.Station", "站点提货", "Station"),
        ("station", "站点", "Station"),
        ("buyer", "买家代号", "Buyer"),
        ("phone", "电话", "Phone"),
        ("standing", "状态", "State"),
        ("standing.Held", "预留中", "Held"),
        ("standing.Waiting", "待付", "Waiting"),
        ("standing.Missing", "未付", "Missing"),
        ("standing.Paid", "已付", "Paid"),
        ("standing.HandedOver", "已提货", "Handed over"),
        ("handedOverAt", "提货时间", "Handed over at"),
        ("paidPieces", "已付件数", "Pieces paid"),
        ("orders", "订单编号", "Orders"),
        ("orderNumber", "订单编号", "Order number"),
        ("status", "订单状态", "Order status"),
        ("paidAt", "付款时间", "Paid at"),
        ("remark", "买家留言", "Buyer's remark"),
        ("why", "为什么没有锁单", "Why without a hold"),
        ("unmatched.no-code", "留言里没有提货码", "No code in the remark"),
        ("unmatched.several-codes", "留言里有好几个提货码", "Several codes in the remark"),
        ("unmatched.not-confirmed", "锁单没有确认", "The hold is not confirmed"),
        ("unmatched.other-enterprise", "是别家企业的锁单", "The hold is another enterprise's"),
        ("unmatched.already-paid", "锁单已经付过了", "The hold is paid already"),
        ("unmatched.by-hand", "人工取消了对应", "Taken off by hand"),
        ("figure", "数字", "Figure"),
        ("how", "算法", "How it is made"),
        ("held", "预留中（件）", "Held (pieces)"),
        ("confirmed", "已确认（件）", "Confirmed (pieces)"),
        ("paid", "平台已付（件）", "Paid elsewhere (pieces)"),
        ("handedOver", "站点已提（件）", "Handed over (pieces)"),
        ("settled", "已了结（件）", "Settled (pieces)"),
        ("waiting", "待付（件）", "Waiting (pieces)"),
        ("missing", "未付（件）", "Missing (pieces)"),
        ("promised", "承诺金额（元）", "Promised (yuan)"),
        ("paidAmount", "平台实付（元）", "Paid elsewhere (yuan)"),
        ("difference", "差额（元）", "Difference (yuan)"),
        ("paidWithoutHold", "无锁单已付（件）", "Paid without a hold (pieces)"),
        ("withoutHold", "无锁单已付（元）", "Paid without a hold (yuan)"),
        ("unmatched", "无锁单订单数", "Orders without a hold"),
        ("refunded", "退款或关闭的订单数", "Orders refunded or closed"),
        ("formula.held", "还没到期、还没确认的锁单的件数", "Pieces of holds that still run and are not confirmed"),
        ("formula.confirmed", "已确认锁单的件数 = 已了结 + 待付 + 未付", "Pieces of confirmed holds = settled + waiting + missing"),
        ("formula.paid", "对上已确认锁单的已付订单的件数，每单锁单不超过它的件数", "Pieces that paid orders cover of confirmed holds, of no hold more than it has"),
        ("formula.handedOver", "站点已提货的锁单的件数", "Pieces of holds that a station handed over"),
        ("formula.settled", "平台已付或站点已提的件数，两样都有只算一次", "Pieces paid elsewhere or handed over; what is both counts once"),
        ("formula.waiting", "确认不到 {days} 天、还没了结的件数", "Pieces confirmed for less than {days} days and not settled"),
        ("formula.missing", "确认超过 {days} 天、还没了结的件数", "Pieces confirmed for more than {days} days and not settled"),
        ("formula.promised", "已确认锁单的合计（单价 × 件数 − 优惠）之和", "Sum of what confirmed holds cost (price × pieces − discount)"),
        ("formula.paidAmount", "对上已确认锁单的订单的实付金额之和", "Sum of what the matched orders paid"),
        ("formula.difference", "整单付清的锁单：实付 − 承诺，再相加", "Of holds paid in full: paid − promised, summed"),
        ("formula.paidWithoutHold", "已付但没有已确认锁单的订单的件数，加上多买的件数", "Pieces of paid orders without a confirmed hold, and pieces beyond what was held"),
    ];
}
