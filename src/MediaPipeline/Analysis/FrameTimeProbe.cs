using System.Globalization;
using System.Text.RegularExpressions;
using MediaPipeline.Probing;
using MediaPipeline.Processes;

namespace MediaPipeline.Analysis;

/// <summary>Reads the times of some pictures of a film: at its begin, its end and between.</summary>
internal static partial class FrameTimeProbe
{
    private const int Places = 9, PicturesAtEach = 5;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10), AtTheEnd = TimeSpan.FromSeconds(3), Least = TimeSpan.FromSeconds(1);

    /// <summary>The times, in the order of the film; none where it has none, or cannot be read.</summary>
    public static async Task<IReadOnlyList<FrameTime>> ReadAsync(string path, CancellationToken cancellation)
    {
        if (await MediaProbe.ProbeAsync(path, ProbeLimits.Default, cancellation) is not ProbeOutcome.Media { Facts: { Video.Count: > 0 } facts }) return [];
        if (await LookAsync(path, TimeSpan.Zero, cancellation) is not { First: { } zero, Times: { Count: > 0 } begin }) return []; // what has none at its begin has none
        List<FrameTime> found = [.. begin];
        TimeSpan last = facts.Duration - AtTheEnd;
        for (int place = 1; place < Places && last > Least; place++)
        {
            if (await LookAsync(path, last * ((double)place / (Places - 1)), cancellation) is { } look) found.AddRange(look.Times);
        }
        return
        [
            .. found.Select(time => time with { Media = time.Media - zero }).DistinctBy(time => time.Media).OrderBy(time => time.Media),
        ];
    }

    // Seeks to the key picture before the place and says the file's own times: what is decoded is a handful of pictures, wherever that is.
    private static async Task<Look?> LookAsync(string path, TimeSpan place, CancellationToken cancellation)
    {
        var look = new Look();
        ChildProcess ffmpeg = ChildProcess.Start(new ChildSpec("frame-times", "ffmpeg",
        [
            "-hide_banner", "-nostdin", "-nostats", "-loglevel", "info", .. UntrustedFilm.Limits, .. UntrustedFilm.DecoderLimits, "-copyts", "-noaccurate_seek",
            .. place > TimeSpan.Zero ? ["-ss", place.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture)] : Array.Empty<string>(),
            "-i", $"file:{Path.GetFullPath(path)}", "-map", "0:v:0", "-frames:v", PicturesAtEach.ToString(CultureInfo.InvariantCulture), "-fps_mode", "passthrough",
            "-vf", "scale=16:16,showinfo=checksum=0", "-f", "null", "-",
        ])
        { Background = true, OnErrorLine = look.Hear });
        try
        {
            await ffmpeg.Exited.WaitAsync(Limit, cancellation);
            return look;
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            await ffmpeg.StopAsync(StopPlan.Ffmpeg);
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }

    /// <summary>What showinfo says of some pictures: their time stamps, and the SEI messages of each behind it.</summary>
    private sealed partial class Look
    {
        private const double MostSeconds = 1e7;
        private readonly List<FrameTime> _times = [];
        private double? _unit;
        private TimeSpan? _now;
        private bool _ours;

        /// <summary>Time stamp of the first picture.</summary>
        public TimeSpan? First { get; private set; }

        public IReadOnlyList<FrameTime> Times => _times;

        public void Hear(string line)
        {
            if (!line.Contains("showinfo", StringComparison.Ordinal)) return;
            if (ShowInfo.Picture(line) is { } stamp) Picture(stamp);
            else if (ShowInfo.Unit(line) is { } unit) _unit ??= unit;
            else if (Name().Match(line) is { Success: true } name) _ours = Guid.TryParse(name.Groups["uuid"].ValueSpan, out Guid uuid) && uuid == ObsFrameTime.Uuid;
            else if (_ours && _now is { } now && Payload().Match(line) is { Success: true } payload)
            {
                _ours = false;
                if (ObsFrameTime.Composition(Convert.FromHexString(payload.Groups["bytes"].ValueSpan)) is { } at) _times.Add(new FrameTime(now, at));
            }
        }

        private void Picture(long stamp)
        {
            double seconds = stamp * _unit ?? double.NaN;
            _now = Math.Abs(seconds) < MostSeconds ? TimeSpan.FromSeconds(seconds) : null;
            First ??= _now;
            _ours = false;
        }

        [GeneratedRegex(@"\] UUID=(?<uuid>[0-9a-f-]{36})\s*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
        private static partial Regex Name();

        [GeneratedRegex(@"\] User Data=(?<bytes>([0-9a-f]{2}){1,1000})\s*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
        private static partial Regex Payload();
    }
}
