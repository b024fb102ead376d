using System.Net;
using System.Net.Sockets;
using MediaPipeline.Cutting;
using MediaPipeline.Feeds;
using MediaPipeline.Processes;
using MediaPipeline.Recordings;

namespace MediaPipeline.Tests.Recordings;

public sealed class RecorderFeedTests
{
    [Fact]
    public async Task A_feed_over_RTMP_is_recorded_and_cut_and_the_recorder_ends_with_it()
    {
        using var folder = new TempFolder();
        int port = FreePort();
        string url = $"rtmp://127.0.0.1:{port}/live/x", part = new RecordingFolder(folder.Path).NextPartFolder();
        Directory.CreateDirectory(part);
        // ffmpeg itself waits for one player here, in the place of the ingest server.
        List<string> feeding = [.. GeneratedFeed.Arguments(url, TimeSpan.FromSeconds(5))];
        feeding.InsertRange(feeding.Count - 1, ["-listen", "1"]);
        ChildProcess feed = ChildProcess.Start(new ChildSpec("feed", "ffmpeg", feeding));
        await Film.UntilAsync(() => IsListening(port), "the feed waits for its player");
        DateTimeOffset begin = TimeProvider.System.GetUtcNow();
        ChildProcess recorder = ChildProcess.Start(new ChildSpec("recorder", "ffmpeg", RecorderArguments.Build(url, part)) { WorkingDirectory = part });

        Assert.Equal(0, await recorder.Exited.WaitAsync(TimeSpan.FromSeconds(25)));
        DateTimeOffset end = TimeProvider.System.GetUtcNow();
        await feed.Exited.WaitAsync(TimeSpan.FromSeconds(10));
        RecordingTimeline timeline = await new RecordingFolder(folder.Path).ReadTimelineAsync(CancellationToken.None);
        RecordingPart recorded = Assert.Single(timeline.Parts);
        Assert.Equal([2.0, 2.0, 1.0], recorded.Segments.Select(segment => Math.Round(segment.Duration.TotalSeconds, 1)));
        Assert.InRange(timeline.Start, begin.AddSeconds(-0.5), begin.AddSeconds(4));
        Assert.InRange(timeline.End, timeline.Start.AddSeconds(4.9), end);

        CutPlan plan = Assert.IsType<CutDecision.Ready>(CutPlanner.Plan(timeline, timeline.Start.AddSeconds(2.5), timeline.End.AddMilliseconds(-1))).Plan;
        Assert.IsType<CutOutcome.Cut>(await ClipCutter.CutAsync(plan, folder.Path, folder["clip.mp4"], null, CancellationToken.None));
        Assert.Equal(75, (await Film.PicturesAsync(folder["clip.mp4"])).Count); // two and a half seconds of 30, to the picture
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // Looked up and not tried out: the feed would take the trial for its player. State 0A is LISTEN.
    private static bool IsListening(int port) => File.ReadLines("/proc/net/tcp").Any(line => line.Contains($":{port:X4} 00000000:0000 0A", StringComparison.Ordinal));
}
