using Orleans.Concurrency;
using Studio.Grains.Commit;
using Studio.Grains.Values;

namespace Studio.Grains.People;

/// <summary>The one-time set-up of a base: whoever has the printed link makes the first manager. Key: 0.</summary>
[Alias("studio.ISetupGrain")]
public interface ISetupGrain : IGrainWithIntegerKey
{
    /// <summary>Whether the first manager is still to be made.</summary>
    [ReadOnly, Alias("Needed")] Task<bool> Needed();

    /// <summary>Makes <paramref name="tokenId"/> (one-way id of the link's token) the only valid one.</summary>
    [Alias("Arm")] Task Arm(string tokenId);

    /// <summary>Makes the first manager. Refused: link-invalid, setup-done, validation.</summary>
    [Alias("Complete")] Task<Outcome<Account>> Complete(string tokenId, NewAccount manager);
}

internal sealed class SetupGrain([PersistentState("setup", StudioStore.Grains)] IPersistentState<SetupState> state) : Grain, ISetupGrain
{
    public Task<bool> Needed() => Task.FromResult(!state.State.Done);

    public async Task Arm(string tokenId)
    {
        if (state.State.Done) return;
        state.State = state.State with { TokenId = tokenId };
        await state.WriteStateAsync();
    }

    public async Task<Outcome<Account>> Complete(string tokenId, NewAccount manager)
    {
        if (!string.Equals(state.State.TokenId, tokenId, StringComparison.Ordinal)) return new Refusal(RefusalCodes.LinkInvalid);
        // The token is the operation: repeating it after a lost answer finds the account it made.
        Outcome<Account> made = await GrainFactory.GetGrain<IAccountGrain>(manager.Name.ToLowerInvariant()).Create(tokenId, manager with { Roles = [Role.Manager] });
        if (made.Refusal is not null) return state.State.Done ? new Refusal(RefusalCodes.SetupDone) : made;
        if (state.State.Done)
        {
            return string.Equals(state.State.Manager, made.Value.Name, StringComparison.Ordinal) ? made : new Refusal(RefusalCodes.SetupDone);
        }
        state.State = state.State with { Done = true, Manager = made.Value.Name };
        await state.WriteStateAsync();
        return made;
    }
}

/// <summary>Schema 1.</summary>
[GenerateSerializer, Alias("studio.SetupState")]
internal sealed record SetupState
{
    [Id(0)] public int Schema { get; init; } = 1;

    [Id(1)] public bool Done { get; init; }

    [Id(2)] public string? TokenId { get; init; }

    [Id(3)] public string? Manager { get; init; }
}
