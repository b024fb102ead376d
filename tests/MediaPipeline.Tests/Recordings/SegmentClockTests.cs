using System.Globalization;
using MediaPipeline.Recordings;

namespace MediaPipeline.Tests.Recordings;

public sealed class SegmentClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_segment_in_which_the_clock_leaps_ahead_is_a_hole_and_moves_no_other()
    {
        // Two seconds each by the wall; the third says ten minutes.
        IReadOnlyList<SegmentRun> runs = Runs((2, 2), (2, 4), (600, 6), (2, 8), (2, 10));
        Assert.Equal(["0 1", "3 4"], runs.Select(run => string.Join(' ', run.Segments.Select(segment => segment.Entry.Name))));
        Assert.Equal([0, 2, 6, 8], runs.SelectMany(run => run.Segments.Select(segment => (run.Zero + segment.Start - Noon).TotalSeconds)));
    }

    [Fact]
    public void A_feed_that_stood_still_and_catches_up_does_not_leap()
    {
        // Eight seconds of nothing, then what had waited all at once.
        IReadOnlyList<SegmentRun> runs = Runs((2, 2), (2, 10), (2, 10.1), (2, 10.2), (2, 10.3), (2, 12));
        Assert.Equal(6, Assert.Single(runs).Segments.Count);
        Assert.Equal(Noon, runs[0].Zero);
    }

    private static IReadOnlyList<SegmentRun> Runs(params (double Length, double Closed)[] segments) => SegmentClock.Runs(
        [.. segments.Select((segment, index) => new PlaylistEntry(index.ToString(CultureInfo.InvariantCulture), TimeSpan.FromSeconds(segment.Length), null))],
        name => Noon.AddSeconds(segments[int.Parse(name, CultureInfo.InvariantCulture)].Closed));
}
