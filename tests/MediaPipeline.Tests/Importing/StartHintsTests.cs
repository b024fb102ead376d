using MediaPipeline.Importing;
using MediaPipeline.Recordings;

namespace MediaPipeline.Tests.Importing;

public sealed class StartHintsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 8, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void A_phones_own_date_is_the_best_guess()
    {
        IReadOnlyList<StartHint> hints = StartHints.Of(Facts("mov", ("com.apple.quicktime.creationdate", "2026-11-20T18:00:00+0800"), ("creation_time", "2026-11-20T10:00:05.000000Z")), Hour, Now);
        Assert.Equal((new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero), StartHints.RecordedDate, 2.0), (hints[0].Start, hints[0].How, hints[0].Error.TotalSeconds));
    }

    [Fact]
    public void An_MP4_may_mean_its_begin_or_its_end_and_the_error_covers_both()
    {
        IReadOnlyList<StartHint> hints = StartHints.Of(Facts("mov", ("creation_time", "2026-11-20T10:00:00.000000Z")), Hour, Now);
        Assert.Equal([StartHints.CreatedAtBegin, StartHints.CreatedAtEnd], hints.Select(hint => hint.How));
        Assert.Equal(Hour, hints[0].Start - hints[1].Start);
        Assert.All(hints, hint => Assert.True(hint.Error > Hour));
    }

    [Fact]
    public void A_Matroska_date_is_that_of_its_begin()
    {
        StartHint hint = Assert.Single(StartHints.Of(Facts("matroska", ("creation_time", "2026-11-20T10:00:00.000000Z")), Hour, Now));
        Assert.Equal((StartHints.CreatedAtBegin, 2.0), (hint.How, hint.Error.TotalSeconds));
    }

    [Theory]
    [InlineData("1904-01-01T00:00:00.000000Z")]
    [InlineData("2036-11-20T10:00:00.000000Z")]
    [InlineData("yesterday")]
    public void A_clock_that_was_never_set_proposes_nothing(string text) => Assert.Empty(StartHints.Of(Facts("mov", ("creation_time", text)), Hour, Now));

    [Fact]
    public void What_was_recorded_here_goes_before_what_comes_from_elsewhere()
    {
        DateTimeOffset day = Now;
        RecordingPart here = Part("part-0001", day.AddSeconds(10), 5), elsewhere = Part("import-a", day, 20), late = Part("import-b", day.AddSeconds(30), 10);
        RecordingTimeline filled = new RecordingTimeline([here]).FilledWith([elsewhere, late]);
        Assert.Equal(["import-a", "part-0001", "import-a", "import-b"], filled.Parts.Select(part => part.Init.Part));
        Assert.Equal([5, 5, 10, 5], filled.Parts.Select(part => part.Segments.Count));
        Assert.Equal(Enumerable.Range(0, 20).Select(second => day.AddSeconds(second * 2)), filled.Parts.SelectMany(part => part.Segments).Select(segment => segment.WallStart).Take(20));
        Assert.Same(filled.Parts[1], here);
    }

    private static ImportFacts Facts(string reader, params (string Tag, string Text)[] tags) =>
        new(reader, Hour, new PictureFacts(0, "h264", "High", 1280, 720, "yuv420p", 0, 1, false, 25, null), null, 0, tags.ToDictionary(tag => tag.Tag, tag => tag.Text, StringComparer.Ordinal));

    private static RecordingPart Part(string name, DateTimeOffset start, int segments) => new(
        new SegmentFile(name, "init.mp4"),
        [.. Enumerable.Range(0, segments).Select(i => new Segment(new SegmentFile(name, $"seg-{i:000000}.m4s"), TimeSpan.FromSeconds(2 * i), TimeSpan.FromSeconds(2), start.AddSeconds(2 * i)))], TimeSpan.Zero);
}
