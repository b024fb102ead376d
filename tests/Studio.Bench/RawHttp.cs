using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Studio.Bench;

/// <summary>One keep-alive connection that sends requests made beforehand and looks at little more than the status: it shares the cores with what it measures.</summary>
internal sealed class RawHttp : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[16 * 1024];

    public static async Task<RawHttp> ConnectAsync(int port)
    {
        var connection = new RawHttp();
        await connection._socket.ConnectAsync(IPAddress.Loopback, port);
        return connection;
    }

    /// <summary>Sends a request; answers the status.</summary>
    public async ValueTask<int> SendAsync(ReadOnlyMemory<byte> request)
    {
        await _socket.SendAsync(request);
        int length = 0;
        while (true)
        {
            int received = await _socket.ReceiveAsync(_buffer.AsMemory(length));
            if (received == 0) throw new IOException("The server closed the connection.");
            length += received;
            if (IsWhole(_buffer.AsSpan(0, length))) return ((_buffer[9] - '0') * 100) + ((_buffer[10] - '0') * 10) + (_buffer[11] - '0');
        }
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        int head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0) return false;
        int length = answer[..head].IndexOf("Content-Length: "u8);
        if (length < 0) return answer.EndsWith("0\r\n\r\n"u8); // chunked
        ReadOnlySpan<byte> digits = answer[(length + 16)..head];
        int end = digits.IndexOf((byte)'\r');
        return answer.Length >= head + 4 + int.Parse(end < 0 ? digits : digits[..end], NumberStyles.None, CultureInfo.InvariantCulture);
    }
}

/// <summary>A guest's press, ready to be sent over and over under new operation ids.</summary>
internal sealed class HoldRequest
{
    private readonly byte[] _bytes;
    private readonly int _number;

    public HoldRequest(int port, string sessionId, string itemId, string cookies)
    {
        string body = $$"""{"operationId":"bench-0000000000","itemId":"{{itemId}}","quantity":1}""";
        string head = string.Create(CultureInfo.InvariantCulture,
            $"POST /api/room/{sessionId}/holds HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookies}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n");
        _bytes = Encoding.ASCII.GetBytes(head + body);
        _number = head.Length + body.IndexOf("0000000000", StringComparison.Ordinal);
    }

    /// <summary>The request under another operation id. Used by one connection at a time.</summary>
    public ReadOnlyMemory<byte> Next(int number)
    {
        number.TryFormat(_bytes.AsSpan(_number, 10), out _, "D10", CultureInfo.InvariantCulture);
        return _bytes;
    }
}
