using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Studio.Testing;

/// <summary>An answer of the edge: its status and its JSON.</summary>
public sealed record Answer(int Status, JsonElement Body)
{
    /// <summary>The problem's code, or null.</summary>
    public string? Code => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("code", out JsonElement code) ? code.GetString() : null;

    /// <summary>The body of a success.</summary>
    public JsonElement Ok => Status is >= 200 and < 300 ? Body : throw new InvalidOperationException($"{Status}: {Body}");
}

/// <summary>Speaks to the studio as a browser does, and knows the steps of the thin slice.</summary>
/// <param name="cookies">Of a person whom several processes of one studio serve; null: nobody yet.</param>
public sealed class StudioClient(string url, CookieContainer? cookies = null) : IDisposable
{
    /// <summary>The password of every account that tests make.</summary>
    public const string Password = "correct horse battery";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public CookieContainer Cookies { get; } = cookies ?? new();

    public HttpClient Http => field ??= new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, UseProxy = false }) { BaseAddress = new Uri(url), Timeout = TimeSpan.FromSeconds(30) };

    public static string NewOperation() => Guid.NewGuid().ToString();

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Answer> PostAsync(string path, object body) => SendAsync(HttpMethod.Post, path, body);

    /// <param name="repeated">This command was sent before.</param>
    public async Task<Answer> SendAsync(HttpMethod method, string path, object? body, bool repeated = false)
    {
        using var request = new HttpRequestMessage(method, path);
        if (repeated) request.Headers.Add("Studio-Repeat", "1");
        if (body is HttpContent content) request.Content = content;
        else if (body is not null) request.Content = JsonContent.Create(body, options: Json);
        using HttpResponseMessage answer = await Http.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        bool json = answer.Content.Headers.ContentType?.MediaType is { } type && (type.EndsWith("/json", StringComparison.Ordinal) || type.EndsWith("+json", StringComparison.Ordinal));
        return new Answer((int)answer.StatusCode, json && text.Length > 0 ? JsonSerializer.Deserialize<JsonElement>(text) : default);
    }

    /// <summary>Makes the first manager through the printed link, or signs in where there is one.</summary>
    public async Task EnterAsManagerAsync(StudioProcess studio)
    {
        if ((await GetAsync("/api/me")).Ok.GetProperty("setupNeeded").GetBoolean())
        {
            (await PostAsync("/api/setup", new { token = studio.SetupToken, name = "manager", displayName = "王主任", password = Password })).Ok.GetProperty("account");
        }
        else
        {
            (await SignInAsync("manager")).Ok.GetProperty("account");
        }
    }

    public Task<Answer> SignInAsync(string name) => PostAsync("/api/sign-in", new { name, password = Password });

    public async Task MakeAccountAsync(string name, params string[] roles) =>
        _ = (await PostAsync("/api/accounts", new { operationId = NewOperation(), name, displayName = name, password = Password, roles })).Ok;

    public async Task<string> MakeRoomAsync(string name = "一号直播间") => Id((await PostAsync("/api/rooms", new { operationId = NewOperation(), name })).Ok);

    public async Task<string> MakeProductAsync(string name = "夏乐西瓜", long priceFen = 2_990, string kind = "watermelon") =>
        Id((await PostAsync("/api/products", new { operationId = NewOperation(), name, unit = "个", priceFen, kind })).Ok);

    /// <summary>A session with some products, all with the same allotment and limit.</summary>
    public async Task<JsonElement> MakeSessionAsync(int products = 2, int allotted = 100, int perBuyerLimit = 5, string title = "助农专场")
    {
        string room = await MakeRoomAsync();
        List<object> items = [];
        for (int i = 1; i <= products; i++)
        {
            items.Add(new { productId = await MakeProductAsync($"商品{i}", 1_000 + i), priceFen = 1_000 + i, allotted, perBuyerLimit });
        }
        return (await PostAsync("/api/sessions", new { operationId = NewOperation(), title, roomId = room, plannedStart = DateTimeOffset.UnixEpoch.AddYears(55), items })).Ok;
    }

    public async Task<string> MakeKeyAsync(string sessionId) => (await PostAsync($"/api/sessions/{sessionId}/key", new { operationId = NewOperation() })).Ok.GetProperty("key").GetString()!;

    /// <summary>A link's address.</summary>
    public async Task<string> MakeLinkAsync(string sessionId, string kind) =>
        (await PostAsync($"/api/sessions/{sessionId}/links", new { operationId = NewOperation(), kind, label = kind })).Ok.GetProperty("url").GetString()!;

    /// <summary>Enters a room through its link.</summary>
    public async Task<Answer> EnterRoomAsync(string link) => await PostAsync("/api/guest", new { capability = TokenOf(link) });

    public async Task<Answer> TakeAsync(string sessionId, string itemId, long revision, string? operationId = null) => await PostAsync(
        $"/api/sessions/{sessionId}/take", new { operationId = operationId ?? NewOperation(), itemId, expected = new { epoch = 1, revision } });

    public async Task<Answer> ClearAsync(string sessionId, long revision) =>
        await PostAsync($"/api/sessions/{sessionId}/clear", new { operationId = NewOperation(), expected = new { epoch = 1, revision } });

    public async Task<Answer> HoldAsync(string sessionId, string itemId, int quantity, string? operationId = null, bool repeated = false) =>
        await SendAsync(HttpMethod.Post, $"/api/room/{sessionId}/holds", new { operationId = operationId ?? NewOperation(), itemId, quantity }, repeated);

    public static string TokenOf(string link) => link[(link.IndexOf("#c=", StringComparison.Ordinal) + 3)..];

    public static string Id(JsonElement body) => body.GetProperty("id").GetString()!;

    public void Dispose() => Http.Dispose();
}
