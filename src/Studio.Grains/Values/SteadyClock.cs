namespace Studio.Grains.Values;

/// <summary>
/// The wall clock, steadied: where somebody sets the machine's clock, deadlines must not all fall due at once, nor time run backwards. Between two
/// readings it moves as the monotonic clock does, and comes nearer to the wall clock by at most a tenth of that.
/// </summary>
/// <remarks>Not thread-safe: one for each activation. A clock that is wrong at the start is believed.</remarks>
public sealed class SteadyClock(TimeProvider clock)
{
    private static readonly TimeSpan Noise = TimeSpan.FromMilliseconds(50);

    private DateTimeOffset _now = clock.GetUtcNow();
    private long _read = clock.GetTimestamp();

    /// <summary>The instant.</summary>
    public DateTimeOffset Now()
    {
        long read = clock.GetTimestamp();
        TimeSpan passed = clock.GetElapsedTime(_read, read);
        DateTimeOffset wall = clock.GetUtcNow(), even = _now + passed;
        _read = read;
        TimeSpan off = wall - even, most = passed / 10;
        // What NTP corrects all day long is followed at once, as long as time does not run backwards.
        return _now = off.Duration() <= Noise ? (wall > _now ? wall : _now) : even + (off > most ? most : off < -most ? -most : off);
    }
}
