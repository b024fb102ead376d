using System.Globalization;
using System.Text.Json;
using MediaPipeline.Cutting;
using MediaPipeline.Recordings;
using Studio.Api.Recording;
using Studio.Grains.Live;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>Where markers are in the recording, through the whole studio.</summary>
public sealed class MarkerTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Markers_are_within_two_pictures_of_the_burned_in_clock_through_a_delay_and_a_reconnection_and_keep_their_places()
    {
        await using StudioProcess studio = await StudioProcess.StartAsync();
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        MarkerRunResult run = await MarkerRun.RunAsync(studio, manager, seconds: 36);
        foreach (MarkedPicture marker in run.Markers)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{marker.Revision}: by {marker.By}, picture {marker.Found}, true {marker.True}, bound {marker.BoundMs} ms{(marker.AtGap ? ", at the gap" : "")}"));
        }
        output.WriteLine($"delay {run.Delay}");

        Assert.InRange(run.Markers.Count, 6, 20);
        Assert.All(run.Markers.Where(marker => !marker.Lost), marker =>
        {
            Assert.Equal("stamp", marker.By);
            Assert.InRange(marker.Found!.Value - marker.True, 0, 2);
            Assert.True((marker.Found.Value - marker.True) * 40 <= marker.BoundMs, "its own bound holds");
        });
        // What happened while the line was away is where the picture is back, and says so.
        MarkedPicture lost = Assert.Single(run.Markers, marker => marker.Lost);
        Assert.Equal(("delay", true, run.First), (lost.By, lost.AtGap, lost.Found));
        Assert.InRange(run.Delay!.Value.GetProperty("delayMs").GetDouble(), 2_900, 4_500);
        Assert.InRange(run.Delay.Value.GetProperty("errorMs").GetDouble(), 40, 1_500);

        JsonElement report = (await manager.GetAsync($"/api/sessions/{run.Session}/report")).Ok.GetProperty("asPlayed");
        Assert.Equal("stamp", report[0].GetProperty("placed").GetProperty("by").GetString());
        JsonElement room = Assert.Single((await manager.GetAsync("/api/rooms")).Ok.EnumerateArray());
        Assert.Equal(run.Delay.Value.GetProperty("count").GetInt32(), room.GetProperty("delay").GetProperty("count").GetInt32());

        await CutsByItsMarkersAsync(studio, manager, run);

        string before = (await manager.GetAsync($"/api/sessions/{run.Session}/markers")).Ok.GetRawText();
        await studio.KillAsync();
        await studio.StartAgainAsync();
        using StudioClient again = studio.Client();
        await again.EnterAsManagerAsync(studio);
        Assert.Equal(before, (await again.GetAsync($"/api/sessions/{run.Session}/markers")).Ok.GetRawText());
    }

    // By the clock the first clip would begin three seconds before its card.
    private static async Task CutsByItsMarkersAsync(StudioProcess studio, StudioClient manager, MarkerRunResult run)
    {
        string clip = $"{run.Session}-1", recording = Path.Combine(studio.Folder, "media", "sessions", run.Session);
        await Wait.UntilAsync(async () => (await manager.GetAsync($"/api/clips/{clip}")).Ok.GetProperty("stage").GetString() == "ready", "the first clip is ready", TimeSpan.FromSeconds(60));
        var plan = CutPlan.FromJson(await File.ReadAllTextAsync(Path.Combine(studio.Folder, "media", "clips", clip, "plan.json")));
        RecordingTimeline timeline = await new RecordingFolder(recording).ReadTimelineAsync(CancellationToken.None);
        Assert.InRange(await PictureAsync(plan.From) - run.Markers[0].True, -3, 3);
        // Its end may have been looked for in vain for a while: then the room's delay had to do.
        Assert.InRange(await PictureAsync(plan.To) - run.Markers[1].True, -12, 12);

        Task<int> PictureAsync(DateTimeOffset at)
        {
            (Segment segment, TimeSpan into) = timeline.Locate(at)!.Value;
            return StampedFilm.NumberAsync(recording, timeline.Parts.Single(part => part.Segments.Contains(segment)), segment.MediaStart + into);
        }
    }
}

/// <summary>Places by the clock, where no stamp was found.</summary>
public sealed class MarkerEstimateTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly RoomDelay Delay = new(TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(100), 9, Noon);

    // 12:00:00–12:00:10 and 12:00:20–12:00:30.
    private static readonly RecordingTimeline Timeline = new([Part("part-0001", 0), Part("part-0002", 20)]);

    private static RecordingPart Part(string name, int from) => new(
        new SegmentFile(name, "init.mp4"),
        [.. Enumerable.Range(0, 5).Select(number => new Segment(new SegmentFile(name, $"seg-{number:000000}.m4s"), TimeSpan.FromSeconds(number * 2), TimeSpan.FromSeconds(2), Noon.AddSeconds(from + (number * 2))))],
        TimeSpan.Zero);

    private static MarkerPlace? Place(double at, RoomDelay? delay, bool over = false, MarkerKind kind = MarkerKind.Take) =>
        MarkerPlacer.Estimate(Timeline, new Marker(kind, Noon.AddSeconds(at), "i1", 1), delay, over);

    [Fact]
    public void With_a_known_delay_it_is_the_clock_and_the_delay_and_its_bound_is_the_rooms() =>
        Assert.Equal(new MarkerPlace(PlacedBy.Delay, Noon.AddSeconds(7.5), "part-0001", TimeSpan.FromSeconds(7.5), TimeSpan.FromMilliseconds(340)), Place(4.5, Delay));

    [Fact]
    public void With_none_it_is_the_clock_and_nobody_can_say_how_wrong() =>
        Assert.Equal(new MarkerPlace(PlacedBy.WallClock, Noon.AddSeconds(4.5), "part-0001", TimeSpan.FromSeconds(4.5), null), Place(4.5, null));

    [Fact]
    public void What_happened_in_a_gap_is_at_its_edge_and_says_so()
    {
        Assert.Equal(new MarkerPlace(PlacedBy.Delay, Noon.AddSeconds(20), "part-0002", TimeSpan.Zero, TimeSpan.FromMilliseconds(40), AtGap: true), Place(12, Delay));
        // Within its doubt of the gap's end, the doubt stays.
        Assert.Equal(TimeSpan.FromMilliseconds(340), Place(16.9, Delay)!.Error);
        Assert.Equal((true, null), (Place(12, null)!.AtGap, Place(12, null)!.Error));
        Assert.Equal((Noon, true), (Place(-60, Delay)!.At, Place(-60, Delay)!.AtGap)); // before the picture came
    }

    [Fact]
    public void What_is_not_recorded_yet_waits_and_what_never_was_says_so()
    {
        Assert.Null(Place(28, Delay));
        Assert.Equal(PlacedBy.NotRecorded, Place(28, Delay, over: true)!.By);
        // The last card was on until the recording ends.
        Assert.Equal(new MarkerPlace(PlacedBy.Delay, Noon.AddSeconds(30), "part-0002", TimeSpan.FromSeconds(10), TimeSpan.FromMilliseconds(40), AtGap: true), Place(28, Delay, over: true, MarkerKind.Clear));
        Assert.Null(MarkerPlacer.Estimate(RecordingTimeline.Empty, new Marker(MarkerKind.Take, Noon, "i1", 1), null, over: false));
        Assert.Equal(PlacedBy.NotRecorded, MarkerPlacer.Estimate(RecordingTimeline.Empty, new Marker(MarkerKind.Clear, Noon, "i1", 1), null, over: true)!.By);
    }
}
