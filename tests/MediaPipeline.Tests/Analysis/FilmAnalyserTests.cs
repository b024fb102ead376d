using System.Globalization;
using MediaPipeline.Analysis;
using MediaPipeline.Processes;
using SkiaSharp;

namespace MediaPipeline.Tests.Analysis;

public sealed class FilmAnalyserTests(MixedFilm mixed) : IClassFixture<MixedFilm>
{
    private static readonly double Frame = 0.04;

    [Fact]
    public async Task Scenes_black_and_frozen_stretches_are_marked_and_a_flash_is_not()
    {
        FilmAnalysis film = await AnalyseAsync(mixed.File);
        // Of three pictures one is looked at: a mark is late by two at most.
        Assert.InRange(film.Grain.TotalSeconds, 2 * Frame, (3 * Frame) + 0.001);
        Near([4, 6, 10, 14], film.Scenes.Select(scene => scene.TotalSeconds), film.Grain.TotalSeconds);
        FilmSpan black = Assert.Single(film.Black);
        Near([4, 6], [black.From.TotalSeconds, black.To.TotalSeconds], film.Grain.TotalSeconds);
        Near([4, 6, 6, 10], film.Frozen.SelectMany(span => new[] { span.From.TotalSeconds, span.To.TotalSeconds }), film.Grain.TotalSeconds);
        Assert.Equal(20, film.Range.To.TotalSeconds, 0.1);
    }

    [Fact]
    public async Task Every_picture_gives_marks_that_are_exact()
    {
        FilmAnalysis film = await AnalyseAsync(mixed.File, new AnalysisWish { EveryPicture = true });
        Assert.Equal([4, 6, 10, 14], film.Scenes.Select(scene => scene.TotalSeconds));
        Assert.Equal(Frame, film.Grain.TotalSeconds, 0.001);
    }

    [Fact]
    public async Task Speech_is_told_from_silence_from_a_tone_and_from_noise()
    {
        FilmAnalysis film = await AnalyseAsync(mixed.File);
        FilmSpan speech = Assert.Single(film.SpeechLikely);
        Assert.Equal(0, speech.From.TotalSeconds, 0.5);
        Assert.InRange(speech.To.TotalSeconds, 5.3, 6.5);
        Assert.Contains(film.Silences, silence => Math.Abs(silence.From.TotalSeconds - 5.75) < 0.3 && Math.Abs(silence.To.TotalSeconds - 9) < 0.1);
        Assert.Contains(film.Silences, silence => Math.Abs(silence.From.TotalSeconds - 17) < 0.1 && silence.To.TotalSeconds > 19.9);
        Assert.DoesNotContain(film.Silences, silence => silence.To.TotalSeconds > 9.1 && silence.From.TotalSeconds < 16.9);
    }

    [Fact]
    public async Task The_loudness_is_what_the_meter_of_ffmpeg_says_of_the_whole()
    {
        FilmAnalysis film = await AnalyseAsync(mixed.File);
        ChildProcess meter = ChildProcess.Start(new ChildSpec("meter", "ffmpeg", ["-hide_banner", "-nostdin", "-nostats", "-i", mixed.File, "-vn", "-af", "ebur128", "-f", "null", "-"]));
        Assert.Equal(0, await meter.Exited);
        string said = meter.LastLines().Last(line => line.Trim().StartsWith("I:", StringComparison.Ordinal)).Replace("I:", "").Replace("LUFS", "").Trim();
        Assert.Equal(double.Parse(said, CultureInfo.InvariantCulture), film.Integrated!.Value, 0.2);
        // The tone of 440 Hz is as loud from its begin to its end; behind everything there is silence.
        Assert.All(Enumerable.Range(19, 6), step => Assert.Equal(-21.8, film.Loudness.Momentary[step - film.Loudness.First], 0.3));
        Assert.Equal(LoudnessCurve.Silence, film.Loudness.Momentary[^1]);
    }

