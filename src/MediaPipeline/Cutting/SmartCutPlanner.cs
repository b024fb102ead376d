using MediaPipeline.Probing;

namespace MediaPipeline.Cutting;

/// <summary>Makes plans for exact cuts. Pure: the same index and wish give the same plan.</summary>
public static class SmartCutPlanner
{
    // A time that a person typed has three decimals: half a millisecond either way is the same picture.
    private const double Same = 0.0005;

    // Behind it there is no picture of any film: a third of a year.
    private const double Longest = 1e7;
    internal const int DeepestMatched = 2;

    /// <summary>Plans to cut the pictures that are shown in [from, to), counted from the first picture of the file.</summary>
    /// <param name="painted">When something is drawn into the pictures, counted likewise: groups that are touched are encoded, the others copied. Null: never.</param>
    public static PlanOutcome Plan(KeyframeIndex index, TimeSpan from, TimeSpan to, IReadOnlyList<(TimeSpan From, TimeSpan To)>? painted = null)
    {
        if (to <= from || to <= TimeSpan.Zero) return new PlanOutcome.Refused("empty-wish");
        if (index.Packets.Any(packet => packet.Pts == IndexedPacket.NoTime)) return new PlanOutcome.Refused("timestamps-missing");
        List<Run> runs = Runs(index.Packets, index.Video.Tick);
        if (runs.Count == 0) return new PlanOutcome.Refused("nothing-there");
        long zero = runs[0].Shown[0].Pts;
        (double begin, double end) = (from.TotalSeconds - Same, to.TotalSeconds - Same);
        List<(Run Run, int First, int End)> touched = [];
        foreach (Run run in runs)
        {
            (int first, int last) = (run.FirstAt(index.Video.Tick, zero, begin), run.FirstAt(index.Video.Tick, zero, end));
            if (last > first) touched.Add((run, first, last));
        }
        if (touched.Count == 0) return new PlanOutcome.Refused("nothing-there");
        // Two pictures claim the same moment: which of them is wished cannot be known.
        if (touched.Count > 1) return new PlanOutcome.Refused(FullEncodeReasons.ClockGoesBack);
        var wish = new Wish(index, touched[0].Run, touched[0].First, touched[0].End, zero + index.Video.Tick.Of(TimeSpan.FromSeconds(Math.Min(to.TotalSeconds, Longest))));
        (Group? whole, string? reason) = runs.Count > 1 ? (null, FullEncodeReasons.ClockGoesBack) : wish.Copyable();
        EdgeEncoding encoding = new(whole is null ? "high" : ProfileOf(index.Video)!, whole is { } copied ? wish.Depth(copied) : DeepestMatched, Math.Max(1, wish.GroupLength));
        if (whole is { } group)
        {
            List<CutSpan> spans = wish.Smart(group, [.. (painted ?? []).Select(span => (zero + index.Video.Tick.Of(span.From), zero + index.Video.Tick.Of(span.To < to ? span.To : to)))]);
            CutCost cost = wish.Cost(group, spans);
            if (cost.IsWorth) return new PlanOutcome.Planned(new SmartCutPlan(from, to, spans, null, cost, encoding) { Tick = index.Video.Tick });
            return new PlanOutcome.Planned(new SmartCutPlan(from, to, [wish.Whole(seekable: true)], FullEncodeReasons.Cost, cost, encoding) { Tick = index.Video.Tick });
        }
        return new PlanOutcome.Planned(new SmartCutPlan(from, to, [wish.Whole(seekable: runs.Count == 1)], reason, null, encoding) { Tick = index.Video.Tick });
    }

    /// <summary>The same pictures, all of them encoded.</summary>
    public static SmartCutPlan Everything(SmartCutPlan plan, string reason) => plan with
    {
        Spans = [new CutSpan(SpanWork.Encode, plan.FirstPts, plan.Spans[^1].EndPts, plan.Frames) { DecodeFrom = plan.Spans[0].DecodeFrom ?? plan.FirstPts }],
        FullEncode = reason,
    };

