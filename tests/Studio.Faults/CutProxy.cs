using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Studio.Faults;

/// <summary>A line between browsers and the studio that can be cut: connections are reset, and while it is cut none is made.</summary>
internal sealed class CutProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, byte> _open = new();
    private readonly CancellationTokenSource _over = new();
    private readonly int _target;
    private readonly Task _accepting;
    private volatile bool _cut;

    public CutProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Resets all connections, and refuses new ones until <see cref="Mend"/>.</summary>
    public void Cut()
    {
        _cut = true;
        foreach (TcpClient client in _open.Keys) Reset(client);
    }

    public void Mend() => _cut = false;

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting;
        _over.Dispose();
    }

    private static void Reset(TcpClient client)
    {
        client.LingerState = new LingerOption(true, 0); // an RST, as from a line that broke
        client.Close();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_over.Token);
                if (_cut) Reset(client);
                else _ = RelayAsync(client);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The run is over.
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var server = new TcpClient();
        _open.TryAdd(client, 0);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target);
            (client.NoDelay, server.NoDelay) = (true, true);
            NetworkStream near = client.GetStream(), far = server.GetStream();
            await Task.WhenAny(near.CopyToAsync(far, _over.Token), far.CopyToAsync(near, _over.Token));
        }
        catch (Exception broken) when (broken is SocketException or IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut, or the studio is away.
        }
        finally
        {
            _open.TryRemove(client, out _);
            Reset(client);
        }
    }
}