    [Fact]
    public async Task Sheets_show_a_picture_each_two_seconds()
    {
        using var folder = new TempFolder();
        var done = Assert.IsType<AnalysisOutcome.Analysed>(await FilmAnalyser.AnalyseAsync(mixed.File, new AnalysisWish { SheetFolder = folder.Path }, null, default));
        Assert.Equal(10, done.Storyboard!.Times.Count);
        Assert.Equal(["fine-0000.jpg"], done.Storyboard.Sheets);
        using SKBitmap sheet = SKBitmap.Decode(folder["fine-0000.jpg"]);
        Assert.Equal((1600, 1200), (sheet.Width, sheet.Height));
        // The tile at four seconds (or a picture later) is black, the one at six is not.
        Assert.True(sheet.GetPixel((160 * 2) + 80, 60).Green < 20);
        Assert.True(sheet.GetPixel((160 * 4) + 10, 20).Green > 60);
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task What_was_found_is_kept_and_not_looked_for_again_until_the_film_changes()
    {
        using var folder = new TempFolder();
        string film = folder["film.mp4"], kept = folder["analysis.json"];
        await Tests.Film.FeedAsync(folder["film.flv"], 2);
        File.Move(folder["film.flv"], film);
        FilmAnalysis first = Assert.IsType<AnalysisOutcome.Analysed>(await AnalysisFile.AnalyseAsync(film, kept, null, null, default)).Film;
        DateTime written = File.GetLastWriteTimeUtc(kept);
        FilmAnalysis again = Assert.IsType<AnalysisOutcome.Analysed>(await AnalysisFile.AnalyseAsync(film, kept, null, null, default)).Film;
        Assert.Equal(written, File.GetLastWriteTimeUtc(kept));
        Assert.Equivalent(first, again);
        KeptFilmAnalysis? known = await AnalysisFile.ReadAsync(film, kept, default);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(film))), known!.Source.Sha256);
        await File.AppendAllTextAsync(film, "more");
        Assert.Null(await AnalysisFile.ReadAsync(film, kept, default));
        await File.WriteAllTextAsync(kept, "{\"version\":1,\"sou");
        Assert.IsType<AnalysisOutcome.Analysed>(await AnalysisFile.AnalyseAsync(film, kept, null, null, default));
        Assert.NotNull(await AnalysisFile.ReadAsync(film, kept, default));
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public async Task Sound_without_pictures_has_its_curves()
    {
        using var folder = new TempFolder();
        await Tests.Film.FfmpegAsync("-f", "lavfi", "-i", "sine=f=440:r=44100:d=3", "-c:a", "aac", "-y", folder["sound.m4a"]);
        FilmAnalysis film = await AnalyseAsync(folder["sound.m4a"]);
        Assert.Equal((false, true), (film.HasPicture, film.HasSound));
        Assert.Empty(film.Scenes);
        Assert.Empty(film.Silences);
        Assert.NotNull(film.Integrated);
    }

    [Fact]
    public async Task Pictures_without_sound_have_their_marks()
    {
        using var folder = new TempFolder();
        await Tests.Film.FfmpegAsync("-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=2[a];mandelbrot=s=320x240:r=25,trim=duration=2,setpts=PTS-STARTPTS[b];[a][b]concat,format=yuv420p", "-c:v", "libx264", "-preset", "ultrafast", "-y", folder["mute.mp4"]);
        FilmAnalysis film = await AnalyseAsync(folder["mute.mp4"]);
        Assert.Equal((true, false), (film.HasPicture, film.HasSound));
        Near([2], film.Scenes.Select(scene => scene.TotalSeconds), 0.05);
        Assert.Empty(film.Silences);
        Assert.Null(film.Integrated);
    }

    [Fact]
    public async Task A_film_of_one_second_is_analysed()
    {
        using var folder = new TempFolder();
        await Tests.Film.FeedAsync(folder["short.flv"], 1);
        FilmAnalysis film = await AnalyseAsync(folder["short.flv"]);
        Assert.Equal(1, film.Range.Length.TotalSeconds, 0.1);
        Assert.Empty(film.Scenes);
    }

    [Fact]
    public async Task A_varying_rate_moves_no_mark_and_a_picture_that_stands_is_frozen()
    {
        using var folder = new TempFolder();
        // From 2 s on each third picture is missing, and from 5 to 8 all of them.
        await Tests.Film.FfmpegAsync(
            "-f", "lavfi", "-i", "testsrc2=s=320x240:r=30:d=4[a];mandelbrot=s=320x240:r=30,trim=duration=6,setpts=PTS-STARTPTS[b];[a][b]concat,select='lt(t,2)+gte(t,2)*mod(n,3)',select='not(between(t,5.01,7.99))',format=yuv420p",
            "-fps_mode", "vfr", "-c:v", "libx264", "-preset", "veryfast", "-sc_threshold", "0", "-y", folder["vfr.mp4"]);
        FilmAnalysis film = await AnalyseAsync(folder["vfr.mp4"], new AnalysisWish { EveryPicture = true });
        Assert.Contains(film.Scenes, scene => Math.Abs(scene.TotalSeconds - 4) < 0.07);
        FilmSpan frozen = Assert.Single(film.Frozen);
        Near([5, 8], [frozen.From.TotalSeconds, frozen.To.TotalSeconds], 0.07);
    }

    [Theory]
    [InlineData("noise")]
    [InlineData("playlist")]
    [InlineData("empty")]
    public async Task What_is_no_film_is_refused(string kind)
    {
        using var folder = new TempFolder();
        string file = folder["upload.mp4"];
        byte[] noise = new byte[50_000];
        new Random(5).NextBytes(noise);
        await File.WriteAllBytesAsync(file, kind switch { "noise" => noise, "playlist" => System.Text.Encoding.UTF8.GetBytes($"#EXTM3U\n#EXTINF:4,\n{mixed.File}\n#EXT-X-ENDLIST\n"), _ => [] });
        Assert.Equal("not-media", Assert.IsType<AnalysisOutcome.Failed>(await AnalysisFile.AnalyseAsync(file, folder["analysis.json"], null, null, default)).Problem);
        Assert.Equal("not-found", Assert.IsType<AnalysisOutcome.Failed>(await AnalysisFile.AnalyseAsync(folder["nowhere.mp4"], folder["analysis.json"], null, null, default)).Problem);
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Of_a_film_that_breaks_off_what_is_there_is_analysed()
    {
        using var folder = new TempFolder();
        await Tests.Film.FeedAsync(folder["whole.flv"], 6);
        byte[] whole = await File.ReadAllBytesAsync(folder["whole.flv"]);
        await File.WriteAllBytesAsync(folder["broken.flv"], whole[..(whole.Length / 2)]);
        FilmAnalysis film = await AnalyseAsync(folder["broken.flv"]);
        Assert.InRange(film.Range.To.TotalSeconds, 1.5, 5);
    }

    [Fact]
    public async Task An_analysis_that_is_given_up_leaves_nothing()
    {
        using var folder = new TempFolder();
        using var wish = new CancellationTokenSource();
        var seen = new Given(wish);
        Assert.IsType<AnalysisOutcome.Cancelled>(await AnalysisFile.AnalyseAsync(mixed.File, folder["analysis.json"], new AnalysisWish { SheetFolder = folder.Path }, seen, wish.Token));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    private static async Task<FilmAnalysis> AnalyseAsync(string file, AnalysisWish? wish = null)
    {
        AnalysisOutcome outcome = await FilmAnalyser.AnalyseAsync(file, wish, null, default);
        return Assert.IsType<AnalysisOutcome.Analysed>(outcome).Film;
    }

    private static void Near(IReadOnlyList<double> expected, IEnumerable<double> found, double slack)
    {
        double[] all = [.. found];
        Assert.True(expected.Count == all.Length && expected.Zip(all).All(pair => pair.Second >= pair.First - 0.001 && pair.Second <= pair.First + slack + 0.001), $"Expected {string.Join(' ', expected)}, found {string.Join(' ', all)}");
    }

    // Cancels as soon as there is any progress.
    private sealed class Given(CancellationTokenSource wish) : IProgress<double>
    {
        public void Report(double value) => wish.Cancel();
    }
}
