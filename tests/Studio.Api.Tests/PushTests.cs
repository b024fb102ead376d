using System.Net;
using System.Text.Json;
using MediaPipeline.Passing;
using MediaPipeline.Processes;
using Studio.Api.Passing;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>Passing a feed on: which addresses are allowed, what of them is shown, and that no target harms the recording.</summary>
public sealed class PushTests
{
    [Theory]
    [InlineData("127.0.0.1", true), InlineData("10.1.2.3", true), InlineData("172.16.0.1", true), InlineData("172.32.0.1", false), InlineData("192.168.1.1", true), InlineData("169.254.169.254", true)]
    [InlineData("100.64.0.1", true), InlineData("0.0.0.0", true), InlineData("224.0.0.1", true), InlineData("8.8.8.8", false), InlineData("203.0.113.9", false), InlineData("::1", true), InlineData("::", true)]
    [InlineData("fe80::1", true), InlineData("fd00::1", true), InlineData("::ffff:192.168.1.1", true), InlineData("64:ff9b::a00:1", true), InlineData("2002:a00:1::", true), InlineData("2001:4860::8888", false), InlineData("64:ff9b::808:808", false)]
    public void A_server_inside_is_known_in_every_notation(string server, bool inside) => Assert.Equal(inside, PushAddress.IsInside([IPAddress.Parse(server)], []));

    [Fact]
    public void A_name_that_leads_to_this_machine_is_inside_whatever_its_address()
    {
        IPAddress mine = IPAddress.Parse("203.0.113.9");
        Assert.True(PushAddress.IsInside([IPAddress.Parse("8.8.8.8"), mine], [mine]));
        Assert.False(PushAddress.IsInside([IPAddress.Parse("8.8.8.8")], [mine]));
    }

    [Theory]
    [InlineData("rtmp://push.example.com/live/abcdefghijklmnop", "rtmp://push.example.com/live/****op")]
    [InlineData("rtmps://push.example.com:443/live/key?secret=1234567890&x=1", "rtmps://push.example.com:443/live/****=1")]
    [InlineData("rtmp://push.example.com:1936/thisisthewholekey", "rtmp://push.example.com:1936/****ey")]
    [InlineData("rtmp://user:password@push.example.com/live/k", "rtmp://push.example.com/live/****")]
    public void Of_an_address_only_the_server_is_shown(string address, string shown) => Assert.Equal(shown, PushAddress.Shown(PushAddress.Parse(address)!));

    [Theory]
    [InlineData("http://x/live/a"), InlineData("rtmp://host"), InlineData("rtmp:///live/a"), InlineData("file:///etc/passwd"), InlineData("rtmp://h/a b"), InlineData("rtmp://h/live\n/a"), InlineData("-i"), InlineData(""), InlineData(null)]
    public void What_is_no_rtmp_address_is_never_given_to_a_program(string? address) => Assert.Null(PushAddress.Parse(address));

