using Orleans.Concurrency;
using StackExchange.Redis;
using Studio.Grains.Commit;

namespace Studio.Grains.Figures;

/// <summary>The shell around the audience log: many processes, one write for all that speak at the same time.</summary>
[Reentrant]
internal sealed class AudienceGrain(IConnectionMultiplexer redis, StudioStore store) : Grain, IAudienceGrain
{
    /// <summary>So many comings and goings of one session are kept; what is beyond is counted as dropped.</summary>
    internal const long MostChanges = 2_000_000;

    private GroupCommit<AudienceState, AudienceReport, long> _audience = null!;

    public override async Task OnActivateAsync(CancellationToken cancellationToken) =>
        _audience = await GroupCommit<AudienceState, AudienceReport, long>.LoadAsync(
            Log(redis.GetDatabase(), store, this.GetPrimaryKeyString()), () => new AudienceState(), (audience, report) => audience.Apply(report), (_, version) => version);

    public async Task Report(AudienceReport report)
    {
        try
        {
            await _audience.RunAsync(audience => Decide(audience, report));
        }
        catch (CommitFailedException)
        {
            DeactivateOnIdle(); // what is in memory may not be what is stored
            throw;
        }
    }

    internal static Decision<AudienceReport, bool> Decide(AudienceState audience, AudienceReport report)
    {
        if (audience.LastOf.GetValueOrDefault(report.Process) >= report.Number) return false;
        return new(true, [audience.Changes < MostChanges ? report : report with { Changes = [], Dropped = report.Dropped + report.Changes.Count }]);
    }

    internal static RedisCommitLog<AudienceState, AudienceReport> Log(IDatabase redis, StudioStore store, string sessionId) => new(
        redis, store.Key($"audience:{sessionId}"), AudienceJson.Default.AudienceState, AudienceJson.Default.AudienceReportArray, keepsAll: true);
}
