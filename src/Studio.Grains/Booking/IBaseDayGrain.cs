using Orleans.Concurrency;

namespace Studio.Grains.Booking;

/// <summary>
/// One date of one base: all its resources are decided about in one turn and stored in one write, so a bundle is all or nothing without any protocol.
/// Key: <see cref="DayKey"/>. Every answer is durable before it is given.
/// </summary>
[Alias("studio.IBaseDayGrain")]
public interface IBaseDayGrain : IGrainWithStringKey
{
    /// <summary>
    /// Books a bundle within this date. Refused: no-fit (with the reasons), time-invalid, in-the-past, too-long, too-far-ahead, off-raster, approval-needed,
    /// validation, operation-conflict, not-found (no such base).
    /// </summary>
    [Alias("Book")] Task<BookAnswer> Book(BookBundle command);

    /// <summary>One step of a booking. Refused: not-found, booking-step (fact <c>state</c>), approval-needed, check-in-too-early, booking-over, booking-not-begun, no-fit.</summary>
    [Alias("Step")] Task<BookAnswer> Step(BookingStep step);

    /// <summary>The booking, or null: not here.</summary>
    [Alias("Get")] Task<BookingRecord?> Get(string bookingId);

    /// <summary>What is taken, and all bookings of the day.</summary>
    [Alias("View")] Task<DayView> View();

    /// <summary>For <see cref="ISpanningBookingGrain"/>: holds these lines for a moment, or none of them. Refused: no-fit, operation-conflict, not-found.</summary>
    [Alias("TryHold")] Task<BookAnswer> TryHold(BookingRecord part);

    /// <summary>For <see cref="ISpanningBookingGrain"/>: gives an attempt's hold back; answers whether there was one.</summary>
    [Alias("GiveBack")] Task<bool> GiveBack(string bookingId, string attempt);

    /// <summary>For <see cref="ISpanningBookingGrain"/>: how the booking stands now; answers whether this day has a part of that attempt.</summary>
    [Alias("Settle")] Task<bool> Settle(BookingRecord record, BookingAction action, string? by);
}

/// <summary>A durable view of a base's day.</summary>
[GenerateSerializer, Immutable, Alias("studio.DayView")]
public sealed record DayView([property: Id(0)] IReadOnlyList<BookingRecord> Bookings)
{
    /// <summary>What is set aside.</summary>
    public IEnumerable<Taken> Taken => Bookings.Where(booking => BookingTransitions.Occupies(booking.State)).SelectMany(booking => booking.Lines);

    /// <summary>What is set aside on several days of one base; a booking that touches two of them counts once.</summary>
    public static Occupancy Together(IEnumerable<DayView> days) =>
        Occupancy.Of(days.SelectMany(day => day.Bookings).DistinctBy(booking => booking.Id).Where(booking => BookingTransitions.Occupies(booking.State)).SelectMany(booking => booking.Lines));
}
