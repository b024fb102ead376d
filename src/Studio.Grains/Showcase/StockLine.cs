using System.Runtime.InteropServices;

namespace Studio.Grains.Showcase;

/// <summary>One item of a ledger: its terms, what is taken of it, by whom, and who waits. Changed by <see cref="HoldLedger.Apply"/> alone.</summary>
public sealed class StockLine(string itemId)
{
    private readonly Dictionary<string, int> _perBuyer = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _perOffer = new(StringComparer.Ordinal);
    private readonly LinkedList<WaitEntry> _waiting = new();
    private readonly Dictionary<string, LinkedListNode<WaitEntry>> _waits = new(StringComparer.Ordinal);

    /// <summary>Which item.</summary>
    public string ItemId { get; } = itemId;

    /// <summary>Price, limit, allotment, offer.</summary>
    public ItemTerms Terms { get; internal set; } = ItemTerms.None;

    /// <summary>Pieces in running holds, in those of combos too.</summary>
    public int Held { get; private set; }

    /// <summary>Pieces in confirmed holds, in those of combos too.</summary>
    public int Confirmed { get; private set; }

    /// <summary>Pieces that nobody else can have.</summary>
    public int Promised => Held + Confirmed;

    /// <summary>Combos of which this item is a part.</summary>
    public HashSet<string> InCombos { get; } = new(StringComparer.Ordinal);

    /// <summary>Pieces that count against each buyer's limit; combos have limits of their own.</summary>
    public IReadOnlyDictionary<string, int> PerBuyer => _perBuyer;

    /// <summary>Who waits, first come first.</summary>
    public IReadOnlyCollection<WaitEntry> Waiting => _waiting;

    /// <summary>Pieces taken under an offer.</summary>
    public int Under(string? offerId) => offerId is null ? 0 : _perOffer.GetValueOrDefault(offerId);

    /// <summary>What somebody waits for, or null.</summary>
    public WaitEntry? WaitOf(string buyer) => _waits.GetValueOrDefault(buyer)?.Value;

    internal void Take(int pieces, bool confirmed)
    {
        if (confirmed) Confirmed += pieces;
        else Held += pieces;
    }

    internal void Count(Hold hold, int sign)
    {
        int pieces = sign * hold.Quantity;
        ref int mine = ref CollectionsMarshal.GetValueRefOrAddDefault(_perBuyer, hold.Buyer, out _);
        if ((mine += pieces) == 0) _perBuyer.Remove(hold.Buyer);
        if (hold.OfferId is { } offer) CollectionsMarshal.GetValueRefOrAddDefault(_perOffer, offer, out _) += pieces;
    }

    internal void Wait(WaitEntry entry) => _waits[entry.Buyer] = _waiting.AddLast(entry);

    internal void WaitNoMore(string buyer)
    {
        if (_waits.Remove(buyer, out LinkedListNode<WaitEntry>? node)) _waiting.Remove(node);
    }
}
