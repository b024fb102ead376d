using System.Net;
using System.Text;
using System.Text.Json;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>The hook as servers call it: golden requests against a studio that runs.</summary>
public sealed class HookTests(SharedStudio shared)
{
    private const string Json = "application/json", Form = "application/x-www-form-urlencoded";

    [Fact]
    public async Task Srs_lets_a_publisher_in_by_the_key_behind_the_play_name_and_is_answered_with_code_zero()
    {
        await using StudioProcess studio = await StudioProcess.StartAsync(External("Srs"));
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        (string id, string play, string key) = await DoorAsync(manager);
        async Task<(int, int)> Says(string action, string stream, string param, string client = "341w361a", string ip = "192.168.1.30")
        {
            Answer answer = await SayAsync(studio, Json, HookReaderTests.Srs(action, stream, param, client, ip));
            return (answer.Status, answer.Body.GetProperty("code").GetInt32());
        }
        Assert.Equal((403, 403), await Says("on_publish", play, "?key=wrong"));
        Assert.Equal((403, 403), await Says("on_publish", play, ""));
        Assert.Equal((403, 403), await Says("on_publish", "s_0123456789abcdef-0123456789", $"?key={key}"));
        Assert.Equal("planned", await StateAsync(manager, id, "phase"));

        Assert.Equal((200, 0), await Says("on_publish", play, $"?key={key}"));
        Assert.Equal((200, 0), await Says("on_publish", play, $"?key={key}"));
        Assert.Equal(("live", "live"), (await StateAsync(manager, id, "phase"), await StateAsync(manager, id, "feed")));
        Assert.Equal((409, 409), await Says("on_publish", play, $"?key={key}", client: "other"));
        Assert.Equal((200, 0), await Says("on_unpublish", play, "", client: "other"));
        Assert.Equal("live", await StateAsync(manager, id, "feed"));
        Assert.Equal(((403, 403), (200, 0)), (await Says("on_play", play, ""), await Says("on_play", play, "", ip: "127.0.0.1")));
        Assert.Equal((200, 0), await Says("on_unpublish", play, ""));
        Assert.Equal("away", await StateAsync(manager, id, "feed"));
        Assert.Equal((200, 0), await Says("on_publish", play, $"?key={key}", client: "again"));
        Assert.Equal("live", await StateAsync(manager, id, "feed"));
        // A server that is not set up cannot be recorded from.
        Assert.Equal("validation", (await SayAsync(studio, Json, HookReaderTests.MediaMtx("publish", play, $"key={key}"))).Code);
    }

    [Fact]
    public async Task MediaMtx_lets_a_publisher_in_by_query_or_password_and_asks_for_credentials_where_there_are_none()
    {
        await using StudioProcess studio = await StudioProcess.StartAsync(External("MediaMtx"));
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        (string id, string play, string key) = await DoorAsync(manager);
        async Task<int> Says(string body) => (await SayAsync(studio, Json, body)).Status;
        Assert.Equal(401, await Says(HookReaderTests.MediaMtx("publish", $"live/{play}")));
        Assert.Equal(403, await Says(HookReaderTests.MediaMtx("publish", $"live/{play}", password: "wrong")));
        Assert.Equal(204, await Says(HookReaderTests.MediaMtx("publish", $"live/{play}", password: key)));
        Assert.Equal(409, await Says(HookReaderTests.MediaMtx("publish", $"live/{play}", $"key={key}", id: "\"second\"")));
        Assert.Equal("live", await StateAsync(manager, id, "feed"));
        Assert.Equal((401, 204), (await Says(HookReaderTests.MediaMtx("read", play, id: null)), await Says(HookReaderTests.MediaMtx("read", play, id: null, ip: "127.0.0.1"))));
        Assert.Equal(204, await Says(HookReaderTests.MediaMtx("unpublish", $"live/{play}")));
        Assert.Equal("away", await StateAsync(manager, id, "feed"));
    }

