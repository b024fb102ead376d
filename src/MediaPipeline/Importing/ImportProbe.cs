using System.Globalization;
using System.Text;
using System.Text.Json;
using MediaPipeline.Processes;

namespace MediaPipeline.Importing;

/// <summary>What a look at a recording from elsewhere came to.</summary>
public abstract record LookOutcome
{
    /// <summary>It can be taken.</summary>
    public sealed record Found(ImportFacts Facts, ScanFacts Scan) : LookOutcome;

    /// <summary>It cannot. A code of <see cref="ImportCodes"/>.</summary>
    public sealed record Refused(string Code) : LookOutcome;
}

/// <summary>Looks into files of strangers: which container by content, headers under limits, then each packet once. Behind whatever is live, and with bounded memory.</summary>
public static class ImportProbe
{
    /// <summary>What may be decoded. A decoder that nobody needs is one more way in.</summary>
    internal const string Codecs = "h264,hevc,mpeg4,mpeg2video,vp8,vp9,av1,libdav1d,flv,mjpeg,prores,aac,mp3,mp3float,mp2,mp2float,ac3,eac3,opus,vorbis,flac,alac,"
        + "pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_f32le,pcm_u8,pcm_alaw,pcm_mulaw,"
        + "subrip,srt,ass,ssa,mov_text,webvtt,text";

    private const string MostMemory = "--as=3221225472", MostOneBlock = "536870912", Tags = "creation_time,com.apple.quicktime.creationdate,date";
    private const int MostHeaderLines = 4_000;

    private const string Entries = $"format=duration:format_tags={Tags}:stream=index,codec_type,codec_name,profile,width,height,pix_fmt,sample_aspect_ratio,field_order,avg_frame_rate,duration,nb_frames,sample_rate,channels"
        + $":stream_tags={Tags}:stream_side_data=rotation:stream_disposition=attached_pic";

    private static readonly string[] Pictures = ["h264", "hevc", "mpeg4", "mpeg2video", "vp8", "vp9", "av1", "flv1", "mjpeg", "prores"];

    /// <summary>Looks into a file.</summary>
    public static async Task<LookOutcome> LookAsync(string path, ImportLimits limits, CancellationToken cancellation)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length == 0) return new LookOutcome.Refused(ImportCodes.Empty);
        if (file.Length > limits.Bytes) return new LookOutcome.Refused(ImportCodes.TooLarge);
        (string? reader, string? problem) = await ContainerSniff.LookAsync(path, cancellation);
        if (reader is null) return new LookOutcome.Refused(problem!);
        (ImportFacts? facts, problem) = await HeadersAsync(path, reader, limits, cancellation);
        if (facts is null) return new LookOutcome.Refused(problem!);
        if (Claims(facts, file.Length, limits) is { } wrong) return new LookOutcome.Refused(wrong);
        (ScanFacts? scan, problem) = await ScanAsync(path, facts, limits, file.Length, cancellation);
        if (scan is null) return new LookOutcome.Refused(problem!);
        if (scan.Pictures == 0 || scan.Keys == 0 || scan.Duration <= TimeSpan.Zero) return new LookOutcome.Refused(ImportCodes.Damaged);
        return scan.Duration > limits.Duration ? new LookOutcome.Refused(ImportCodes.TooLong) : new LookOutcome.Found(facts, scan);
    }

    /// <summary>The input half of every run on such a file: its reader named, only local files, only known decoders, no larger pictures.</summary>
    internal static IReadOnlyList<string> Input(string path, string reader, ImportLimits limits) =>
    [
        "-protocol_whitelist", "file", "-format_whitelist", "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,flv", "-codec_whitelist", Codecs,
        "-max_pixels", limits.Pixels.ToString(CultureInfo.InvariantCulture), "-fflags", "+genpts", "-f", reader, "-i", $"file:{path}",
    ];

    private static string? Claims(ImportFacts facts, long bytes, ImportLimits limits)
    {
        if (!Pictures.Contains(facts.Picture.Codec, StringComparer.Ordinal)) return ImportCodes.UnknownCodec;
        // A picture takes a byte at least, even where nothing in it changes.
        if (facts.Picture.Frames is { } frames && (frames > limits.Frames || frames > bytes)) return ImportCodes.FalseClaims;
        return facts.Duration > limits.Duration ? ImportCodes.TooLong : null;
    }

    private static async Task<(ImportFacts?, string?)> HeadersAsync(string path, string reader, ImportLimits limits, CancellationToken cancellation)
    {
        var json = new StringBuilder();
        int lines = 0;
        (int? code, IReadOnlyList<string> said) = await RunAsync(
            ["-show_entries", Entries, "-of", "json", .. Reading(path, reader)], limits.ProbeTime,
            line =>
            {
                if (++lines <= MostHeaderLines) json.Append(line).Append('\n');
            },
            cancellation);
        if (code is null) return (null, ImportCodes.TooSlow);
        if (lines > MostHeaderLines) return (null, ImportCodes.TooManyStreams);
        if (code != 0) return (null, Cause(said));
        try
        {
            return ImportHeaders.Read(reader, json.ToString(), limits);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or OverflowException)
        {
            return (null, ImportCodes.Unreadable);
        }
    }

    // ffprobe names causes in words only.
    private static string Cause(IReadOnlyList<string> said) =>
        said.Any(line => line.Contains("moov atom not found", StringComparison.Ordinal)) ? ImportCodes.CutShort
        : said.Any(line => line.Contains("not on whitelist", StringComparison.Ordinal)) ? ImportCodes.UnknownCodec
        : ImportCodes.Unreadable;

    private static async Task<(ScanFacts?, string?)> ScanAsync(string path, ImportFacts facts, ImportLimits limits, long bytes, CancellationToken cancellation)
    {
        var scan = new PacketScan();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        (int? code, _) = await RunAsync(
            ["-select_streams", facts.Picture.Index.ToString(CultureInfo.InvariantCulture), "-show_entries", "packet=pts_time,dts_time,duration_time,flags", "-of", "csv=p=0", .. Reading(path, facts.Reader)],
            ImportLimits.ReadTime(bytes), line =>
            {
                scan.Read(line);
                if (scan.Pictures > limits.Frames) enough.Cancel();
            },
            enough.Token);
        cancellation.ThrowIfCancellationRequested();
        if (scan.Pictures > limits.Frames) return (null, ImportCodes.FalseClaims);
        // A file that is damaged in its middle ends in an error, and what was read until there counts.
        return code is null ? (null, ImportCodes.TooSlow) : (scan.Facts(), null);
    }

    private static IReadOnlyList<string> Reading(string path, string reader) => ["-protocol_whitelist", "file", "-max_alloc", MostOneBlock, "-codec_whitelist", Codecs, "-f", reader, "-i", $"file:{path}"];

    // Exit code null: it took too long, or the caller had enough.
    private static async Task<(int? Code, IReadOnlyList<string> Said)> RunAsync(IReadOnlyList<string> arguments, TimeSpan limit, Action<string> tell, CancellationToken cancellation)
    {
        ChildProcess probe = ChildProcess.Start(new ChildSpec("import-probe", "prlimit", [MostMemory, "ffprobe", "-hide_banner", "-v", "error", .. arguments]) { Background = true, OnOutputLine = tell });
        try
        {
            return (await probe.Exited.WaitAsync(limit, cancellation), probe.LastLines());
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            await probe.StopAsync(StopPlan.Ffmpeg);
            return (null, []);
        }
    }
}
