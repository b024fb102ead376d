using System.Diagnostics;
using System.Text.Json;
using MediaPipeline.Processes;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>Starting, stopping, dying: each test has a studio of its own.</summary>
public sealed class PartsTests
{
    [Fact]
    public async Task After_a_crash_the_parts_are_adopted_the_broadcast_goes_on_and_the_hold_is_there()
    {
        await using StudioProcess studio = await StudioProcess.StartAsync();
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        JsonElement session = await manager.MakeSessionAsync(products: 1);
        string id = StudioClient.Id(session), item = StudioClient.Id(session.GetProperty("items")[0]);
        await using Publisher publisher = Publisher.Generated(studio, await manager.MakeKeyAsync(id));
        using StudioClient guest = studio.Client();
        await guest.EnterRoomAsync(await manager.MakeLinkAsync(id, "room"));
        await Wait.UntilAsync(async () => (await guest.HoldAsync(id, item, 1)).Status == 201, "a hold");
        await Wait.UntilAsync(async () => (await manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("recording").GetProperty("available").GetBoolean(), "recording");
        (int? redis, int? nginx) = (studio.PartId("redis"), studio.PartId("nginx"));

        await studio.KillAsync();
        await studio.StartAgainAsync();

        Assert.Equal((redis, nginx), (studio.PartId("redis"), studio.PartId("nginx")));
        Assert.False(publisher.Ended.IsCompleted);
        JsonElement room = (await guest.GetAsync($"/api/room/{id}")).Ok;
        Assert.Equal("held", room.GetProperty("holds")[0].GetProperty("state").GetString());
        await Wait.UntilAsync(() => Directory.Exists(Path.Combine(studio.Folder, "media", "sessions", id, "part-0002")), "the recording goes on in a second part");
    }

    [Fact]
    public async Task A_killed_Redis_and_a_killed_nginx_come_back_and_the_silo_stays_a_member()
    {
        await using StudioProcess studio = await StudioProcess.StartAsync();
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        string room = await manager.MakeRoomAsync();
        foreach (string part in (string[])["redis", "nginx"])
        {
            int before = studio.PartId(part)!.Value;
            Signals.Send(before, Signals.Kill);
            await Wait.UntilAsync(() => studio.PartId(part) is { } now && now != before, $"{part} is started again");
            await Wait.UntilAsync(async () => (await manager.GetAsync("/health/ready")).Status == 200, "ready");
        }
        await Wait.UntilAsync(async () => (await manager.GetAsync("/api/rooms")).Status == 200, "reads");
        Assert.Contains((await manager.GetAsync("/api/rooms")).Ok.EnumerateArray(), entry => StudioClient.Id(entry) == room);
        // Longer than the period of the membership's heartbeat would allow a dead entry to stay unnoticed: new grains are placed.
        await Wait.UntilAsync(async () => (await manager.PostAsync("/api/rooms", new { operationId = StudioClient.NewOperation(), name = "新" })).Status == 200, "writes");
    }

    [Fact]
    public async Task On_a_machine_without_any_font_a_clip_still_gets_its_cover()
    {
        string noFonts = Path.GetTempFileName();
        await File.WriteAllTextAsync(noFonts, "<fontconfig></fontconfig>", TestContext.Current.CancellationToken);
        await using StudioProcess studio = await StudioProcess.StartAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["FONTCONFIG_FILE"] = noFonts });
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        JsonElement session = await manager.MakeSessionAsync(products: 1);
        string id = StudioClient.Id(session), item = StudioClient.Id(session.GetProperty("items")[0]);
        await using Publisher publisher = Publisher.Generated(studio, await manager.MakeKeyAsync(id));
        async Task<JsonElement> DetailAsync() => (await manager.GetAsync($"/api/sessions/{id}")).Ok;
        await Wait.UntilAsync(async () => (await DetailAsync()).GetProperty("recording").GetProperty("available").GetBoolean(), "recording");
        DateTimeOffset taken = TimeProvider.System.GetUtcNow();
        await manager.TakeAsync(id, item, 0);
        await Wait.UntilAsync(async () => (await DetailAsync()).GetProperty("recording").GetProperty("to").GetDateTimeOffset() > taken + TimeSpan.FromSeconds(2), "two seconds of it");
        await manager.ClearAsync(id, 1);

        JsonElement clip = default;
        await Wait.UntilAsync(
            async () => (clip = (await manager.GetAsync($"/api/sessions/{id}/clips")).Ok.EnumerateArray().FirstOrDefault()).ValueKind == JsonValueKind.Object
                && clip.GetProperty("stage").GetString() is "ready" or "draft",
            "the clip", TimeSpan.FromSeconds(40));

