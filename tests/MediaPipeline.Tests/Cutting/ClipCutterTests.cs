using MediaPipeline.Cutting;
using MediaPipeline.Recordings;

namespace MediaPipeline.Tests.Cutting;

public sealed class ClipCutterTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_pictures_of_a_clip_are_an_unbroken_run_of_those_of_the_recording()
    {
        await RecordAsync(1, 20, Noon);
        CutPlan plan = await PlanAsync(3.2, 15.1);
        var shares = new List<double>();

        var cut = Assert.IsType<CutOutcome.Cut>(await ClipCutter.CutAsync(plan, _folder.Path, _folder["clip \"1\".mp4"], new Told(shares), CancellationToken.None));
        IReadOnlyList<string> clip = await Film.PicturesAsync(_folder["clip \"1\".mp4"]);
        // Wanted are 3.2–15.1 s at 25 pictures a second; the segments of 4–14 s are copied.
        Assert.Equal(298, clip.Count);
        Assert.Equal((await SourceAsync(1)).Skip(100).Take(250), clip.Skip(20).Take(250));
        Assert.Equal(11.92, cut.Facts.Duration.TotalSeconds, 0.05);
        Assert.Equal("aac", Assert.Single(cut.Facts.Audio).Codec);
        Assert.Equal(1, shares[^1], 0.05);
        Assert.Equal(shares.Order(), shares);
        Assert.Equal(["clip \"1\".mp4", "part-0001"], Entries());
    }

    [Fact]
    public async Task A_clip_plays_before_it_is_loaded_to_its_end()
    {
        await RecordAsync(1, 4, Noon);
        Assert.IsType<CutOutcome.Cut>(await CutAsync(await PlanAsync(0, 4)));

        string bytes = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(_folder["clip.mp4"]));
        Assert.InRange(bytes.IndexOf("moov", StringComparison.Ordinal), 0, bytes.IndexOf("mdat", StringComparison.Ordinal));
        Assert.DoesNotContain("moof", bytes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wish_over_two_parts_becomes_one_clip_with_the_pictures_of_both()
    {
        await RecordAsync(1, 12, Noon);
        await RecordAsync(2, 10, Noon.AddSeconds(20));
        CutPlan plan = await PlanAsync(5, 27);

        var cut = Sound(await CutAsync(plan));
        // 5–12 s of the first, 0–7 s of the second: a second is encoded at either end.
        IReadOnlyList<string> clip = await Film.PicturesAsync(_folder["clip.mp4"]);
        Assert.Equal(350, clip.Count);
        Assert.Equal([.. (await SourceAsync(1)).Skip(150), .. (await SourceAsync(2)).Take(150)], clip.Skip(25).Take(300));
        Assert.Equal(14, cut.Facts.Duration.TotalSeconds, 0.2);
    }

    [Fact]
    public async Task A_part_with_another_size_is_left_out_and_the_rest_is_a_sound_clip()
    {
        await RecordAsync(1, 4, Noon);
        await RecordAsync(2, 6, Noon.AddSeconds(10), size: "480x360");
        CutPlan plan = await PlanAsync(0, 16);

        var cut = Assert.IsType<CutOutcome.Cut>(await CutAsync(plan));
        Assert.Equal(["part-0001"], plan.LeftOut);
        Assert.Equal(480, Assert.Single(cut.Facts.Video).Width);
        Assert.Equal(6, cut.Facts.Duration.TotalSeconds, 0.1);
    }

    [Fact]
    public async Task A_clip_over_a_lost_segment_joins_what_is_there()
    {
        await RecordAsync(1, 8, Noon);
        File.Delete(Path.Combine(_folder["part-0001"], "seg-000001.m4s"));
        CutPlan plan = await PlanAsync(0, 8);

        Assert.IsType<CutOutcome.Cut>(await CutAsync(plan));
        Assert.Equal(150, (await Film.PicturesAsync(_folder["clip.mp4"])).Count);
    }

    [Fact]
    public async Task A_damaged_segment_makes_no_clip()
    {
        await RecordAsync(1, 8, Noon);
        CutPlan plan = await PlanAsync(0, 8);
        await DamageAsync(2);

        Assert.Equal("clip-check-failed", Assert.IsType<CutOutcome.Failed>(await CutAsync(plan)).Problem);
        Assert.Equal(["part-0001"], Entries());
    }

    [Fact]
    public async Task What_was_decoded_while_the_recording_grew_is_not_decoded_once_more_and_everything_else_is()
    {
        await RecordAsync(1, 20, Noon);
        CutPlan plan = await PlanAsync(1, 19);
        var decoded = new DecodedSegments();
        foreach (int number in (int[])[3, 4, 5]) await decoded.LookAsync(_folder.Path, plan.Stretches[0].Init, SegmentOf(number), CancellationToken.None);
        // Damage that came later is seen only by who decodes again: so the test sees who does.
        await SpoilAsync(4);
        Assert.Equal(9 * 50, Sound(await CutAsync(plan, decoded)).Plans[0].Frames);
        Assert.Equal("clip-check-failed", Assert.IsType<CutOutcome.Failed>(await CutAsync(plan)).Problem);
        // Not looked at before; its groups stand beside known ones.
        await SpoilAsync(7);
        Assert.Equal("clip-check-failed", Assert.IsType<CutOutcome.Failed>(await CutAsync(plan, decoded)).Problem);
    }

    [Fact]
    public async Task A_segment_that_changed_its_length_or_does_not_decode_is_not_known()
    {
        await RecordAsync(1, 8, Noon);
        CutPlan plan = await PlanAsync(0, 8);
        await DamageAsync(2);
        var decoded = new DecodedSegments();
        foreach (int number in (int[])[1, 2]) await decoded.LookAsync(_folder.Path, plan.Stretches[0].Init, SegmentOf(number), CancellationToken.None);

        long Length(int number) => new FileInfo(Path.Combine(_folder["part-0001"], SegmentOf(number).Name)).Length;
        Assert.True(decoded.Has(_folder.Path, SegmentOf(1), Length(1)));
        Assert.False(decoded.Has(_folder.Path, SegmentOf(1), Length(1) + 1));
        Assert.False(decoded.Has(_folder.Path, SegmentOf(2), Length(2)));
        Assert.True(decoded.Knows(_folder.Path, SegmentOf(2)));
        Assert.False(decoded.Knows(_folder.Path, SegmentOf(3)));
    }

    [Theory]
    [InlineData("seg-000001.m4s")]
    [InlineData("init.mp4")]
    public async Task A_file_that_went_away_since_the_plan_makes_no_clip(string file)
    {
        await RecordAsync(1, 4, Noon);
        CutPlan plan = await PlanAsync(0, 4);
        File.Delete(Path.Combine(_folder["part-0001"], file));

        Assert.Equal("segments-missing", Assert.IsType<CutOutcome.Failed>(await CutAsync(plan)).Problem);
        Assert.Equal(["part-0001"], Entries());
    }

    [Fact]
    public async Task A_whole_recording_that_went_away_makes_no_clip()
    {
        await RecordAsync(1, 4, Noon);
        CutPlan plan = await PlanAsync(0, 4);
        Directory.Delete(_folder["part-0001"], recursive: true);

        Assert.Equal("segments-missing", Assert.IsType<CutOutcome.Failed>(await CutAsync(plan)).Problem);
    }

    [Theory]
    [InlineData("..", "part-0001/init.mp4")]
    [InlineData("part-0001", "../../secret")]
    [InlineData("/etc", "passwd")]
    [InlineData("part-0001", "")]
    public async Task A_plan_reads_no_file_outside_the_recording(string part, string name)
    {
        await RecordAsync(1, 4, Noon);
        CutPlan plan = await PlanAsync(0, 4);
        CutPlan hostile = plan with { Stretches = [plan.Stretches[0] with { Segments = [new SegmentFile(part, name)] }] };

        Assert.Equal("segments-missing", Assert.IsType<CutOutcome.Failed>(await CutAsync(hostile)).Problem);
    }

    [Fact]
    public async Task Cancelling_leaves_nothing_and_keeps_a_clip_that_was_there()
    {
        await RecordAsync(1, 4, Noon);
        await File.WriteAllTextAsync(_folder["clip.mp4"], "the clip before");
        using var stop = new CancellationTokenSource();
        var progress = new Told([], () => stop.Cancel());

        Assert.IsType<CutOutcome.Cancelled>(await ClipCutter.CutAsync(await PlanAsync(0, 4), _folder.Path, _folder["clip.mp4"], progress, stop.Token));
        Assert.Equal("the clip before", await File.ReadAllTextAsync(_folder["clip.mp4"]));
        Assert.Equal(["clip.mp4", "part-0001"], Entries());
    }

    private async Task RecordAsync(int number, double seconds, DateTimeOffset start, string size = "320x240")
    {
        string part = $"part-000{number}";
        await Film.RecordAsync(_folder[part], seconds, size);
        await Film.DateAsync(_folder.Path, part, start);
    }

    private async Task<CutPlan> PlanAsync(double from, double to) =>
        Assert.IsType<CutDecision.Ready>(CutPlanner.Plan(await new RecordingFolder(_folder.Path).ReadTimelineAsync(CancellationToken.None), Noon.AddSeconds(from), Noon.AddSeconds(to).AddMilliseconds(-1))).Plan;

    private Task<CutOutcome> CutAsync(CutPlan plan, DecodedSegments? decoded = null) => ClipCutter.CutAsync(plan, _folder.Path, _folder["clip.mp4"], null, CancellationToken.None, decoded);

    private static SegmentFile SegmentOf(int number) => new("part-0001", $"seg-00000{number}.m4s");

    // Inside a picture: its packet can be read and copied, and not decoded.
    private async Task SpoilAsync(int number)
    {
        string segment = Path.Combine(_folder["part-0001"], SegmentOf(number).Name);
        byte[] bytes = await File.ReadAllBytesAsync(segment);
        int inside = bytes.AsSpan().IndexOf("mdat"u8) + 2_000;
        for (int i = inside; i < inside + 200; i++) bytes[i] ^= 0x5A;
        await File.WriteAllBytesAsync(segment, bytes);
    }

    private async Task DamageAsync(int number)
    {
        string segment = Path.Combine(_folder["part-0001"], SegmentOf(number).Name);
        byte[] bytes = await File.ReadAllBytesAsync(segment);
        Array.Fill<byte>(bytes, 0xFF, bytes.Length / 3, bytes.Length / 3);
        await File.WriteAllBytesAsync(segment, bytes);
    }

    private static CutOutcome.Cut Sound(CutOutcome outcome)
    {
        if (outcome is CutOutcome.Failed failed) Assert.Fail($"{failed.Problem}: {failed.Details}");
        return Assert.IsType<CutOutcome.Cut>(outcome);
    }

    // ffmpeg's own reading of its own playlist is the measure.
    private Task<IReadOnlyList<string>> SourceAsync(int number) => Film.PicturesAsync(Path.Combine(_folder[$"part-000{number}"], "index.m3u8"));

    private IEnumerable<string> Entries() => Directory.EnumerateFileSystemEntries(_folder.Path).Select(entry => Path.GetFileName(entry)!).Order(StringComparer.Ordinal);

    private sealed class Told(List<double> shares, Action? then = null) : IProgress<double>
    {
        public void Report(double value)
        {
            shares.Add(value);
            then?.Invoke();
        }
    }
}
