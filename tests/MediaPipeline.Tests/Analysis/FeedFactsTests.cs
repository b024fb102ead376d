using System.Globalization;
using MediaPipeline.Analysis;
using MediaPipeline.Recordings;
using MediaPipeline.Tests.Recordings;

namespace MediaPipeline.Tests.Analysis;

public sealed class FeedFactsTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_real_feed_is_measured_as_it_was_encoded()
    {
        await Film.FeedAsync(_folder["feed.flv"], 12, rate: 30);
        Tail.Keep(_folder["feed.flv"], _folder["kept"], Noon);
        FeedFacts facts = FeedFacts.Read(new TailFolder(_folder["kept"]), Tail.Feed, out string? file)!;

        Assert.Equal(30, facts.FrameRate, 0.1);
        Assert.Equal(2, facts.KeyInterval.TotalSeconds, 0.01);
        Assert.Equal(0, facts.Dropped);
        Assert.True(facts.HasSound);
        double sent = new FileInfo(_folder["feed.flv"]).Length * 8 / 12.0;
        Assert.InRange(facts.BitsPerSecond, sent * 0.7, sent * 1.3);
        Assert.Equal(Noon.AddSeconds(12), facts.LastWord, TimeSpan.FromMilliseconds(100));

        FeedGlance glance = (await FeedGlance.TakeAsync(file!, CancellationToken.None))!;
        Assert.InRange(glance.Grey.Average(value => (double)value), 40, 220);
        Assert.InRange(glance.Loudest!.Value, -25, -10); // ffmpeg's sine has an eighth of the full scale
    }

    [Fact]
    public async Task A_black_and_silent_feed_is_seen_and_heard_as_one()
    {
        await Film.FfmpegAsync("-f", "lavfi", "-i", "color=c=black:s=320x240:r=25:d=4", "-f", "lavfi", "-i", "anullsrc=r=48000:cl=stereo:d=4", "-t", "4",
            "-c:v", "libx264", "-g", "50", "-pix_fmt", "yuv420p", "-c:a", "aac", "-f", "flv", "-y", _folder["black.flv"]);
        FeedGlance glance = (await FeedGlance.TakeAsync(_folder["black.flv"], CancellationToken.None))!;
        FeedSample[] samples = [.. Enumerable.Range(0, 4).Select(number => new FeedSample(Noon.AddSeconds(number * 5), glance))];

        Assert.Equal(["black", "silence"], FeedJudge.Judge(Well, samples, Noon.AddSeconds(16)).Select(notice => notice.Code));
        // A moment of black is a cut.
        Assert.Empty(FeedJudge.Judge(Well, samples[..1], Noon.AddSeconds(1)));
    }

    [Fact]
    public void A_picture_that_stands_still_is_told_of_and_one_that_moves_a_little_is_not()
    {
        FeedSample Sample(int second, byte grey) => new(Noon.AddSeconds(second), new FeedGlance([.. Enumerable.Repeat(grey, 576)], -12, -20));
        Assert.Equal(["frozen"], FeedJudge.Judge(Well, [Sample(0, 90), Sample(5, 90), Sample(10, 90)], Noon.AddSeconds(11)).Select(notice => notice.Code));
        Assert.Empty(FeedJudge.Judge(Well, [Sample(0, 90), Sample(5, 92), Sample(10, 90)], Noon.AddSeconds(11)));
    }

    [Theory]
    [InlineData("keys-far-apart", 10)]
    [InlineData("pictures-dropped", 20)]
    [InlineData("frame-rate-low", 12)]
    [InlineData("bit-rate-low", 300)]
    [InlineData("clock-drifts", 400)]
    [InlineData("no-sound", 0)]
    [InlineData("stalled", 8)]
    public void What_is_wrong_has_a_code_and_its_number(string code, double value)
    {
        FeedFacts facts = code switch
        {
            "keys-far-apart" => Well with { KeyInterval = TimeSpan.FromSeconds(value) },
            "pictures-dropped" => Well with { Dropped = (int)value },
            "frame-rate-low" => Well with { FrameRate = value },
            "bit-rate-low" => Well with { BitsPerSecond = value * 1000 },
            "clock-drifts" => Well with { Drift = TimeSpan.FromMilliseconds(value) },
            "no-sound" => Well with { HasSound = false },
            _ => Well with { LastWord = Noon.AddSeconds(10 - value) },
        };
        FeedNotice notice = Assert.Single(FeedJudge.Judge(facts, [], Noon.AddSeconds(10)));
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{code} {value:0}"), string.Create(CultureInfo.InvariantCulture, $"{notice.Code} {notice.Value:0}"));
    }

    [Fact]
    public void Dropped_pictures_are_counted_where_the_others_are_evenly_apart()
    {
        // 40 ms apart, with three missing in the middle; then a whole second one, and one that grows.
        int[] first = [.. Enumerable.Range(0, 50).Where(number => number is < 20 or > 22)];
        KeptGroup[] groups = [Group(0, first), Group(2, [.. Enumerable.Range(0, 50)]), Group(4, [0])];
        FeedFacts facts = FeedFacts.Of(groups)!;

        Assert.Equal((3, 97), (facts.Dropped, facts.Pictures));
        Assert.Null(facts.Drift);
    }

    [Fact]
    public void A_clock_that_runs_fast_is_seen_after_half_a_minute()
    {
        // Each group says two seconds and comes after 1.98 s of ours: 600 ms in a minute.
        KeptGroup[] groups = [.. Enumerable.Range(0, 31).Select(number => Group(number * 1.98, [.. Enumerable.Range(0, 50)]))];
        Assert.Equal(606, FeedFacts.Of(groups)!.Drift!.Value.TotalMilliseconds, 15.0);
    }

    private static FeedFacts Well => new(4_000_000, 30, 0, 300, TimeSpan.FromSeconds(2), true, TimeSpan.Zero, Noon.AddSeconds(16));

    private static KeptGroup Group(double second, int[] pictures) => new(
        "kept.flv", null, null,
        [.. pictures.Select(number => new FlvTag(number == 0 ? FlvKind.KeyPicture : FlvKind.Picture, TimeSpan.FromMilliseconds(number * 40), 0, 1_000)), new FlvTag(FlvKind.Sound, TimeSpan.Zero, 0, 100)],
        new FeedHeaders("", ""), "", Noon.AddSeconds(second), TimeSpan.FromSeconds(2));
}
