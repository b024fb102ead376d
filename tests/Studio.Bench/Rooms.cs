using System.Globalization;
using System.Text.Json;
using Studio.Testing;

namespace Studio.Bench;

/// <summary>Many live rooms of one studio, with viewers in each, and a card to take in all of them at once.</summary>
internal sealed class Rooms(StudioProcess studio, StudioClient manager) : IDisposable
{
    private const char EndOfMessage = '\u001e';
    private readonly List<(string Id, long Revision)> _sessions = [];
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly CancellationTokenSource _over = new();

    public IReadOnlyList<string> Ids => [.. _sessions.Select(session => session.Id)];

    public Crowd Viewers { get; } = new(message => message.Contains("\"target\":\"OnAir\"", StringComparison.Ordinal));

    public async Task MakeAsync(int rooms, int connections)
    {
        for (int room = 0; room < rooms; room++)
        {
            JsonElement session = await manager.MakeSessionAsync(products: 2, title: $"助农专场 {(room + 1).ToString(CultureInfo.InvariantCulture)}");
            _sessions.Add((StudioClient.Id(session), 0));
        }
        _ = KeepAliveAsync();
        foreach ((string id, _) in _sessions)
        {
            using StudioClient guest = studio.Client();
            await guest.EnterRoomAsync(await manager.MakeLinkAsync(id, "room"));
            await Viewers.ConnectAsync(
                connections / rooms, studio.Url.Replace("http", "ws", StringComparison.Ordinal) + "/hubs/room", guest.Cookies.GetCookieHeader(new Uri(studio.Url)),
                ["{\"protocol\":\"json\",\"version\":1}" + EndOfMessage, "{\"type\":1,\"invocationId\":\"1\",\"target\":\"Join\",\"arguments\":[]}" + EndOfMessage]);
        }
    }

    /// <summary>A hub closes what says nothing for 25 s.</summary>
    private async Task KeepAliveAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromSeconds(8), _over.Token);
                await Viewers.SayAsync("{\"type\":6}" + EndOfMessage);
            }
        }
        catch (OperationCanceledException)
        {
            // The bench is over.
        }
    }

    /// <summary>A card in every room at once; milliseconds until the last viewer has it.</summary>
    public async Task<double> TakeAsync(int viewers)
    {
        await _oneAtATime.WaitAsync();
        try
        {
            Task<double> last = Viewers.LastAsync(viewers);
            await Task.WhenAll(Enumerable.Range(0, _sessions.Count).Select(TakeInAsync));
            return await last;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose()
    {
        _over.Cancel();
        _over.Dispose();
        Viewers.Close();
        _oneAtATime.Dispose();
    }

    private async Task TakeInAsync(int room)
    {
        (string id, long revision) = _sessions[room];
        Answer taken = await manager.TakeAsync(id, $"i{((revision % 2) + 1).ToString(CultureInfo.InvariantCulture)}", revision);
        _sessions[room] = (id, taken.Ok.GetProperty("revision").GetInt64());
    }
}
