using System.Globalization;
using System.Net.WebSockets;
using MediaPipeline.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Studio.Api.Showcase;
using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Bench;

/// <summary>
/// The least that an ASP.NET Core process can be: it answers /health/ready, broadcasts what is posted to it over bare WebSockets, and answers a press
/// with a hold that nobody decided and nothing stores.
/// </summary>
internal static class BareHost
{
    public static async Task<int> RunAsync(int port)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}");
        WebApplication app = builder.Build();
        var sockets = new List<WebSocket>();
        app.UseWebSockets();
        app.MapGet("/health/ready", () => "ok");
        app.Map("/socket", async (HttpContext context) =>
        {
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
            lock (sockets) sockets.Add(socket);
            // It ends when the client goes; nothing is expected from it.
            await socket.ReceiveAsync(new byte[16], context.RequestAborted);
        });
        app.MapPost("/broadcast", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            ReadOnlyMemory<byte> frame = body.ToArray();
            WebSocket[] all;
            lock (sockets) all = [.. sockets];
            await Task.WhenAll(all.Select(socket => socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).AsTask()));
            return Results.NoContent();
        });
        app.MapPost("/api/room/{sessionId}/holds", (string sessionId, PlaceHoldBody body) =>
            TypedResults.Created($"/api/room/{sessionId}/holds/{body.OperationId}", HoldDto.Of(Undecided(body))));
        await app.RunAsync();
        return 0;
    }

    private static Hold Undecided(PlaceHoldBody body) => new(
        "h_0123456789abcdef", body.ItemId, "g_1", body.Quantity, new Money(2_990), HoldState.Held, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);

    /// <summary>Runs it as a process; answers the process and how long it took to be ready.</summary>
    public static async Task<(ChildProcess Process, TimeSpan ReadyAfter)> StartAsync(int port)
    {
        long begin = TimeProvider.System.GetTimestamp();
        ChildProcess process = ChildProcess.Start(new ChildSpec("bare host", "dotnet", [typeof(BareHost).Assembly.Location, "--bare-host", port.ToString(CultureInfo.InvariantCulture)]));
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}") };
        while (true)
        {
            try
            {
                if ((await http.GetAsync("/health/ready")).IsSuccessStatusCode) return (process, TimeProvider.System.GetElapsedTime(begin));
            }
            catch (HttpRequestException)
            {
                await Task.Delay(5);
            }
        }
    }

    /// <summary>Resident memory of a process in MiB. Source: /proc/PID/status, VmRSS.</summary>
    public static double ResidentMebibytes(int processId) => double.Parse(
        File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
}
