using System.Net.Http.Headers;
using System.Text.Json;
using MediaPipeline.Processes;
using Microsoft.AspNetCore.SignalR.Client;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>The control room's commands through the edge: keys, panic, prices, plan.</summary>
public sealed class BoardTests(SharedStudio shared)
{
    private StudioClient Manager => shared.Manager;

    [Fact]
    public async Task Twenty_presses_a_second_of_one_key_are_one_take_and_the_next_press_is_the_next()
    {
        string id = StudioClient.Id(await Manager.MakeSessionAsync(products: 3));
        using StudioClient deck = await DeckAsync(id);
        List<Answer> answers = [];
        for (int press = 0; press < 20; press++)
        {
            answers.Add(await deck.SendAsync(HttpMethod.Post, "/api/deck/take-next", null));
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        Assert.All(answers, answer => Assert.Equal((200, 1), (answer.Status, answer.Ok.GetProperty("revision").GetInt64())));
        await Task.Delay(1_100, TestContext.Current.CancellationToken);
        Assert.Equal(2, (await deck.SendAsync(HttpMethod.Post, "/api/deck/take-next", null)).Ok.GetProperty("revision").GetInt64());
        Assert.Equal(2, (await DetailAsync(id)).GetProperty("onAir").GetProperty("card").GetProperty("number").GetInt32());
        Assert.Equal("i3", (await RundownAsync(id)).GetProperty("sections")[0].GetProperty("items")[2].GetProperty("itemId").GetString());
        Assert.Equal("r3", (await RundownAsync(id)).GetProperty("nextId").GetString());
    }

    [Fact]
    public async Task Panic_reaches_the_overlay_at_once_with_redis_standing_still_and_is_stored_when_it_is_back()
    {
        await using StudioProcess studio = await StudioProcess.StartAsync();
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        JsonElement session = await manager.MakeSessionAsync(products: 1);
        string id = StudioClient.Id(session), token = StudioClient.TokenOf(await manager.MakeLinkAsync(id, "overlay"));
        await manager.TakeAsync(id, "i1", 0);
        await using HubConnection overlay = new HubConnectionBuilder().WithUrl($"{studio.Url}/hubs/studio?access_token={token}").Build();
        var blank = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        overlay.On<JsonElement>("OnAir", document =>
        {
            if (document.GetProperty("blank").GetProperty("on").GetBoolean()) blank.TrySetResult(document);
        });
        await overlay.StartAsync(TestContext.Current.CancellationToken);
        await overlay.InvokeAsync<JsonElement>("JoinOverlay", new { width = 1920, height = 1080 }, TestContext.Current.CancellationToken);

        Signals.Send(studio.PartId("redis")!.Value, Signals.Stop);
        Answer panic = await manager.PostAsync($"/api/sessions/{id}/blank", new { operationId = StudioClient.NewOperation(), on = true });
        await blank.Task.WaitAsync(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        Assert.False(panic.Ok.GetProperty("stored").GetBoolean());
        Signals.Send(studio.PartId("redis")!.Value, Signals.Continue);

        await Wait.UntilAsync(async () => (await manager.GetAsync($"/api/sessions/{id}/log")) is { Status: 200 } log
            && log.Body.EnumerateArray().Any(line => line.GetProperty("what").GetString() == "blank"), "the panic is in the log");
        Assert.True((await manager.PostAsync($"/api/sessions/{id}/blank", new { operationId = StudioClient.NewOperation(), on = false })).Ok.GetProperty("stored").GetBoolean());
        JsonElement onAir = (await manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("onAir");
        Assert.Equal((false, 2, 1), (onAir.GetProperty("blank").GetProperty("on").GetBoolean(), onAir.GetProperty("blank").GetProperty("version").GetInt64(), onAir.GetProperty("revision").GetInt64()));
        Assert.Equal("i1", onAir.GetProperty("card").GetProperty("itemId").GetString());
    }

    [Fact]
    public async Task A_hidden_price_is_in_no_document_of_a_viewer_and_cannot_be_held_until_it_is_called()
    {
        string id = StudioClient.Id(await Manager.MakeSessionAsync(products: 1));
        await using Publisher publisher = Publisher.Generated(shared.Studio, await Manager.MakeKeyAsync(id));
        await Wait.UntilAsync(async () => (await DetailAsync(id)).GetProperty("phase").GetString() == "live", "live");
        await DoAsync(id, "items/i1/hide-price", new { hidden = true });
        await Manager.TakeAsync(id, "i1", 0);
        using StudioClient guest = shared.Studio.Client();
        await guest.EnterRoomAsync(await Manager.MakeLinkAsync(id, "room"));
        Assert.Equal("price-not-called", (await guest.HoldAsync(id, "i1", 1)).Code);
        JsonElement room = (await guest.GetAsync($"/api/room/{id}")).Ok;
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (room.GetProperty("items")[0].GetProperty("priceFen").ValueKind, room.GetProperty("onAir").GetProperty("card").GetProperty("priceFen").ValueKind));
        await DoAsync(id, "items/i1/hide-price", new { hidden = false });
        await Wait.UntilAsync(async () => (await guest.HoldAsync(id, "i1", 1)).Status == 201, "a hold at the called price");
        Assert.Equal(1_001, (await DetailAsync(id)).GetProperty("onAir").GetProperty("card").GetProperty("priceFen").GetInt64());
    }

    [Fact]
    public async Task A_flash_offer_is_what_a_hold_promises_until_its_end()
    {
        string id = StudioClient.Id(await Manager.MakeSessionAsync(products: 1));
        await using Publisher publisher = Publisher.Generated(shared.Studio, await Manager.MakeKeyAsync(id));
        await Wait.UntilAsync(async () => (await DetailAsync(id)).GetProperty("phase").GetString() == "live", "live");
        using StudioClient guest = shared.Studio.Client();
        await guest.EnterRoomAsync(await Manager.MakeLinkAsync(id, "room"));
        await DoAsync(id, "items/i1/offer", new { priceFen = 500, seconds = 10 });
        await Wait.UntilAsync(async () => (await guest.HoldAsync(id, "i1", 1)).Ok.GetProperty("unitPriceFen").GetInt64() == 500, "a hold at the offer's price");
        await Wait.UntilAsync(async () => (await DetailAsync(id)).GetProperty("items")[0].GetProperty("priceFen").GetInt64() == 1_001, "the offer ends by itself", TimeSpan.FromSeconds(15));
        await Wait.UntilAsync(async () => (await guest.HoldAsync(id, "i1", 1)).Ok.GetProperty("unitPriceFen").GetInt64() == 1_001, "a hold at the price of before");
    }

    [Fact]
    public async Task Everything_that_was_done_is_in_the_log_with_who_and_why_and_no_secret()
    {
        string id = StudioClient.Id(await Manager.MakeSessionAsync(products: 2));
        string key = await Manager.MakeKeyAsync(id);
        await Manager.TakeAsync(id, "i1", 0);
        await DoAsync(id, "messages", new { text = "慢一点", urgent = true });
        JsonElement log = (await Manager.GetAsync($"/api/sessions/{id}/log")).Ok;
        Assert.Equal(["created", "key", "shown", "message"], log.EnumerateArray().Select(line => line.GetProperty("what").GetString()!).Where(what => what is not "ledgers" and not "link"));
        Assert.All(log.EnumerateArray().Where(line => line.GetProperty("what").GetString() != "ledgers"), line => Assert.Equal("manager", line.GetProperty("by").GetString()));
        Assert.DoesNotContain(key, log.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("keyId", log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_input_to_the_control_room_is_a_refusal_with_the_field()
    {
        string id = StudioClient.Id(await Manager.MakeSessionAsync(products: 1));
        (string Path, object Body, string Code)[] cases =
        [
            ("items/i1/price", new { priceFen = -1 }, "validation"), ("items/i9/price", new { priceFen = 100 }, "item-not-in-session"),
            ("items/i1/offer", new { priceFen = 100_000, seconds = 60 }, "validation"), ("items/i1/offer", new { priceFen = 500, seconds = int.MaxValue }, "validation"),
            ("messages", new { text = new string('长', 10_000) }, "validation"), ("messages", new { text = " \u202e " }, "validation"),
            ("theme", new { primary = "red;}</style>" }, "validation"), ("next", new { rundownItemId = "none" }, "not-found"),
            ("auto-pop", new { plan = new { itemIds = Array.Empty<string>(), everySeconds = 0, showSeconds = 0, jitterSeconds = -1, times = 0 } }, "validation"),
            ("rundown", new { expected = 0, edit = new { kind = "removeItems", ids = new[] { "r1" } } }, "stale-rundown"),
            ("rundown", new { expected = 1, edit = new { kind = "addItems", items = new[] { new { itemId = "i7", plannedSeconds = 1 } } } }, "item-not-in-session"),
            ("rundown/undo", new { expected = 1 }, "nothing-to-undo"), ("raises/none", new { allow = true }, "not-found"), ("end", new { operationId = "short" }, "validation"),
        ];
        foreach ((string path, object body, string code) in cases) Assert.Equal((path, code), (path, (await SendAsync(id, path, body)).Code));
    }

    [Fact]
    public async Task A_sheet_is_previewed_and_nothing_is_changed_by_that()
    {
        System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
        string id = StudioClient.Id(await Manager.MakeSessionAsync(products: 2));
        byte[] sheet = System.Text.Encoding.GetEncoding("GBK").GetBytes("环节,链接号,商品,时长,必说\n开场,,开场白,2,欢迎\n上半场,2号,商品2,5:30,沙地瓜\n上半场,9号,没有的,3,\n");
        using var body = new ByteArrayContent(sheet);
        body.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        JsonElement preview = (await Manager.SendAsync(HttpMethod.Post, $"/api/sessions/{id}/rundown/preview", body)).Ok;
        Assert.Equal(["added", "changed", null], preview.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("change").GetString()));
        Assert.Equal((4, "B", "unknown-product"), preview.GetProperty("errors")[0] is var error
            ? (error.GetProperty("row").GetInt32(), error.GetProperty("column").GetString(), error.GetProperty("code").GetString()) : default);
        Assert.Equal("r1", Assert.Single(preview.GetProperty("removed").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(1, (await RundownAsync(id)).GetProperty("revision").GetInt64());
        using var junk = new ByteArrayContent([0xD0, 0xCF, 0x11, 0xE0, 0, 0, 0, 0]);
        Assert.Equal("table-unreadable", (await Manager.SendAsync(HttpMethod.Post, $"/api/sessions/{id}/rundown/preview", junk)).Code);
    }

    private async Task<StudioClient> DeckAsync(string session)
    {
        StudioClient deck = shared.Studio.Client();
        deck.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", StudioClient.TokenOf(await Manager.MakeLinkAsync(session, "deck")));
        return deck;
    }

    private async Task DoAsync(string session, string path, object body) => Assert.Equal(200, (await SendAsync(session, path, body)).Status);

    private Task<Answer> SendAsync(string session, string path, object body)
    {
        Dictionary<string, object?> whole = body.GetType().GetProperties().ToDictionary(property => property.Name, property => property.GetValue(body), StringComparer.Ordinal);
        whole.TryAdd("operationId", StudioClient.NewOperation());
        return Manager.PostAsync($"/api/sessions/{session}/{path}", whole);
    }

    private async Task<JsonElement> DetailAsync(string session) => (await Manager.GetAsync($"/api/sessions/{session}")).Ok;

    private async Task<JsonElement> RundownAsync(string session) => (await Manager.GetAsync($"/api/sessions/{session}/rundown")).Ok;
}
