using Orleans.Concurrency;
using Studio.Grains.Commit;

namespace Studio.Grains.People;

/// <summary>
/// A capability link: whoever has it may do one thing (show a session's overlay, be a guest in its room) until it expires or is
/// revoked. Key: the token's one-way id, which is also the link's public id.
/// </summary>
[Alias("studio.ICapabilityGrain")]
public interface ICapabilityGrain : IGrainWithStringKey
{
    /// <summary>Makes the link; repeating it changes nothing.</summary>
    [Alias("Issue")] Task<Capability> Issue(Capability capability);

    /// <summary>The link, or null when it was never issued.</summary>
    [ReadOnly, Alias("Get")] Task<Capability?> Get();

    /// <summary>Makes the link useless from now on; answers it, or null when there is none.</summary>
    [Alias("Revoke")] Task<Capability?> Revoke();
}

/// <summary>What a link allows.</summary>
[GenerateSerializer, Immutable, Alias("studio.Capability")]
public sealed record Capability(
    [property: Id(0)] string Id, [property: Id(1)] CapabilityKind Kind, [property: Id(2)] string SessionId, [property: Id(3)] string Label,
    [property: Id(4)] DateTimeOffset CreatedAt, [property: Id(5)] DateTimeOffset ExpiresAt, [property: Id(6)] bool Revoked)
{
    /// <summary>Whether it may be used at that instant.</summary>
    public bool ValidAt(DateTimeOffset now) => !Revoked && now < ExpiresAt;
}

/// <summary>The one thing a link allows.</summary>
public enum CapabilityKind
{
    /// <summary>Show the session's overlay.</summary>
    Overlay,

    /// <summary>Be a guest in the session's room.</summary>
    Room,

    /// <summary>Press the few keys of a Stream Deck or the like.</summary>
    Deck,
}

internal sealed class CapabilityGrain([PersistentState("capability", StudioStore.Grains)] IPersistentState<CapabilityState> state) : Grain, ICapabilityGrain
{
    public async Task<Capability> Issue(Capability capability)
    {
        if (state.State.Capability is not { } known)
        {
            state.State = new CapabilityState { Capability = known = capability };
            await state.WriteStateAsync();
        }
        return known;
    }

    // A guess must not keep an activation.
    public Task<Capability?> Get()
    {
        if (!state.RecordExists) DeactivateOnIdle();
        return Task.FromResult(state.State.Capability);
    }

    public async Task<Capability?> Revoke()
    {
        if (state.State.Capability is { Revoked: false } capability)
        {
            state.State = new CapabilityState { Capability = capability with { Revoked = true } };
            await state.WriteStateAsync();
        }
        return state.State.Capability;
    }
}

/// <summary>Schema 1.</summary>
[GenerateSerializer, Alias("studio.CapabilityState")]
internal sealed record CapabilityState
{
    [Id(0)] public int Schema { get; init; } = 1;

    [Id(1)] public Capability? Capability { get; init; }
}
