using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Studio.Grains.Live;

namespace Studio.Api.Live;

/// <summary>The relays of this process: one per session that somebody here watches, kept a while after the last one left.</summary>
internal sealed class RelaySet(
    IGrainFactory grains, IHubContext<StudioHub, IStudioClient> studio, IHubContext<RoomHub, IRoomClient> room, TimeProvider clock, ILogger<SessionRelay> log)
    : BackgroundService
{
    private static readonly TimeSpan KeptUnwatched = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, Entry> _relays = new(StringComparer.Ordinal);

    /// <summary>The relay of a session, started; null when there is no such session.</summary>
    public async Task<SessionRelay?> FindAsync(string sessionId)
    {
        if (!_relays.TryGetValue(sessionId, out Entry? entry))
        {
            if (await grains.GetGrain<ILiveSessionGrain>(sessionId).Get() is not { } session) return null;
            entry = _relays.GetOrAdd(sessionId, _ => new Entry(new Lazy<Task<SessionRelay>>(async () =>
            {
                var relay = new SessionRelay(session, grains, studio, room, clock, log);
                await relay.StartAsync();
                return relay;
            })));
        }
        try
        {
            entry.Used = clock.GetUtcNow();
            return await entry.Relay.Value;
        }
        catch
        {
            // A failed start must not be remembered; the caller's next try makes a new one.
            _relays.TryRemove(new KeyValuePair<string, Entry>(sessionId, entry));
            throw;
        }
    }

    /// <summary>Hands a document that an answer carries to the session's relay, if it has one.</summary>
    public void Offer(string sessionId, OnAir onAir)
    {
        if (_relays.TryGetValue(sessionId, out Entry? entry) && entry.Relay is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true } ready })
        {
            ready.GetAwaiter().GetResult().Offer(onAir);
        }
    }

    /// <summary>Counts a connection in; every call is paired with one of <see cref="Leave"/>.</summary>
    public void Enter(string sessionId)
    {
        if (_relays.TryGetValue(sessionId, out Entry? entry)) Interlocked.Increment(ref entry.Watchers);
    }

    /// <summary>Counts a connection out.</summary>
    public void Leave(string sessionId)
    {
        if (!_relays.TryGetValue(sessionId, out Entry? entry)) return;
        entry.Used = clock.GetUtcNow();
        Interlocked.Decrement(ref entry.Watchers);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(KeptUnwatched, clock, stoppingToken);
                foreach ((string sessionId, Entry entry) in _relays)
                {
                    if (Volatile.Read(ref entry.Watchers) > 0 || clock.GetUtcNow() - entry.Used < KeptUnwatched) continue;
                    if (_relays.TryRemove(new KeyValuePair<string, Entry>(sessionId, entry))) await (await entry.Relay.Value).DisposeAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(_relays.Values.Where(entry => entry.Relay.IsValueCreated).Select(async entry => await (await entry.Relay.Value).DisposeAsync()));
        }
    }

    private sealed class Entry(Lazy<Task<SessionRelay>> relay)
    {
        public int Watchers;

        public Lazy<Task<SessionRelay>> Relay { get; } = relay;

        public DateTimeOffset Used { get; set; } = DateTimeOffset.MaxValue;
    }
}
