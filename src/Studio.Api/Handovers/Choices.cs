using Studio.Grains.Values;

namespace Studio.Api.Handovers;

/// <summary>One of a few words in a query, as they are written on the wire: the framework would ask for capitals.</summary>
internal static class Choices
{
    /// <summary>The choice, null where there is none, or a <see cref="RefusalCodes.Validation"/>.</summary>
    public static Outcome<T?> Read<T>(string field, string? word) where T : struct, Enum
    {
        if (string.IsNullOrEmpty(word)) return (T?)null;
        return !char.IsAsciiDigit(word[0]) && Enum.TryParse(word, ignoreCase: true, out T choice) && Enum.IsDefined(choice) ? (T?)choice : new Check().Add(field, FieldErrors.Invalid).Refusal!;
    }
}
