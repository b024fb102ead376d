using Studio.Grains.Recording;
using Studio.Grains.Values;

namespace Studio.Grains.Live;

/// <summary>The picture that comes in: keys, and the words of the ingest server.</summary>
internal sealed partial class LiveSessionGrain
{
    private static Stamp FromFeed => new("", Studio, Causes.Feed);

    public Task<Outcome<Feed>> SetKey(Stamp stamp, string? keyId) => Run(stamp, "key", keyId ?? "", async () =>
    {
        Outcome<Decided> decision = Feeding.SetKey(Session, keyId);
        if (keyId is not null && decision.Refusal is null) await GrainFactory.GetGrain<IStreamKeyGrain>(keyId).Assign(Id);
        return decision;
    }, _ => Session.Feed);

    public async Task<Outcome<FeedEntry>> FeedStarting(FeedArrival arrival)
    {
        Feed before = Session.Feed;
        Outcome<Decided> decision = Feeding.Starting(Session, arrival, clock.GetUtcNow());
        if (decision.Refusal is { } refusal) return refusal;
        await Store(FromFeed, decision.Value.Events);
        await BringLedgersInStep();
        return new FeedEntry(Session.Feed, decision.Value.Events.Count > 0 ? before.ClientId : null);
    }

    public Task FeedLost(string clientId, TimeSpan grace) => Store(FromFeed, Feeding.Lost(Session, clientId, grace, clock.GetUtcNow()).Events);

    public async Task<Feed> FeedFound(string clientId)
    {
        await Store(FromFeed, Feeding.Found(Session, clientId).Events);
        await BringLedgersInStep();
        return Session.Feed;
    }
}
