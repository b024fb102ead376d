namespace Studio.Grains.Recording;

/// <summary>The picture that comes in from the room.</summary>
/// <param name="PlayName">Where it can be played inside the machine.</param>
/// <param name="ClientId">The publisher's connection at the ingest server, while there is one.</param>
/// <param name="Since">Since when it stands as it does; a picture that was given up counts from when it went.</param>
/// <param name="BackUntil">Away: a picture that comes back by then was only interrupted.</param>
[GenerateSerializer, Immutable, Alias("studio.Feed")]
public sealed record Feed(
    [property: Id(0)] FeedState State, [property: Id(1)] string PlayName, [property: Id(2)] string? ClientId, [property: Id(3)] DateTimeOffset? Since,
    [property: Id(4)] DateTimeOffset? BackUntil = null);

/// <summary>Whether a picture comes in.</summary>
public enum FeedState
{
    /// <summary>Never yet.</summary>
    None,

    /// <summary>Now.</summary>
    Live,

    /// <summary>It did, and stayed away for longer than the grace time; it may still come back.</summary>
    Lost,

    /// <summary>It did, and is expected back in a moment: the grace time runs.</summary>
    Away,
}
