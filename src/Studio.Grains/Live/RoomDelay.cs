namespace Studio.Grains.Live;

/// <summary>One measurement: how long after the server's word a stamp's picture arrived.</summary>
/// <param name="Marker">The marker's position in its session: a repeat is no second measurement.</param>
[GenerateSerializer, Immutable, Alias("studio.DelaySample")]
public sealed record DelaySample([property: Id(0)] string SessionId, [property: Id(1)] int Marker, [property: Id(2)] DateTimeOffset At, [property: Id(3)] TimeSpan Delay);

/// <summary>The delay of a room: of its overlay, its encoder and its line together.</summary>
/// <param name="Delay">The median.</param>
/// <param name="Spread">How far measurements lie from it, as a standard deviation that a few outliers do not move.</param>
/// <param name="Count">From so many measurements.</param>
/// <param name="At">Of the newest of them.</param>
[GenerateSerializer, Immutable, Alias("studio.RoomDelay")]
public sealed record RoomDelay([property: Id(0)] TimeSpan Delay, [property: Id(1)] TimeSpan Spread, [property: Id(2)] int Count, [property: Id(3)] DateTimeOffset At)
{
    /// <summary>So many measurements a room keeps.</summary>
    public const int Kept = 100;

    // The median absolute deviation of a normal distribution times this is its standard deviation.
    private const double Normal = 1.4826, Sigmas = 3;
    private const int Enough = 3, Recent = 30;
    private static readonly TimeSpan Picture = TimeSpan.FromMilliseconds(40), LeastSpread = TimeSpan.FromMilliseconds(20), FewSpread = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan TooOld = TimeSpan.FromDays(60);

    /// <summary>A marker that is placed by it is at most so far from the truth: three times the spread, and a picture.</summary>
    public TimeSpan Error => (Spread * Sigmas) + Picture;

    /// <summary>
    /// The delay as the newest measurements say it; null: there are none. Those of the session itself count alone as soon as there are a few: between two
    /// sessions somebody may have changed the encoder.
    /// </summary>
    public static RoomDelay? Of(IReadOnlyList<DelaySample> samples, string sessionId, DateTimeOffset now)
    {
        DelaySample[] recent = [.. samples.Where(sample => now - sample.At < TooOld).OrderBy(sample => sample.At)], own = [.. recent.Where(sample => string.Equals(sample.SessionId, sessionId, StringComparison.Ordinal))];
        DelaySample[] used = [.. (own.Length >= Enough ? own : recent).TakeLast(Recent)];
        if (used.Length == 0) return null;
        TimeSpan median = Median(used.Select(sample => sample.Delay)), deviation = Median(used.Select(sample => (sample.Delay - median).Duration())) * Normal;
        TimeSpan least = used.Length < Enough ? FewSpread : LeastSpread;
        return new RoomDelay(median, deviation > least ? deviation : least, used.Length, used[^1].At);
    }

    private static TimeSpan Median(IEnumerable<TimeSpan> of)
    {
        TimeSpan[] all = [.. of.Order()];
        return (all[(all.Length - 1) / 2] + all[all.Length / 2]) / 2;
    }
}
