using Studio.Api.Edge;
using Studio.Grains.Handovers;
using Studio.Grains.Live;
using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Api.Handovers;

/// <summary>What was held, and what became of it; pieces and fen. What each figure means: <see cref="Grains.Handovers.Reconciliation"/>.</summary>
internal sealed record ReconciliationDto(
    string SessionId, string Title, DateTimeOffset At, int Days, IReadOnlyList<EnterpriseLineDto> Enterprises, IReadOnlyList<ItemLineDto> Items, IReadOnlyList<StationRefDto> Stations)
{
    public static ReconciliationDto Of(Reconciliation made, HandoverData data) => new(
        made.SessionId, made.Title, made.At, made.Days,
        [.. made.Enterprises.Select(line => EnterpriseLineDto.Of(line, data.EnterpriseName(line.EnterpriseId)))], [.. made.Items.Select(ItemLineDto.Of)],
        [.. data.Holds.Select(hold => hold.Handover?.StationId).OfType<string>().Distinct(StringComparer.Ordinal).Select(id => new StationRefDto(id, data.StationName(id)))]);
}

/// <summary>A station at which goods of this session are collected.</summary>
internal sealed record StationRefDto(string Id, string Name);

/// <summary>An enterprise's sums. An empty id: items without an enterprise.</summary>
internal sealed record EnterpriseLineDto(
    string EnterpriseId, string Name, int Held, int Confirmed, int Paid, int HandedOver, int Settled, int Waiting, int Missing, Money PromisedFen, Money PaidFen, Money DifferenceFen,
    int PaidWithoutHold, Money WithoutHoldFen, int Unmatched, int Refunded)
{
    public static EnterpriseLineDto Of(EnterpriseLine line, string name) => new(
        line.EnterpriseId, name, line.Held, line.Confirmed, line.Paid, line.HandedOver, line.Settled, line.Waiting, line.Missing, line.Promised, line.PaidAmount, line.Difference,
        line.PaidWithoutHold, line.AmountWithoutHold, line.Unmatched, line.Refunded);
}

/// <summary>An item's sums.</summary>
internal sealed record ItemLineDto(
    string EnterpriseId, string ItemId, int Number, string Name, string Unit, int Held, int Confirmed, int Paid, int HandedOver, int Settled, int Waiting, int Missing,
    Money PromisedFen, Money PaidFen, Money DifferenceFen)
{
    public static ItemLineDto Of(ItemLine line) => new(
        line.EnterpriseId, line.ItemId, line.Number, line.Name, line.Unit, line.Held, line.Confirmed, line.Paid, line.HandedOver, line.Settled, line.Waiting, line.Missing,
        line.Promised, line.PaidAmount, line.Difference);
}

/// <summary>A page of rows; <paramref name="Next"/> is what to ask for after it, null at the end.</summary>
internal sealed record HoldPage(int Total, IReadOnlyList<HoldRowDto> Rows, string? Next);

/// <summary>A hold in a list of staff: no phone number, and a label instead of the buyer.</summary>
/// <param name="Standing">Null: it ended.</param>
/// <param name="Orders">Numbers of the orders that paid it.</param>
internal sealed record HoldRowDto(
    string HoldId, string Code, string ItemId, int Number, string Name, int Quantity, HoldState State, Standing? Standing, string Buyer, HandoverWay? Way, string? StationId,
    string Station, Money UnitPriceFen, Money DiscountFen, Money PromisedFen, int PaidPieces, Money PaidFen, Money? DifferenceFen, IReadOnlyList<string> Orders,
    DateTimeOffset PlacedAt, DateTimeOffset? ConfirmedAt, DateTimeOffset ExpiresAt, DateTimeOffset? HandedOverAt)
{
    public static HoldRowDto Of(Hold hold, HoldLine? line, HandoverData data)
    {
        ShowcaseItem? item = data.Item(hold.ItemId);
        return new HoldRowDto(
            hold.Id, hold.Code, hold.ItemId, item?.Number ?? 0, item?.Name ?? "", hold.Quantity, hold.State, line?.Standing, data.Buyer(hold), hold.Handover?.Way, hold.Handover?.StationId,
            data.StationName(hold.Handover?.StationId), hold.UnitPrice, hold.Discount, hold.Total, line?.PaidPieces ?? 0, line?.PaidAmount ?? Money.Zero, line?.Difference,
            [.. (line?.Orders ?? []).Select(order => order.Number)], hold.PlacedAt, hold.ConfirmedAt, hold.ExpiresAt, line?.Handed?.At);
    }
}

