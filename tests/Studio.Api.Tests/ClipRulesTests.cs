using MediaPipeline.Recordings;
using Studio.Api.Clips;
using Studio.Api.Parts;
using Studio.Grains.Clips;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>The rules around clips that need no studio.</summary>
public sealed class ClipRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    private static ClipSpan Span(double from, double to) => new(Noon.AddSeconds(from), Noon.AddSeconds(to));

    // Ten seconds, a gap of five, ten seconds.
    private static RecordingTimeline Timeline() => new([Part("part-0001", 0), Part("part-0002", 15)]);

    private static RecordingPart Part(string name, double from) => new(
        new SegmentFile(name, "init.mp4"), [.. Enumerable.Range(0, 5).Select(i => new Segment(new SegmentFile(name, $"{i}.m4s"), TimeSpan.FromSeconds(i * 2), TimeSpan.FromSeconds(2), Noon.AddSeconds(from + (i * 2))))], TimeSpan.Zero);

    [Theory]
    [InlineData(1, 9, null)]
    [InlineData(0, 10, null)]
    [InlineData(16, 25, null)]
    [InlineData(8, 17, "span-over-gap")]
    [InlineData(11, 14, "span-over-gap")]
    [InlineData(-1, 5, "span-over-gap")]
    [InlineData(20, 26, "span-beyond-recording")]
    public void What_was_not_recorded_is_not_cut(double from, double to, string? code) => Assert.Equal(code, ClipSources.Complaint(Timeline(), [Span(from, to)])?.Code);

    [Fact]
    public void Without_a_recording_nothing_is_cut() => Assert.Equal("not-recorded", ClipSources.Complaint(null, [Span(0, 1)])!.Code);

    [Fact]
    public void Times_of_a_clip_and_of_the_day_are_told_apart_and_back()
    {
        ClipSpan[] spans = [Span(100, 110), Span(200, 205)];
        Assert.Equal(TimeSpan.FromSeconds(12), ClipTimes.Of(spans, Noon.AddSeconds(202)));
        Assert.Equal(Noon.AddSeconds(202), ClipTimes.At(spans, TimeSpan.FromSeconds(12)));
        Assert.Null(ClipTimes.Of(spans, Noon.AddSeconds(150)));
        Assert.Equal([(5.0, 10.0), (10.0, 11.0)], ClipTimes.Within(spans, Noon.AddSeconds(105), Noon.AddSeconds(201)).Select(place => (place.From.TotalSeconds, place.To.TotalSeconds)));
    }

    [Theory]
    [InlineData(1, 2, 8000, 1)]
    [InlineData(4, 2, 8000, 1)]
    [InlineData(4, 8, 8000, 4)]
    [InlineData(4, 16, 1800, 2)]
    [InlineData(1, 1, 100, 1)]
    [InlineData(0, 16, 32000, 0)]
    public void A_machine_works_on_as_many_as_its_cores_and_memory_allow(int workers, int cores, long megabytes, int slots) =>
        Assert.Equal(slots, WorkSlots.Most(new StudioOptions { ClipWorkers = workers }, cores, megabytes));

    [Fact]
    public void A_slot_is_one_worker_s_until_it_gives_it_back()
    {
        string folder = Directory.CreateTempSubdirectory("slots").FullName;
        try
        {
            var options = new StudioOptions { DataFolder = folder, ClipCores = 256 };
            using (IDisposable? mine = new WorkSlots(options).TryTake())
            {
                Assert.NotNull(mine);
                Assert.Null(new WorkSlots(options).TryTake());
            }
            using IDisposable? again = new WorkSlots(options).TryTake();
            Assert.NotNull(again);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("夏乐西瓜 5斤", "夏乐西瓜 5斤")]
    [InlineData("../../etc/passwd", "etc passwd")]
    [InlineData("a\u0000b\nc:\"d\"|e", "a b c d e")]
    [InlineData(" . ", "_")]
    public void A_title_becomes_the_name_of_a_folder_that_stays_where_it_is(string title, string name) => Assert.Equal(name, ClipShelf.Plain(title));

    [Theory]
    [InlineData("https://id.example/01/06901234567892/10/A1-7?x=1", "A1-7")]
    [InlineData("https://id.example/trace/77", null)]
    [InlineData("https://id.example/10/01", null)]
    [InlineData("no address", null)]
    public void A_trace_address_names_its_lot(string address, string? lot) => Assert.Equal(lot, TraceAddress.LotOf(address));

    [Fact]
    public void Work_is_named_by_all_that_it_is_made_of()
    {
        Assert.Equal(WorkKey.Of("a", "b"), WorkKey.Of("a", "b"));
        Assert.Equal(4, ((string[])[WorkKey.Of("a", "b"), WorkKey.Of("b", "a"), WorkKey.Of("ab"), WorkKey.Of("a", "b", "")]).Distinct().Count());
    }

    [Theory]
    [InlineData(10, 5, null)]
    [InlineData(10, 50, 10)]
    [InlineData(30, 75, 10)]
    public void What_is_left_is_reckoned_by_the_speed_so_far(double elapsed, int percent, int? left) => Assert.Equal(left, JobProgress.SecondsLeft(TimeSpan.FromSeconds(elapsed), percent));
}
