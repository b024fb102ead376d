using System.Globalization;
using CsCheck;
using MediaPipeline.Recordings;
using MediaPipeline.Stories;

namespace MediaPipeline.Tests.Stories;

public sealed class StoryPlanTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void However_it_grows_every_segment_is_looked_at_once_in_runs_of_one_part_that_are_not_long() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, 90]).Array[1, 25].Sample(steps =>
        {
            List<int> parts = [];
            HashSet<SegmentFile> done = [];
            foreach ((int what, int count) in steps)
            {
                if (what == 0 || parts.Count == 0) parts.Add(count);
                else parts[^1] += count;
                RecordingTimeline grown = Recording(parts);
                while (StoryPlan.Next(grown, done, over: false, grown.End) is { } batch)
                {
                    Assert.NotSame(grown.Parts[^1].Segments[^1], batch.Segments[^1]);
                    Take(batch, done);
                }
            }
            RecordingTimeline whole = Recording(parts);
            while (StoryPlan.Next(whole, done, over: true, whole.End) is { } batch) Take(batch, done);
            Assert.Equal(parts.Sum(), done.Count);
        }, iter: 200);

    [Fact]
    public void A_few_segments_of_a_part_that_grows_are_waited_for_and_not_when_the_feed_is_silent()
    {
        RecordingTimeline young = Recording([4]);
        Assert.Null(StoryPlan.Next(young, new HashSet<SegmentFile>(), over: false, young.End));
        Assert.Equal(4, StoryPlan.Next(young, new HashSet<SegmentFile>(), over: false, young.End.AddSeconds(16))!.Segments.Count);
        Assert.Equal(4, StoryPlan.Next(Recording([5]), new HashSet<SegmentFile>(), over: false, Recording([5]).End)!.Segments.Count);
    }

    [Fact]
    public void Levels_are_the_extremes_of_twenty_milliseconds_each_and_silence_outside_of_the_sound()
    {
        short[] samples = new short[400];
        (samples[0], samples[159], samples[160], samples[399]) = (12_800, -25_600, 32_767, -32_768);
        byte[] sound = [.. samples.SelectMany(BitConverter.GetBytes)];
        Assert.Equal([(-100, 50), (0, 127), (-128, 0), (0, 0)], Pairs(Levels.Of(sound, TimeSpan.Zero, TimeSpan.FromMilliseconds(80))));
        Assert.Equal([(0, 0), (-100, 50)], Pairs(Levels.Of(sound, TimeSpan.FromMilliseconds(-20), TimeSpan.FromMilliseconds(40))));
        Assert.Equal([(-128, 127)], Pairs(Levels.Whole(Levels.Of(sound, TimeSpan.Zero, TimeSpan.FromMilliseconds(80)))));
        Assert.Equal(102, StoryForm.PairsOf(TimeSpan.FromMilliseconds(2_033)));
    }

    [Fact]
    public void A_tile_has_the_shape_of_the_picture()
    {
        Assert.Equal((160, 90), StoryForm.TileOf(1_280, 720));
        Assert.Equal((90, 160), StoryForm.TileOf(1_080, 1_920));
        Assert.Equal((160, 120), StoryForm.TileOf(640, 480));
        Assert.Equal((160, 16), StoryForm.TileOf(60_000, 1));
        Assert.Equal((160, 90), StoryForm.TileOf(0, 0));
    }

    private static IEnumerable<(int, int)> Pairs(byte[] levels) => levels.Chunk(2).Select(pair => ((int)unchecked((sbyte)pair[0]), (int)unchecked((sbyte)pair[1])));

    private static void Take(StoryBatch batch, HashSet<SegmentFile> done)
    {
        Assert.InRange(batch.Segments.Sum(segment => segment.Duration.TotalSeconds), 2, 122);
        Assert.All(batch.Segments, segment => Assert.True(done.Add(segment.File)));
        Assert.All(batch.Segments.Zip(batch.Segments.Skip(1)), pair => Assert.True(pair.First.Follows(pair.Second)));
        if (batch.Before is { } before) Assert.True(before.Follows(batch.Segments[0]));
        if (batch.After is { } after) Assert.True(batch.Segments[^1].Follows(after));
    }

    private static RecordingTimeline Recording(List<int> parts) => new([.. parts.Select((count, index) =>
    {
        string part = string.Create(CultureInfo.InvariantCulture, $"part-{index + 1:0000}");
        DateTimeOffset start = Noon.AddHours(index);
        return new RecordingPart(new SegmentFile(part, "init.mp4"), [.. Enumerable.Range(0, count).Select(at => new Segment(
            new SegmentFile(part, string.Create(CultureInfo.InvariantCulture, $"seg-{at:000000}.m4s")), TimeSpan.FromSeconds(2 * at), TimeSpan.FromSeconds(2), start.AddSeconds(2 * at)))], TimeSpan.Zero);
    })]);
}
