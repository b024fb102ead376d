using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>Figures of a session that is played for real, and the one query behind them.</summary>
public sealed class FigureTests(SharedStudio shared)
{
    private StudioClient Manager => shared.Manager;

    [Fact]
    public async Task Guests_who_enter_hold_and_confirm_are_counted_and_every_number_follows_from_the_stored_events()
    {
        JsonElement session = await Manager.MakeSessionAsync(products: 2);
        string id = StudioClient.Id(session), first = StudioClient.Id(session.GetProperty("items")[0]), second = StudioClient.Id(session.GetProperty("items")[1]);
        Assert.Equal("notStarted", Text((await Manager.GetAsync($"/api/sessions/{id}/figures")).Ok, "state"));
        string link = await Manager.MakeLinkAsync(id, "room");
        using StudioClient early = shared.Studio.Client(), a = shared.Studio.Client(), b = shared.Studio.Client();
        string[] guests = [await EnterAsync(early, link), await EnterAsync(a, link), await EnterAsync(b, link)];
        await using HubConnection waits = await JoinAsync(early); // before the session is live

        await using Publisher publisher = Publisher.Generated(shared.Studio, await Manager.MakeKeyAsync(id));
        await Wait.UntilAsync(async () => Text((await Manager.GetAsync($"/api/sessions/{id}")).Ok, "phase") == "live", "the session is live");
        HubConnection one = await JoinAsync(a), again = await JoinAsync(a);
        await using HubConnection other = await JoinAsync(b);
        await Wait.UntilAsync(async () => await ViewersAsync(id) == 3, "three guests are counted, one of them with two pages");

        long revision = (await Manager.TakeAsync(id, first, 0)).Ok.GetProperty("revision").GetInt64();
        await Wait.UntilAsync(async () => (await a.HoldAsync(id, first, 2)).Status == 201, "the item can be held");
        string held = StudioClient.Id((await b.HoldAsync(id, first, 1)).Ok);
        _ = (await b.PostAsync($"/api/room/{id}/holds/{held}/confirm", new { operationId = StudioClient.NewOperation(), way = "shop" })).Ok;
        string given = StudioClient.Id((await b.HoldAsync(id, second, 3)).Ok);
        _ = (await b.SendAsync(HttpMethod.Delete, $"/api/room/{id}/holds/{given}?operationId={StudioClient.NewOperation()}", null)).Ok;
        await one.DisposeAsync();
        await Wait.UntilAsync(async () => (await Manager.TakeAsync(id, second, revision)).Status == 200, "the second item is on air");
        Assert.Equal(3, await ViewersAsync(id)); // a page of this guest is still open
        await again.DisposeAsync();
        await Wait.UntilAsync(async () => await ViewersAsync(id) == 2, "the guest has left");

        await SameAsync(id, open: true);
        _ = (await Manager.PostAsync($"/api/sessions/{id}/end", new { operationId = StudioClient.NewOperation() })).Ok;
        await Wait.UntilAsync(async () => Text((await Manager.GetAsync($"/api/sessions/{id}/figures")).Ok, "state") == "holdsRunning", "the end is told");
        JsonElement total = (await SameAsync(id, open: false)).GetProperty("total");
        Assert.Equal(
            [3, 2, 6, 1, 1, 1, 0, 1_001, 3_003],
            ((string[])["holds", "buyers", "heldPieces", "stillHeld", "confirmed", "released", "expired", "confirmedValueFen", "heldValueFen"]).Select(name => total.GetProperty(name).GetInt32()));
        Assert.Equal((3, 3, 3), (Number(total, "visitors"), Number(total, "views"), Number(total, "peak")));
        Assert.Equal((1.0, 333.6667), (total.GetProperty("holdRate").GetDouble(), total.GetProperty("uvValueFen").GetDouble()));
        Assert.Equal(JsonValueKind.Null, total.GetProperty("paidValueFen").ValueKind);

        string lines = await Manager.Http.GetStringAsync($"/api/sessions/{id}/figures/events");
        Assert.DoesNotContain(guests, guest => lines.Contains(guest, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_asked_for_is_refused()
    {
        string id = StudioClient.Id(await Manager.MakeSessionAsync(products: 0));
        Assert.Equal("not-found", (await Manager.GetAsync("/api/sessions/s_unknown/figures")).Code);
        Assert.Equal(404, (await Manager.GetAsync("/api/sessions/s_unknown/figures/events")).Status);
        Assert.Equal("validation", (await Manager.GetAsync($"/api/sessions/{id}/figures?from=2026-11-24T12:00:00Z&to=2026-11-24T11:00:00Z")).Code);
        Assert.Equal(400, (await Manager.GetAsync($"/api/sessions/{id}/figures?from=yesterday")).Status);
    }

    // The figures and the lines are read one after the other; nothing happens in between, or else this is tried again.
    private async Task<JsonElement> SameAsync(string id, bool open)
    {
        JsonElement told = default;
        string difference = "";
        await Wait.UntilAsync(
            async () =>
            {
                told = (await Manager.GetAsync($"/api/sessions/{id}/figures")).Ok;
                var naive = new NaiveFigures((await Manager.Http.GetStringAsync($"/api/sessions/{id}/figures/events")).Split('\n'), told.GetProperty("at").GetDateTimeOffset());
                difference = Difference(told, naive);
                return difference.Length == 0;
            },
            "the figures are what the lines say");
        Assert.True(difference.Length == 0, difference);
        Assert.Equal(open ? "provisional" : "holdsRunning", Text(told, "state"));
        return told;
    }

    private static string Difference(JsonElement told, NaiveFigures naive)
    {
        DateTimeOffset from = told.GetProperty("from").GetDateTimeOffset(), at = told.GetProperty("at").GetDateTimeOffset();
        DateTimeOffset until = told.GetProperty("until") is { ValueKind: JsonValueKind.String } end ? end.GetDateTimeOffset() : at;
        List<string> differences = [];
        void Compare(string what, Dictionary<string, double?> numbers, JsonElement measures)
        {
            string expected = NaiveFigures.Written(numbers), found = NaiveFigures.Written(NaiveFigures.Told(measures, numbers.Keys));
            if (expected != found) differences.Add($"{what}: expected\n{expected}\nfound\n{found}");
        }

        Compare("total", naive.Of((_, _) => true, [(from, until)]), told.GetProperty("total"));
        foreach (JsonElement item in told.GetProperty("items").EnumerateArray())
        {
            string itemId = Text(item, "itemId");
            Compare(itemId, naive.Of((of, _) => of == itemId, [.. naive.Showings.Where(one => one.Item == itemId).Select(one => (one.From, one.Until))]), item.GetProperty("measures"));
        }
        JsonElement[] stretches = [.. told.GetProperty("stretches").EnumerateArray()];
        if (stretches.Length != naive.Showings.Count) differences.Add("stretches");
        foreach ((JsonElement stretch, (string item, DateTimeOffset begin, DateTimeOffset over)) in stretches.Zip(naive.Showings))
        {
            Compare($"stretch {begin}", naive.Of((of, when) => of == item && when >= begin && when < over, [(begin, over)]), stretch.GetProperty("measures"));
        }
        return string.Join('\n', differences);
    }

    private static async Task<string> EnterAsync(StudioClient guest, string link) => (await guest.EnterRoomAsync(link)).Ok.GetProperty("guestId").GetString()!;

    private async Task<HubConnection> JoinAsync(StudioClient guest)
    {
        HubConnection connection = new HubConnectionBuilder().WithUrl($"{shared.Studio.Url}/hubs/room", options =>
        {
            options.Cookies = guest.Cookies;
            options.Transports = Microsoft.AspNetCore.Http.Connections.HttpTransportType.WebSockets;
            options.SkipNegotiation = true;
        }).Build();
        await connection.StartAsync();
        await connection.InvokeAsync<JsonElement>("Join");
        return connection;
    }

    private async Task<int> ViewersAsync(string id) =>
        (await Manager.GetAsync($"/api/sessions/{id}/figures")).Ok.GetProperty("total").GetProperty("audience") is { ValueKind: JsonValueKind.Object } audience ? audience.GetProperty("viewers").GetInt32() : 0;

    private static int Number(JsonElement total, string name) => total.GetProperty("audience").GetProperty(name).GetInt32();

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
