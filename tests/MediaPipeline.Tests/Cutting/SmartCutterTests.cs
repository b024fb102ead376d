using System.Globalization;
using MediaPipeline.Cutting;
using MediaPipeline.Probing;

namespace MediaPipeline.Tests.Cutting;

public sealed class SmartCutterTests(Corpus corpus) : IClassFixture<Corpus>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("closed.flv")]
    [InlineData("closed.ts")]
    [InlineData("closed.mp4")]
    [InlineData("closed.mkv")]
    [InlineData("fragments.mp4")]
    [InlineData("no-b-frames.flv")]
    [InlineData("flat-b-frames.ts")]
    [InlineData("no-sound.mp4")]
    [InlineData("ntsc.mp4")]
    [InlineData("dropped.flv")]
    [InlineData("baseline.mp4")]
    public async Task The_edges_are_encoded_the_groups_between_copied_and_every_picture_is_right(string kind)
    {
        foreach ((double from, double to) in ((double, double)[])[(1.3, 7.77), (0, 6.5), (2.97, 20)])
        {
            CutOutcome.Cut cut = await RightAsync(kind, from, to);
            Assert.Null(cut.GivenUp);
            SmartCutPlan plan = Assert.Single(cut.Plans);
            Assert.Null(plan.FullEncode);
            Assert.InRange(plan.Spans.Single(span => span.Work == SpanWork.Copy).Frames, 90, 300);
        }
    }

    [Theory]
    [InlineData("open.mp4", FullEncodeReasons.NoWholeGroup)]
    [InlineData("open.ts", FullEncodeReasons.NoWholeGroup)]
    [InlineData("one-group.flv", FullEncodeReasons.NoWholeGroup)]
    [InlineData("ten-bits.mp4", FullEncodeReasons.Codec)]
    [InlineData("parameters.ts", FullEncodeReasons.ParametersChange)]
    [InlineData("size.ts", FullEncodeReasons.ParametersChange)]
    public async Task What_cannot_be_copied_is_encoded_whole_with_the_reason_and_every_picture_is_right(string kind, string reason)
    {
        CutOutcome.Cut cut = await RightAsync(kind, 2.2, 8.1);
        Assert.Equal(reason, Assert.Single(cut.Plans).FullEncode);
        Assert.Null(cut.GivenUp);
    }

    [Fact]
    public async Task Hidden_pictures_of_an_edit_list_stay_hidden()
    {
        await RightAsync("edit-list.mp4", 0, 4.4);
        await RightAsync("edit-list.mp4", 0.2, 6.1);
    }

    [Fact]
    public async Task A_clock_that_leaps_ahead_is_a_hole_that_stays_as_long_as_it_was()
    {
        CutOutcome.Cut cut = await RightAsync("jump.ts", 1.2, 38.6);
        Assert.Null(cut.GivenUp);
        Assert.Null(cut.Plans[0].FullEncode);
        Assert.Equal(37.4, cut.Facts.Duration.TotalSeconds, 0.1);
    }

    [Fact]
    public async Task A_clock_that_goes_back_is_cut_on_either_side_by_encoding()
    {
        // One side is at 0–5 s, the other at -55 to -50 s: nothing of it can be wished but the first.
        CutOutcome.Cut cut = await RightAsync("back.ts", 1.1, 3.3);
        Assert.Equal(FullEncodeReasons.ClockGoesBack, Assert.Single(cut.Plans).FullEncode);
    }

    [Fact]
    public async Task A_turned_film_is_encoded_upright()
    {
        (string film, string turned) = (_folder["film.mp4"], _folder["turned.mp4"]);
        await NumberedFilm.MakeAsync(film, 4);
        await Film.FfmpegAsync("-i", film, "-c", "copy", "-metadata:s:v:0", "rotate=90", "-y", turned);

        CutOutcome.Cut cut = await CutAsync(turned, 0.5, 3.5);
        Assert.Equal(FullEncodeReasons.Rotated, Assert.Single(cut.Plans).FullEncode);
        Assert.Equal((144, 256), (cut.Facts.Video[0].Width, cut.Facts.Video[0].Height));
    }

    // Bar of the corpus: the right pictures or a reason, and never an error that nobody hears of. STUDIO_RANGES=1000 asks for more than these forty.
    [Fact]
    public async Task Wishes_at_random_over_all_kinds_of_films_give_exactly_their_pictures()
    {
        int wishes = int.TryParse(Environment.GetEnvironmentVariable("STUDIO_RANGES"), CultureInfo.InvariantCulture, out int asked) ? asked : 40;
        var random = new Random(27);
        int smart = 0;
        for (int i = 0; i < wishes; i++)
        {
            string kind = Corpus.Kinds[i % Corpus.Kinds.Count];
            double from = Math.Round(random.NextDouble() * (kind == "back.ts" ? 3 : 7), 3), to = Math.Round(from + 0.05 + (random.NextDouble() * 6), 3);
            // Where the clock has gone back, the measure itself cannot say when a picture is shown.
            if (kind == "back.ts") to = Math.Min(to, 4.9);
            NumberedPictures film = await corpus.FilmAsync(kind);
            if (!film.Shown(from, to).Any())
            {
                // In the hole of the clock that leaps.
                Assert.Equal("nothing-there", Assert.IsType<PlanOutcome.Refused>(SmartCutPlanner.Plan(await IndexAsync(film.File), TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to))).Code);
                continue;
            }
            smart += (await RightAsync(kind, from, to)).Plans[0].FullEncode is null ? 1 : 0;
        }
        Assert.InRange(smart, wishes / 5, wishes);
    }

    [Fact]
    public async Task Colours_and_shape_of_the_source_stay()
    {
        string film = _folder["tagged.mp4"];
        await NumberedFilm.MakeAsync(film, 8, output: ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv", "-vf", "setsar=4/3"]);
        CutOutcome.Cut cut = await CutAsync(film, 0.7, 7.2);
        Assert.Null(cut.Plans[0].FullEncode);
        KeyframeIndex made = await IndexAsync(_folder["cut.mp4"]), source = await IndexAsync(film);
        Assert.Equal(("4:3", "tv", "bt709", "bt709", "bt709"), (made.Video.SampleAspect, made.Video.Range, made.Video.Space, made.Video.Primaries, made.Video.Transfer));
        Assert.Equal(source.Video.Profile, made.Video.Profile);
    }

    [Fact]
    public async Task A_cut_that_does_not_pass_its_check_gets_no_name_and_leaves_nothing()
    {
        NumberedPictures film = await corpus.FilmAsync("closed.mp4");
        KeyframeIndex index = await IndexAsync(film.File);
        SmartCutPlan plan = PlanOf(index, 1.3, 7.7);
        // The plan says one picture more than there is between its times.
        SmartCutPlan wrong = SmartCutPlanner.Everything(plan with { Spans = [plan.Spans[0] with { Frames = plan.Spans[0].Frames + 1 }, .. plan.Spans.Skip(1)] }, FullEncodeReasons.Cost);

        var failed = Assert.IsType<CutOutcome.Failed>(await SmartCutter.CutAsync([new CutSource(film.File, index, wrong)], _folder["cut.mp4"], null, CancellationToken.None));
        Assert.Equal("clip-check-failed", failed.Problem);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_smart_cut_that_fails_is_made_anew_with_everything_encoded()
    {
        NumberedPictures film = await corpus.FilmAsync("closed.mp4");
        KeyframeIndex index = await IndexAsync(film.File);
        SmartCutPlan plan = PlanOf(index, 1.3, 7.7);
        // Copied packets that are not those of the plan: one group too late.
        SmartCutPlan wrong = plan with { Spans = [plan.Spans[0], plan.Spans[1] with { Positions = new Reach(plan.Spans[1].Positions.First + 1, plan.Spans[1].Positions.Last) }, plan.Spans[2]] };

        var cut = Assert.IsType<CutOutcome.Cut>(await SmartCutter.CutAsync([new CutSource(film.File, index, wrong)], _folder["cut.mp4"], null, CancellationToken.None));
        Assert.Equal(FullEncodeReasons.CheckFailed, cut.Plans[0].FullEncode);
        Assert.NotNull(cut.GivenUp);
        Assert.Equal(film.Shown(1.3, 7.7), (await NumberedFilm.ReadAsync(_folder["cut.mp4"], _folder.Path)).Select(picture => picture.Number));
    }

    private async Task<CutOutcome.Cut> RightAsync(string kind, double from, double to)
    {
        NumberedPictures film = await corpus.FilmAsync(kind);
        CutOutcome.Cut cut = await CutAsync(film.File, from, to);
        int[] wanted = [.. film.Shown(from, to)], made = [.. (await NumberedFilm.ReadAsync(_folder["cut.mp4"], _folder.Path)).Select(picture => picture.Number)];
        Assert.True(wanted.SequenceEqual(made), string.Create(CultureInfo.InvariantCulture, $"{kind} {from}–{to}: wanted {wanted[0]}–{wanted[^1]} ({wanted.Length}), made {made[0]}–{made[^1]} ({made.Length})"));
        return cut;
    }

    private async Task<CutOutcome.Cut> CutAsync(string film, double from, double to)
    {
        KeyframeIndex index = await IndexAsync(film);
        SmartCutPlan plan = PlanOf(index, from, to);
        CutOutcome outcome = await SmartCutter.CutAsync([new CutSource(film, index, plan)], _folder["cut.mp4"], null, CancellationToken.None);
        if (outcome is CutOutcome.Failed failed) Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(film)} {from}–{to}: {failed.Problem}: {failed.Details}\n{plan.Describe()}"));
        return Assert.IsType<CutOutcome.Cut>(outcome);
    }

    private static SmartCutPlan PlanOf(KeyframeIndex index, double from, double to) =>
        Assert.IsType<PlanOutcome.Planned>(SmartCutPlanner.Plan(index, TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to))).Plan;

    private static async Task<KeyframeIndex> IndexAsync(string film) => Assert.IsType<IndexOutcome.Indexed>(await KeyframeIndexFile.ReadAsync(film, CancellationToken.None)).Index;
}
