using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using Studio.Grains.Values;

namespace Studio.Grains.Booking;

/// <summary>Pieces of a resource that a booking has set aside.</summary>
/// <param name="Time">The booking's time.</param>
/// <param name="Busy">The time with the buffers before and after it, as they were when it was set aside.</param>
/// <param name="Category">What is sold: changes of it may ask for a gap.</param>
/// <param name="Place">Where: changes of it may ask for a gap.</param>
[GenerateSerializer, Immutable, Alias("studio.Taken")]
public readonly record struct Taken(
    [property: Id(0), JsonPropertyName("b")] string BookingId, [property: Id(1), JsonPropertyName("r")] string ResourceId, [property: Id(2), JsonPropertyName("q")] int Quantity,
    [property: Id(3), JsonPropertyName("t")] TimeRange Time, [property: Id(4), JsonPropertyName("u")] TimeRange Busy,
    [property: Id(5), JsonPropertyName("c")] string Category, [property: Id(6), JsonPropertyName("p")] string Place);

/// <summary>Who has what when. No rules: see <see cref="Fitting"/>.</summary>
public sealed class Occupancy
{
    private readonly Dictionary<string, List<Taken>> _taken = new(StringComparer.Ordinal);

    /// <summary>An occupancy of these.</summary>
    public static Occupancy Of(IEnumerable<Taken> all)
    {
        var occupancy = new Occupancy();
        foreach (Taken taken in all) occupancy.Add(taken);
        return occupancy;
    }

    /// <summary>What is taken of a resource, in no order.</summary>
    public ReadOnlySpan<Taken> On(string resourceId) => _taken.TryGetValue(resourceId, out List<Taken>? taken) ? CollectionsMarshal.AsSpan(taken) : [];

    /// <summary>All that is taken.</summary>
    public IEnumerable<Taken> All => _taken.Values.SelectMany(taken => taken);

    /// <summary>Sets aside. Unchecked.</summary>
    public void Add(Taken taken) => (CollectionsMarshal.GetValueRefOrAddDefault(_taken, taken.ResourceId, out _) ??= new List<Taken>(4)).Add(taken);

    /// <summary>Gives back what a booking has of a resource.</summary>
    public void Remove(string bookingId, string resourceId)
    {
        if (_taken.TryGetValue(resourceId, out List<Taken>? taken)) taken.RemoveAll(one => string.Equals(one.BookingId, bookingId, StringComparison.Ordinal));
    }

    /// <summary>The most pieces that are taken at one instant of a range, buffers included.</summary>
    /// <param name="but">Bookings that do not count: past their deadline, or being decided anew.</param>
    public int MostTaken(string resourceId, TimeRange busy, IReadOnlySet<string>? but = null)
    {
        ReadOnlySpan<Taken> taken = On(resourceId);
        int most = 0;
        // The most is reached where one of them begins, or at the beginning of the range.
        for (int at = -1; at < taken.Length; at++)
        {
            DateTimeOffset instant = at < 0 ? busy.From : taken[at].Busy.From;
            if (instant < busy.From || instant >= busy.To) continue;
            int pieces = 0;
            foreach (Taken one in taken)
            {
                if (one.Busy.From <= instant && instant < one.Busy.To && !Is(one, but)) pieces += one.Quantity;
            }
            most = Math.Max(most, pieces);
        }
        return most;
    }

    internal static bool Is(Taken taken, IReadOnlySet<string>? but) => but is not null && but.Contains(taken.BookingId);
}
