using MediaPipeline.Rendering;
using SkiaSharp;

namespace MediaPipeline.Tests.Rendering;

public sealed class RendererTests(RenderFilms films) : IClassFixture<RenderFilms>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_clip_becomes_all_shapes_and_each_passes_its_checks()
    {
        List<double> told = [];
        RenderJob job = new(films.Moving, [Preset("tall", 180, 320), Preset("feed", 240, 320) with { FrameRate = 12.5 }, Preset("square", 180, 180), Preset("wide", 426, 240)])
        {
            Captions = new CaptionTrack([Line(0, 2, "第一句，很短"), Line(2, 4, @"{\an8}\N C:\path 'quote' [0:v];[l0]")]),
            Card = new ProductCard("夏县薄皮西瓜'; drawtext=x", "¥39.90", "5斤/箱", RenderFilms.Picture(SKColors.Green), [Span(0.5, 3)]),
            Brand = new BrandMark(RenderFilms.Picture(SKColors.Red)),
            Comment = "session s_1, \"three\" = 3; % 夏县",
        };
        RenderOutcome.Rendered made = await MadeAsync(job, new Told(told));
        foreach ((Rendition rendition, int width, int height) in made.Renditions.Zip([180, 240, 180, 426], [320, 320, 180, 240]))
        {
            Assert.Equal((width, height), (rendition.Facts!.Video[0].Width, rendition.Facts.Video[0].Height));
            Assert.All(rendition.Checks, check => Assert.NotEqual(CheckResult.Failed, check.Result));
            Assert.Equal(CheckResult.Passed, rendition.Checks.Single(check => check.Code == CheckCodes.Loudness).Result);
            Assert.Equal(0, rendition.Copied);
        }
        Assert.Equal(12.5, made.Renditions[1].Facts!.Video[0].FrameRate, 0.01);
        Assert.InRange(made.Before!.Lufs, -40, -17);
        Assert.Equal(4, Directory.EnumerateFileSystemEntries(_folder.Path).Count());
        Assert.Equal(1, told[^1]);
        Assert.Equal(told.Order(), told);
        IReadOnlyList<string> tags = await Film.FfmpegAsync("-i", _folder["tall.mp4"], "-f", "ffmetadata", "-");
        Assert.Contains(tags, line => line.StartsWith("comment=session s_1, \"three\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task In_the_films_own_size_only_groups_into_which_something_is_drawn_are_encoded()
    {
        RenderJob job = new(films.Moving, [Preset("master", null, null, CaptionUse.Track)])
        {
            Captions = new CaptionTrack([Line(0.2, 1, "留作字幕轨"), Line(3, 4, "第二句 <i>-->")]),
            Card = new ProductCard("西瓜", "¥39.90", null, null, [Span(1.2, 1.9)]),
            Comment = "from s_1",
        };
        Rendition master = (await MadeAsync(job)).Renditions[0];
        Assert.Equal((25, 75, null), (master.Encoded, master.Copied, master.GivenUp));
        string[] before = [.. await Film.PicturesAsync(films.Moving)], after = [.. await Film.PicturesAsync(master.File!)];
        Assert.Equal(100, after.Length);
        Assert.Equal(before[..25], after[..25]);
        Assert.Equal(before[50..], after[50..]);
        Assert.Empty(before[25..50].Intersect(after[25..50]));
        // The card is there in its span.
        using SKBitmap with = await RenderFilms.FrameAsync(master.File!, 1.5), without = await RenderFilms.FrameAsync(master.File!, 1.1);
        Assert.True(IsPaper(with.GetPixel(100, 165)));
        Assert.False(IsPaper(without.GetPixel(100, 165)));
        Assert.Equal(["1", "00:00:00,200 --> 00:00:01,000", "留作字幕轨", "2", "00:00:03,000 --> 00:00:04,000", "第二句 ＜i>→"], (await Film.FfmpegAsync("-i", master.File!, "-map", "0:s", "-f", "srt", "-")).Select(line => line.TrimEnd()));
    }

    [Fact]
    public async Task A_logo_throughout_leaves_nothing_to_copy_and_the_reason_is_said()
    {
        Rendition master = (await MadeAsync(new RenderJob(films.Moving, [Preset("master", null, null)]) { Brand = new BrandMark(RenderFilms.Picture(SKColors.Red)) })).Renditions[0];
        Assert.Equal((100, 0, "not-worth-it"), (master.Encoded, master.Copied, master.GivenUp));
        using SKBitmap frame = await RenderFilms.FrameAsync(master.File!, 2);
        Assert.True(Near(frame.GetPixel(20, 15), SKColors.Red));
    }

    [Fact]
    public async Task A_crop_keeps_the_subject_and_follows_its_track()
    {
        RenditionPreset tall = Preset("tall", 180, 320);
        await MadeAsync(new RenderJob(films.Halves, [tall]) { Layout = new Layout.Crop { Subject = new Region(0, 0, 0.3, 1) } });
        using (SKBitmap left = await RenderFilms.FrameAsync(_folder["tall.mp4"], 1)) Assert.True(Near(left.GetPixel(5, 160), SKColors.Red) && Near(left.GetPixel(175, 160), SKColors.Red));

        CropPoint[] track = [new(TimeSpan.FromSeconds(1), 0.1), new(TimeSpan.FromSeconds(2), 0.9)];
        await MadeAsync(new RenderJob(films.Halves, [tall]) { Layout = new Layout.Crop { Track = track } });
        using SKBitmap before = await RenderFilms.FrameAsync(_folder["tall.mp4"], 0.9), between = await RenderFilms.FrameAsync(_folder["tall.mp4"], 1.48), after = await RenderFilms.FrameAsync(_folder["tall.mp4"], 2.2);
        Assert.True(Near(before.GetPixel(90, 160), SKColors.Red));
        Assert.True(Near(between.GetPixel(5, 160), SKColors.Red) && Near(between.GetPixel(175, 160), SKColors.Blue));
        Assert.True(Near(after.GetPixel(90, 160), SKColors.Blue));
    }

    [Fact]
    public async Task A_blurred_ground_shows_the_whole_picture_and_a_split_one_the_product_below()
    {
        RenditionPreset tall = Preset("tall", 180, 320);
        await MadeAsync(new RenderJob(films.Halves, [tall]) { Layout = new Layout.Blur() });
        using (SKBitmap blurred = await RenderFilms.FrameAsync(_folder["tall.mp4"], 1))
        {
            Assert.True(Near(blurred.GetPixel(5, 160), SKColors.Red) && Near(blurred.GetPixel(175, 160), SKColors.Blue));
            // The ground is the same picture, larger and darker: its middle is neither.
            SKColor ground = blurred.GetPixel(90, 20);
            Assert.True(ground.Red > 30 && ground.Blue > 30 && !Near(ground, SKColors.Red) && !Near(ground, SKColors.Blue));
        }
        await MadeAsync(new RenderJob(films.Halves, [tall]) { Layout = new Layout.Split(), Card = new ProductCard("西瓜", "¥9.9", null, RenderFilms.Picture(SKColors.Lime), []) });
        using SKBitmap split = await RenderFilms.FrameAsync(_folder["tall.mp4"], 2);
        Assert.True(Near(split.GetPixel(90, 170), split.GetPixel(90, 20)));
        Assert.True(Near(split.GetPixel(40, 250), SKColors.Lime));
        Assert.True(split.GetPixel(2, 200) is { Red: > 220, Green: > 220, Blue: > 200 });
    }

    [Fact]
    public async Task Films_before_and_after_music_and_pace_make_the_length_that_they_should()
    {
        RenderJob job = new(films.Moving, [Preset("framed", 320, 180), Preset("tall", 180, 320), Preset("bare", 320, 180) with { Frame = false }])
        {
            Intro = films.Green,
            Outro = films.Green,
            Music = new MusicBed(films.Music),
            Speed = 1.25,
            Captions = new CaptionTrack([Line(0, 4, "字幕")]),
        };
        RenderOutcome.Rendered made = await MadeAsync(job);
        Assert.Equal([5.2, 5.2, 3.2], made.Renditions.Select(rendition => Math.Round(rendition.Checks.Single(check => check.Code == CheckCodes.Duration).Found!.Value, 1)));
        using SKBitmap first = await RenderFilms.FrameAsync(_folder["tall.mp4"], 0.5), middle = await RenderFilms.FrameAsync(_folder["tall.mp4"], 2.5), last = await RenderFilms.FrameAsync(_folder["tall.mp4"], 4.8);
        Assert.True(Near(first.GetPixel(90, 160), SKColors.Lime) && Near(last.GetPixel(90, 160), SKColors.Lime) && !Near(middle.GetPixel(90, 160), SKColors.Lime));
        // Before and after it is silent, between there is the tone.
        Assert.True(await RenderFilms.MeanAsync(_folder["tall.mp4"], 0.1, 0.9, "anull") < -60);
        Assert.True(await RenderFilms.MeanAsync(_folder["tall.mp4"], 1.5, 3.5, "anull") > -40);
    }

    [Fact]
    public async Task Music_gives_way_to_the_voice()
    {
        RenderJob job = new(films.Halves, [Preset("wide", 160, 128)]) { Music = new MusicBed(films.Music, -10) };
        await MadeAsync(job);
        const string MusicOnly = "lowpass=f=350,lowpass=f=350,lowpass=f=350";
        double under = await RenderFilms.MeanAsync(_folder["wide.mp4"], 0.3, 1.4, MusicOnly);
        await MadeAsync(job with { Music = job.Music with { Ducked = false } });
        double beside = await RenderFilms.MeanAsync(_folder["wide.mp4"], 0.3, 1.4, MusicOnly);
        Assert.True(under < beside - 5, $"{under} beside {beside}");
    }

    [Fact]
    public async Task What_is_masked_cannot_be_seen_nor_heard_in_its_span()
    {
        RenderJob job = new(films.Halves, [Preset("master", null, null)]) { Masks = [new Mask(Span(0, 0.8), new Region(0.25, 0.25, 0.5, 0.5), Muted: true)] };
        Rendition master = (await MadeAsync(job)).Renditions[0];
        Assert.Equal((25, 50), (master.Encoded, master.Copied));
        using SKBitmap hidden = await RenderFilms.FrameAsync(master.File!, 0.4), shown = await RenderFilms.FrameAsync(master.File!, 0.88);
        // The edge between the halves is gone there, and nowhere else.
        Assert.False(Near(hidden.GetPixel(156, 90), SKColors.Red) && Near(hidden.GetPixel(164, 90), SKColors.Blue));
        Assert.True(Near(hidden.GetPixel(150, 10), SKColors.Red));
        Assert.True(Near(shown.GetPixel(150, 90), SKColors.Red) && Near(shown.GetPixel(170, 90), SKColors.Blue));
        Assert.True(await RenderFilms.MeanAsync(master.File!, 0.1, 0.7, "anull") < -60);
        Assert.True(await RenderFilms.MeanAsync(master.File!, 0.9, 1.4, "anull") > -40);
    }

    [Fact]
    public async Task Platforms_that_wish_the_same_share_the_work_and_have_a_file_each_and_what_is_too_long_is_not_made()
    {
        RenderOutcome.Rendered made = await MadeAsync(new RenderJob(films.Halves, [Preset("one", 160, 160), Preset("short", 160, 160) with { LongestSeconds = 2 }, Preset("two", 160, 160)]), complete: false);
        Assert.Equal(await File.ReadAllBytesAsync(_folder["one.mp4"]), await File.ReadAllBytesAsync(_folder["two.mp4"]));
        Rendition refused = made.Renditions[1];
        Assert.Null(refused.File);
        Assert.Equal(new RenditionCheck(CheckCodes.TooLong, CheckResult.Failed, 2, 3, "s"), Assert.Single(refused.Checks));
        Assert.False(File.Exists(_folder["short.mp4"]));
        // What breaks a limit when it is there gets no name either, and the number is said: sound alone is more than this.
        Rendition heavy = (await MadeAsync(new RenderJob(films.Halves, [Preset("heavy", 160, 160) with { Bytes = 100_000 }]) { Speed = 0.5, Music = new MusicBed(films.Moving, 0) }, complete: false)).Renditions[0];
        RenditionCheck size = heavy.Checks.Single(check => check.Code == CheckCodes.Size);
        Assert.Equal((null, CheckResult.Failed), (heavy.File, size.Result));
        Assert.True(size.Found > 100_000);
        Assert.False(File.Exists(_folder["heavy.mp4"]));
    }

    [Fact]
    public async Task A_missing_font_is_said_and_nothing_is_made_and_where_nothing_is_written_none_is_needed()
    {
        RenderJob job = new(films.Halves, [Preset("wide", 160, 128)]) { Captions = new CaptionTrack([Line(0, 1, "字")]) };
        var without = new Renderer { SystemFonts = [_folder.Path] };
        Assert.Equal(RenderProblems.Font, Assert.IsType<RenderOutcome.Failed>(await without.RenderAsync(job, _folder.Path, null, CancellationToken.None)).Problem);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
        Assert.IsType<RenderOutcome.Rendered>(await without.RenderAsync(job with { Captions = null }, _folder.Path, null, CancellationToken.None));
    }

    [Fact]
    public async Task What_cannot_be_read_is_named_and_nothing_is_left()
    {
        string letter = _folder["letter.mp4"];
        await File.WriteAllTextAsync(letter, "Dear reader");
        RenderJob job = new(films.Halves, [Preset("wide", 160, 128)]);
        foreach ((RenderJob wrong, string problem) in ((RenderJob, string)[])[
            (job with { Film = letter }, RenderProblems.Film), (job with { Film = _folder["absent.mp4"] }, RenderProblems.Film), (job with { Film = films.Music }, RenderProblems.Film),
            (job with { Intro = letter }, RenderProblems.Frame), (job with { Music = new MusicBed(letter) }, RenderProblems.Music), (job with { Music = new MusicBed(films.Green) }, RenderProblems.Music),
            (job with { Brand = new BrandMark([1, 2, 3]) }, RenderProblems.Picture), (job with { Presets = [] }, RenderProblems.BadJob)])
        {
            Assert.Equal(problem, Assert.IsType<RenderOutcome.Failed>(await new Renderer().RenderAsync(wrong, _folder["out"], null, CancellationToken.None)).Problem);
        }
        Assert.False(Directory.Exists(_folder["out"]) && Directory.EnumerateFileSystemEntries(_folder["out"]).Any());
    }

    [Fact]
    public async Task A_job_that_nobody_wants_any_more_leaves_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        // In the middle of encoding.
        var progress = new Told([], share => _ = share > 0.02 ? cancellation.CancelAsync() : Task.CompletedTask);
        RenderOutcome outcome = await new Renderer().RenderAsync(new RenderJob(films.Moving, [Preset("tall", 720, 1280)]), _folder["out"], progress, cancellation.Token);
        Assert.IsType<RenderOutcome.Cancelled>(outcome);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["out"]));
    }

    private async Task<RenderOutcome.Rendered> MadeAsync(RenderJob job, IProgress<double>? progress = null, bool complete = true)
    {
        RenderOutcome outcome = await new Renderer().RenderAsync(job with { Hardware = false }, _folder.Path, progress, CancellationToken.None);
        if (outcome is RenderOutcome.Failed failed) Assert.Fail($"{failed.Problem}: {failed.Details}");
        var made = Assert.IsType<RenderOutcome.Rendered>(outcome);
        if (complete) Assert.True(made.Complete, string.Join('\n', made.Renditions.SelectMany(rendition => rendition.Checks).Where(check => check.Result == CheckResult.Failed)));
        return made;
    }

    private static RenditionPreset Preset(string id, int? width, int? height, CaptionUse captions = CaptionUse.Burn) => RenderFilms.Preset(id, width, height, captions);

    private static FilmSpan Span(double from, double to) => RenderFilms.Span(from, to);

    private static CaptionLine Line(double from, double to, string text) => RenderFilms.Line(from, to, text);

    private static bool Near(SKColor colour, SKColor other) => Math.Abs(colour.Red - other.Red) < 60 && Math.Abs(colour.Green - other.Green) < 60 && Math.Abs(colour.Blue - other.Blue) < 60;

    private static bool IsPaper(SKColor colour) => colour is { Red: > 225, Green: > 220, Blue: > 200 };

    private sealed class Told(List<double> shares, Action<double>? then = null) : IProgress<double>
    {
        public void Report(double value)
        {
            lock (shares) shares.Add(value);
            then?.Invoke(value);
        }
    }
}
