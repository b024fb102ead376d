using Studio.Grains.Commit;
using Studio.Grains.Index;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Grains.Imports;

/// <summary>The shell around <see cref="ImportJob"/>.</summary>
internal sealed class ImportGrain([PersistentState("import", StudioStore.Grains)] IPersistentState<ImportJob> state, TimeProvider clock) : Grain, IImportGrain
{
    public async Task<Outcome<Import>> Create(ImportRequest request)
    {
        if (request.SessionId is { } session && await GrainFactory.GetGrain<ILiveSessionGrain>(session).Get() is null) return new Refusal(RefusalCodes.NotFound);
        Outcome<ImportJob> decision = ImportJob.Create(state.State, request, clock.GetUtcNow());
        if (decision.Refusal is null) await GrainFactory.GetGrain<IIndexGrain>(Indexes.Imports).Add(this.GetPrimaryKeyString());
        return await Decide(decision);
    }

    public Task Received() => Store(ImportJob.Received(state.State));

    public Task<Import?> Start() => Task.FromResult(state.State.Open ? state.State.Import : null);

    public async Task<bool> Progress(ImportState step, int percent)
    {
        // Percentages are told, not stored: losing one costs nothing. A new step is stored.
        ImportState? before = state.State.Import?.State;
        ImportJob after = ImportJob.Progress(state.State, step, percent);
        if (before != step) await Store(after);
        else state.State = after;
        return state.State.Open;
    }

    public Task Finish(Settlement settlement) => Store(ImportJob.Finish(state.State, settlement));

    public Task Refuse(string code) => Store(ImportJob.Refuse(state.State, code));

    public Task Fail(string code) => Store(ImportJob.Fail(state.State, code));

    public Task<Outcome<Import>> Cancel(Stamp stamp) => Decide(ImportJob.Cancel(state.State, stamp.OperationId));

    public Task<Outcome<Import>> Retry(Stamp stamp) => Decide(ImportJob.Retry(state.State, stamp.OperationId));

    public async Task<Outcome<Import>> Assign(Stamp stamp, string sessionId) =>
        await GrainFactory.GetGrain<ILiveSessionGrain>(sessionId).Get() is null ? new Refusal(RefusalCodes.NotFound) : await Decide(ImportJob.Assign(state.State, stamp.OperationId, sessionId));

    public async Task<Outcome<Import>> Align(Stamp stamp, AlignCommand command)
    {
        if (state.State.Import?.Request.SessionId is not { } id || await GrainFactory.GetGrain<ILiveSessionGrain>(id).Get() is not { } session) return await Decide(new Refusal(RefusalCodes.NotFound));
        return await Decide(ImportJob.Align(state.State, stamp, command, session.Phase, clock.GetUtcNow()));
    }

    public Task<Outcome<Import>> Undo(Stamp stamp) => Decide(ImportJob.Undo(state.State, stamp, clock.GetUtcNow()));

    // A guessed id must not keep an activation.
    public Task<Import?> Get()
    {
        if (!state.RecordExists) DeactivateOnIdle();
        return Task.FromResult(state.State.Import);
    }

    private async Task<Outcome<Import>> Decide(Outcome<ImportJob> decision)
    {
        if (decision.Refusal is { } refusal)
        {
            if (!state.RecordExists) DeactivateOnIdle();
            return refusal;
        }
        await Store(decision.Value);
        return state.State.Import!;
    }

    private async Task Store(ImportJob after)
    {
        if (ReferenceEquals(after, state.State)) return;
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
    }
}
