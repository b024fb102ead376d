using CsCheck;
using Studio.Api.Edge;
using Studio.Api.Recording.Ingest;
using Studio.Grains.Values;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>The callbacks of three ingest servers, as they send them, and everything that is none.</summary>
public sealed class HookReaderTests
{
    private const string Form = "application/x-www-form-urlencoded", Json = "application/json", Play = "s_0123456789abcdef-0123456789", Key = "abcdefghjkmnpqrstvwxyz0123";

    /// <summary>nginx-rtmp 1.2 (Debian's), written down from the wire.</summary>
    internal static string Nginx(string call, string name, string client = "7", string args = "") =>
        $"app=live&flashver=FMLE/3.0%20(compatible%3B%20Lavf59.27&swfurl=&tcurl=rtmp://192.168.1.20:1935/live&pageurl=&addr=192.168.1.30&clientid={client}&call={call}&name={name}&type=live{args}";

    /// <summary>SRS 5, as its documentation prints it.</summary>
    internal static string Srs(string action, string stream, string param, string client = "341w361a", string ip = "192.168.1.30") => $$"""
        {"server_id":"vid-0xk989d","service_id":"382a6s2m","action":"{{action}}","client_id":"{{client}}","ip":"{{ip}}","vhost":"__defaultVhost__","app":"live",
        "tcUrl":"rtmp://192.168.1.20:1935/live","stream":"{{stream}}","param":"{{param}}","stream_url":"/live/{{stream}}","stream_id":"vid-124q9y3"}
        """;

    /// <summary>MediaMTX 1.x, <c>authMethod: http</c>, as its documentation prints it.</summary>
    internal static string MediaMtx(string action, string path, string query = "", string password = "", string? id = "\"9f1c53f9-24a6-4f1a-8d2f-36c1fb8d7a55\"", string ip = "192.168.1.30") => $$"""
        {"user":"obs","password":"{{password}}","token":"","ip":"{{ip}}","action":"{{action}}","path":"{{path}}","protocol":"rtmp","id":{{id ?? "null"}},"query":"{{query}}","userAgent":"FMLE/3.0"}
        """;

    [Fact]
    public void Nginx_names_the_key_as_the_stream()
    {
        Assert.Equal(new PublishHook(IngestKind.Own, FeedAction.Publish, Key, Key, "7", "192.168.1.30"), HookReader.Read(Form, Nginx("publish", Key)).Value);
        Assert.Equal(FeedAction.Unpublish, HookReader.Read(Form, Nginx("publish_done", Play)).Value.Action);
        Assert.Equal(FeedAction.Play, HookReader.Read(Form, Nginx("play", Play)).Value.Action);
        Assert.Equal(FeedAction.Note, HookReader.Read(Form, Nginx("record_done", Play)).Value.Action);
    }

    [Fact]
    public void Arguments_of_a_publisher_do_not_stand_for_words_of_the_server()
    {
        PublishHook hook = HookReader.Read(Form, Nginx("publish", Key, args: "&call=publish_done&clientid=1&addr=127.0.0.1&name=other")).Value;
        Assert.Equal(new PublishHook(IngestKind.Own, FeedAction.Publish, Key, Key, "7", "192.168.1.30"), hook);
    }

    [Fact]
    public void Srs_has_the_key_in_the_parameters_and_the_play_name_as_the_stream()
    {
        Assert.Equal(new PublishHook(IngestKind.Srs, FeedAction.Publish, Play, Key, "srs/341w361a", "192.168.1.30"), HookReader.Read(Json, Srs("on_publish", Play, $"?vhost=v&key={Key}")).Value);
        Assert.Equal(new PublishHook(IngestKind.Srs, FeedAction.Unpublish, Play, null, "srs/341w361a", "192.168.1.30"), HookReader.Read($"{Json}; charset=utf-8", Srs("on_unpublish", Play, "")).Value);
        Assert.Equal(FeedAction.Play, HookReader.Read(Json, Srs("on_play", Play, "")).Value.Action);
        Assert.Equal(FeedAction.Note, HookReader.Read(Json, Srs("on_hls", Play, "")).Value.Action);
        // Its versions before 4 number their clients.
        Assert.Equal("srs/341", HookReader.Read(Json, Srs("on_publish", Play, "").Replace("\"341w361a\"", "341", StringComparison.Ordinal)).Value.ClientId);
    }

    [Fact]
    public void MediaMtx_has_the_key_in_the_query_or_as_password_and_the_play_name_as_the_end_of_the_path()
    {
        var expected = new PublishHook(IngestKind.MediaMtx, FeedAction.Publish, Play, Key, "mediamtx/9f1c53f9-24a6-4f1a-8d2f-36c1fb8d7a55", "192.168.1.30");
        Assert.Equal(expected, HookReader.Read(Json, MediaMtx("publish", $"live/{Play}", $"key={Key}")).Value);
        Assert.Equal(expected, HookReader.Read(Json, MediaMtx("publish", $"live/{Play}", password: Key)).Value);
        Assert.Equal(expected with { Key = null, Action = FeedAction.Unpublish }, HookReader.Read(Json, MediaMtx("unpublish", Play)).Value);
        Assert.Equal(expected with { Key = null, Action = FeedAction.Play, ClientId = "mediamtx/" }, HookReader.Read(Json, MediaMtx("read", Play, id: null)).Value);
    }

