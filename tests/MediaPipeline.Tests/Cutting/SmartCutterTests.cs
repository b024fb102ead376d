using System.Globalization;
using MediaPipeline.Cutting;
using MediaPipeline.Probing;

namespace MediaPipeline.Tests.Cutting;

/// <summary>Films of all kinds, made once for all tests of exact cutting.</summary>
public sealed class SmartCutterTests : IDisposable
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
    public async Task The_edges_are_encoded_the_groups_between_copied_and_every_picture_is_right(string kind)
    {
        string film = await CorpusAsync(kind);
        foreach ((double from, double to) in ((double, double)[])[(1.3, 7.77), (2.0, 8.0), (0, 6.5), (3.1, 20)])
        {
            CutOutcome.Cut cut = await RightAsync(film, from, to);
            Assert.Null(cut.GivenUp);
            SmartCutPlan plan = Assert.Single(cut.Plans);
            Assert.Null(plan.FullEncode);
            Assert.InRange(plan.Spans.Single(span => span.Work == SpanWork.Copy).Frames, 90, 300);
        }
    }

    private async Task<string> CorpusAsync(string kind)
    {
        string film = _folder[kind];
        if (!File.Exists(film)) await Corpus.MakeAsync(kind, film, _folder);
        return film;
    }

    private async Task<CutOutcome.Cut> RightAsync(string film, double from, double to)
    {
        var index = Assert.IsType<IndexOutcome.Indexed>(await KeyframeIndexFile.ReadAsync(film, CancellationToken.None)).Index;
        var plan = Assert.IsType<PlanOutcome.Planned>(SmartCutPlanner.Plan(index, TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(to))).Plan;
        CutOutcome outcome = await SmartCutter.CutAsync([new CutSource(film, index, plan)], _folder["cut.mp4"], null, CancellationToken.None);
        if (outcome is CutOutcome.Failed failed) Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(film)} {from}–{to}: {failed.Problem}: {failed.Details}\n{plan.Describe()}"));
        var cut = Assert.IsType<CutOutcome.Cut>(outcome);
        IReadOnlyList<(int Number, double Time)> source = await NumberedFilm.ReadAsync(film, _folder.Path), made = await NumberedFilm.ReadAsync(_folder["cut.mp4"], _folder.Path);
        double zero = source[0].Time;
        Assert.Equal(source.Where(picture => picture.Time - zero >= from - 0.0005 && picture.Time - zero < to - 0.0005).Select(picture => picture.Number), made.Select(picture => picture.Number));
        return cut;
    }
}
