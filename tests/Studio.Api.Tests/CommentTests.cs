using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>Comments through the whole studio: floods, tricks, moderation, and a viewer with a thousand connections.</summary>
public sealed class CommentTests(SharedStudio shared)
{
    private const int Most = 5;

    [Fact]
    public async Task A_flood_is_bounded_and_every_acknowledged_comment_is_in_the_log_exactly_once()
    {
        int errors = shared.Studio.Errors.Count; // what other tests provoked
        string session = await OpenAsync(slowSeconds: 0);
        string link = await shared.Manager.MakeLinkAsync(session, "room");
        StudioClient[] guests = await GuestsAsync(link, 50);
        await using HubConnection viewer = await JoinAsync(guests[0]);
        ConcurrentBag<JsonElement> frames = [];
        viewer.On<JsonElement>("Comments", frames.Add);
        ConcurrentBag<string> acknowledged = [], refused = [];
        await Task.WhenAll(guests.SelectMany((guest, g) => Enumerable.Range(0, 40).Select(async i =>
        {
            Answer answer = await SayAsync(session, guest, $"第{g}位第{i}条");
            if (answer.Status == 200) acknowledged.Add(StudioClient.Id(answer.Body));
            else refused.Add($"{answer.Status} {answer.Code}");
        })));
        Assert.Equal(2_000, acknowledged.Count + refused.Count);
        Assert.Equal(["429 too-fast"], refused.Distinct(StringComparer.Ordinal));
        Assert.InRange(acknowledged.Count, 100, 1_000);

        string[] logged = [.. (await LogAsync(session)).Where(line => line.GetProperty("what").GetString() == "posted").Select(Stored).Select(stored => stored.GetProperty("i").GetString()!)];
        Assert.Equal(acknowledged.Order(StringComparer.Ordinal), logged.Order(StringComparer.Ordinal));
        await Wait.UntilAsync(() => frames.Sum(frame => frame.GetProperty("comments").GetArrayLength() + frame.GetProperty("skipped").GetInt32()) == acknowledged.Count, "each comment was sent or counted as skipped");
        Assert.All(frames, frame =>
        {
            long[] numbers = [.. frame.GetProperty("comments").EnumerateArray().Select(comment => comment.GetProperty("seq").GetInt64())];
            Assert.InRange(numbers.Length, 0, 20);
            Assert.Equal(numbers.Order(), numbers);
        });
        Assert.Empty(shared.Studio.Errors.Skip(errors));
        foreach (StudioClient guest in guests) guest.Dispose();
    }

    [Fact]
    public async Task Markup_and_tricks_are_text_and_numbers_of_people_are_masked_in_the_log_too()
    {
        string session = await OpenAsync(slowSeconds: 0);
        using StudioClient guest = (await GuestsAsync(await shared.Manager.MakeLinkAsync(session, "room"), 1))[0];
        JsonElement mine = (await SayAsync(session, guest, "<img src=x onerror=alert(1)>\u202E🍉 13812345678", "老\u202E王")).Ok;
        Assert.Equal(("<img src=x onerror=alert(1)>🍉 ***", "老王", true), (mine.GetProperty("text").GetString(), mine.GetProperty("name").GetString(), mine.GetProperty("masked").GetBoolean()));
        string everything = JsonSerializer.Serialize(await LogAsync(session));
        Assert.DoesNotContain("13812345678", everything, StringComparison.Ordinal);

        foreach ((object body, string field, string code) in ((object, string, string)[])[
            (new { operationId = StudioClient.NewOperation(), text = "" }, "text", "required"), (new { operationId = StudioClient.NewOperation(), text = "\u200B\u202E" }, "text", "required"),
            (new { operationId = StudioClient.NewOperation(), text = new string('瓜', 101) }, "text", "too-long"), (new { operationId = StudioClient.NewOperation(), text = "好", name = "官方客服" }, "name", "invalid")])
        {
            Answer refused = await guest.PostAsync($"/api/room/{session}/comments", body);
            Assert.Equal((400, code), (refused.Status, refused.Body.GetProperty("errors").GetProperty(field)[0].GetString()));
        }
    }

