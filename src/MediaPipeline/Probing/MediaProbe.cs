using FFMpegCore;
using FFMpegCore.Exceptions;

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

/// <summary>Looks into files with ffprobe, through FFMpegCore's reading of its answer.</summary>
public static class MediaProbe
{
    // A file named upload.mp4 that holds a playlist must not read another file or the network: only local files, only containers.
    private const string Protocols = "-protocol_whitelist file", Formats = "-format_whitelist mov,mp4,matroska,webm,mpegts,flv,wav,mp3,aac";

    /// <summary>Looks into a file.</summary>
    public static async Task<ProbeOutcome> ProbeAsync(string path, ProbeLimits limits, CancellationToken cancellation)
    {
        var file = new FileInfo(path);
        if (!file.Exists) return new ProbeOutcome.Refused("not-found");
        if (file.Length > limits.Bytes) return new ProbeOutcome.Refused("too-large");
        if (file.Length == 0) return new ProbeOutcome.Refused("not-media"); // also what a pipe or a device claims: opening one may wait for ever
        string safe = Path.Combine(Path.GetTempPath(), $"probe-{Guid.NewGuid():n}");
        File.CreateSymbolicLink(safe, file.FullName);
        try
        {
            return await LookAsync(safe, limits, cancellation);
        }
        finally
        {
            File.Delete(safe);
        }
    }

    // FFMpegCore puts the path between quotes into one command line: a quote in a file's name would end it and add options. Hence the link.
    private static async Task<ProbeOutcome> LookAsync(string path, ProbeLimits limits, CancellationToken cancellation)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        time.CancelAfter(limits.Time);
        try
        {
            IMediaAnalysis found = await FFProbe.AnalyseAsync(path, cancellationToken: time.Token, customArguments: $"{Protocols} {Formats}");
            MediaFacts facts = Facts(found);
            if (facts.Video.Count + facts.Audio.Count > limits.Streams) return new ProbeOutcome.Refused("too-many-streams");
            if (facts.Video.Any(video => (long)video.Width * video.Height > limits.Pixels)) return new ProbeOutcome.Refused("too-many-pixels");
            return new ProbeOutcome.Media(facts);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new ProbeOutcome.Refused("timeout");
        }
        catch (Exception failure) when (failure is FFMpegException or FormatNullException or System.Text.Json.JsonException or FormatException)
        {
            return new ProbeOutcome.Refused("not-media");
        }
    }

    private static MediaFacts Facts(IMediaAnalysis found) => new(
        found.Format.FormatName, found.Duration,
        [.. found.VideoStreams.Select(video => new VideoFacts(video.CodecName ?? "", video.Width ?? 0, video.Height ?? 0, video.AverageFrameRate, video.PixelFormat ?? ""))],
        [.. found.AudioStreams.Select(audio => new AudioFacts(audio.CodecName ?? "", audio.SampleRateHz ?? 0, audio.Channels ?? 0))]);
}
