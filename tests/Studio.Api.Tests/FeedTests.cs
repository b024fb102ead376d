using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using MediaPipeline.Processes;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>Publishers on good and bad lines, through the real nginx and the real ffmpeg.</summary>
public sealed class FeedTests(SharedStudio shared)
{
    private StudioClient Manager => shared.Manager;

    [Fact]
    public async Task A_drop_and_a_return_within_the_grace_time_are_one_session_and_its_recording_goes_on_in_a_second_part()
    {
        (string id, string key) = await DoorAsync();
        using StudioClient guest = shared.Studio.Client();
        await guest.EnterRoomAsync(await Manager.MakeLinkAsync(id, "room"));
        await using (Publisher first = Publisher.Generated(shared.Studio, key))
        {
            await UntilAsync(id, detail => Feed(detail) == "live" && detail.GetProperty("recording").GetProperty("available").GetBoolean(), "recording");
            Signals.Send(first.Id, Signals.Kill);
            await UntilAsync(id, detail => Feed(detail) == "away", "the picture is away");
        }
        JsonElement room = (await guest.GetAsync($"/api/room/{id}")).Ok;
        Assert.Equal(("live", "away"), (room.GetProperty("phase").GetString(), room.GetProperty("feed").GetString()));
        await using Publisher back = Publisher.Generated(shared.Studio, key);
        await UntilAsync(id, detail => Feed(detail) == "live", "the picture is back");
        await Wait.UntilAsync(async () => (await guest.Http.GetStringAsync($"/media/sessions/{id}/index.m3u8")) is { } list && list.Contains("part-0001/", StringComparison.Ordinal)
            && list.Contains("#EXT-X-DISCONTINUITY", StringComparison.Ordinal) && list.Contains("part-0002/seg-000001.m4s", StringComparison.Ordinal), "one playlist over both parts");
        string[] log = await LogAsync(id);
        Assert.Equal(["feed-came", "feed-went", "feed-came"], log.Where(what => what.StartsWith("feed", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task After_the_grace_time_the_picture_is_lost_but_the_session_is_not_over_and_the_key_still_opens()
    {
        await using StudioProcess studio = await StudioProcess.StartAsync(new Dictionary<string, string> { ["Studio__FeedGrace"] = "00:00:01" });
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        string id = StudioClient.Id(await manager.MakeSessionAsync(products: 1)), key = await manager.MakeKeyAsync(id);
        await using (Publisher first = Publisher.Generated(studio, key)) await UntilAsync(id, detail => Feed(detail) == "live", "live", manager);
        await UntilAsync(id, detail => Feed(detail) == "lost" && detail.GetProperty("phase").GetString() == "live", "lost and not over", manager);
        await using Publisher back = Publisher.Generated(studio, key);
        await UntilAsync(id, detail => Feed(detail) == "live", "back", manager);
    }

    [Fact]
    public async Task A_second_publisher_takes_over_where_it_is_so_set_and_the_first_is_sent_away()
    {
        await using StudioProcess studio = await StudioProcess.StartAsync(new Dictionary<string, string> { ["Studio__SecondPublisher"] = "TakeOver" });
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        string id = StudioClient.Id(await manager.MakeSessionAsync(products: 1)), key = await manager.MakeKeyAsync(id);
        await using Publisher first = Publisher.Generated(studio, key);
        await UntilAsync(id, detail => Feed(detail) == "live" && detail.GetProperty("recording").GetProperty("available").GetBoolean(), "live", manager);
        await using Publisher second = Publisher.Generated(studio, key);
        Assert.NotEqual(0, await first.Ended.WaitAsync(TimeSpan.FromSeconds(20)));
        string part = Path.Combine(studio.Folder, "media", "sessions", id, "part-0002");
        await Wait.UntilAsync(() => Directory.Exists(part) && Directory.EnumerateFiles(part, "*.m4s").Any(), "the second is recorded");
        Assert.False(second.Ended.IsCompleted);
        await UntilAsync(id, detail => Feed(detail) == "live", "live", manager);
    }

    [Fact]
    public async Task A_key_before_its_time_is_refused_and_opens_once_the_session_is_moved_or_rehearsed()
    {
        (string id, string key) = await DoorAsync();
        DateTimeOffset tomorrow = TimeProvider.System.GetUtcNow().AddDays(1);
        JsonElement slot = (await MoveAsync(id, tomorrow, tomorrow.AddHours(2))).Ok;
        Assert.Equal((tomorrow.AddMinutes(-15), tomorrow.AddHours(2).AddMinutes(10)), (slot.GetProperty("keyFrom").GetDateTimeOffset(), slot.GetProperty("keyUntil").GetDateTimeOffset()));
        await using (Publisher early = Publisher.Generated(shared.Studio, key)) Assert.NotEqual(0, await early.Ended.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Contains(shared.Studio.Log, line => line.Contains("stream-key-too-early", StringComparison.Ordinal));
        Assert.Equal("validation", (await MoveAsync(id, tomorrow, tomorrow)).Code);
        Assert.Equal("none", Feed((await Manager.GetAsync($"/api/sessions/{id}")).Ok));
        _ = (await MoveAsync(id, TimeProvider.System.GetUtcNow(), null)).Ok;
        await using Publisher now = Publisher.Generated(shared.Studio, key);
        await UntilAsync(id, detail => Feed(detail) == "live", "live");
    }

    [Fact]
    public async Task A_publisher_that_the_session_forgot_is_found_by_comparing_and_one_without_a_right_is_sent_away()
    {
        (string id, string key) = await DoorAsync();
        await using Publisher publisher = Publisher.Generated(shared.Studio, key);
        await UntilAsync(id, detail => Feed(detail) == "live", "live");
        // Words that are wrong: the publisher is still there. Its connection is the one that the log names.
        (string client, string play) = await ClientAsync(id);
        await HookTests.SayAsync(shared.Studio, "application/x-www-form-urlencoded", HookReaderTests.Nginx("publish_done", play, client));
        Assert.Equal("away", Feed((await Manager.GetAsync($"/api/sessions/{id}")).Ok));
        await UntilAsync(id, detail => Feed(detail) == "live", "found again");
        Assert.False(publisher.Ended.IsCompleted);

        _ = await Manager.SendAsync(HttpMethod.Delete, $"/api/sessions/{id}/key?operationId={StudioClient.NewOperation()}", null);
        Assert.NotEqual(0, await publisher.Ended.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal("lost", Feed((await Manager.GetAsync($"/api/sessions/{id}")).Ok));
    }

    [Fact]
    public async Task A_publisher_that_sends_garbage_harms_nobody()
    {
        byte[] garbage = new byte[100_000];
        new Random(7).NextBytes(garbage);
        foreach (byte[] sent in (byte[][])[garbage, [3, .. garbage], Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n")])
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync("127.0.0.1", shared.Studio.RtmpPort);
            try
            {
                await tcp.GetStream().WriteAsync(sent);
            }
            catch (IOException)
            {
                // Shown the door before it was done.
            }
        }
        (string id, string key) = await DoorAsync();
        await using Publisher publisher = Publisher.Generated(shared.Studio, key);
        await UntilAsync(id, detail => Feed(detail) == "live", "a good publisher is let in");
        Assert.Contains("\"nginx\":{\"status\":\"Healthy\"", await Manager.Http.GetStringAsync("/health/ready"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Over_SRT_the_right_passphrase_brings_the_session_live_and_a_wrong_one_does_not()
    {
        string port = UdpPort();
        await using StudioProcess studio = await StudioProcess.StartAsync(new Dictionary<string, string> { ["Studio__SrtPort"] = port, ["Studio__SrtPorts"] = "1" });
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        string id = StudioClient.Id(await manager.MakeSessionAsync(products: 1)), other = StudioClient.Id(await manager.MakeSessionAsync(products: 1)), operation = StudioClient.NewOperation();
        JsonElement door = (await manager.PostAsync($"/api/sessions/{id}/srt", new { operationId = operation })).Ok;
        string url = door.GetProperty("url").GetString()!, passphrase = url.Split("passphrase=")[1].Split('&')[0];
        Assert.Equal(url, (await manager.PostAsync($"/api/sessions/{id}/srt", new { operationId = operation })).Ok.GetProperty("url").GetString());
        Assert.Equal("no-port-left", (await manager.PostAsync($"/api/sessions/{other}/srt", new { operationId = StudioClient.NewOperation() })).Code);
        await Wait.UntilAsync(() => Listeners(port).Any(), "it listens");
        Assert.DoesNotContain(Listeners(port), line => line.Contains(passphrase, StringComparison.Ordinal));

        await using (Publisher stranger = Publisher.Srt(url.Replace(passphrase, "wrongwrongwrong", StringComparison.Ordinal))) Assert.NotEqual(0, await stranger.Ended.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal("planned", (await manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("phase").GetString());
        await using (Publisher publisher = Publisher.Srt(url))
        {
            await UntilAsync(id, detail => Feed(detail) == "live" && detail.GetProperty("recording").GetProperty("available").GetBoolean(), "live and recorded", manager);
        }
        await UntilAsync(id, detail => Feed(detail) == "away", "away", manager);
        await using Publisher again = Publisher.Srt(url);
        await UntilAsync(id, detail => Feed(detail) == "live", "back through the same door", manager);
        _ = await manager.SendAsync(HttpMethod.Delete, $"/api/sessions/{id}/srt?operationId={StudioClient.NewOperation()}", null);
        Assert.NotEqual(0, await again.Ended.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(JsonValueKind.Null, (await manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("srt").ValueKind);
    }

    private static string UdpPort()
    {
        using var socket = new UdpClient(0);
        return ((System.Net.IPEndPoint)socket.Client.LocalEndPoint!).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    // Whatever listens on a UDP port: its arguments, as everybody on the machine can list them.
    private static IEnumerable<string> Listeners(string port)
    {
        string hex = $":{int.Parse(port, System.Globalization.CultureInfo.InvariantCulture):X4} ";
        if (!File.ReadLines("/proc/net/udp").Any(line => line.Contains(hex, StringComparison.Ordinal))) yield break;
        foreach (string folder in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            string line;
            try
            {
                line = File.ReadAllText(Path.Combine(folder, "cmdline"));
            }
            catch (IOException)
            {
                continue; // it ended meanwhile
            }
            if (line.Contains("door.ffconcat", StringComparison.Ordinal)) yield return line;
        }
    }

    private Task<Answer> MoveAsync(string id, DateTimeOffset start, DateTimeOffset? end) =>
        Manager.PostAsync($"/api/sessions/{id}/slot", new { operationId = StudioClient.NewOperation(), plannedStart = start, plannedEnd = end });

    private async Task<(string Id, string Key)> DoorAsync()
    {
        string id = StudioClient.Id(await Manager.MakeSessionAsync(products: 1));
        return (id, await Manager.MakeKeyAsync(id));
    }

    private async Task<JsonElement[]> LinesAsync(string id) => [.. (await Manager.GetAsync($"/api/sessions/{id}/log")).Ok.EnumerateArray()];

    private async Task<string[]> LogAsync(string id) => [.. (await LinesAsync(id)).Select(line => line.GetProperty("what").GetString()!)];

    private async Task<(string Client, string Play)> ClientAsync(string id)
    {
        JsonElement[] lines = await LinesAsync(id);
        string Of(string what, string field) => JsonDocument.Parse(lines.Last(line => line.GetProperty("what").GetString() == what).GetProperty("details").GetString()!).RootElement.GetProperty(field).ToString();
        using var created = JsonDocument.Parse(Of("created", "as"));
        return (Of("feed-came", "clientId"), created.RootElement.GetProperty("playName").GetString()!);
    }

    private Task UntilAsync(string session, Func<JsonElement, bool> holds, string what, StudioClient? manager = null) =>
        Wait.UntilAsync(async () => holds((await (manager ?? Manager).GetAsync($"/api/sessions/{session}")).Ok), what, TimeSpan.FromSeconds(60));

    private static string Feed(JsonElement detail) => detail.GetProperty("feed").GetString()!;
}
