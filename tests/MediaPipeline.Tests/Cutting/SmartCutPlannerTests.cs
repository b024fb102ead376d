using CsCheck;
using MediaPipeline.Cutting;
using MediaPipeline.Probing;

namespace MediaPipeline.Tests.Cutting;

public sealed class SmartCutPlannerTests
{
    // Twenty seconds of 25 pictures, groups of 2 s, ticks of a millisecond, the first picture at 80 ms.
    private static readonly KeyframeIndex Film = Of(500, 50);

    [Theory]
    [InlineData(3, 15, "e25 c250 e25")]
    [InlineData(4, 14, "c250")]
    [InlineData(3.96, 14.04, "e1 c250 e1")]
    [InlineData(0, 20, "c500")]
    [InlineData(0, 9, "c200 e25")]
    [InlineData(13, 99, "e25 c150")]
    [InlineData(-5, 8, "c200")]
    public void The_edges_are_encoded_and_whole_groups_copied(double from, double to, string spans) => Assert.Equal(spans, Spans(Planned(Film, from, to)));

    [Theory]
    [InlineData(0, 20, "0-3 17-20", "e100 c300 e100")]
    [InlineData(0, 20, "9-9.5", "c200 e50 c250")]
    [InlineData(0, 20, "4-6", "c100 e50 c350")]
    [InlineData(0, 20, "3.98-4.02", "c50 e100 c350")]
    [InlineData(3, 20, "3-5", "e75 c350")]
    [InlineData(3, 15, "13-14", "e25 c200 e75")]
    [InlineData(0, 20, "19.9-99", "c450 e50")]
    public void Groups_into_which_something_is_drawn_are_encoded_and_the_others_copied(double from, double to, string painted, string spans) =>
        Assert.Equal(spans, Spans(Planned(Film, from, to, [.. painted.Split(' ').Select(span => span.Split('-').Select(Seconds).ToArray()).Select(times => (times[0], times[1]))])));

    [Fact]
    public void Where_something_is_drawn_throughout_everything_is_encoded() =>
        Assert.Equal(FullEncodeReasons.Cost, Planned(Film, 0, 20, [(TimeSpan.Zero, TimeSpan.MaxValue)]).FullEncode);

    [Theory]
    [InlineData(3, 5, FullEncodeReasons.NoWholeGroup)]
    [InlineData(4.1, 7.9, FullEncodeReasons.NoWholeGroup)]
    [InlineData(3, 7, FullEncodeReasons.Cost)]
    public void A_wish_that_is_not_worth_it_is_encoded_whole(double from, double to, string reason)
    {
        SmartCutPlan plan = Planned(Film, from, to);
        Assert.Equal(reason, plan.FullEncode);
        Assert.Equal(SpanWork.Encode, Assert.Single(plan.Spans).Work);
    }

    [Fact]
    public void Key_pictures_of_open_groups_are_no_borders() =>
        Assert.Equal(FullEncodeReasons.NoWholeGroup, Planned(Of(500, 50, change: packet => packet with { Marks = packet.Marks & ~PacketMarks.Idr }), 3, 15).FullEncode);

    [Fact]
    public void Other_parameter_sets_inside_are_a_reason_and_outside_are_none()
    {
        KeyframeIndex changed = Of(500, 50, change: packet => packet with { Parameters = packet.Dts > 10_000 ? 2 : 1 });
        Assert.Equal(FullEncodeReasons.ParametersChange, Planned(changed, 3, 15).FullEncode);
        Assert.Null(Planned(changed, 1, 9).FullEncode);
        Assert.Null(Planned(changed, 11, 19).FullEncode);
    }

    [Theory]
    [InlineData("hevc", "Main", "yuv420p", "progressive", 0, FullEncodeReasons.Codec)]
    [InlineData("h264", "High 10", "yuv420p10le", "progressive", 0, FullEncodeReasons.Codec)]
    [InlineData("h264", "High", "yuv420p", "tt", 0, FullEncodeReasons.Interlaced)]
    [InlineData("h264", "High", "yuv420p", "progressive", -90, FullEncodeReasons.Rotated)]
    public void A_picture_that_the_encoder_cannot_stand_beside_is_a_reason(string codec, string profile, string pixels, string order, int rotation, string reason) =>
        Assert.Equal(reason, Planned(Film with { Video = Film.Video with { Codec = codec, Profile = profile, PixelFormat = pixels, FieldOrder = order, Rotation = rotation } }, 3, 15).FullEncode);

    [Fact]
    public void Hidden_pictures_and_disordered_times_are_reasons()
    {
        Assert.Equal(FullEncodeReasons.EditList, Planned(Of(500, 50, change: packet => packet.Pts == 8_120 ? packet with { Marks = PacketMarks.Hidden } : packet), 3, 15).FullEncode);
        Assert.Equal(FullEncodeReasons.Disordered, Planned(Of(500, 50, change: packet => packet.Pts == 8_120 ? packet with { Pts = 8_160 } : packet), 3, 15).FullEncode);
        Assert.Equal(FullEncodeReasons.Disordered, Planned(Of(500, 50, change: packet => packet.Pts == 8_120 ? packet with { Position = -1 } : packet), 3, 15).FullEncode);
    }

