using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>The thin slice over HTTP, SignalR and RTMP, with real parts.</summary>
public sealed class SliceTests(SharedStudio shared)
{
    private StudioClient Manager => shared.Manager;

    [Fact]
    public async Task The_set_up_link_works_once()
    {
        using StudioClient late = shared.Studio.Client();
        Answer again = await late.PostAsync("/api/setup", new { token = shared.Studio.SetupToken, name = "second", displayName = "x", password = StudioClient.Password });
        Assert.Equal("setup-done", again.Code);
        Assert.Equal("link-invalid", (await late.PostAsync("/api/setup", new { token = "guess", name = "second", displayName = "x", password = StudioClient.Password })).Code);
    }

    [Fact]
    public async Task A_feed_makes_the_session_live_and_is_recorded_and_a_cleared_card_becomes_a_clip()
    {
        JsonElement session = await Manager.MakeSessionAsync();
        string id = StudioClient.Id(session), item = StudioClient.Id(session.GetProperty("items")[0]);
        string key = await Manager.MakeKeyAsync(id);
        await using Publisher publisher = Publisher.Generated(shared.Studio, key);
        await UntilAsync(id, detail => Text(detail, "phase") == "live" && detail.GetProperty("recording").GetProperty("available").GetBoolean(), "live and recording");

        Assert.Equal("stale-take", (await Manager.TakeAsync(id, item, revision: 7)).Code);
        string operation = StudioClient.NewOperation();
        Assert.Equal(1, (await Manager.TakeAsync(id, item, 0, operation)).Ok.GetProperty("revision").GetInt64());
        Assert.Equal(1, (await Manager.TakeAsync(id, item, 0, operation)).Ok.GetProperty("revision").GetInt64());
        Assert.Equal("too-soon", (await Manager.TakeAsync(id, StudioClient.Id(session.GetProperty("items")[1]), 1)).Code);

        using StudioClient guest = shared.Studio.Client();
        await guest.EnterRoomAsync(await Manager.MakeLinkAsync(id, "room"));
        Assert.Equal(201, (await guest.HoldAsync(id, item, 2)).Status);
        string playlist = await guest.Http.GetStringAsync($"/media/sessions/{id}/index.m3u8");
        Assert.Contains("#EXT-X-PLAYLIST-TYPE:EVENT", playlist, StringComparison.Ordinal);
        Assert.Contains("#EXT-X-PROGRAM-DATE-TIME:", playlist, StringComparison.Ordinal);
        string segment = playlist.Split('\n').First(line => line.EndsWith(".m4s", StringComparison.Ordinal));
        Assert.True((await guest.Http.GetByteArrayAsync($"/media/sessions/{id}/{segment}")).Length > 1_000);

        // The stretch must reach into a closed segment: real time passes until the next one is there.
        int segments = playlist.Split(".m4s").Length;
        await Wait.UntilAsync(async () => (await guest.Http.GetStringAsync($"/media/sessions/{id}/index.m3u8")).Split(".m4s").Length > segments + 1, "the recording grows");
        await Manager.ClearAsync(id, 1);
        await UntilAsync(id, detail => detail.GetProperty("clips") is { } clips && clips.GetArrayLength() == 1 && Text(clips[0], "stage") is "ready" or "draft", "the clip", TimeSpan.FromSeconds(60));
        JsonElement clip = (await Manager.GetAsync($"/api/sessions/{id}/clips")).Ok[0];
        Assert.Equal("ready", Text(clip, "stage"));
        byte[] cover = await Manager.Http.GetByteArrayAsync(Text(clip, "coverUrl")), video = await Manager.Http.GetByteArrayAsync(Text(clip, "videoUrl"));
        Assert.Equal((0xFF, 0xD8), (cover[0], cover[1]));
        Assert.Equal("ftyp", System.Text.Encoding.ASCII.GetString(video, 4, 4));
        Assert.Equal(401, (await guest.GetAsync(Text(clip, "videoUrl"))).Status);
    }

