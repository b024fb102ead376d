using System.Text.Json.Serialization;

namespace Studio.Grains.Booking;

/// <summary>Something that happened to a base's day, as it is stored. Names on disk are short and never change.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "t")]
[JsonDerivedType(typeof(BookingPlaced), "placed")]
[JsonDerivedType(typeof(BookingStepped), "stepped")]
public abstract record DayEvent;

/// <summary>Somebody booked; or a spanning booking's part was held anew.</summary>
public sealed record BookingPlaced([property: JsonPropertyName("b")] BookingRecord Booking) : DayEvent;

/// <summary>A booking went from one state to the next: who, when, why.</summary>
/// <param name="By">Account or guest; null: time.</param>
/// <param name="After">The booking behind the step.</param>
public sealed record BookingStepped(
    [property: JsonPropertyName("d")] BookingAction Action, [property: JsonPropertyName("v")] BookingState From, [property: JsonPropertyName("b")] BookingRecord After,
    [property: JsonPropertyName("a")] DateTimeOffset At, [property: JsonPropertyName("y")] string? By = null, [property: JsonPropertyName("r")] string? Why = null) : DayEvent;

/// <summary>A day as it is stored: what cannot be derived.</summary>
public sealed record DaySnapshot(int Schema, IReadOnlyList<BookingRecord> Bookings)
{
    /// <summary>The snapshot of a day.</summary>
    public static DaySnapshot Of(BaseDay day) => new(1, [.. day.Bookings.Values]);
}

/// <summary>How days are written to the store.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(DayEvent[]))]
[JsonSerializable(typeof(DaySnapshot))]
internal sealed partial class DayJson : JsonSerializerContext;
