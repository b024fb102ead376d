using System.Globalization;
using MediaPipeline.Probing;
using MediaPipeline.Processes;

namespace MediaPipeline.Cutting;

/// <summary>
/// Compares a finished cut with its sources before it gets its name: every time stamp, every copied packet, the pictures at all edges,
/// sound against picture with and without edit lists, and a strict decoding of the whole.
/// </summary>
internal sealed class CutCheck(IReadOnlyList<CutSource> sources, string cut, string work, bool hasSound)
{
    /// <summary>Most that sound and picture may lie apart: one AAC packet.</summary>
    public const double MostApart = 0.0214;

    // The last packet of sound begins up to this much before the end.
    private const double MostShort = 0.1;

    // Ticks of 1/1000 s become ticks of 1/90000 s exactly; others round twice.
    private const double MostOff = 0.001;

    // Pictures looked at on each side of an edge.
    private const int EdgeFrames = 30, CopiedFrames = 8;

    // At this quality a right picture is far above; a picture beside it is told by being less like than its neighbour.
    private const double LeastAlike = 0.85, Nearer = 0.002;

    private readonly string _cut = $"file:{cut}";
    private readonly IReadOnlyList<string> _whole = [.. IndexScanner.Walls, "-i", $"file:{cut}"];

    /// <summary>What is wrong with it; null: nothing.</summary>
    /// <param name="progress">Told from 0 to 1.</param>
    public async Task<string?> FindAsync(Action<double>? progress, CancellationToken cancellation)
    {
        if (await IndexScanner.ScanAsync(cut, cancellation) is not IndexOutcome.Indexed { Index: var made }) return "It is not a film.";
        if (Times(made) is { } wrongTimes) return wrongTimes;
        // What takes longest first.
        Func<CancellationToken, Task<string?>>[] looks = [.. Decoding(made), .. Edges(made), PacketsAsync, token => SoundAsync("0", token), token => SoundAsync("1", token)];
        return await SideBySide.FirstAsync(looks, ended => progress?.Invoke((double)ended / looks.Length), cancellation);
    }

    // Every picture and every sound is decoded strictly; but groups that were copied bit for bit from where they were decoded before are not decoded twice.
    private IEnumerable<Func<CancellationToken, Task<string?>>> Decoding(KeyframeIndex made)
    {
        (long From, long To)[] known = [.. Known(made)];
        if (known.Length == 0) return [token => DecodeAsync(_whole, [], token)];
        var product = new CutSource(cut, made, sources[0].Plan);
        // A group on each side of every joint is among what is left.
        (long? Key, long Until)[] left = [.. known.Select((span, i) => (i == 0 ? (long?)null : known[i - 1].To, span.From)), (known[^1].To, long.MaxValue)];
        return
        [
            .. sources.Any(source => source.Index.AudioRate is not null) ? (Func<CancellationToken, Task<string?>>[])[token => DecodeAsync(_whole, ["-map", "0:a"], token)] : [],
            .. left.Select(stretch => (Func<CancellationToken, Task<string?>>)(token => DecodeAsync(
                CutCommands.Input(product, stretch.Key), ["-map", "0:v:0", "-vf", string.Create(CultureInfo.InvariantCulture, $"trim=end_pts={stretch.Until}")], token))),
        ];
    }

    /// <summary>What need not be decoded again, in times of the cut: inner groups of copied spans, from a key picture to before another.</summary>
    private IEnumerable<(long From, long To)> Known(KeyframeIndex made)
    {
        long begin = made.Packets.Min(packet => packet.Pts);
        (long From, long To)? run = null;
        foreach (CutSource source in sources)
        {
            foreach ((long from, long to) in source.Plan.Spans.Where(span => span.Work == SpanWork.Copy).SelectMany(span => source.DecodedGroups(span)))
            {
                (long first, long end) = (MadeOf(source, from, begin, made), MadeOf(source, to, begin, made));
                if (run is { } before && before.To != first) yield return before;
                run = (run is { } growing && growing.To == first ? growing.From : first, end);
            }
            begin += Ticks(made, source.Plan.Duration);
        }
        if (run is { } last) yield return last;
    }

    private static async Task<string?> DecodeAsync(IReadOnlyList<string> input, IReadOnlyList<string> what, CancellationToken cancellation) =>
        await RunAsync(["-xerror", "-err_detect", "explode", .. input, .. what, "-f", "null", "-"], cancellation) is { } broken
            ? $"It does not decode: {broken}" : null;

