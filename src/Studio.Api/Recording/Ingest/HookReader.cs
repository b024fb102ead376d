using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Studio.Api.Edge;
using Studio.Grains.Values;

namespace Studio.Api.Recording.Ingest;

/// <summary>
/// Reads a callback of nginx-rtmp (a form), SRS (JSON with <c>on_…</c> actions) or MediaMTX (JSON with a <c>path</c>). Pure. What cannot be
/// read is refused with a code; nothing that a client or a server sends is an exception.
/// </summary>
internal static class HookReader
{
    /// <summary>More than any of them says; a larger body is not read to its end.</summary>
    public const int MostBytes = 16 * 1024;

    private const int LongestName = 256, LongestClient = 64;

    /// <summary>The callback, or why it is none: unsupported-media-type, validation (fact <c>errors</c>).</summary>
    public static Outcome<PublishHook> Read(string? contentType, string body) => contentType?.Split(';')[0].Trim().ToLowerInvariant() switch
    {
        "application/x-www-form-urlencoded" => Nginx(body),
        "application/json" => Json(body),
        _ => new Refusal(Problems.UnsupportedMediaType),
    };

    private static Outcome<PublishHook> Nginx(string body)
    {
        Dictionary<string, StringValues> form = QueryHelpers.ParseQuery(body);
        // A publisher's own arguments stand behind the server's words and may have their names: the first of a name is the server's.
        string Field(string name) => form.TryGetValue(name, out StringValues values) ? values[0] ?? "" : "";
        FeedAction? action = Field("call") switch
        {
            "publish" => FeedAction.Publish,
            "publish_done" => FeedAction.Unpublish,
            "play" => FeedAction.Play,
            "connect" or "disconnect" or "done" or "play_done" or "record_started" or "record_done" or "update" or "update_publish" or "update_play" => FeedAction.Note,
            _ => null,
        };
        return Checked(IngestKind.Own, action, Field("name"), Field("name"), Field("clientid"), Field("addr"));
    }

    private static Outcome<PublishHook> Json(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 8 });
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return Wrong("body");
            return Text(root, "action").StartsWith("on_", StringComparison.Ordinal) ? Srs(root) : MediaMtx(root);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // The second: a text with half a surrogate pair.
            return Wrong("body");
        }
    }

    // SRS cannot rename a stream, so it is published under its play name and the key travels in the parameters, which no player is told.
    private static Outcome<PublishHook> Srs(JsonElement root)
    {
        FeedAction? action = Text(root, "action") switch
        {
            "on_publish" => FeedAction.Publish,
            "on_unpublish" => FeedAction.Unpublish,
            "on_play" => FeedAction.Play,
            "on_connect" or "on_close" or "on_stop" or "on_dvr" or "on_hls" or "on_hls_notify" => FeedAction.Note,
            _ => null,
        };
        return Checked(IngestKind.Srs, action, Text(root, "stream"), KeyIn(Text(root, "param")), Text(root, "client_id"), Text(root, "ip"));
    }

    // Its path is the play name; the key comes in the query, or as password or token where a protocol has no query.
    private static Outcome<PublishHook> MediaMtx(JsonElement root)
    {
        FeedAction? action = Text(root, "action") switch
        {
            "publish" => FeedAction.Publish,
            "unpublish" => FeedAction.Unpublish,
            "read" or "playback" => FeedAction.Play,
            _ => null,
        };
        string path = Text(root, "path");
        string? key = KeyIn(Text(root, "query")) ?? (Text(root, "password") is { Length: > 0 } password ? password : Text(root, "token"));
        return Checked(IngestKind.MediaMtx, action, path[(path.LastIndexOf('/') + 1)..], key, Text(root, "id"), Text(root, "ip"));
    }

    private static Outcome<PublishHook> Checked(IngestKind server, FeedAction? action, string name, string? key, string client, string address)
    {
        if (action is not { } known) return Wrong("action");
        var check = new Check();
        if (name.Length > LongestName) check.Add("name", FieldErrors.TooLong);
        if (known is FeedAction.Publish or FeedAction.Unpublish && client.Length == 0) check.Add("client", FieldErrors.Required);
        if (client.Length > LongestClient) check.Add("client", FieldErrors.TooLong);
        return check.Refusal is { } refusal ? refusal : new PublishHook(server, known, name, key is { Length: > 0 } ? key : null, Ingests.Prefix(server) + client, address);
    }

    private static string? KeyIn(string query) => QueryHelpers.ParseQuery(query).TryGetValue("key", out StringValues values) ? values[0] : null;

    // Older versions of SRS number their clients.
    private static string Text(JsonElement root, string name) => root.TryGetProperty(name, out JsonElement value)
        ? value.ValueKind switch { JsonValueKind.String => value.GetString() ?? "", JsonValueKind.Number => value.GetRawText(), _ => "" }
        : "";

    private static Refusal Wrong(string field) => new Check().Add(field, FieldErrors.Invalid).Refusal!;
}
