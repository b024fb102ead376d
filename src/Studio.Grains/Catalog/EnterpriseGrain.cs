using Studio.Grains.Commit;
using Studio.Grains.Index;
using Studio.Grains.Values;

namespace Studio.Grains.Catalog;

internal sealed class EnterpriseGrain([PersistentState("enterprise", StudioStore.Grains)] IPersistentState<EnterpriseState> state) : Grain, IEnterpriseGrain
{
    private EnterpriseState State => state.State;

    public async Task<Outcome<Enterprise>> Create(EnterpriseDetails details)
    {
        Outcome<EnterpriseDetails> clean = details.Checked();
        if (clean.Refusal is { } refusal) return refusal;
        if (State.CreatedAs is not null) return State.CreatedAs == clean.Value ? Of(State) : new Refusal(RefusalCodes.OperationConflict);
        await GrainFactory.GetGrain<IIndexGrain>(Indexes.Enterprises).Add(this.GetPrimaryKeyString());
        return await StoreAsync(State with { CreatedAs = clean.Value, Details = clean.Value });
    }

    public async Task<Outcome<Enterprise>> Change(string operationId, EnterpriseDetails details)
    {
        Outcome<EnterpriseDetails> clean = details.Checked();
        if (clean.Refusal is { } refusal) return refusal;
        if (State.Details is null) return new Refusal(RefusalCodes.NotFound);
        string body = clean.Value.ToString();
        if (State.Operations.Find(operationId) is { } done)
        {
            return string.Equals(done.Body, body, StringComparison.Ordinal) ? Of(State with { Details = done.Answer }) : new Refusal(RefusalCodes.OperationConflict);
        }
        return await StoreAsync(State with { Details = clean.Value, Operations = State.Operations.With(operationId, body, clean.Value) });
    }

    public async Task<Outcome<Enterprise>> Remember(IReadOnlyList<MappedColumn> columns)
    {
        if (State.Details is null) return new Refusal(RefusalCodes.NotFound);
        return State.Columns.SequenceEqual(columns) ? Of(State) : await StoreAsync(State with { Columns = [.. columns] });
    }

    // A guessed id must not keep an activation.
    public Task<Enterprise?> Get()
    {
        if (!state.RecordExists) DeactivateOnIdle();
        return Task.FromResult(State.Details is null ? null : Of(State));
    }

    private Enterprise Of(EnterpriseState enterprise) => new(this.GetPrimaryKeyString(), enterprise.Details!, enterprise.Columns);

    private async Task<Enterprise> StoreAsync(EnterpriseState after)
    {
        state.State = after;
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle(); // what is in memory is not what is stored
            throw;
        }
        return Of(after);
    }
}

/// <summary>Schema 1.</summary>
[GenerateSerializer, Alias("studio.EnterpriseState")]
internal sealed record EnterpriseState
{
    [Id(0)] public int Schema { get; init; } = 1;

    [Id(1)] public EnterpriseDetails? CreatedAs { get; init; }

    [Id(2)] public EnterpriseDetails? Details { get; init; }

    [Id(3)] public IReadOnlyList<MappedColumn> Columns { get; init; } = [];

    [Id(4)] public OperationLog<EnterpriseDetails> Operations { get; init; } = new();
}