    private IEnumerable<Func<CancellationToken, Task<string?>>> Edges(KeyframeIndex made)
    {
        long begin = made.Packets.Min(packet => packet.Pts);
        int number = 0;
        foreach (CutSource source in sources)
        {
            foreach (CutSpan span in source.Plan.Spans)
            {
                long[] shown = Shown(source, span);
                foreach (Range window in Windows(shown.Length, span.Work == SpanWork.Copy ? CopiedFrames : EdgeFrames))
                {
                    (long[] pictures, long at) = (shown[window], begin);
                    var edge = new EdgeCheck(cut, made, Directory.CreateDirectory(Path.Combine(work, string.Create(CultureInfo.InvariantCulture, $"edge-{number++}"))).FullName);
                    yield return token => edge.FindAsync(source, span, pictures, at, token);
                }
            }
            begin += Ticks(made, source.Plan.Duration);
        }
    }

    // A picture of a source, by the clock of the cut.
    private static long MadeOf(CutSource source, long pts, long begin, KeyframeIndex made) =>
        begin + made.Video.Tick.Of(TimeSpan.FromSeconds(source.Plan.Tick.Seconds(pts - source.Plan.FirstPts)));

    private static long Ticks(KeyframeIndex made, TimeSpan length) => made.Video.Tick.Of(length);

    /// <summary>Times of the pictures of a span, in the order of showing.</summary>
    internal static long[] Shown(CutSource source, CutSpan span) =>
        [.. source.Index.Packets.Where(packet => !packet.Is(PacketMarks.Hidden) && packet.Pts >= span.FirstPts && packet.Pts < span.EndPts).Select(packet => packet.Pts).Order()];

    private static IEnumerable<Range> Windows(int length, int edge) => length <= 2 * edge ? [Range.All] : [Range.EndAt(edge), Range.StartAt(Index.FromEnd(edge))];

    // Every picture is there, at its time: nothing lost, doubled or moved.
    private string? Times(KeyframeIndex made)
    {
        List<double> wanted = [];
        double begin = 0;
        foreach (CutSource source in sources)
        {
            wanted.AddRange(source.Plan.Spans.SelectMany(span => Shown(source, span)).Select(pts => begin + source.Plan.Tick.Seconds(pts - source.Plan.FirstPts)));
            begin += source.Plan.Duration.TotalSeconds;
        }
        if (made.Packets.Count != wanted.Count || wanted.Count != sources.Sum(source => source.Plan.Frames)) return Said($"It has {made.Packets.Count} pictures, wanted were {wanted.Count}.");
        if (made.Packets.Any(packet => packet.Is(PacketMarks.Hidden) || packet.Pts == IndexedPacket.NoTime)) return "Pictures are hidden.";
        double[] found = [.. made.Packets.Select(packet => packet.Pts).Order().Select(pts => made.Video.Tick.Seconds(pts))];
        for (int i = 0; i < found.Length; i++)
        {
            if (Math.Abs(found[i] - wanted[i]) > MostOff) return Said($"Picture {i} is shown at {found[i]:0.0000} s, wanted was {wanted[i]:0.0000} s.");
        }
        for (int i = 1; i < made.Packets.Count; i++)
        {
            if (made.Packets[i].Dts <= made.Packets[i - 1].Dts) return Said($"The clock of decoding goes back at packet {i}.");
        }
        IndexedVideo source0 = sources[0].Index.Video;
        bool turned = Math.Abs(source0.Rotation) % 180 == 90;
        return (made.Video.Width, made.Video.Height) != (turned ? (source0.Height, source0.Width) : (source0.Width, source0.Height)) && sources[0].Plan.FullEncode != FullEncodeReasons.ParametersChange
            ? "It has another size." : null;
    }

    private async Task<string?> SoundAsync(string ignoreEditList, CancellationToken cancellation)
    {
        if (!hasSound) return null;
        ((double picture, _), (double sound, double soundEnd)) = await FirstAndLastAsync(ignoreEditList, cancellation);
        if (!(Math.Abs(sound - picture) <= MostApart)) return Said($"Sound begins {(sound - picture) * 1000:0.0} ms after the picture{(ignoreEditList == "1" ? " in players that ignore edit lists" : "")}.");
        double length = sources.Sum(source => source.Plan.Duration.TotalSeconds);
        return Math.Abs(soundEnd - length) <= MostShort ? null : Said($"Sound ends at {soundEnd:0.000} s, wanted was {length:0.000} s.");
    }

    private async Task<((double First, double Last) Picture, (double First, double Last) Sound)> FirstAndLastAsync(string ignoreEditList, CancellationToken cancellation)
    {
        (double First, double Last) picture = (double.MaxValue, double.MinValue), sound = picture;
        ChildProcess probe = ChildProcess.Start(new ChildSpec("ffprobe", "ffprobe",
            ["-v", "error", .. IndexScanner.Walls, "-ignore_editlist", ignoreEditList, "-show_entries", "packet=codec_type,pts_time", "-of", "csv=p=0", _cut])
        {
            Background = true,
            OnOutputLine = line =>
            {
                // video,0.033000
                string[] fields = line.Split(',');
                if (fields.Length < 2 || fields[0] is not ("video" or "audio") || !double.TryParse(fields[1], CultureInfo.InvariantCulture, out double time)) return;
                ref (double First, double Last) stream = ref fields[0] == "video" ? ref picture : ref sound;
                stream = (Math.Min(stream.First, time), Math.Max(stream.Last, time));
            },
        });
        await probe.Exited.WaitAsync(TimeSpan.FromMinutes(2), cancellation);
        return (picture, sound);
    }

