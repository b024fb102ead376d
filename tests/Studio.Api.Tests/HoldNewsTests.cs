using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>A viewer is told when their own holds are moved by somebody else, and nobody else is.</summary>
public sealed class HoldNewsTests(SharedStudio shared)
{
    [Fact]
    public async Task Whose_turn_it_is_is_told_on_each_of_their_pages_and_nobody_else_is()
    {
        await using Sale sale = await Sale.OpenAsync(shared, new { allotted = 1, perBuyerLimit = 1 });
        StudioClient first = await sale.GuestAsync(), second = await sale.GuestAsync(), third = await sale.GuestAsync(), stranger = await sale.GuestAsync();
        string held = StudioClient.Id((await first.HoldAsync(sale.Id, "i1", 1)).Ok);
        await WaitAsync(second, sale.Id);
        await WaitAsync(third, sale.Id);
        await using Page phone = await Page.OpenAsync(shared.Studio, second), computer = await Page.OpenAsync(shared.Studio, second);
        await using Page ofFirst = await Page.OpenAsync(shared.Studio, first), ofThird = await Page.OpenAsync(shared.Studio, third), ofStranger = await Page.OpenAsync(shared.Studio, stranger);

        await ReleaseAsync(first, sale.Id, held);
        await Wait.UntilAsync(() => (phone.Told, computer.Told) == (1, 1), "both pages of the second are told");
        Assert.Equal("offered", (await MineAsync(second, sale.Id))[0].GetProperty("state").GetString());
        Assert.Equal(0, ofThird.Told);

        await ReleaseAsync(second, sale.Id, StudioClient.Id((await MineAsync(second, sale.Id))[0]));
        await Wait.UntilAsync(() => ofThird.Told == 1, "now the third is");
        Assert.Equal((1, 1, 0, 0), (phone.Told, computer.Told, ofFirst.Told, ofStranger.Told));
    }

    [Fact]
    public async Task Whose_hold_staff_cancels_is_told_and_a_page_that_was_closed_is_no_harm()
    {
        await using Sale sale = await Sale.OpenAsync(shared, new { allotted = 5, perBuyerLimit = 2 });
        StudioClient mine = await sale.GuestAsync(), other = await sale.GuestAsync();
        string held = StudioClient.Id((await mine.HoldAsync(sale.Id, "i1", 1)).Ok), second = StudioClient.Id((await mine.HoldAsync(sale.Id, "i1", 1)).Ok);
        await using Page page = await Page.OpenAsync(shared.Studio, mine), ofOther = await Page.OpenAsync(shared.Studio, other);
        await using (Page closed = await Page.OpenAsync(shared.Studio, mine)) Assert.Equal(0, closed.Told);
        await sale.DoAsync($"holds/{held}/cancel", new { why = "包装破损" });
        await Wait.UntilAsync(() => page.Told == 1, "told of the first");
        await sale.DoAsync($"holds/{second}/cancel", new { why = "包装破损" });
        await Wait.UntilAsync(() => page.Told == 2, "told of the second");
        Assert.Equal(["released", "released"], (await MineAsync(mine, sale.Id)).Select(hold => hold.GetProperty("state").GetString()!));
        Assert.Equal(0, ofOther.Told);
    }

    [Fact]
    public async Task A_guest_whom_a_second_process_serves_is_told_there()
    {
        await using Sale sale = await Sale.OpenAsync(shared, new { allotted = 1, perBuyerLimit = 1 });
        StudioClient first = await sale.GuestAsync(), second = await sale.GuestAsync();
        string held = StudioClient.Id((await first.HoldAsync(sale.Id, "i1", 1)).Ok);
        await WaitAsync(second, sale.Id);
        await using StudioProcess edge = await StudioProcess.StartAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["Studio__Role"] = "Edge" }, shared.Studio.Folder);
        await using Page there = await Page.OpenAsync(edge, second), ofFirst = await Page.OpenAsync(edge, first);
        await ReleaseAsync(first, sale.Id, held);
        await Wait.UntilAsync(() => there.Told == 1, "told through the second process");
        Assert.Equal(0, ofFirst.Told);
    }

    private static async Task WaitAsync(StudioClient guest, string sessionId) =>
        _ = (await guest.PostAsync($"/api/room/{sessionId}/waiting", new { operationId = StudioClient.NewOperation(), itemId = "i1", quantity = 1 })).Ok;

    private static async Task ReleaseAsync(StudioClient guest, string sessionId, string holdId) =>
        _ = (await guest.SendAsync(HttpMethod.Delete, $"/api/room/{sessionId}/holds/{holdId}?operationId={StudioClient.NewOperation()}", null)).Ok;

    private static async Task<JsonElement[]> MineAsync(StudioClient guest, string sessionId) =>
        [.. (await guest.GetAsync($"/api/room/{sessionId}")).Ok.GetProperty("holds").EnumerateArray()];

    /// <summary>An open room page of a guest, which counts how often it is told.</summary>
    private sealed class Page : IAsyncDisposable
    {
        private readonly HubConnection _connection;
        private int _told;

        private Page(HubConnection connection) => _connection = connection;

        public int Told => Volatile.Read(ref _told);

        public static async Task<Page> OpenAsync(StudioProcess studio, StudioClient guest)
        {
            var page = new Page(new HubConnectionBuilder().WithUrl($"{studio.Url}/hubs/room", options =>
            {
                options.Cookies = guest.Cookies;
                options.Transports = Microsoft.AspNetCore.Http.Connections.HttpTransportType.WebSockets;
                options.SkipNegotiation = true;
            }).Build());
            page._connection.On("HoldsMoved", () => Interlocked.Increment(ref page._told));
            await page._connection.StartAsync();
            await page._connection.InvokeAsync<JsonElement>("Join");
            return page;
        }

        public ValueTask DisposeAsync() => _connection.DisposeAsync();
    }
}
