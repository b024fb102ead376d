using System.Text.Json;
using Studio.Testing;

namespace Studio.Api.Tests;

/// <summary>A live session with items from 10 yuan up, and guests in its room.</summary>
internal sealed class Sale : IAsyncDisposable
{
    private readonly SharedStudio _shared;
    private readonly Publisher _publisher;
    private readonly string _link;
    private readonly List<StudioClient> _guests = [];

    private Sale(SharedStudio shared, string id, Publisher publisher, string link) => (_shared, Id, _publisher, _link) = (shared, id, publisher, link);

    public string Id { get; }

    /// <summary>Makes it; each item is an object with allotted, perBuyerLimit and whatever else an item can have.</summary>
    public static async Task<Sale> OpenAsync(SharedStudio shared, params object[] items)
    {
        StudioClient manager = shared.Manager;
        List<Dictionary<string, object>> showcase = [];
        foreach (object item in items)
        {
            Dictionary<string, object> one = JsonSerializer.Deserialize<Dictionary<string, object>>(JsonSerializer.Serialize(item))!;
            one["productId"] = await manager.MakeProductAsync($"商品{showcase.Count + 1}");
            one["priceFen"] = 1_000 * (showcase.Count + 1);
            showcase.Add(one);
        }
        JsonElement session = (await manager.PostAsync("/api/sessions", new
        {
            operationId = StudioClient.NewOperation(),
            title = "助农专场",
            roomId = await manager.MakeRoomAsync(),
            plannedStart = DateTimeOffset.UnixEpoch.AddYears(55),
            items = showcase,
        })).Ok;
        string id = StudioClient.Id(session);
        var sale = new Sale(shared, id, Publisher.Generated(shared.Studio, await manager.MakeKeyAsync(id)), await manager.MakeLinkAsync(id, "room"));
        await Wait.UntilAsync(async () => (await sale.DetailAsync()).GetProperty("phase").GetString() == "live", "live");
        return sale;
    }

    public async Task<StudioClient> GuestAsync()
    {
        StudioClient guest = _shared.Studio.Client();
        _guests.Add(guest);
        _ = (await guest.EnterRoomAsync(_link)).Ok;
        return guest;
    }

    public async Task<JsonElement> DetailAsync() => (await _shared.Manager.GetAsync($"/api/sessions/{Id}")).Ok;

    public async Task<JsonElement> CountsAsync(string itemId) =>
        (await DetailAsync()).GetProperty("counts").GetProperty("items").EnumerateArray().Single(item => item.GetProperty("itemId").GetString() == itemId);

    /// <summary>A command of the operator, with an operation id of its own.</summary>
    public async Task<JsonElement> DoAsync(string path, object body)
    {
        Dictionary<string, object> command = JsonSerializer.Deserialize<Dictionary<string, object>>(JsonSerializer.Serialize(body))!;
        command["operationId"] = StudioClient.NewOperation();
        return (await _shared.Manager.PostAsync($"/api/sessions/{Id}/{path}", command)).Ok;
    }

    /// <summary>A station where goods can be collected.</summary>
    public async Task<string> StationAsync() => StudioClient.Id((await _shared.Manager.PostAsync("/api/stations", new
    {
        operationId = StudioClient.NewOperation(),
        name = "南大里服务站",
        township = "胡张乡",
        address = "南大里村口",
        hours = "8:00–18:00",
        closed = false,
    })).Ok);

    public async ValueTask DisposeAsync()
    {
        foreach (StudioClient guest in _guests) guest.Dispose();
        await _publisher.DisposeAsync();
    }
}
