using System.Text.Json;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Studio.Browser.Tests;

/// <summary>A large session's reconciliation, from answers that a studio would give.</summary>
public sealed class HandoverLengthTests(Chromium chromium, OpenStudio open)
{
    [Fact]
    public async Task Five_hundred_items_and_twenty_thousand_rows_are_shown_piece_by_piece()
    {
        await using Window window = await open.ManagerWindowAsync(chromium);
        object Item(int number) => new
        {
            enterpriseId = "e",
            itemId = $"i{number}",
            number,
            name = $"夏县商品 {number}",
            unit = "个",
            held = 0,
            confirmed = 40,
            paid = 0,
            handedOver = 0,
            settled = 0,
            waiting = 0,
            missing = 40,
            promisedFen = 40 * 2_990,
            paidFen = 0,
            differenceFen = 0,
        };
        object Row(int number) => new
        {
            holdId = $"h_{number:00000}",
            code = $"AAAA-{number:0000}",
            itemId = "i1",
            number = 1,
            name = "夏县商品 1",
            quantity = 1,
            state = "confirmed",
            standing = "missing",
            buyer = "ABC123",
            way = "shop",
            stationId = (string?)null,
            station = "",
            unitPriceFen = 2_990,
            discountFen = 0,
            promisedFen = 2_990,
            paidPieces = 0,
            paidFen = 0,
            differenceFen = (int?)null,
            orders = Array.Empty<string>(),
            placedAt = DateTimeOffset.UnixEpoch,
            confirmedAt = DateTimeOffset.UnixEpoch,
            expiresAt = DateTimeOffset.UnixEpoch,
            handedOverAt = (DateTimeOffset?)null,
        };
        object sums = new
        {
            enterpriseId = "e",
            name = "夏乐瓜业",
            held = 0,
            confirmed = 20_000,
            paid = 0,
            handedOver = 0,
            settled = 0,
            waiting = 0,
            missing = 20_000,
            promisedFen = 59_800_000,
            paidFen = 0,
            differenceFen = 0,
            paidWithoutHold = 0,
            withoutHoldFen = 0,
            unmatched = 0,
            refunded = 0,
        };
        object made = new { sessionId = "s", title = "大场", at = DateTimeOffset.UnixEpoch, days = 3, enterprises = new[] { sums }, items = Enumerable.Range(1, 500).Select(Item), stations = Array.Empty<object>() };
        await window.Page.RouteAsync("**/reconciliation?*", route => route.FulfillAsync(new() { ContentType = "application/json", Body = JsonSerializer.Serialize(made) }));
        await window.Page.RouteAsync("**/reconciliation/rows?*", route =>
        {
            int from = route.Request.Url.Contains("after=h_00100", StringComparison.Ordinal) ? 101 : 1;
            return route.FulfillAsync(new() { ContentType = "application/json", Body = JsonSerializer.Serialize(new { total = 20_000, rows = Enumerable.Range(from, 100).Select(Row), next = $"h_{from + 99:00000}" }) });
        });
        await window.GoAsync("/base/#/sessions/s/handover");
        await Expect(window.Page.Locator("tr[data-item]")).ToHaveCountAsync(500);
        await window.Button("夏县商品 1").ClickAsync();
        await Expect(window["hold-line"]).ToHaveCountAsync(100);
        await Expect(window.Page.GetByText("共 20,000 行，已显示 100 行")).ToBeVisibleAsync();
        await window.Button("再看 100 行").ClickAsync();
        await Expect(window["hold-line"]).ToHaveCountAsync(200);
        Assert.Empty(await window.FaultsAsync());
        Assert.Empty(window.Complaints);
    }
}
