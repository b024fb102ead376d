using MediaPipeline.Cutting;
using MediaPipeline.Importing;
using MediaPipeline.Processes;
using MediaPipeline.Recordings;

namespace MediaPipeline.Tests.Importing;

/// <summary>A test for each awkward recording: what becomes of it, and what is said about it.</summary>
public sealed class SettlerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_plain_MP4_is_copied_picture_by_picture()
    {
        string film = await AwkwardFilm.PlainAsync(_folder["film.mp4"]);
        SettleOutcome.Settled settled = await SettleAsync(film);
        Assert.Equal((true, true), (settled.Plan.CopyPictures, settled.Plan.CopySound));
        Assert.Empty(settled.Plan.Repairs);
        Assert.Equal(5, settled.Duration.TotalSeconds, 0.1);
        Assert.Equal(await Film.PicturesAsync(film), await PicturesAsync());
    }

    [Fact]
    public async Task A_variable_rate_keeps_the_time_of_each_picture()
    {
        string film = await AwkwardFilm.VariableRateAsync(_folder["vfr.mp4"]);
        SettleOutcome.Settled settled = await SettleAsync(film);
        Assert.True(settled.Plan.CopyPictures);
        Assert.Equal([Repairs.VariableRate], settled.Plan.Repairs);
        Assert.Equal(await Film.PicturesAsync(film), await PicturesAsync());
        double[] before = await TimesAsync(film), after = await TimesAsync(Joined());
        Assert.Equal(before.Length, after.Length);
        Assert.All(before.Zip(after), pair => Assert.Equal(pair.First - before[0], pair.Second - after[0], 0.002));
    }

    [Theory]
    [InlineData("flv")]
    [InlineData("matroska")]
    public async Task A_recording_that_does_not_say_how_long_it_is_gets_its_length(string format)
    {
        string film = await AwkwardFilm.PipedAsync(_folder["piped"], format);
        SettleOutcome.Settled settled = await SettleAsync(film);
        Assert.True(settled.Plan.CopyPictures);
        // An FLV's reader looks at its last picture; of the other nobody knows before all is read.
        Assert.Equal(format == "matroska", settled.Plan.Repairs.Contains(Repairs.NoDuration));
        Assert.Equal(5, settled.Duration.TotalSeconds, 0.1);
        Assert.Equal(await Film.PicturesAsync(film), await PicturesAsync());
    }

    [Fact]
    public async Task An_MKV_is_copied()
    {
        string film = await AwkwardFilm.PlainAsync(_folder["film.mkv"]);
        Assert.True((await SettleAsync(film)).Plan.CopyPictures);
        Assert.Equal(await Film.PicturesAsync(film), await PicturesAsync());
    }

    [Fact]
    public async Task A_rotated_MOV_stands_upright()
    {
        string film = await AwkwardFilm.RotatedAsync(_folder["phone.mov"]);
        SettleOutcome.Settled settled = await SettleAsync(film);
        Assert.Contains(Repairs.Rotated, settled.Plan.Repairs);
        Assert.Equal((240, 320), (settled.Plan.Width, settled.Plan.Height));
        Assert.Contains("avc1 240x320", (await WholeAsync()).Format, StringComparison.Ordinal);
        Assert.Equal(125, (await PicturesAsync()).Count);
    }

    [Fact]
    public async Task Odd_pixels_become_square()
    {
        string film = await AwkwardFilm.PlainAsync(_folder["tv.mp4"], 2, "-vf", "setsar=4/3");
        SettleOutcome.Settled settled = await SettleAsync(film);
        Assert.Contains(Repairs.OddPixels, settled.Plan.Repairs);
        Assert.Equal((426, 240), (settled.Plan.Width, settled.Plan.Height));
    }

    [Fact]
    public async Task HEVC_of_a_phone_is_encoded_again()
    {
        await Film.FfmpegAsync("-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=2", "-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le", "-tag:v", "hvc1", "-x265-params", "log-level=error", "-y", _folder["phone.mov"]);
        SettleOutcome.Settled settled = await SettleAsync(_folder["phone.mov"]);
        Assert.Equal([Repairs.OtherCodec, Repairs.NoSound], settled.Plan.Repairs);
        Assert.StartsWith("avc1 320x240", (await WholeAsync()).Format, StringComparison.Ordinal);
        Assert.Equal(50, (await PicturesAsync()).Count);
    }

    [Fact]
    public async Task Key_pictures_that_are_far_apart_come_closer()
    {
        await Film.FfmpegAsync("-f", "lavfi", "-i", "testsrc2=s=160x120:r=10:d=25", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "1000", "-sc_threshold", "0", "-y", _folder["far.mp4"]);
        SettleOutcome.Settled settled = await SettleAsync(_folder["far.mp4"]);
        Assert.Contains(Repairs.KeysFarApart, settled.Plan.Repairs);
        Assert.InRange((await WholeAsync()).Segments.Max(segment => segment.Duration.TotalSeconds), 1, 3);
    }

    [Fact]
    public async Task A_TS_that_was_cut_off_is_kept_as_far_as_it_goes()
    {
        string film = await AwkwardFilm.PlainAsync(_folder["film.ts"]), cut = await AwkwardFilm.CutAsync(film, _folder["cut.ts"], 63);
        SettleOutcome.Settled settled = await SettleAsync(cut);
        Assert.InRange(settled.Duration.TotalSeconds, 2, 4.5);
        Assert.InRange((await PicturesAsync()).Count, 50, 115);
    }

    [Fact]
    public async Task An_MP4_that_was_cut_off_behind_its_index_is_kept_as_far_as_it_goes_and_that_is_said()
    {
        string film = await AwkwardFilm.PlainAsync(_folder["film.mp4"], 5, "-movflags", "+faststart"), cut = await AwkwardFilm.CutAsync(film, _folder["cut.mp4"], 60);
        SettleOutcome.Settled settled = await SettleAsync(cut);
        Assert.Contains(Repairs.EndMissing, settled.Plan.Repairs);
        Assert.InRange(settled.Duration.TotalSeconds, 2, 4.5);
    }

    [Fact]
    public async Task Damaged_pictures_are_encoded_again_so_that_clips_can_be_cut_and_that_is_said()
    {
        string film = await AwkwardFilm.PlainAsync(_folder["film.mkv"], 6), spoilt = await AwkwardFilm.SpoiltAsync(film, _folder["spoilt.mkv"]);
        SettleOutcome.Settled settled = await SettleAsync(spoilt);
        Assert.Contains(Repairs.DamagedPictures, settled.Plan.Repairs);
        Assert.False(settled.Plan.CopyPictures);
    }

    [Fact]
    public async Task Nothing_is_left_behind_when_it_is_cancelled_or_nothing_comes_out()
    {
        string film = await AwkwardFilm.PlainAsync(_folder["film.mp4"]);
        var found = Assert.IsType<LookOutcome.Found>(await ImportProbe.LookAsync(film, ImportLimits.Default, CancellationToken.None));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        Assert.IsType<SettleOutcome.Cancelled>(await new Settler(ImportLimits.Default).SettleAsync(film, _folder["work"], found.Facts, found.Scan, null, cancelled.Token));
        Assert.False(Directory.Exists(_folder["work"]));
        await File.WriteAllBytesAsync(film, new byte[20_000]);
        Assert.IsType<SettleOutcome.Refused>(await new Settler(ImportLimits.Default).SettleAsync(film, _folder["work"], found.Facts, found.Scan, null, CancellationToken.None));
        Assert.False(Directory.Exists(_folder["work"]));
    }

    [Fact]
    public async Task A_full_disk_is_said_and_nothing_is_left_behind()
    {
        string film = await AwkwardFilm.PlainAsync(_folder["film.mp4"]), disk = Directory.CreateDirectory(_folder["small"]).FullName;
        if (await ChildProcess.Start(new ChildSpec("mount", "mount", ["-t", "tmpfs", "-o", "size=200k", "none", disk])).Exited != 0) Assert.Skip("This user may not mount a small disk.");
        try
        {
            var found = Assert.IsType<LookOutcome.Found>(await ImportProbe.LookAsync(film, ImportLimits.Default, CancellationToken.None));
            var failed = Assert.IsType<SettleOutcome.Failed>(await new Settler(ImportLimits.Default).SettleAsync(film, Path.Combine(disk, "work"), found.Facts, found.Scan, null, CancellationToken.None));
            Assert.Equal("disk-full", failed.Code);
            Assert.Empty(Directory.EnumerateFileSystemEntries(disk));
        }
        finally
        {
            Assert.Equal(0, await ChildProcess.Start(new ChildSpec("umount", "umount", ["--lazy", disk])).Exited);
        }
    }

    [Fact]
    public async Task A_clip_is_cut_from_an_imported_recording_where_its_alignment_says()
    {
        var start = new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
        string session = Directory.CreateDirectory(_folder["session"]).FullName, import = Path.Combine(session, "import-x");
        string film = await AwkwardFilm.PlainAsync(_folder["film.mp4"], 14);
        await SettleAsync(film, import);
        var parts = new ImportedParts(session);
        Assert.Empty(await parts.ReadAsync(CancellationToken.None));
        await ImportedParts.WriteAsync(import, new AlignmentNote(1, start, "hand", TimeSpan.FromSeconds(1), "editor", start), CancellationToken.None);
        await ImportedParts.WriteAsync(import, new AlignmentNote(2, start.AddMinutes(1), "hand", TimeSpan.FromSeconds(1), "editor", start), CancellationToken.None);
        RecordingTimeline timeline = RecordingTimeline.Empty.FilledWith(await parts.ReadAsync(CancellationToken.None));
        Assert.Equal(start.AddMinutes(1), timeline.Start);
        var ready = Assert.IsType<CutDecision.Ready>(CutPlanner.Plan(timeline, start.AddSeconds(62.5), start.AddSeconds(73.2)));
        Assert.IsType<CutOutcome.Cut>(await ClipCutter.CutAsync(ready.Plan, session, _folder["clip.mp4"], null, CancellationToken.None));
        IReadOnlyList<string> source = await Film.PicturesAsync(film), clip = await Film.PicturesAsync(_folder["clip.mp4"]);
        // Pictures 63 to 329; the whole groups from 100 to 300 are copied, the others are encoded.
        Assert.Equal(330 - 63, clip.Count);
        Assert.Equal(source.Skip(100).Take(200), clip.Skip(100 - 63).Take(200));
        // Taken back, it lies nowhere.
        await ImportedParts.WriteAsync(import, new AlignmentNote(3, null, "taken-back", TimeSpan.Zero, "editor", start), CancellationToken.None);
        Assert.Empty(await parts.ReadAsync(CancellationToken.None));
    }

    private async Task<SettleOutcome.Settled> SettleAsync(string film, string? folder = null)
    {
        LookOutcome look = await ImportProbe.LookAsync(film, ImportLimits.Default, CancellationToken.None);
        LookOutcome.Found found = Assert.IsType<LookOutcome.Found>(look);
        return Assert.IsType<SettleOutcome.Settled>(await new Settler(ImportLimits.Default).SettleAsync(film, folder ?? _folder["import-x"], found.Facts, found.Scan, null, CancellationToken.None));
    }

    private async Task<RecordingPart> WholeAsync() => Assert.IsType<RecordingPart>(await ImportedParts.ReadWholeAsync(_folder["import-x"], CancellationToken.None));

    private Task<IReadOnlyList<string>> PicturesAsync() => Film.PicturesAsync(Joined());

    private string Joined()
    {
        string folder = _folder["import-x"], joined = _folder["joined.mp4"];
        using FileStream target = File.Create(joined);
        foreach (string file in (IEnumerable<string>)[Path.Combine(folder, "init.mp4"), .. Directory.GetFiles(folder, "seg-*.m4s").Order(StringComparer.Ordinal)]) target.Write(File.ReadAllBytes(file));
        return joined;
    }

    private static async Task<double[]> TimesAsync(string film) => [.. (await Film.PacketsAsync(film)).Select(line => double.Parse(line.Trim(','), System.Globalization.CultureInfo.InvariantCulture)).Order()];
}
