namespace MediaPipeline.Recordings;

/// <summary>The recorder: ffmpeg copies an RTMP stream into an HLS event playlist of fragmented-MP4 segments.</summary>
public static class RecorderArguments
{
    /// <summary>Length that a segment aims at; it ends at the first key frame after that.</summary>
    public const int SegmentSeconds = 2;

    /// <summary>ffmpeg's arguments; it runs inside <paramref name="partFolder"/>, which no run before has used.</summary>
    public static IReadOnlyList<string> Build(string url, string partFolder) =>
    [
        "-hide_banner", "-loglevel", "warning", "-nostats", "-nostdin",
        // Microseconds without a byte: a feed that hangs ends this run, and the next one makes a new part.
        "-rw_timeout", "8000000", "-fflags", "+genpts", "-analyzeduration", "2000000", "-probesize", "2000000",
        "-rtmp_live", "live", "-i", url,
        "-map", "0:v:0", "-map", "0:a:0?", "-c", "copy",
        .. Output(partFolder),
    ];

    /// <summary>The output half, for any input: the tests record generated pictures with it.</summary>
    public static IReadOnlyList<string> Output(string partFolder)
    {
        // Segment names are a pattern without an escape for the percent sign: such a folder is named by being the working folder.
        string folder = partFolder.Contains('%', StringComparison.Ordinal) ? "" : partFolder;
        return
        [
            // Sound that stops must not hold the pictures back: ffmpeg would wait ten seconds for it, before each segment.
            "-max_interleave_delta", "1000000",
            "-f", "hls", "-hls_time", SegmentSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture), "-hls_list_size", "0",
            "-hls_playlist_type", "event", "-hls_segment_type", "fmp4", "-hls_fmp4_init_filename", "init.mp4",
            "-hls_flags", "independent_segments+program_date_time+temp_file",
            "-hls_segment_filename", Path.Combine(folder, "seg-%06d.m4s"), "-y", Path.Combine(folder, RecordingFolder.Playlist),
        ];
    }
}
