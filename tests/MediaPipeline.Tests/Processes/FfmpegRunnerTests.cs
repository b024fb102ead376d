using MediaPipeline.Processes;

namespace MediaPipeline.Tests.Processes;

public sealed class FfmpegRunnerTests
{
    private static readonly string[] Endless = ["-re", "-f", "lavfi", "-i", "testsrc2=s=160x120:r=25", "-f", "null", "-"];

    [Fact]
    public async Task Progress_grows_and_ends_at_the_whole()
    {
        var seen = new Seen();
        FfmpegOutcome outcome = await FfmpegRunner.RunAsync(new FfmpegJob(["-f", "lavfi", "-i", "testsrc2=s=160x120:r=25:d=8", "-f", "null", "-"], TimeSpan.FromSeconds(8)), seen, CancellationToken.None);

        Assert.IsType<FfmpegOutcome.Success>(outcome);
        Assert.Equal(200, seen.Reports[^1].Frame);
        Assert.Equal(1, seen.Reports[^1].Share!.Value, 0.01);
        Assert.Equal(seen.Reports.Select(report => report.Written).Order(), seen.Reports.Select(report => report.Written));
    }

    [Fact]
    public async Task A_failure_brings_the_code_and_what_ffmpeg_said()
    {
        FfmpegOutcome outcome = await FfmpegRunner.RunAsync(new FfmpegJob(["-i", "no-such-film.mp4", "-f", "null", "-"]), null, CancellationToken.None);

        var failed = Assert.IsType<FfmpegOutcome.Failed>(outcome);
        Assert.Equal("ffmpeg-failed", failed.Problem);
        Assert.NotEqual(0, failed.ExitCode);
        Assert.Contains(failed.LastLines, line => line.Contains("no-such-film.mp4", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_full_disk_has_a_code_of_its_own()
    {
        FfmpegOutcome outcome = await FfmpegRunner.RunAsync(
            new FfmpegJob(["-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=2", "-f", "rawvideo", "-y", "/dev/full"]), null, CancellationToken.None);

        Assert.Equal("disk-full", Assert.IsType<FfmpegOutcome.Failed>(outcome).Problem);
    }

    [Fact]
    public async Task Cancelling_ends_the_run()
    {
        using var stop = new CancellationTokenSource();
        var seen = new Seen(_ => stop.Cancel());

        Assert.IsType<FfmpegOutcome.Cancelled>(await FfmpegRunner.RunAsync(new FfmpegJob(Endless), seen, stop.Token).WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_run_that_takes_too_long_is_ended()
    {
        var job = new FfmpegJob(Endless, null, StallLimit: TimeSpan.FromSeconds(30), TotalLimit: TimeSpan.FromSeconds(1));

        Assert.IsType<FfmpegOutcome.Stalled>(await FfmpegRunner.RunAsync(job, null, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task A_run_is_ended_that_reports_without_getting_anywhere()
    {
        using var folder = new TempFolder();
        ChildProcess film = ChildProcess.Start(new ChildSpec("mkfifo", "mkfifo", [folder["silent"]]));
        await film.Exited;
        // Opened for reading and writing, so that ffmpeg's own opening succeeds; then nothing comes.
        using var silent = new FileStream(folder["silent"], FileMode.Open, FileAccess.ReadWrite);
        byte[] begin = new byte[160 * 120 * 3 / 2];
        await silent.WriteAsync(begin);
        await silent.FlushAsync();
        var job = new FfmpegJob(
            ["-f", "rawvideo", "-s", "160x120", "-pix_fmt", "yuv420p", "-r", "25", "-i", folder["silent"], "-f", "lavfi", "-i", "sine=d=2", "-filter_complex", "[0:v]null[v]", "-map", "[v]", "-map", "1:a", "-f", "null", "-"],
            null, StallLimit: TimeSpan.FromSeconds(2), TotalLimit: TimeSpan.FromMinutes(1));
        var seen = new Seen();

        Assert.IsType<FfmpegOutcome.Stalled>(await FfmpegRunner.RunAsync(job, seen, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(15)));
    }

    // Unlike Progress<T> it tells in order and at once.
    private sealed class Seen(Action<FfmpegProgress>? then = null) : IProgress<FfmpegProgress>
    {
        public List<FfmpegProgress> Reports { get; } = [];

        public void Report(FfmpegProgress value)
        {
            Reports.Add(value);
            then?.Invoke(value);
        }
    }
}
