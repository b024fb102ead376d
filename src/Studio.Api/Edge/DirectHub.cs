using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Connections.Features;
using Microsoft.AspNetCore.SignalR;

namespace Studio.Api.Edge;

/// <summary>
/// A SignalR hub for the many: WebSockets only, no negotiation, and each message is written to its socket by the one who sends it. SignalR's own transport puts a pipe and
/// a change of threads between the two, for each connection: docs/decisions/0019.
/// </summary>
internal static class DirectHub
{
    /// <summary>The route of a hub whose clients skip the negotiation. Who may connect is the caller's to say.</summary>
    public static IEndpointConventionBuilder MapDirectHub<THub>(this IEndpointRouteBuilder routes, string path) where THub : Hub
    {
        var handler = routes.ServiceProvider.GetRequiredService<HubConnectionHandler<THub>>();
        var heartbeat = routes.ServiceProvider.GetRequiredService<HubHeartbeat>();
        return routes.MapGet(path, (HttpContext context) => ServeAsync(context, handler, heartbeat)).ExcludeFromDescription();
    }

    private static async Task ServeAsync(HttpContext context, ConnectionHandler hub, HubHeartbeat heartbeat)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await Problems.Of(Problems.WebSocketsOnly).ExecuteAsync(context);
            return;
        }
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        await using var connection = new DirectConnection(context, socket);
        using IDisposable beats = heartbeat.Add(connection);
        Task reading = connection.ReadAsync();
        try
        {
            await hub.OnConnectedAsync(connection);
        }
        finally
        {
            await connection.CloseAsync();
            await reading;
        }
    }
}

/// <summary>Ticks for connections of a <see cref="DirectHub"/>, once a second: keep-alives, time-outs, sockets that take nothing.</summary>
internal sealed class HubHeartbeat(TimeProvider clock) : BackgroundService
{
    private readonly HashSet<DirectConnection> _connections = [];
    private readonly Lock _gate = new();

    /// <summary>Ticks for a connection until what is returned is disposed.</summary>
    public IDisposable Add(DirectConnection connection)
    {
        lock (_gate) _connections.Add(connection);
        return new Removal(this, connection);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            DirectConnection[] all;
            lock (_gate) all = [.. _connections];
            foreach (DirectConnection connection in all) connection.Beat();
        }
    }

    private sealed class Removal(HubHeartbeat heartbeat, DirectConnection connection) : IDisposable
    {
        public void Dispose()
        {
            lock (heartbeat._gate) heartbeat._connections.Remove(connection);
        }
    }
}
