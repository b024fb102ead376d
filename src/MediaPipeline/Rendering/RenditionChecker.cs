using System.Globalization;
using MediaPipeline.Probing;
using MediaPipeline.Processes;

namespace MediaPipeline.Rendering;

/// <summary>What was measured in a file, before it is held against any preset.</summary>
/// <param name="Decodes">What ffmpeg said against it; null: nothing.</param>
/// <param name="SoundOffset">Milliseconds from the first picture to the first sound, the larger of with and without edit lists; null: no sound.</param>
/// <param name="FastStart">Whether the table of contents lies before the pictures.</param>
internal sealed record Measured(MediaFacts? Facts, KeyframeIndex? Index, long Bytes, string? Decodes, double? SoundOffset, bool FastStart, Loudness? Loudness);

/// <summary>Measures finished files, and holds what was measured against presets.</summary>
internal static class RenditionChecker
{
    // As cuts: one packet of AAC.
    private const double MostApartMs = 21.4;
    private const double LoudnessSlack = 1, PeakSlack = 0.3, PeakNoted = 1.2;

    /// <summary>Measures a file; every picture and sound of it is decoded.</summary>
    public static async Task<Measured> MeasureAsync(string file, Loudness? loudness, CancellationToken cancellation)
    {
        MediaFacts? facts = await MediaProbe.ProbeAsync(file, ProbeLimits.Default, cancellation) is ProbeOutcome.Media media ? media.Facts : null;
        KeyframeIndex? index = await IndexScanner.ScanAsync(file, cancellation) is IndexOutcome.Indexed indexed ? indexed.Index : null;
        if (facts is null || index is null) return new Measured(facts, index, new FileInfo(file).Length, "It is not a film.", null, false, loudness);
        FfmpegOutcome decoded = await FfmpegRunner.RunAsync(new FfmpegJob(["-xerror", "-err_detect", "explode", .. IndexScanner.Walls, "-i", $"file:{file}", "-map", "0:v", "-map", "0:a?", "-f", "null", "-"]), null, cancellation);
        cancellation.ThrowIfCancellationRequested();
        string? flaw = decoded switch { FfmpegOutcome.Success => null, FfmpegOutcome.Failed failed => string.Join(" | ", failed.LastLines.TakeLast(3)), _ => "It stood still." };
        double? offset = facts.Audio.Count == 0 ? null : Math.Max(await OffsetAsync(file, "0", cancellation), await OffsetAsync(file, "1", cancellation));
        return new Measured(facts, index, new FileInfo(file).Length, flaw, offset, await Mp4Boxes.TocFirstAsync(file, cancellation), loudness);
    }

    /// <summary>What a platform would refuse for its length alone; nothing needs to be made to know it.</summary>
    public static IReadOnlyList<RenditionCheck> Ahead(RenditionPreset preset, TimeSpan length) =>
        [.. Length(preset, length.TotalSeconds).Where(check => check.Result == CheckResult.Failed)];

    /// <summary>All checks of a file against a preset. Pure.</summary>
    /// <param name="width">Pixels that were asked for.</param>
    /// <param name="length">How long it should last.</param>
    /// <param name="sounds">Whether it should have sound.</param>
    public static IReadOnlyList<RenditionCheck> Check(Measured made, RenditionPreset preset, int width, int height, TimeSpan length, bool sounds)
    {
        if (made.Index is not { } index || made.Facts is not { } facts || facts.Video.Count == 0) return [new RenditionCheck(CheckCodes.Decodes, CheckResult.Failed, 1, 0, "") { Details = made.Decodes }];
        double seconds = FilmFacts.Of(index)?.Duration.TotalSeconds ?? 0, frame = 1 / Math.Max(1, facts.Video[0].FrameRate);
        bool codecs = index.Video.Codec == "h264" && facts.Audio.All(audio => audio.Codec == "aac") && facts.Audio.Count == (sounds ? 1 : 0);
        return
        [
            YesNo(CheckCodes.Decodes, made.Decodes is null) with { Details = made.Decodes },
            Exactly(CheckCodes.Width, width, index.Video.Width, 0, "px"), Exactly(CheckCodes.Height, height, index.Video.Height, 0, "px"),
            Exactly(CheckCodes.Duration, length.TotalSeconds, seconds, 0.1 + frame, "s"), .. Length(preset, seconds),
            AtMost(CheckCodes.FrameRate, preset.FrameRate is { } rate ? rate + 0.01 : null, facts.Video[0].FrameRate, "fps"),
            AtMost(CheckCodes.Bitrate, preset.Bitrate, made.Bytes * 8 / 1000.0 / Math.Max(0.1, seconds), "kb/s"), AtMost(CheckCodes.Size, preset.Bytes, made.Bytes, "bytes"),
            YesNo(CheckCodes.Codec, codecs), YesNo(CheckCodes.PixelFormat, index.Video.PixelFormat == "yuv420p"),
            YesNo(CheckCodes.SquarePixels, index.Video.SampleAspect is "" or "1:1" or "0:1"), YesNo(CheckCodes.Upright, index.Video.Rotation == 0), YesNo(CheckCodes.FastStart, made.FastStart),
            .. sounds ? Sound(made, facts, preset) : [],
        ];
    }

