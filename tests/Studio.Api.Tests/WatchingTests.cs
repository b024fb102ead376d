using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>What players and pages are told of a recording that grows, with the real recorder.</summary>
public sealed class WatchingTests(SharedStudio shared)
{
    private StudioClient Manager => shared.Manager;

    [Fact]
    public async Task A_live_player_is_told_the_last_minute_waits_for_the_next_segment_and_is_not_sent_twice_what_it_has()
    {
        (string id, StudioClient guest) = await RoomAsync();
        await using Publisher publisher = Publisher.Generated(shared.Studio, await Manager.MakeKeyAsync(id));
        string live = $"/media/sessions/{id}/live.m3u8", whole = $"/media/sessions/{id}/index.m3u8";
        await Wait.UntilAsync(async () => (await guest.GetAsync(live)).Status == 200, "it is recorded");
        string first = await guest.Http.GetStringAsync(live);
        Assert.Contains("#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES\n", first, StringComparison.Ordinal);
        Assert.Contains("#EXT-X-MEDIA-SEQUENCE:0\n", first, StringComparison.Ordinal);

        // Whoever asks for the next one gets it when it is there, and no moment earlier.
        int known = Names(first).Length;
        for (int i = 0; i < 2; i++)
        {
            string next = await guest.Http.GetStringAsync($"{live}?_HLS_msn={known.ToString(CultureInfo.InvariantCulture)}");
            Assert.Equal(known + 1, Names(next).Length);
            known++;
        }
        long begin = Stopwatch.GetTimestamp();
        string[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => guest.Http.GetStringAsync($"{live}?_HLS_msn={known.ToString(CultureInfo.InvariantCulture)}")));
        Assert.All(answers, answer => Assert.Equal(known + 1, Names(answer).Length));
        Assert.True(Stopwatch.GetElapsedTime(begin) < TimeSpan.FromSeconds(5));
        // A number that nobody could know, and no number at all, are answered at once.
        foreach (string odd in (string[])["999999", "-1", "x", "99999999999999999999"]) Assert.Equal(200, (await guest.GetAsync($"{live}?_HLS_msn={odd}")).Status);

