using Orleans.Concurrency;

namespace Studio.Grains.Booking;

/// <summary>
/// A booking over several days or bases. Its record is the commit point: days hold their parts for a moment in the order of their keys, never waiting while they hold;
/// with the record stored the booking stands, without it the holds run out. Key: the booking's id (<see cref="BookingIds"/>).
/// </summary>
[Alias("studio.ISpanningBookingGrain")]
public interface ISpanningBookingGrain : IGrainWithStringKey
{
    /// <summary>Books; tries once more after a short random wait where others were in the way. Refused: as <see cref="IBaseDayGrain.Book"/>.</summary>
    [Alias("Book")] Task<BookAnswer> Book(BookSpanning command);

    /// <summary>One step. Refused: as <see cref="IBaseDayGrain.Step"/>.</summary>
    [Alias("Step")] Task<BookAnswer> Step(BookingStep step);

    /// <summary>The booking, or null.</summary>
    [Alias("Get")] Task<BookingRecord?> Get();

    /// <summary>For days: how an attempt stands, with the lines of that base; null: it came to nothing, and never will.</summary>
    [Alias("Resolve")] Task<BookingRecord?> Resolve(string attempt, string baseId);
}

/// <summary>Somebody books over several days, or at several bases at one time.</summary>
/// <param name="Booking">Who, how; its wish is the first base's.</param>
/// <param name="BaseId">The first base.</param>
/// <param name="Others">Wishes at other bases; all at the same time as the first, which must be exact.</param>
[GenerateSerializer, Immutable, Alias("studio.BookSpanning")]
public sealed record BookSpanning([property: Id(0)] BookBundle Booking, [property: Id(1)] string BaseId, [property: Id(2)] IReadOnlyList<BaseNeeds>? Others = null);

/// <summary>What is needed at another base.</summary>
[GenerateSerializer, Immutable, Alias("studio.BaseNeeds")]
public sealed record BaseNeeds([property: Id(0)] string BaseId, [property: Id(1)] IReadOnlyList<Need> Needs);
