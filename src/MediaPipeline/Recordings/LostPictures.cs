namespace MediaPipeline.Recordings;

/// <summary>A segment at the edge of what is held: its first picture, when that arrived, and how long it lasts.</summary>
internal sealed record HeldEdge(string? Key, DateTimeOffset At, TimeSpan Duration);

/// <summary>Finds what was kept and is in no segment. Pure.</summary>
internal static class LostPictures
{
    private static readonly TimeSpan Near = TimeSpan.FromSeconds(5), Loose = TimeSpan.FromMilliseconds(250), Hole = TimeSpan.FromSeconds(1);

    /// <summary>The groups between two segments, in runs of equal codec parameters without a hole: each run can be one part of the recording.</summary>
    /// <param name="kept">In order.</param>
    /// <param name="last">The last segment before; null: there is none.</param>
    /// <param name="next">The first segment after; null: nothing comes after, all of <paramref name="kept"/> is complete.</param>
    public static IReadOnlyList<IReadOnlyList<KeptGroup>> Between(IReadOnlyList<KeptGroup> kept, HeldEdge? last, HeldEdge? next)
    {
        int from = last is null ? 0 : After(kept, last), to = next is null ? kept.Count : At(kept, next) ?? First(kept, next.At - Loose);
        List<List<KeptGroup>> runs = [];
        for (int index = from; index < to; index++)
        {
            KeptGroup group = kept[index];
            bool goesOn = index > from && kept[index - 1].Headers == group.Headers && group.Began - kept[index - 1].Ended < Hole;
            if (!goesOn) runs.Add([]);
            runs[^1].Add(group);
        }
        return runs;
    }

    private static int After(IReadOnlyList<KeptGroup> kept, HeldEdge last)
    {
        if (At(kept, last) is not { } index) return First(kept, last.At + last.Duration - Loose);
        // A segment may hold several groups, and lasts some hundredths of a second more or less than they do.
        TimeSpan held = kept[index++].Duration;
        for (; index < kept.Count && held + (kept[index].Duration / 2) < last.Duration; index++) held += kept[index].Duration;
        return index;
    }

    // A picture that stands still gives the same key picture again and again; then the nearest in time is meant.
    private static int? At(IReadOnlyList<KeptGroup> kept, HeldEdge edge)
    {
        if (edge.Key is null) return null;
        int[] same = [.. Enumerable.Range(0, kept.Count).Where(index => kept[index].Key == edge.Key && Away(index) < Near)];
        return same.Length == 0 ? null : same.MinBy(Away);

        TimeSpan Away(int index) => (kept[index].Began - edge.At).Duration();
    }

    private static int First(IReadOnlyList<KeptGroup> kept, DateTimeOffset moment)
    {
        int index = 0;
        while (index < kept.Count && kept[index].Began < moment) index++;
        return index;
    }
}
