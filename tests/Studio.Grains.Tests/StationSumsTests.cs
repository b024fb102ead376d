using Studio.Grains.Handovers;
using Studio.Grains.Showcase;
using Studio.Grains.Values;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>What a station reports of a session.</summary>
public sealed class StationSumsTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(55);

    [Fact]
    public void Every_hold_of_a_station_counts_once_and_only_what_nobody_paid_elsewhere_is_money_at_its_counter()
    {
        Hold[] holds =
        [
            Station("aaaa2345ef", 3), Station("bbbb2345ef", 2), Station("cccc2345ef", 1), Station("dddd2345ef", 4),
            Station("eeee2345ef", 5) with { Handover = new Handover(HandoverWay.Station, "st_2") }, OrderMatchingTests.Held("ffff2345ef", 6), OrderMatchingTests.Held("gggg2345ef", 7, state: HoldState.Held),
        ];
        var book = new HandoverBook();
        // The second is paid elsewhere and not collected, the third is both; of the fourth one piece of four is paid.
        OrderMatchingTests.Apply(book, holds, OrderMatchingTests.Row("1", "bbbb2345", 2, 5_980), OrderMatchingTests.Row("2", "cccc2345", 1, 2_990), OrderMatchingTests.Row("3", "dddd2345", 1, 2_990));
        foreach (Hold handed in (Hold[])[holds[0], holds[2]]) book.Apply(new HandoverLine(Now, "li", new GoodsHandedOver(new HandedOver(handed.Id, "st_1", "li", Now))));

        StationSums early = Of(holds, book, Now.AddDays(1)), late = Of(holds, book, Now.AddDays(4));
        Assert.Equal((10, 4, 2, 4, 0), (early.Confirmed, early.HandedOver, early.PaidElsewhere, early.Waiting, early.Missing));
        Assert.Equal((10, 4, 2, 0, 4), (late.Confirmed, late.HandedOver, late.PaidElsewhere, late.Waiting, late.Missing));
        Assert.Equal((10 * 2_990, 3 * 2_990, 4 * 2_990), (early.Promised.Fen, early.Taken.Fen, early.ToTake.Fen));
    }

    private static Hold Station(string digits, int quantity) => OrderMatchingTests.Held(digits, quantity, way: HandoverWay.Station, station: "st_1");

    private static StationSums Of(Hold[] holds, HandoverBook book, DateTimeOffset now) =>
        StationSums.Of([.. Reconciling.Lines(ReconcilingTests.Showcase, holds, book.View(), now, 3).Where(line => StationDesk.Collects(line.Hold, "st_1"))]);
}
