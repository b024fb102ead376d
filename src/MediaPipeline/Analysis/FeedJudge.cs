namespace MediaPipeline.Analysis;

/// <summary>Something about a feed that a person should mend: a stable code and its number (seconds, pictures, kbit/s, dB).</summary>
public sealed record FeedNotice(string Code, double Value);

/// <summary>What was seen and heard of a feed at a moment.</summary>
public sealed record FeedSample(DateTimeOffset At, FeedGlance Glance);

/// <summary>Says what is wrong with a feed. Pure.</summary>
public static class FeedJudge
{
    /// <summary>Key pictures further apart make viewers wait and seek badly.</summary>
    private const double LongestKeySeconds = 4.5;

    private const double LeastKilobits = 600, LeastFrames = 20, MostDropped = 0.02, Black = 24, Still = 0.6, Quiet = -50, Clipping = -0.1, MostDriftMs = 150;
    private static readonly TimeSpan LastsFor = TimeSpan.FromSeconds(9), Stalled = TimeSpan.FromSeconds(4);

    /// <summary>All notices, the gravest first.</summary>
    /// <param name="samples">Oldest first; at least 10 s of them, for what is black for a moment is a cut.</param>
    public static IReadOnlyList<FeedNotice> Judge(FeedFacts facts, IReadOnlyList<FeedSample> samples, DateTimeOffset now)
    {
        List<FeedNotice> notices = [];
        TimeSpan silent = now - facts.LastWord;
        if (silent > Stalled + facts.KeyInterval) notices.Add(new FeedNotice("stalled", silent.TotalSeconds));
        FeedSample[] recent = [.. samples.SkipWhile(sample => now - sample.At > LastsFor * 2)];
        bool enough = recent.Length > 1 && recent[^1].At - recent[0].At >= LastsFor;
        if (enough && recent.All(sample => Mean(sample.Glance.Grey) < Black)) notices.Add(new FeedNotice("black", Seconds(recent)));
        else if (enough && recent.Skip(1).Zip(recent, (later, earlier) => Difference(later.Glance.Grey, earlier.Glance.Grey)).All(difference => difference < Still)) notices.Add(new FeedNotice("frozen", Seconds(recent)));
        if (!facts.HasSound) notices.Add(new FeedNotice("no-sound", 0));
        else if (enough && recent.All(sample => sample.Glance.Loudest is < Quiet)) notices.Add(new FeedNotice("silence", Seconds(recent)));
        else if (enough && recent.All(sample => sample.Glance.Loudest is > Clipping)) notices.Add(new FeedNotice("too-loud", recent[^1].Glance.Loudest ?? 0));
        if (facts.KeyInterval.TotalSeconds > LongestKeySeconds) notices.Add(new FeedNotice("keys-far-apart", facts.KeyInterval.TotalSeconds));
        if (facts.Dropped > facts.Pictures * MostDropped) notices.Add(new FeedNotice("pictures-dropped", facts.Dropped));
        if (facts.FrameRate < LeastFrames) notices.Add(new FeedNotice("frame-rate-low", facts.FrameRate));
        if (facts.BitsPerSecond < LeastKilobits * 1000) notices.Add(new FeedNotice("bit-rate-low", facts.BitsPerSecond / 1000));
        if (facts.Drift is { } drift && Math.Abs(drift.TotalMilliseconds) > MostDriftMs) notices.Add(new FeedNotice("clock-drifts", drift.TotalMilliseconds));
        return notices;
    }

    private static double Seconds(FeedSample[] samples) => (samples[^1].At - samples[0].At).TotalSeconds;

    private static double Mean(IReadOnlyList<byte> grey) => grey.Average(value => (double)value);

    private static double Difference(IReadOnlyList<byte> one, IReadOnlyList<byte> other) => one.Zip(other, (a, b) => Math.Abs(a - b)).Average();
}
