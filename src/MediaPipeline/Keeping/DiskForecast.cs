namespace MediaPipeline.Keeping;

/// <summary>When a disk will be full if the days to come are as the last ones were.</summary>
public static class DiskForecast
{
    /// <summary>How far back it looks.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(14);

    /// <summary>Days until nothing is left; null: nothing was added lately, so nothing can be said.</summary>
    /// <param name="added">What was written, and when.</param>
    /// <param name="free">Bytes that may still be written.</param>
    public static double? DaysLeft(IReadOnlyCollection<Added> added, DateTimeOffset now, long free)
    {
        Added[] lately = [.. added.Where(one => one.At <= now && now - one.At < Window)];
        double bytes = lately.Sum(one => (double)one.Bytes);
        if (bytes <= 0) return null;
        // A base that is three days old is measured by its three days. What began today has not shown a whole day yet.
        bool older = added.Any(one => one.At <= now - Window);
        double days = older ? Window.TotalDays : Math.Max(1, (now - lately.Min(one => one.At)).TotalDays);
        return Math.Max(0, free) / (bytes / days);
    }
}

/// <summary>So much was written at that time.</summary>
public readonly record struct Added(DateTimeOffset At, long Bytes);
