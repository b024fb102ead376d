using System.Net;
using System.Text.Json;
using MediaPipeline.Feeds;
using MediaPipeline.Processes;
using StackExchange.Redis;
using Studio.Api.Parts;
using Studio.Testing;

namespace Studio.Bench;

/// <summary>A live session in a studio process, with many guests who press one button, each over connections shared by all.</summary>
internal sealed class HoldRoom : IAsyncDisposable
{
    /// <summary>Nothing is refused for its number: what is measured is the hold. Guests share 64 connections, as people behind a proxy do.</summary>
    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["Studio__GuestCommandsPerSecond"] = "1000000",
        ["Studio__AddressCommandsPerSecond"] = "1000000",
        ["Studio__EntriesPerMinute"] = "1000000",
    };

    public const int Connections = 64;
    private const int LargestAllotment = 100_000, LargestLimit = 1_000, GuestsPerConnection = 8;

    private readonly Publisher _publisher;
    private readonly RawHttp[] _connections;
    private readonly HoldRequest[][] _requests;
    private readonly string[] _hot;
    private int _operation;

    private HoldRoom(StudioProcess studio, StudioClient manager, string sessionId, string[] hot, Publisher publisher, RawHttp[] connections, HoldRequest[][] requests) =>
        (Studio, Manager, SessionId, _hot, _publisher, _connections, _requests) = (studio, manager, sessionId, hot, publisher, connections, requests);

    public StudioProcess Studio { get; }

    public StudioClient Manager { get; }

    public string SessionId { get; }

    /// <summary>Which item is pressed: a new one has its whole stock.</summary>
    public int Hot { get; set; }

    public int HotItems => _hot.Length;

    /// <param name="items">Hot items beside the two whose cards are taken; each has a stock of its own.</param>
    public static async Task<HoldRoom> OpenAsync(int items, int allotted = LargestAllotment)
    {
        StudioProcess studio = await StudioProcess.StartAsync(Settings);
        StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        JsonElement session = await manager.MakeSessionAsync(products: items + 2, allotted, LargestLimit);
        string id = StudioClient.Id(session);
        string[] hot = [.. session.GetProperty("items").EnumerateArray().Skip(2).Select(StudioClient.Id)];
        _ = (await manager.PostAsync($"/api/sessions/{id}/proof", new { operationId = StudioClient.NewOperation(), mode = "never" })).Ok;
        // A film as it is: encoding a picture must not take from the cores what is measured.
        Publisher publisher = Publisher.Film(studio, await manager.MakeKeyAsync(id), await FilmAsync(studio.Folder));
        await Wait.UntilAsync(async () => (await manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("phase").GetString() == "live", "the session is live");
        string link = await manager.MakeLinkAsync(id, "room");
        var requests = new HoldRequest[Connections * GuestsPerConnection][];
        await Parallel.ForAsync(0, requests.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (guest, stop) =>
        {
            using StudioClient client = studio.Client();
            _ = (await client.EnterRoomAsync(link)).Ok;
            string cookies = client.Cookies.GetCookieHeader(new Uri(studio.Url));
            requests[guest] = [.. hot.Select(item => new HoldRequest(studio.Port, id, item, cookies))];
        });
        RawHttp[] connections = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => RawHttp.ConnectAsync(studio.Port)));
        return new HoldRoom(studio, manager, id, hot, publisher, connections, requests);
    }

    /// <summary>A press on a connection, by one of its guests; answers the status: 201 a hold, 409 and such a refusal.</summary>
    public ValueTask<int> PressAsync(int connection)
    {
        int operation = Interlocked.Increment(ref _operation);
        return _connections[connection].SendAsync(_requests[(connection * GuestsPerConnection) + (operation % GuestsPerConnection)][Hot].Next(operation));
    }

    /// <summary>The studio's own Redis, for a peer on the same.</summary>
    public async Task<ConnectionMultiplexer> RedisAsync() => await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions
    {
        EndPoints = { new System.Net.Sockets.UnixDomainSocketEndPoint(SocketPath.For(Path.Combine(Studio.Folder, "redis"), "redis.sock")) },
    });

    private static async Task<string> FilmAsync(string folder)
    {
        string film = Path.Combine(folder, "film.flv");
        if (await ChildProcess.Start(new ChildSpec("film", "ffmpeg", GeneratedFeed.Arguments(film, TimeSpan.FromSeconds(10)))).Exited != 0) throw new InvalidOperationException("ffmpeg made no film.");
        return film;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (RawHttp connection in _connections) connection.Dispose();
        await _publisher.DisposeAsync();
        Manager.Dispose();
        await Studio.DisposeAsync();
    }
}
