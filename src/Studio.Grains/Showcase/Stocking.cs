using Studio.Grains.Commit;
using Studio.Grains.Values;

namespace Studio.Grains.Showcase;

/// <summary>The decision about an item's terms: what is allotted, at which price, whether it is sold now. Pure.</summary>
public static class Stocking
{
    /// <summary>
    /// New terms; answers whether they were new. What is allotted never goes below what is promised; promises of standing holds stay what they
    /// were; what a larger allotment brings goes to those who wait first. Refused: below-promised, parts-fixed.
    /// </summary>
    public static Decision<LedgerEvent, Outcome<bool>> Set(HoldLedger ledger, string ledgerName, string itemId, ItemTerms terms, DateTimeOffset now)
    {
        StockLine line = ledger.Lines.GetValueOrDefault(itemId) ?? new StockLine(itemId);
        if (line.Terms.SameAs(terms)) return (Outcome<bool>)false;
        if (terms.Allotted < line.Promised) return (Outcome<bool>)Refusal.With(RefusalCodes.BelowPromised, "promised", line.Promised);
        if (line.Terms != ItemTerms.None && !line.Terms.SameParts(terms)) return (Outcome<bool>)new Refusal(RefusalCodes.PartsFixed);
        var draft = new LedgerDraft(ledger, now);
        draft.Set(line, itemId, terms);
        // Opened again, or more of it: who waits is served before anybody else sees a piece.
        if (ledger.Lines.ContainsKey(itemId)) Waiting.Serve(draft, ledgerName, now);
        return new(true, draft.Events);
    }
}
