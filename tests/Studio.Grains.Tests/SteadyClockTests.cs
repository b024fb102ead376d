using Microsoft.Extensions.Time.Testing;
using Studio.Grains.Values;
using Xunit;

namespace Studio.Grains.Tests;

public sealed class SteadyClockTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_clock_that_is_set_an_hour_on_does_not_make_all_holds_run_out_and_is_caught_up_with_slowly()
    {
        var jumping = new Jumping(_clock);
        var steady = new SteadyClock(jumping);
        jumping.Off = TimeSpan.FromHours(1);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(_clock.GetUtcNow() + TimeSpan.FromSeconds(6), steady.Now());
        _clock.Advance(TimeSpan.FromHours(10));
        Assert.Equal(jumping.GetUtcNow(), steady.Now());
    }

    [Fact]
    public void Time_never_runs_backwards()
    {
        var jumping = new Jumping(_clock);
        var steady = new SteadyClock(jumping);
        DateTimeOffset before = steady.Now();
        jumping.Off = TimeSpan.FromHours(-1);
        for (int second = 0; second < 100; second++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            DateTimeOffset now = steady.Now();
            Assert.Equal(TimeSpan.FromMilliseconds(900), now - before);
            before = now;
        }
    }

    private sealed class Jumping(TimeProvider inner) : TimeProvider
    {
        public TimeSpan Off { get; set; }

        public override long TimestampFrequency => inner.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Off;

        public override long GetTimestamp() => inner.GetTimestamp();
    }
}
