using System.Collections.Immutable;
using Studio.Grains.Values;

namespace Studio.Grains.Showcase;

/// <summary>What others may see of a durable ledger: the counts of its items, under the version that stored them.</summary>
internal sealed class LedgerCounts
{
    private readonly ImmutableDictionary<string, ItemCounts> _items;
    private IReadOnlyList<ItemCounts>? _list;

    private LedgerCounts(ImmutableDictionary<string, ItemCounts> items, long version) => (_items, Version) = (items, version);

    public static LedgerCounts None { get; } = new(ImmutableDictionary.Create<string, ItemCounts>(StringComparer.Ordinal), 0);

    public long Version { get; }

    public IReadOnlyList<ItemCounts> Items => _list ??= [.. _items.Values];

    /// <summary>The counts after what the ledger was touched in since the last call.</summary>
    public LedgerCounts With(HoldLedger ledger, long version, DateTimeOffset now) => new(
        _items.SetItems(ledger.TakeTouched().Select(itemId => KeyValuePair.Create(itemId, Count(ledger, ledger.Lines[itemId], version, now)))), version);

    private static ItemCounts Count(HoldLedger ledger, StockLine line, long version, DateTimeOffset now)
    {
        OfferTerms? offer = line.Terms.Offer is { } running && !(running.EndsAt <= now) ? running : null;
        Promise next = Promising.Of(line.Terms, line.Promised, line.Under(offer?.Id), 1, now);
        return new ItemCounts(
            line.ItemId, line.Terms.Allotted, line.Held, line.Confirmed, version, Math.Max(0, ledger.LeftOf(line.ItemId)), line.Waiting.Count, next.UnitPrice, next.OfferLeft, offer?.Id);
    }
}
