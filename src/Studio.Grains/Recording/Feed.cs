namespace Studio.Grains.Recording;

/// <summary>The picture that comes in from the room.</summary>
/// <param name="PlayName">Where it can be played inside the machine.</param>
/// <param name="ClientId">The publisher's connection at the ingest server, while there is one.</param>
/// <param name="Since">Since when it stands as it does.</param>
[GenerateSerializer, Immutable, Alias("studio.Feed")]
public sealed record Feed(
    [property: Id(0)] FeedState State, [property: Id(1)] string PlayName, [property: Id(2)] string? ClientId, [property: Id(3)] DateTimeOffset? Since);

/// <summary>Whether a picture comes in.</summary>
public enum FeedState
{
    /// <summary>Never yet.</summary>
    None,

    /// <summary>Now.</summary>
    Live,

    /// <summary>It did, and will perhaps come back.</summary>
    Lost,
}