    [Theory]
    [InlineData(null, "", Problems.UnsupportedMediaType), InlineData("text/plain", "call=publish", Problems.UnsupportedMediaType), InlineData("multipart/form-data; boundary=x", "--x", Problems.UnsupportedMediaType)]
    [InlineData(Json, "", RefusalCodes.Validation), InlineData(Json, "nonsense", RefusalCodes.Validation), InlineData(Json, "null", RefusalCodes.Validation), InlineData(Json, "[]", RefusalCodes.Validation)]
    [InlineData(Json, "{}", RefusalCodes.Validation), InlineData(Json, "{\"action\":\"on_everything\",\"client_id\":\"1\"}", RefusalCodes.Validation), InlineData(Json, "{\"action\":{\"a\":1}}", RefusalCodes.Validation)]
    [InlineData(Json, "{\"action\":\"publish\",\"path\":\"a\",\"id\":null}", RefusalCodes.Validation), InlineData(Json, "{\"action\":\"api\",\"path\":\"\"}", RefusalCodes.Validation)]
    [InlineData(Json, "{\"action\":\"on_publish\",\"client_id\":\"1\",\"stream\":\"\\ud800\"}", RefusalCodes.Validation), InlineData(Json, "{\"a\":[[[[[[[[[[1]]]]]]]]]]}", RefusalCodes.Validation)]
    [InlineData(Form, "", RefusalCodes.Validation), InlineData(Form, "call=explode&clientid=1", RefusalCodes.Validation), InlineData(Form, "call=publish&name=x", RefusalCodes.Validation), InlineData(Form, "%%%&=&&;", RefusalCodes.Validation)]
    public void What_is_no_callback_is_refused_with_a_code(string? type, string body, string code) => Assert.Equal(code, HookReader.Read(type, body).Refusal?.Code);

    [Fact]
    public void A_name_or_a_client_without_end_is_refused()
    {
        Assert.Equal(RefusalCodes.Validation, HookReader.Read(Form, Nginx("publish", new string('x', 257))).Refusal!.Code);
        Assert.Equal(RefusalCodes.Validation, HookReader.Read(Form, Nginx("publish", "x", client: new string('7', 65))).Refusal!.Code);
    }

    [Fact]
    public void Whatever_is_sent_is_an_answer_and_no_exception() => Gen.Select(Gen.Int[0, 2], Gen.String).Sample((type, body) =>
    {
        Outcome<PublishHook> read = HookReader.Read(((string[])[Form, Json, "a/b"])[type], body);
        return read.Refusal is not null || read.Value.ClientId.Length > 0 || read.Value.Action is FeedAction.Play or FeedAction.Note;
    }, iter: 20_000);

    [Fact]
    public void Each_server_is_answered_in_its_own_words()
    {
        PublishHook nginx = HookReader.Read(Form, Nginx("publish", Key)).Value, srs = HookReader.Read(Json, Srs("on_publish", Play, $"?key={Key}")).Value, mediaMtx = HookReader.Read(Json, MediaMtx("publish", Play, $"key={Key}")).Value;
        var wrong = new Refusal(RefusalCodes.StreamKeyRefused);
        Assert.Equal((new HookAnswer(302, Play), new HookAnswer(403, Why: wrong.Code)), (HookAnswer.Yes(nginx, Play), HookAnswer.No(nginx, wrong)));
        Assert.Equal((new HookAnswer(200, Code: 0), new HookAnswer(403, Code: 403, Why: wrong.Code)), (HookAnswer.Yes(srs, Play), HookAnswer.No(srs, wrong)));
        Assert.Equal((new HookAnswer(204), new HookAnswer(403, Why: wrong.Code)), (HookAnswer.Yes(mediaMtx, Play), HookAnswer.No(mediaMtx, wrong)));
        Assert.Equal(new HookAnswer(401, Why: Problems.Unauthenticated), HookAnswer.No(mediaMtx with { Key = null }, wrong));
        Assert.Equal(new HookAnswer(204), HookAnswer.Yes(nginx with { Action = FeedAction.Unpublish }));
    }

    [Fact]
    public void Lists_of_publishers_are_read_as_the_servers_write_them()
    {
        using var srs = System.Text.Json.JsonDocument.Parse("""
            {"code":0,"server":"vid-1","streams":[{"id":"vid-9","name":"a","vhost":"vid-2","app":"live","live_ms":1,"clients":2,"publish":{"active":true,"cid":"341w361a"}},
            {"id":"vid-8","name":"gone","publish":{"active":false}}]}
            """);
        Assert.Equal(new Dictionary<string, string> { ["a"] = "341w361a" }, ExternalServer.Srs(srs.RootElement));
        using var mediaMtx = System.Text.Json.JsonDocument.Parse("""
            {"pageCount":1,"itemCount":2,"items":[{"name":"live/a","confName":"all","source":{"type":"srtConn","id":"9f1c"},"ready":true,"tracks":["H264"]},{"name":"live/b","source":null,"ready":false}]}
            """);
        Assert.Equal(new Dictionary<string, (string, string)> { ["a"] = ("9f1c", "srtConn") }, ExternalServer.MediaMtx(mediaMtx.RootElement));
    }
}
