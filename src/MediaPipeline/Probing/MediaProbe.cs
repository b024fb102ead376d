using System.Globalization;
using System.Text;
using System.Text.Json;
using FFMpegCore;
using MediaPipeline.Processes;

namespace MediaPipeline.Probing;

/// <summary>What may be looked at, and for how long.</summary>
public sealed record ProbeLimits(TimeSpan Time, long Bytes, long Pixels, int Streams)
{
    /// <summary>10 s, 20 GiB, 8K pictures, 16 streams.</summary>
    public static ProbeLimits Default { get; } = new(TimeSpan.FromSeconds(10), 20L << 30, 7680L * 4320, 16);
}

/// <summary>What is in a media file.</summary>
/// <param name="Format">ffmpeg's name of the container.</param>
/// <param name="Duration">As the container says.</param>
public sealed record MediaFacts(string Format, TimeSpan Duration, IReadOnlyList<VideoFacts> Video, IReadOnlyList<AudioFacts> Audio);

/// <summary>A video stream; pixels, frames per second.</summary>
public sealed record VideoFacts(string Codec, int Width, int Height, double FrameRate, string PixelFormat);

/// <summary>An audio stream; Hz.</summary>
public sealed record AudioFacts(string Codec, int SampleRate, int Channels);

/// <summary>What a look at a file came to.</summary>
public abstract record ProbeOutcome
{
    /// <summary>It is media within the limits.</summary>
    public sealed record Media(MediaFacts Facts) : ProbeOutcome;

    /// <summary>It is not, or is beyond the limits. Codes: not-found, too-large, too-many-pixels, too-many-streams, not-media, timeout.</summary>
    public sealed record Refused(string Code) : ProbeOutcome;
}

/// <summary>
/// Looks into files with ffprobe, whose answer FFMpegCore's types describe. The process is ours: FFMpegCore gives it no limit of memory, lets it outlive us, and reads whatever it says.
/// </summary>
public static class MediaProbe
{
    private const string Entries = "format=format_name,duration:stream=codec_type,codec_name,width,height,avg_frame_rate,pix_fmt,sample_rate,channels,duration";
    private const long MostMemory = 2L << 30;
    private const int MostLines = 4_000;

    // A file named upload.mp4 that holds a playlist must not read another file or the network: only local files, only containers.
    private static readonly string[] Limits = ["-protocol_whitelist", "file", "-format_whitelist", "mov,mp4,matroska,webm,mpegts,flv,wav,mp3,aac"];

    /// <summary>Looks into a file.</summary>
    public static async Task<ProbeOutcome> ProbeAsync(string path, ProbeLimits limits, CancellationToken cancellation)
    {
        var file = new FileInfo(path);
        if (!file.Exists) return new ProbeOutcome.Refused("not-found");
        if (file.Length > limits.Bytes) return new ProbeOutcome.Refused("too-large");
        if (file.Length == 0) return new ProbeOutcome.Refused("not-media"); // also what a pipe or a device claims: opening one may wait for ever
        cancellation.ThrowIfCancellationRequested();
        (int? code, string said) = await AskAsync(file.FullName, limits.Time, cancellation);
        if (code is null) return new ProbeOutcome.Refused("timeout");
        try
        {
            if (code != 0 || JsonSerializer.Deserialize<FFProbeAnalysis>(said) is not { Format.FormatName: not null, Streams: not null } found) return new ProbeOutcome.Refused("not-media");
            MediaFacts facts = Facts(found);
            if (facts.Video.Count + facts.Audio.Count > limits.Streams) return new ProbeOutcome.Refused("too-many-streams");
            if (facts.Video.Any(video => (long)video.Width * video.Height > limits.Pixels)) return new ProbeOutcome.Refused("too-many-pixels");
            return new ProbeOutcome.Media(facts);
        }
        catch (JsonException)
        {
            return new ProbeOutcome.Refused("not-media");
        }
    }

    // Exit code null: it took too long.
    private static async Task<(int? Code, string Said)> AskAsync(string path, TimeSpan limit, CancellationToken cancellation)
    {
        (StringBuilder json, int lines) = (new(), 0);
        ChildProcess probe = ChildProcess.Start(new ChildSpec("probe", "ffprobe", ["-v", "error", .. Limits, "-show_entries", Entries, "-of", "json", "-i", $"file:{path}"])
        {
            MostMemory = MostMemory,
            OnOutputLine = line =>
            {
                if (++lines <= MostLines) json.Append(line).Append('\n');
            },
        });
        try
        {
            int code = await probe.Exited.WaitAsync(limit, cancellation);
            return (code, json.ToString());
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            await probe.StopAsync(StopPlan.Ffmpeg);
            cancellation.ThrowIfCancellationRequested();
            return (null, "");
        }
    }

    private static MediaFacts Facts(FFProbeAnalysis found) => new(
        found.Format.FormatName, found.Streams.Select(stream => Seconds(stream.Duration)).Append(Seconds(found.Format.Duration)).Max(),
        [.. Of(found, "video").Select(video => new VideoFacts(video.CodecName ?? "", video.Width ?? 0, video.Height ?? 0, Rate(video.AvgFrameRate), video.PixelFormat ?? ""))],
        [.. Of(found, "audio").Select(audio => new AudioFacts(audio.CodecName ?? "", int.TryParse(audio.SampleRate, CultureInfo.InvariantCulture, out int rate) ? rate : 0, audio.Channels ?? 0))]);

    private static IEnumerable<FFProbeStream> Of(FFProbeAnalysis found, string kind) => found.Streams.Where(stream => stream.CodecType == kind);

    // A length that cannot be is none: a century at most.
    private static TimeSpan Seconds(string? text) => double.TryParse(text, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and < 3.2e9 ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;

    // "30000/1001"; "0/0" where there is none.
    private static double Rate(string? text)
    {
        string[] halves = text?.Split('/') ?? [];
        return halves.Length == 2 && double.TryParse(halves[0], CultureInfo.InvariantCulture, out double count) && double.TryParse(halves[1], CultureInfo.InvariantCulture, out double time) && time > 0 ? count / time : 0;
    }
}