        using HttpRequestMessage packed = new(HttpMethod.Get, whole);
        packed.Headers.AcceptEncoding.ParseAdd("gzip, br");
        using HttpResponseMessage full = await guest.Http.SendAsync(packed);
        Assert.Equal("gzip", full.Content.Headers.ContentEncoding.Single());
        await publisher.DisposeAsync();
        await Wait.UntilAsync(async () => (await Manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("feed").GetString() == "away", "the feed is away");
        string tag = await QuietTagAsync(guest, live);
        using HttpRequestMessage again = new(HttpMethod.Get, live);
        again.Headers.IfNoneMatch.ParseAdd(tag);
        using HttpResponseMessage same = await guest.Http.SendAsync(again);
        Assert.Equal((HttpStatusCode.NotModified, 0), (same.StatusCode, (await same.Content.ReadAsByteArrayAsync()).Length));

        foreach (string at in (string[])["0", "x", "-5", "99999999999999", TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)]) Assert.Equal(200, (await guest.GetAsync($"{whole}?at={at}&_HLS_skip=YES")).Status);
        Assert.Contains("#EXT-X-START:TIME-OFFSET=0,PRECISE=YES\n", await guest.Http.GetStringAsync($"{whole}?at=0"), StringComparison.Ordinal);
        guest.Dispose();
    }

    [Fact]
    public async Task Small_pictures_and_the_waveform_follow_the_recording_for_staff_only()
    {
        (string id, StudioClient guest) = await RoomAsync();
        Assert.Equal("not-recorded", (await Manager.GetAsync($"/api/sessions/{id}/story")).Code);
        await using Publisher publisher = Publisher.Generated(shared.Studio, await Manager.MakeKeyAsync(id));
        await Wait.UntilAsync(async () => (await Manager.GetAsync($"/api/sessions/{id}/story")) is { Status: 200 } made && made.Body.GetProperty("tiles").GetInt32() >= 4, "the first ones are made", TimeSpan.FromSeconds(60));
        JsonElement story = (await Manager.GetAsync($"/api/sessions/{id}/story")).Ok, tile = story.GetProperty("tile"), stretch = story.GetProperty("stretches")[0];
        Assert.Equal((160, 90), (tile.GetProperty("width").GetInt32(), tile.GetProperty("height").GetInt32()));
        Assert.False(story.GetProperty("complete").GetBoolean());
        DateTimeOffset from = (await Manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("recording").GetProperty("from").GetDateTimeOffset();
        Assert.InRange(stretch.GetProperty("at").GetInt64() - from.ToUnixTimeMilliseconds(), -200, 200);
        Assert.Equal(story.GetProperty("tiles").GetInt32(), stretch.GetProperty("lengths").GetArrayLength());

        string folder = $"/media/sessions/{id}/story/";
        byte[] sheet = await Manager.Http.GetByteArrayAsync(folder + "fine-0000.jpg");
        Assert.Equal((0xFF, 0xD8), (sheet[0], sheet[1]));
        using HttpRequestMessage part = new(HttpMethod.Get, folder + "peaks.bin");
        part.Headers.Range = new(0, 199);
        using HttpResponseMessage levels = await Manager.Http.SendAsync(part);
        Assert.Equal((HttpStatusCode.PartialContent, 200), (levels.StatusCode, (await levels.Content.ReadAsByteArrayAsync()).Length));
        foreach (string file in (string[])["index.txt", "lock", "fine-0000.jpg.tmp", "..%2Findex.txt", "fine-0000.png", "FINE-0000.JPG", "fine-9999.jpg"]) Assert.Equal(404, (await Manager.GetAsync(folder + file)).Status);
        foreach (string path in (string[])[$"/api/sessions/{id}/story", folder + "fine-0000.jpg", folder + "peaks.bin"]) Assert.Contains((await guest.GetAsync(path)).Status, (int[])[401, 403]);

        int tiles = story.GetProperty("tiles").GetInt32();
        await Wait.UntilAsync(async () => (await Manager.GetAsync($"/api/sessions/{id}/story")).Ok.GetProperty("tiles").GetInt32() > tiles, "it grows", TimeSpan.FromSeconds(40));
        await publisher.DisposeAsync();
        _ = (await Manager.PostAsync($"/api/sessions/{id}/end", new { operationId = StudioClient.NewOperation() })).Ok;
        await Wait.UntilAsync(async () => (await Manager.GetAsync($"/api/sessions/{id}/story")).Ok.GetProperty("complete").GetBoolean(), "the end is looked at too", TimeSpan.FromSeconds(60));
        Assert.Equal((await Manager.GetAsync($"/api/sessions/{id}/story")).Ok.GetProperty("stretches")[0].GetProperty("lengths").GetArrayLength(), Names(await Manager.Http.GetStringAsync($"/media/sessions/{id}/index.m3u8")).Length);
        // They are no part of what is sealed.
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.Combine(shared.Studio.Folder, "media", "sessions", id), "*", SearchOption.AllDirectories), file => file.EndsWith(".jpg", StringComparison.Ordinal));
        guest.Dispose();
    }

    private async Task<(string Id, StudioClient Guest)> RoomAsync()
    {
        string id = StudioClient.Id(await Manager.MakeSessionAsync(products: 1));
        StudioClient guest = shared.Studio.Client();
        await guest.EnterRoomAsync(await Manager.MakeLinkAsync(id, "room"));
        return (id, guest);
    }

    // The recorder still closes its last segment.
    private static async Task<string> QuietTagAsync(StudioClient client, string path)
    {
        string tag = "";
        int same = 0;
        await Wait.UntilAsync(async () =>
        {
            using HttpResponseMessage answer = await client.Http.GetAsync(path);
            string now = answer.Headers.ETag!.ToString();
            same = now == tag ? same + 1 : 0;
            tag = now;
            return same > 20;
        }, "nothing more is recorded");
        return tag;
    }

    private static string[] Names(string playlist) => [.. playlist.Split('\n').Where(line => line.EndsWith(".m4s", StringComparison.Ordinal))];
}
