using Orleans.Concurrency;
using Studio.Grains.Commit;

namespace Studio.Grains.Recording;

/// <summary>Which session a stream key belongs to. Key: the key's one-way id, so the store never holds a usable key.</summary>
[Alias("studio.IStreamKeyGrain")]
public interface IStreamKeyGrain : IGrainWithStringKey
{
    /// <summary>Points the key at a session. Whether it is still the session's key, the session itself decides.</summary>
    [Alias("Assign")] Task Assign(string sessionId);

    /// <summary>The session, or null for a key that was never issued.</summary>
    [ReadOnly, Alias("Session")] Task<string?> Session();
}

internal sealed class StreamKeyGrain([PersistentState("key", StudioStore.Grains)] IPersistentState<StreamKeyState> state) : Grain, IStreamKeyGrain
{
    public Task Assign(string sessionId)
    {
        state.State = new StreamKeyState { SessionId = sessionId };
        return state.WriteStateAsync();
    }

    // A guess must not leave an activation behind for the collection age: there may be many guesses.
    public Task<string?> Session()
    {
        if (!state.RecordExists) DeactivateOnIdle();
        return Task.FromResult(state.State.SessionId);
    }
}

/// <summary>Schema 1.</summary>
[GenerateSerializer, Alias("studio.StreamKeyState")]
internal sealed record StreamKeyState
{
    [Id(0)] public int Schema { get; init; } = 1;

    [Id(1)] public string? SessionId { get; init; }
}
