using System.Text.Json.Serialization;
using Studio.Grains.Commit;

namespace Studio.Grains.Handovers;

/// <summary>Something that happened to what was held, after it was confirmed, as it is stored. Names on disk never change.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "t")]
[JsonDerivedType(typeof(OrdersNoted), "orders")]
[JsonDerivedType(typeof(OrderMoved), "moved")]
[JsonDerivedType(typeof(GoodsHandedOver), "handed")]
[JsonDerivedType(typeof(GoodsTakenBack), "taken-back")]
[JsonDerivedType(typeof(PhonesExported), "phones")]
public abstract record HandoverEvent;

/// <summary>An import noted these orders, as they stand after it.</summary>
public sealed record OrdersNoted(IReadOnlyList<Order> Orders) : HandoverEvent;

/// <summary>Somebody matched an order with a hold, or took it off.</summary>
public sealed record OrderMoved(Order Order, string? Why) : HandoverEvent;

/// <summary>Goods left a station.</summary>
public sealed record GoodsHandedOver(HandedOver Goods) : HandoverEvent;

/// <summary>That was a mistake.</summary>
public sealed record GoodsTakenBack(string HoldId) : HandoverEvent;

/// <summary>Somebody took phone numbers along.</summary>
public sealed record PhonesExported(PhoneExport Export) : HandoverEvent;

/// <summary>An event, who caused it, and the operation that is done with it.</summary>
public sealed record HandoverLine(DateTimeOffset At, string By, HandoverEvent Event, DoneOperation<string>? Operation = null);

/// <summary>A book as it is stored.</summary>
public sealed record HandoverSnapshot(
    int Schema, IReadOnlyList<Order> Orders, IReadOnlyList<HandedOver> Handed, IReadOnlyList<PhoneExport> Exports, IReadOnlyList<DoneOperation<string>> Operations);

/// <summary>How books are written to the store.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(HandoverLine[]))]
[JsonSerializable(typeof(HandoverSnapshot))]
internal sealed partial class HandoverJson : JsonSerializerContext;
