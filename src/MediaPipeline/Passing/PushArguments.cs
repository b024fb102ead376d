namespace MediaPipeline.Passing;

/// <summary>Passing a feed on: ffmpeg copies it from the ingest server to another server's RTMP address. Nothing is encoded again.</summary>
public static class PushArguments
{
    /// <summary>ffmpeg's arguments. It tells on its standard output, twice a second, how much it has passed on (<see cref="PushProgress"/>).</summary>
    /// <param name="playUrl">Where the feed is played inside the machine: a reader of its own, which no other reader waits for.</param>
    /// <param name="address">Where it goes: rtmp or rtmps.</param>
    public static IReadOnlyList<string> Build(string playUrl, string address) =>
    [
        "-hide_banner", "-loglevel", "warning", "-nostats", "-nostdin", "-progress", "pipe:1", "-stats_period", "0.5",
        // Microseconds without a byte, for either side: a platform that hangs is left, and tried again.
        "-rw_timeout", "8000000", "-fflags", "+genpts", "-analyzeduration", "2000000", "-probesize", "2000000",
        "-rtmp_live", "live", "-i", playUrl,
        "-map", "0:v:0", "-map", "0:a:0?", "-c", "copy",
        "-f", "flv", "-flvflags", "no_duration_filesize", "-rw_timeout", "8000000", address,
    ];
}

/// <summary>What ffmpeg's <c>-progress</c> says, line by line.</summary>
public static class PushProgress
{
    /// <summary>The bytes that were passed on, where the line says so.</summary>
    public static long? Bytes(string line) =>
        line.StartsWith("total_size=", StringComparison.Ordinal) && long.TryParse(line.AsSpan("total_size=".Length), System.Globalization.CultureInfo.InvariantCulture, out long bytes) ? bytes : null;
}

/// <summary>How long to wait before the next try: doubling, and from the start again after a run that lasted.</summary>
public sealed record BackOff(TimeSpan First, TimeSpan Longest, TimeSpan Lasted)
{
    /// <summary>For servers of others, who do not like to be knocked at without end.</summary>
    public static BackOff OfPlatforms { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(30));

    /// <summary>The pause after a run.</summary>
    /// <param name="before">The last pause; null: there was none.</param>
    /// <param name="ran">How long the run lasted.</param>
    public TimeSpan After(TimeSpan? before, TimeSpan ran) =>
        before is null || ran >= Lasted ? First : before.Value * 2 < Longest ? before.Value * 2 : Longest;
}
