using System.Text.Json;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>What a station may see of its own figures.</summary>
public sealed class StationReconciliationTests(SharedStudio shared)
{
    [Fact]
    public async Task A_station_reads_its_own_figures_and_no_other_stations_and_no_phone_number()
    {
        Sold sold = await Sold.MakeAsync(shared.Studio, shared.Manager, "夏乐西瓜");
        string at = $"/api/sessions/{sold.Session}/stations", name = $"sums-{sold.Session[^6..]}";
        await shared.Manager.MakeAccountAsync(name, "station");
        using StudioClient staff = shared.Studio.Client();
        _ = (await staff.SignInAsync(name)).Ok;
        Assert.Equal(404, (await staff.GetAsync($"{at}/{sold.Station}/reconciliation")).Status);
        _ = (await shared.Manager.SendAsync(HttpMethod.Put, $"/api/accounts/{name}/station", new { operationId = StudioClient.NewOperation(), stationId = sold.Station })).Ok;

        JsonElement before = (await staff.GetAsync($"{at}/{sold.Station}/reconciliation")).Ok;
        Assert.Equal((3, 0, 3, 0, 3 * 2_990, 0, 3 * 2_990), Figures(before.GetProperty("sums")));
        Assert.Equal((3, 0, 0, 3, 3 * 2_990, 0, 3 * 2_990), Figures((await staff.GetAsync($"{at}/{sold.Station}/reconciliation?days=0")).Ok.GetProperty("sums")));
        JsonElement hold = Assert.Single(before.GetProperty("holds").EnumerateArray());
        Assert.Equal((Sold.Code(sold.Collected), "waiting"), (hold.GetProperty("code").GetString(), hold.GetProperty("standing").GetString()));
        _ = (await staff.PostAsync($"{at}/{sold.Station}/handed-over", new { operationId = StudioClient.NewOperation(), code = Sold.Code(sold.Collected) })).Ok;
        JsonElement after = (await staff.GetAsync($"{at}/{sold.Station}/reconciliation")).Ok;
        Assert.Equal((3, 3, 0, 0, 3 * 2_990, 3 * 2_990, 0), Figures(after.GetProperty("sums")));
        Assert.Equal(after.GetProperty("sums").GetRawText(), Assert.Single(after.GetProperty("products").EnumerateArray()).GetProperty("sums").GetRawText());
        foreach (string told in (string[])[before.GetRawText(), after.GetRawText()])
        {
            Assert.DoesNotContain(Sold.Phone, told, StringComparison.Ordinal);
            Assert.DoesNotContain(Sold.Code(sold.Elsewhere), told, StringComparison.Ordinal);
            foreach (string guest in sold.Guests) Assert.DoesNotContain(guest, told, StringComparison.Ordinal);
        }

        Assert.Equal(404, (await staff.GetAsync($"{at}/{sold.OtherStation}/reconciliation")).Status);
        Assert.Equal(404, (await shared.Manager.GetAsync($"{at}/st_unknown/reconciliation")).Status);
        Assert.Equal(2, (await shared.Manager.GetAsync($"{at}/{sold.OtherStation}/reconciliation")).Ok.GetProperty("sums").GetProperty("confirmed").GetInt32());
        foreach (string days in (string[])["-1", "91", "x", "99999999999"]) Assert.Equal((400, "validation"), (await staff.GetAsync($"{at}/{sold.Station}/reconciliation?days={days}")) is var no ? (no.Status, no.Code) : default);
    }

    private static (int, int, int, int, int, int, int) Figures(JsonElement sums) => (
        Int(sums, "confirmed"), Int(sums, "handedOver"), Int(sums, "waiting"), Int(sums, "missing"), Int(sums, "promisedFen"), Int(sums, "takenFen"), Int(sums, "toTakeFen"));

    private static int Int(JsonElement of, string name) => of.GetProperty(name).GetInt32();
}
