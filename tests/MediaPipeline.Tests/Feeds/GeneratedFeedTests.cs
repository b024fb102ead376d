using MediaPipeline.Feeds;
using MediaPipeline.Probing;

namespace MediaPipeline.Tests.Feeds;

public sealed class GeneratedFeedTests
{
    [Fact]
    public async Task It_runs_in_real_time_with_a_key_frame_every_two_seconds_and_changing_pictures()
    {
        using var folder = new TempFolder();
        long begin = TimeProvider.System.GetTimestamp();
        await Film.FfmpegAsync([.. GeneratedFeed.Arguments(folder["feed.flv"], TimeSpan.FromSeconds(3))]);

        // ffmpeg may read up to half a second ahead of real time.
        Assert.InRange(TimeProvider.System.GetElapsedTime(begin).TotalSeconds, 2.4, 8);
        MediaFacts facts = Assert.IsType<ProbeOutcome.Media>(await MediaProbe.ProbeAsync(folder["feed.flv"], ProbeLimits.Default, CancellationToken.None)).Facts;
        VideoFacts video = Assert.Single(facts.Video);
        Assert.Equal(("h264", 1280, 720, "yuv420p"), (video.Codec, video.Width, video.Height, video.PixelFormat));
        Assert.Equal("aac", Assert.Single(facts.Audio).Codec);
        IReadOnlyList<string> pictures = await Film.PicturesAsync(folder["feed.flv"]);
        Assert.Equal(90, pictures.Count);
        Assert.Equal(90, pictures.Distinct().Count());
        Assert.Equal([0, 2], await KeyFramesAsync(folder["feed.flv"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_film_is_published_copied_or_encoded(bool copy)
    {
        using var folder = new TempFolder();
        await Film.FfmpegAsync("-f", "lavfi", "-i", "testsrc2=s=320x240:r=30:d=1", "-f", "lavfi", "-i", "sine=d=1:r=48000", "-c:v", "libx264", "-pix_fmt", "yuv420p", folder["-film's \"%d\".mp4"]);
        await Film.FfmpegAsync([.. PublishArguments.FromFile(folder["-film's \"%d\".mp4"], folder["out.flv"], loop: false, copy)]);

        Assert.Equal(30, (await Film.PicturesAsync(folder["out.flv"])).Count);
        if (copy) Assert.Equal(await Film.PicturesAsync(folder["-film's \"%d\".mp4"]), await Film.PicturesAsync(folder["out.flv"]));
    }

    [Fact]
    public void A_looped_film_repeats_without_end()
    {
        IReadOnlyList<string> looped = PublishArguments.FromFile("film.mp4", "rtmp://127.0.0.1/live/x", loop: true, copy: true);
        Assert.Equal("-1", looped[looped.ToList().IndexOf("-stream_loop") + 1]);
        Assert.DoesNotContain("-stream_loop", PublishArguments.FromFile("film.mp4", "rtmp://127.0.0.1/live/x", loop: false, copy: true));
    }

    private static async Task<IEnumerable<double>> KeyFramesAsync(string file)
    {
        await Film.FfmpegAsync("-skip_frame", "nokey", "-i", file, "-map", "0:v", "-fps_mode", "passthrough", "-c:v", "mpeg2video", "-f", "matroska", "-y", file + ".keys.mkv");
        IReadOnlyList<string> times = await Film.PacketsAsync(file + ".keys.mkv");
        double first = double.Parse(times[0]);
        return times.Select(time => Math.Round(double.Parse(time) - first, 1));
    }
}