        Assert.Equal("ready", clip.GetProperty("stage").GetString());
        File.Delete(noFonts);
    }

    [Fact]
    public async Task It_stops_within_three_seconds_and_leaves_no_process_behind()
    {
        await using StudioProcess studio = await StudioProcess.StartAsync();
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        string id = StudioClient.Id(await manager.MakeSessionAsync(products: 1));
        await using Publisher publisher = Publisher.Generated(studio, await manager.MakeKeyAsync(id));
        await Wait.UntilAsync(async () => (await manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("recording").GetProperty("available").GetBoolean(), "recording");
        TimeSpan took = await studio.StopAsync();
        Assert.True(took < TimeSpan.FromSeconds(3), $"It took {took.TotalSeconds:0.0} s.");
        Assert.Equal((null, null), (studio.PartId("redis"), studio.PartId("nginx")));
        string[] left = [.. Process.GetProcesses().Where(process => CommandLine(process.Id).Contains(studio.Folder, StringComparison.Ordinal)).Select(process => CommandLine(process.Id))];
        Assert.Empty(left);
        string playlist = Directory.EnumerateFiles(studio.Folder, "index.m3u8", SearchOption.AllDirectories).First();
        Assert.Contains("#EXT-X-ENDLIST", await File.ReadAllTextAsync(playlist), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_a_sentence_and_not_a_stack_trace()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Any, 0);
        taken.Start();
        string port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string folder = Directory.CreateTempSubdirectory("studio-").FullName;
        ChildProcess studio = ChildProcess.Start(new ChildSpec("studio", "dotnet", [Path.Combine(AppContext.BaseDirectory, "Studio.Api.dll")])
        {
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["Studio__Port"] = port, ["Studio__DataFolder"] = folder },
        });
        Assert.Equal(2, await studio.Exited);
        string said = Assert.Single(studio.LastLines());
        Assert.Contains($"Port {port}", said, StringComparison.Ordinal);
        Assert.Contains("./studio up --port", said, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task With_an_external_Redis_nothing_else_changes()
    {
        await using TestRedis redis = await TestRedis.StartAsync();
        await using StudioProcess studio = await StudioProcess.StartAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["Studio__Redis"] = $"!{redis.Socket}" });
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        await manager.MakeRoomAsync();
        Assert.Null(studio.PartId("redis"));
        Assert.Equal("external", (await manager.GetAsync("/health/ready")).Ok.GetProperty("parts").GetProperty("redis").GetProperty("description").GetString());
        Assert.True(await redis.Connection.GetDatabase().ExecuteAsync("DBSIZE") is { } size && (long)size > 0);
    }

    [Fact]
    public async Task A_disk_that_fills_pauses_recording_and_uploads_and_leaves_the_rest_to_the_store()
    {
        const long Mebibyte = 1024 * 1024, Spare = 300;
        long free = new DriveInfo(Path.GetTempPath()).AvailableFreeSpace / Mebibyte;
        await using StudioProcess studio = await StudioProcess.StartAsync(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["Studio__LeastFreeMegabytes"] = $"{free - Spare}" });
        string ballast = Path.Combine(studio.Folder, "ballast");
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        JsonElement session = await manager.MakeSessionAsync(products: 1);
        string id = StudioClient.Id(session), item = StudioClient.Id(session.GetProperty("items")[0]), product = await manager.MakeProductAsync();
        await using Publisher publisher = Publisher.Generated(studio, await manager.MakeKeyAsync(id));
        await UntilRecordingAsync(recording => recording.GetProperty("available").GetBoolean(), "recording");

        await new FileStream(ballast, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, PreallocationSize = 2 * Spare * Mebibyte }).DisposeAsync();
        await UntilRecordingAsync(recording => recording.GetProperty("problem").GetString() == "disk-full", "the recording pauses");
        using var picture = new ByteArrayContent(Pictures.Png(20, 20));
        Answer upload = await manager.SendAsync(HttpMethod.Put, $"/api/products/{product}/picture?operationId={StudioClient.NewOperation()}", picture);
        Assert.Equal((507, "disk-full"), (upload.Status, upload.Code));
        using StudioClient guest = studio.Client();
        await guest.EnterRoomAsync(await manager.MakeLinkAsync(id, "room"));
        Assert.Equal(201, (await guest.HoldAsync(id, item, 1)).Status);

        File.Delete(ballast);
        await UntilRecordingAsync(recording => recording.GetProperty("problem").ValueKind == JsonValueKind.Null, "the recording goes on");

        Task UntilRecordingAsync(Func<JsonElement, bool> holds, string what) =>
            Wait.UntilAsync(async () => holds((await manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("recording")), what);
    }

    [Fact]
    public async Task Passwords_cannot_be_tried_out()
    {
        await using StudioProcess studio = await StudioProcess.StartAsync();
        using StudioClient stranger = studio.Client();
        List<string?> codes = [];
        for (int i = 0; i < 12; i++) codes.Add((await stranger.PostAsync("/api/sign-in", new { name = "manager", password = $"guess-{i}" })).Code);
        Assert.Equal("wrong-credentials", codes[0]);
        Assert.Equal("too-many-attempts", codes[^1]);
        Assert.DoesNotContain("guess", string.Join('\n', studio.Log), StringComparison.Ordinal);
    }

    private static string CommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