/// <summary>An order of a platform, as far as the studio knows it.</summary>
/// <param name="HoldCode">The hold that it pays, or that it paid before it was paid back.</param>
/// <param name="PromisedFen">What that hold was promised for.</param>
internal sealed record OrderDto(
    string EnterpriseId, string Number, OrderStatus Status, string StatusText, DateTimeOffset? PaidAt, string Product, int? Quantity, Money AmountFen, string Remark, string? HoldCode,
    int Pieces, string? Unmatched, bool ByHand, Money? PromisedFen, bool WithoutHold)
{
    public static OrderDto Of(Order order, Hold? hold) => new(
        order.EnterpriseId, order.Number, order.Status, order.StatusText, order.PaidAt, order.Product, order.Quantity, order.Amount, order.Remark,
        order.HoldId is { } id ? Hold.CodeOf(id) : null, order.Pieces, order.Unmatched, order.ByHand, hold?.Total,
        order.Status == OrderStatus.Paid && hold is not { State: HoldState.Confirmed });
}

/// <summary>A page of orders.</summary>
internal sealed record OrderPage(int Total, IReadOnlyList<OrderDto> Orders, string? Next);

/// <summary>What importing an export would do, and how it was read.</summary>
/// <param name="Missing">Fields whose columns somebody must point at first.</param>
/// <param name="Errors">The first of them; each keeps its row out.</param>
/// <param name="Repeated">Rows that say what a row above says.</param>
/// <param name="Rows">The first of them, with what each does.</param>
internal sealed record OrderPreview(
    int HeaderRow, IReadOnlyList<OrderColumn> Columns, bool MoreColumns, IReadOnlyList<OrderField> Missing, int ErrorCount, IReadOnlyList<OrderError> Errors,
    int Repeated, ImportSums Sums, IReadOnlyList<OrderPreviewRow> Rows);

/// <summary>A row of the export.</summary>
internal sealed record OrderPreviewRow(int Row, string Number, RowChange Change, OrderDto? Order);

/// <summary>What an import did.</summary>
internal sealed record OrdersImported(ImportSums Sums, int ErrorCount, int Repeated);

/// <summary>Match an order with the hold of a code.</summary>
internal sealed record MatchBody(string OperationId, string EnterpriseId, string Number, string Code) : IOperation;

/// <summary>Take an order off its hold; the reason is kept.</summary>
internal sealed record TakeOffBody(string OperationId, string EnterpriseId, string Number, string Why) : IOperation;

/// <summary>Cancel a hold, with the reason: 1–80 characters.</summary>
internal sealed record CancelBody(string OperationId, string Why) : IOperation;

/// <summary>Hand over the goods of a code.</summary>
internal sealed record HandOverBody(string OperationId, string Code) : IOperation;

/// <summary>Take a hand-over back, within ten minutes.</summary>
internal sealed record TakeBackBody(string OperationId) : IOperation;

/// <summary>A list of what is collected at a station.</summary>
/// <param name="Products">Pieces per product, of what is not handed over yet and of all.</param>
internal sealed record PickListDto(
    string SessionId, string Title, string StationId, string Station, DateTimeOffset At, IReadOnlyList<PickRowDto> Rows, IReadOnlyList<PickProductDto> Products);

/// <summary>Goods to hand over; <paramref name="Phone"/> only where it was asked for, and then noted.</summary>
internal sealed record PickRowDto(
    string HoldId, string Code, int Number, string Name, string Unit, int Quantity, Money UnitPriceFen, Money DiscountFen, Money PromisedFen, int PaidPieces, string Buyer,
    string? Phone, DateTimeOffset? ConfirmedAt, DateTimeOffset? HandedOverAt);

/// <summary>Pieces of a product.</summary>
internal sealed record PickProductDto(int Number, string Name, string Unit, int Open, int All);

/// <summary>Somebody took phone numbers along.</summary>
internal sealed record PhoneExportDto(string By, DateTimeOffset At, string StationId, string Station, string Format, int Rows);