    // Whole groups were copied bit for bit.
    private async Task<string?> PacketsAsync(CancellationToken cancellation)
    {
        if (sources.All(source => source.Plan.Spans.All(span => span.Work != SpanWork.Copy))) return null;
        string file = Path.Combine(work, "made.txt");
        if (await RunAsync([.. IndexScanner.Walls, "-i", _cut, "-map", "0:v:0", "-c", "copy", "-bsf:v", CutCommands.SlicesOnly, "-f", "framemd5", "-y", $"file:{file}"], cancellation) is { } unread) return unread;
        string[] made = [.. NalFacts.Hashes(await File.ReadAllLinesAsync(file, cancellation)).Select(packet => packet.Hash)];
        int at = 0;
        foreach (CutSource source in sources)
        {
            foreach (CutSpan span in source.Plan.Spans)
            {
                if (span.Work == SpanWork.Copy)
                {
                    string before = Path.Combine(work, "source.txt");
                    if (await RunAsync(CutCommands.HashPackets(source, span, before), cancellation) is { } unreadable) return unreadable;
                    string[] wanted = [.. NalFacts.Hashes(await File.ReadAllLinesAsync(before, cancellation)).Select(packet => packet.Hash)];
                    if (wanted.Length != span.Frames || at + span.Frames > made.Length || !made.AsSpan(at, span.Frames).SequenceEqual(wanted)) return "Copied packets are not those of the source.";
                }
                at += span.Frames;
            }
        }
        return null;
    }

    private static async Task<string?> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        FfmpegOutcome outcome = await FfmpegRunner.RunAsync(new FfmpegJob(arguments), null, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return outcome switch { FfmpegOutcome.Success => null, FfmpegOutcome.Failed failed => string.Join(" | ", failed.LastLines), _ => "It stood still." };
    }

