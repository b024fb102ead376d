using System.Globalization;

namespace MediaPipeline.Processes;

/// <summary>An ffmpeg run.</summary>
/// <param name="Arguments">Without the program, <c>-progress</c> and the general flags, which the runner adds.</param>
/// <param name="Expected">Length of the output, for the share that is done; null: unknown.</param>
/// <param name="StallLimit">Ended when no progress came for so long.</param>
/// <param name="TotalLimit">Ended when it takes longer than this.</param>
public sealed record FfmpegJob(IReadOnlyList<string> Arguments, TimeSpan? Expected, TimeSpan StallLimit, TimeSpan TotalLimit)
{
    /// <summary>A job with usual limits: 30 s without progress, 30 min in all.</summary>
    public FfmpegJob(IReadOnlyList<string> arguments, TimeSpan? expected = null) : this(arguments, expected, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(30))
    {
    }

    /// <summary>Where it runs.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Most memory it may reserve, in bytes.</summary>
    public long MostMemory { get; init; } = UsualMemory;

    /// <summary>4 GiB reserved: what 4K pictures take with an encoder behind them, and what no mistaken size field can go beyond.</summary>
    public const long UsualMemory = 4L << 30;
}

/// <summary>How far a run is. Source: ffmpeg's <c>-progress</c> keys out_time_us, frame, speed.</summary>
/// <param name="Written">Media time written.</param>
/// <param name="Frame">Video frames written.</param>
/// <param name="Speed">Media seconds per second; null while unknown.</param>
/// <param name="Share">0–1 of the expected length; null without one.</param>
public sealed record FfmpegProgress(TimeSpan Written, long Frame, double? Speed, double? Share);

/// <summary>How a run ended.</summary>
public abstract record FfmpegOutcome
{
    /// <summary>Exit code 0.</summary>
    public sealed record Success : FfmpegOutcome;

    /// <summary>Another exit code.</summary>
    /// <param name="Problem">Stable code: disk-full or ffmpeg-failed.</param>
    /// <param name="LastLines">What ffmpeg said last.</param>
    public sealed record Failed(int ExitCode, string Problem, IReadOnlyList<string> LastLines) : FfmpegOutcome;

    /// <summary>Ended because it stood still or took too long.</summary>
    public sealed record Stalled(IReadOnlyList<string> LastLines) : FfmpegOutcome;

    /// <summary>Ended because the caller wished it.</summary>
    public sealed record Cancelled : FfmpegOutcome;
}

/// <summary>Runs ffmpeg with progress, limits and a certain end, behind whatever is live.</summary>
public static class FfmpegRunner
{
    /// <summary>Runs a job to its end.</summary>
    public static async Task<FfmpegOutcome> RunAsync(FfmpegJob job, IProgress<FfmpegProgress>? progress, CancellationToken cancellation)
    {
        var clock = TimeProvider.System;
        long begin = clock.GetTimestamp(), moved = begin;
        var reader = new ProgressReader(job.Expected);
        ChildProcess ffmpeg = ChildProcess.Start(new ChildSpec("ffmpeg", "ffmpeg", ["-hide_banner", "-nostdin", "-nostats", "-loglevel", "warning", "-progress", "pipe:1", .. job.Arguments])
        {
            WorkingDirectory = job.WorkingDirectory,
            Background = true,
            MostMemory = job.MostMemory,
            OnOutputLine = line =>
            {
                if (reader.Read(line) is not { } now) return;
                if (reader.Moved) Interlocked.Exchange(ref moved, clock.GetTimestamp());
                progress?.Report(now);
            },
        });
        while (true)
        {
            if (await Task.WhenAny(ffmpeg.Exited, Task.Delay(TimeSpan.FromMilliseconds(250), clock, cancellation)) == ffmpeg.Exited)
            {
                int code = await ffmpeg.Exited;
                return code == 0 ? new FfmpegOutcome.Success() : new FfmpegOutcome.Failed(code, ProblemOf(ffmpeg.LastLines()), ffmpeg.LastLines(20));
            }
            bool cancelled = cancellation.IsCancellationRequested;
            if (!cancelled && clock.GetElapsedTime(Interlocked.Read(ref moved)) < job.StallLimit && clock.GetElapsedTime(begin) < job.TotalLimit) continue;
            await ffmpeg.StopAsync(StopPlan.Ffmpeg);
            return cancelled ? new FfmpegOutcome.Cancelled() : new FfmpegOutcome.Stalled(ffmpeg.LastLines(20));
        }
    }

    // ffmpeg names causes in words only.
    internal static string ProblemOf(IReadOnlyList<string> lines) =>
        lines.Any(line => line.Contains("No space left on device", StringComparison.Ordinal)) ? "disk-full" : "ffmpeg-failed";

    private sealed class ProgressReader(TimeSpan? expected)
    {
        private TimeSpan _written;
        private long _frame, _bytes;
        private double? _speed;
        private (TimeSpan, long, long) _before;

        /// <summary>Whether anything grew since the report before: ffmpeg goes on reporting while an input gives nothing.</summary>
        public bool Moved { get; private set; }

        // Blocks of key=value lines, each ended by "progress=continue" or "progress=end".
        public FfmpegProgress? Read(string line)
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0) return null;
            string value = line[(equals + 1)..].Trim();
            switch (line[..equals])
            {
                case "out_time_us" when long.TryParse(value, CultureInfo.InvariantCulture, out long microseconds) && microseconds >= 0:
                    _written = TimeSpan.FromMicroseconds(microseconds);
                    break;
                case "frame" when long.TryParse(value, CultureInfo.InvariantCulture, out long frame):
                    _frame = frame;
                    break;
                case "total_size" when long.TryParse(value, CultureInfo.InvariantCulture, out long bytes):
                    _bytes = bytes;
                    break;
                case "speed" when double.TryParse(value.TrimEnd('x'), CultureInfo.InvariantCulture, out double speed):
                    _speed = speed;
                    break;
                case "progress":
                    (Moved, _before) = (_before != (_written, _frame, _bytes), (_written, _frame, _bytes));
                    double? share = expected is { TotalSeconds: > 0 } whole ? Math.Clamp(_written / whole, 0, 1) : null;
                    return new FfmpegProgress(_written, _frame, _speed, share);
            }
            return null;
        }
    }
}
