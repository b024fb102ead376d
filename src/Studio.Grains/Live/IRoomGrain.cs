using Orleans.Concurrency;
using Studio.Grains.Values;

namespace Studio.Grains.Live;

/// <summary>A room of the base in which sessions are held. Key: its id, which the creating operation names.</summary>
[Alias("studio.IRoomGrain")]
public interface IRoomGrain : IGrainWithStringKey
{
    /// <summary>Makes the room; the name has 1–40 characters. Refused: validation, operation-conflict.</summary>
    [Alias("Create")] Task<Outcome<Room>> Create(string name);

    /// <summary>Keeps measurements of the room's delay, at most <see cref="RoomDelay.Kept"/>; one that is known already is left out. Nothing happens when there is no room.</summary>
    [Alias("NoteDelays")] Task NoteDelays(IReadOnlyList<DelaySample> samples);

    /// <summary>The room's delay as a session should reckon with it; null: never measured. <paramref name="sessionId"/> empty: of whichever session.</summary>
    [ReadOnly, Alias("Delay")] Task<RoomDelay?> Delay(string sessionId);

    /// <summary>The room, or null when there is none.</summary>
    [ReadOnly, Alias("Get")] Task<Room?> Get();
}

/// <summary>A room.</summary>
[GenerateSerializer, Immutable, Alias("studio.Room")]
public sealed record Room([property: Id(0)] string Id, [property: Id(1)] string Name);