    [Fact]
    public async Task Wrong_second_and_revoked_publishers_are_sent_away_and_a_vanished_one_can_come_back()
    {
        string id = StudioClient.Id(await Manager.MakeSessionAsync(products: 1));
        await using (Publisher stranger = Publisher.Generated(shared.Studio, "wrongwrongwrongwrongwrongw")) Assert.NotEqual(0, await stranger.Ended.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal("planned", Text((await Manager.GetAsync($"/api/sessions/{id}")).Ok, "phase"));

        string key = await Manager.MakeKeyAsync(id);
        Publisher first = Publisher.Generated(shared.Studio, key);
        await UntilAsync(id, detail => Text(detail, "feed") == "live", "the feed comes");
        await using (Publisher second = Publisher.Generated(shared.Studio, key)) Assert.NotEqual(0, await second.Ended.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal("live", Text((await Manager.GetAsync($"/api/sessions/{id}")).Ok, "feed"));

        await using (first) MediaPipeline.Processes.Signals.Send(first.Id, MediaPipeline.Processes.Signals.Kill);
        await UntilAsync(id, detail => Text(detail, "feed") == "away", "the feed is away");
        await using Publisher back = Publisher.Generated(shared.Studio, key);
        await UntilAsync(id, detail => Text(detail, "feed") == "live", "the feed is back");
        await Manager.SendAsync(HttpMethod.Delete, $"/api/sessions/{id}/key?operationId={StudioClient.NewOperation()}", null);
        Assert.NotEqual(0, await back.Ended.WaitAsync(TimeSpan.FromSeconds(20)));
        await using (Publisher late = Publisher.Generated(shared.Studio, key)) Assert.NotEqual(0, await late.Ended.WaitAsync(TimeSpan.FromSeconds(20)));
        await UntilAsync(id, detail => Text(detail, "feed") == "lost", "the key is void");
    }

    [Fact]
    public async Task Holds_are_refused_before_the_session_and_in_impossible_quantities()
    {
        JsonElement session = await Manager.MakeSessionAsync(products: 1, allotted: 3, perBuyerLimit: 2);
        string id = StudioClient.Id(session), item = StudioClient.Id(session.GetProperty("items")[0]);
        using StudioClient guest = shared.Studio.Client();
        await guest.EnterRoomAsync(await Manager.MakeLinkAsync(id, "room"));
        Assert.Equal("not-live", (await guest.HoldAsync(id, item, 1)).Code);
        await using Publisher publisher = Publisher.Generated(shared.Studio, await Manager.MakeKeyAsync(id));
        await UntilAsync(id, detail => Text(detail, "phase") == "live", "live");
        Assert.Equal("validation", (await guest.HoldAsync(id, item, 0)).Code);
        Assert.Equal("validation", (await guest.HoldAsync(id, item, 1_000_000)).Code);
        Assert.Equal("item-not-in-session", (await guest.HoldAsync(id, "i_other", 1)).Code);
        Answer hold = await guest.HoldAsync(id, item, 2);
        Assert.Equal(201, hold.Status);
        Assert.Equal("limit-reached", (await guest.HoldAsync(id, item, 1)).Code);
        using StudioClient other = shared.Studio.Client();
        await other.EnterRoomAsync(await Manager.MakeLinkAsync(id, "room"));
        Assert.Equal("sold-out", (await other.HoldAsync(id, item, 2)).Code);
        string release = $"/api/room/{id}/holds/{StudioClient.Id(hold.Body)}?itemId={item}&operationId={StudioClient.NewOperation()}";
        Assert.Equal("not-found", (await other.SendAsync(HttpMethod.Delete, release, null)).Code);
        Assert.Equal("released", Text((await guest.SendAsync(HttpMethod.Delete, release, null)).Ok, "state"));
    }

    [Fact]
    public async Task An_overlay_is_told_of_the_card_and_the_control_room_of_what_it_painted()
    {
        JsonElement session = await Manager.MakeSessionAsync(products: 1);
        string id = StudioClient.Id(session);
        await using HubConnection overlay = Hub($"/hubs/studio?access_token={StudioClient.TokenOf(await Manager.MakeLinkAsync(id, "overlay"))}", null), console = Hub("/hubs/studio", Manager);
        var card = new TaskCompletionSource<JsonElement>();
        var painted = new TaskCompletionSource<JsonElement>();
        overlay.On<JsonElement>("OnAir", document => card.TrySetResult(document));
        console.On<JsonElement>("Overlays", list =>
        {
            if (list.EnumerateArray().Any(entry => Text(entry, "state") == "onScreen" && entry.GetProperty("revision").GetInt64() == 1)) painted.TrySetResult(list);
        });
        await overlay.StartAsync();
        await console.StartAsync();
        JsonElement snapshot = await overlay.InvokeAsync<JsonElement>("JoinOverlay", new { width = 1920, height = 1080 });
        Assert.Equal(0, snapshot.GetProperty("onAir").GetProperty("revision").GetInt64());
        Assert.Equal(1, snapshot.GetProperty("pictures").GetArrayLength());
        await console.InvokeAsync<JsonElement>("Watch", id);
        await Manager.TakeAsync(id, StudioClient.Id(session.GetProperty("items")[0]), 0);
        JsonElement document = await card.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal("商品1", document.GetProperty("card").GetProperty("name").GetString());
        await overlay.SendAsync("Painted", new { epoch = 1, revision = 1, visible = true });
        JsonElement status = (await painted.Task.WaitAsync(TimeSpan.FromSeconds(10)))[0];
        Assert.InRange(status.GetProperty("latencyMs").GetDouble(), 0, 10_000);
    }

    private HubConnection Hub(string path, StudioClient? client) => new HubConnectionBuilder().WithUrl(shared.Studio.Url + path, options =>
    {
        if (client is not null) options.Cookies = client.Cookies;
        options.Transports = Microsoft.AspNetCore.Http.Connections.HttpTransportType.WebSockets;
        options.SkipNegotiation = true;
    }).Build();

    private Task UntilAsync(string session, Func<JsonElement, bool> holds, string what, TimeSpan? limit = null) =>
        Wait.UntilAsync(async () => holds((await Manager.GetAsync($"/api/sessions/{session}")).Ok), what, limit);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