    [Theory]
    [InlineData("{}"), InlineData("null"), InlineData("[]"), InlineData("{\"operationId\":\"12345678\",\"text\":null}"), InlineData("{\"operationId\":\"12345678\",\"text\":7}"), InlineData("{\"operationId\":\"../../x\",\"text\":\"好\"}")]
    public async Task A_body_of_another_shape_is_refused(string body)
    {
        string session = await OpenAsync(slowSeconds: 0);
        using StudioClient guest = (await GuestsAsync(await shared.Manager.MakeLinkAsync(session, "room"), 1))[0];
        using var raw = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        Answer answer = await guest.PostAsync($"/api/room/{session}/comments", raw);
        Assert.Equal((400, "validation"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task What_is_hidden_leaves_the_viewers_at_once_and_the_muted_are_told_why()
    {
        string session = await OpenAsync(slowSeconds: 0);
        StudioClient[] guests = await GuestsAsync(await shared.Manager.MakeLinkAsync(session, "room"), 2);
        await using HubConnection viewer = await JoinAsync(guests[1]);
        ConcurrentBag<string> seen = [], gone = [];
        viewer.On<JsonElement>("Comments", frame =>
        {
            foreach (JsonElement comment in frame.GetProperty("comments").EnumerateArray()) seen.Add(StudioClient.Id(comment));
            foreach (JsonElement id in frame.GetProperty("takenBack").EnumerateArray()) gone.Add(id.GetString()!);
        });
        JsonElement said = (await SayAsync(session, guests[0], "快来我的店")).Ok;
        string id = StudioClient.Id(said);
        await Wait.UntilAsync(() => seen.Contains(id), "the other viewer sees it");
        JsonElement listed = (await shared.Manager.GetAsync($"/api/sessions/{session}/comments")).Ok.GetProperty("comments")[0];
        Assert.False(said.TryGetProperty("guest", out _)); // who it was is the moderators' business
        JsonElement hidden = (await ModerateAsync(session, $"{id}/hide", new { operationId = StudioClient.NewOperation(), why = "广告" })).Ok;
        Assert.Equal(("hidden", "manager", "广告"), (hidden.GetProperty("state").GetString(), hidden.GetProperty("by").GetString(), hidden.GetProperty("why").GetString()));
        await Wait.UntilAsync(() => gone.Contains(id), "it left the other viewer's screen");
        Assert.Equal(0, (await guests[1].GetAsync($"/api/room/{session}/comments")).Ok.GetProperty("comments").GetArrayLength());

        _ = (await ModerateAsync(session, "mute", new { operationId = StudioClient.NewOperation(), guest = listed.GetProperty("guest").GetString(), minutes = 5, why = "刷屏" })).Ok;
        Answer refused = await SayAsync(session, guests[0], "凭什么");
        Assert.Equal((409, "muted", "刷屏"), (refused.Status, refused.Code, refused.Body.GetProperty("why").GetString()));
        await Wait.UntilAsync(async () => (await guests[0].GetAsync($"/api/room/{session}/comments")).Ok.GetProperty("muted").ValueKind == JsonValueKind.Object, "the page can say so before a word is typed");
        Assert.Equal(200, (await SayAsync(session, guests[1], "我还能说")).Status);
        _ = (await ModerateAsync(session, $"{id}/restore", new { operationId = StudioClient.NewOperation() })).Ok;
        await Wait.UntilAsync(() => seen.Count(one => one == id) == 2, "it is back");
        Assert.Equal(["rules", "posted", "judged", "muted", "posted", "judged"], (await LogAsync(session)).Select(line => line.GetProperty("what").GetString()!));
    }

    [Fact]
    public async Task Approval_slow_mode_and_closing_are_the_moderators()
    {
        string session = await OpenAsync(slowSeconds: 0, approval: true);
        StudioClient[] guests = await GuestsAsync(await shared.Manager.MakeLinkAsync(session, "room"), 2);
        JsonElement held = (await SayAsync(session, guests[0], "等审核")).Ok;
        Assert.True(held.GetProperty("held").GetBoolean());
        await Wait.UntilAsync(async () => (await guests[0].GetAsync($"/api/room/{session}/comments")).Ok.GetProperty("comments").GetArrayLength() == 1, "its author sees it");
        Assert.Equal(0, (await guests[1].GetAsync($"/api/room/{session}/comments")).Ok.GetProperty("comments").GetArrayLength());
        _ = (await ModerateAsync(session, $"{StudioClient.Id(held)}/approve", new { operationId = StudioClient.NewOperation() })).Ok;
        await Wait.UntilAsync(async () => (await guests[1].GetAsync($"/api/room/{session}/comments")).Ok.GetProperty("comments").GetArrayLength() == 1, "everybody sees it");

        await RulesAsync(session, slowSeconds: 60, words: ["骗子"]);
        Answer slow = await SayAsync(session, guests[0], "再说一句");
        Assert.Equal((429, "slow-mode"), (slow.Status, slow.Code));
        Answer blocked = await SayAsync(session, guests[1], "騙 子！");
        Assert.Equal((422, "word-blocked"), (blocked.Status, blocked.Code));
        Assert.DoesNotContain("骗", blocked.Body.ToString(), StringComparison.Ordinal);
        await RulesAsync(session, slowSeconds: 0, open: false);
        Assert.Equal("comments-closed", (await SayAsync(session, guests[1], "好")).Code);
        Assert.Equal("validation", (await ModerateAsync(session, "rules", new { operationId = StudioClient.NewOperation(), open = true, slowSeconds = 999, blockedWords = Array.Empty<string>(), holdForApproval = false })).Code);
    }

    [Fact]
    public async Task A_viewer_with_a_thousand_connections_has_five()
    {
        int errors = shared.Studio.Errors.Count; // what other tests provoked
        string session = await OpenAsync(slowSeconds: 0);
        string link = await shared.Manager.MakeLinkAsync(session, "room");
        using StudioClient greedy = (await GuestsAsync(link, 1))[0], other = (await GuestsAsync(link, 1))[0];
        ConcurrentBag<HubConnection> open = [];
        ConcurrentBag<string> refusals = [];
        await Parallel.ForAsync(0, 1_000, new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (_, _) =>
        {
            HubConnection connection = Connection(greedy);
            var refused = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            connection.On<string>("Refused", refused.SetResult);
            if (await EntersAsync(connection))
            {
                open.Add(connection);
                return;
            }
            refusals.Add(await refused.Task.WaitAsync(TimeSpan.FromSeconds(20), CancellationToken.None));
            await connection.DisposeAsync();
        });
        Assert.Equal((Most, 1_000 - Most), (open.Count, refusals.Count));
        Assert.All(refusals, refusal => Assert.Equal("too-many-connections", refusal));
        await using (HubConnection neighbour = await JoinAsync(other)) Assert.Equal(HubConnectionState.Connected, neighbour.State);
        foreach (HubConnection connection in open) await connection.DisposeAsync();
        await Wait.UntilAsync(async () =>
        {
            await using HubConnection again = Connection(greedy);
            return await EntersAsync(again);
        }, "whoever closes pages may open others");
        Assert.Empty(shared.Studio.Errors.Skip(errors));
    }

    private async Task<string> OpenAsync(int slowSeconds, bool approval = false)
    {
        string session = StudioClient.Id(await shared.Manager.MakeSessionAsync(products: 1));
        await RulesAsync(session, slowSeconds, approval: approval);
        return session;
    }

    private async Task RulesAsync(string session, int slowSeconds, bool open = true, bool approval = false, params string[] words) =>
        _ = (await ModerateAsync(session, "rules", new { operationId = StudioClient.NewOperation(), open, slowSeconds, blockedWords = words, holdForApproval = approval })).Ok;

    private Task<Answer> ModerateAsync(string session, string what, object body) => shared.Manager.PostAsync($"/api/sessions/{session}/comments/{what}", body);

    private async Task<StudioClient[]> GuestsAsync(string link, int count)
    {
        StudioClient[] guests = [.. Enumerable.Range(0, count).Select(_ => shared.Studio.Client())];
        foreach (StudioClient guest in guests) _ = (await guest.EnterRoomAsync(link)).Ok;
        return guests;
    }

    private static Task<Answer> SayAsync(string session, StudioClient guest, string text, string? name = null) =>
        guest.PostAsync($"/api/room/{session}/comments", new { operationId = StudioClient.NewOperation(), text, name });

    private async Task<JsonElement[]> LogAsync(string session) => [.. (await shared.Manager.GetAsync($"/api/sessions/{session}/comments/log")).Ok.EnumerateArray()];

    private static JsonElement Stored(JsonElement line) => JsonDocument.Parse(line.GetProperty("details").GetString()!).RootElement;

    private HubConnection Connection(StudioClient client) => new HubConnectionBuilder().WithUrl($"{shared.Studio.Url}/hubs/room", options =>
    {
        options.Cookies = client.Cookies;
        options.Transports = Microsoft.AspNetCore.Http.Connections.HttpTransportType.WebSockets;
        options.SkipNegotiation = true;
    }).Build();

    private static async Task<bool> EntersAsync(HubConnection connection)
    {
        try
        {
            await connection.StartAsync();
            return await connection.InvokeAsync<JsonElement?>("Join") is { ValueKind: JsonValueKind.Object };
        }
        catch (Exception)
        {
            return false; // closed before it was answered
        }
    }

    private async Task<HubConnection> JoinAsync(StudioClient client)
    {
        HubConnection connection = Connection(client);
        await connection.StartAsync();
        await connection.InvokeAsync<JsonElement>("Join");
        return connection;
    }
}
