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
