using Studio.Grains.Commit;
using Studio.Grains.Index;
using Studio.Grains.Values;

namespace Studio.Grains.Stations;

internal sealed class StationGrain([PersistentState("station", StudioStore.Grains)] IPersistentState<StationState> state) : Grain, IStationGrain
{
    private StationState State => state.State;

    public async Task<Outcome<Station>> Create(StationDetails details)
    {
        Outcome<StationDetails> clean = details.Checked();
        if (clean.Refusal is { } refusal) return refusal;
        if (State.CreatedAs is not null) return State.CreatedAs == clean.Value ? Of(State.Details!) : new Refusal(RefusalCodes.OperationConflict);
        await GrainFactory.GetGrain<IIndexGrain>(Indexes.Stations).Add(this.GetPrimaryKeyString());
        return await StoreAsync(State with { CreatedAs = clean.Value, Details = clean.Value });
    }

    public async Task<Outcome<Station>> Change(string operationId, StationDetails details)
    {
        Outcome<StationDetails> clean = details.Checked();
        if (clean.Refusal is { } refusal) return refusal;
        if (State.Details is null) return new Refusal(RefusalCodes.NotFound);
        string body = clean.Value.ToString();
        if (State.Operations.Find(operationId) is { } done)
        {
            return string.Equals(done.Body, body, StringComparison.Ordinal) ? Of(done.Answer) : new Refusal(RefusalCodes.OperationConflict);
        }
        return await StoreAsync(State with { Details = clean.Value, Operations = State.Operations.With(operationId, body, clean.Value) });
    }

    // A guessed id must not keep an activation.
    public Task<Station?> Get()
    {
        if (!state.RecordExists) DeactivateOnIdle();
        return Task.FromResult(State.Details is { } details ? Of(details) : null);
    }

    private Station Of(StationDetails details) => new(this.GetPrimaryKeyString(), details);

    private async Task<Station> StoreAsync(StationState after)
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
        return Of(after.Details!);
    }
}

/// <summary>Schema 1.</summary>
[GenerateSerializer, Alias("studio.StationState")]
internal sealed record StationState
{
    [Id(0)] public int Schema { get; init; } = 1;

    [Id(1)] public StationDetails? CreatedAs { get; init; }

    [Id(2)] public StationDetails? Details { get; init; }

    [Id(3)] public OperationLog<StationDetails> Operations { get; init; } = new();
}
