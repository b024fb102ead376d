using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;

namespace Studio.Bench;

/// <summary>Many WebSocket clients in one process, all of the same cost whoever serves them; it knows when the last of them has got a message.</summary>
/// <param name="counts">Which messages count.</param>
/// <param name="reply">What is answered to a message that does not (a ping); null: nothing.</param>
internal sealed class Crowd(Func<string, bool> counts, Func<string, string?>? reply = null)
{
    private readonly ConcurrentBag<double> _arrivals = [];
    private readonly List<ClientWebSocket> _sockets = [];
    private TaskCompletionSource<double>? _last;
    private long _begin;
    private int _awaited;

    private ClientWebSocket[] Sockets
    {
        get
        {
            lock (_sockets) return [.. _sockets];
        }
    }

    /// <summary>A message that counted, as it came.</summary>
    public string LastMessage { get; private set; } = "";

    public async Task ConnectAsync(int count, string url, string? cookies, string[] greeting)
    {
        using var gate = new SemaphoreSlim(50); // a listen queue is not endless
        await Task.WhenAll(Enumerable.Range(0, count).Select(async index =>
        {
            await gate.WaitAsync();
            try
            {
                var socket = new ClientWebSocket();
                if (cookies is not null) socket.Options.SetRequestHeader("Cookie", cookies);
                await socket.ConnectAsync(new Uri(url), CancellationToken.None);
                foreach (string text in greeting)
                {
                    await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);
                    await socket.ReceiveAsync(new byte[16 * 1024], CancellationToken.None);
                }
                lock (_sockets) _sockets.Add(socket);
                _ = ReadAsync(socket);
            }
            finally
            {
                gate.Release();
            }
        }));
    }

    /// <summary>Milliseconds from now until so many clients have got a message that counts.</summary>
    public Task<double> LastAsync(int clients)
    {
        _last = new TaskCompletionSource<double>(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _awaited, clients);
        _begin = TimeProvider.System.GetTimestamp();
        return _last.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Milliseconds of every message that counted, to each client, since the last call.</summary>
    public IReadOnlyList<double> TakeArrivals()
    {
        List<double> taken = [];
        while (_arrivals.TryTake(out double one)) taken.Add(one);
        return taken;
    }

    /// <summary>Says the same on every connection: a hub closes what is silent for too long.</summary>
    public Task SayAsync(string text) => Task.WhenAll(Sockets.Select(socket => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None)));

    public void Close()
    {
        foreach (ClientWebSocket socket in _sockets) socket.Abort();
    }

    private async Task ReadAsync(ClientWebSocket socket)
    {
        byte[] buffer = new byte[4 * 1024];
        try
        {
            while (true)
            {
                WebSocketReceiveResult received = await socket.ReceiveAsync(buffer, CancellationToken.None);
                string text = Encoding.UTF8.GetString(buffer, 0, received.Count);
                if (!counts(text))
                {
                    if (reply?.Invoke(text) is { } answer) await socket.SendAsync(Encoding.UTF8.GetBytes(answer), WebSocketMessageType.Text, true, CancellationToken.None);
                    continue;
                }
                _arrivals.Add(TimeProvider.System.GetElapsedTime(_begin).TotalMilliseconds);
                if (Interlocked.Decrement(ref _awaited) != 0) continue;
                LastMessage = text;
                _last?.TrySetResult(TimeProvider.System.GetElapsedTime(_begin).TotalMilliseconds);
            }
        }
        catch (Exception closed) when (closed is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The bench is over.
        }
    }
}
