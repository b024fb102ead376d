using System.Globalization;
using System.Text.Json.Serialization;
using Studio.Grains.Values;

namespace Studio.Grains.Booking;

/// <summary>A booking as it stands (预约).</summary>
/// <param name="Wish">What was asked for: asked again where a request is held or approved later.</param>
/// <param name="Time">When; of a request the first time that was asked for.</param>
/// <param name="Lines">What is set aside; of a request nothing yet.</param>
/// <param name="Deadline">Until when it must go on; behind that it is released. Later states have none.</param>
/// <param name="By">Account or guest who booked.</param>
/// <param name="For">Whom it is for: an id, never a phone number. The same as <paramref name="By"/> where they book for themselves.</param>
/// <param name="Station">The station at which it was booked; null: none.</param>
/// <param name="NeedsApproval">It cannot be confirmed before staff approved it.</param>
/// <param name="Spanning">It is a part of a booking over several days or bases: its states are told by <see cref="ISpanningBookingGrain"/>.</param>
/// <param name="Attempt">Which try-hold of a spanning booking this is.</param>
/// <param name="Trial">That try-hold is not confirmed by the booking's own grain yet.</param>
[GenerateSerializer, Immutable, Alias("studio.BookingRecord")]
public sealed record BookingRecord(
    [property: Id(0), JsonPropertyName("i")] string Id, [property: Id(1), JsonPropertyName("w")] Wish Wish, [property: Id(2), JsonPropertyName("t")] TimeRange Time,
    [property: Id(3), JsonPropertyName("l")] IReadOnlyList<Taken> Lines, [property: Id(4), JsonPropertyName("s")] BookingState State,
    [property: Id(5), JsonPropertyName("a")] DateTimeOffset PlacedAt, [property: Id(6), JsonPropertyName("x")] DateTimeOffset? Deadline,
    [property: Id(7), JsonPropertyName("b")] string By, [property: Id(8), JsonPropertyName("f")] string For, [property: Id(9), JsonPropertyName("o")] string? Station = null,
    [property: Id(10), JsonPropertyName("n")] bool NeedsApproval = false, [property: Id(11), JsonPropertyName("m")] bool Spanning = false,
    [property: Id(12), JsonPropertyName("r")] string? Attempt = null, [property: Id(13), JsonPropertyName("y")] bool Trial = false);

/// <summary>Somebody books a bundle.</summary>
/// <param name="OperationId">Made by the client; with the account and the day it names the booking, so that a repeat finds the first one.</param>
/// <param name="Mode">How far it goes at once.</param>
/// <param name="HoldFor">How long it is set aside, or how long a request waits for its answer; never beyond its own beginning. 1 min–60 days.</param>
[GenerateSerializer, Immutable, Alias("studio.BookBundle")]
public sealed record BookBundle(
    [property: Id(0)] string OperationId, [property: Id(1)] string By, [property: Id(2)] string For, [property: Id(3)] Wish Wish, [property: Id(4)] BookMode Mode, [property: Id(5)] TimeSpan HoldFor,
    [property: Id(6)] string? Station = null, [property: Id(7)] bool NeedsApproval = false);

/// <summary>How far a booking goes at once.</summary>
public enum BookMode
{
    /// <summary>Asks only: nothing is set aside.</summary>
    Request,

    /// <summary>Sets aside, to be confirmed.</summary>
    Hold,

    /// <summary>Sets aside and confirms; not where staff must approve.</summary>
    Confirm,
}

/// <summary>What booking came to: a booking, or a refusal; for no-fit also how each need fared.</summary>
[GenerateSerializer, Immutable, Alias("studio.BookAnswer")]
public sealed record BookAnswer([property: Id(0)] BookingRecord? Booking, [property: Id(1)] Refusal? Refusal = null, [property: Id(2)] IReadOnlyList<NeedReport>? Needs = null)
{
    /// <summary>Refused.</summary>
    public static BookAnswer No(Refusal refusal) => new(null, refusal);
}

/// <summary>Who does what to a booking. Doing it twice is the same as once.</summary>
/// <param name="By">Account or guest.</param>
/// <param name="Why">The reason that they gave; may be empty.</param>
/// <param name="HoldFor">How long it stays set aside, for actions that lead to a state with a deadline; null: the base's desk time.</param>
[GenerateSerializer, Immutable, Alias("studio.BookingStep")]
public sealed record BookingStep([property: Id(0)] string BookingId, [property: Id(1)] BookingAction Action, [property: Id(2)] string By, [property: Id(3)] string Why = "", [property: Id(4)] TimeSpan? HoldFor = null);

/// <summary>A booking's id tells where it is kept: <c>bk_0123456789abcdef_20270131_nandali</c>. Spanning ones begin with <c>bs_</c>, and name the first day.</summary>
public static class BookingIds
{
    private const string Single = "bk", Spanning = "bs";

    /// <summary>The id of what an operation books.</summary>
    public static string Of(bool spanning, string baseId, DateOnly day, string by, string operationId) => string.Create(
        CultureInfo.InvariantCulture, $"{StableId.ForOperation(spanning ? Spanning : Single, $"{baseId}\n{by}", operationId)}_{day:yyyyMMdd}_{baseId}");

    /// <summary>The day's key of a booking, or null: no such id. Of a spanning one the first day's.</summary>
    public static DayKey? DayOf(string id)
    {
        string[] parts = id.Split('_', 4);
        return parts.Length == 4 && DateOnly.TryParseExact(parts[2], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) ? new DayKey(parts[3], date) : null;
    }

    /// <summary>Whether it is kept by a grain of its own.</summary>
    public static bool IsSpanning(string id) => id.StartsWith($"{Spanning}_", StringComparison.Ordinal);
}

/// <summary>Which day of which base.</summary>
public readonly record struct DayKey(string BaseId, DateOnly Date)
{
    /// <summary>As it names the grain: <c>nandali/2027-01-31</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{BaseId}/{Date:yyyy-MM-dd}");

    /// <summary>The key that a grain is named by.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static DayKey Parse(string key)
    {
        int at = key.LastIndexOf('/');
        return at < 1 ? throw new FormatException($"Not a day of a base: {key}") : new DayKey(key[..at], DateOnly.ParseExact(key[(at + 1)..], "yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    /// <summary>The order in which days are held: by base, then by date.</summary>
    public static IComparer<DayKey> Order { get; } = Comparer<DayKey>.Create((a, b) =>
        string.CompareOrdinal(a.BaseId, b.BaseId) is not 0 and int order ? order : a.Date.CompareTo(b.Date));
}
