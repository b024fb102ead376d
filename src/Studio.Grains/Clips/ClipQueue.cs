using StackExchange.Redis;
using Studio.Grains.Commit;

namespace Studio.Grains.Clips;

/// <summary>
/// The queue of clip jobs: a Redis Stream with a consumer group, so that the work of a dead worker is taken over. The queue only wakes
/// workers; the clip's grain says what is still to be done, so a job that is delivered twice is done once.
/// </summary>
public sealed class ClipQueue(IConnectionMultiplexer redis, StudioStore store)
{
    private const string Group = "workers", Field = "clip";
    private readonly RedisKey _stream = store.Key("clips:jobs");

    /// <summary>The index of a session's clips.</summary>
    public static string IndexOf(string sessionId) => $"clips:{sessionId}";

    /// <summary>Adds a job.</summary>
    public Task EnqueueAsync(string clipId) => redis.GetDatabase().StreamAddAsync(_stream, Field, clipId, maxLength: 100_000, useApproximateMaxLength: true);

    /// <summary>Makes the group if it is not there.</summary>
    public async Task PrepareAsync()
    {
        try
        {
            await redis.GetDatabase().StreamCreateConsumerGroupAsync(_stream, Group, "0", createStream: true);
        }
        catch (RedisServerException exists) when (exists.Message.StartsWith("BUSYGROUP", StringComparison.Ordinal))
        {
            // Another process made it.
        }
    }

    /// <summary>The next job for this worker, or one that a dead worker left for longer than <paramref name="abandonedAfter"/>; null: none.</summary>
    public async Task<ClipTicket?> TakeAsync(string worker, TimeSpan abandonedAfter)
    {
        IDatabase database = redis.GetDatabase();
        StreamAutoClaimResult left = await database.StreamAutoClaimAsync(_stream, Group, worker, (long)abandonedAfter.TotalMilliseconds, "0-0", 1);
        StreamEntry[] entries = left.ClaimedEntries.Length > 0
            ? left.ClaimedEntries
            : await database.StreamReadGroupAsync(_stream, Group, worker, ">", 1);
        return entries.Length == 0 ? null : new ClipTicket(entries[0].Id!, (string?)entries[0][Field] ?? "");
    }

    /// <summary>Says that the worker is still at it, so that nobody takes the job over.</summary>
    public Task KeepAsync(string worker, ClipTicket ticket) =>
        redis.GetDatabase().StreamClaimIdsOnlyAsync(_stream, Group, worker, 0, [ticket.Id]);

    /// <summary>The job is done, failed for good, or was not to be done.</summary>
    public async Task CompleteAsync(ClipTicket ticket)
    {
        IDatabase database = redis.GetDatabase();
        await database.StreamAcknowledgeAsync(_stream, Group, ticket.Id);
        await database.StreamDeleteAsync(_stream, [ticket.Id]);
    }
}

/// <summary>One delivery of a job.</summary>
public sealed record ClipTicket(string Id, string ClipId);
