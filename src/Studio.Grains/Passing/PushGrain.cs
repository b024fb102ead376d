using Studio.Grains.Commit;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Grains.Passing;

internal sealed class PushGrain([PersistentState("pushes", StudioStore.Grains)] IPersistentState<PushState> state, TimeProvider clock) : Grain, IPushGrain
{
    public async Task<Outcome<PushTarget>> Add(Stamp stamp, string name, SealedAddress address)
    {
        if (await GrainFactory.GetGrain<ILiveSessionGrain>(this.GetPrimaryKeyString()).Get() is not { } session) return Unknown();
        return await RunAsync(stamp, $"add {name} {address.Mark}", () => PushList.Add(state.State, session.Phase, StableId.ForOperation("push", stamp.By, stamp.OperationId), name, address, stamp.By, clock.GetUtcNow()));
    }

    public Task<Outcome<PushTarget>> Switch(Stamp stamp, string pushId, bool on) => RunAsync(stamp, $"switch {pushId} {on}", () => PushList.Switch(state.State, pushId, on));

    public Task<Outcome<PushTarget>> Remove(Stamp stamp, string pushId) => RunAsync(stamp, $"remove {pushId}", () => PushList.Remove(state.State, pushId));

    // A guessed id must not keep an activation.
    public Task<IReadOnlyList<PushTarget>> All()
    {
        if (!state.RecordExists) DeactivateOnIdle();
        return Task.FromResult(state.State.Targets);
    }

    private async Task<Outcome<PushTarget>> RunAsync(Stamp stamp, string body, Func<Outcome<(PushState After, PushTarget Answer)>> decide)
    {
        if (state.State.Operations.Find(stamp.OperationId) is { } done) return string.Equals(done.Body, body, StringComparison.Ordinal) ? done.Answer : new Refusal(RefusalCodes.OperationConflict);
        Outcome<(PushState After, PushTarget Answer)> decision = decide();
        if (decision.Refusal is { } refusal) return refusal;
        (PushState after, PushTarget answer) = decision.Value;
        // What is remembered for a repeat holds no address: a removed one must be gone.
        PushTarget remembered = answer with { Address = answer.Address with { Sealed = "" } };
        state.State = after with { Operations = state.State.Operations.With(stamp.OperationId, body, remembered) };
        await state.WriteStateAsync();
        return remembered;
    }

    private Outcome<PushTarget> Unknown()
    {
        DeactivateOnIdle();
        return new Refusal(RefusalCodes.NotFound);
    }
}

/// <summary>What may be done to a session's targets. Pure.</summary>
public static class PushList
{
    /// <summary>Each is one more copy of the feed on the base's line.</summary>
    public const int Most = 8;

    internal static Outcome<(PushState, PushTarget)> Add(PushState state, SessionPhase phase, string id, string name, SealedAddress address, string by, DateTimeOffset now)
    {
        var check = new Check();
        string clean = check.Text("name", name, 30);
        if (check.Refusal is { } wrong) return wrong;
        if (phase == SessionPhase.Ended) return new Refusal(RefusalCodes.SessionEnded);
        if (state.Targets.Count >= Most) return Refusal.With(RefusalCodes.PushesFull, "most", Most);
        var target = new PushTarget(id, clean, address, On: true, by, now);
        return (state with { Targets = [.. state.Targets, target] }, target);
    }

    internal static Outcome<(PushState, PushTarget)> Switch(PushState state, string id, bool on) => Change(state, id, target => target with { On = on });

    internal static Outcome<(PushState, PushTarget)> Remove(PushState state, string id) => Change(state, id, _ => null);

    private static Outcome<(PushState, PushTarget)> Change(PushState state, string id, Func<PushTarget, PushTarget?> change)
    {
        if (state.Targets.FirstOrDefault(target => string.Equals(target.Id, id, StringComparison.Ordinal)) is not { } before) return new Refusal(RefusalCodes.NotFound);
        PushTarget? after = change(before);
        return (state with { Targets = [.. state.Targets.Select(target => ReferenceEquals(target, before) ? after : target).OfType<PushTarget>()] }, after ?? before);
    }
}

/// <summary>Schema 1.</summary>
[GenerateSerializer, Alias("studio.PushState")]
internal sealed record PushState
{
    [Id(0)] public int Schema { get; init; } = 1;

    [Id(1)] public IReadOnlyList<PushTarget> Targets { get; init; } = [];

    [Id(2)] public OperationLog<PushTarget> Operations { get; init; } = new();
}
