using System.Text.Json;
using StackExchange.Redis;
using Studio.Grains.Commit;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Grains.Keeping;

/// <summary>The shell around <see cref="KeptSession"/>: loads, asks for a decision, stores. One command at a time.</summary>
internal sealed class KeepingGrain(IConnectionMultiplexer redis, StudioStore store, TimeProvider clock) : Grain, IKeepingGrain
{
    private const string Studio = "studio";
    private KeepingLog _log = null!;

    private string SessionId => this.GetPrimaryKeyString();

    private KeptSession Kept => _log.Kept;

    public override async Task OnActivateAsync(CancellationToken cancellationToken) => _log = await KeepingLog.LoadAsync(redis.GetDatabase(), store, SessionId);

    public async Task<KeepingView?> Get() => await SessionAsync() is { } session ? View(session) : null;

    public async Task<Outcome<KeepingView>> Do(Stamp stamp, KeepingCommand command)
    {
        if (await SessionAsync() is not { } session) return new Refusal(RefusalCodes.NotFound);
        string body = $"{command.GetType().Name} {JsonSerializer.Serialize(command, command.GetType())}";
        if ((new OperationLog<string> { Done = Kept.Done }).Find(stamp.OperationId) is { } done)
        {
            return string.Equals(done.Body, body, StringComparison.Ordinal) ? View(session) : new Refusal(RefusalCodes.OperationConflict);
        }
        DateTimeOffset now = clock.GetUtcNow();
        Outcome<KeepingEvent> decision = Retention.Decide(Kept, session, command, stamp.By, now);
        if (decision.Refusal is { } refusal) return refusal;
        await _log.StoreAsync(new KeepingLine(now, stamp.By, decision.Value, new DoneOperation<string>(stamp.OperationId, body, "")));
        return View(session);
    }

    public Task<IReadOnlyList<KeepingAct>> Acts() => Task.FromResult(Kept.Acts);

    public async Task<bool> NoteHead(KeptHead head)
    {
        if (!Retention.MayFollow(Kept, head)) return false;
        if (head != Kept.Head) await StoreAsync(new HeadNoted(head));
        return true;
    }

    public Task NoteCold() => Kept.Cold ? Task.CompletedTask : StoreAsync(new MovedToCold());

    public Task NoteDeleted() => Kept is { Confirmed: not null, DeletedAt: null } ? StoreAsync(new FilesDeleted()) : Task.CompletedTask;

    private Task StoreAsync(KeepingEvent what) => _log.StoreAsync(new KeepingLine(clock.GetUtcNow(), Studio, what));

    // A guessed id must not keep an activation.
    private async Task<SessionEnd?> SessionAsync()
    {
        if (await GrainFactory.GetGrain<ILiveSessionGrain>(SessionId).Get() is { } session) return new SessionEnd(session.Title, session.EndedAt);
        DeactivateOnIdle();
        return null;
    }

    private KeepingView View(SessionEnd session)
    {
        DateTimeOffset now = clock.GetUtcNow();
        return new KeepingView(
            SessionId, Retention.StateOf(Kept, session, now), Kept.Years, Retention.KeptUntil(Kept, session), Kept.Hold, Kept.Confirmed is null ? Retention.Asked(Kept, now) : Kept.Asked,
            Kept.Confirmed, Kept.DeletedAt, Kept.Head, Kept.Cold);
    }
}
