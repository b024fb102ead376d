using Studio.Grains.Handovers;
using Studio.Grains.Live;
using Studio.Grains.Showcase;
using Studio.Grains.Values;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>Held, confirmed, paid elsewhere, handed over, missing; and the counter of a station.</summary>
public sealed class ReconcilingTests
{
    internal static readonly ShowcaseItem[] Showcase =
    [
        new("i1", 1, "p1", "夏乐西瓜", "个", new Money(2_990), "x.png", 100, 5, EnterpriseId: "e_mine"),
        new("i2", 2, "p2", "厚民晋茶", "盒", new Money(9_900), "x.png", 100, 5, EnterpriseId: "e_other"),
    ];

    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(55);

    [Fact]
    public void Every_confirmed_piece_is_settled_waiting_or_missing_and_a_piece_that_is_both_paid_and_collected_counts_once()
    {
        Hold[] holds =
        [
            OrderMatchingTests.Held("aaaa2345ef", 3), OrderMatchingTests.Held("bbbb2345ef", 2, way: HandoverWay.Station, station: "st_1"), OrderMatchingTests.Held("cccc2345ef", 1),
            OrderMatchingTests.Held("dddd2345ef", 4, state: HoldState.Held), OrderMatchingTests.Held("eeee2345ef", 5, state: HoldState.Released),
        ];
        var book = new HandoverBook();
        OrderMatchingTests.Apply(book, holds, OrderMatchingTests.Row("1", "aaaa2345", 2, 5_000), OrderMatchingTests.Row("2", "bbbb2345", 2, 6_000), OrderMatchingTests.Row("3", "", 1, 700), OrderMatchingTests.Row("4", "cccc2345", 3, 9_000));
        book.Apply(new HandoverLine(Now, "li", new GoodsHandedOver(new HandedOver(holds[1].Id, "st_1", "li", Now))));
        ItemLine early = Of(holds, book, Now.AddDays(1)).Items[0], late = Of(holds, book, Now.AddDays(4)).Items[0];
        Assert.Equal((4, 6, 5, 2, 5, 1, 0), (early.Held, early.Confirmed, early.Paid, early.HandedOver, early.Settled, early.Waiting, early.Missing));
        Assert.Equal((0, 1), (late.Waiting, late.Missing));
        Assert.Equal((6 * 2_990, 20_000, 6_000 - (2 * 2_990) + 9_000 - 2_990), (early.Promised.Fen, early.PaidAmount.Fen, early.Difference.Fen));
        EnterpriseLine line = Of(holds, book, Now).Enterprises.Single(one => one.EnterpriseId == "e_mine");
        // One order of one piece without a code, and two pieces beyond the hold of one.
        Assert.Equal((3, 700, 1), (line.PaidWithoutHold, line.AmountWithoutHold.Fen, line.Unmatched));
    }

    [Fact]
    public void An_order_of_a_hold_that_staff_cancelled_is_paid_without_a_hold()
    {
        Hold hold = OrderMatchingTests.Held("aaaa2345ef", 1);
        var book = new HandoverBook();
        OrderMatchingTests.Apply(book, [hold], OrderMatchingTests.Row("1", "aaaa2345", 1, 2_990));
        Reconciliation made = Of([hold with { State = HoldState.Released }], book, Now);
        Assert.Equal((0, 0, 1, 2_990), (made.Items[0].Confirmed, made.Items[0].Paid, made.Enterprises[0].PaidWithoutHold, made.Enterprises[0].AmountWithoutHold.Fen));
    }

    [Fact]
    public void Goods_are_handed_over_once_at_their_station_and_back_within_ten_minutes()
    {
        Hold mine = OrderMatchingTests.Held("aaaa2345ef", 1, way: HandoverWay.Station, station: "st_1"), foreign = OrderMatchingTests.Held("bbbb2345ef", 1, way: HandoverWay.Station, station: "st_2"), shop = OrderMatchingTests.Held("cccc2345ef", 1);
        Hold[] holds = [mine, foreign, shop];
        var book = new HandoverBook();
        // Wrong, another station's, one for the shop: the same words.
        Assert.All((string[])["zzzz-2345", foreign.Code, shop.Code, "", "1"], code => Assert.Equal(new Refusal(RefusalCodes.CodeUnknown), StationDesk.HandOver(book, holds, "st_1", code, "li", Now).Refusal));
        HandedOver goods = StationDesk.HandOver(book, holds, "st_1", " ａａａａ 2345 ", "li", Now).Value;
        book.Apply(new HandoverLine(Now, "li", new GoodsHandedOver(goods)));
        Assert.Equal(RefusalCodes.HandedOverAlready, StationDesk.HandOver(book, holds, "st_1", mine.Code, "li", Now).Refusal!.Code);
        Assert.Equal(RefusalCodes.NotFound, StationDesk.TakeBack(book, "st_2", mine.Id, Now).Refusal!.Code);
        Assert.Equal(RefusalCodes.UndoTooLate, StationDesk.TakeBack(book, "st_1", mine.Id, Now.AddMinutes(10).AddTicks(1)).Refusal!.Code);
        Assert.Null(StationDesk.TakeBack(book, "st_1", mine.Id, Now.AddMinutes(10)).Refusal);
        book.Apply(new HandoverLine(Now, "li", new GoodsTakenBack(mine.Id)));
        Assert.Empty(book.Handed);
    }

    [Theory]
    [InlineData("电话 138 1234 5678 放门口", "电话 **** 放门口")]
    [InlineData("+86-13812345678", "****")]
    [InlineData("要2个 2026年", "要2个 2026年")]
    [InlineData("第一行\n第二行\t完", "第一行 第二行 完")]
    public void A_remark_is_kept_without_what_could_be_a_phone_number(string remark, string kept) => Assert.Equal(kept, HoldCodes.Masked(remark));

    private static Reconciliation Of(Hold[] holds, HandoverBook book, DateTimeOffset now)
    {
        HandoverView view = book.View();
        var session = new LiveSession { Id = "s_1" }.View() with { Items = Showcase };
        return Reconciling.Of(session, Reconciling.Lines(Showcase, holds, view, now, 3), view, now, 3);
    }
}
