using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Studio.Testing;

namespace Studio.Bench;

/// <summary>A viewer whose connection takes nothing more: its buffers are small, it reads nothing, and enough is sent to it to fill them.</summary>
internal sealed class StuckViewer : IDisposable
{
    private const int Enough = 6 * 1024 * 1024;
    private readonly ClientWebSocket _socket = new();

    public static async Task<StuckViewer> OpenAsync(StudioProcess studio, string link)
    {
        using StudioClient guest = studio.Client();
        await guest.EnterRoomAsync(link);
        var viewer = new StuckViewer();
        viewer._socket.Options.SetRequestHeader("Cookie", guest.Cookies.GetCookieHeader(new Uri(studio.Url)));
        using var small = new HttpMessageInvoker(new SocketsHttpHandler { ConnectCallback = ConnectAsync });
        await viewer._socket.ConnectAsync(new Uri(studio.Url.Replace("http", "ws", StringComparison.Ordinal) + "/hubs/room"), small, CancellationToken.None);
        await viewer.SayAsync("{\"protocol\":\"json\",\"version\":1}\u001e");
        // Every answer to Join is the whole snapshot, and none of them is read: that fills whatever lies between.
        int asked = Enough / 1_024;
        for (int number = 0; number < asked; number++)
        {
            Task said = viewer.SayAsync($"{{\"type\":1,\"invocationId\":\"{number}\",\"target\":\"Join\",\"arguments\":[]}}\u001e");
            if (await Task.WhenAny(said, Task.Delay(500)) != said) break; // even what it says is not taken any more: it is stuck
        }
        return viewer;
    }

    public void Dispose() => _socket.Dispose();

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 2_048 };
        await socket.ConnectAsync(context.DnsEndPoint, cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private Task SayAsync(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, CancellationToken.None);
}
