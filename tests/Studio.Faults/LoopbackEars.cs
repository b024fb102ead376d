using System.Net;
using System.Net.Sockets;

namespace Studio.Faults;

/// <summary>Listens on one port of the loopback addresses, TCP and UDP, IPv4 and IPv6, and counts whoever comes.</summary>
internal sealed class LoopbackEars : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly List<Socket> _sockets = [];
    private readonly List<Task> _listening = [];
    private int _heard;

    public LoopbackEars()
    {
        var first = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        first.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Port = ((IPEndPoint)first.LocalEndPoint!).Port;
        Listen(first);
        foreach ((IPAddress address, SocketType type) in ((IPAddress, SocketType)[])[(IPAddress.IPv6Loopback, SocketType.Stream), (IPAddress.Loopback, SocketType.Dgram), (IPAddress.IPv6Loopback, SocketType.Dgram)])
        {
            var socket = new Socket(address.AddressFamily, type, type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp);
            try
            {
                socket.Bind(new IPEndPoint(address, Port));
            }
            catch (SocketException)
            {
                // A machine without IPv6: nothing can come that way either.
                socket.Dispose();
                continue;
            }
            Listen(socket);
        }
    }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <summary>Connections and datagrams until now.</summary>
    public int Heard => Volatile.Read(ref _heard);

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        foreach (Socket socket in _sockets) socket.Dispose();
        await Task.WhenAll(_listening);
        _over.Dispose();
    }

    private void Listen(Socket socket)
    {
        _sockets.Add(socket);
        _listening.Add(socket.SocketType == SocketType.Stream ? AcceptAsync(socket) : ReceiveAsync(socket));
    }

    private async Task AcceptAsync(Socket socket)
    {
        socket.Listen();
        await ForEverAsync(async () => (await socket.AcceptAsync(_over.Token)).Dispose());
    }

    private Task ReceiveAsync(Socket socket)
    {
        byte[] buffer = new byte[2_048];
        return ForEverAsync(async () => await socket.ReceiveAsync(buffer, _over.Token));
    }

    private async Task ForEverAsync(Func<Task> once)
    {
        while (!_over.IsCancellationRequested)
        {
            try
            {
                await once();
                Interlocked.Increment(ref _heard);
            }
            catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