    private static IEnumerable<RenditionCheck> Sound(Measured made, MediaFacts facts, RenditionPreset preset)
    {
        yield return Exactly(CheckCodes.SoundRate, 48_000, facts.Audio.Count > 0 ? facts.Audio[0].SampleRate : 0, 0, "Hz");
        yield return AtMost(CheckCodes.SoundOffset, MostApartMs, made.SoundOffset ?? double.MaxValue, "ms");
        (double target, double peak) = (preset.Loudness.Lufs, preset.Loudness.TruePeak);
        // A quiet room is not made loud; what is too loud is refused.
        if (made.Loudness is not { Lufs: > LoudnessMeter.Silent } found)
        {
            yield return new RenditionCheck(CheckCodes.Loudness, CheckResult.Unknown, target, made.Loudness?.Lufs, "LUFS");
            yield break;
        }
        double off = found.Lufs - target;
        yield return new RenditionCheck(CheckCodes.Loudness, Math.Abs(off) <= LoudnessSlack ? CheckResult.Passed : off > 0 ? CheckResult.Failed : CheckResult.Noted, target, Rounded(found.Lufs), "LUFS");
        double over = found.TruePeak - peak;
        yield return new RenditionCheck(CheckCodes.TruePeak, over <= PeakSlack ? CheckResult.Passed : over <= PeakNoted ? CheckResult.Noted : CheckResult.Failed, peak, Rounded(found.TruePeak), "dBTP");
    }

    private static IEnumerable<RenditionCheck> Length(RenditionPreset preset, double seconds)
    {
        yield return AtMost(CheckCodes.TooLong, preset.LongestSeconds is { } longest ? longest + 0.05 : null, seconds, "s") with { Wanted = preset.LongestSeconds };
        double? least = preset.ShortestSeconds;
        yield return new RenditionCheck(CheckCodes.TooShort, least is null ? CheckResult.Unknown : seconds >= least - 0.05 ? CheckResult.Passed : CheckResult.Failed, least, Rounded(seconds), "s");
    }

    private static RenditionCheck YesNo(string code, bool right) => new(code, right ? CheckResult.Passed : CheckResult.Failed, 1, right ? 1 : 0, "");

    private static RenditionCheck Exactly(string code, double wanted, double found, double slack, string unit) => new(code, Math.Abs(found - wanted) <= slack ? CheckResult.Passed : CheckResult.Failed, Rounded(wanted), Rounded(found), unit);

    private static RenditionCheck AtMost(string code, double? most, double found, string unit) => new(code, most is null ? CheckResult.Unknown : found <= most ? CheckResult.Passed : CheckResult.Failed, most, Rounded(found), unit);

    private static double Rounded(double value) => Math.Round(value, 3);

    private static async Task<double> OffsetAsync(string file, string ignoreEditList, CancellationToken cancellation)
    {
        (double picture, double sound) = (double.MaxValue, double.MaxValue);
        ChildProcess probe = ChildProcess.Start(new ChildSpec("ffprobe", "ffprobe",
            ["-v", "error", .. IndexScanner.Walls, "-ignore_editlist", ignoreEditList, "-read_intervals", "%+2", "-show_entries", "packet=codec_type,pts_time", "-of", "csv=p=0", $"file:{file}"])
        {
            Background = true,
            OnOutputLine = line =>
            {
                // video,0.033000
                if (line.Split(',') is not [var kind, var time, ..] || !double.TryParse(time, CultureInfo.InvariantCulture, out double seconds)) return;
                if (kind == "video") picture = Math.Min(picture, seconds);
                else if (kind == "audio") sound = Math.Min(sound, seconds);
            },
        });
        try
        {
            await probe.Exited.WaitAsync(TimeSpan.FromMinutes(1), cancellation);
        }
        catch (Exception ended) when (ended is TimeoutException or OperationCanceledException)
        {
            await probe.StopAsync(StopPlan.Ffmpeg);
            cancellation.ThrowIfCancellationRequested();
        }
        return Math.Abs(sound - picture) * 1000;
    }
}

/// <summary>The outermost boxes of an MP4 file. Source: ISO/IEC 14496-12.</summary>
internal static class Mp4Boxes
{
    /// <summary>Whether the table of contents (moov) lies before the media (mdat).</summary>
    public static async Task<bool> TocFirstAsync(string file, CancellationToken cancellation)
    {
        await using FileStream stream = File.OpenRead(file);
        byte[] head = new byte[16];
        long at = 0;
        for (int boxes = 0; boxes < 64 && at < stream.Length; boxes++)
        {
            stream.Position = at;
            if (await stream.ReadAtLeastAsync(head, 16, throwOnEndOfStream: false, cancellation) < 8) return false;
            string type = System.Text.Encoding.Latin1.GetString(head, 4, 4);
            if (type is "moov" or "mdat") return type == "moov";
            // 1: the size is in the eight bytes behind the type.
            ulong size = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(head);
            if (size == 1) size = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(head.AsSpan(8));
            if (size < 8 || size > (ulong)(stream.Length - at)) return false;
            at += (long)size;
        }
        return false;
    }
}
