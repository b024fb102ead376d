using CsCheck;
using Studio.Grains.Handovers;
using Studio.Grains.Showcase;
using Studio.Grains.Values;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>Orders of a platform against confirmed holds.</summary>
public sealed class OrderMatchingTests
{
    private const string Mine = "e_mine";
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(55);

    [Fact]
    public void An_order_pays_the_hold_whose_code_its_buyer_wrote_however_they_wrote_it()
    {
        Hold hold = Held("abcd2345ef", 2);
        foreach (string remark in (string[])["ABCD-2345", "abcd 2345", "提货码：ＡＢＣＤ－２３４５，谢谢", "尽快发货abcd2345", "A B C D 2 3 4 5", "请发顺丰 /abcd—2345/"])
        {
            Order order = Assert.Single(Import(new HandoverBook(), [hold], Row("1001", remark: remark, quantity: 2))).After!;
            Assert.Equal((hold.Id, 2, (string?)null), (order.HoldId, order.Pieces, order.Unmatched));
        }
        Hold zeroes = Held("00112345ef", 1);
        Assert.Equal(zeroes.Id, Assert.Single(Import(new HandoverBook(), [zeroes], Row("1", remark: "OoIl-2345"))).After!.HoldId);
    }

    [Theory]
    [InlineData("", UnmatchedBecause.NoCode)]
    [InlineData("13812345678 尽快", UnmatchedBecause.NoCode)]
    [InlineData("ABCD-2345 和 CCCC-2345", UnmatchedBecause.SeveralCodes)]
    [InlineData("EEEE-2345", UnmatchedBecause.NotConfirmed)]
    [InlineData("DDDD-2345", UnmatchedBecause.OtherEnterprise)]
    public void An_order_without_one_confirmed_hold_of_its_enterprise_is_unmatched_and_says_why(string remark, string why)
    {
        Hold[] holds = [Held("abcd2345ef", 2), Held("cccc2345ef", 1), Held("dddd2345ef", 1, item: "i2"), Held("eeee2345ef", 1, state: HoldState.Expired)];
        Order order = Assert.Single(Import(new HandoverBook(), holds, Row("1", remark: remark))).After!;
        Assert.Equal((null, why), (order.HoldId, order.Unmatched));
        Assert.DoesNotContain("12345678", order.Remark, StringComparison.Ordinal);
    }

    [Fact]
    public void Importing_twice_is_importing_once_and_a_later_file_brings_a_refund_that_stays()
    {
        var book = new HandoverBook();
        Hold hold = Held("abcd2345ef", 2);
        OrderRow paid = Row("1", remark: "abcd2345", quantity: 2, fen: 5_980);
        Apply(book, [hold], paid);
        Assert.Equal(2, book.PaidPieces(hold.Id));
        Assert.All(Import(book, [hold], paid), row => Assert.Equal(RowChange.Unchanged, row.Change));
        OrderRow refund = paid with { Status = OrderStatus.Refunded, StatusText = "退款成功" };
        Apply(book, [hold], refund);
        Assert.Equal((0, "退款成功", hold.Id), (book.PaidPieces(hold.Id), book.Orders.Values.Single().StatusText, book.Orders.Values.Single().HoldId));
        Assert.Equal(RowChange.Unchanged, Assert.Single(Import(book, [hold], paid)).Change);
        // The number is known: the hold is found again although the remark is gone.
        Apply(book, [hold], Row("2", remark: "abcd2345", quantity: 2));
        Assert.Equal(hold.Id, Assert.Single(Import(book, [hold], Row("2", remark: "", quantity: 1))).After!.HoldId);
    }

    [Fact]
    public void What_a_refund_frees_is_free_for_another_row_of_the_same_file_whatever_their_order()
    {
        var book = new HandoverBook();
        Hold hold = Held("abcd2345ef", 1);
        Apply(book, [hold], Row("1", remark: "abcd2345"));
        OrderRow[] file = [Row("2", remark: "abcd2345"), Row("1", remark: "abcd2345") with { Status = OrderStatus.Refunded }];
        Apply(book, [hold], file);
        Assert.Equal((hold.Id, 1), (book.Orders[Order.KeyOf(Mine, "2")].HoldId, book.PaidPieces(hold.Id)));
        Assert.All(Import(book, [hold], file), row => Assert.Equal(RowChange.Unchanged, row.Change));
    }

    [Fact]
    public void Orders_that_are_not_paid_are_not_noted()
    {
        RowResult row = Assert.Single(Import(new HandoverBook(), [], Row("1") with { Status = OrderStatus.Waiting }));
        Assert.Equal((RowChange.NotPaid, null), (row.Change, row.After));
    }

    [Fact]
    public void What_somebody_did_by_hand_is_left_alone_by_imports()
    {
        var book = new HandoverBook();
        Hold hold = Held("abcd2345ef", 1);
        OrderRow row = Row("1", remark: "abcd2345");
        Apply(book, [hold], row);
        Assert.Equal(RefusalCodes.OrderMatched, Match(book, "1", hold, hold).Refusal!.Code);
        Move(book, OrderMatching.TakeOff(book, Mine, "1"));
        Assert.Equal((0, UnmatchedBecause.ByHand), (book.PaidPieces(hold.Id), book.Orders.Values.Single().Unmatched));
        Assert.Equal(RowChange.Unchanged, Assert.Single(Import(book, [hold], row)).Change);
        Move(book, Match(book, "1", hold, hold));
        Assert.Equal(1, book.PaidPieces(hold.Id));
        Apply(book, [hold], Row("2", remark: ""));
        Assert.Equal(UnmatchedBecause.AlreadyPaid, Match(book, "2", hold, hold).Refusal!.Facts!["why"]);
        Assert.Equal(RefusalCodes.CodeUnknown, Match(book, "2", Held("zzzz2345ef", 1), hold).Refusal!.Code);
        Assert.Equal(RefusalCodes.NotFound, Match(book, "3", hold, hold).Refusal!.Code);
    }