    /// <summary>x264's word for a profile; null: it cannot be matched.</summary>
    internal static string? ProfileOf(IndexedVideo video) => video.Profile switch
    {
        "Constrained Baseline" or "Baseline" => "baseline",
        "Main" => "main",
        "High" => "high",
        _ => null,
    };

    // A clock that goes back by a second or more begins another run. Pictures before the first key picture of a run cannot be decoded.
    private static List<Run> Runs(IReadOnlyList<IndexedPacket> packets, Tick tick)
    {
        List<Run> runs = [];
        int begin = 0;
        for (int i = 1; i <= packets.Count; i++)
        {
            if (i < packets.Count && !GoesBack(packets[i - 1], packets[i], tick)) continue;
            if (Run.Of(packets, begin, i) is { } run) runs.Add(run);
            begin = i;
        }
        return runs;
    }

    private static bool GoesBack(IndexedPacket before, IndexedPacket after, Tick tick) =>
        before.Dts != IndexedPacket.NoTime && after.Dts != IndexedPacket.NoTime && tick.Seconds(before.Dts - after.Dts) >= 1;
}

/// <summary>Packets whose clock goes forward, and the pictures among them in the order of showing.</summary>
internal sealed class Run
{
    private Run(int begin, int end, List<IndexedPacket> shown) => (Begin, End, Shown) = (begin, end, shown);

    public int Begin { get; }

    public int End { get; }

    public IReadOnlyList<IndexedPacket> Shown { get; }

    public static Run? Of(IReadOnlyList<IndexedPacket> packets, int begin, int end)
    {
        while (begin < end && !packets[begin].Is(PacketMarks.Key)) begin++;
        if (begin == end) return null;
        long first = packets[begin].Pts;
        List<IndexedPacket> shown = [];
        for (int i = begin; i < end; i++)
        {
            if (!packets[i].Is(PacketMarks.Hidden) && packets[i].Pts >= first) shown.Add(packets[i]);
        }
        shown.Sort((one, other) => one.Pts.CompareTo(other.Pts));
        return shown.Count == 0 ? null : new Run(begin, end, shown);
    }

