using System.Runtime.InteropServices;
using Studio.Grains.Values;

namespace Studio.Grains.Showcase;

/// <summary>
/// A decision under way that comes to more than one event: it reads the ledger as it will be after the events so far, and changes nothing.
/// </summary>
internal sealed class LedgerDraft(HoldLedger ledger, DateTimeOffset now)
{
    private readonly Dictionary<string, int> _freed = new(StringComparer.Ordinal); // by holds and by the allotment
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal); // by holds alone
    private readonly Dictionary<(string Item, string Buyer), int> _mine = [];
    private readonly Dictionary<(string Item, string Offer), int> _under = [];
    private readonly HashSet<(string Item, string Buyer)> _served = [];
    private readonly Dictionary<string, ItemTerms> _terms = new(StringComparer.Ordinal);

    public List<LedgerEvent> Events { get; } = [];

    public ItemTerms Terms(StockLine line) => _terms.GetValueOrDefault(line.ItemId) ?? line.Terms;

    public int Left(string itemId) => ledger.LeftOf(itemId, _freed);

    public int Mine(StockLine line, string buyer) => line.PerBuyer.GetValueOrDefault(buyer) + _mine.GetValueOrDefault((line.ItemId, buyer));

    public Promise Promise(StockLine line, int quantity) => Promising.Of(
        Terms(line), line.Promised + _taken.GetValueOrDefault(line.ItemId), Under(line, Terms(line).Offer?.Id), quantity, now);

    /// <summary>Whoever waits first and was not served in this draft yet.</summary>
    public WaitEntry? First(StockLine line) => line.Waiting.FirstOrDefault(entry => !_served.Contains((entry.ItemId, entry.Buyer)));

    /// <summary>New terms; what they give or take of the allotment counts from here on.</summary>
    public void Set(StockLine line, string itemId, ItemTerms terms)
    {
        Free(itemId, terms.Allotted - line.Terms.Allotted);
        _terms[itemId] = terms;
        Events.Add(new TermsSet(itemId, terms, now));
    }

    /// <summary>Ends every hold that is past its deadline.</summary>
    public LedgerDraft ExpireDue()
    {
        foreach (Hold due in ledger.Due(now)) End(due, new HoldEnded(due.Id, HoldState.Expired, due.ExpiresAt));
        return this;
    }

    public void End(Hold hold, HoldEnded ended)
    {
        Events.Add(ended);
        Move(hold, 1);
    }

    public void Place(Hold hold)
    {
        Events.Add(new HoldPlaced(hold));
        Move(hold, -1);
        if (hold.State == HoldState.Offered) _served.Add((hold.ItemId, hold.Buyer));
    }

    public void Drop(WaitEntry entry)
    {
        Events.Add(new WaitLeft(entry.ItemId, entry.Buyer, now));
        _served.Add((entry.ItemId, entry.Buyer));
    }

    /// <summary>Items of which something may have become free for those who wait, and the combos that they are in.</summary>
    public IEnumerable<StockLine> Freed() => _freed.Where(item => item.Value > 0).Select(item => item.Key).Concat(_terms.Keys)
        .SelectMany(itemId => ledger.Lines.TryGetValue(itemId, out StockLine? line) ? line.InCombos.Append(itemId) : [])
        .Distinct(StringComparer.Ordinal).Select(itemId => ledger.Lines[itemId]);

    private int Under(StockLine line, string? offerId) => offerId is null ? 0 : line.Under(offerId) + _under.GetValueOrDefault((line.ItemId, offerId));

    // sign 1: pieces become free; -1: they are taken.
    private void Move(Hold hold, int sign)
    {
        StockLine line = ledger.Lines[hold.ItemId];
        MovePieces(hold.ItemId, sign * hold.Quantity);
        foreach (ComboPart part in line.Terms.Parts ?? []) MovePieces(part.ItemId, sign * hold.Quantity * part.Pieces);
        CollectionsMarshal.GetValueRefOrAddDefault(_mine, (hold.ItemId, hold.Buyer), out _) -= sign * hold.Quantity;
        if (hold.OfferId is { } offer) CollectionsMarshal.GetValueRefOrAddDefault(_under, (hold.ItemId, offer), out _) -= sign * hold.Quantity;
    }

    private void MovePieces(string itemId, int pieces)
    {
        Free(itemId, pieces);
        CollectionsMarshal.GetValueRefOrAddDefault(_taken, itemId, out _) -= pieces;
    }

    private void Free(string itemId, int pieces) => CollectionsMarshal.GetValueRefOrAddDefault(_freed, itemId, out _) += pieces;
}
