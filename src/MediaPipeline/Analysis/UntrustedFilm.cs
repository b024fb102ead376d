namespace MediaPipeline.Analysis;

/// <summary>How ffmpeg and ffprobe may open a film that somebody brought.</summary>
internal static class UntrustedFilm
{
    /// <summary>Before the input: local files and containers only, for a file named upload.mp4 that holds a playlist must not read another file or the network.</summary>
    public static IReadOnlyList<string> Limits { get; } = ["-protocol_whitelist", "file", "-format_whitelist", "mov,mp4,matroska,webm,mpegts,flv"];

    /// <summary>Also before the input, for whatever decodes: 8K at most.</summary>
    public static IReadOnlyList<string> DecoderLimits { get; } = ["-max_pixels", (7680 * 4320).ToString(System.Globalization.CultureInfo.InvariantCulture), "-threads", "1"];
}
