using System.Collections.Concurrent;
using Studio.Grains.Index;
using Studio.Grains.Live;
using Studio.Grains.Recording;
using Studio.Grains.Values;

namespace Studio.Api.Recording;

/// <summary>
/// Lets publishers in and out, starts and stops the recorders, and compares what the sessions believe with what the ingest server
/// says: callbacks come twice, late, or never.
/// </summary>
internal sealed partial class FeedDesk(IGrainFactory grains, RtmpServer rtmp, RecorderSet recorders, TimeProvider clock, ILogger<FeedDesk> log) : BackgroundService
{
    private static readonly TimeSpan CompareEvery = TimeSpan.FromSeconds(3);

    // Which session a publisher's connection belongs to; "done" names only the connection.
    private readonly ConcurrentDictionary<string, string> _sessionOfClient = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _missed = new(StringComparer.Ordinal);

    /// <summary>A publisher comes with a key. The answer names under what it will be played.</summary>
    public async Task<Outcome<Feed>> StartingAsync(string key, string clientId)
    {
        if (key.Length is 0 or > 64) return new Refusal(RefusalCodes.StreamKeyRefused);
        string keyId = StableId.ForSecret(key);
        if (await grains.GetGrain<IStreamKeyGrain>(keyId).Session() is not { } sessionId)
        {
            Refused("no such key");
            return new Refusal(RefusalCodes.StreamKeyRefused);
        }
        ILiveSessionGrain session = grains.GetGrain<ILiveSessionGrain>(sessionId);
        Outcome<Feed> feed = await session.FeedStarting(keyId, clientId);
        if (feed.Refusal is { Code: RefusalCodes.StreamBusy } busy && await session.Get() is { } view && !await rtmp.IsPublishingAsync(view.Feed.PlayName))
        {
            // The word that the last publisher went was lost; the ingest server knows better.
            await session.FeedLost((string)busy.Facts!["clientId"]);
            feed = await session.FeedStarting(keyId, clientId);
        }
        if (feed.Refusal is { } refusal)
        {
            Refused(refusal.Code);
            return refusal;
        }
        _sessionOfClient[clientId] = sessionId;
        recorders.Want(sessionId, feed.Value.PlayName);
        Started(sessionId);
        return feed;
    }

    /// <summary>A publisher went away.</summary>
    public async Task LostAsync(string name, string clientId)
    {
        if (!_sessionOfClient.TryRemove(clientId, out string? sessionId) && (sessionId = await SessionOfNameAsync(name)) is null) return;
        await grains.GetGrain<ILiveSessionGrain>(sessionId).FeedLost(clientId);
        // Only when nobody else has the feed by now: a refused second publisher also says "done".
        if (await grains.GetGrain<ILiveSessionGrain>(sessionId).Get() is { Feed.State: FeedState.Live }) return;
        recorders.Unwant(sessionId);
        Lost(sessionId);
    }

    /// <summary>Sends the publisher of an ended session away.</summary>
    public Task DropAsync(SessionView session) => DropAsync(session.Id, session.Feed);

    /// <summary>Sends a publisher away whose key is no longer valid.</summary>
    public async Task DropAsync(string sessionId, Feed feed)
    {
        if (feed.State == FeedState.None) return;
        recorders.Unwant(sessionId);
        await rtmp.DropPublisherAsync(feed.PlayName);
        if (feed.ClientId is { } clientId) await grains.GetGrain<ILiveSessionGrain>(sessionId).FeedLost(clientId);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (string sessionId in await grains.GetGrain<IIndexGrain>(Indexes.Sessions).All())
                {
                    if (await grains.GetGrain<ILiveSessionGrain>(sessionId).Get() is { Feed: { State: FeedState.Live } feed }) await CompareAsync(sessionId, feed);
                }
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

    // After a restart of this process a live session has no recorder yet; after a crash of the ingest server nobody says "done".
    private async Task CompareAsync(string sessionId, Feed feed)
    {
        if (await rtmp.IsPublishingAsync(feed.PlayName))
        {
            _missed.TryRemove(sessionId, out _);
            recorders.Want(sessionId, feed.PlayName);
        }
        else if (_missed.AddOrUpdate(sessionId, 1, (_, times) => times + 1) >= 2)
        {
            // Twice in a row: a publisher that is just coming in is in the session a moment before it is in the list.
            _missed.TryRemove(sessionId, out _);
            recorders.Unwant(sessionId);
            if (feed.ClientId is { } clientId) await grains.GetGrain<ILiveSessionGrain>(sessionId).FeedLost(clientId);
            Lost(sessionId);
        }
    }

    // A play name begins with its session's id; a key is found by its one-way id.
    private async Task<string?> SessionOfNameAsync(string name)
    {
        if (name.LastIndexOf('-') is > 0 and var dash && await grains.GetGrain<ILiveSessionGrain>(name[..dash]).Get() is { } session) return session.Id;
        return name.Length is > 0 and <= 64 ? await grains.GetGrain<IStreamKeyGrain>(StableId.ForSecret(name)).Session() : null;
    }

    [LoggerMessage(LogLevel.Information, "feed {Session}: publisher let in")]
    private partial void Started(string session);

    [LoggerMessage(LogLevel.Information, "feed {Session}: publisher gone")]
    private partial void Lost(string session);

    [LoggerMessage(LogLevel.Warning, "feed: publisher refused: {Why}")]
    private partial void Refused(string why);

    [LoggerMessage(LogLevel.Warning, "feed: could not compare with the ingest server: {Why}")]
    private partial void CompareFailed(string why);
}
