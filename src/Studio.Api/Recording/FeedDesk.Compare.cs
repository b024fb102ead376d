using Studio.Api.Recording.Ingest;
using Studio.Grains.Index;
using Studio.Grains.Live;
using Studio.Grains.Recording;

namespace Studio.Api.Recording;

/// <summary>What callbacks got wrong, mended every few seconds by asking the ingest servers who publishes.</summary>
internal sealed partial class FeedDesk
{
    private static readonly TimeSpan CompareEvery = TimeSpan.FromSeconds(3);

    // How often in a row a session and its server said different things.
    private readonly Dictionary<string, int> _differed = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await CompareAsync();
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                CompareFailed(failure.Message);
            }
            try
            {
                await Task.Delay(CompareEvery, clock, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task CompareAsync()
    {
        var published = new Dictionary<IIngest, IReadOnlyDictionary<string, string>?>();
        foreach (IIngest ingest in ingests.All) published[ingest] = await ingest.PublishersAsync();
        foreach (string sessionId in await grains.GetGrain<IIndexGrain>(Indexes.Sessions).All())
        {
            if (await grains.GetGrain<ILiveSessionGrain>(sessionId).Get() is not { } session) continue;
            if (session.Feed.State == FeedState.Live) await CompareLiveAsync(session, published[ingests.Of(session.Feed.ClientId)]);
            else await CompareSilentAsync(session, published.Values.Select(list => list?.GetValueOrDefault(session.Feed.PlayName)).FirstOrDefault(client => client is { Length: > 0 }));
            if (session.Door is { } door) doors.Want(session.Id, door, session.Feed.PlayName);
            else doors.Unwant(session.Id);
        }
    }

    // After a restart of this process a live session has no recorder yet; after a crash of the ingest server nobody says "done".
    private async Task CompareLiveAsync(SessionView session, IReadOnlyDictionary<string, string>? publishers)
    {
        bool there = publishers is null || publishers.ContainsKey(session.Feed.PlayName);
        if (there) recorders.Want(session.Id, session.Feed.PlayName, ingests.Of(session.Feed.ClientId).PlayUrl(session.Feed.PlayName));
        if (!Differs(session.Id, !there)) return;
        recorders.Unwant(session.Id);
        if (session.Feed.ClientId is { } clientId) await grains.GetGrain<ILiveSessionGrain>(session.Id).FeedLost(clientId, options.FeedGrace);
        Lost(session.Id);
    }

    // The word that a publisher came was lost, or that it went came last; or it is no longer welcome and was not sent away.
    private async Task CompareSilentAsync(SessionView session, string? clientId)
    {
        if (!Differs(session.Id, clientId is not null)) return;
        Feed feed = await grains.GetGrain<ILiveSessionGrain>(session.Id).FeedFound(clientId!);
        if (feed.State == FeedState.Live)
        {
            recorders.Want(session.Id, session.Feed.PlayName, ingests.Of(clientId).PlayUrl(feed.PlayName));
            Started(session.Id);
        }
        else await ingests.Of(clientId).DropPublisherAsync(session.Feed.PlayName, clientId);
    }

    // Twice in a row: a publisher that is just coming in is in the session a moment before it is in the list, and one that goes the other way round.
    private bool Differs(string sessionId, bool now)
    {
        int times = now ? _differed.GetValueOrDefault(sessionId) + 1 : 0;
        if (times is 0 or 2) _differed.Remove(sessionId);
        else _differed[sessionId] = times;
        return times == 2;
    }

    [LoggerMessage(LogLevel.Warning, "feed: could not compare with the ingest server: {Why}")]
    private partial void CompareFailed(string why);
}
