using MediaPipeline.Imaging;

namespace MediaPipeline.Tests.Imaging;

public sealed class CoverSuggesterTests
{
    [Fact]
    public async Task Suggestions_are_neither_black_nor_blurred_nor_dissolving_and_show_different_things()
    {
        using var folder = new TempFolder();
        // 0–1 black, 1–3 sharp, 3–5 the same blurred, 5–6 a dissolve into another picture until 8.
        await Film.FfmpegAsync(
            "-f", "lavfi", "-i", "color=black:s=320x180:r=25:d=1", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=2", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=3,gblur=sigma=12",
            "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=3,negate", "-filter_complex", "[0][1][2]concat=n=3,settb=1/25[a];[3]settb=1/25[m];[a][m]xfade=duration=1:offset=5,format=yuv420p",
            "-t", "8", "-c:v", "libx264", "-preset", "veryfast", "-y", folder["film.mp4"]);

        var outcome = Assert.IsType<SuggestOutcome.Suggested>(await CoverSuggester.SuggestAsync(folder["film.mp4"], 2, TestContext.Current.CancellationToken));

        double[] times = [.. outcome.Frames.Select(frame => frame.At.TotalSeconds).Order()];
        Assert.InRange(times[0], 1, 3);
        Assert.InRange(times[1], 6, 8);
        Assert.Contains(outcome.Frames[0].Reasons, reason => reason.Code == CoverReasons.Sharp && reason.Number > 0.9);
        Assert.All(outcome.Frames, frame => Assert.Contains(frame.Reasons, reason => reason.Code == CoverReasons.Different));
    }

    [Theory]
    [InlineData("film.mp4")]
    [InlineData("film.ts")]
    [InlineData("film.flv")]
    public async Task The_frame_that_is_given_out_is_exactly_the_one_that_was_chosen(string name)
    {
        using var folder = new TempFolder();
        await NumberedFilm.MakeAsync(folder[name], 7, NumberedFilm.X264(group: 90));

        var outcome = Assert.IsType<SuggestOutcome.Suggested>(await CoverSuggester.SuggestAsync(folder[name], 3, TestContext.Current.CancellationToken));

        IReadOnlyList<(int Number, double Time)> shown = await NumberedFilm.ReadAsync(folder[name], folder.Path);
        Assert.Equal(3, outcome.Frames.Count);
        List<double> apart = [];
        foreach (CoverSuggestion frame in outcome.Frames)
        {
            int number = await NumberAsync(frame.Jpeg, folder.Path);
            Assert.Equal(shown[number].Number, number);
            apart.Add(frame.At.TotalSeconds - (shown[number].Time - shown[0].Time));
        }
        // Pictures begin a little after the sound where a container has no edit list; that is the same for all of them.
        Assert.All(apart, seconds => Assert.InRange(seconds, -0.002, name == "film.mp4" ? 0.002 : 0.12));
        Assert.True(apart.Max() - apart.Min() < 0.004, string.Join(' ', apart));
    }

    [Fact]
    public async Task What_is_no_film_is_refused_with_its_code()
    {
        using var folder = new TempFolder();
        await Film.FfmpegAsync("-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac", "-y", folder["sound.mp4"]);
        await File.WriteAllTextAsync(folder["list.mp4"], "#EXTM3U\n#EXTINF:4,\n/etc/passwd\n", TestContext.Current.CancellationToken);

        Assert.Equal(new SuggestOutcome.Refused(CoverSuggester.NoPicture), await CoverSuggester.SuggestAsync(folder["sound.mp4"], 3, TestContext.Current.CancellationToken));
        Assert.Equal(new SuggestOutcome.Refused("not-media"), await CoverSuggester.SuggestAsync(folder["list.mp4"], 3, TestContext.Current.CancellationToken));
        Assert.Equal(new SuggestOutcome.Refused("not-found"), await CoverSuggester.SuggestAsync(folder["none.mp4"], 3, TestContext.Current.CancellationToken));
        Assert.Null(await FrameGrab.GrabAsync(folder["list.mp4"], TimeSpan.Zero, TestContext.Current.CancellationToken));
    }

    private static async Task<int> NumberAsync(byte[] jpeg, string work)
    {
        // ffmpeg reads a percent sign in a picture's name as a pattern, and the folder has one.
        string picture = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.jpg");
        await File.WriteAllBytesAsync(picture, jpeg);
        try
        {
            return (await NumberedFilm.ReadAsync(picture, work))[0].Number;
        }
        finally
        {
            File.Delete(picture);
        }
    }
}
