using MediaPipeline.Cutting;
using MediaPipeline.Recordings;

namespace MediaPipeline.Tests.Cutting;

public sealed class CutPlannerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    // Part 1: 0–10 s, part 2: 20–30 s, segments of 2 s.
    private static readonly RecordingTimeline Timeline = new([Part(1, 0, "a"), Part(2, 20, "a")]);

    [Theory]
    [InlineData(0, 2, "1:0", 0, 0)]
    [InlineData(0, 2.5, "1:0,1", 0, 1.5)]
    [InlineData(1, 3, "1:0,1", 1, 1)]
    [InlineData(2, 4, "1:1", 0, 0)]
    [InlineData(3, 3.5, "1:1", 1, 0.5)]
    [InlineData(0, 10, "1:0,1,2,3,4", 0, 0)]
    [InlineData(9, 21, "1:4 2:0", 1, 1)]
    [InlineData(9, 15, "1:4", 1, 0)] // its end is in the gap
    [InlineData(15, 21, "2:0", 0, 1)] // its begin is in the gap
    [InlineData(-5, 1, "1:0", 0, 1)]
    [InlineData(28, 30, "2:4", 0, 0)]
    public void Whole_segments_that_touch_the_wish_are_taken(double from, double to, string taken, double leadIn, double leadOut)
    {
        CutPlan plan = Assert.IsType<CutDecision.Ready>(CutPlanner.Plan(Timeline, Noon.AddSeconds(from), Noon.AddSeconds(to))).Plan;

        Assert.Equal(taken, Taken(plan));
        Assert.Equal(TimeSpan.FromSeconds(leadIn), plan.LeadIn);
        Assert.Equal(TimeSpan.FromSeconds(leadOut), plan.LeadOut);
        Assert.Empty(plan.LeftOut);
    }

    [Theory]
    [InlineData(28, 30.001)]
    [InlineData(40, 50)]
    public void A_wish_beyond_the_last_closed_segment_waits(double from, double to) =>
        Assert.Equal(Noon.AddSeconds(30), Assert.IsType<CutDecision.NotYetRecorded>(CutPlanner.Plan(Timeline, Noon.AddSeconds(from), Noon.AddSeconds(to))).RecordedUntil);

    [Theory]
    [InlineData(12, 18)] // in the gap
    [InlineData(10, 20)] // exactly the gap
    [InlineData(-9, 0)] // before the first picture
    [InlineData(5, 5)]
    [InlineData(5, 4)]
    public void A_wish_of_which_nothing_was_recorded_is_told(double from, double to) =>
        Assert.IsType<CutDecision.NothingRecorded>(CutPlanner.Plan(Timeline, Noon.AddSeconds(from), Noon.AddSeconds(to)));

    [Fact]
    public void An_empty_recording_has_nothing() =>
        Assert.IsType<CutDecision.NothingRecorded>(CutPlanner.Plan(RecordingTimeline.Empty, Noon, Noon.AddSeconds(1)));

    [Fact]
    public void When_codecs_differ_the_format_that_covers_most_is_taken_and_the_rest_is_named()
    {
        var mixed = new RecordingTimeline([Part(1, 0, "a"), Part(2, 20, "b"), Part(3, 40, "a")]);
        CutPlan plan = Assert.IsType<CutDecision.Ready>(CutPlanner.Plan(mixed, Noon.AddSeconds(8), Noon.AddSeconds(42))).Plan;

        Assert.Equal("2:0,1,2,3,4", Taken(plan));
        Assert.Equal(["part-0001", "part-0003"], plan.LeftOut);
        Assert.Contains("left out", plan.Describe(), StringComparison.Ordinal);
        Assert.Equal((Noon.AddSeconds(20), Noon.AddSeconds(30)), (plan.CopiedFrom, plan.CopiedTo));
        Assert.Equal((TimeSpan.Zero, TimeSpan.Zero), (plan.LeadIn, plan.LeadOut));
    }

    [Fact]
    public void A_plan_survives_the_way_through_JSON()
    {
        CutPlan plan = Assert.IsType<CutDecision.Ready>(CutPlanner.Plan(Timeline, Noon.AddSeconds(9), Noon.AddSeconds(21))).Plan, read = CutPlan.FromJson(plan.ToJson());

        Assert.Equal(plan.ToJson(), read.ToJson());
        Assert.Equal(plan.Describe(), read.Describe());
        Assert.Equal((TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(10)), (read.Stretches[0].MediaFrom, read.Stretches[0].MediaTo));
    }

    [Fact]
    public void A_plan_tells_a_person_what_is_copied_from_where()
    {
        string text = Assert.IsType<CutDecision.Ready>(CutPlanner.Plan(Timeline, Noon.AddSeconds(9), Noon.AddSeconds(21))).Plan.Describe();

        Assert.Contains("12:00:09.000–12:00:21.000: 4.000 s read in whole segments (1.000 s before, 1.000 s after)", text, StringComparison.Ordinal);
        Assert.Contains("part-0001: seg-4.m4s … seg-4.m4s (1 segments, media 8.000–10.000 s)", text, StringComparison.Ordinal);
    }

    private static string Taken(CutPlan plan) =>
        string.Join(' ', plan.Stretches.Select(stretch => $"{stretch.Init.Part[^1]}:{string.Join(',', stretch.Segments.Select(segment => segment.Name["seg-".Length..^".m4s".Length]))}"));

    private static RecordingPart Part(int number, double start, string format) => new(
        new SegmentFile($"part-000{number}", "init.mp4"),
        [.. Enumerable.Range(0, 5).Select(i => new Segment(new SegmentFile($"part-000{number}", $"seg-{i}.m4s"), TimeSpan.FromSeconds(i * 2), TimeSpan.FromSeconds(2), Noon.AddSeconds(start + (i * 2))))],
        TimeSpan.Zero)
    { Format = format };
}
