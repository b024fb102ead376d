using System.Globalization;
using MediaPipeline.Processes;
using MediaPipeline.Recordings;

namespace MediaPipeline.Tests;

/// <summary>Films and recordings made by the real ffmpeg.</summary>
internal static class Film
{
    /// <summary>Runs ffmpeg and gives its standard output; fails with its words.</summary>
    public static Task<IReadOnlyList<string>> FfmpegAsync(params string[] arguments) => FfmpegInAsync(null, arguments);

    /// <summary>The same in a folder.</summary>
    public static Task<IReadOnlyList<string>> FfmpegAsync(string[] arguments, string folder) => FfmpegInAsync(folder, arguments);

    private static async Task<IReadOnlyList<string>> FfmpegInAsync(string? folder, string[] arguments)
    {
        List<string> output = [];
        ChildProcess ffmpeg = ChildProcess.Start(new ChildSpec("ffmpeg", "ffmpeg", ["-v", "error", "-nostdin", .. arguments]) { OnOutputLine = output.Add, WorkingDirectory = folder });
        int code = await ffmpeg.Exited;
        Assert.True(code == 0, string.Join('\n', ffmpeg.LastLines()));
        return output;
    }

    /// <summary>One run of the recorder, as fast as it goes, fed with H.264 that has B-frames (as OBS sends it) and a clock that no frame shares with another.</summary>
    public static async Task RecordAsync(string part, double seconds, string size = "320x240", int tone = 440)
    {
        Directory.CreateDirectory(part);
        string length = seconds.ToString(CultureInfo.InvariantCulture);
        await FfmpegInAsync(part, [
            "-f", "lavfi", "-i", $"testsrc2=s={size}:r=25:d={length}", "-f", "lavfi", "-i", $"sine=f={tone}:r=48000:d={length}",
            "-c:v", "libx264", "-preset", "veryfast", "-bf", "2", "-g", "50", "-keyint_min", "50", "-sc_threshold", "0", "-pix_fmt", "yuv420p", "-c:a", "aac",
            .. RecorderArguments.Output(part)]);
    }

    /// <summary>A feed as an encoder sends it: key pictures two seconds apart, B-frames, sound.</summary>
    public static Task FeedAsync(string file, double seconds, string size = "320x240", int rate = 25)
    {
        string length = seconds.ToString(CultureInfo.InvariantCulture), group = (rate * 2).ToString(CultureInfo.InvariantCulture);
        return FfmpegAsync(
            "-f", "lavfi", "-i", string.Create(CultureInfo.InvariantCulture, $"testsrc2=s={size}:r={rate}:d={length}"), "-f", "lavfi", "-i", $"sine=f=440:r=48000:d={length}",
            "-c:v", "libx264", "-preset", "veryfast", "-bf", "2", "-g", group, "-keyint_min", group, "-sc_threshold", "0", "-pix_fmt", "yuv420p", "-c:a", "aac", "-f", "flv", "-y", file);
    }

    /// <summary>Gives the segments of a part the file times that a recorder would have left that saw its first frame at <paramref name="start"/>.</summary>
    public static async Task DateAsync(string root, string part, DateTimeOffset start)
    {
        RecordingTimeline timeline = await new RecordingFolder(root).ReadTimelineAsync(CancellationToken.None);
        foreach (Segment segment in timeline.Parts.Where(found => found.Init.Part == part).SelectMany(found => found.Segments))
        {
            File.SetLastWriteTimeUtc(Path.Combine(root, part, segment.File.Name), (start + segment.MediaStart + segment.Duration).UtcDateTime);
        }
        // The recorder's playlist changes with every segment; here it says "read me again".
        File.SetLastWriteTimeUtc(Path.Combine(root, part, "index.m3u8"), start.UtcDateTime);
    }

    /// <summary>The checksum of each decoded picture, in order.</summary>
    public static async Task<IReadOnlyList<string>> PicturesAsync(string file) =>
        [.. (await FfmpegAsync("-i", file, "-map", "0:v:0", "-fps_mode", "passthrough", "-f", "framemd5", "-")).Where(line => !line.StartsWith('#')).Select(line => line.Split(',')[^1].Trim())];

    /// <summary>The time stamp of each video packet that ffprobe finds.</summary>
    public static async Task<IReadOnlyList<string>> PacketsAsync(string file)
    {
        List<string> output = [];
        ChildProcess probe = ChildProcess.Start(new ChildSpec("ffprobe", "ffprobe", ["-v", "error", "-select_streams", "v", "-show_entries", "packet=pts_time", "-of", "csv=p=0", file]) { OnOutputLine = output.Add });
        Assert.Equal(0, await probe.Exited);
        return output;
    }

    /// <summary>Waits for a condition that is about to come true.</summary>
    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        long begin = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begin) < TimeSpan.FromSeconds(15), $"In vain waited for: {what}");
            await Task.Delay(10);
        }
    }
}
