using MediaPipeline.Recordings;

namespace MediaPipeline.Analysis;

/// <summary>What a feed was like over its last seconds, counted and not decoded.</summary>
/// <param name="BitsPerSecond">Pictures and sound.</param>
/// <param name="FrameRate">Pictures a second that came.</param>
/// <param name="Dropped">Pictures that are missing where the others are evenly apart.</param>
/// <param name="Pictures">Pictures that came.</param>
/// <param name="KeyInterval">The longest time from key picture to key picture.</param>
/// <param name="HasSound">Whether sound came at all.</param>
/// <param name="Drift">By how much the feed's clock ran ahead of ours in a minute (negative: behind); null while it is watched for less than half of one.</param>
/// <param name="LastWord">When something came last.</param>
public sealed record FeedFacts(
    double BitsPerSecond, double FrameRate, int Dropped, int Pictures, TimeSpan KeyInterval, bool HasSound, TimeSpan? Drift, DateTimeOffset LastWord)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10), LeastForDrift = TimeSpan.FromSeconds(30);

    /// <summary>Reads them from what the ingest server kept; null while there is not one whole group of pictures.</summary>
    /// <param name="file">A file of it, which ends with a whole group and can be decoded alone.</param>
    public static FeedFacts? Read(TailFolder tail, string feed, out string? file)
    {
        IReadOnlyList<KeptGroup> groups = tail.Read(feed);
        file = groups.Count > 1 ? groups[^2].File : null;
        return Of(groups);
    }

    /// <summary>The last group still grows and is not counted.</summary>
    internal static FeedFacts? Of(IReadOnlyList<KeptGroup> groups)
    {
        if (groups.Count < 2) return null;
        KeptGroup[] whole = [.. groups.SkipLast(1).Where(group => group.Duration > TimeSpan.Zero)];
        if (whole.Length == 0) return null;
        DateTimeOffset end = whole[^1].Ended;
        KeptGroup[] last = [.. whole.Where(group => group == whole[^1] || group.Began >= end - Window)];
        double seconds = last.Sum(group => group.Duration.TotalSeconds);
        TimeSpan[] steps = [.. last.SelectMany(Steps).Where(step => step > TimeSpan.Zero)];
        TimeSpan usual = steps.Length == 0 ? TimeSpan.Zero : steps.Order().ElementAt(steps.Length / 2);
        int pictures = last.Sum(group => group.Tags.Count(tag => tag.IsPicture));
        return new FeedFacts(
            last.Sum(group => group.Tags.Sum(tag => (long)tag.Length)) * 8 / seconds, pictures / seconds,
            usual == TimeSpan.Zero ? 0 : steps.Sum(step => Math.Max(0, (int)Math.Round(step / usual) - 1)), pictures,
            last.Max(group => group.Duration), last.Any(group => group.Tags.Any(tag => tag.Kind == FlvKind.Sound)), DriftOf(whole),
            groups[^1].Began + groups[^1].Tags[^1].Time - groups[^1].Tags[0].Time);
    }

    // Presentation times would be evenly apart; what is written are decoding times, which are so too.
    private static IEnumerable<TimeSpan> Steps(KeptGroup group)
    {
        TimeSpan[] times = [.. group.Tags.Where(tag => tag.IsPicture).Select(tag => tag.Time)];
        return times.Skip(1).Zip(times, (later, earlier) => later - earlier);
    }

    private static TimeSpan? DriftOf(KeptGroup[] groups)
    {
        // A hole is no drift: only what followed it is compared.
        int from = groups.Length - 1;
        while (from > 0 && (groups[from].Began - groups[from - 1].Ended).Duration() < TimeSpan.FromSeconds(0.5)) from--;
        TimeSpan media = groups.Skip(from).SkipLast(1).Aggregate(TimeSpan.Zero, (sum, group) => sum + group.Duration), wall = groups[^1].Began - groups[from].Began;
        return media < LeastForDrift ? null : (media - wall) / wall.TotalMinutes;
    }
}
