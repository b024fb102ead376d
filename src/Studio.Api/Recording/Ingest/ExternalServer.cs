using System.Text.Json;
using Studio.Api.Parts;

namespace Studio.Api.Recording.Ingest;

/// <summary>
/// SRS or MediaMTX, run by somebody else. Source: SRS' HTTP API (<c>/api/v1/streams/</c>, <c>DELETE /api/v1/clients/ID</c>) and MediaMTX'
/// control API (<c>/v3/paths/list</c>, <c>POST /v3/KIND/kick/ID</c>). Without an address of that API the studio believes the callbacks alone.
/// </summary>
internal sealed partial class ExternalServer(IngestOptions options, ILogger<ExternalServer> log) : IIngest, IDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(2), MaxResponseContentBufferSize = 4 * 1024 * 1024 };
    private readonly string _prefix = Ingests.Prefix(options.Server);

    public string PlayUrl(string playName) => $"{options.Play!.TrimEnd('/')}/{playName}";

    public async Task<IReadOnlyDictionary<string, string>?> PublishersAsync()
    {
        if (Api is not { } api) return null;
        try
        {
            using JsonDocument document = await ReadAsync(api);
            return (options.Server == IngestKind.Srs ? Srs(document.RootElement) : MediaMtx(document.RootElement).ToDictionary(one => one.Key, one => one.Value.Client, StringComparer.Ordinal))
                .ToDictionary(one => one.Key, one => _prefix + one.Value, StringComparer.Ordinal);
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            DoesNotAnswer(failure.Message);
            return null;
        }
    }

    public async Task DropPublisherAsync(string playName, string? clientId)
    {
        if (Api is not { } api || clientId?.StartsWith(_prefix, StringComparison.Ordinal) != true) return;
        string client = Uri.EscapeDataString(clientId[_prefix.Length..]);
        try
        {
            using HttpResponseMessage answer = options.Server == IngestKind.Srs
                ? await _http.DeleteAsync($"{api}/api/v1/clients/{client}")
                : await _http.PostAsync($"{api}/v3/{await KindAsync(api, playName)}/kick/{client}", null);
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            DoesNotAnswer(failure.Message);
        }
    }

    public void Dispose() => _http.Dispose();

    private string? Api => options.Api?.TrimEnd('/');

    private async Task<JsonDocument> ReadAsync(string api) =>
        JsonDocument.Parse(await _http.GetByteArrayAsync(options.Server == IngestKind.Srs ? $"{api}/api/v1/streams/?count=1000" : $"{api}/v3/paths/list?itemsPerPage=1000"));

    /// <summary>SRS: streams that somebody publishes, by name.</summary>
    internal static Dictionary<string, string> Srs(JsonElement root)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonElement stream in root.GetProperty("streams").EnumerateArray())
        {
            JsonElement publish = stream.GetProperty("publish");
            if (publish.GetProperty("active").GetBoolean()) found[stream.GetProperty("name").GetString()!] = publish.GetProperty("cid").ToString();
        }
        return found;
    }

    /// <summary>MediaMTX: paths that have a source, by their last part; with the source's type.</summary>
    internal static Dictionary<string, (string Client, string Type)> MediaMtx(JsonElement root)
    {
        var found = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        foreach (JsonElement path in root.GetProperty("items").EnumerateArray())
        {
            if (path.GetProperty("source") is not { ValueKind: JsonValueKind.Object } source) continue;
            string name = path.GetProperty("name").GetString()!;
            found[name[(name.LastIndexOf('/') + 1)..]] = (source.GetProperty("id").ToString(), source.GetProperty("type").ToString());
        }
        return found;
    }

    private async Task<string> KindAsync(string api, string playName)
    {
        using JsonDocument document = await ReadAsync(api);
        return MediaMtx(document.RootElement).GetValueOrDefault(playName).Type switch
        {
            "srtConn" => "srtconns",
            "rtspSession" => "rtspsessions",
            "rtspsSession" => "rtspssessions",
            "webRTCSession" => "webrtcsessions",
            "rtmpsConn" => "rtmpsconns",
            _ => "rtmpconns",
        };
    }

    [LoggerMessage(LogLevel.Warning, "ingest server: does not answer: {Why}")]
    private partial void DoesNotAnswer(string why);
}
