using System.Collections.Frozen;

namespace Studio.Grains.Booking;

/// <summary>Where a booking stands. What may follow what: <see cref="BookingTransitions"/>.</summary>
public enum BookingState
{
    /// <summary>Asked for; nothing is set aside, and others may ask for the same.</summary>
    Requested,

    /// <summary>Set aside until a deadline.</summary>
    Held,

    /// <summary>Staff said yes; set aside until the booker confirms, or a deadline.</summary>
    Approved,

    /// <summary>Booked.</summary>
    Confirmed,

    /// <summary>They are here.</summary>
    CheckedIn,

    /// <summary>Over, as planned or earlier.</summary>
    Done,

    /// <summary>Nobody came; what was left of the time is free.</summary>
    NoShow,

    /// <summary>Called off by the booker or by staff.</summary>
    Cancelled,

    /// <summary>Time ran out before it was confirmed, or the request was declined.</summary>
    Released,
}

/// <summary>What can be done to a booking.</summary>
public enum BookingAction
{
    /// <summary>A request is set aside.</summary>
    Hold,

    /// <summary>Staff says yes.</summary>
    Approve,

    /// <summary>The booker says yes.</summary>
    Confirm,

    /// <summary>They came.</summary>
    CheckIn,

    /// <summary>They have finished.</summary>
    Finish,

    /// <summary>Nobody came.</summary>
    MissOut,

    /// <summary>Called off.</summary>
    Cancel,

    /// <summary>Declined by staff, or the deadline has passed.</summary>
    Release,
}

/// <summary>The transition table of bookings: what is not in it is refused with booking-step. Done, no-show, cancelled and released are ends.</summary>
public static class BookingTransitions
{
    /// <summary>From and action → to.</summary>
    public static readonly FrozenDictionary<(BookingState From, BookingAction Action), BookingState> Table = new Dictionary<(BookingState, BookingAction), BookingState>
    {
        [(BookingState.Requested, BookingAction.Hold)] = BookingState.Held,
        [(BookingState.Requested, BookingAction.Approve)] = BookingState.Approved,
        [(BookingState.Requested, BookingAction.Cancel)] = BookingState.Cancelled,
        [(BookingState.Requested, BookingAction.Release)] = BookingState.Released,
        [(BookingState.Held, BookingAction.Approve)] = BookingState.Approved,
        [(BookingState.Held, BookingAction.Confirm)] = BookingState.Confirmed,
        [(BookingState.Held, BookingAction.Cancel)] = BookingState.Cancelled,
        [(BookingState.Held, BookingAction.Release)] = BookingState.Released,
        [(BookingState.Approved, BookingAction.Confirm)] = BookingState.Confirmed,
        [(BookingState.Approved, BookingAction.Cancel)] = BookingState.Cancelled,
        [(BookingState.Approved, BookingAction.Release)] = BookingState.Released,
        [(BookingState.Confirmed, BookingAction.CheckIn)] = BookingState.CheckedIn,
        [(BookingState.Confirmed, BookingAction.MissOut)] = BookingState.NoShow,
        [(BookingState.Confirmed, BookingAction.Cancel)] = BookingState.Cancelled,
        [(BookingState.CheckedIn, BookingAction.Finish)] = BookingState.Done,
    }.ToFrozenDictionary();

    /// <summary>What a booking becomes, or null: not from there.</summary>
    public static BookingState? Next(BookingState from, BookingAction action) => Table.TryGetValue((from, action), out BookingState to) ? to : null;

    /// <summary>The state that an action leads to, wherever it comes from: what was done already is answered with what is.</summary>
    public static BookingState Target(BookingAction action) => action switch
    {
        BookingAction.Hold => BookingState.Held,
        BookingAction.Approve => BookingState.Approved,
        BookingAction.Confirm => BookingState.Confirmed,
        BookingAction.CheckIn => BookingState.CheckedIn,
        BookingAction.Finish => BookingState.Done,
        BookingAction.MissOut => BookingState.NoShow,
        BookingAction.Cancel => BookingState.Cancelled,
        _ => BookingState.Released,
    };

    /// <summary>Whether what was picked is set aside. Of a finished booking the time until it finished stays taken, and the cleaning behind it.</summary>
    public static bool Occupies(BookingState state) => state is BookingState.Held or BookingState.Approved or BookingState.Confirmed or BookingState.CheckedIn or BookingState.Done;

    /// <summary>Whether it ends by itself at its deadline.</summary>
    public static bool HasDeadline(BookingState state) => state is BookingState.Requested or BookingState.Held or BookingState.Approved;
}