    private static string Said(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>Pictures of the cut against those of the source.</summary>
    private sealed class EdgeCheck(string cut, KeyframeIndex made, string work)
    {
        public async Task<string?> FindAsync(CutSource source, CutSpan span, long[] window, long begin, CancellationToken cancellation)
        {
            // Half a millisecond of rounding either way, and the pictures are further apart than that.
            long Made(long pts) => MadeOf(source, pts, begin, made);
            long slack = made.Video.Tick.Of(TimeSpan.FromMilliseconds(0.5));
            long? key = span.Work == SpanWork.Copy ? LastKey(source.Index, window[0]) : source.Plan.FullEncode is null ? span.DecodeFrom : span.DecodeFrom is null ? null : LastKey(source.Index, window[0]);
            var product = new CutSource(cut, made, source.Plan);
            IReadOnlyList<string> inputs = [.. CutCommands.Input(source, key), .. CutCommands.Input(product, LastKey(made, Made(window[0])))];
            // Reading ends behind the window; not where the clock goes back, and what is later may come first.
            string Until(long last) => source.Plan.FullEncode == FullEncodeReasons.ClockGoesBack ? "" : string.Create(CultureInfo.InvariantCulture, $"trim=end_pts={last + 1},");
            (long first, long last) = (Made(window[0]) - slack, Made(window[^1]) + slack);
            string wanted = string.Create(CultureInfo.InvariantCulture, $"{Until(window[^1])}{CutCommands.Between(window[0], window[^1])},scale={made.Video.Width}:{made.Video.Height},settb=1/25,setpts=N");
            if (source.Plan.FullEncode == FullEncodeReasons.ParametersChange)
            {
                // Where the size changes ffmpeg sets up its filters anew, and loses what the other film had put into them: the source is taken out first, alone.
                string taken = Path.Combine(work, "window.nut");
                if (await RunAsync([.. CutCommands.Input(source, key), "-map", "0:v:0", "-vf", wanted, "-fps_mode", "passthrough", "-c:v", "ffv1", "-f", "nut", "-y", $"file:{taken}"], cancellation) is { } untaken) return untaken;
                inputs = ["-protocol_whitelist", "file", "-f", "nut", "-i", $"file:{taken}", .. CutCommands.Input(product, LastKey(made, Made(window[0])))];
                wanted = "settb=1/25,setpts=N";
            }
            string asWished = $"[0:v:0]{wanted}[s]";
            if (span.Work == SpanWork.Encode && source.Painting is { } painting)
            {
                // What is drawn belongs to what is wanted.
                inputs = [.. inputs, .. painting.Inputs];
                string window0 = Until(window[^1]) + CutCommands.Between(window[0], window[^1]);
                asWished = $"{CutCommands.Painted(source, "0:v:0", window0, 2)};[painted]settb=1/25,setpts=N[s]";
            }
            string chosen = $"{asWished};[1:v:0]{Until(last)}{CutCommands.Between(first, last)},settb=1/25,setpts=N[c]";
            return span.Work == SpanWork.Copy ? await SameAsync(inputs, chosen, window, cancellation) : await AlikeAsync(inputs, chosen, window, source, cancellation);
        }

        // The last key picture from which what is shown at a time can be decoded whole; null: the begin.
        private static long? LastKey(KeyframeIndex index, long pts)
        {
            long? found = null;
            foreach (IndexedPacket packet in index.Packets)
            {
                if (packet.Is(PacketMarks.Idr) && packet.Pts <= pts && packet.Pts > (found ?? long.MinValue)) found = packet.Pts;
            }
            return found;
        }

        private async Task<string?> SameAsync(IReadOnlyList<string> inputs, string chosen, long[] window, CancellationToken cancellation)
        {
            (string source, string copy) = (Path.Combine(work, "frames-source.txt"), Path.Combine(work, "frames-cut.txt"));
            if (await RunAsync([.. inputs, "-filter_complex", chosen, "-map", "[s]", "-f", "framemd5", "-y", $"file:{source}", "-map", "[c]", "-f", "framemd5", "-y", $"file:{copy}"], cancellation) is { } failed) return failed;
            string[] wanted = [.. NalFacts.Hashes(await File.ReadAllLinesAsync(source, cancellation)).Select(frame => frame.Hash)];
            string[] found = [.. NalFacts.Hashes(await File.ReadAllLinesAsync(copy, cancellation)).Select(frame => frame.Hash)];
            return wanted.Length == window.Length && wanted.SequenceEqual(found) ? null : Said($"Copied pictures differ near pts {window[0]}.");
        }

        private async Task<string?> AlikeAsync(IReadOnlyList<string> inputs, string chosen, long[] window, CutSource source, CancellationToken cancellation)
        {
            string graph = chosen + ";[s]split=3[s0][s1][s2];[c]split=3[c0][c1][c2];[s0][c0]ssim=shortest=1:stats_file=same.txt[o0];" +
                "[s1]trim=start_frame=1,setpts=N[l];[l][c1]ssim=shortest=1:stats_file=later.txt[o1];[c2]trim=start_frame=1,setpts=N[e];[s2][e]ssim=shortest=1:stats_file=earlier.txt[o2]";
            bool asStored = source.Index.Video.Rotation == 0;
            // The numbers are written beside what is drawn: its files are named from there.
            string folder = source.Painting?.Folder ?? work;
            string[] arguments = [.. asStored ? ["-noautorotate"] : Array.Empty<string>(), .. inputs, "-filter_complex", graph, "-map", "[o0]", "-f", "null", "-", "-map", "[o1]", "-f", "null", "-", "-map", "[o2]", "-f", "null", "-"];
            FfmpegOutcome outcome = await FfmpegRunner.RunAsync(new FfmpegJob(arguments) { WorkingDirectory = folder }, null, cancellation);
            cancellation.ThrowIfCancellationRequested();
            if (outcome is FfmpegOutcome.Failed failed) return string.Join(" | ", failed.LastLines);
            double[] same = await StatsAsync(folder, "same.txt", cancellation);
            if (same.Length != window.Length) return Said($"{same.Length} of {window.Length} pictures are there near pts {window[0]}.");
            if (same.Min() < LeastAlike) return Said($"Encoded pictures are unlike the source near pts {window[0]}: SSIM {same.Min():0.000}.");
            if (window.Length < 3) return null;
            double beside = Math.Max((await StatsAsync(folder, "later.txt", cancellation)).Average(), (await StatsAsync(folder, "earlier.txt", cancellation)).Average());
            return beside > same.Average() + Nearer ? Said($"Encoded pictures are those beside the wanted ones near pts {window[0]}.") : null;
        }

        // n:1 Y:0.99 U:0.99 V:0.99 All:0.99 (25.1)
        private static async Task<double[]> StatsAsync(string folder, string name, CancellationToken cancellation) =>
        [
            .. (await File.ReadAllLinesAsync(Path.Combine(folder, name), cancellation)).Select(line => line.Split("All:", 2)).Where(halves => halves.Length == 2)
                .Select(halves => double.TryParse(halves[1].Split(' ')[0], CultureInfo.InvariantCulture, out double alike) ? alike : 0),
        ];
    }
}
