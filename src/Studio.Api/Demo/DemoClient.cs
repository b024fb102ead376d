using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Studio.Api.Demo;

/// <summary>Speaks to the studio like a browser: cookies, JSON, problems.</summary>
internal sealed class DemoClient(string origin) : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };
    private readonly HttpClient _http = new(new SocketsHttpHandler { CookieContainer = new CookieContainer(), UseProxy = false }) { BaseAddress = new Uri(origin), Timeout = TimeSpan.FromSeconds(20) };

    /// <summary>A new operation id.</summary>
    public static string NewOperation() => Guid.NewGuid().ToString();

    public async Task<T> GetAsync<T>(string path) => await _http.GetFromJsonAsync<T>(path, Json) ?? throw new JsonException($"{path} answered null.");

    public Task<T> PostAsync<T>(string path, object body) => ReadAsync<T>(path, _http.PostAsJsonAsync(path, body, Json));

    public Task<T> PutAsync<T>(string path, object body) => ReadAsync<T>(path, _http.PutAsJsonAsync(path, body, Json));

    /// <summary>The answer of a command, or null: it was refused.</summary>
    public async Task<T?> FindAsync<T>(string path, object body) where T : class
    {
        using HttpResponseMessage answer = await _http.PostAsJsonAsync(path, body, Json);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<T>(Json) : null;
    }

    public async Task<bool> TryPostAsync(string path, object body)
    {
        using HttpResponseMessage answer = await _http.PostAsJsonAsync(path, body, Json);
        return answer.IsSuccessStatusCode;
    }

    public void Dispose() => _http.Dispose();

    private static async Task<T> ReadAsync<T>(string path, Task<HttpResponseMessage> sent)
    {
        using HttpResponseMessage answer = await sent;
        if (!answer.IsSuccessStatusCode) throw new HttpRequestException($"{path}: {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadFromJsonAsync<T>(Json) ?? throw new JsonException($"{path} answered null.");
    }
}
