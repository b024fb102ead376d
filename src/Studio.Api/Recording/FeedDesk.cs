using System.Collections.Concurrent;
using System.Net;
using Studio.Api.Parts;
using Studio.Api.Recording.Ingest;
using Studio.Grains.Live;
using Studio.Grains.Recording;
using Studio.Grains.Values;

namespace Studio.Api.Recording;

/// <summary>
/// Lets publishers in and out, starts and stops the recorders, and compares what the sessions believe with what the ingest servers
/// say: callbacks come twice, late, in the wrong order, or never.
/// </summary>
internal sealed partial class FeedDesk(
    IGrainFactory grains, Ingests ingests, RecorderSet recorders, SrtDoors doors, StudioOptions options, TimeProvider clock, ILogger<FeedDesk> log) : BackgroundService
{
    private const int LongestKey = 64;
    private static readonly TimeSpan GoesWithin = TimeSpan.FromSeconds(2), LookAgain = TimeSpan.FromMilliseconds(50);

    // Which session a publisher's connection belongs to; "done" names only the connection.
    private readonly ConcurrentDictionary<string, string> _sessionOfClient = new(StringComparer.Ordinal);

    /// <summary>A publisher comes with a key. The answer names under what it will be played.</summary>
    public async Task<Outcome<Feed>> StartingAsync(PublishHook hook)
    {
        if (await AimAsync(hook) is not { } aim)
        {
            Refused("no such key");
            return new Refusal(RefusalCodes.StreamKeyRefused);
        }
        ILiveSessionGrain session = grains.GetGrain<ILiveSessionGrain>(aim.SessionId);
        var arrival = new FeedArrival(aim.KeyId, hook.ClientId, options.FeedRules);
        Outcome<FeedEntry> entry = await session.FeedStarting(arrival);
        if (entry.Refusal is { Code: RefusalCodes.StreamBusy } busy && await session.Get() is { } view && !await ingests.IsPublishingAsync(view.Feed.PlayName, view.Feed.ClientId))
        {
            // The word that the last publisher went was lost; the ingest server knows better.
            await session.FeedLost((string)busy.Facts!["clientId"], options.FeedGrace);
            entry = await session.FeedStarting(arrival);
        }
        if (entry.Refusal is { } refusal)
        {
            Refused(refusal.Code);
            return refusal;
        }
        Feed feed = entry.Value.Feed;
        _sessionOfClient[hook.ClientId] = aim.SessionId;
        if (entry.Value.Replaced is { } replaced) await ReplaceAsync(aim.SessionId, feed.PlayName, replaced);
        recorders.Want(aim.SessionId, feed.PlayName, ingests.Of(hook.ClientId).PlayUrl(feed.PlayName));
        Started(aim.SessionId);
        return feed;
    }

    /// <summary>A publisher went away.</summary>
    public async Task LostAsync(PublishHook hook)
    {
        if (!_sessionOfClient.TryRemove(hook.ClientId, out string? sessionId) && (sessionId = await SessionOfNameAsync(hook.Name)) is null) return;
        await grains.GetGrain<ILiveSessionGrain>(sessionId).FeedLost(hook.ClientId, options.FeedGrace);
        // Only when nobody else has the feed by now: a refused second publisher also says "done".
        if (await grains.GetGrain<ILiveSessionGrain>(sessionId).Get() is { Feed.State: FeedState.Live }) return;
        recorders.Unwant(sessionId);
        Lost(sessionId);
    }

    /// <summary>Sends the publisher of an ended session away, and closes its door.</summary>
    public async Task DropAsync(SessionView session)
    {
        doors.Unwant(session.Id);
        await DropAsync(session.Id, session.Feed);
    }

    /// <summary>Sends a publisher away that is no longer welcome; it is not expected back.</summary>
    public async Task DropAsync(string sessionId, Feed feed)
    {
        if (feed.State == FeedState.None) return;
        recorders.Unwant(sessionId);
        await ingests.Of(feed.ClientId).DropPublisherAsync(feed.PlayName, feed.ClientId);
        if (feed.ClientId is { } clientId) await grains.GetGrain<ILiveSessionGrain>(sessionId).FeedLost(clientId, TimeSpan.Zero);
    }

    // The one before must be gone from the server before the next may have its name.
    private async Task ReplaceAsync(string sessionId, string playName, string replaced)
    {
        recorders.Unwant(sessionId);
        IIngest ingest = ingests.Of(replaced);
        await ingest.DropPublisherAsync(playName, replaced);
        for (long begin = clock.GetTimestamp(); clock.GetElapsedTime(begin) < GoesWithin; await Task.Delay(LookAgain, clock))
        {
            if (await ingest.PublishersAsync() is not { } list || list.GetValueOrDefault(playName) != replaced) break;
        }
        Replaced(sessionId);
    }

    // Where a publisher wants to: by its key, or, from this machine and under the play name, through the door that asked for the passphrase.
    private async Task<(string SessionId, string? KeyId)?> AimAsync(PublishHook hook)
    {
        if (hook.Server == IngestKind.Own && IPAddress.TryParse(hook.Address, out IPAddress? address) && IPAddress.IsLoopback(address) && PlayNames.SessionOf(hook.Name) is { } named
            && await grains.GetGrain<ILiveSessionGrain>(named).Get() is { Door: not null } open && string.Equals(open.Feed.PlayName, hook.Name, StringComparison.Ordinal)) return (named, null);
        if (hook.Key is not { Length: > 0 and <= LongestKey } key) return null;
        string keyId = StableId.ForSecret(key);
        if (await grains.GetGrain<IStreamKeyGrain>(keyId).Session() is not { } sessionId) return null;
        // Elsewhere a stream keeps the name under which it is published: a key opens its own session's and no other.
        bool fits = hook.Server == IngestKind.Own
            || (await grains.GetGrain<ILiveSessionGrain>(sessionId).Get() is { } session && string.Equals(session.Feed.PlayName, hook.Name, StringComparison.Ordinal));
        return fits ? (sessionId, keyId) : null;
    }

    // The name may be the play name or, at nginx, still the key; a key is found by its one-way id.
    private async Task<string?> SessionOfNameAsync(string name)
    {
        if (PlayNames.SessionOf(name) is { } named && await grains.GetGrain<ILiveSessionGrain>(named).Get() is { } session) return session.Id;
        return name.Length is > 0 and <= LongestKey ? await grains.GetGrain<IStreamKeyGrain>(StableId.ForSecret(name)).Session() : null;
    }

    [LoggerMessage(LogLevel.Information, "feed {Session}: publisher let in")]
    private partial void Started(string session);

    [LoggerMessage(LogLevel.Information, "feed {Session}: publisher gone")]
    private partial void Lost(string session);

    [LoggerMessage(LogLevel.Information, "feed {Session}: another publisher took over")]
    private partial void Replaced(string session);

    [LoggerMessage(LogLevel.Warning, "feed: publisher refused: {Why}")]
    private partial void Refused(string why);
}
