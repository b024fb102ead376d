using Studio.Grains.Showcase;

namespace Studio.Grains.Booking;

/// <summary>
/// One date of one base: its bookings and what they have set aside. No I/O and no clock. What may happen is decided in <see cref="Deciding"/> and
/// <see cref="Spanning"/>, which only read; <see cref="Apply"/> alone changes it.
/// </summary>
/// <remarks>
/// Invariant after every event: at no instant are more pieces of a resource set aside, buffers included, than there are; nothing is set aside together
/// with a part or the whole of it; a booking has all that it needs, or nothing.
/// </remarks>
public sealed class BaseDay
{
    private readonly Dictionary<string, BookingRecord> _bookings = new(StringComparer.Ordinal);
    private readonly SortedSet<Deadline> _deadlines = new(Deadline.Order);

    /// <summary>All bookings that this day has seen, ended ones too.</summary>
    public IReadOnlyDictionary<string, BookingRecord> Bookings => _bookings;

    /// <summary>Who has what when.</summary>
    public Occupancy Occupancy { get; } = new();

    /// <summary>When the next booking ends by itself; null: none does.</summary>
    public DateTimeOffset? NextDeadline => _deadlines.Count == 0 ? null : _deadlines.Min.At;

    /// <summary>The day of a snapshot.</summary>
    public static BaseDay Restore(DaySnapshot snapshot)
    {
        var day = new BaseDay();
        foreach (BookingRecord booking in snapshot.Bookings) day.Put(booking);
        return day;
    }

    /// <summary>Bookings whose deadline has passed, earliest first.</summary>
    public BookingRecord[] Due(DateTimeOffset now) => NextDeadline is not { } next || next > now
        ? []
        : [.. _deadlines.TakeWhile(deadline => deadline.At <= now).Select(deadline => _bookings[deadline.HoldId])];

    /// <summary>Makes one event true.</summary>
    public void Apply(DayEvent change) => Put(change switch
    {
        BookingPlaced placed => placed.Booking,
        BookingStepped stepped => stepped.After,
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "An event that this version does not know."),
    });

    private void Put(BookingRecord booking)
    {
        if (_bookings.TryGetValue(booking.Id, out BookingRecord? before))
        {
            if (before.Deadline is { } was) _deadlines.Remove(new Deadline(was, before.Id));
            if (BookingTransitions.Occupies(before.State))
            {
                foreach (Taken line in before.Lines) Occupancy.Remove(before.Id, line.ResourceId);
            }
        }
        _bookings[booking.Id] = booking;
        if (booking.Deadline is { } deadline) _deadlines.Add(new Deadline(deadline, booking.Id));
        if (!BookingTransitions.Occupies(booking.State)) return;
        foreach (Taken line in booking.Lines) Occupancy.Add(line);
    }
}
