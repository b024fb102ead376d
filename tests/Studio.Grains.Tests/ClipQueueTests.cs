using Microsoft.Extensions.Time.Testing;
using Studio.Grains.Clips;
using Studio.Grains.Commit;
using Studio.Testing;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>The queue on a real Redis.</summary>
public sealed class ClipQueueTests : IAsyncLifetime
{
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);
    private readonly FakeTimeProvider _clock = new(Played.Begin);
    private TestRedis _redis = null!;
    private ClipQueue _queue = null!;

    public async ValueTask InitializeAsync()
    {
        _redis = await TestRedis.StartAsync();
        _queue = new ClipQueue(_redis.Connection, new StudioStore("test"), _clock);
        await _queue.PrepareAsync();
    }

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    private static ClipJob Job(JobLane lane, DateTimeOffset? notBefore = null) => new(ClipStep.Queued, 0, null, 1, null, notBefore, [], lane, "li");

    private async Task<string?> TakeAsync(string worker = "one")
    {
        if (await _queue.TakeAsync(worker, Never) is not { } ticket) return null;
        await _queue.CompleteAsync(ticket);
        return ticket.ClipId;
    }

    [Fact]
    public async Task Who_waits_comes_first_then_what_is_live_then_the_rest()
    {
        await _queue.EnqueueAsync("archive", JobLane.Archive);
        await _queue.EnqueueAsync("live-1", Job(JobLane.Live));
        await _queue.EnqueueAsync("live-2", Job(JobLane.Live));
        await _queue.EnqueueAsync("asked", Job(JobLane.Asked));
        List<string?> taken = [];
        for (int i = 0; i < 5; i++) taken.Add(await TakeAsync());
        Assert.Equal(["asked", "live-1", "live-2", "archive", null], taken);
    }

    [Fact]
    public async Task A_worker_for_what_is_live_takes_nothing_else()
    {
        await _queue.EnqueueAsync("asked", Job(JobLane.Asked));
        await _queue.EnqueueAsync("archive", JobLane.Archive);
        Assert.Null(await _queue.TakeAsync("live", Never, JobLane.Live));
        await _queue.EnqueueAsync("live-1", Job(JobLane.Live));
        Assert.Equal("live-1", (await _queue.TakeAsync("live", Never, JobLane.Live))?.ClipId);
        Assert.Equal("asked", await TakeAsync());
    }

    [Fact]
    public async Task A_job_that_waits_for_its_next_try_comes_at_its_time_and_once()
    {
        await _queue.EnqueueAsync("later", Job(JobLane.Live, Played.Begin.AddSeconds(10)));
        Assert.Null(await TakeAsync());
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("later", await TakeAsync());
        Assert.Null(await TakeAsync());
    }

    [Fact]
    public async Task What_a_dead_worker_left_is_taken_over_and_what_a_living_one_keeps_is_not()
    {
        await _queue.EnqueueAsync("clip", Job(JobLane.Asked));
        ClipTicket mine = (await _queue.TakeAsync("one", Never))!;
        Assert.Null(await _queue.TakeAsync("two", Never));
        await _queue.KeepAsync("one", mine);
        Assert.Null(await _queue.TakeAsync("two", TimeSpan.FromMinutes(1)));
        ClipTicket theirs = (await _queue.TakeAsync("two", TimeSpan.Zero))!;
        Assert.Equal((mine.Id, "clip", JobLane.Asked), (theirs.Id, theirs.ClipId, theirs.Lane));
        await _queue.CompleteAsync(theirs);
        Assert.Null(await _queue.TakeAsync("one", TimeSpan.Zero));
    }
}
