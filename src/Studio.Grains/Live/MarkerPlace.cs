namespace Studio.Grains.Live;

/// <summary>How it was found where in the recording a marker is; the surest first.</summary>
public enum PlacedBy
{
    /// <summary>The overlay's sync stamp (同步标记) was found in the picture.</summary>
    Stamp,

    /// <summary>The picture itself says when it was composed.</summary>
    FrameTime,

    /// <summary>A chapter that the encoder set.</summary>
    Chapter,

    /// <summary>The server's clock and the delay that was measured in this room.</summary>
    Delay,

    /// <summary>The server's clock alone: nothing is known of the way.</summary>
    WallClock,

    /// <summary>That moment was not recorded, and no later one of the broadcast.</summary>
    NotRecorded,
}

/// <summary>Where in the recording a marker is: the first picture after what it marks.</summary>
/// <param name="At">By the recording's clock: when that picture arrived.</param>
/// <param name="Part">The part of the recording; null: it is in none.</param>
/// <param name="Media">From the begin of that part.</param>
/// <param name="Error">It is at most so far from the truth; null: nobody can say.</param>
/// <param name="AtGap">What it marks happened while nothing was recorded; this is the gap's edge.</param>
[GenerateSerializer, Immutable, Alias("studio.MarkerPlace")]
public sealed record MarkerPlace(
    [property: Id(0)] PlacedBy By, [property: Id(1)] DateTimeOffset At, [property: Id(2)] string? Part, [property: Id(3)] TimeSpan? Media,
    [property: Id(4)] TimeSpan? Error, [property: Id(5)] bool AtGap = false);

/// <summary>A marker of a session by its position in <see cref="LiveSession.Markers"/>, which only grows, and its place.</summary>
[GenerateSerializer, Immutable, Alias("studio.PlacedMarker")]
public sealed record PlacedMarker([property: Id(0)] int Marker, [property: Id(1)] MarkerPlace Place);
