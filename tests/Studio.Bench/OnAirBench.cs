using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using MediaPipeline.Processes;
using Microsoft.Playwright;
using Studio.Testing;

namespace Studio.Bench;

/// <summary>One card to the last of many viewers, beside a bare broadcast of the same bytes; and from the click to the painted card.</summary>
internal static class OnAirBench
{
    private const char EndOfMessage = '\u001e';

    private static readonly TimeSpan Span = PaintedCards.Span;

    public static async Task<IReadOnlyList<Row>> RunAsync(bool quick)
    {
        (int rooms, int connections, int rounds) = quick ? (5, 400, 3) : (50, 8_000, 12);
        // One guest stands for thousands of viewers here.
        await using StudioProcess studio = await StudioProcess.StartAsync(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Studio__GuestConnections"] = "100000",
            ["Studio__AddressConnections"] = "100000",
        });
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        using var all = new Rooms(studio, manager);
        await all.MakeAsync(rooms, connections);
        List<Row> rows = [];
        // Each row is shown as it comes: a run of minutes that breaks at its end must not take everything with it.
        foreach (Func<Task<Row>> bench in (Func<Task<Row>>[])[
            () => BesideBareAsync(all, connections, rounds), () => BesideSocketIoAsync(all, connections, rounds),
            () => StuckAsync(studio, manager, all, connections, rounds), () => PaintedAsync(studio, manager, all, quick)])
        {
            rows.Add(await bench());
            Table.Print([rows[^1]]);
        }
        return rows;
    }

    private static async Task<Row> BesideBareAsync(Rooms all, int connections, int rounds)
    {
        int port = StudioProcess.FreePorts(1)[0];
        (ChildProcess host, _) = await BareHost.StartAsync(port);
        var listeners = new Crowd(_ => true);
        await listeners.ConnectAsync(connections, string.Create(CultureInfo.InvariantCulture, $"ws://127.0.0.1:{port}/socket"), null, []);
        Row row = await BesideAsync(all, listeners, port, "bare websocket", "bare WebSocket broadcast of the same bytes", connections, rounds);
        await host.StopAsync(StopPlan.Terminate(TimeSpan.FromSeconds(2)));
        return row;
    }

    private static async Task<Row> BesideSocketIoAsync(Rooms all, int connections, int rounds)
    {
        int port = StudioProcess.FreePorts(1)[0];
        ChildProcess host = await SocketIoPeer.StartAsync(port);
        var listeners = new Crowd(message => message.StartsWith("42", StringComparison.Ordinal), message => message == "2" ? "3" : null);
        await listeners.ConnectAsync(connections, string.Create(CultureInfo.InvariantCulture, $"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"), null, ["40"]);
        Row row = await BesideAsync(all, listeners, port, "socket.io", "socket.io 4 in Node, the same document", connections, rounds);
        await host.StopAsync(StopPlan.Terminate(TimeSpan.FromSeconds(2)));
        return row;
    }

    private static async Task<Row> BesideAsync(Rooms all, Crowd listeners, int port, string name, string peerName, int connections, int rounds)
    {
        using var http = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")) };
        List<double> ours = [], theirs = [];
        for (int round = -2; round < rounds; round++) // the first two warm up
        {
            double our = await all.TakeAsync(connections);
            byte[] frame = Encoding.UTF8.GetBytes(all.Viewers.LastMessage.Split(EndOfMessage).First(message => message.Contains("OnAir", StringComparison.Ordinal)));
            Task<double> last = listeners.LastAsync(connections);
            using var body = new ByteArrayContent(frame);
            (await http.PostAsync("/broadcast", body)).EnsureSuccessStatusCode();
            double their = await last;
            await Task.Delay(Span);
            if (round < 0) continue;
            ours.Add(our);
            theirs.Add(their);
        }
        listeners.Close();
        return Row.Less("onair", string.Create(CultureInfo.InvariantCulture, $"{connections} connections vs {name}"), Percentile.Of(ours, 0.5), Percentile.Of(theirs, 0.5), peerName, "ms to last") with
        {
            Own = new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["p50"] = Percentile.Of(ours, 0.5),
                ["p99"] = Percentile.Of(ours, 0.99),
                ["peerP50"] = Percentile.Of(theirs, 0.5),
                ["peerP99"] = Percentile.Of(theirs, 0.99),
            },
        };
    }

    // One viewer that takes nothing more: what the others notice of it.
    private static async Task<Row> StuckAsync(StudioProcess studio, StudioClient manager, Rooms all, int connections, int rounds)
    {
        double before = await ArrivalsAsync(all, connections, rounds);
        using StuckViewer stuck = await StuckViewer.OpenAsync(studio, await manager.MakeLinkAsync(all.Ids[0], "room"));
        double after = await ArrivalsAsync(all, connections, rounds);
        return Row.Less("onair", "one stuck client", after, before, "p99 of the same viewers without it", "ms");
    }

    private static async Task<double> ArrivalsAsync(Rooms all, int connections, int rounds)
    {
        all.Viewers.TakeArrivals();
        for (int round = 0; round < rounds; round++)
        {
            await all.TakeAsync(connections);
            await Task.Delay(Span);
        }
        return Percentile.Of(all.Viewers.TakeArrivals(), 0.99);
    }

    private static async Task<Row> PaintedAsync(StudioProcess studio, StudioClient manager, Rooms all, bool quick)
    {
        const int Watched = 5;
        int takes = quick ? 2 : 10;
        using IPlaywright playwright = await Playwright.CreateAsync();
        await using PaintedCards desk = await PaintedCards.OpenAsync(playwright, studio, manager);
        string[] watched = [.. all.Ids.Take(Watched)];
        foreach (string id in watched) await desk.WatchAsync(id);
        List<double> samples = [];
        foreach (string id in watched) samples.AddRange(await desk.TakeAsync(id, takes));
        const double TwoFrames = 2000 / 60.0;
        return Row.Less("onair", "painted", Percentile.Of(samples, 0.5), TwoFrames, "two frames at 60 Hz, the least that a confirmation takes", "ms") with
        {
            Own = new Dictionary<string, double>(StringComparer.Ordinal) { ["p50"] = Percentile.Of(samples, 0.5), ["p99"] = Percentile.Of(samples, 0.99) },
        };
    }
}
