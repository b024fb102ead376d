using System.Globalization;
using MediaPipeline.Cutting;
using MediaPipeline.Probing;
using MediaPipeline.Processes;
using MediaPipeline.Recordings;

namespace Studio.Bench;

/// <summary>
/// Exact clips of a minute from a 1080p30 recording: ours encodes the edges and copies the rest. Beside it ffmpeg encodes the same clips
/// whole (x264 veryfast), which is as exact, and copies them at key pictures, which is not, and as fast as it can be.
/// </summary>
internal static class CutBench
{
    private const int Rate = 30, Loop = 20 * Rate, ClipSeconds = 60;

    public static async Task<IReadOnlyList<Row>> RunAsync(bool quick, string? part)
    {
        string folder = Directory.CreateTempSubdirectory("bench-cut-").FullName;
        try
        {
            List<Row> rows = [];
            foreach (int group in (int[])[2, 10])
            {
                string name = string.Create(CultureInfo.InvariantCulture, $"{group} s GOPs");
                if (part is null || name.Contains(part, StringComparison.Ordinal)) rows.AddRange(await MeasureAsync(folder, name, group, quick ? 180 : 3600, quick ? 2 : 30));
            }
            if (part is null || "clear to ready".Contains(part, StringComparison.Ordinal)) rows.AddRange(await ClearToReadyBench.RunAsync(quick));
            return rows;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<Row>> MeasureAsync(string folder, string name, int group, int seconds, int clips)
    {
        (string root, string film) = await RecordAsync(folder, group, seconds);
        string clip = Path.Combine(folder, "clip.mp4"), peer = Path.Combine(folder, "peer.mp4");
        var random = new Random(group);
        (double ours, double check, double encode, double copy, int exact, int whole) = (0, 0, 0, 0, 0, 0);
        RecordingTimeline timeline = await new RecordingFolder(root).ReadTimelineAsync(CancellationToken.None);
        // A round of the loop lasts a little longer than its pictures: which picture a moment shows is counted, not computed.
        var index = ((IndexOutcome.Indexed)await KeyframeIndexFile.ReadAsync(film, CancellationToken.None)).Index;
        double zero = index.Video.Tick.Seconds(index.Packets.Min(packet => packet.Pts));
        (TimeSpan Time, int Number)[] pictures = [.. index.Packets.Select(packet => packet.Pts).Order().Select((pts, rank) => (TimeSpan.FromSeconds(index.Video.Tick.Seconds(pts) - zero), rank % Loop))];
        for (int i = 0; i < clips; i++)
        {
            int first = random.Next(Rate * (seconds - ClipSeconds - 1));
            // A third of a picture early: the wish lies between two pictures, whatever the rounding.
            TimeSpan from = TimeSpan.FromSeconds((first - 0.3) / Rate), to = from + TimeSpan.FromSeconds(ClipSeconds);
            var plan = ((CutDecision.Ready)CutPlanner.Plan(timeline, timeline.Start + from, timeline.Start + to)).Plan;
            long begin = TimeProvider.System.GetTimestamp();
            var cut = await ClipCutter.CutAsync(plan, root, clip, null, CancellationToken.None) as CutOutcome.Cut ?? throw new InvalidOperationException("The cut failed.");
            (ours, check) = (ours + TimeProvider.System.GetElapsedTime(begin).TotalSeconds - cut.Checking.TotalSeconds, check + cut.Checking.TotalSeconds);
            whole += cut.Plans[0].FullEncode is null ? 0 : 1;
            IReadOnlyList<int> numbers = await NumbersAsync(clip);
            (TimeSpan Time, int Number)[] wanted = [.. pictures.Where(picture => picture.Time >= from && picture.Time < to)];
            exact += numbers.Count == wanted.Length && numbers[0] == wanted[0].Number && numbers[^1] == wanted[^1].Number ? 1 : 0;
            string at = wanted[0].Time.TotalSeconds.ToString("0.000000", CultureInfo.InvariantCulture), length = ClipSeconds.ToString(CultureInfo.InvariantCulture);
            encode += await FfmpegAsync(["-ss", at, "-i", film, "-t", length, "-c:v", "libx264", "-preset", "veryfast", "-c:a", "aac", "-movflags", "+faststart", "-y", peer]);
            copy += await FfmpegAsync(["-ss", at, "-i", film, "-t", length, "-c", "copy", "-movflags", "+faststart", "-y", peer]);
        }
        var own = new Dictionary<string, double>(StringComparer.Ordinal) { ["exact"] = (double)exact / clips, ["check s"] = check / clips, ["encoded whole"] = whole, ["clips"] = clips };
        return
        [
            Row.Less("cut", $"{name} vs re-encode", ours / clips, encode / clips, "x264 veryfast, same clips (goal: 12 x)", "s/clip") with { Own = own },
            Row.Less("cut", $"{name} vs stream copy", ours / clips, copy / clips, "ffmpeg -c copy, not exact: the floor", "s/clip") with { Own = own },
        ];
    }

    // Twenty seconds, again and again, as the recorder writes them: pictures carry their number in sixteen blocks, and noise as a camera has. The peers get all of it in one MP4.
    private static async Task<(string Root, string Film)> RecordAsync(string folder, int group, int seconds)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{group}"), size = (group * Rate).ToString(CultureInfo.InvariantCulture);
        string loop = Path.Combine(folder, "loop.flv"), root = Path.Combine(folder, name), part = Path.Combine(root, "part-0001"), film = Path.Combine(folder, $"film-{name}.mp4");
        await FfmpegAsync([
            "-f", "lavfi", "-i", "testsrc2=s=1920x1080:r=30:d=20,noise=alls=6:allf=t[t];nullsrc=s=512x32:r=30:d=20,format=yuv420p,geq=lum='235*mod(floor(N/pow(2,floor(X/32))),2)+16*(1-mod(floor(N/pow(2,floor(X/32))),2))':cb=128:cr=128[n];[t][n]overlay=0:0:format=yuv420,format=yuv420p",
            "-f", "lavfi", "-i", "sine=f=440:r=48000:d=20",
            "-c:v", "libx264", "-preset", "superfast", "-b:v", "6M", "-maxrate", "6M", "-bufsize", "12M", "-bf", "2", "-g", size, "-keyint_min", size, "-sc_threshold", "0", "-c:a", "aac", "-b:a", "128k", "-y", loop]);
        Directory.CreateDirectory(part);
        await FfmpegAsync(["-stream_loop", "-1", "-i", loop, "-t", seconds.ToString(CultureInfo.InvariantCulture), "-c", "copy", .. RecorderArguments.Output(part)]);
        await FfmpegAsync(["-stream_loop", "-1", "-i", loop, "-t", seconds.ToString(CultureInfo.InvariantCulture), "-c", "copy", "-y", film]);
        // As a recorder leaves them that runs with the day: a file's time is when its last picture came.
        DateTimeOffset noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
        foreach (Segment segment in (await new RecordingFolder(root).ReadTimelineAsync(CancellationToken.None)).Parts.SelectMany(recorded => recorded.Segments))
        {
            File.SetLastWriteTimeUtc(Path.Combine(part, segment.File.Name), (noon + segment.MediaStart + segment.Duration).UtcDateTime);
        }
        File.SetLastWriteTimeUtc(Path.Combine(part, "index.m3u8"), noon.UtcDateTime);
        return (root, film);
    }

    private static async Task<IReadOnlyList<int>> NumbersAsync(string clip)
    {
        string raw = clip + ".gray";
        await FfmpegAsync(["-i", clip, "-map", "0:v:0", "-vf", "crop=512:32:0:0,scale=16:1:flags=area,format=gray", "-fps_mode", "passthrough", "-f", "rawvideo", "-y", raw]);
        byte[] blocks = await File.ReadAllBytesAsync(raw);
        return [.. blocks.Chunk(16).Select(bits => bits.Select((bit, i) => bit >= 128 ? 1 << i : 0).Sum())];
    }

    private static async Task<double> FfmpegAsync(IReadOnlyList<string> arguments)
    {
        long begin = TimeProvider.System.GetTimestamp();
        ChildProcess ffmpeg = ChildProcess.Start(new ChildSpec("ffmpeg", "ffmpeg", ["-v", "error", "-nostdin", .. arguments]) { Background = true });
        if (await ffmpeg.Exited != 0) throw new InvalidOperationException(string.Join('\n', ffmpeg.LastLines()));
        return TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
    }
}