    /// <summary>The first picture at or after a time in seconds; the count when there is none.</summary>
    public int FirstAt(Tick tick, long zero, double seconds)
    {
        (int low, int high) = (0, Shown.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (tick.Seconds(Shown[middle].Pts - zero) < seconds) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}

/// <summary>Whole groups that may be copied: packets [First, End) in the order of decoding.</summary>
internal readonly record struct Group(int First, int End);

/// <summary>The pictures [first, end) of a run, and what may be done with them.</summary>
internal sealed class Wish(KeyframeIndex index, Run run, int first, int end, long wishedUntil)
{
    private readonly IReadOnlyList<IndexedPacket> _packets = index.Packets;

    private long FirstPts => run.Shown[first].Pts;

    // Behind the last picture of the file nothing says when it ends: as long as the one before.
    private long NextPts => end < run.Shown.Count ? run.Shown[end].Pts : run.Shown[^1].Pts + (run.Shown.Count > 1 ? run.Shown[^1].Pts - run.Shown[^2].Pts : 1);

    // A wish that ends in a hole ends there, and not with the picture behind it.
    private long EndPts => index.Video.Tick.Seconds(NextPts - run.Shown[end - 1].Pts) <= 1 ? NextPts : Math.Clamp(wishedUntil, run.Shown[end - 1].Pts + 1, NextPts);

    /// <summary>Pictures of a group, on average, in the wish.</summary>
    public int GroupLength
    {
        get
        {
            int keys = run.Shown.Skip(first).Take(end - first).Count(picture => picture.Is(PacketMarks.Key));
            return Math.Min(600, (end - first) / Math.Max(1, keys));
        }
    }

    public (Group? Whole, string? Reason) Copyable()
    {
        IndexedVideo video = index.Video;
        if (video.Codec != "h264" || video.PixelFormat is not ("yuv420p" or "yuvj420p") || SmartCutPlanner.ProfileOf(video) is null) return (null, FullEncodeReasons.Codec);
        if (video.FieldOrder is not ("progressive" or "unknown" or "")) return (null, FullEncodeReasons.Interlaced);
        if (video.Rotation != 0) return (null, FullEncodeReasons.Rotated);
        (int from, int until) = (-1, -1);
        for (int i = run.Begin; i < run.End; i++)
        {
            if (!_packets[i].Is(PacketMarks.Idr) || _packets[i].Is(PacketMarks.Hidden)) continue;
            // Matroska says no decoding times for the first packets.
            if (from < 0 && _packets[i].Pts >= FirstPts && _packets[i].Dts != IndexedPacket.NoTime) from = i;
            if (_packets[i].Pts < NextPts || (end < run.Shown.Count && _packets[i].Pts == NextPts)) until = i;
        }
        // A wish that reaches the end of the file needs no key picture behind it.
        if (end == run.Shown.Count) until = run.End;
        if (from < 0 || until <= from || _packets[from].Pts >= EndPts) return (null, FullEncodeReasons.NoWholeGroup);
        return Flaw(from, until) is { } flaw ? (null, flaw) : (new Group(from, until), null);
    }

    // What would come out of copying these packets must be these pictures, in a clock that fits the encoder's.
    private string? Flaw(int from, int until)
    {
        int decodedFrom = from;
        while (decodedFrom > run.Begin && !(_packets[decodedFrom].Is(PacketMarks.Idr) && _packets[decodedFrom].Pts <= FirstPts)) decodedFrom--;
        int decodedUntil = until;
        while (decodedUntil < run.End && _packets[decodedUntil].Pts < EndPts) decodedUntil++;
        for (int i = decodedFrom; i < decodedUntil; i++)
        {
            IndexedPacket packet = _packets[i];
            if (packet.Parameters != _packets[from].Parameters) return FullEncodeReasons.ParametersChange;
            if (i < from || i >= until) continue;
            if (packet.Is(PacketMarks.Hidden)) return FullEncodeReasons.EditList;
            if (packet.Dts == IndexedPacket.NoTime || packet.Position < 0 || packet.Pts < _packets[from].Pts || packet.Dts > packet.Pts) return FullEncodeReasons.Disordered;
            if (i > from && (packet.Dts <= _packets[i - 1].Dts || packet.Position <= _packets[i - 1].Position)) return FullEncodeReasons.Disordered;
        }
        long last = until == run.End ? long.MaxValue : _packets[until].Pts;
        if (Between(_packets[from].Pts, last) != until - from) return FullEncodeReasons.Disordered;
        if (run.Shown.Skip(first).Take(end - first).Zip(run.Shown.Skip(first + 1)).Any(pair => pair.First.Pts == pair.Second.Pts)) return FullEncodeReasons.Disordered;
        return Depth(from, until) > SmartCutPlanner.DeepestMatched ? FullEncodeReasons.Codec : null;
    }

    /// <summary>By how many pictures decoding runs ahead of showing, in the packets that are copied.</summary>
    public int Depth(Group group) => Depth(group.First, group.End);

    private int Depth(int from, int until)
    {
        // Counted at a key picture that has pictures before it; where there is only the first of a file, the usual length of a picture must do.
        long slack = Math.Max(1, UsualLength / 3);
        for (int i = Math.Min(until, _packets.Count - 1); i >= from; i--)
        {
            IndexedPacket key = _packets[i];
            if (key.Is(PacketMarks.Idr) && key.Dts != IndexedPacket.NoTime && key.Dts - slack >= run.Shown[0].Pts) return Between(key.Dts - slack, key.Pts);
        }
        return (int)Math.Round((double)(_packets[from].Pts - _packets[from].Dts) / UsualLength);
    }

    // The middle one: a hole of half a minute makes no picture longer.
    private long UsualLength
    {
        get
        {
            long[] lengths = [.. Enumerable.Range(first, end - first - 1).Select(i => run.Shown[i + 1].Pts - run.Shown[i].Pts).Order()];
            return lengths.Length == 0 ? Math.Max(1, EndPts - FirstPts) : Math.Max(1, lengths[lengths.Length / 2]);
        }
    }

    private int Between(long from, long until) => run.Shown.Count(picture => picture.Pts >= from && picture.Pts < until);

    /// <summary>Groups that nothing touches are copied, what is before, behind and between them is encoded.</summary>
    /// <param name="painted">Times in ticks at which something is drawn.</param>
    public List<CutSpan> Smart(Group group, IReadOnlyList<(long From, long To)> painted)
    {
        long tail = group.End == run.End ? EndPts : Math.Min(EndPts, _packets[group.End].Pts);
        List<CutSpan> spans = [];
        if (Between(FirstPts, _packets[group.First].Pts) is > 0 and int before) spans.Add(Encoded(FirstPts, _packets[group.First].Pts, before));
        int begin = group.First;
        for (int i = group.First + 1; i <= group.End; i++)
        {
            if (i < group.End && !_packets[i].Is(PacketMarks.Idr)) continue;
            (long shown, long until) = (_packets[begin].Pts, i == group.End ? tail : _packets[i].Pts);
            bool touched = painted.Any(span => span.From < until && span.To > shown);
            Append(spans, touched ? Encoded(shown, until, i - begin) : Copied(begin, i, until));
            begin = i;
        }
        if (Between(tail, EndPts) is > 0 and int after) Append(spans, Encoded(tail, EndPts, after));
        return spans;
    }

    private CutSpan Encoded(long from, long until, int frames) => new(SpanWork.Encode, from, until, frames) { DecodeFrom = KeyBefore(from) };

    private CutSpan Copied(int from, int until, long untilPts)
    {
        (IndexedPacket head, IndexedPacket last) = (_packets[from], _packets[until - 1]);
        return new CutSpan(SpanWork.Copy, head.Pts, untilPts, until - from) { Dts = new Reach(head.Dts, last.Dts), Positions = new Reach(head.Position, last.Position) };
    }

    // Neighbours of a kind are one span: one run of ffmpeg, one joint less.
    private static void Append(List<CutSpan> spans, CutSpan span)
    {
        if (spans.Count == 0 || spans[^1].Work != span.Work)
        {
            spans.Add(span);
            return;
        }
        CutSpan before = spans[^1];
        spans[^1] = before with { EndPts = span.EndPts, Frames = before.Frames + span.Frames, Dts = new Reach(before.Dts.First, span.Dts.Last), Positions = new Reach(before.Positions.First, span.Positions.Last) };
    }

    /// <summary>What these spans cost beside encoding everything.</summary>
    public CutCost Cost(Group group, List<CutSpan> spans)
    {
        int groups = 0;
        for (int i = group.First; i < group.End; i++) groups += _packets[i].Is(PacketMarks.Idr) ? 1 : 0;
        int copied = spans.Where(span => span.Work == SpanWork.Copy).Sum(span => span.Frames);
        return new CutCost(end - first - copied, copied, spans.Count(span => span.Work == SpanWork.Encode), (group.End - group.First) / groups, end - first);
    }

    public CutSpan Whole(bool seekable) => new(SpanWork.Encode, FirstPts, EndPts, end - first) { DecodeFrom = seekable ? KeyBefore(FirstPts) : null };

    // Without an IDR picture: two key pictures back, so that what leads the first of them is decoded with what it needs.
    private long? KeyBefore(long pts)
    {
        IndexedPacket[] keys = [.. _packets.Take(run.End).Skip(run.Begin).Where(packet => packet.Is(PacketMarks.Key) && packet.Pts <= pts)];
        int idr = Array.FindLastIndex(keys, packet => packet.Is(PacketMarks.Idr)), at = Math.Max(idr, keys.Length - 3);
        return at <= 0 ? keys.Length > 0 && idr == 0 ? keys[0].Pts : null : keys[at].Pts;
    }
}
