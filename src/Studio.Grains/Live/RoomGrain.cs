using Studio.Grains.Commit;
using Studio.Grains.Index;
using Studio.Grains.Values;

namespace Studio.Grains.Live;

internal sealed class RoomGrain([PersistentState("room", StudioStore.Grains)] IPersistentState<RoomState> state, TimeProvider clock) : Grain, IRoomGrain
{
    public async Task<Outcome<Room>> Create(string name)
    {
        var check = new Check();
        string clean = check.Text("name", name, 40);
        if (check.Refusal is { } refusal) return refusal;
        if (state.State.Room is { } room)
        {
            return string.Equals(room.Name, clean, StringComparison.Ordinal) ? room : new Refusal(RefusalCodes.OperationConflict);
        }
        await GrainFactory.GetGrain<IIndexGrain>(Indexes.Rooms).Add(this.GetPrimaryKeyString());
        state.State = new RoomState { Room = new Room(this.GetPrimaryKeyString(), clean) };
        await state.WriteStateAsync();
        return state.State.Room;
    }

    public async Task NoteDelays(IReadOnlyList<DelaySample> samples)
    {
        DelaySample[] news = [.. samples.Where(sample => !state.State.Delays.Any(known => known.SessionId == sample.SessionId && known.Marker == sample.Marker))];
        if (state.State.Room is null || news.Length == 0) return;
        state.State = state.State with { Delays = [.. state.State.Delays.Concat(news).TakeLast(RoomDelay.Kept)] };
        await state.WriteStateAsync();
    }

    public Task<RoomDelay?> Delay(string sessionId) => Task.FromResult(RoomDelay.Of(state.State.Delays, sessionId, clock.GetUtcNow()));

    public Task<Room?> Get() => Task.FromResult(state.State.Room);
}

/// <summary>Schema 1.</summary>
[GenerateSerializer, Alias("studio.RoomState")]
internal sealed record RoomState
{
    [Id(0)] public int Schema { get; init; } = 1;

    [Id(1)] public Room? Room { get; init; }

    /// <summary>Measurements of its delay, oldest first.</summary>
    [Id(2)] public IReadOnlyList<DelaySample> Delays { get; init; } = [];
}
