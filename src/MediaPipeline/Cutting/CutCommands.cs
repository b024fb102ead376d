using System.Globalization;
using MediaPipeline.Probing;

namespace MediaPipeline.Cutting;

/// <summary>A file, its index, and what is cut from it.</summary>
public sealed record CutSource(string File, KeyframeIndex Index, SmartCutPlan Plan)
{
    /// <summary>Which bytes of the file are known to decode without an error, whole groups at a time; empty: nothing is known.</summary>
    public IReadOnlyList<Reach> Decoded { get; init; } = [];

    /// <summary>Groups of a copied span that are known to decode, from key picture to key picture, in ticks; never its first nor its last.</summary>
    internal IEnumerable<(long From, long To)> DecodedGroups(CutSpan span)
    {
        if (Decoded.Count == 0) yield break;
        IndexedPacket[] packets = [.. Index.Packets.Where(packet => packet.Position >= span.Positions.First && packet.Position <= span.Positions.Last).OrderBy(packet => packet.Position)];
        int[] keys = [.. Enumerable.Range(0, packets.Length).Where(i => packets[i].Is(PacketMarks.Idr))];
        for (int i = 1; i < keys.Length - 1; i++)
        {
            (long first, long last) = (packets[keys[i]].Position, packets[keys[i + 1] - 1].Position);
            if (Decoded.Any(reach => reach.First <= first && last <= reach.Last)) yield return (packets[keys[i]].Pts, packets[keys[i + 1]].Pts);
        }
    }

    /// <summary>What is drawn into the pictures that are encoded; null: nothing.</summary>
    public Painting? Painting { get; init; }
}

/// <summary>Something that is drawn into pictures. Its clock begins with the first picture of the cut.</summary>
/// <param name="Folder">Where the files are that its filters name.</param>
/// <param name="Inputs">Further inputs with their options, as ffmpeg's arguments.</param>
/// <param name="Graph">Filters for these: number of its first input, label of what it gets, label of what it gives.</param>
public sealed record Painting(string Folder, IReadOnlyList<string> Inputs, Func<int, string, string, string> Graph);

/// <summary>What a cut gets besides pictures of its sources.</summary>
/// <param name="Sound">Finished AAC (ADTS) that begins with the first picture and takes the place of the sources' sound.</param>
/// <param name="Subtitles">An SRT file, kept as a track.</param>
/// <param name="Language">Of the subtitles, ISO 639-2.</param>
/// <param name="Comment">Written into the file.</param>
public sealed record CutAdditions(string? Sound, string? Subtitles, string Language, string? Comment);

/// <summary>
/// ffmpeg's arguments for the parts of a cut. Pictures are chosen by their time stamps and packets by theirs, with the source's own clock
/// (copyts): where a seek arrives decides only how much is read, never what comes out.
/// </summary>
internal static class CutCommands
{
    // Constant quality that the eye does not tell from the source, for a second or two at either end.
    private const string Quality = "17";

    // Parts begin here by their own clocks: decoding runs ahead of showing, and a transport stream has no time before zero.
    private const double PartBegin = 10;

    // In a transport stream ffmpeg arrives up to a group late.
    private const double EarlierInTransportStreams = 4;

    // ffmpeg seeks 3/23 s earlier where the container knows only decoding times and the stream has B-frames.
    private const double LaterElsewhere = 0.14;

    /// <summary>Seeks so that reading begins at a key picture or before it; null: at the begin of the file.</summary>
    public static IReadOnlyList<string> Input(CutSource source, long? key) =>
        ["-copyts", .. key is { } pts && SeekTo(source.Index, pts) is > 0 and var at ? Seek(at) : [], .. IndexScanner.Walls, "-i", $"file:{source.File}"];

    // Pictures before the place asked for are ours to choose from: ffmpeg would leave them out.
    private static string[] Seek(double at) => ["-noaccurate_seek", "-ss", Number(at)];

    public static double SeekTo(KeyframeIndex index, long key)
    {
        double at = index.Video.Tick.Seconds(key) - index.Start;
        if (index.IsTransportStream) return at - EarlierInTransportStreams;
        long next = index.Packets.Where(packet => packet.Is(PacketMarks.Key) && packet.Pts > key).Select(packet => packet.Pts).DefaultIfEmpty(long.MaxValue).Min();
        return at + (next == long.MaxValue ? LaterElsewhere : Math.Min(LaterElsewhere, index.Video.Tick.Seconds(next - key) / 2));
    }

    public static string Between(long first, long last) => string.Create(CultureInfo.InvariantCulture, $@"select=between(pts\,{first}\,{last})");

