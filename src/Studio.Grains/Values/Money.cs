using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Studio.Grains.Values;

/// <summary>An amount in fen (1/100 yuan), never a fraction of one. Default is zero. Arithmetic is overflow-checked.</summary>
/// <param name="Fen">Whole fen; prices are positive, differences may be negative.</param>
[GenerateSerializer, Immutable, Alias("studio.Money")]
[JsonConverter(typeof(MoneyConverter))]
public readonly record struct Money([property: Id(0)] long Fen)
{
    /// <summary>No money.</summary>
    public static Money Zero => default;

    /// <summary>The amount as it is written on a card: <c>¥39.90</c>, without trailing zeros where there are no fen: <c>¥39</c>.</summary>
    public override string ToString() =>
        Fen % 100 == 0
            ? string.Create(CultureInfo.InvariantCulture, $"¥{Fen / 100}")
            : string.Create(CultureInfo.InvariantCulture, $"¥{Fen / 100m:0.00}");

    /// <summary>Sum, checked.</summary>
    public static Money operator +(Money a, Money b) => new(a.Fen + b.Fen);

    /// <summary>Price times pieces, checked.</summary>
    public static Money operator *(Money price, int pieces) => new(price.Fen * pieces);
}

/// <summary>Money is a plain number of fen in JSON.</summary>
public sealed class MoneyConverter : JsonConverter<Money>
{
    /// <inheritdoc/>
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Fen);
}
