using Orleans.Runtime;
using Studio.Grains.Catalog;
using Studio.Grains.Handovers;
using Studio.Grains.Live;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>The book in a silo, on a real Redis: what was answered is there after the activation is gone.</summary>
public sealed class HandoverClusterTests : IAsyncLifetime
{
    private GrainCluster _grains = null!;

    public async ValueTask InitializeAsync() => _grains = await GrainCluster.StartAsync();

    public ValueTask DisposeAsync() => _grains.DisposeAsync();

    [Fact]
    public async Task Orders_and_exports_of_phone_numbers_outlive_the_activation_and_a_repeat_gets_the_first_answer()
    {
        IGrainFactory grains = _grains.Factory;
        _ = (await grains.GetGrain<IRoomGrain>("r_1").Create("一号直播间")).Value;
        _ = (await grains.GetGrain<ILiveSessionGrain>("s_1").Create(new Stamp("operation-0", "anna"), new CreateSession("场次", "r_1", DateTimeOffset.UnixEpoch, [], TimeSpan.FromMinutes(15), "p"))).Value;
        IHandoverGrain book = grains.GetGrain<IHandoverGrain>("s_1");
        OrderRow[] rows = [.. Enumerable.Range(1, 300).Select(i => OrderMatchingTests.Row($"{9_000 + i}"))];
        ImportSums first = (await book.Import(new Clerk("operation-1", "anna"), "e_1", rows)).Value;
        Assert.Equal((300, 300), (first.New, first.Unmatched));
        for (int i = 0; i < 210; i++) await book.NoteExport("li", "st_1", "csv", i); // past a snapshot
        await grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        HandoverView view = await book.Get();
        Assert.Equal((300, 210, 209), (view.Orders.Count, view.Exports.Count, view.Exports[^1].Rows));
        Assert.Equal(first, (await book.Import(new Clerk("operation-1", "anna"), "e_1", rows)).Value);
        Assert.Equal("operation-conflict", (await book.Import(new Clerk("operation-1", "anna"), "e_1", rows[1..])).Refusal!.Code);
        Assert.Equal("not-found", (await grains.GetGrain<IHandoverGrain>("s_none").Preview("e_1", rows)).Refusal!.Code);
    }

    [Fact]
    public async Task An_enterprise_and_a_station_are_what_was_written_and_an_operation_is_done_once()
    {
        IEnterpriseGrain enterprise = _grains.Factory.GetGrain<IEnterpriseGrain>("e_1");
        Assert.Equal("validation", (await enterprise.Create(new EnterpriseDetails("夏乐瓜业", SalesPlatform.Taobao, "ftp://x"))).Refusal!.Code);
        _ = (await enterprise.Create(new EnterpriseDetails(" 夏乐瓜业 ", SalesPlatform.Taobao))).Value;
        Assert.Equal("operation-conflict", (await enterprise.Create(new EnterpriseDetails("别的", SalesPlatform.Taobao))).Refusal!.Code);
        var moved = new EnterpriseDetails("夏乐瓜业", SalesPlatform.Douyin, "https://shop.example/");
        Assert.Equal(moved, (await enterprise.Change("operation-2", moved)).Value.Details);
        Assert.Equal("operation-conflict", (await enterprise.Change("operation-2", moved with { Name = "别的" })).Refusal!.Code);
        _ = (await enterprise.Remember([new MappedColumn("amount", "实付款")])).Value;
        Assert.Equal("实付款", (await enterprise.Get())!.Columns[0].Heading);
        Assert.Null(await _grains.Factory.GetGrain<IEnterpriseGrain>("e_none").Get());
    }
}
