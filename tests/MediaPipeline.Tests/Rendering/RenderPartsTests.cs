using CsCheck;
using MediaPipeline.Imaging;
using MediaPipeline.Probing;
using MediaPipeline.Rendering;

namespace MediaPipeline.Tests.Rendering;

/// <summary>The pure parts of rendering: places, levels, tracks, limits.</summary>
public sealed class RenderPartsTests
{
    [Fact]
    public void Card_logo_and_captions_stay_inside_of_the_safe_zone_and_do_not_cover_each_other()
    {
        (int, int)[] known = [(1080, 1920), (1080, 1440), (1080, 1080), (1920, 1080), (720, 1280), (320, 180)];
        Gen<(int, int)> sizes = Gen.Int[0, known.Length - 1].Select(number => known[number]);
        Gen<double> share = Gen.Double[0, 0.25];
        Gen.Select(sizes, Gen.Select(share, share, share, share), Gen.Bool, Gen.Bool, Gen.Enum<CaptionStyle>()).Sample((size, zone, captions, card, style) =>
        {
            (int width, int height) = size;
            (double left, double top, double right, double bottom) = zone;
            Placing place = Placing.Of(width, height, new SafeZone(left, top, right, bottom), captions, card, style);
            Assert.True(place.Card.Left >= (width * left) - 2 && place.Card.Right <= (width * (1 - right)) + 2 && place.Card.Bottom <= (height * (1 - bottom)) + 2 && place.Card.Top >= 0);
            Assert.True(place.Logo.Left >= (width * left) - 2 && place.Logo.Top >= (height * top) - 2);
            Assert.True(place.CaptionBottom >= (height * bottom) - 2 && place.CaptionWidth > width * 0.4);
            if (!captions || !card) return;
            // Two lines of captions and the card, one above the other.
            int lower = height - place.CaptionBottom, upper = lower - (int)(2 * 1.35 * place.CaptionSize);
            Assert.True(lower <= place.Card.Top || upper >= place.Card.Bottom, $"{place}");
        });
    }

    [Theory]
    [InlineData(-20, -3, -16, -1, 4, true)]
    [InlineData(-20, -12, -16, -1, 4, false)]
    [InlineData(-10, -1, -16, -1, -6, false)]
    [InlineData(-50, -20, -14, -1, 24, true)]
    [InlineData(-50, -30, -14, -1, 24, false)]
    [InlineData(-70, -120, -14, -1, 0, false)]
    public void A_mix_is_levelled_by_one_gain_and_limited_only_where_peaks_would_go_beyond(double lufs, double peak, double target, double most, double gain, bool limited) =>
        Assert.Equal(new Levelling(gain, limited), Levelling.For(new Loudness(lufs, peak, 5), new LoudnessTarget(target, most)));

    [Theory]
    [InlineData(29.97, null, "30000/1001")]
    [InlineData(30.1, null, "30/1")]
    [InlineData(60, 30.0, "30/1")]
    [InlineData(59.94, 30.0, "30000/1001")]
    [InlineData(50, 30.0, "25/1")]
    [InlineData(120, 30.0, "30/1")]
    [InlineData(24, 30.0, "24/1")]
    [InlineData(17.3, null, "17300/1000")]
    public void A_rate_is_kept_below_the_limit_and_halved_above_it(double found, double? limit, string rate) => Assert.Equal(rate, FrameRate.Near(found).AtMost(limit).ToString());

    [Fact]
    public void A_crop_waits_follows_slowly_and_stays_in_the_picture()
    {
        // Small movements are none.
        Assert.Single(SubjectTrack.Follow([.. Enumerable.Range(0, 10).Select(i => new SubjectSample(2 * i, 0.5 + (0.02 * (i % 2))))], 0.3).Select(point => point.Middle).Distinct());
        IReadOnlyList<CropPoint> points = SubjectTrack.Follow([.. Enumerable.Range(0, 20).Select(i => new SubjectSample(i, i < 10 ? 0.2 : 0.8))], 0.3);
        Assert.Equal(0.2, points[0].Middle, 3);
        Assert.InRange(points[^1].Middle, 0.74, 0.8);
        Assert.All(points.Zip(points.Skip(1)), pair => Assert.True(pair.Second.At >= pair.First.At && Math.Abs(pair.Second.Middle - pair.First.Middle) <= (0.1 * (pair.Second.At - pair.First.At).TotalSeconds) + 0.001));
        // One wrong sample moves nothing.
        Assert.Equal([0.2], SubjectTrack.Follow([.. Enumerable.Range(0, 9).Select(i => new SubjectSample(i, i == 4 ? 0.9 : 0.2))], 0.3).Select(point => point.Middle).Distinct());
        Gen.Double[0, 1].Array[0, 60].Sample(middles => Assert.All(SubjectTrack.Follow([.. middles.Select((middle, i) => new SubjectSample(2 * i, middle))], 0.3), point => Assert.InRange(point.Middle, 0, 1)));
    }

