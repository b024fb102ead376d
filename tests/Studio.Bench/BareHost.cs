using System.Globalization;
using System.Net.WebSockets;
using MediaPipeline.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Studio.Bench;

/// <summary>The least that an ASP.NET Core process can be: it answers /health/ready, and broadcasts what is posted to it over bare WebSockets.</summary>
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
        await app.RunAsync();
        return 0;
    }

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
