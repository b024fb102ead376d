using System.Text.Json;
using Studio.Grains.Commit;
using Studio.Grains.Values;

namespace Studio.Grains.Booking;

internal sealed class BaseGrain([PersistentState("base", StudioStore.Grains)] IPersistentState<BaseState> state, TimeProvider clock) : Grain, IBaseGrain
{
    private DescribedBase? _stored;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _stored = state.State.Described;
        return Task.CompletedTask;
    }

    public async Task<Outcome<long>> Describe(string operationId, long revision, BaseDescription description)
    {
        Outcome<BaseDescription> clean = description.Checked();
        if (clean.Refusal is { } refusal) return refusal;
        string body = StableId.Hash(JsonSerializer.Serialize(clean.Value), 26);
        if (state.State.Operations.Find(operationId) is { } done)
        {
            if (!string.Equals(done.Body, body, StringComparison.Ordinal)) return new Refusal(RefusalCodes.OperationConflict);
            if (done.Answer > 1) await Task.Delay(PlanCopy.Fresh, clock); // the first caller may have gone before it was over
            return done.Answer;
        }
        long now = state.State.Described?.Revision ?? 0;
        if (revision != now) return Refusal.With(RefusalCodes.StaleDescription, "revision", now);
        var described = new DescribedBase(now + 1, clean.Value);
        state.State = state.State with { Described = described, Operations = state.State.Operations.With(operationId, body, described.Revision) };
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle(); // what is in memory is not what is stored
            throw;
        }
        _stored = described;
        // Copies of an older one are used for so long: behind that, no day decides by it.
        if (now > 0) await Task.Delay(PlanCopy.Fresh, clock);
        return described.Revision;
    }

    // Reads beside a write get what is stored.
    public Task<DescribedBase?> Read(long known)
    {
        if (!state.RecordExists) DeactivateOnIdle(); // a guessed id must not keep an activation
        return Task.FromResult(_stored?.Revision == known ? null : _stored);
    }
}

[GenerateSerializer, Alias("studio.BaseState")]
internal sealed record BaseState
{
    [Id(0)] public int Schema { get; init; } = 1;

    [Id(1)] public DescribedBase? Described { get; init; }

    [Id(2)] public OperationLog<long> Operations { get; init; } = new();
}

/// <summary>A copy of a base's plan that is never older than <see cref="Fresh"/> when it is used.</summary>
/// <remarks>Not thread-safe: one for each activation. Callers that come while it is read share that reading.</remarks>
internal sealed class PlanCopy(IGrainFactory grains, TimeProvider clock, string baseId)
{
    /// <summary>How long a copy is used: what a change of the description waits for.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private BasePlan? _plan;
    private long _askedAt;
    private Task<BasePlan?>? _reading;

    /// <summary>The plan, or null: the base has none.</summary>
    public async ValueTask<BasePlan?> GetAsync()
    {
        if (_plan is not null && clock.GetElapsedTime(_askedAt) < Fresh) return _plan;
        return await (_reading ??= ReadAsync());
    }

    private async Task<BasePlan?> ReadAsync()
    {
        try
        {
            long asked = clock.GetTimestamp(); // before it is asked: a copy ages from then
            DescribedBase? newer = await grains.GetGrain<IBaseGrain>(baseId).Read(_plan?.Revision ?? 0);
            if (newer is not null) _plan = new BasePlan(newer.Description, newer.Revision);
            _askedAt = asked;
            return _plan;
        }
        finally
        {
            _reading = null;
        }
    }
}
