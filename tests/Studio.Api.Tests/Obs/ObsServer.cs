using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Studio.Testing;

namespace Studio.Api.Tests.Obs;

/// <summary>
/// A WebSocket server that does what obs-websocket 5 does with the few messages that the studio sends, written from its protocol document and
/// not from the studio's code; or that says something else in its place.
/// </summary>
internal sealed class ObsServer(string? password = null, string source = "贴片") : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _pressed = new();
    private WebApplication? _app;

    /// <summary>Its port, the same after a restart.</summary>
    public int Port { get; } = StudioProcess.FreePorts(1)[0];

    public string Url => string.Create(CultureInfo.InvariantCulture, $"ws://127.0.0.1:{Port}");

    /// <summary>The buttons that were pressed: "source button".</summary>
    public IReadOnlyCollection<string> Pressed => _pressed;

    /// <summary>What is sent in place of the greeting.</summary>
    public (byte[] Frame, WebSocketMessageType Kind)? Nonsense { get; set; }

    public async Task StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Url.Replace("ws:", "http:", StringComparison.Ordinal));
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(ServeAsync);
        await _app.StartAsync();
    }

    /// <summary>It is gone, with all its connections.</summary>
    public async Task StopAsync()
    {
        using var atOnce = new CancellationTokenSource(0);
        await _app!.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task ServeAsync(HttpContext context)
    {
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        try
        {
            if (Nonsense is { } nonsense)
            {
                await socket.SendAsync(nonsense.Frame, nonsense.Kind, true, context.RequestAborted);
                await ReadAsync(socket, context.RequestAborted);
                return;
            }
            await TalkAsync(socket, context.RequestAborted);
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or IOException)
        {
            // The studio went away, or this server does.
        }
    }

    private async Task TalkAsync(WebSocket socket, CancellationToken stop)
    {
        string challenge = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), salt = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        object greeting = password is null ? new { obsWebSocketVersion = "5.1.0", rpcVersion = 1 } : new { obsWebSocketVersion = "5.1.0", rpcVersion = 1, authentication = new { challenge, salt } };
        await SayAsync(socket, 0, greeting, stop);
        if (await ReadAsync(socket, stop) is not { } identify) return;
        JsonElement identity = identify.GetProperty("d");
        string secret = Hash(Hash(password + salt) + challenge);
        if (password is not null && !(identity.TryGetProperty("authentication", out JsonElement said) && said.ValueEquals(secret)))
        {
            await socket.CloseAsync((WebSocketCloseStatus)4009, "Authentication failed.", stop);
            return;
        }
        await SayAsync(socket, 2, new { negotiatedRpcVersion = identity.GetProperty("rpcVersion").GetInt32() }, stop);
        // Things that nobody asked for come too.
        await SayAsync(socket, 5, new { eventType = "ExitStarted", eventIntent = 1 }, stop);
        while (await ReadAsync(socket, stop) is { } message)
        {
            JsonElement asked = message.GetProperty("d"), data = asked.GetProperty("requestData");
            string kind = asked.GetProperty("requestType").GetString()!, input = data.GetProperty("inputName").GetString()!;
            bool done = message.GetProperty("op").GetInt32() == 6 && kind == "PressInputPropertiesButton" && input == source;
            if (done) _pressed.Enqueue($"{input} {data.GetProperty("propertyName").GetString()}");
            await SayAsync(socket, 7, new { requestType = kind, requestId = asked.GetProperty("requestId").GetString(), requestStatus = new { result = done, code = done ? 100 : 600 } }, stop);
        }
    }

    private static Task SayAsync(WebSocket socket, int op, object d, CancellationToken stop) => socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { op, d }), WebSocketMessageType.Text, true, stop);

    private static async Task<JsonElement?> ReadAsync(WebSocket socket, CancellationToken stop)
    {
        byte[] frame = new byte[8_192];
        WebSocketReceiveResult got = await socket.ReceiveAsync(frame, stop);
        return got.MessageType == WebSocketMessageType.Close ? null : JsonSerializer.Deserialize<JsonElement>(frame.AsSpan(0, got.Count));
    }

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
