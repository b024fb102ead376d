using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using MediaPipeline.Processes;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>Clips from the cleared card to the handed-over file, on a real feed.</summary>
[Collection("clips")]
public sealed class ClipTests(ClipTests.Show show) : IClassFixture<ClipTests.Show>
{
    private readonly StudioProcess _studio = show.Studio;
    private readonly StudioClient _manager = show.Manager;
    private readonly string _session = show.Session;

    /// <summary>A card was on air for six seconds, and the feed goes on.</summary>
    public sealed class Show : IAsyncLifetime
    {
        private Publisher? _publisher;

        public StudioProcess Studio { get; private set; } = null!;

        public StudioClient Manager { get; private set; } = null!;

        public string Session { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            Studio = await StudioProcess.StartAsync();
            Manager = Studio.Client();
            await Manager.EnterAsManagerAsync(Studio);
            JsonElement session = await Manager.MakeSessionAsync(title: "助农/专场: 西瓜");
            Session = StudioClient.Id(session);
            _publisher = Publisher.Generated(Studio, await Manager.MakeKeyAsync(Session));
            await Wait.UntilAsync(async () => (await RecordingAsync()).GetProperty("available").GetBoolean(), "recorded");
            _ = (await Manager.TakeAsync(Session, StudioClient.Id(session.GetProperty("items")[0]), 0)).Ok;
            DateTimeOffset shown = TimeProvider.System.GetUtcNow();
            await Wait.UntilAsync(async () => (await RecordingAsync()).GetProperty("to").GetDateTimeOffset() > shown.AddSeconds(6), "six seconds more", TimeSpan.FromSeconds(40));
            _ = (await Manager.ClearAsync(Session, 1)).Ok;
            await StageAsync(Manager, $"{Session}-1", "ready");
        }

        public async ValueTask DisposeAsync()
        {
            if (_publisher is not null) await _publisher.DisposeAsync();
            Manager.Dispose();
            await Studio.DisposeAsync();
        }

        private async Task<JsonElement> RecordingAsync() => (await Manager.GetAsync($"/api/sessions/{Session}")).Ok.GetProperty("recording");
    }

