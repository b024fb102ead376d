using Studio.Grains.Clips;

namespace Studio.Api.Clips;

/// <summary>The way from the recording's clock to a clip's own time and back: its spans follow each other without a gap. Pure.</summary>
internal static class ClipTimes
{
    /// <summary>The stretches of a clip's own time in which something of the recording is seen.</summary>
    public static IEnumerable<(TimeSpan From, TimeSpan To)> Within(IReadOnlyList<ClipSpan> spans, DateTimeOffset from, DateTimeOffset to)
    {
        TimeSpan before = TimeSpan.Zero;
        foreach (ClipSpan span in spans)
        {
            DateTimeOffset begin = from > span.From ? from : span.From, end = to < span.To ? to : span.To;
            if (end > begin) yield return (before + (begin - span.From), before + (end - span.From));
            before += span.Length;
        }
    }

    /// <summary>Where a moment of the recording is in the clip; null: not in it.</summary>
    public static TimeSpan? Of(IReadOnlyList<ClipSpan> spans, DateTimeOffset at)
    {
        TimeSpan before = TimeSpan.Zero;
        foreach (ClipSpan span in spans)
        {
            if (at >= span.From && at < span.To) return before + (at - span.From);
            before += span.Length;
        }
        return null;
    }

    /// <summary>Which moment of the recording a time of the clip shows.</summary>
    public static DateTimeOffset At(IReadOnlyList<ClipSpan> spans, TimeSpan time)
    {
        foreach (ClipSpan span in spans.SkipLast(1))
        {
            if (time < span.Length) return span.From + time;
            time -= span.Length;
        }
        return spans[^1].From + time;
    }
}
