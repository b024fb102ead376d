using System.Collections.Concurrent;
using Studio.Api.Parts;

namespace Studio.Api.Live;

/// <summary>
/// Counts the open room connections of this process: so many for one guest, so many for one address. A tab or two and a phone are a guest;
/// a thousand sockets are an attack, and each of them would be sent everything.
/// </summary>
internal sealed class RoomDoor(StudioOptions options)
{
    /// <summary>The code with which a connection is refused; the page has a sentence for it.</summary>
    public const string TooMany = "too-many-connections";

    // Entries go when their last connection goes, so the tables are no larger than what is connected.
    private readonly ConcurrentDictionary<string, int> _guests = new(StringComparer.Ordinal), _addresses = new(StringComparer.Ordinal);

    /// <summary>Lets a connection in, or not; each that was let in is paired with one <see cref="Leave"/>.</summary>
    public bool TryEnter(string guest, string address)
    {
        if (!Enter(_guests, guest, options.GuestConnections)) return false;
        if (Enter(_addresses, address, options.AddressConnections)) return true;
        Leave(_guests, guest);
        return false;
    }

    /// <summary>A connection that was let in has gone.</summary>
    public void Leave(string guest, string address)
    {
        Leave(_guests, guest);
        Leave(_addresses, address);
    }

    private static bool Enter(ConcurrentDictionary<string, int> open, string who, int most)
    {
        while (true)
        {
            int now = open.GetOrAdd(who, 0);
            if (now >= most) return false;
            if (open.TryUpdate(who, now + 1, now)) return true;
        }
    }

    private static void Leave(ConcurrentDictionary<string, int> open, string who)
    {
        while (open.TryGetValue(who, out int now))
        {
            if (now <= 1 ? open.TryRemove(new KeyValuePair<string, int>(who, now)) : open.TryUpdate(who, now - 1, now)) return;
        }
    }
}