    [Fact]
    public void Whatever_is_imported_no_hold_is_paid_for_more_pieces_than_it_has_and_a_repeat_changes_nothing_and_money_is_exact()
    {
        Gen<OrderRow> row = Gen.Select(Gen.Int[1, 12], Gen.Enum<OrderStatus>(), Gen.Int[0, 4], Gen.Int[0, 5], Gen.Long[0, 1_000_000_000], (number, status, quantity, hold, fen) =>
            new OrderRow($"{number}", status, status.ToString(), null, "", quantity == 0 ? null : quantity, new Money(fen), hold == 5 ? "没写" : $"h{hold}aa2345"));
        Hold[] holds = [.. Enumerable.Range(0, 5).Select(i => Held($"h{i}aa2345ef", i + 1, state: i == 4 ? HoldState.Expired : HoldState.Confirmed))];
        row.Array[1, 12].Array[1, 6].Sample(files =>
        {
            var book = new HandoverBook();
            foreach (OrderRow[] file in files)
            {
                Apply(book, holds, file);
                if (Import(book, holds, file).Any(one => one.Change is RowChange.New or RowChange.Changed)) return false;
                if (holds.Any(hold => book.PaidPieces(hold.Id) > (hold.State == HoldState.Confirmed ? hold.Quantity : 0))) return false;
                foreach (Hold hold in holds)
                {
                    if (book.PaidPieces(hold.Id) != book.Orders.Values.Where(order => order.Marks && order.HoldId == hold.Id).Sum(order => order.Pieces)) return false;
                }
                // What is restored is what was stored.
                HandoverBook again = HandoverBook.Restore(book.Snapshot());
                if (!again.Orders.Values.OrderBy(order => order.Key).SequenceEqual(book.Orders.Values.OrderBy(order => order.Key)) || holds.Any(hold => again.PaidPieces(hold.Id) != book.PaidPieces(hold.Id))) return false;
            }
            HandoverView view = book.View();
            long lines = Reconciling.Lines(ReconcilingTests.Showcase, holds, view, Now, 3).Sum(line => line.PaidAmount.Fen);
            return lines == view.Orders.Where(order => order.Marks).Sum(order => order.Amount.Fen);
        }, iter: 400);
    }

    [Fact]
    public void Twenty_thousand_orders_are_matched_without_looking_at_every_hold_for_each()
    {
        Hold[] holds = [.. Enumerable.Range(0, 20_000).Select(i => Held($"{StableId.Hash($"{i}", 10)}", 1))];
        OrderRow[] rows = [.. holds.Select((hold, i) => Row($"{100_000 + i}", remark: $"麻烦发货 {hold.Code} 谢谢"))];
        var book = new HandoverBook();
        long begin = TimeProvider.System.GetTimestamp();
        Apply(book, holds, rows);
        TimeSpan took = TimeProvider.System.GetElapsedTime(begin);
        Assert.Equal(20_000, book.Orders.Values.Count(order => order.Marks));
        // Every order against every hold would be 400 million comparisons; this is room for a busy machine.
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    internal static Hold Held(string digits, int quantity, string item = "i1", HoldState state = HoldState.Confirmed, HandoverWay way = HandoverWay.Shop, string? station = null, string buyer = "g_1") => new(
        $"h_{digits}0000", item, buyer, quantity, new Money(2_990), state, Now, Now.AddMinutes(15), Handover: state == HoldState.Confirmed ? new Handover(way, station) : null,
        ConfirmedAt: state == HoldState.Confirmed ? Now : null);

    internal static OrderRow Row(string number, string remark = "", int? quantity = 1, long fen = 2_990) => new(number, OrderStatus.Paid, "已付款", Now, "夏乐西瓜", quantity, new Money(fen), remark);

    internal static void Apply(HandoverBook book, Hold[] holds, params OrderRow[] rows) => book.Apply(new HandoverLine(Now, "anna", new OrdersNoted(
        [.. Import(book, holds, rows).Where(row => row.Change is RowChange.New or RowChange.Changed).Select(row => row.After!)])));

    private static IReadOnlyList<RowResult> Import(HandoverBook book, Hold[] holds, params OrderRow[] rows) => OrderMatching.Import(book, Mine, rows, Payables(holds));

    private static Outcome<Order> Match(HandoverBook book, string number, Hold wanted, params Hold[] holds) => OrderMatching.MatchByHand(book, Mine, number, wanted.Code, Payables(holds));

    private static void Move(HandoverBook book, Outcome<Order> order) => book.Apply(new HandoverLine(Now, "anna", new OrderMoved(order.Value, null)));

    private static IReadOnlyDictionary<string, Payable> Payables(Hold[] holds) =>
        Payable.ByCode(holds, new Dictionary<string, string>(StringComparer.Ordinal) { ["i1"] = Mine, ["i2"] = "e_other" });
}
