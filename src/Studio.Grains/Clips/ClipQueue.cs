using StackExchange.Redis;
using Studio.Grains.Commit;

namespace Studio.Grains.Clips;

/// <summary>
/// The queue of clip jobs: a Redis Stream with a consumer group for each <see cref="JobLane"/>, so that the work of a dead worker is taken over, and a sorted
/// set of jobs that wait for their time. The queue only wakes workers; the clip's grain says what is still to be done, so a job that is delivered twice is
/// done once.
/// </summary>
public sealed class ClipQueue(IConnectionMultiplexer redis, StudioStore store, TimeProvider clock)
{
    private const string Group = "workers", Field = "clip";
    private readonly RedisKey _later = store.Key("clips:later");

    // The lane of live sessions has the name that the only one had.
    private readonly RedisKey[] _lanes = [store.Key("clips:asked"), store.Key("clips:jobs"), store.Key("clips:archive")];

    /// <summary>The index of a session's clips.</summary>
    public static string IndexOf(string sessionId) => $"clips:{sessionId}";

    /// <summary>Adds a job: to its lane, or to those that wait.</summary>
    public Task EnqueueAsync(string clipId, ClipJob job) => job.NotBefore is { } due && due > clock.GetUtcNow()
        ? redis.GetDatabase().SortedSetAddAsync(_later, $"{(int)job.Lane} {clipId}", due.ToUnixTimeMilliseconds())
        : AddAsync(job.Lane, clipId);

    /// <summary>Adds a job for which there is no hurry and nobody to tell.</summary>
    public Task EnqueueAsync(string clipId, JobLane lane) => AddAsync(lane, clipId);

    /// <summary>Makes the groups that are not there.</summary>
    public async Task PrepareAsync()
    {
        foreach (RedisKey lane in _lanes)
        {
            try
            {
                await redis.GetDatabase().StreamCreateConsumerGroupAsync(lane, Group, "0", createStream: true);
            }
            catch (RedisServerException exists) when (exists.Message.StartsWith("BUSYGROUP", StringComparison.Ordinal))
            {
                // Another process made it.
            }
        }
    }

    /// <summary>
    /// The next job for this worker: of the first lane that has one, what a dead worker left for longer than <paramref name="abandonedAfter"/> before what
    /// is new; null: none.
    /// </summary>
    /// <param name="only">The only lane to look at; null: all.</param>
    public async Task<ClipTicket?> TakeAsync(string worker, TimeSpan abandonedAfter, JobLane? only = null)
    {
        await WakeAsync();
        IDatabase database = redis.GetDatabase();
        for (int lane = 0; lane < _lanes.Length; lane++)
        {
            if (only is { } one && (int)one != lane) continue;
            StreamAutoClaimResult left = await database.StreamAutoClaimAsync(_lanes[lane], Group, worker, (long)abandonedAfter.TotalMilliseconds, "0-0", 1);
            StreamEntry[] entries = left.ClaimedEntries.Length > 0 ? left.ClaimedEntries : await database.StreamReadGroupAsync(_lanes[lane], Group, worker, ">", 1);
            if (entries.Length > 0) return new ClipTicket(entries[0].Id!, (string?)entries[0][Field] ?? "", (JobLane)lane);
        }
        return null;
    }

    /// <summary>Says that the worker is still at it, so that nobody takes the job over.</summary>
    public Task KeepAsync(string worker, ClipTicket ticket) =>
        redis.GetDatabase().StreamClaimIdsOnlyAsync(_lanes[(int)ticket.Lane], Group, worker, 0, [ticket.Id]);

    /// <summary>The job is done, failed, waits for a later try, or was not to be done.</summary>
    public async Task CompleteAsync(ClipTicket ticket)
    {
        IDatabase database = redis.GetDatabase();
        await database.StreamAcknowledgeAsync(_lanes[(int)ticket.Lane], Group, ticket.Id);
        await database.StreamDeleteAsync(_lanes[(int)ticket.Lane], [ticket.Id]);
    }

    // Added before it is taken out: a crash in between wakes a job twice, and never not at all.
    private async Task WakeAsync()
    {
        IDatabase database = redis.GetDatabase();
        foreach (RedisValue due in await database.SortedSetRangeByScoreAsync(_later, stop: clock.GetUtcNow().ToUnixTimeMilliseconds(), take: 16))
        {
            string[] parts = ((string)due!).Split(' ', 2);
            await AddAsync((JobLane)int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), parts[1]);
            await database.SortedSetRemoveAsync(_later, due);
        }
    }

    private Task AddAsync(JobLane lane, string clipId) =>
        redis.GetDatabase().StreamAddAsync(_lanes[(int)lane], Field, clipId, maxLength: 100_000, useApproximateMaxLength: true);
}

/// <summary>One delivery of a job.</summary>
public sealed record ClipTicket(string Id, string ClipId, JobLane Lane);