    /// <summary>Decodes and encodes a span into a transport stream.</summary>
    public static IReadOnlyList<string> Encode(CutSource source, CutSpan span, string part)
    {
        (IndexedVideo video, EdgeEncoding how) = (source.Index.Video, source.Plan.Encoding);
        bool few = span.Frames <= how.ReorderDepth;
        return
        [
            // Players turn what is copied; only where all is encoded may it be turned here.
            .. video.Rotation == 0 ? (string[])["-noautorotate"] : [],
            .. Strict(source.Index), .. Input(source, span.DecodeFrom), .. Pictures(source, span), "-fps_mode", "passthrough", "-enc_time_base", "1:90000",
            "-c:v", "libx264", "-preset", "veryfast", "-crf", Quality, "-profile:v", how.Profile, "-pix_fmt", video.PixelFormat == "yuvj420p" ? "yuvj420p" : "yuv420p",
            .. Tag("-color_range", video.Range), .. Tag("-colorspace", video.Space), .. Tag("-color_primaries", video.Primaries), .. Tag("-color_trc", video.Transfer),
            "-x264-params", Reordering(few ? 0 : how.ReorderDepth) + string.Create(CultureInfo.InvariantCulture, $":open-gop=0:scenecut=0:keyint={Math.Clamp(how.KeyInterval, 25, 300)}"),
            // So few pictures that x264 does not run ahead: its decoding times are moved to where those of the copied ones begin.
            .. few && how.ReorderDepth > 0 ? (string[])["-bsf:v", $"setts=dts=PTS-{Number(RunAhead(source.Plan))}/TB"] : [],
            "-frames:v", span.Frames.ToString(CultureInfo.InvariantCulture), .. Part(source, span, part),
        ];
    }

    private static IReadOnlyList<string> Pictures(CutSource source, CutSpan span)
    {
        string chosen = Between(span.FirstPts, span.EndPts - 1);
        if (source.Painting is not { } painting) return ["-map", "0:v:0", "-vf", chosen];
        // Back to the source's clock and its ticks: the joint stands on them.
        string back = string.Create(CultureInfo.InvariantCulture, $"settb={source.Plan.Tick},setpts=PTS+{source.Plan.FirstPts}");
        return [.. painting.Inputs, "-filter_complex", $"{Painted(source, "0:v:0", chosen, 1)};[painted]{back}[v]", "-map", "[v]"];
    }

    /// <summary>Chosen pictures on a clock that begins with the cut, drawn over: <c>[painted]</c>.</summary>
    public static string Painted(CutSource source, string from, string chosen, int firstInput) =>
        string.Create(CultureInfo.InvariantCulture, $"[{from}]{chosen},setpts=PTS-{source.Plan.FirstPts}[plain];{source.Painting!.Graph(firstInput, "plain", "painted")}");

    /// <summary>Copies the packets of a span into a transport stream.</summary>
    public static IReadOnlyList<string> Copy(CutSource source, CutSpan span, string part) => [.. CopyInput(source, span), "-c", "copy", "-bsf:v", Only(span), .. Part(source, span, part)];

    /// <summary>Hashes of what was in the packets of a span: slices only, no parameter sets.</summary>
    public static IReadOnlyList<string> HashPackets(CutSource source, CutSpan span, string to) =>
        [.. CopyInput(source, span), "-c", "copy", "-bsf:v", $"{Only(span)},{SlicesOnly}", "-f", "framemd5", "-y", $"file:{to}"];

    public const string SlicesOnly = "h264_mp4toannexb,filter_units=pass_types=1-5";