    [Fact]
    public async Task A_showing_becomes_a_clip_that_is_edited_rendered_approved_handed_over_and_found_again()
    {
        string id = $"{_session}-1";
        JsonElement clip = (await _manager.GetAsync($"/api/clips/{id}")).Ok;
        Assert.Equal(("stretch", "商品1"), (Text(clip, "kind"), Text(clip, "title")));
        Assert.Contains("price", clip.GetProperty("claims").EnumerateArray().Select(claim => Text(claim, "kind")));
        DateTimeOffset from = clip.GetProperty("spans")[0].GetProperty("from").GetDateTimeOffset();

        // What was edited is a draft with other spans, and its files are made anew.
        object[] spans = [new { from = from.AddSeconds(1), to = from.AddSeconds(2) }, new { from = from.AddSeconds(3), to = from.AddSeconds(4) }];
        JsonElement edited = (await EditAsync(id, 1, spans)).Ok;
        Assert.Equal(("draft", 2, JsonValueKind.Null), (Text(edited, "stage"), edited.GetProperty("revision").GetInt32(), edited.GetProperty("videoUrl").ValueKind));
        Assert.Equal("stale-edit", (await EditAsync(id, 1, spans)).Code);
        Assert.Equal("preset-unknown", (await PostAsync($"/api/clips/{id}/render", new { presets = (string[])["myspace"] })).Code);
        _ = (await PostAsync($"/api/clips/{id}/render", new { presets = (string[])["douyin"] })).Ok;
        clip = await StageAsync(id, "ready");
        Assert.InRange(clip.GetProperty("durationSeconds").GetDouble(), 1.9, 2.1);
        JsonElement rendition = clip.GetProperty("renditions")[0];
        Assert.Equal(("ready", 1080, 1920), (Text(rendition, "state"), rendition.GetProperty("width").GetInt32(), rendition.GetProperty("height").GetInt32()));
        Assert.True(clip.GetProperty("covers").GetArrayLength() > 0);

        // The same spans in another clip are not cut again: its sidecar is the first one's.
        string twin = StudioClient.Id((await PostAsync($"/api/sessions/{_session}/clips", new { title = "同样的一段", spans })).Ok);
        _ = (await PostAsync($"/api/clips/{twin}/render", new { presets = Array.Empty<string>() })).Ok;
        await StageAsync(twin, "ready");
        Assert.Equal(id, Text((await _manager.GetAsync($"/api/clips/{twin}/provenance")).Ok, "clipId"));

        Assert.Equal("clip-not-ready", (await PostAsync($"/api/clips/{id}/hand-over", new { })).Code);
        JsonElement[] approved = [.. (await PostAsync("/api/clips/approve", new { ids = (string[])[id, twin, "none"] })).Ok.EnumerateArray()];
        Assert.Equal([null, null, "not-found"], approved.Select(one => one.GetProperty("problem").GetString()));
        Assert.Equal("clip-not-ready", (await EditAsync(id, 2, spans)).Code);
        _ = (await PostAsync($"/api/clips/{id}/return", new { comment = "片头再短些" })).Ok;
        _ = (await PostAsync($"/api/clips/{id}/approve", new { })).Ok;
        Assert.Equal("handedOver", Text((await PostAsync($"/api/clips/{id}/hand-over", new { })).Ok, "stage"));

        await FoundAgainAsync(id, from.AddSeconds(1));
        await ResumedAsync(Text(clip, "videoUrl"));
        string folder = Assert.Single(Directory.GetDirectories(Path.Combine(_studio.Folder, "media", "handed-over")));
        Assert.EndsWith($" 助农 专场 西瓜 ({_session})", folder, StringComparison.Ordinal);
        string own = Assert.Single(Directory.GetDirectories(folder));
        Assert.Equal("01 西瓜 b", Path.GetFileName(own));
        Assert.Equal(["clip.mp4", "cover.jpg", "douyin.mp4", "provenance.json"], Directory.GetFiles(own).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_cut_is_refused_and_a_source_that_is_gone_leaves_no_half_file_and_can_be_tried_again()
    {
        JsonElement clip = (await _manager.GetAsync($"/api/clips/{_session}-1")).Ok;
        DateTimeOffset from = clip.GetProperty("spans")[0].GetProperty("from").GetDateTimeOffset();
        Assert.Equal("span-empty", (await MakeAsync(from, from)).Code);
        Assert.Equal("span-empty", (await MakeAsync(from.AddSeconds(2), from)).Code);
        Assert.Equal("span-beyond-recording", (await RenderAsync(StudioClient.Id((await MakeAsync(from, from.AddMinutes(30))).Ok))).Code);
        Assert.Equal("span-over-gap", (await RenderAsync(StudioClient.Id((await MakeAsync(from.AddMinutes(-5), from.AddSeconds(2))).Ok))).Code);

        string id = StudioClient.Id((await MakeAsync(from.AddSeconds(1.5), from.AddSeconds(3.5))).Ok), part = Path.Combine(_studio.Folder, "media", "sessions", _session);
        Dictionary<string, string> moved = Directory.GetFiles(part, "*.m4s", SearchOption.AllDirectories).ToDictionary(file => file, file => file + ".away", StringComparer.Ordinal);
        foreach ((string there, string away) in moved) File.Move(there, away);
        try
        {
            // Seen at once, or by the worker, if what was there is still remembered.
            Answer asked = await RenderAsync(id);
            if (asked.Status == 200) await Wait.UntilAsync(async () => Step(await ClipAsync(id)) == "failed", "it failed", TimeSpan.FromSeconds(30));
            Assert.Contains(asked.Status == 200 ? Text((await ClipAsync(id)).GetProperty("job"), "problem") : asked.Code, (string[])["segments-missing", "span-over-gap", "not-recorded"]);
            Assert.False(File.Exists(Path.Combine(_studio.Folder, "media", "clips", id, "clip.mp4")));
        }
        finally
        {
            foreach ((string there, string away) in moved) File.Move(away, there);
        }
        await Wait.UntilAsync(async () => (await RenderAsync(id)).Status == 200, "it is there again");
        await StageAsync(id, "ready");

        // A split gives two drafts, and joined they are as long as the whole.
        JsonElement halves = (await PostAsync($"/api/clips/{id}/split", new { revision = 1, at = from.AddSeconds(2.5) })).Ok;
        string second = StudioClient.Id(halves.GetProperty("second"));
        JsonElement joined = (await PostAsync("/api/clips/join", new { ids = (string[])[id, second] })).Ok;
        Assert.Equal((1, 2.0), (joined.GetProperty("spans").GetArrayLength(), joined.GetProperty("durationSeconds").GetDouble()));
        Assert.Equal("dropped", Text(await ClipAsync(second), "stage"));
        Assert.Equal("draft", Text((await PostAsync($"/api/clips/{second}/restore", new { })).Ok, "stage"));
    }

    private async Task FoundAgainAsync(string id, DateTimeOffset from)
    {
        byte[] film = await _manager.Http.GetByteArrayAsync($"/media/clips/{id}/douyin.mp4");
        JsonElement origin = (await _manager.GetAsync($"/api/clips/provenance?hash={Convert.ToHexStringLower(SHA256.HashData(film))}")).Ok;
        Assert.Equal((_session, id, "take"), (Text(origin, "sessionId"), Text(origin, "clipId"), Text(origin.GetProperty("marker"), "kind")));
        Assert.InRange((origin.GetProperty("at").GetDateTimeOffset() - from).TotalSeconds, -0.1, 0.1);
        Assert.Equal("not-found", (await _manager.GetAsync($"/api/clips/provenance?hash={new string('0', 64)}")).Code);
        Assert.Equal("validation", (await _manager.GetAsync("/api/clips/provenance?hash=x")).Code);
        string sidecar = Convert.ToHexStringLower(SHA256.HashData(await _manager.Http.GetByteArrayAsync($"/api/clips/{id}/provenance")));
        ChildProcess probe = ChildProcess.Start(new ChildSpec("ffprobe", "ffprobe", ["-v", "error", "-show_entries", "format_tags=comment", "-of", "csv=p=0", Path.Combine(_studio.Folder, "media", "clips", id, "clip.mp4")]));
        Assert.Equal(0, await probe.Exited);
        Assert.Equal([$"studio clip {id} provenance sha256:{sidecar}"], probe.LastLines());
    }

    private async Task ResumedAsync(string url)
    {
        byte[] whole = await _manager.Http.GetByteArrayAsync(url);
        using HttpResponseMessage head = await _manager.Http.GetAsync(url);
        string tag = head.Headers.ETag!.Tag;
        foreach ((string known, HttpStatusCode status, int length) in ((string, HttpStatusCode, int)[])[(tag, HttpStatusCode.PartialContent, whole.Length - 1000), ("\"another\"", HttpStatusCode.OK, whole.Length)])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.Range = new RangeHeaderValue(1000, null);
            request.Headers.IfRange = new RangeConditionHeaderValue(known);
            using HttpResponseMessage rest = await _manager.Http.SendAsync(request);
            Assert.Equal((status, length), (rest.StatusCode, (await rest.Content.ReadAsByteArrayAsync()).Length));
        }
    }

    private Task<Answer> MakeAsync(DateTimeOffset from, DateTimeOffset to) => PostAsync($"/api/sessions/{_session}/clips", new { title = "手工", spans = (object[])[new { from, to }] });

    private Task<Answer> RenderAsync(string id) => PostAsync($"/api/clips/{id}/render", new { presets = Array.Empty<string>() });

    private Task<Answer> EditAsync(string id, long revision, object[] spans) =>
        _manager.SendAsync(HttpMethod.Put, $"/api/clips/{id}/edit", new { operationId = StudioClient.NewOperation(), revision, title = "西瓜 <b>", spans });

    private Task<Answer> PostAsync(string path, object body)
    {
        Dictionary<string, object> command = JsonSerializer.Deserialize<Dictionary<string, object>>(JsonSerializer.Serialize(body))!;
        command["operationId"] = StudioClient.NewOperation();
        return _manager.PostAsync(path, command);
    }

    private async Task<JsonElement> ClipAsync(string id) => (await _manager.GetAsync($"/api/clips/{id}")).Ok;

    private Task<JsonElement> StageAsync(string id, string stage) => StageAsync(_manager, id, stage);

    private static async Task<JsonElement> StageAsync(StudioClient manager, string id, string stage)
    {
        JsonElement clip = default;
        await Wait.UntilAsync(async () => await manager.GetAsync($"/api/clips/{id}") is { Status: 200 } answer && (Text(clip = answer.Ok, "stage") == stage || Step(clip) == "failed"), $"{id} is {stage}", TimeSpan.FromSeconds(120));
        Assert.True(Text(clip, "stage") == stage, $"{clip}");
        return clip;
    }

    private static string Text(JsonElement of, string name) => of.GetProperty(name).GetString()!;

    private static string? Step(JsonElement clip) => clip.GetProperty("job") is { ValueKind: JsonValueKind.Object } job ? job.GetProperty("step").GetString() : null;
}
