using Studio.Api.Edge.Tables;
using Studio.Grains.Handovers;
using Studio.Grains.Showcase;

namespace Studio.Api.Handovers;

/// <summary>Lists of a session as tables.</summary>
internal sealed class HandoverTables(HandoverData data, HandoverTexts texts)
{
    /// <summary>What an enterprise gets: no phone number, and a label instead of the buyer.</summary>
    public OutTable Enterprise(IReadOnlyList<HoldLine> lines)
    {
        OutTable table = Goods(new OutTable(texts["sheet.holds"])).Text(texts["way"]).Text(texts["station"], 24).Text(texts["buyer"], 10).Text(texts["standing"], 12);
        foreach (HoldLine line in lines) table.Row([.. GoodsOf(line), texts[$"way.{line.Hold.Handover?.Way}"], data.StationName(line.Hold.Handover?.StationId), data.Buyer(line.Hold), texts[$"standing.{line.Standing}"]]);
        return table;
    }

    /// <summary>What a station gets: with the phone numbers of those who collect there.</summary>
    public OutTable Station(IReadOnlyList<HoldLine> lines, IReadOnlyDictionary<string, string> phones)
    {
        OutTable table = Goods(new OutTable(texts["sheet.pickList"])).Text(texts["buyer"], 10).Text(texts["phone"]).Time(texts["handedOverAt"]);
        foreach (HoldLine line in lines) table.Row([.. GoodsOf(line), data.Buyer(line.Hold), phones.GetValueOrDefault(line.Hold.Buyer), line.Handed?.At]);
        return table;
    }

    /// <summary>The reconciliation: sums, holds, orders without a hold, and how each figure is made.</summary>
    public OutTable[] Reconciliation(Reconciliation made, IReadOnlyList<HoldLine> lines)
    {
        OutTable enterprises = Figures(new OutTable(texts["sheet.enterprises"]).Text(texts["enterprise"], 28)).Number(texts["paidWithoutHold"]).Money(texts["withoutHold"]).Number(texts["unmatched"]).Number(texts["refunded"]);
        foreach (EnterpriseLine line in made.Enterprises)
        {
            enterprises.Row(
                Name(line.EnterpriseId), line.Held, line.Confirmed, line.Paid, line.HandedOver, line.Settled, line.Waiting, line.Missing, line.Promised, line.PaidAmount, line.Difference,
                line.PaidWithoutHold, line.AmountWithoutHold, line.Unmatched, line.Refunded);
        }
        OutTable items = Figures(new OutTable(texts["sheet.items"]).Text(texts["enterprise"], 28).Number(texts["number"]).Text(texts["product"], 36));
        foreach (ItemLine line in made.Items)
        {
            items.Row(
                Name(line.EnterpriseId), line.Number, line.Name, line.Held, line.Confirmed, line.Paid, line.HandedOver, line.Settled, line.Waiting, line.Missing, line.Promised, line.PaidAmount, line.Difference);
        }
        OutTable holds = Goods(new OutTable(texts["sheet.holds"]).Text(texts["enterprise"], 28)).Text(texts["way"]).Text(texts["station"], 24).Text(texts["buyer"], 10).Text(texts["standing"], 12)
            .Number(texts["paidPieces"]).Money(texts["paidAmount"]).Money(texts["difference"]).Text(texts["orders"], 30).Time(texts["handedOverAt"]);
        foreach (HoldLine line in lines)
        {
            holds.Row(
            [
                Name(line.EnterpriseId), .. GoodsOf(line), line.Hold.Handover is { } way ? texts[$"way.{way.Way}"] : "", data.StationName(line.Hold.Handover?.StationId), data.Buyer(line.Hold), texts[$"standing.{line.Standing}"],
                line.PaidPieces, line.PaidAmount, line.Difference, string.Join(' ', line.Orders.Select(order => order.Number)), line.Handed?.At,
            ]);
        }
        HashSet<string> confirmed = [.. lines.Where(line => line.Standing != Standing.Held).Select(line => line.Hold.Id)];
        OutTable orders = new OutTable(texts["sheet.orders"]).Text(texts["enterprise"], 28).Text(texts["orderNumber"], 26).Text(texts["status"], 20).Time(texts["paidAt"]).Text(texts["product"], 36)
            .Number(texts["pieces"]).Money(texts["paidAmount"]).Text(texts["remark"], 40).Text(texts["why"], 24);
        foreach (Order order in made.Enterprises.SelectMany(line => data.Book.Orders.Where(order => string.Equals(order.EnterpriseId, line.EnterpriseId, StringComparison.Ordinal) && Reconciling.IsWithoutHold(order, confirmed))))
        {
            orders.Row(Name(order.EnterpriseId), order.Number, order.StatusText, order.PaidAt, order.Product, order.Quantity, order.Amount, order.Remark, texts[$"unmatched.{order.Unmatched ?? UnmatchedBecause.NotConfirmed}"]);
        }
        OutTable formulas = new OutTable(texts["sheet.formulas"]).Text(texts["figure"], 26).Text(texts["how"], 90);
        foreach (string figure in HandoverTexts.Figures) formulas.Row(texts[figure], texts[$"formula.{figure}"].Replace("{days}", made.Days.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
        return [enterprises, items, holds, orders, formulas];
    }

    /// <summary>The name of a file: what it is, whose, the session's day and id.</summary>
    public string FileName(string what, string whose) => Files.Name(texts[$"file.{what}"], whose, Files.Day(data.Session.StartedAt ?? data.Session.PlannedStart), data.Session.Id);

    private string Name(string enterpriseId) => enterpriseId.Length == 0 ? texts["noEnterprise"] : data.EnterpriseName(enterpriseId);

    private OutTable Goods(OutTable table) => table.Text(texts["code"], 12).Number(texts["number"]).Text(texts["product"], 36).Text(texts["unit"], 6).Number(texts["pieces"]).Money(texts["price"])
        .Money(texts["discount"]).Money(texts["total"]).Time(texts["placedAt"]).Time(texts["confirmedAt"]);

    private object?[] GoodsOf(HoldLine line)
    {
        Hold hold = line.Hold;
        Grains.Live.ShowcaseItem? item = data.Item(hold.ItemId);
        return [hold.Code, item?.Number, item?.Name, item?.Unit, hold.Quantity, hold.UnitPrice, hold.Discount, hold.Total, hold.PlacedAt, hold.ConfirmedAt];
    }

    private OutTable Figures(OutTable table) => table.Number(texts["held"]).Number(texts["confirmed"]).Number(texts["paid"]).Number(texts["handedOver"]).Number(texts["settled"]).Number(texts["waiting"])
        .Number(texts["missing"]).Money(texts["promised"]).Money(texts["paidAmount"]).Money(texts["difference"]);
}
