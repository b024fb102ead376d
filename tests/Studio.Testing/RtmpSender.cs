using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Studio.Testing;

/// <summary>
/// A publisher that sends what it is told to, with whatever time stamps: ffmpeg mends a clock that leaps before anyone sees it.
/// Source: Adobe's Real Time Messaging Protocol 1.0, chunk streams (5) and NetConnection/NetStream commands (7); AMF 0.
/// </summary>
public sealed class RtmpSender : IDisposable
{
    private const int Handshake = 1536, ChunkSize = 1 << 20;
    private const byte SetChunkSize = 1, Sound = 8, Picture = 9, Data = 18, Command = 20;
    private readonly TcpClient _client = new();
    private NetworkStream _line = null!;

    private RtmpSender()
    {
    }

    /// <summary>Connects and publishes.</summary>
    public static async Task<RtmpSender> PublishAsync(StudioProcess studio, string key)
    {
        var sender = new RtmpSender();
        await sender._client.ConnectAsync("127.0.0.1", studio.RtmpPort);
        sender._line = sender._client.GetStream();
        byte[] hello = new byte[1 + Handshake], answer = new byte[1 + (2 * Handshake)];
        hello[0] = 3;
        await sender._line.WriteAsync(hello);
        await sender._line.ReadExactlyAsync(answer);
        await sender._line.WriteAsync(answer.AsMemory(1, Handshake));
        byte[] size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, ChunkSize);
        await sender.SendAsync(SetChunkSize, 0, 0, size);
        string url = string.Create(CultureInfo.InvariantCulture, $"rtmp://127.0.0.1:{studio.RtmpPort}/live");
        await sender.SendAsync(Command, 0, 0, (byte[])[.. Text("connect"), .. Number(1), 3, .. Name("app"), .. Text("live"), .. Name("tcUrl"), .. Text(url), 0, 0, 9]);
        await sender.SendAsync(Command, 0, 0, (byte[])[.. Text("createStream"), .. Number(2), 5]);
        await sender.SendAsync(Command, 0, 1, (byte[])[.. Text("publish"), .. Number(3), 5, .. Text(key), .. Text("live")]);
        // Nobody here needs the answers, but they must not fill the line.
        _ = sender.DrainAsync();
        return sender;
    }

    /// <summary>Sends an FLV file in the time that it took to record, with other time stamps.</summary>
    /// <param name="stamp">The stamp of each tag, from its time in the file in milliseconds.</param>
    public async Task SendAsync(string film, Func<long, uint> stamp)
    {
        byte[] bytes = await File.ReadAllBytesAsync(film);
        long begin = TimeProvider.System.GetTimestamp();
        for (int at = 13; at + 11 <= bytes.Length;)
        {
            int length = (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
            long time = ((long)bytes[at + 7] << 24) | ((long)bytes[at + 4] << 16) | ((long)bytes[at + 5] << 8) | bytes[at + 6];
            TimeSpan wait = TimeSpan.FromMilliseconds(time) - TimeProvider.System.GetElapsedTime(begin);
            if (wait > TimeSpan.Zero) await Task.Delay(wait);
            if (bytes[at] is Sound or Picture) await SendAsync(bytes[at], stamp(time), 1, bytes.AsMemory(at + 11, length));
            at += 11 + length + 4;
        }
    }

    public void Dispose() => _client.Dispose();

    // One chunk a message, always with a whole head: no state that a leap could disturb.
    private async Task SendAsync(byte type, uint stamp, int stream, ReadOnlyMemory<byte> body)
    {
        bool extended = stamp >= 0xFFFFFF;
        byte[] head = new byte[extended ? 16 : 12];
        head[0] = type switch { SetChunkSize => 2, Sound => 4, Picture => 6, Data => 5, _ => 3 };
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(3), (uint)body.Length);
        uint shown = extended ? 0xFFFFFF : stamp;
        (head[1], head[2], head[3]) = ((byte)(shown >> 16), (byte)((shown >> 8) & 0xFF), (byte)(shown & 0xFF));
        head[7] = type;
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(8), stream);
        if (extended) BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(12), stamp);
        await _line.WriteAsync(head);
        await _line.WriteAsync(body);
    }

    private async Task DrainAsync()
    {
        byte[] buffer = new byte[4096];
        try
        {
            while (await _line.ReadAsync(buffer) > 0)
            {
            }
        }
        catch (Exception over) when (over is IOException or ObjectDisposedException)
        {
            // The sender is done, or was sent away.
        }
    }

    private static byte[] Name(string text) => [(byte)(text.Length >> 8), (byte)(text.Length & 0xFF), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Text(string text) => [2, .. Name(text)];

    private static byte[] Number(double number)
    {
        byte[] bytes = new byte[9];
        BinaryPrimitives.WriteDoubleBigEndian(bytes.AsSpan(1), number);
        return bytes;
    }
}