    [Fact]
    public void A_moment_that_two_pictures_claim_cannot_be_cut_and_one_that_is_claimed_once_is_encoded()
    {
        KeyframeIndex back = Of(500, 50, change: packet => packet.Pts > 10_000 ? packet with { Pts = packet.Pts - 6_000, Dts = packet.Dts - 6_000 } : packet);
        Assert.Equal(FullEncodeReasons.ClockGoesBack, Refused(back, 5, 9));
        SmartCutPlan plan = Planned(back, 11, 13);
        Assert.Equal(FullEncodeReasons.ClockGoesBack, plan.FullEncode);
        Assert.Null(plan.Spans[0].DecodeFrom);
    }

    [Fact]
    public void A_wish_that_ends_in_a_hole_ends_there_and_not_with_the_picture_behind_it()
    {
        KeyframeIndex holed = Of(500, 50, change: packet => packet.Pts > 10_050 ? packet with { Pts = packet.Pts + 30_000, Dts = packet.Dts + 30_000 } : packet);
        SmartCutPlan plan = Planned(holed, 1, 15), over = Planned(holed, 1, 45);
        Assert.Equal("e25 c200", Spans(plan));
        Assert.Equal(TimeSpan.FromSeconds(14), plan.Duration);
        Assert.Equal(TimeSpan.FromSeconds(44), over.Duration);
    }

    [Theory]
    [InlineData(5, 5, "empty-wish")]
    [InlineData(6, 5, "empty-wish")]
    [InlineData(-3, -1, "empty-wish")]
    [InlineData(20, 25, "nothing-there")]
    [InlineData(1.01, 1.02, "nothing-there")]
    public void A_wish_without_pictures_is_refused(double from, double to, string code) => Assert.Equal(code, Refused(Film, from, to));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void The_encoder_runs_ahead_as_far_as_the_source(int depth) => Assert.Equal(depth, Planned(Of(500, 50, depth), 3, 15).Encoding.ReorderDepth);

    [Fact]
    public void Any_wish_is_covered_without_a_hole_and_copies_begin_and_end_at_IDR_pictures() =>
        Gen.Select(Gen.Double[0, 20], Gen.Double[0.1, 20], Gen.Int[0, 2]).Sample((from, length, depth) =>
        {
            KeyframeIndex film = Of(500, 50, depth);
            if (SmartCutPlanner.Plan(film, TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(from + length)) is not PlanOutcome.Planned { Plan: var plan }) return;
            long[] wanted = [.. film.Packets.Select(packet => packet.Pts).Where(pts => (pts - 80) / 1000.0 >= from - 0.0005 && (pts - 80) / 1000.0 < from + length - 0.0005).Order()];
            Assert.Equal(wanted.Length, plan.Frames);
            Assert.Equal(wanted[0], plan.FirstPts);
            for (int i = 1; i < plan.Spans.Count; i++) Assert.Equal(plan.Spans[i - 1].EndPts, plan.Spans[i].FirstPts);
            foreach (CutSpan span in plan.Spans)
            {
                Assert.Equal(wanted.Count(pts => pts >= span.FirstPts && pts < span.EndPts), span.Frames);
                if (span.Work != SpanWork.Copy) continue;
                Assert.Contains(film.Packets, packet => packet.Is(PacketMarks.Idr) && packet.Pts == span.FirstPts);
                Assert.True(span.EndPts == 20_080 || film.Packets.Any(packet => packet.Is(PacketMarks.Idr) && packet.Pts == span.EndPts));
            }
        });

    [Fact]
    public void A_plan_survives_the_way_through_JSON_and_tells_a_person_what_happens()
    {
        SmartCutPlan plan = Planned(Film, 3, 15), read = SmartCutPlan.FromJson(plan.ToJson());
        Assert.Equal(plan.ToJson(), read.ToJson());
        Assert.Equal(plan.Spans, read.Spans);
        Assert.Contains("copy      250 pictures", plan.Describe(), StringComparison.Ordinal);
        Assert.Contains("everything is encoded: not-worth-it", Planned(Film, 3, 7).Describe(), StringComparison.Ordinal);
    }

    private static TimeSpan Seconds(string text) => TimeSpan.FromSeconds(double.Parse(text, System.Globalization.CultureInfo.InvariantCulture));

    private static SmartCutPlan Planned(KeyframeIndex index, double from, double to, IReadOnlyList<(TimeSpan, TimeSpan)>? painted = null) =>
        Assert.IsType<PlanOutcome.Planned>(SmartCutPlanner.Plan(index, TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to), painted)).Plan;

    private static string Refused(KeyframeIndex index, double from, double to) =>
        Assert.IsType<PlanOutcome.Refused>(SmartCutPlanner.Plan(index, TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to))).Code;

    private static string Spans(SmartCutPlan plan) => string.Join(' ', plan.Spans.Select(span => $"{(span.Work == SpanWork.Copy ? 'c' : 'e')}{span.Frames}"));

    private static KeyframeIndex Of(int pictures, int group, int depth = 0, Func<IndexedPacket, IndexedPacket>? change = null) => new(
        "flv", 0.08, new IndexedVideo("h264", "High", 31, 1280, 720, "yuv420p", "progressive", 0, new Tick(1, 1000)), 48_000,
        [.. Enumerable.Range(0, pictures).Select(i => new IndexedPacket(80 + (i * 40), 80 + ((i - depth) * 40), 1000 + (i * 500), 500, i % group == 0 ? PacketMarks.Key | PacketMarks.Idr : PacketMarks.None, 1)).Select(packet => change?.Invoke(packet) ?? packet)]);
}
