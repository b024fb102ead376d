using System.Text.Json;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>A rehearsal is recorded, and a viewer never sees any of it.</summary>
public sealed class RehearsalTests(SharedStudio shared)
{
    private StudioClient Manager => shared.Manager;

    [Fact]
    public async Task Of_a_rehearsal_viewers_see_neither_card_nor_picture_then_or_later_and_the_staff_see_it_marked()
    {
        string id = StudioClient.Id(await Manager.MakeSessionAsync(products: 1)), playlist = $"/media/sessions/{id}/index.m3u8";
        using StudioClient guest = shared.Studio.Client();
        await guest.EnterRoomAsync(await Manager.MakeLinkAsync(id, "room"));
        await RehearseAsync(id, on: true);
        await using Publisher publisher = Publisher.Generated(shared.Studio, await Manager.MakeKeyAsync(id));
        await Wait.UntilAsync(async () => (await SegmentsAsync(Manager, playlist)).Length > 1, "the rehearsal is recorded");
        _ = (await Manager.PostAsync($"/api/sessions/{id}/take", new { operationId = StudioClient.NewOperation(), itemId = "i1", expected = new { epoch = 2, revision = 0 } })).Ok;

        JsonElement room = (await guest.GetAsync($"/api/room/{id}")).Ok;
        Assert.Equal(("planned", JsonValueKind.Null), (room.GetProperty("phase").GetString(), room.GetProperty("onAir").GetProperty("card").ValueKind));
        Assert.Equal("not-recorded", (await guest.GetAsync(playlist)).Code);
        string[] rehearsed = await SegmentsAsync(Manager, playlist);
        foreach (string file in rehearsed.Append(rehearsed[0].Split('/')[0] + "/init.mp4")) Assert.Equal(404, (await guest.GetAsync($"/media/sessions/{id}/{file}")).Status);

        await RehearseAsync(id, on: false);
        Assert.Equal("live", Text((await Manager.GetAsync($"/api/sessions/{id}")).Ok, "phase"));
        await Wait.UntilAsync(async () => (await guest.GetAsync(playlist)).Status == 200, "the broadcast is recorded");
        string[] seen = await SegmentsAsync(guest, playlist), all = await SegmentsAsync(Manager, playlist);
        Assert.NotEmpty(seen);
        Assert.Empty(seen.Intersect(rehearsed));
        Assert.Empty(seen.Except(all));
        Assert.Equal(200, (await guest.GetAsync($"/media/sessions/{id}/{seen[0]}")).Status);
        foreach (string file in rehearsed) Assert.Equal(404, (await guest.GetAsync($"/media/sessions/{id}/{file}")).Status);

        JsonElement span = Assert.Single((await Manager.GetAsync($"/api/sessions/{id}")).Ok.GetProperty("recording").GetProperty("rehearsals").EnumerateArray());
        Assert.True(span.GetProperty("from").GetDateTimeOffset() < span.GetProperty("until").GetDateTimeOffset());
        Assert.Contains("CLASS=\"studio.rehearsal\"", await Manager.Http.GetStringAsync(playlist), StringComparison.Ordinal);
        Assert.DoesNotContain("studio.rehearsal", await guest.Http.GetStringAsync(playlist), StringComparison.Ordinal);
        // A segment that ends in the rehearsal, or holds what the line still carried of it, is the rehearsal's.
        Assert.All(Starts(await guest.Http.GetStringAsync(playlist)), start => Assert.True(start >= span.GetProperty("until").GetDateTimeOffset()));
    }

    private async Task RehearseAsync(string id, bool on) => _ = (await Manager.PostAsync($"/api/sessions/{id}/rehearsal", new { operationId = StudioClient.NewOperation(), on })).Ok;

    private static async Task<string[]> SegmentsAsync(StudioClient client, string playlist)
    {
        using HttpResponseMessage answer = await client.Http.GetAsync(playlist);
        return answer.IsSuccessStatusCode ? [.. (await answer.Content.ReadAsStringAsync()).Split('\n').Where(line => line.EndsWith(".m4s", StringComparison.Ordinal))] : [];
    }

    private static IEnumerable<DateTimeOffset> Starts(string playlist) => playlist.Split('\n').Where(line => line.StartsWith("#EXT-X-PROGRAM-DATE-TIME:", StringComparison.Ordinal))
        .Select(line => DateTimeOffset.Parse(line["#EXT-X-PROGRAM-DATE-TIME:".Length..], System.Globalization.CultureInfo.InvariantCulture));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
