using System.Globalization;
using System.Text.Json;
using MediaPipeline.Processes;

namespace MediaPipeline.Probing;

/// <summary>Reads the packets of a file once, without decoding them: ffprobe for times and positions, a copying ffmpeg for what is inside the H.264 packets.</summary>
internal static class IndexScanner
{
    /// <summary>Only local files, only containers: a playlist under the name of a film must not lead anywhere.</summary>
    public static readonly IReadOnlyList<string> Walls = ["-protocol_whitelist", "file", "-format_whitelist", "mov,mp4,matroska,webm,mpegts,flv"];

    // Sixty hours at 60 pictures a second.
    private const long MostPackets = 13_000_000;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public static async Task<IndexOutcome> ScanAsync(string file, CancellationToken cancellation)
    {
        // First, under its limits: the others read all of it.
        ProbeOutcome outcome = await MediaProbe.ProbeAsync(file, ProbeLimits.Default, cancellation);
        if (outcome is not ProbeOutcome.Media { Facts: var facts }) return new IndexOutcome.Refused(outcome is ProbeOutcome.Refused refused ? refused.Code : "ffmpeg-failed");
        string work = Directory.CreateTempSubdirectory("index-").FullName;
        try
        {
            string[] what = ["-select_streams", "v:0", "-show_entries", "packet=pts,dts,size,pos,flags:packet_side_data=side_data_type", "-of", "compact=p=0"];
            Task<string?> describing = AskAsync(file, Path.Combine(work, "streams.json"), ["-show_streams", "-show_format", "-of", "json"], cancellation);
            Task<string?> listing = AskAsync(file, Path.Combine(work, "packets.txt"), what, cancellation);
            Task<NalFacts> looking = facts.Video is [{ Codec: "h264" }, ..] ? NalFacts.ReadAsync(file, work, cancellation) : Task.FromResult(NalFacts.None);
            await Task.WhenAll(describing, listing, looking);
            if (await describing is not { } streams || await listing is not { } listed) return new IndexOutcome.Refused("ffmpeg-failed");
            NalFacts nal = await looking;
            using JsonDocument said = JsonDocument.Parse(await File.ReadAllBytesAsync(streams, cancellation));
            if (StreamWords.Video(said.RootElement) is not { } video) return new IndexOutcome.Refused("no-picture");
            List<IndexedPacket> packets = [];
            await foreach (string line in File.ReadLinesAsync(listed, cancellation))
            {
                if (Packet(line, nal, packets) is { } packet) packets.Add(packet);
                if (packets.Count > MostPackets) return new IndexOutcome.Refused("too-many-packets");
            }
            if (packets.Count == 0) return new IndexOutcome.Refused("no-picture");
            return new IndexOutcome.Indexed(new KeyframeIndex(StreamWords.Format(said.RootElement), StreamWords.Start(said.RootElement), video, StreamWords.AudioRate(said.RootElement), packets), new FileInfo(file).Length);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    // Into a file, not through a pipe: hours of packets are megabytes of text.
    private static async Task<string?> AskAsync(string file, string answer, IReadOnlyList<string> what, CancellationToken cancellation)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        time.CancelAfter(Longest);
        ChildProcess probe = ChildProcess.Start(new ChildSpec("ffprobe", "ffprobe", ["-v", "error", .. Walls, .. what, "-o", answer, $"file:{file}"]) { Background = true });
        try
        {
            return await probe.Exited.WaitAsync(time.Token) == 0 ? answer : null;
        }
        catch (OperationCanceledException)
        {
            await probe.StopAsync(StopPlan.Ffmpeg);
            cancellation.ThrowIfCancellationRequested();
            return null;
        }
    }

    // pts=67|dts=0|size=4555|pos=407|flags=K_, now and then with side data behind it; lines without a size are continuations.
    private static IndexedPacket? Packet(string line, NalFacts nal, List<IndexedPacket> before)
    {
        (long pts, long dts, long position, int size, PacketMarks marks) = (IndexedPacket.NoTime, IndexedPacket.NoTime, -1, -1, PacketMarks.None);
        foreach (string field in line.Split('|'))
        {
            int equals = field.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0) continue;
            string value = field[(equals + 1)..];
            switch (field[..equals])
            {
                case "pts" when long.TryParse(value, CultureInfo.InvariantCulture, out long number): pts = number; break;
                case "dts" when long.TryParse(value, CultureInfo.InvariantCulture, out long number): dts = number; break;
                case "pos" when long.TryParse(value, CultureInfo.InvariantCulture, out long number): position = number; break;
                case "size" when int.TryParse(value, CultureInfo.InvariantCulture, out int number): size = number; break;
                case "flags":
                    if (value.Contains('K', StringComparison.Ordinal)) marks |= PacketMarks.Key;
                    if (value.Contains('D', StringComparison.Ordinal)) marks |= PacketMarks.Hidden;
                    break;
            }
        }
        if (size < 0) return null;
        if (marks.HasFlag(PacketMarks.Key) && nal.Idr.Contains(pts)) marks |= PacketMarks.Idr;
        long parameters = nal.Parameters.TryGetValue(pts, out long set) ? set : before.Count > 0 ? before[^1].Parameters : 0;
        // A new sequence header in the middle of an FLV is a change, whatever it holds.
        if (line.Contains("New Extradata", StringComparison.Ordinal) && before.Count > 0) parameters = unchecked(before[^1].Parameters + 1 + position);
        return new IndexedPacket(pts, dts, position, size, marks, parameters);
    }
}

