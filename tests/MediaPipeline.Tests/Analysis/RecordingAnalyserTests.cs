using MediaPipeline.Analysis;
using MediaPipeline.Recordings;
using MediaPipeline.Stories;

namespace MediaPipeline.Tests.Analysis;

public sealed class RecordingAnalyserTests(MixedFilm mixed) : IClassFixture<MixedFilm>
{
    private static readonly DateTimeOffset Begin = new(2026, 8, 8, 20, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_recording_that_grows_gives_what_the_whole_gives_and_no_segment_is_looked_at_twice()
    {
        using var folder = new TempFolder();
        string root = folder["recording"], file = folder["analysis.json"];
        await PartAsync(root, "part-0001");
        await Tests.Film.DateAsync(root, "part-0001", Begin);
        RecordingTimeline whole = await new RecordingFolder(root).ReadTimelineAsync(default);
        var analyser = new RecordingAnalyser(root, file);
        int looked = 0;
        // The last one that is closed may still be the last: batches end at 8 s, amid silence and still bars, and at 16 s, where the flash is.
        for (int known = 5; known < whole.Parts[0].Segments.Count; known += 4)
        {
            var growing = new RecordingTimeline([whole.Parts[0] with { Segments = [.. whole.Parts[0].Segments.Take(known)] }]);
            looked += (await analyser.StepAsync(growing, over: false, Begin + TimeSpan.FromSeconds(5), default)).Segments;
            Assert.False((await analyser.ReadAsync(default)).Covers(whole));
        }
        Assert.Equal(8, looked);
        looked += (await analyser.StepAsync(whole, over: true, Begin + TimeSpan.FromHours(1), default)).Segments;
        Assert.Equal(whole.Parts[0].Segments.Count, looked);
        Assert.Equal(StoryStep.Nothing, await analyser.StepAsync(whole, over: true, Begin + TimeSpan.FromHours(1), default));
        RecordingAnalysis grown = await analyser.ReadAsync(default);
        Assert.True(grown.Covers(whole));

        var atOnce = new RecordingAnalyser(root, folder["at-once.json"]);
        await atOnce.StepAsync(whole, over: true, Begin + TimeSpan.FromHours(1), default);
        FilmAnalysis expected = (await atOnce.ReadAsync(default)).Parts[0].Film, found = Assert.Single(grown.Parts).Film;
        Assert.Equal(expected.Scenes, found.Scenes);
        Assert.Equal(expected.Black, found.Black);
        Assert.Equal(expected.Frozen, found.Frozen);
        Assert.Equal(expected.Silences.Count, found.Silences.Count);
        // Where a batch begins, the decoder of the sound and the meter have heard seconds less: a window differs by a rounding.
        Assert.Equal(expected.Levels.HalfDecibels.Length, found.Levels.HalfDecibels.Length);
        Assert.All(expected.Levels.HalfDecibels.Zip(found.Levels.HalfDecibels), pair => Assert.True(pair.First > 80 ? pair.Second > 70 : Math.Abs(pair.First - pair.Second) <= 4, $"{pair}"));
        Assert.Equal(expected.Loudness.Momentary.Count, found.Loudness.Momentary.Count);
        // The meter's tenths of a second begin elsewhere in a batch, so a step may hold what was in its neighbour.
        for (int i = 1; i < found.Loudness.ShortTerm.Count - 1; i++)
        {
            float[] around = [.. expected.Loudness.ShortTerm.Skip(i - 1).Take(3)];
            Assert.InRange(found.Loudness.ShortTerm[i], around.Min() - 1, around.Max() + 1);
        }
        Assert.Equal(expected.Integrated!.Value, found.Integrated!.Value, 0.3);
        Assert.Equal(expected.LoudnessBlocks.Counts.Sum(), found.LoudnessBlocks.Counts.Sum(), 4.0);
    }

    [Fact]
    public async Task A_gap_stays_a_gap_a_segment_that_cannot_be_read_is_named_and_hidden_stretches_stay_hidden()
    {
        using var folder = new TempFolder();
        string root = folder["recording"], file = folder["analysis.json"];
        await Tests.Film.RecordAsync(Path.Combine(root, "part-0001"), 6);
        await Tests.Film.RecordAsync(Path.Combine(root, "part-0002"), 6);
        await Tests.Film.DateAsync(root, "part-0001", Begin);
        await Tests.Film.DateAsync(root, "part-0002", Begin + TimeSpan.FromSeconds(60));
        RecordingTimeline timeline = await new RecordingFolder(root).ReadTimelineAsync(default);
        Segment broken = timeline.Parts[1].Segments[1];
        await File.WriteAllTextAsync(Path.Combine(root, broken.File.Part, broken.File.Name), "not a segment");
        var analyser = new RecordingAnalyser(root, file);
        int looked = 0;
        for (StoryStep step; (step = await analyser.StepAsync(timeline, over: true, Begin + TimeSpan.FromHours(1), default)) != StoryStep.Nothing;) looked += step.Segments;
        Assert.Equal(timeline.Parts.Sum(part => part.Segments.Count), looked);

        IReadOnlyList<ClockedAnalysis> pieces = (await analyser.ReadAsync(default)).OnClock(timeline);
        Assert.Equal(2, pieces.Count);
        Assert.Equal([Begin, Begin + TimeSpan.FromSeconds(60)], pieces.Select(piece => piece.From));
        Assert.True(pieces[0].To < Begin + TimeSpan.FromSeconds(7));
        FilmSpan unreadable = Assert.Single(pieces[1].Film.Unreadable);
        Assert.Equal((broken.MediaStart, broken.MediaStart + broken.Duration), (unreadable.From, unreadable.To));
        // Rehearsed: what lies in it is nobody's to see.
        RecordingTimeline without = timeline.Without([new Stretch(Begin + TimeSpan.FromSeconds(2.5), Begin + TimeSpan.FromSeconds(3))]);
        IReadOnlyList<ClockedAnalysis> shown = (await analyser.ReadAsync(default)).OnClock(without);
        Assert.Equal(3, shown.Count);
        Assert.All(shown, piece => Assert.False(piece.From < Begin + TimeSpan.FromSeconds(3) && piece.To > Begin + TimeSpan.FromSeconds(2.5)));
        Assert.True(shown[0].Film.Levels.HalfDecibels.Length < pieces[0].Film.Levels.HalfDecibels.Length);
    }

    [Fact]
    public async Task A_half_written_analysis_is_made_again_and_two_at_once_do_not_meet()
    {
        using var folder = new TempFolder();
        string root = folder["recording"], file = folder["analysis.json"];
        await Tests.Film.RecordAsync(Path.Combine(root, "part-0001"), 4);
        await Tests.Film.DateAsync(root, "part-0001", Begin);
        RecordingTimeline timeline = await new RecordingFolder(root).ReadTimelineAsync(default);
        await File.WriteAllTextAsync(file, "{\"version\":1,\"parts\":[{\"part\":\"part-00");
        StoryStep[] both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => new RecordingAnalyser(root, file).StepAsync(timeline, over: true, Begin + TimeSpan.FromHours(1), default)));
        Assert.Equal(timeline.Parts[0].Segments.Count, both.Sum(step => step.Segments));
        Assert.True((await new RecordingAnalyser(root, file).ReadAsync(default)).Covers(timeline));
    }

    private async Task PartAsync(string root, string part)
    {
        string folder = Path.Combine(root, part);
        Directory.CreateDirectory(folder);
        await Tests.Film.FfmpegAsync(["-i", mixed.File, "-c", "copy", .. RecorderArguments.Output(folder)], folder);
    }
}
