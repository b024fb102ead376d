using Studio.Grains.Index;
using Studio.Grains.Values;

namespace Studio.Grains.Commit;

/// <summary>What a manager writes down under an id, and corrects: made once, listed in an index, changed under operation ids.</summary>
/// <param name="index">The index that lists it.</param>
internal abstract class EntryGrain<TDetails, TState, TEntry>(IPersistentState<TState> state, string index) : Grain
    where TDetails : class, IEntryDetails<TDetails>
    where TState : EntryState<TDetails>
    where TEntry : class
{
    protected TState State => state.State;

    public async Task<Outcome<TEntry>> Create(TDetails details)
    {
        Outcome<TDetails> clean = details.Checked();
        if (clean.Refusal is { } refusal) return refusal;
        if (State.CreatedAs is not null) return State.CreatedAs == clean.Value ? Of(State) : new Refusal(RefusalCodes.OperationConflict);
        await GrainFactory.GetGrain<IIndexGrain>(index).Add(this.GetPrimaryKeyString());
        return await StoreAsync(State with { CreatedAs = clean.Value, Details = clean.Value });
    }

    public async Task<Outcome<TEntry>> Change(string operationId, TDetails details)
    {
        Outcome<TDetails> clean = details.Checked();
        if (clean.Refusal is { } refusal) return refusal;
        if (State.Details is null) return new Refusal(RefusalCodes.NotFound);
        string body = clean.Value.ToString()!;
        if (State.Operations.Find(operationId) is { } done)
        {
            return string.Equals(done.Body, body, StringComparison.Ordinal) ? Of(State with { Details = done.Answer }) : new Refusal(RefusalCodes.OperationConflict);
        }
        return await StoreAsync(State with { Details = clean.Value, Operations = State.Operations.With(operationId, body, clean.Value) });
    }

    // A guessed id must not keep an activation.
    public Task<TEntry?> Get()
    {
        if (!state.RecordExists) DeactivateOnIdle();
        return Task.FromResult(State.Details is null ? null : Of(State));
    }

    /// <summary>What others see of a state that has details.</summary>
    protected abstract TEntry Of(TState entry);

    protected async Task<TEntry> StoreAsync(TState after)
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

/// <summary>The details of an entry: a record that can clean itself.</summary>
public interface IEntryDetails<TDetails>
{
    /// <summary>The cleaned details, or what is wrong with them.</summary>
    Outcome<TDetails> Checked();
}

/// <summary>What is stored of an entry. Schema 1.</summary>
[GenerateSerializer, Alias("studio.EntryState`1")]
internal abstract record EntryState<TDetails> where TDetails : class
{
    [Id(0)] public int Schema { get; init; } = 1;

    [Id(1)] public TDetails? CreatedAs { get; init; }

    [Id(2)] public TDetails? Details { get; init; }

    [Id(3)] public OperationLog<TDetails> Operations { get; init; } = new();
}
