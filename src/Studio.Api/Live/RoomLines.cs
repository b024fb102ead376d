namespace Studio.Api.Live;

/// <summary>The open connections of each guest of a session in this process. How many a guest may have: <see cref="RoomDoor"/>.</summary>
internal sealed class RoomLines
{
    // Thousands have one connection and a few have more: no list for the one.
    private readonly Dictionary<string, string[]> _lines = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>A guest opened a connection.</summary>
    public void Enter(string guestId, string connectionId)
    {
        lock (_gate) _lines[guestId] = [.. _lines.GetValueOrDefault(guestId, []), connectionId];
    }

    /// <summary>A guest closed one.</summary>
    public void Leave(string guestId, string connectionId)
    {
        lock (_gate)
        {
            string[] left = [.. _lines.GetValueOrDefault(guestId, []).Where(line => !string.Equals(line, connectionId, StringComparison.Ordinal))];
            if (left.Length > 0) _lines[guestId] = left;
            else _lines.Remove(guestId);
        }
    }

    /// <summary>The connections of those guests who have any here.</summary>
    public IReadOnlyList<string> Of(IEnumerable<string> guests)
    {
        lock (_gate) return [.. guests.SelectMany(guest => _lines.GetValueOrDefault(guest, []))];
    }
}
