namespace Studio.Api.Live.Obs;

/// <summary>A browser source in an OBS that the studio may refresh: section <c>Studio:Obs:N</c>.</summary>
internal sealed class ObsSource
{
    private const int LongestName = 200;

    /// <summary>What people call this OBS; empty: "OBS N".</summary>
    public string Name { get; set; } = "";

    /// <summary>Where its WebSocket server listens: <c>ws://127.0.0.1:4455</c>.</summary>
    public string Url { get; set; } = "";

    /// <summary>The password of that server. It never leaves this machine: only a digest over OBS's challenge does.</summary>
    public string Password { get; set; } = "";

    /// <summary>The name of the browser source that shows the overlay.</summary>
    public string Source { get; set; } = "";

    /// <summary>Name or id of the room in which this OBS stands; empty: all rooms.</summary>
    public string Room { get; set; } = "";

    /// <summary>The label of the overlay link that the source shows; empty: any overlay of the session.</summary>
    public string Overlay { get; set; } = "";

    /// <summary>Its name, or its number where it has none.</summary>
    public string NameOr(int at) => Name.Length > 0 ? Name : $"OBS {at + 1}";

    /// <summary>What is wrong with these settings, for a person; null: nothing. The password is never part of it.</summary>
    public static string? Complaint(IReadOnlyList<ObsSource> all)
    {
        for (int at = 0; at < all.Count; at++)
        {
            ObsSource one = all[at];
            if (!Uri.TryCreate(one.Url, UriKind.Absolute, out Uri? url) || url.Scheme is not ("ws" or "wss") || url.UserInfo.Length > 0) return $"Studio:Obs:{at}:Url must be a ws or wss address.";
            if (one.Source.Length is 0 or > LongestName) return $"Studio:Obs:{at}:Source must name the browser source.";
            if (one.Name.Length > LongestName) return $"Studio:Obs:{at}:Name is too long.";
        }
        return all.Count > 32 ? "Studio:Obs may have 32 entries at most." : null;
    }
}
