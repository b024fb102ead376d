using Orleans.Concurrency;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Grains.Passing;

/// <summary>Where a session's feed is passed on to (转推). Key: the session's id. Every answer is durable before it is given.</summary>
[Alias("studio.IPushGrain")]
public interface IPushGrain : IGrainWithStringKey
{
    /// <summary>Adds a target, switched on. Refused: not-found, session-ended, validation, list-full, operation-conflict.</summary>
    [Alias("Add")] Task<Outcome<PushTarget>> Add(Stamp stamp, string name, SealedAddress address);

    /// <summary>Switches a target on or off. Refused: not-found, operation-conflict.</summary>
    [Alias("Switch")] Task<Outcome<PushTarget>> Switch(Stamp stamp, string pushId, bool on);

    /// <summary>Forgets a target and its address. Refused: not-found, operation-conflict.</summary>
    [Alias("Remove")] Task<Outcome<PushTarget>> Remove(Stamp stamp, string pushId);

    /// <summary>The targets, in the order in which they were added.</summary>
    [ReadOnly, Alias("All")] Task<IReadOnlyList<PushTarget>> All();
}

/// <summary>An address as it is stored: encrypted, for it holds a key of the platform, and what of it may be shown.</summary>
/// <param name="Mark">A one-way hash: tells a repeated command from a reused operation id, for no address is encrypted to the same text twice.</param>
[GenerateSerializer, Immutable, Alias("studio.SealedAddress")]
public sealed record SealedAddress([property: Id(0)] string Sealed, [property: Id(1)] string Shown, [property: Id(2)] string Mark);

/// <summary>A server of others that gets the feed.</summary>
[GenerateSerializer, Immutable, Alias("studio.PushTarget")]
public sealed record PushTarget(
    [property: Id(0)] string Id, [property: Id(1)] string Name, [property: Id(2)] SealedAddress Address, [property: Id(3)] bool On, [property: Id(4)] string By, [property: Id(5)] DateTimeOffset At);
