using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>What viewers hold, wait for and take, through the edge.</summary>
public sealed class SellingTests(SharedStudio shared)
{
    private StudioClient Manager => shared.Manager;

    [Fact]
    public async Task What_was_promised_is_stored_with_the_hold_and_a_dearer_price_is_not_put_over_on_anybody()
    {
        await using Sale sale = await Sale.OpenAsync(shared, new { allotted = 20, perBuyerLimit = 5 });
        StudioClient guest = await sale.GuestAsync();
        await sale.DoAsync("items/i1/offer", new { kind = "flash", priceFen = 500, quantity = 2, seconds = 600 });
        JsonElement cheap = (await HoldAsync(guest, sale.Id, 2, seen: 500)).Ok;
        Assert.Equal((500, 1_000, "held"), (cheap.GetProperty("unitPriceFen").GetInt64(), cheap.GetProperty("totalFen").GetInt64(), cheap.GetProperty("state").GetString()));
        await Wait.UntilAsync(async () => (await sale.DetailAsync()).GetProperty("items")[0].GetProperty("offer").ValueKind == JsonValueKind.Null, "the offer whose pieces are taken is over");
        Answer dearer = await HoldAsync(guest, sale.Id, 1, seen: 500);
        Assert.Equal((409, "price-changed", 1_000), (dearer.Status, dearer.Code, dearer.Body.GetProperty("priceFen").GetInt64()));
        await sale.DoAsync("items/i1/offer", new { kind = "threshold", atLeastFen = 2_000, offFen = 300 });
        JsonElement cut = (await HoldAsync(guest, sale.Id, 2, seen: 1_000)).Ok;
        Assert.Equal((1_000, 300, 1_700), (cut.GetProperty("unitPriceFen").GetInt64(), cut.GetProperty("discountFen").GetInt64(), cut.GetProperty("totalFen").GetInt64()));
        await sale.DoAsync("items/i1/end-offer", new { });
        await sale.DoAsync("items/i1/offer", new { kind = "step", steps = new[] { new { upTo = 5, priceFen = 600 }, new { upTo = 6, priceFen = 700 } } });
        StudioClient other = await sale.GuestAsync();
        Assert.Equal(600, (await HoldAsync(other, sale.Id, 1)).Ok.GetProperty("unitPriceFen").GetInt64());
        await Wait.UntilAsync(async () => (await sale.DetailAsync()).GetProperty("items")[0].GetProperty("priceFen").GetInt64() == 700, "the shelf shows the next step");
    }

    [Fact]
    public async Task A_combo_is_held_whole_and_a_withdrawn_part_closes_it()
    {
        await using Sale sale = await Sale.OpenAsync(shared, new { allotted = 3, perBuyerLimit = 3 }, new { allotted = 4, perBuyerLimit = 4 });
        string product = (await sale.DetailAsync()).GetProperty("items")[0].GetProperty("productId").GetString()!;
        JsonElement combo = (await Manager.PostAsync($"/api/sessions/{sale.Id}/items", new
        {
            operationId = StudioClient.NewOperation(),
            productId = product,
            priceFen = 2_500,
            allotted = 10,
            perBuyerLimit = 5,
            name = "山西好礼",
            parts = new[] { new { itemId = "i1", pieces = 1 }, new { itemId = "i2", pieces = 2 } },
        })).Ok;
        Assert.Equal(("i3", "山西好礼"), (StudioClient.Id(combo), combo.GetProperty("name").GetString()));
        StudioClient guest = await sale.GuestAsync();
        await Wait.UntilAsync(async () => (await sale.CountsAsync("i3")).GetProperty("left").GetInt32() == 2, "two sets can be made");
        Assert.Equal("sold-out", (await guest.HoldAsync(sale.Id, "i3", 3)).Code);
        Assert.Equal(201, (await guest.HoldAsync(sale.Id, "i3", 2)).Status);
        Assert.Equal(("sold-out", 201), ((await guest.HoldAsync(sale.Id, "i2", 1)).Code, (await guest.HoldAsync(sale.Id, "i1", 1)).Status));
        await sale.DoAsync("items/i2/withdraw", new { withdrawn = true });
        Assert.Equal("item-withdrawn", (await (await sale.GuestAsync()).HoldAsync(sale.Id, "i3", 1)).Code);
        await sale.DoAsync("items/i2/withdraw", new { withdrawn = false });
        Assert.Equal("sold-out", (await (await sale.GuestAsync()).HoldAsync(sale.Id, "i3", 1)).Code);
        Assert.Equal("below-promised", (await Manager.PostAsync($"/api/sessions/{sale.Id}/items/i2/allot", new { operationId = StudioClient.NewOperation(), allotted = 3, perBuyerLimit = 4 })).Code);
    }