    [Fact]
    public async Task An_nginx_with_a_configuration_from_before_is_still_understood()
    {
        string id = StudioClient.Id(await shared.Manager.MakeSessionAsync(products: 1)), key = await shared.Manager.MakeKeyAsync(id);
        async Task<HttpResponseMessage> Says(string path, string call, string name)
        {
            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
            using var body = new StringContent(HookReaderTests.Nginx(call, name, client: "70001"), Encoding.ASCII, Form);
            return await http.PostAsync($"{shared.Studio.Url}/hooks/rtmp/{Secret(shared.Studio)}/{path}", body);
        }
        using HttpResponseMessage came = await Says("publish", "publish", key), went = await Says("done", "publish_done", key);
        Assert.Equal((HttpStatusCode.Found, HttpStatusCode.NoContent), (came.StatusCode, went.StatusCode));
        Assert.StartsWith(id, came.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal("away", await StateAsync(shared.Manager, id, "feed"));
    }

    [Fact]
    public async Task What_is_no_callback_is_refused_with_a_code_and_never_an_error_of_the_studio()
    {
        (string, string, int, string)[] bad =
        [
            ("text/plain", "hello", 415, "unsupported-media-type"), (Json, "{", 400, "validation"), (Json, "{\"action\":\"on_fire\"}", 400, "validation"), (Form, "call=publish", 400, "validation"),
            (Form, new string('x', 20_000), 413, "file-too-large"), (Json, $"{{\"action\":\"{new string('x', 60_000)}\"}}", 413, "file-too-large"), (Form, HookReaderTests.Nginx("publish", "%00%ff%f0"), 403, "stream-key-refused"),
        ];
        int before = shared.Studio.Errors.Count;
        foreach ((string type, string body, int status, string code) in bad)
        {
            Answer answer = await SayAsync(shared.Studio, type, body);
            Assert.Equal((status, code), (answer.Status, answer.Code ?? ""));
        }
        using var chunked = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{shared.Studio.Url}/hooks/feed/{Secret(shared.Studio)}") { Content = new StringContent(new string('x', 60_000), Encoding.ASCII, Form) };
        request.Headers.TransferEncodingChunked = true;
        using HttpResponseMessage large = await chunked.SendAsync(request);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        using var right = new StringContent(HookReaderTests.Nginx("publish", "x"), Encoding.ASCII, Form);
        Assert.Equal("not-found", (await shared.Studio.Client().PostAsync("/hooks/feed/guess", right)).Code);
        // The studio is shared: only what an endpoint or the server itself fell over counts here.
        Assert.DoesNotContain(shared.Studio.Errors.Skip(before), line => line.Contains("ExceptionHandler", StringComparison.Ordinal) || line.Contains("Kestrel", StringComparison.Ordinal));
    }

    internal static string Secret(StudioProcess studio) => File.ReadAllText(Path.Combine(studio.Folder, "nginx", "hook-secret"));

    internal static async Task<Answer> SayAsync(StudioProcess studio, string type, string body)
    {
        using StudioClient server = studio.Client();
        using var content = new StringContent(body, Encoding.UTF8);
        content.Headers.ContentType = new System.Net.Http.Headers.MediaTypeHeaderValue(type);
        return await server.PostAsync($"/hooks/feed/{Secret(studio)}", content);
    }

    private static Dictionary<string, string> External(string server) => new(StringComparer.Ordinal)
    {
        ["Studio__Ingest__Server"] = server,
        ["Studio__Ingest__Publish"] = "rtmp://ingest.example.org/live",
        ["Studio__Ingest__Play"] = "rtmp://127.0.0.1:9/live", // nobody is there: what is recorded is not the question here
    };

    private static async Task<(string Id, string Play, string Key)> DoorAsync(StudioClient manager)
    {
        string id = StudioClient.Id(await manager.MakeSessionAsync(products: 1));
        JsonElement door = (await manager.PostAsync($"/api/sessions/{id}/key", new { operationId = StudioClient.NewOperation() })).Ok;
        Assert.Equal("rtmp://ingest.example.org/live", door.GetProperty("server").GetString());
        string[] parts = door.GetProperty("key").GetString()!.Split("?key=");
        Assert.True(door.GetProperty("key").GetString()!.Length <= 64);
        return (id, parts[0], parts[1]);
    }

    private static async Task<string?> StateAsync(StudioClient manager, string id, string field) => (await manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty(field).GetString();
}
