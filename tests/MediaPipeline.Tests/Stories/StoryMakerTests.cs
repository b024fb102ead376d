using System.Diagnostics;
using System.Globalization;
using MediaPipeline.Recordings;
using MediaPipeline.Stories;
using SkiaSharp;

namespace MediaPipeline.Tests.Stories;

/// <summary>Small pictures and the waveform of real recordings: each segment has its own grey, and beeps at its begin.</summary>
public sealed class StoryMakerTests(ITestOutputHelper output) : IDisposable
{
    private static readonly DateTimeOffset Later = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private readonly TempFolder _folder = new();

    private string Root => _folder["recording"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_segment_has_the_picture_and_the_sound_of_its_moment_also_where_another_part_has_another_shape()
    {
        await RecordAsync("part-0001", 20, darkest: 40);
        await RecordAsync("part-0002", 8, darkest: 140, size: "180x320");
        await MakeAsync("story");

        StoryIndex index = (await new StoryFolder(_folder["story"]).ReadAsync())!;
        Assert.Equal((160, 120, 14), (index.Width, index.Height, index.Entries.Count));
        Assert.All(index.Entries, entry => Assert.True(entry.HasPicture));
        Assert.Equal(Enumerable.Range(0, 10).Select(n => 40 + (10 * n)).Concat(Enumerable.Range(0, 4).Select(n => 140 + (10 * n))), Greys("story", 14), (want, got) => Math.Abs(want - got) <= 3);
        // The coarse sheet has the first of every thirty.
        Assert.InRange(Grey("story", coarse: true, 0), 37, 43);

        sbyte[] peaks = [.. (await File.ReadAllBytesAsync(_folder["story/peaks.bin"])).Select(level => unchecked((sbyte)level))];
        Assert.Equal(14 * 100 * 2, peaks.Length);
        for (int segment = 0; segment < 14; segment++)
        {
            int beep = LoudPairs(peaks, segment, 0, 23), rest = LoudPairs(peaks, segment, 30, 94);
            Assert.True(beep >= 22 && rest == 0, $"segment {segment}: {beep} of 23 pairs of the beep are loud, {rest} of the silence behind it");
        }
        byte[] overview = await File.ReadAllBytesAsync(_folder["story/overview.bin"]);
        Assert.Equal(28, overview.Length);
        Assert.All(Enumerable.Range(0, 14), segment => Assert.True(unchecked((sbyte)overview[(segment * 2) + 1]) > 80));
        Assert.False(Directory.Exists(_folder["story/work"]));
    }

    [Fact]
    public async Task It_grows_with_the_recording_and_comes_to_the_same_as_all_at_once_wherever_it_was_killed()
    {
        await RecordAsync("part-0001", 36, darkest: 20, step: 5);
        await MakeAsync("at once");
        RecordingTimeline whole = await ReadAsync();
        var maker = new StoryMaker(Root, _folder["grown"]);
        int looked = 0;
        for (int segments = 1; segments <= 18; segments++)
        {
            RecordingTimeline soFar = new([whole.Parts[0] with { Segments = [.. whole.Parts[0].Segments.Take(segments)] }]);
            int now = (await maker.StepAsync(soFar, over: false, soFar.End, CancellationToken.None)).Segments;
            // The newest has to wait: the end of its sound is in the next.
            Assert.True(looked + now <= Math.Max(0, segments - 1));
            looked += now;
            if (now > 0) await WreckAsync("grown");
        }
        Assert.InRange(looked, 12, 17);
        Assert.Equal(18 - looked, (await maker.StepAsync(whole, over: true, whole.End, CancellationToken.None)).Segments);

        foreach (string file in (string[])["index.txt", "overview.bin", "peaks.bin"]) Assert.Equal(await File.ReadAllBytesAsync(_folder[$"at once/{file}"]), await File.ReadAllBytesAsync(_folder[$"grown/{file}"]), (a, b) => Math.Abs(unchecked((sbyte)a) - unchecked((sbyte)b)) <= 3);
        Assert.Equal(Greys("at once", 18), Greys("grown", 18), (a, b) => Math.Abs(a - b) <= 2);
        Assert.Equal(StoryStep.Nothing, await maker.StepAsync(whole, over: true, whole.End, CancellationToken.None));
    }

    [Fact]
    public async Task One_that_is_cancelled_leaves_nothing_half_and_one_that_is_at_work_keeps_others_away()
    {
        await RecordAsync("part-0001", 20, darkest: 40);
        RecordingTimeline whole = await ReadAsync();
        using (var cancelled = new CancellationTokenSource())
        {
            Task<StoryStep> work = new StoryMaker(Root, _folder["story"]).StepAsync(whole, over: true, Later, cancelled.Token);
            await Film.UntilAsync(() => Directory.Exists(_folder["story/work"]) || work.IsCompleted, "it is at work");
            await cancelled.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        }
        Assert.Null(await new StoryFolder(_folder["story"]).ReadAsync());
        using (new StoryFolder(_folder["story"]).TryLock())
        {
            Assert.Equal(StoryStep.Nothing, await new StoryMaker(Root, _folder["story"]).StepAsync(whole, over: true, Later, CancellationToken.None));
        }
        await MakeAsync("story");
        Assert.Equal(10, Greys("story", 10).Count(grey => grey >= 37));
    }

    [Fact]
    public async Task A_segment_that_cannot_be_read_costs_its_own_tile_only()
    {
        await RecordAsync("part-0001", 12, darkest: 40);
        string broken = Path.Combine(Root, "part-0001", "seg-000002.m4s");
        DateTime written = File.GetLastWriteTimeUtc(broken);
        await File.WriteAllBytesAsync(broken, [.. Enumerable.Repeat((byte)0x47, 40_000)]);
        File.SetLastWriteTimeUtc(broken, written);
        await MakeAsync("story");
        StoryIndex index = (await new StoryFolder(_folder["story"]).ReadAsync())!;
        Assert.Equal([true, true, false, true, true, true], index.Entries.Select(entry => entry.HasPicture));
        Assert.Equal([40, 50, 0, 70, 80, 90], Greys("story", 6), (want, got) => Math.Abs(want - got) <= 3);
    }

    [Fact]
    public async Task A_recording_without_sound_has_pictures_and_silence()
    {
        await RecordAsync("part-0001", 8, darkest: 40, sound: false);
        await MakeAsync("story");
        Assert.Equal([40, 50, 60, 70], Greys("story", 4), (want, got) => Math.Abs(want - got) <= 3);
        Assert.All(await File.ReadAllBytesAsync(_folder["story/peaks.bin"]), level => Assert.Equal(0, level));
    }

    [Fact]
    public async Task What_an_hour_takes_of_the_disk_and_of_a_processor_is_little_and_is_told()
    {
        await Film.RecordAsync(Path.Combine(Root, "part-0001"), 240, "1280x720");
        TimeSpan before = ChildrenAndSelf();
        long begin = Stopwatch.GetTimestamp();
        await MakeAsync("story");
        double hour = 3600.0 / 240, wall = Stopwatch.GetElapsedTime(begin).TotalSeconds * hour, own = (ChildrenAndSelf() - before).TotalSeconds * hour;
        // Tiles of sheets that are not full are gone when they are.
        long bytes = Directory.EnumerateFiles(_folder["story"]).Sum(file => new FileInfo(file).Length);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"an hour of 1280x720: {bytes * hour / 1e6:0.0} MB, {wall:0} s of work, {own:0} s of it in this process"));
        Assert.InRange(bytes * hour / 1e6, 0.5, 25);
        Assert.True(wall < 600, "An hour takes less than ten minutes.");
    }

    private static TimeSpan ChildrenAndSelf() => Process.GetCurrentProcess().TotalProcessorTime;

    private Task<RecordingTimeline> ReadAsync() => new RecordingFolder(Root).ReadTimelineAsync(CancellationToken.None);

    private async Task MakeAsync(string story)
    {
        RecordingTimeline timeline = await ReadAsync();
        var maker = new StoryMaker(Root, _folder[story]);
        for (int left = 100; (await maker.StepAsync(timeline, over: true, Later, CancellationToken.None)).Segments > 0; left--) Assert.True(left > 0);
    }

    // What a kill may leave: longer files than the index says, half a line, half a sheet, work.
    private async Task WreckAsync(string story)
    {
        await File.AppendAllTextAsync(_folder[$"{story}/peaks.bin"], "half of what was to come");
        await File.AppendAllTextAsync(_folder[$"{story}/overview.bin"], "xyz");
        await File.AppendAllTextAsync(_folder[$"{story}/index.txt"], "part-0001/seg-0000");
        await File.WriteAllTextAsync(_folder[$"{story}/fine-0000.jpg.tmp"], "half");
        Directory.CreateDirectory(_folder[$"{story}/work"]);
        await File.WriteAllTextAsync(_folder[$"{story}/work/4000.png"], "half");
    }

    private static int LoudPairs(sbyte[] peaks, int segment, int from, int to) =>
        Enumerable.Range(from, to - from).Count(pair => peaks[(((segment * 100) + pair) * 2) + 1] > 60 && peaks[((segment * 100) + pair) * 2] < -60);

    private int[] Greys(string story, int count) => [.. Enumerable.Range(0, count).Select(tile => Grey(story, coarse: false, tile))];

    private int Grey(string story, bool coarse, int tile)
    {
        using SKBitmap sheet = SKBitmap.Decode(_folder[$"{story}/{StoryFolder.Sheet(coarse, tile / 100)}"]);
        (int width, int height) = (sheet.Width / 10, sheet.Height / 10);
        SKColor middle = sheet.GetPixel((tile % 10 * width) + (width / 2), (tile % 100 / 10 * height) + (height / 2));
        return middle.Green;
    }

    private async Task RecordAsync(string part, double seconds, int darkest, int step = 10, string size = "320x240", bool sound = true)
    {
        string folder = Path.Combine(Root, part), length = seconds.ToString(CultureInfo.InvariantCulture);
        Directory.CreateDirectory(folder);
        // Full range, so that grey stays grey.
        string grey = $"color=c=black:s={size}:r=25:d={length},format=gray,geq=lum='{darkest}+{step}*floor(T/2)',format=yuvj420p";
        await Film.FfmpegAsync(
            [
                "-f", "lavfi", "-i", grey, .. sound ? (string[])["-f", "lavfi", "-i", $"aevalsrc='if(lt(mod(t,2),0.5),0.9*sin(2*PI*440*t),0)':s=48000:d={length}"] : [],
                "-c:v", "libx264", "-preset", "veryfast", "-bf", "2", "-g", "50", "-keyint_min", "50", "-sc_threshold", "0", "-color_range", "pc", "-c:a", "aac", .. RecorderArguments.Output(folder),
            ], folder);
    }
}