    [Theory]
    [InlineData("""[{"itemId":"i1","pieces":1}]"""), InlineData("""[{"itemId":"i9","pieces":2}]"""), InlineData("""[{"itemId":"i1","pieces":2},{"itemId":"i1","pieces":1}]""")]
    [InlineData("""[{"itemId":"i1","pieces":0}]"""), InlineData("""[{"itemId":"i1","pieces":2147483647}]""")]
    public async Task A_combo_of_nothing_of_strangers_or_of_the_same_is_refused(string parts)
    {
        string id = StudioClient.Id(await Manager.MakeSessionAsync(products: 1));
        string product = (await Manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("items")[0].GetProperty("productId").GetString()!;
        Answer made = await Manager.PostAsync($"/api/sessions/{id}/items", new
        {
            operationId = StudioClient.NewOperation(),
            productId = product,
            priceFen = 2_500,
            allotted = 10,
            perBuyerLimit = 5,
            name = "礼盒",
            parts = JsonDocument.Parse(parts).RootElement,
        });
        Assert.Equal((400, "validation"), (made.Status, made.Code));
    }

    [Fact]
    public async Task Who_waits_is_offered_what_comes_back_and_takes_it_at_a_station()
    {
        await using Sale sale = await Sale.OpenAsync(shared, new { allotted = 1, perBuyerLimit = 1 });
        StudioClient first = await sale.GuestAsync(), second = await sale.GuestAsync();
        string held = StudioClient.Id((await first.HoldAsync(sale.Id, "i1", 1)).Ok);
        Answer gone = await second.HoldAsync(sale.Id, "i1", 1);
        Assert.Equal(("sold-out", 0), (gone.Code, gone.Body.GetProperty("left").GetInt32()));
        Assert.Equal(1, (await PostAsync(second, sale.Id, "waiting", new { operationId = StudioClient.NewOperation(), itemId = "i1", quantity = 1 })).Ok.GetProperty("place").GetInt32());
        await first.SendAsync(HttpMethod.Delete, $"/api/room/{sale.Id}/holds/{held}?operationId={StudioClient.NewOperation()}", null);
        JsonElement offered = (await second.GetAsync($"/api/room/{sale.Id}")).Ok.GetProperty("holds")[0];
        Assert.Equal("offered", offered.GetProperty("state").GetString());
        Assert.Equal("sold-out", (await first.HoldAsync(sale.Id, "i1", 1)).Code);
        Assert.Equal("held", (await PostAsync(second, sale.Id, $"holds/{StudioClient.Id(offered)}/accept", new { operationId = StudioClient.NewOperation() })).Ok.GetProperty("state").GetString());

        object atStation = new { operationId = StudioClient.NewOperation(), way = "station", stationId = await sale.StationAsync() };
        Assert.Equal("contact-needed", (await PostAsync(second, sale.Id, $"holds/{StudioClient.Id(offered)}/confirm", atStation)).Code);
        foreach (string phone in (string[])["12345", "<script>", "999999999999999999999", ""])
        {
            Assert.Equal("validation", (await first.SendAsync(HttpMethod.Put, $"/api/room/{sale.Id}/contact", new { operationId = StudioClient.NewOperation(), phone, consent = "2026-11" })).Code);
        }
        Assert.Equal("validation", (await first.SendAsync(HttpMethod.Put, $"/api/room/{sale.Id}/contact", new { operationId = StudioClient.NewOperation(), phone = "13812345678", consent = "" })).Code);
        Answer kept = await second.SendAsync(HttpMethod.Put, $"/api/room/{sale.Id}/contact", new { operationId = StudioClient.NewOperation(), phone = "138 1234 5678", consent = "2026-11" });
        Assert.Equal("138****5678", kept.Ok.GetProperty("masked").GetString());
        JsonElement confirmed = (await PostAsync(second, sale.Id, $"holds/{StudioClient.Id(offered)}/confirm", atStation)).Ok;
        Assert.Equal(("confirmed", "station"), (confirmed.GetProperty("state").GetString(), confirmed.GetProperty("way").GetString()));
        Assert.Matches("^[0-9A-Z]{4}-[0-9A-Z]{4}$", confirmed.GetProperty("code").GetString()!);
        Assert.DoesNotContain("12345678", (await second.GetAsync($"/api/room/{sale.Id}")).Ok.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("12345678", string.Join('\n', shared.Studio.Log), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hold_of_somebody_else_is_not_there()
    {
        await using Sale sale = await Sale.OpenAsync(shared, new { allotted = 5, perBuyerLimit = 2 });
        StudioClient mine = await sale.GuestAsync(), other = await sale.GuestAsync();
        string held = StudioClient.Id((await mine.HoldAsync(sale.Id, "i1", 1)).Ok);
        Assert.Equal(404, (await other.SendAsync(HttpMethod.Delete, $"/api/room/{sale.Id}/holds/{held}?operationId={StudioClient.NewOperation()}", null)).Status);
        Assert.Equal(404, (await PostAsync(other, sale.Id, $"holds/{held}/confirm", new { operationId = StudioClient.NewOperation(), way = "shop" })).Status);
        Assert.Equal(404, (await PostAsync(other, sale.Id, $"holds/{held}/accept", new { operationId = StudioClient.NewOperation() })).Status);
        Assert.Empty((await other.GetAsync($"/api/room/{sale.Id}")).Ok.GetProperty("holds").EnumerateArray());
    }

    [Fact]
    public async Task An_item_that_is_not_sold_everywhere_asks_where_the_viewer_is()
    {
        await using Sale sale = await Sale.OpenAsync(shared, new { allotted = 5, perBuyerLimit = 2, notServed = (string[])["西藏", "新疆"] });
        StudioClient guest = await sale.GuestAsync();
        Assert.Equal("region-needed", (await HoldAsync(guest, sale.Id, 1)).Code);
        Assert.Equal("region-not-served", (await HoldAsync(guest, sale.Id, 1, region: "新疆")).Code);
        Assert.Equal(201, (await HoldAsync(guest, sale.Id, 1, region: "山西")).Status);
    }

    [Fact]
    public async Task What_must_prove_itself_is_asked_for_a_proof_that_is_good_for_one_guest_only()
    {
        await using Sale sale = await Sale.OpenAsync(shared, new { allotted = 50, perBuyerLimit = 5 });
        await sale.DoAsync("proof", new { mode = "always" });
        StudioClient guest = await sale.GuestAsync(), other = await sale.GuestAsync();
        Answer asked = await HoldAsync(guest, sale.Id, 1);
        Assert.Equal((428, "proof-needed"), (asked.Status, asked.Code));
        object proof = Solve(asked.Body.GetProperty("challenge").GetString()!, asked.Body.GetProperty("bits").GetInt32());
        Assert.Equal(201, (await HoldAsync(guest, sale.Id, 1, proof: proof)).Status);
        Assert.Equal("proof-needed", (await HoldAsync(other, sale.Id, 1, proof: proof)).Code);
        foreach (object wrong in (object[])[new { challenge = "", nonce = "" }, new { challenge = "9999999999.x", nonce = "1" }, new { challenge = new string('9', 10_000), nonce = "1" }])
        {
            Assert.Equal("proof-needed", (await HoldAsync(guest, sale.Id, 1, proof: wrong)).Code);
        }
        await sale.DoAsync("proof", new { mode = "never" });
        Assert.Equal(201, (await HoldAsync(other, sale.Id, 1)).Status);
    }

    [Fact]
    public async Task A_repeat_finds_its_hold_although_everything_is_gone_by_now()
    {
        await using Sale sale = await Sale.OpenAsync(shared, new { allotted = 1, perBuyerLimit = 1 });
        StudioClient guest = await sale.GuestAsync(), other = await sale.GuestAsync();
        string operation = StudioClient.NewOperation();
        string held = StudioClient.Id((await guest.HoldAsync(sale.Id, "i1", 1, operation)).Ok);
        await Wait.UntilAsync(async () => (await sale.CountsAsync("i1")).GetProperty("left").GetInt32() == 0, "the edge knows that it is gone");
        Assert.Equal("sold-out", (await other.HoldAsync(sale.Id, "i1", 1)).Code);
        guest.Http.DefaultRequestHeaders.Add("Studio-Repeat", "1");
        Assert.Equal(held, StudioClient.Id((await guest.HoldAsync(sale.Id, "i1", 1, operation)).Ok));
    }

    private static Task<Answer> HoldAsync(StudioClient guest, string sessionId, int quantity, long? seen = null, string? region = null, object? proof = null) =>
        PostAsync(guest, sessionId, "holds", new { operationId = StudioClient.NewOperation(), itemId = "i1", quantity, seenPriceFen = seen, region, proof });

    private static Task<Answer> PostAsync(StudioClient guest, string sessionId, string path, object body) => guest.PostAsync($"/api/room/{sessionId}/{path}", body);

    private static object Solve(string challenge, int bits)
    {
        for (int number = 0; ; number++)
        {
            string nonce = number.ToString(CultureInfo.InvariantCulture);
            string digits = string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes($"{challenge}:{nonce}")).Take(4).Select(one => one.ToString("b8", CultureInfo.InvariantCulture)));
            if (digits.StartsWith(new string('0', bits), StringComparison.Ordinal)) return new { challenge, nonce };
        }
    }
}
