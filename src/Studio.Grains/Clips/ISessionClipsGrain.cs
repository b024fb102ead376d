using Orleans.Concurrency;

namespace Studio.Grains.Clips;

/// <summary>The clips that a session offers by itself. Key: the session's id.</summary>
[Alias("studio.ISessionClipsGrain")]
public interface ISessionClipsGrain : IGrainWithStringKey
{
    /// <summary>
    /// Finds candidates in what is known now, and offers them. What a person changed keeps its spans and its title; what was offered and is no candidate
    /// any more goes. Finding the same again changes nothing.
    /// </summary>
    [Alias("Refresh")] Task Refresh();

    /// <summary>Something happened that may make candidates; nobody waits for them.</summary>
    [OneWay, Alias("Nudge")] Task Nudge();

    /// <summary>Refreshes when something happened in the session since.</summary>
    [Alias("Follow")] Task Follow();

    /// <summary>Somebody listened to the recording: these moments are louder than the rest.</summary>
    [Alias("Hear")] Task Hear(IReadOnlyList<LoudMoment> loud);

    /// <summary>What the session's cards promised, as it was found last.</summary>
    [AlwaysInterleave, Alias("Claims")] Task<IReadOnlyList<ClipClaim>> Claims();
}
