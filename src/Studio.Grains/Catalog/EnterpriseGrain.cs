using Studio.Grains.Commit;
using Studio.Grains.Index;
using Studio.Grains.Values;

namespace Studio.Grains.Catalog;

internal sealed class EnterpriseGrain([PersistentState("enterprise", StudioStore.Grains)] IPersistentState<EnterpriseState> state)
    : EntryGrain<EnterpriseDetails, EnterpriseState, Enterprise>(state, Indexes.Enterprises), IEnterpriseGrain
{
    public async Task<Outcome<Enterprise>> Remember(IReadOnlyList<MappedColumn> columns)
    {
        if (State.Details is null) return new Refusal(RefusalCodes.NotFound);
        return State.Columns.SequenceEqual(columns) ? Of(State) : await StoreAsync(State with { Columns = [.. columns] });
    }

    protected override Enterprise Of(EnterpriseState entry) => new(this.GetPrimaryKeyString(), entry.Details!, entry.Columns);
}

[GenerateSerializer, Alias("studio.EnterpriseState")]
internal sealed record EnterpriseState : EntryState<EnterpriseDetails>
{
    [Id(0)] public IReadOnlyList<MappedColumn> Columns { get; init; } = [];
}
