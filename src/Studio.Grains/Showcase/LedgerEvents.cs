using System.Text.Json.Serialization;

namespace Studio.Grains.Showcase;

/// <summary>Something that happened to an item's ledger, as it is stored. Names on disk are short and never change.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "t")]
[JsonDerivedType(typeof(TermsSet), "terms")]
[JsonDerivedType(typeof(SellingSet), "selling")]
[JsonDerivedType(typeof(HoldPlaced), "placed")]
[JsonDerivedType(typeof(HoldEnded), "ended")]
public abstract record LedgerEvent;

/// <summary>The session set the terms.</summary>
public sealed record TermsSet([property: JsonPropertyName("v")] ItemTerms Terms) : LedgerEvent;

/// <summary>The item was opened or closed.</summary>
public sealed record SellingSet([property: JsonPropertyName("v")] Selling Selling) : LedgerEvent;

/// <summary>Pieces were set aside.</summary>
public sealed record HoldPlaced([property: JsonPropertyName("h")] Hold Hold) : LedgerEvent;

/// <summary>A hold was released or expired; its pieces are free again. Logs of before this was noted have no instant.</summary>
public sealed record HoldEnded([property: JsonPropertyName("h")] string HoldId, [property: JsonPropertyName("s")] HoldState State, [property: JsonPropertyName("a")] DateTimeOffset? At = null) : LedgerEvent;

/// <summary>A ledger as it is stored: what cannot be derived. Everything else is rebuilt from the holds.</summary>
public sealed record LedgerSnapshot(int Schema, ItemTerms Terms, Selling Selling, IReadOnlyList<Hold> Holds, IReadOnlyList<string> Ended)
{
    /// <summary>The snapshot of a ledger.</summary>
    public static LedgerSnapshot Of(HoldLedger ledger) => new(1, ledger.Terms, ledger.Selling, [.. ledger.Holds.Values], [.. ledger.Ended]);
}

/// <summary>How ledgers are written to the store.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LedgerEvent[]))]
[JsonSerializable(typeof(LedgerSnapshot))]
internal sealed partial class LedgerJson : JsonSerializerContext;