    [Fact]
    public void What_moves_is_found_and_a_ticker_below_is_not()
    {
        byte[][] pictures = [.. Enumerable.Range(0, 9).Select(number =>
        {
            byte[] picture = new byte[64 * 36];
            Array.Fill(picture, (byte)80);
            // Somebody to the right who moves; below a line of letters that runs along the left.
            for (int y = 10; y < 26; y++) picture.AsSpan((y * 64) + 46 + (number % 3), 8).Fill((byte)(150 + (number * 7)));
            for (int x = 0; x < 40; x++) picture[(32 * 64) + x] = (byte)(((x + number) % 3) * 100);
            return picture;
        })];
        Assert.All(SubjectTrack.Middles(pictures), middle => Assert.InRange(middle, 0.72, 0.88));
        Assert.All(SubjectTrack.Middles([new byte[64 * 36]]), middle => Assert.Equal(0.5, middle));
    }

    [Fact]
    public void Captions_are_broken_at_pauses_balanced_and_never_obeyed()
    {
        Assert.Equal("今天的西瓜特别甜，\n一口下去全是汁水", CaptionFile.Broken("今天的西瓜特别甜，一口下去全是汁水", 500, 40));
        Assert.Equal("短", CaptionFile.Broken("短", 500, 40));
        string[] rows = CaptionFile.Broken("夏县的西瓜又大又甜又便宜产地直发包邮到家", 700, 40).Split('\n');
        Assert.Equal(2, rows.Length);
        Assert.InRange(rows[0].Length - rows[1].Length, -2, 2);
        Assert.All(rows, row => Assert.True(Lettering.Measure(row, 40, bold: true) <= 700));

        var font = new CaptionFont("x.ttc", "Noto Sans CJK SC", 1.448);
        string ass = CaptionFile.Ass(new CaptionTrack([RenderFilms.Line(1, 2.5, "{\\fs400}大\n[Events]\nDialogue: 0,0:00:00.00,0:00:09.00,B,x \\N")]), CaptionStyle.Plain, font, Placing.Of(1080, 1920, new SafeZone(0, 0, 0, 0), true, false, CaptionStyle.Plain), 1080, 1920, 2);
        Assert.Contains("\nDialogue: 0,0:00:00.50,0:00:01.25,B,｛", ass, StringComparison.Ordinal);
        Assert.Single(ass.Split('\n'), line => line.StartsWith("Dialogue:", StringComparison.Ordinal));
        Assert.DoesNotContain(ass.Split("Dialogue:")[1], letter => letter is '{' or '}');
    }

    [Fact]
    public void Values_of_filters_cannot_end_themselves()
    {
        foreach (string hostile in (string[])["a'b", "a\\b", "[x]", "a;b", "a:b", "a\nb", "%{x}", "中"]) Assert.Throws<ArgumentException>(() => (FilterValue)hostile);
        var graph = new FilterGraph();
        string label = graph.Chain(["0:v:0"], new Filter("crop", ("w", 100), ("x", "clip(t,1,2)*0.5")), new Filter("null"));
        Assert.Equal($"[0:v:0]crop=w='100':x='clip(t,1,2)*0.5',null[{label}]\n", graph.ToString());
    }

    [Fact]
    public async Task An_encoder_is_used_only_where_a_trial_came_out_right()
    {
        Assert.True(await Encoder.WorksAsync(Encoder.X264, CancellationToken.None));
        Assert.False(await Encoder.WorksAsync(new Encoder("h264_nothing", [], []), CancellationToken.None));
        Assert.True(await Encoder.WorksAsync(await Encoder.FindAsync(CancellationToken.None), CancellationToken.None));
    }