/// <summary>Which packets hold an IDR picture, and which parameter sets came with which; by presentation time.</summary>
internal sealed record NalFacts(IReadOnlySet<long> Idr, IReadOnlyDictionary<long, long> Parameters)
{
    public static NalFacts None { get; } = new(new HashSet<long>(), new Dictionary<long, long>());

    // ITU-T H.264 table 7-1: 5 is a slice of an IDR picture, 7 and 8 are the sets. The key flag of a container says nothing of this.
    public static async Task<NalFacts> ReadAsync(string file, string work, CancellationToken cancellation)
    {
        (string idr, string sets) = (Path.Combine(work, "idr.txt"), Path.Combine(work, "sets.txt"));
        FfmpegOutcome outcome = await FfmpegRunner.RunAsync(
            new FfmpegJob(["-copyts", .. IndexScanner.Walls, "-i", $"file:{file}", .. Only("5", idr), .. Only("7-8", sets)]), null, cancellation);
        cancellation.ThrowIfCancellationRequested();
        // Without an answer nothing is copied: the whole is encoded, which is slow and right.
        if (outcome is not FfmpegOutcome.Success) return None;
        Dictionary<long, long> parameters = [];
        foreach ((long pts, string hash) in Hashes(await File.ReadAllLinesAsync(sets, cancellation))) parameters[pts] = long.Parse(hash.AsSpan(0, 15), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return new NalFacts(Hashes(await File.ReadAllLinesAsync(idr, cancellation)).Select(packet => packet.Pts).ToHashSet(), parameters);
    }

    private static IReadOnlyList<string> Only(string types, string to) =>
        ["-map", "0:v:0", "-c", "copy", "-bsf:v", $"h264_mp4toannexb,filter_units=pass_types={types}", "-f", "framemd5", "-y", $"file:{to}"];

    /// <summary>Lines of ffmpeg's framemd5: stream, dts, pts, duration, size, hash.</summary>
    public static IEnumerable<(long Pts, string Hash)> Hashes(IEnumerable<string> lines)
    {
        foreach (string line in lines)
        {
            if (line.StartsWith('#')) continue;
            string[] fields = line.Split(',', StringSplitOptions.TrimEntries);
            if (fields.Length >= 6 && long.TryParse(fields[2], CultureInfo.InvariantCulture, out long pts)) yield return (pts, fields[5]);
        }
    }
}
