using MediaPipeline.Recordings;

namespace MediaPipeline.Tests.Recordings;

/// <summary>A recording without some of its stretches: nothing of them is left, and nothing else is lost.</summary>
public sealed class WithoutTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_segment_that_touches_a_stretch_is_left_out_and_what_follows_is_another_part()
    {
        // Segments of two seconds at 0, 2, … 18; without 5–9.
        RecordingTimeline left = Recording(10).Without([new Stretch(Noon.AddSeconds(5), Noon.AddSeconds(9))]);
        Assert.Equal([[0, 2], [10, 12, 14, 16, 18]], left.Parts.Select(part => part.Segments.Select(segment => (int)(segment.WallStart - Noon).TotalSeconds)));
        Assert.All(left.Parts, part => Assert.Equal("init.mp4", part.Init.Name));
        Assert.Equal(2, EventPlaylist.Compose(left, ended: true, file => file.Name).Split("#EXT-X-MAP").Length - 1);
        Assert.False(left.Holds(new SegmentFile("part-0001", "seg-2.m4s")));
        Assert.True(left.Holds(new SegmentFile("part-0001", "seg-5.m4s")));
    }

    [Fact]
    public void A_stretch_that_still_goes_on_leaves_nothing_behind_its_begin_and_its_edges_are_exact()
    {
        Assert.Equal([0, 2], StartsOf(Recording(10).Without([new Stretch(Noon.AddSeconds(4), null)])));
        Assert.True(Recording(10).Without([new Stretch(Noon, null)]).IsEmpty);
        Assert.Equal(10, StartsOf(Recording(10).Without([new Stretch(Noon.AddSeconds(20), Noon.AddSeconds(30)), new Stretch(Noon.AddSeconds(-9), Noon)])).Count());
    }

    [Fact]
    public void A_marked_stretch_stands_in_the_playlist_with_its_times()
    {
        string text = EventPlaylist.Compose(Recording(2), ended: false, file => file.Name, [new Stretch(Noon, Noon.AddSeconds(3)), new Stretch(Noon.AddSeconds(3.5), null)]);
        Assert.Contains("CLASS=\"studio.rehearsal\",START-DATE=\"2026-11-23T12:00:00.000Z\",END-DATE=\"2026-11-23T12:00:03.000Z\"\n", text, StringComparison.Ordinal);
        Assert.Contains("START-DATE=\"2026-11-23T12:00:03.500Z\"\n", text, StringComparison.Ordinal);
    }

    private static IEnumerable<int> StartsOf(RecordingTimeline timeline) => timeline.Parts.SelectMany(part => part.Segments).Select(segment => (int)(segment.WallStart - Noon).TotalSeconds);

    private static RecordingTimeline Recording(int segments) => new([new RecordingPart(
        new SegmentFile("part-0001", "init.mp4"),
        [.. Enumerable.Range(0, segments).Select(number => new Segment(
            new SegmentFile("part-0001", $"seg-{number}.m4s"), TimeSpan.FromSeconds(2 * number), TimeSpan.FromSeconds(2), Noon.AddSeconds(2 * number)))],
        TimeSpan.Zero)]);
}
