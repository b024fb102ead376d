using System.Globalization;
using System.Text.Json;
using MediaPipeline.Processes;
using MediaPipeline.Recordings;
using Studio.Testing;

namespace Studio.Bench;

/// <summary>
/// Eight feeds of 1080p at 4 Mbit/s into the studio, and the same eight into an nginx that does nothing but record them (<c>record all</c>),
/// at the same time: what recording costs, and whether anything is missing.
/// </summary>
internal static class RecordBench
{
    private const int Feeds = 8;
    private const double Goal = 0.35;

    public static async Task<IReadOnlyList<Row>> RunAsync(bool quick)
    {
        var length = TimeSpan.FromSeconds(quick ? 30 : 120);
        await using StudioProcess studio = await StudioProcess.StartAsync();
        string film = await FilmAsync(studio.Folder);
        using StudioClient manager = studio.Client();
        await manager.EnterAsManagerAsync(studio);
        List<string> sessions = [];
        List<Publisher> publishers = [];
        await using NginxRecorder peer = await NginxRecorder.StartAsync();
        try
        {
            for (int feed = 0; feed < Feeds; feed++)
            {
                sessions.Add(StudioClient.Id(await manager.MakeSessionAsync(products: 1)));
                publishers.Add(Publisher.Film(studio, await manager.MakeKeyAsync(sessions[^1]), film));
                publishers.Add(Publisher.Film($"rtmp://127.0.0.1:{peer.Port.ToString(CultureInfo.InvariantCulture)}/live/feed{feed.ToString(CultureInfo.InvariantCulture)}", film));
            }
            foreach (string session in sessions) await Wait.UntilAsync(() => IsRecordedAsync(manager, session), "every feed is recorded", TimeSpan.FromSeconds(60));

            Cpu recorders = Cpu.Of(Running.Recorders(studio)), ingest = Cpu.Of(Running.WithChildren(studio.PartId("nginx")!.Value)), other = Cpu.Of(peer.Processes), api = Cpu.Of([studio.Id]);
            DateTimeOffset begin = TimeProvider.System.GetUtcNow();
            await Task.Delay(length);
            (double recording, double taking, double peerCores, double studioCores) = (recorders.Cores(), ingest.Cores(), other.Cores(), api.Cores());
            DateTimeOffset end = TimeProvider.System.GetUtcNow();

            (int lost, double longest) = (0, 0);
            foreach (string session in sessions)
            {
                RecordingTimeline timeline = await new RecordingFolder(Path.Combine(studio.Folder, "media", "sessions", session)).ReadTimelineAsync(CancellationToken.None);
                RecordingGap[] gaps = [.. timeline.Gaps.Where(gap => gap.To > begin)];
                lost += gaps.Length + (timeline.IsEmpty || timeline.End < end - TimeSpan.FromSeconds(6) ? 1 : 0);
                longest = gaps.Select(gap => (gap.To - gap.From).TotalSeconds).Append(longest).Max();
            }
            string name = string.Create(CultureInfo.InvariantCulture, $"{Feeds} x 1080p 4 Mbit/s, {length.TotalSeconds:0} s");
            return
            [
                Row.Less("record", $"recorders, {name}", recording, Goal, "the goal: 0.35 core for all", "cores") with
                {
                    Own = new Dictionary<string, double>(StringComparer.Ordinal) { ["lost"] = lost, ["longest gap s"] = longest, ["recorders"] = Running.Recorders(studio).Count },
                },
                Row.Less("record", "vs nginx-rtmp record", recording + taking, peerCores, "nginx-rtmp, record all (goal: 2 x, ratio 0.5)", "cores") with
                {
                    Own = new Dictionary<string, double>(StringComparer.Ordinal) { ["recorders"] = recording, ["nginx"] = taking, ["api"] = studioCores },
                },
            ];
        }
        finally
        {
            foreach (Publisher publisher in publishers) await publisher.DisposeAsync();
        }
    }

    private static async Task<bool> IsRecordedAsync(StudioClient manager, string session) =>
        (await manager.GetAsync($"/api/sessions/{session}")).Ok.GetProperty("recording") is var recording && recording.GetProperty("available").GetBoolean() && recording.GetProperty("problem").ValueKind == JsonValueKind.Null;

    // Filled up to the rate: a made-up picture would need less.
    private static async Task<string> FilmAsync(string folder)
    {
        string film = Path.Combine(folder, "bench.flv");
        ChildProcess ffmpeg = ChildProcess.Start(new ChildSpec("film", "ffmpeg",
        [
            "-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=30:d=10", "-f", "lavfi", "-i", "sine=f=440:r=48000:d=10",
            "-c:v", "libx264", "-preset", "ultrafast", "-g", "60", "-keyint_min", "60", "-sc_threshold", "0", "-pix_fmt", "yuv420p",
            "-b:v", "4M", "-minrate", "4M", "-maxrate", "4M", "-bufsize", "4M", "-x264-params", "nal-hrd=cbr", "-c:a", "aac", "-b:a", "128k", "-f", "flv", film,
        ]));
        return await ffmpeg.Exited == 0 ? film : throw new InvalidOperationException(string.Join('\n', ffmpeg.LastLines()));
    }

    /// <summary>Processor time of some processes since a moment.</summary>
    private sealed class Cpu(IReadOnlyDictionary<int, double> before, long begin)
    {
        public static Cpu Of(IReadOnlyList<int> ids) => new(ids.ToDictionary(id => id, id => Running.CpuSeconds(id) ?? 0), TimeProvider.System.GetTimestamp());

        public double Cores() => before.Sum(process => (Running.CpuSeconds(process.Key) ?? process.Value) - process.Value) / TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
    }
}