    /// <summary>Sound over all sources, cut once and encoded again.</summary>
    public static IReadOnlyList<string> Sound(IReadOnlyList<CutSource> sources, string to)
    {
        List<string> inputs = [], chains = [];
        foreach (CutSource source in sources)
        {
            (SmartCutPlan plan, Tick tick) = (source.Plan, source.Plan.Tick);
            (string begin, string end, string length) = (Number(tick.Seconds(plan.FirstPts)), Number(tick.Seconds(plan.Spans[^1].EndPts)), Number(plan.Duration.TotalSeconds));
            int number = chains.Count;
            // A second before the first picture: sound lies up to so much apart in a file.
            double at = plan.Spans[0].Work == SpanWork.Encode && plan.Spans[0].DecodeFrom is null ? 0 : tick.Seconds(plan.FirstPts) - source.Index.Start - 1 - (source.Index.IsTransportStream ? EarlierInTransportStreams : 0);
            inputs.AddRange(["-copyts", .. at > 0 ? Seek(at) : [], .. IndexScanner.Walls, "-i", $"file:{source.File}"]);
            chains.Add(source.Index.AudioRate is null
                ? string.Create(CultureInfo.InvariantCulture, $"anullsrc=r=48000:cl=stereo:d={length}[a{number}]")
                // Holes are filled with silence, never stretched over: else all that follows would come too early.
                : string.Create(CultureInfo.InvariantCulture, $"[{number}:a:0]atrim=start={begin}:end={end},asetpts=PTS-{begin}/TB,aresample=async=1:min_hard_comp=0.02:first_pts=0,apad=whole_dur={length},atrim=end={length}[a{number}]"));
        }
        string join = string.Concat(chains.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"[a{i}]"))) + string.Create(CultureInfo.InvariantCulture, $"concat=n={chains.Count}:v=0:a=1[a]");
        int rate = sources.Select(source => source.Index.AudioRate ?? 0).Max();
        return
        [
            .. inputs, "-filter_complex", string.Join(';', chains.Append(join)), "-map", "[a]", "-c:a", "aac", "-b:a", "160k", "-ar", Math.Min(rate, 48_000).ToString(CultureInfo.InvariantCulture),
            // The first packet is the encoder's run-up: left out, the sound begins at zero without an edit list, which some players do not read.
            "-bsf:a", @"noise=drop=eq(n\,0)", "-f", "adts", "-y", $"file:{to}",
        ];
    }

    /// <summary>Joins the parts and the sound; no edit list, so that every player shows the same.</summary>
    public static IReadOnlyList<string> Join(string list, string? sound, CutAdditions? additions, string to)
    {
        string[] subtitles = additions?.Subtitles is { } file ? ["-protocol_whitelist", "file", "-f", "srt", "-i", $"file:{file}"] : [];
        return
        [
            "-protocol_whitelist", "file", "-f", "concat", "-safe", "1", "-i", $"file:{list}", .. sound is null ? (string[])[] : ["-protocol_whitelist", "file", "-f", "aac", "-i", $"file:{sound}"], .. subtitles,
            "-map", "0:v:0", .. sound is null ? (string[])[] : ["-map", "1:a:0"], .. subtitles.Length == 0 ? (string[])[] : ["-map", sound is null ? "1:s:0" : "2:s:0"],
            "-c", "copy", .. subtitles.Length == 0 ? (string[])[] : ["-c:s", "mov_text", "-metadata:s:s:0", $"language={additions!.Language}"], .. additions?.Comment is { } comment ? (string[])["-metadata", $"comment={comment}"] : [],
            "-video_track_timescale", "90000", "-movflags", "+faststart+negative_cts_offsets", "-f", "mp4", "-y", $"file:{to}",
        ];
    }

    private static IReadOnlyList<string> CopyInput(CutSource source, CutSpan span)
    {
        Tick tick = source.Plan.Tick;
        double at = Math.Max(0, SeekTo(source.Index, span.FirstPts));
        double until = tick.Seconds(span.Dts.Last) - source.Index.Start - at + 1;
        return ["-copyts", .. at > 0 ? Seek(at) : [], "-t", Number(until), .. IndexScanner.Walls, "-i", $"file:{source.File}", "-map", "0:v:0"];
    }

    // By their places in the file: what a tick is at this point differs from one version of ffmpeg to the next.
    private static string Only(CutSpan span) => string.Create(CultureInfo.InvariantCulture, $@"noise=drop=lt(pos\,{span.Positions.First})+gt(pos\,{span.Positions.Last})");

    private static IReadOnlyList<string> Part(CutSource source, CutSpan span, string part) =>
        ["-muxdelay", "0", "-muxpreload", "0", "-output_ts_offset", Number(PartBegin - source.Plan.Tick.Seconds(span.FirstPts)), "-f", "mpegts", "-y", $"file:{part}"];

    // A damaged picture ends the work: it would be hidden under what stands beside it. Where decoding may begin in the middle of a group, errors are no news.
    private static string[] Strict(KeyframeIndex index) =>
        !index.IsTransportStream && index.Packets.All(packet => packet.Is(PacketMarks.Idr) || !packet.Is(PacketMarks.Key)) ? ["-xerror", "-err_detect", "explode"] : [];

    // x264 at depth 1 has B-frames that nothing refers to, at depth 2 a pyramid.
    private static string Reordering(int depth) => depth switch { 0 => "bframes=0", 1 => "bframes=2:b-pyramid=none", _ => "bframes=3:b-pyramid=normal" };

    private static double RunAhead(SmartCutPlan plan) =>
        plan.Spans.FirstOrDefault(span => span.Work == SpanWork.Copy) is { } copy ? plan.Tick.Seconds(copy.FirstPts - copy.Dts.First) : plan.Encoding.ReorderDepth * plan.Duration.TotalSeconds / plan.Frames;

    private static string[] Tag(string option, string value) => value is "" or "unknown" or "reserved" ? [] : [option, value];

    internal static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
