using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Studio.Api.Live;
using Studio.Api.Parts;
using Studio.Api.Recording;
using Studio.Grains.Index;
using Studio.Grains.Live;
using Studio.Grains.Passing;
using Studio.Grains.Recording;
using Studio.Grains.Values;

namespace Studio.Api.Passing;

/// <summary>Keeps each switched-on target of each session with a feed supplied. Works beside the recorders and touches none of them.</summary>
internal sealed partial class PushDesk(
    IGrainFactory grains, RtmpServer rtmp, StudioOptions options, IDataProtectionProvider protection, TimeProvider clock, ILoggerFactory loggers, ILogger<PushDesk> log) : BackgroundService
{
    private static readonly TimeSpan CompareEvery = TimeSpan.FromSeconds(2);
    private readonly IDataProtector _seal = protection.CreateProtector("studio.push.v1");
    private readonly ConcurrentDictionary<(string Session, string Push), Pusher> _pushers = new();

    /// <summary>Adds a target. Refused: validation, push-inside, and what the grain says.</summary>
    public async Task<Outcome<PushDto>> AddAsync(string sessionId, AddPush body, ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (PushAddress.Parse(body.Address) is not { } address) return new Check().Add("address", FieldErrors.Invalid).Refusal!;
        if (!options.PushInside && PushAddress.IsInside(await PushAddress.ResolveAsync(address, cancellation), PushAddress.Own())) return new Refusal(RefusalCodes.PushInside);
        var stored = new SealedAddress(_seal.Protect(address.OriginalString), PushAddress.Shown(address), StableId.ForSecret(address.OriginalString));
        return (await grains.GetGrain<IPushGrain>(sessionId).Add(Stamps.Of(user, body.OperationId), body.Name, stored)).Select(target => Describe(sessionId, target, live: false));
    }

    /// <summary>The targets of a session; null: there is no such session.</summary>
    public async Task<IReadOnlyList<PushDto>?> ListAsync(string sessionId)
    {
        if (await grains.GetGrain<ILiveSessionGrain>(sessionId).Get() is not { } session) return null;
        return [.. (await grains.GetGrain<IPushGrain>(sessionId).All()).Select(target => Describe(sessionId, target, session.Feed.State == FeedState.Live))];
    }

    /// <summary>A target as pages see it.</summary>
    public PushDto Describe(string sessionId, PushTarget target, bool live)
    {
        PushStatus status = !target.On ? new PushStatus(PushPhase.Off, target.At, 0, null)
            : _pushers.TryGetValue((sessionId, target.Id), out Pusher? pusher) ? pusher.Status
            : new PushStatus(live ? PushPhase.Connecting : PushPhase.NoFeed, target.At, 0, null);
        return new PushDto(target.Id, target.Name, target.Address.Shown, target.On, status.Phase, status.Since, status.Failures, status.Problem);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Task.WhenAll(_pushers.Keys.Select(EndAsync));
    }

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
        HashSet<(string, string)> wanted = [];
        foreach (string sessionId in await grains.GetGrain<IIndexGrain>(Indexes.Sessions).All())
        {
            // A rehearsal is the staff's: nothing of it leaves the house.
            if (await grains.GetGrain<ILiveSessionGrain>(sessionId).Get() is not { Phase: SessionPhase.Live, Rehearsal: false, Feed.State: FeedState.Live } session) continue;
            foreach (PushTarget target in (await grains.GetGrain<IPushGrain>(sessionId).All()).Where(target => target.On))
            {
                if (Open(target) is not { } address) continue;
                wanted.Add((sessionId, target.Id));
                _pushers.GetOrAdd((sessionId, target.Id), _ => new Pusher(sessionId, target.Id, rtmp.PlayUrl(session.Feed.PlayName), address, options.PushInside, clock, loggers.CreateLogger<Pusher>())).Start();
            }
        }
        foreach ((string, string) key in _pushers.Keys.Where(key => !wanted.Contains(key))) _ = EndAsync(key);
    }

    private Uri? Open(PushTarget target)
    {
        try
        {
            return new Uri(_seal.Unprotect(target.Address.Sealed));
        }
        catch (CryptographicException)
        {
            CannotOpen(target.Id);
            return null; // the keys of this studio are not those with which it was sealed
        }
    }

    private async Task EndAsync((string Session, string Push) key)
    {
        if (!_pushers.TryRemove(key, out Pusher? pusher)) return;
        await pusher.StopAsync();
        pusher.Dispose();
    }

    [LoggerMessage(LogLevel.Warning, "push: could not compare with the sessions: {Why}")]
    private partial void CompareFailed(string why);

    [LoggerMessage(LogLevel.Warning, "push {Push}: its address cannot be read with the keys of this studio")]
    private partial void CannotOpen(string push);
}