    [Fact]
    public void Pauses_double_up_to_a_minute_and_begin_anew_after_a_run_that_lasted()
    {
        var pauses = new List<double>();
        TimeSpan? pause = null;
        for (int i = 0; i < 8; i++) pauses.Add((pause = BackOff.OfPlatforms.After(pause, TimeSpan.FromSeconds(2))).Value.TotalSeconds);
        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], pauses);
        Assert.Equal(TimeSpan.FromSeconds(1), BackOff.OfPlatforms.After(pause, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task A_feed_is_passed_on_to_one_server_while_another_refuses_it_and_the_recording_goes_on()
    {
        await using StudioProcess studio = await StudioProcess.StartAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["Studio__PushInside"] = "true" });
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        string id = StudioClient.Id(await manager.MakeSessionAsync(products: 1)), film = Path.Combine(studio.Folder, "received.flv");
        int[] ports = StudioProcess.FreePorts(2);
        string operation = StudioClient.NewOperation(), address = $"rtmp://127.0.0.1:{ports[0]}/live/secretsecretsecret";
        JsonElement good = (await PostAsync(manager, id, "", new { operationId = operation, name = "抖音", address })).Ok;
        Assert.Equal(StudioClient.Id(good), StudioClient.Id((await PostAsync(manager, id, "", new { operationId = operation, name = "抖音", address })).Ok));
        _ = (await PostAsync(manager, id, "", new { operationId = StudioClient.NewOperation(), name = "快手", address = $"rtmp://127.0.0.1:{ports[1]}/live/key" })).Ok;
        // Whoever reads the store or the list learns no key.
        Assert.DoesNotContain("secretsecret", (await manager.GetAsync($"/api/sessions/{id}/pushes")).Body.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.Combine(studio.Folder, "redis"), "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".sock", StringComparison.Ordinal)), file => File.ReadAllText(file).Contains("secretsecret", StringComparison.Ordinal));

        ChildProcess platform = ChildProcess.Start(new ChildSpec("platform", "ffmpeg", ["-loglevel", "error", "-listen", "1", "-i", address, "-c", "copy", "-y", film]) { KeepStdin = true });
        await using (Publisher publisher = Publisher.Generated(studio, await manager.MakeKeyAsync(id)))
        {
            await UntilAsync(manager, id, pushes => Text(pushes[0], "phase") == "pushing" && Text(pushes[1], "phase") == "waiting" && pushes[1].GetProperty("failures").GetInt32() > 1, "one is passed on, one fails");
            Assert.Equal("push-failed", Text((await manager.GetAsync($"/api/sessions/{id}/pushes")).Ok[1], "problem"));
            int segments = await SegmentsAsync(manager, id);
            await Wait.UntilAsync(async () => await SegmentsAsync(manager, id) > segments && new FileInfo(film) is { Exists: true, Length: > 50_000 }, "both the recording and the platform get the picture");
            Assert.Equal(JsonValueKind.Null, (await manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("recording").GetProperty("problem").ValueKind);
            _ = (await PostAsync(manager, id, $"/{StudioClient.Id(good)}/switch", new { operationId = StudioClient.NewOperation(), on = false })).Ok;
            await platform.Exited.WaitAsync(TimeSpan.FromSeconds(20));
            Assert.Equal("off", Text((await manager.GetAsync($"/api/sessions/{id}/pushes")).Ok[0], "phase"));
            Assert.Equal(204, (await manager.SendAsync(HttpMethod.Delete, $"/api/sessions/{id}/pushes/{StudioClient.Id(good)}?operationId={StudioClient.NewOperation()}", null)).Status);
            Assert.Equal(1, (await manager.GetAsync($"/api/sessions/{id}/pushes")).Ok.GetArrayLength());
        }
        Assert.DoesNotContain(studio.Log, line => line.Contains("secretsecret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_address_inside_is_refused_with_a_code_and_a_strange_one_by_its_field()
    {
        await using StudioProcess studio = await StudioProcess.StartAsync();
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        string id = StudioClient.Id(await manager.MakeSessionAsync(products: 1));
        foreach (string address in (string[])["rtmp://127.0.0.1/live/a", "rtmp://localhost:1935/live/a", "rtmp://192.168.1.9/live/a", "rtmp://[::1]/live/a", "rtmp://2130706433/live/a", "rtmp://0x7f.1/live/a"])
        {
            Assert.Equal((address, "push-inside"), (address, (await PostAsync(manager, id, "", new { operationId = StudioClient.NewOperation(), name = "x", address })).Code));
        }
        Answer wrong = await PostAsync(manager, id, "", new { operationId = StudioClient.NewOperation(), name = "x", address = "file:///etc/passwd" });
        Assert.Equal("invalid", wrong.Body.GetProperty("errors").GetProperty("address")[0].GetString());
        Assert.Equal("not-found", (await PostAsync(manager, "s_none", "", new { operationId = StudioClient.NewOperation(), name = "x", address = "rtmp://203.0.113.9/live/a" })).Code);
        for (int i = 0; i < 8; i++) _ = (await PostAsync(manager, id, "", new { operationId = StudioClient.NewOperation(), name = $"x{i}", address = "rtmp://203.0.113.9/live/a" })).Ok;
        Assert.Equal("pushes-full", (await PostAsync(manager, id, "", new { operationId = StudioClient.NewOperation(), name = "x", address = "rtmp://203.0.113.9/live/a" })).Code);
    }

    private static async Task<int> SegmentsAsync(StudioClient manager, string id) => (await manager.Http.GetStringAsync($"/media/sessions/{id}/index.m3u8")).Split(".m4s").Length;

    private static Task UntilAsync(StudioClient manager, string id, Func<JsonElement, bool> holds, string what) =>
        Wait.UntilAsync(async () => holds((await manager.GetAsync($"/api/sessions/{id}/pushes")).Ok), what, TimeSpan.FromSeconds(60));

    private static Task<Answer> PostAsync(StudioClient client, string id, string what, object body) => client.PostAsync($"/api/sessions/{id}/pushes{what}", body);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
