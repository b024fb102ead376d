using Studio.Grains.Commit;
using Studio.Grains.Index;

namespace Studio.Grains.Stations;

internal sealed class StationGrain([PersistentState("station", StudioStore.Grains)] IPersistentState<StationState> state)
    : EntryGrain<StationDetails, StationState, Station>(state, Indexes.Stations), IStationGrain
{
    protected override Station Of(StationState entry) => new(this.GetPrimaryKeyString(), entry.Details!);
}

[GenerateSerializer, Alias("studio.StationState")]
internal sealed record StationState : EntryState<StationDetails>;
