using System.Text.Json;
using Studio.Testing;

namespace Studio.Faults;

/// <summary>A live session to trouble: a manager, its items, a publisher that comes back as OBS does.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly string _product, _key;
    private readonly Task _publishing;

    private Stage(StudioProcess studio, StudioClient manager, string sessionId, string[] items, string product, string key)
    {
        (Studio, Manager, SessionId, Items, _product, _key) = (studio, manager, sessionId, items, product, key);
        _publishing = Task.Run(PublishAsync);
    }

    public StudioProcess Studio { get; }

    public StudioClient Manager { get; }

    public string SessionId { get; }

    /// <summary>Ids of the items in the order in which they were asked for.</summary>
    public IReadOnlyList<string> Items { get; }

    /// <summary>Items that guests may wish for, and how many pieces at most.</summary>
    public IReadOnlyList<(string Item, int Most)> Wishes { get; set; } = [];

    /// <summary>Makes a session in a fresh studio and publishes to it.</summary>
    public static async Task<Stage> MakeAsync(StudioProcess studio, params (int Allotted, int Limit)[] items)
    {
        StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        string room = await manager.MakeRoomAsync();
        List<object> showcase = [];
        foreach ((int allotted, int perBuyerLimit) in items)
        {
            string productId = await manager.MakeProductAsync($"商品{showcase.Count + 1}");
            showcase.Add(new { productId, priceFen = 2_990, allotted, perBuyerLimit });
        }
        JsonElement session = (await manager.PostAsync("/api/sessions", new
        {
            operationId = StudioClient.NewOperation(),
            title = "助农专场",
            roomId = room,
            plannedStart = DateTimeOffset.UnixEpoch.AddYears(55),
            items = showcase,
        })).Ok;
        string id = StudioClient.Id(session);
        return new Stage(studio, manager, id, [.. session.GetProperty("items").EnumerateArray().Select(StudioClient.Id)], session.GetProperty("items")[0].GetProperty("productId").GetString()!, await manager.MakeKeyAsync(id));
    }

    /// <summary>Goes on with the session of another stage in a studio that was started again on its data.</summary>
    public static async Task<Stage> GoOnAsync(Stage before, StudioProcess studio)
    {
        StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        return new Stage(studio, manager, before.SessionId, [.. before.Items], before._product, before._key);
    }

    /// <summary>The session as the console shows it.</summary>
    public async Task<JsonElement> DetailAsync() => (await Manager.GetAsync($"/api/sessions/{SessionId}")).Ok;

    public async Task<bool> IsLiveAsync() => await DetailAsync() is var detail && detail.GetProperty("phase").GetString() == "live" && detail.GetProperty("feed").GetString() == "live";

    /// <summary>One more item, made of others; answers its id.</summary>
    public async Task<string> AddComboAsync(int allotted, int perBuyerLimit, params (string Item, int Pieces)[] parts) => StudioClient.Id((await Manager.PostAsync($"/api/sessions/{SessionId}/items", new
    {
        operationId = StudioClient.NewOperation(),
        productId = _product,
        name = "组合",
        priceFen = 4_990,
        allotted,
        perBuyerLimit,
        parts = parts.Select(part => new { itemId = part.Item, pieces = part.Pieces }),
    })).Ok);

    /// <summary>A new guest in the room.</summary>
    public async Task<(StudioClient Client, string Id)> EnterAsync(string link)
    {
        StudioClient guest = Studio.Client();
        guest.Http.Timeout = TimeSpan.FromSeconds(12); // longer than the studio itself waits for its store
        return (guest, (await guest.EnterRoomAsync(link)).Ok.GetProperty("guestId").GetString()!);
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _publishing;
        _over.Dispose();
        Manager.Dispose();
    }

    private async Task PublishAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            await using Publisher publisher = Publisher.Generated(Studio, _key);
            try
            {
                await publisher.Ended.WaitAsync(_over.Token);
                await Task.Delay(TimeSpan.FromSeconds(1), _over.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
