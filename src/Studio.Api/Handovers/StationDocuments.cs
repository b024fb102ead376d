using Studio.Grains.Handovers;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Api.Handovers;

/// <summary>A station's own reconciliation: what is collected there, and what is missing. No phone numbers, and nothing of other stations or shops.</summary>
/// <param name="Holds">What is missing first, then by when it was confirmed.</param>
internal sealed record StationReconciliationDto(
    string SessionId, string Title, string StationId, string Station, DateTimeOffset At, int Days, StationSumsDto Sums, IReadOnlyList<StationLineDto> Products,
    IReadOnlyList<StationHoldDto> Holds)
{
    public static StationReconciliationDto Of(HandoverData data, string stationId, IReadOnlyCollection<HoldLine> lines, int days)
    {
        ILookup<string, HoldLine> products = lines.ToLookup(line => line.Hold.ItemId, StringComparer.Ordinal);
        return new(
            data.Session.Id, data.Session.Title, stationId, data.StationName(stationId), data.Now, days, StationSumsDto.Of(lines),
            [
                .. data.Session.Items.Where(item => products.Contains(item.Id)).OrderBy(item => item.Number)
                    .Select(item => new StationLineDto(item.Number, item.Name, item.Unit, StationSumsDto.Of([.. products[item.Id]]))),
            ],
            [.. lines.OrderBy(line => line.Standing != Standing.Missing).Select(line => StationHoldDto.Of(line, data.Item(line.Hold.ItemId)!, data.Buyer(line.Hold)))]);
    }
}

/// <summary>Sums in pieces and fen: see <see cref="StationSums"/>.</summary>
internal sealed record StationSumsDto(int Confirmed, int HandedOver, int PaidElsewhere, int Waiting, int Missing, Money PromisedFen, Money TakenFen, Money ToTakeFen)
{
    public static StationSumsDto Of(IReadOnlyCollection<HoldLine> lines)
    {
        StationSums sums = StationSums.Of(lines);
        return new(sums.Confirmed, sums.HandedOver, sums.PaidElsewhere, sums.Waiting, sums.Missing, sums.Promised, sums.Taken, sums.ToTake);
    }
}

/// <summary>The sums of a product.</summary>
internal sealed record StationLineDto(int Number, string Name, string Unit, StationSumsDto Sums);

/// <summary>A hold that is collected at the station.</summary>
/// <param name="AtCounterFen">What its buyer pays, or paid, at the counter: nothing where all of it is paid elsewhere.</param>
internal sealed record StationHoldDto(
    string HoldId, string Code, int Number, string Name, int Quantity, Standing Standing, Money AtCounterFen, string Buyer, DateTimeOffset? ConfirmedAt, DateTimeOffset? HandedOverAt)
{
    public static StationHoldDto Of(HoldLine line, ShowcaseItem item, string buyer) => new(
        line.Hold.Id, line.Hold.Code, item.Number, item.Name, line.Hold.Quantity, line.Standing, StationSums.AtTheCounter(line) ? line.Hold.Total : Money.Zero, buyer,
        line.Hold.ConfirmedAt, line.Handed?.At);
}
