using Studio.Grains.Commit;

namespace Studio.Grains.Index;

internal sealed class IndexGrain([PersistentState("index", StudioStore.Grains)] IPersistentState<IndexState> state) : Grain, IIndexGrain
{
    public async Task Add(string id)
    {
        if (state.State.Ids.Contains(id, StringComparer.Ordinal)) return;
        state.State = state.State with { Ids = [.. state.State.Ids, id] };
        await state.WriteStateAsync();
    }

    public Task<IReadOnlyList<string>> All() => Task.FromResult(state.State.Ids);
}

/// <summary>Schema 1.</summary>
[GenerateSerializer, Alias("studio.IndexState")]
internal sealed record IndexState
{
    [Id(0)] public int Schema { get; init; } = 1;

    [Id(1)] public IReadOnlyList<string> Ids { get; init; } = [];
}
