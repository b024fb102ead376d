using System.Text.Json.Serialization;

namespace Studio.Grains.Showcase;

/// <summary>Something that happened to a session's ledger, as it is stored. Names on disk are short and never change.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "t")]
[JsonDerivedType(typeof(TermsSet), "terms")]
[JsonDerivedType(typeof(HoldPlaced), "placed")]
[JsonDerivedType(typeof(HoldEnded), "ended")]
[JsonDerivedType(typeof(HoldAccepted), "accepted")]
[JsonDerivedType(typeof(HoldConfirmed), "confirmed")]
[JsonDerivedType(typeof(WaitJoined), "waits")]
[JsonDerivedType(typeof(WaitLeft), "waits-no-more")]
public abstract record LedgerEvent;

/// <summary>The session set an item's terms.</summary>
public sealed record TermsSet([property: JsonPropertyName("i")] string ItemId, [property: JsonPropertyName("v")] ItemTerms Terms, [property: JsonPropertyName("a")] DateTimeOffset At) : LedgerEvent;

/// <summary>Pieces were set aside: for a hold, or (state Offered) for the first who waited, who waits no more.</summary>
public sealed record HoldPlaced([property: JsonPropertyName("h")] Hold Hold) : LedgerEvent;

/// <summary>A hold was released, cancelled or expired; its pieces are free again.</summary>
/// <param name="By">Account of who cancelled it; null: its buyer, or time.</param>
/// <param name="Why">The reason that they gave.</param>
public sealed record HoldEnded(
    [property: JsonPropertyName("h")] string HoldId, [property: JsonPropertyName("s")] HoldState State, [property: JsonPropertyName("a")] DateTimeOffset At,
    [property: JsonPropertyName("y")] string? By = null, [property: JsonPropertyName("r")] string? Why = null) : LedgerEvent;

/// <summary>Somebody who waited said yes.</summary>
public sealed record HoldAccepted(
    [property: JsonPropertyName("h")] string HoldId, [property: JsonPropertyName("x")] DateTimeOffset ExpiresAt, [property: JsonPropertyName("a")] DateTimeOffset At) : LedgerEvent;

/// <summary>The buyer said how the goods are handed over.</summary>
public sealed record HoldConfirmed(
    [property: JsonPropertyName("h")] string HoldId, [property: JsonPropertyName("w")] Handover Handover, [property: JsonPropertyName("a")] DateTimeOffset At) : LedgerEvent;

/// <summary>Somebody waits for pieces.</summary>
public sealed record WaitJoined([property: JsonPropertyName("e")] WaitEntry Entry) : LedgerEvent;

/// <summary>Somebody waits no more.</summary>
public sealed record WaitLeft([property: JsonPropertyName("i")] string ItemId, [property: JsonPropertyName("b")] string Buyer, [property: JsonPropertyName("a")] DateTimeOffset At) : LedgerEvent;

/// <summary>A ledger as it is stored: what cannot be derived. Counts, limits and deadlines are rebuilt from the holds.</summary>
public sealed record LedgerSnapshot(int Schema, IReadOnlyDictionary<string, ItemTerms> Terms, IReadOnlyList<Hold> Holds, IReadOnlyList<string> Ended, IReadOnlyList<WaitEntry> Waiting)
{
    /// <summary>The snapshot of a ledger.</summary>
    public static LedgerSnapshot Of(HoldLedger ledger) => new(
        2, ledger.Lines.ToDictionary(line => line.Key, line => line.Value.Terms, StringComparer.Ordinal), [.. ledger.Holds.Values], [.. ledger.Ended],
        [.. ledger.Lines.Values.SelectMany(line => line.Waiting)]);
}

/// <summary>How ledgers are written to the store.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(LedgerEvent[]))]
[JsonSerializable(typeof(LedgerSnapshot))]
internal sealed partial class LedgerJson : JsonSerializerContext;