    [Fact]
    public void Every_limit_that_is_broken_is_said_with_its_numbers()
    {
        RenditionPreset preset = RenderFilms.Preset("p", 1080, 1920) with { FrameRate = 20, Bitrate = 1_000, LongestSeconds = 1, ShortestSeconds = 0.5, Bytes = 100_000 };
        Measured made = Made(new IndexedVideo("h264", "High", 40, 720, 1280, "yuv420p10le", "progressive", 90, new Tick(1, 90_000)) { SampleAspect = "4:3" }, 44_100, 60, 1_000_000) with { Decodes = "broken at 3", SoundOffset = 60, FastStart = false, Loudness = new Loudness(-9, 1, 3) };
        Dictionary<string, RenditionCheck> checks = RenditionChecker.Check(made, preset, 1080, 1920, TimeSpan.FromSeconds(9), sounds: true).ToDictionary(check => check.Code);
        Assert.All(checks.Values, check => Assert.Equal(check.Code is CheckCodes.Codec or CheckCodes.TooShort ? CheckResult.Passed : CheckResult.Failed, check.Result));
        Assert.Equal(new RenditionCheck(CheckCodes.Width, CheckResult.Failed, 1080, 720, "px"), checks[CheckCodes.Width]);
        Assert.Equal(new RenditionCheck(CheckCodes.Size, CheckResult.Failed, 100_000, 1_000_000, "bytes"), checks[CheckCodes.Size]);
        Assert.Equal(new RenditionCheck(CheckCodes.Loudness, CheckResult.Failed, -16, -9, "LUFS"), checks[CheckCodes.Loudness]);
        Assert.Equal("broken at 3", checks[CheckCodes.Decodes].Details);

        Measured right = Made(new IndexedVideo("h264", "High", 40, 1080, 1920, "yuv420p", "progressive", 0, new Tick(1, 90_000)) { SampleAspect = "1:1" }, 48_000, 25, 90_000) with { Loudness = new Loudness(-30, -20, 3) };
        IReadOnlyList<RenditionCheck> fine = RenditionChecker.Check(right, preset with { LongestSeconds = null, FrameRate = 30 }, 1080, 1920, TimeSpan.FromSeconds(2), sounds: true);
        Assert.DoesNotContain(fine, check => check.Result == CheckResult.Failed);
        // Too quiet is worth a look; a limit that nobody knows is unknown.
        Assert.Equal(CheckResult.Noted, fine.Single(check => check.Code == CheckCodes.Loudness).Result);
        Assert.Equal(CheckResult.Unknown, fine.Single(check => check.Code == CheckCodes.TooLong).Result);
    }

    [Fact]
    public void A_job_beyond_its_ranges_is_refused_by_name()
    {
        RenderJob job = new("film.mp4", [RenderFilms.Preset("p", 160, 160)]);
        Assert.Null(RenderPlan.Find(job));
        foreach ((RenderJob wrong, string named) in ((RenderJob, string)[])[
            (job with { Presets = [] }, "presets"), (job with { Presets = [job.Presets[0], job.Presets[0]] }, "presets"), (job with { Presets = [RenderFilms.Preset("P", 160, 160)] }, "preset P: id"),
            (job with { Speed = double.NaN }, "speed"), (job with { Speed = 4 }, "speed"), (job with { Music = new MusicBed("x", 3) }, "music"), (job with { Comment = new string('x', 2_001) }, "comment"),
            (job with { Card = new ProductCard("a", "b", null, null, [RenderFilms.Span(2, 1)]) }, "card"), (job with { Masks = [new Mask(RenderFilms.Span(0, 1), new Region(0.9, 0, 0.2, 1), false)] }, "masks"),
            (job with { Captions = new CaptionTrack([RenderFilms.Line(2, 2, "a")]) }, "captions"), (job with { Captions = new CaptionTrack([], "c;") }, "captions"), (job with { Layout = new Layout.Crop { Subject = new Region(double.NaN, 0, 1, 1) } }, "layout"),
            (job with { Layout = new Layout.Crop { Track = [new CropPoint(TimeSpan.Zero, 2)] } }, "layout")])
        {
            Assert.StartsWith(named, RenderPlan.Find(wrong), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_limit_in_bytes_is_a_limit_in_bits_a_second()
    {
        FilmFacts film = FilmFacts.Of(Index(new IndexedVideo("h264", "High", 40, 1920, 1080, "yuv420p", "progressive", 0, new Tick(1, 90_000)), 250, null))!;
        RenderJob job = new("film.mp4", [RenderFilms.Preset("p", 160, 160) with { Bytes = 1_250_000, Bitrate = 8_000 }, RenderFilms.Preset("q", null, null)]);
        IReadOnlyList<PictureGroup> groups = RenderPlan.Groups(job, film);
        // 1.25 MB in ten seconds are 1,000 kb/s, less three hundredths and the sound.
        Assert.Equal(810, groups[0].Spec.Kbps);
        Assert.Equal((1920, 1080, null, "25/1"), (groups[1].Spec.Width, groups[1].Spec.Height, groups[1].Spec.Kbps, groups[1].Spec.Rate.ToString()));
    }

    private static Measured Made(IndexedVideo video, int rate, double frameRate, long bytes) =>
        new(new MediaFacts("mov,mp4", TimeSpan.FromSeconds(2), [new VideoFacts(video.Codec, video.Width, video.Height, frameRate, video.PixelFormat)], [new AudioFacts("aac", rate, 2)]), Index(video, 50, rate), bytes, null, 3, true, null);

    private static KeyframeIndex Index(IndexedVideo video, int frames, int? sound) =>
        new("mov,mp4", 0, video, sound, [.. Enumerable.Range(0, frames).Select(i => new IndexedPacket(3_600L * i, 3_600L * i, 1_000L * i, 900, i % 50 == 0 ? PacketMarks.Key | PacketMarks.Idr : PacketMarks.None, 1))]);
}
