using MediaPipeline.Processes;
using MediaPipeline.Recordings;
using Studio.Testing;
using Xunit;

namespace Studio.Api.Tests;

/// <summary>Feeds that change or are cut off in the middle, through the real nginx and the real recorder: every second of them is in the recording.</summary>
public sealed class AwkwardFeedTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_feed_that_changes_its_size_in_one_connection_is_recorded_whole_in_two_formats()
    {
        await using StudioProcess studio = await StudioProcess.StartAsync();
        await Task.WhenAll(FilmAsync(studio, "large.flv", 9, "640x360"), FilmAsync(studio, "small.flv", 9, "320x240"));
        RecordingTimeline timeline = await RecordedAsync(studio, 18, async (key, _) =>
        {
            using RtmpSender sender = await RtmpSender.PublishAsync(studio, key);
            await sender.SendAsync(Path.Combine(studio.Folder, "large.flv"), time => (uint)time);
            await sender.SendAsync(Path.Combine(studio.Folder, "small.flv"), time => (uint)(9_000 + time));
        });

        Assert.Contains(timeline.Parts, part => part.Format.Contains("640x360", StringComparison.Ordinal));
        Assert.Contains(timeline.Parts, part => part.Format.Contains("320x240", StringComparison.Ordinal));
        Assert.Equal(2, timeline.Parts.Select(part => part.Format).Distinct().Count());
        Assert.Contains(timeline.Parts, part => part.Cause == GapCauses.ParametersChanged);
        foreach (RecordingPart part in timeline.Parts) await DecodesAsync(studio, part);
    }

    [Theory]
    [InlineData(600_000)]
    [InlineData(-5_000)]
    public async Task A_feed_whose_clock_leaps_is_recorded_whole_and_its_times_of_day_go_on(int leap)
    {
        await using StudioProcess studio = await StudioProcess.StartAsync();
        await FilmAsync(studio, "film.flv", 18, "320x240");
        RecordingTimeline timeline = await RecordedAsync(studio, 18, async (key, _) =>
        {
            using RtmpSender sender = await RtmpSender.PublishAsync(studio, key);
            await sender.SendAsync(Path.Combine(studio.Folder, "film.flv"), time => (uint)(20_000 + time + (time >= 8_300 ? leap : 0)));
        });

        Assert.All(timeline.Parts.SelectMany(part => part.Segments), segment => Assert.InRange(segment.Duration.TotalSeconds, 0.1, 4.5));
        Assert.Contains(timeline.Parts, part => part.Cause == GapCauses.ClockJumped);
        foreach (RecordingPart part in timeline.Parts) await DecodesAsync(studio, part);
    }

    [Fact]
    public async Task A_clock_that_wraps_after_49_days_goes_on()
    {
        await using StudioProcess studio = await StudioProcess.StartAsync();
        await FilmAsync(studio, "film.flv", 14, "320x240");
        RecordingTimeline timeline = await RecordedAsync(studio, 14, async (key, _) =>
        {
            using RtmpSender sender = await RtmpSender.PublishAsync(studio, key);
            await sender.SendAsync(Path.Combine(studio.Folder, "film.flv"), time => unchecked((uint)(time - 7_000)));
        });

        foreach (RecordingPart part in timeline.Parts) await DecodesAsync(studio, part);
    }

    [Fact]
    public async Task A_recorder_that_is_killed_loses_nothing()
    {
        await using StudioProcess studio = await StudioProcess.StartAsync();
        await FilmAsync(studio, "film.flv", 20, "320x240");
        RecordingTimeline timeline = await RecordedAsync(studio, 20, async (key, recording) =>
        {
            using RtmpSender sender = await RtmpSender.PublishAsync(studio, key);
            Task sent = sender.SendAsync(Path.Combine(studio.Folder, "film.flv"), time => (uint)time);
            await Wait.UntilAsync(async () => await ReadAsync(recording) is { IsEmpty: false } now && now.End - now.Start > TimeSpan.FromSeconds(4), "some of it is recorded");
            Signals.Send(Assert.Single(Running.Recorders(studio)), Signals.Kill);
            await sent;
        });

        Assert.Contains(timeline.Parts, part => part.Init.Part.EndsWith("-tail", StringComparison.Ordinal));
        foreach (RecordingPart part in timeline.Parts) await DecodesAsync(studio, part);
    }

    /// <summary>Publishes, and answers the recording: without a gap, and as long as the feed was.</summary>
    private static async Task<RecordingTimeline> RecordedAsync(StudioProcess studio, double seconds, Func<string, RecordingFolder, Task> publish)
    {
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        string session = StudioClient.Id(await manager.MakeSessionAsync(products: 1));
        var recording = new RecordingFolder(FolderOf(studio, session));
        await publish(await manager.MakeKeyAsync(session), recording);
        // The first group of pictures may come before the recorder; all that follows is there.
        await Wait.UntilAsync(async () => await ReadAsync(recording) is { IsEmpty: false } now && now.Parts.Sum(part => part.Segments.Sum(segment => segment.Duration.TotalSeconds)) > seconds - 3.2, "all of it is recorded", Long);
        RecordingTimeline timeline = await ReadAsync(recording);
        Assert.True(!timeline.Gaps.Any(), string.Join(" | ", timeline.Parts.Select(part => $"{part.Init.Part} {part.Cause} {part.Start:mm:ss.fff}: {string.Join(' ', part.Segments.Select(segment => segment.Duration.TotalSeconds))}")));
        double length = timeline.Parts.Sum(part => part.Segments.Sum(segment => segment.Duration.TotalSeconds));
        Assert.InRange(length, seconds - 3.2, seconds + 0.3);
        Assert.Equal(length, (timeline.End - timeline.Start).TotalSeconds, 0.6);
        return timeline;
    }

    private static Task<RecordingTimeline> ReadAsync(RecordingFolder recording) => recording.ReadTimelineAsync(CancellationToken.None);

    private static string FolderOf(StudioProcess studio, string session) => Path.Combine(studio.Folder, "media", "sessions", session);

    private static async Task DecodesAsync(StudioProcess studio, RecordingPart part)
    {
        string folder = Directory.GetDirectories(Path.Combine(studio.Folder, "media", "sessions"))[0], joined = Path.Combine(studio.Folder, "joined.mp4");
        await using (FileStream target = File.Create(joined))
        {
            foreach (SegmentFile file in (IEnumerable<SegmentFile>)[part.Init, .. part.Segments.Select(segment => segment.File)]) await target.WriteAsync(await File.ReadAllBytesAsync(Path.Combine(folder, file.Part, file.Name)));
        }
        ChildProcess ffmpeg = ChildProcess.Start(new ChildSpec("decode", "ffmpeg", ["-v", "error", "-nostdin", "-xerror", "-err_detect", "explode", "-i", joined, "-f", "null", "-"]));
        Assert.True(await ffmpeg.Exited == 0, $"{part.Init.Part}: {string.Join(" | ", ffmpeg.LastLines())}");
    }

    private static async Task FilmAsync(StudioProcess studio, string name, int seconds, string size)
    {
        ChildProcess ffmpeg = ChildProcess.Start(new ChildSpec("film", "ffmpeg",
        [
            "-v", "error", "-nostdin", "-f", "lavfi", "-i", $"testsrc2=s={size}:r=25:d={seconds}", "-f", "lavfi", "-i", $"sine=f=440:r=48000:d={seconds}",
            "-c:v", "libx264", "-preset", "veryfast", "-bf", "2", "-g", "50", "-keyint_min", "50", "-sc_threshold", "0", "-pix_fmt", "yuv420p", "-c:a", "aac", "-f", "flv", Path.Combine(studio.Folder, name),
        ]));
        Assert.True(await ffmpeg.Exited == 0, string.Join('\n', ffmpeg.LastLines()));
    }
}
