namespace Studio.Api.Live.Obs;

/// <summary>The decision when a browser source is refreshed. Pure: instants in, a word out.</summary>
internal static class ObsWatch
{
    /// <summary>An overlay that is silent for so long is dead: its page tries its line several times in that time, and then asks over HTTP each second.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    /// <summary>A source is not refreshed more often: the page needs some seconds to be there again.</summary>
    public static readonly TimeSpan Between = TimeSpan.FromSeconds(30);

    /// <summary>Whether to refresh now.</summary>
    /// <param name="silentSince">When the source's overlay was last heard of; null: it is there.</param>
    /// <param name="triedAt">The last refresh, whatever came of it; null: none yet.</param>
    public static bool Due(DateTimeOffset now, DateTimeOffset? silentSince, DateTimeOffset? triedAt) =>
        silentSince is { } silent && now - silent >= Silence && (triedAt is not { } last || now - last >= Between);

    /// <summary>Whether a source belongs to a room.</summary>
    public static bool IsIn(string setRoom, string roomId, string roomName) =>
        setRoom.Length == 0 || string.Equals(setRoom, roomId, StringComparison.Ordinal) || string.Equals(setRoom, roomName, StringComparison.Ordinal);
}
