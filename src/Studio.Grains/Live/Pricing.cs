using Studio.Grains.Catalog;
using Studio.Grains.Values;

namespace Studio.Grains.Live;

/// <summary>
/// The decisions about what an item costs and what its card says. What the ledger promises and what the card on air shows change in one
/// step; a higher price on air needs a second person; the catalogue reaches a card only when somebody pushes it.
/// </summary>
public static class Pricing
{
    /// <summary>A card of an item as it stands.</summary>
    public static ProductCard CardOf(ShowcaseItem item, string mechanism, string template, DateTimeOffset takenAt) => new(
        item.Id, item.Number, item.Name, item.Unit, item.Price, item.ProductId, item.Picture, takenAt, template, item.PriceHidden,
        item.Proof is { } proof && proof.WasPrice.Fen > item.Price.Fen ? proof.WasPrice : null, mechanism.Length > 0 ? mechanism : Offering.Words(item), item.Origin, item.TraceUrl, item.Offer?.EndsAt);

    /// <summary>Sets an item's price. On air a lower one is shown at once; a higher one waits for a second person.</summary>
    public static Outcome<Decided> SetPrice(LiveSession session, string itemId, Money price, string by, DateTimeOffset now, string raiseId)
    {
        var check = new Check();
        check.Range("priceFen", price.Fen, 1, ProductDetails.HighestPrice.Fen);
        if (check.Refusal is { } wrong) return wrong;
        if (Changeable(session, itemId, by, out ShowcaseItem item) is { } refusal) return refusal;
        if (item.Offer is not null) return new Refusal(RefusalCodes.OfferRuns);
        if (price == item.Price) return (Decided)new NothingChanged();
        return IsShown(session, item) && price.Fen > item.Price.Fen
            ? new Decided([new RaiseAsked(new PriceRaise(raiseId, itemId, item.Price, price, by, now))], raiseId)
            : Changed(session, item with { Price = price });
    }

    /// <summary>A second person allows or declines a higher price. Refused: not-found, same-person.</summary>
    public static Outcome<Decided> SettleRaise(LiveSession session, string raiseId, bool allow, string by)
    {
        if (session.Raises.FirstOrDefault(raise => string.Equals(raise.Id, raiseId, StringComparison.Ordinal)) is not { } asked) return new Refusal(RefusalCodes.NotFound);
        if (!allow) return (Decided)new RaiseSettled(raiseId, false);
        if (string.Equals(asked.By, by, StringComparison.Ordinal)) return new Refusal(RefusalCodes.SamePerson);
        // What was asked for was a raise from the price of then.
        if (session.Find(asked.ItemId) is not { Offer: null } item || item.Price != asked.From) return (Decided)new RaiseSettled(raiseId, false);
        return new Decided([new RaiseSettled(raiseId, true), .. Changed(session, item with { Price = asked.To }).Events]);
    }

    /// <summary>Hides an item's price until it is called, or calls it. While it is hidden nothing can be held.</summary>
    public static Outcome<Decided> HidePrice(LiveSession session, string itemId, bool hidden, string by)
    {
        if (Changeable(session, itemId, by, out ShowcaseItem item) is { } refusal) return refusal;
        return item.PriceHidden == hidden ? (Decided)new NothingChanged() : Changed(session, item with { PriceHidden = hidden });
    }

    /// <summary>Takes an item out of the sale, or back in; its card goes off.</summary>
    public static Outcome<Decided> Withdraw(LiveSession session, string itemId, bool withdrawn, string by)
    {
        if (Changeable(session, itemId, by, out ShowcaseItem item) is { } refusal) return refusal;
        if (item.Withdrawn == withdrawn) return (Decided)new NothingChanged();
        var changed = new ItemChanged(item with { Withdrawn = withdrawn });
        return withdrawn && IsShown(session, item) ? new Decided([changed, new CardCleared()]) : (Decided)changed;
    }

    /// <summary>Sets how many pieces there are, and how many a buyer may hold. Whether that is less than what is promised, the ledger knows.</summary>
    public static Outcome<Decided> Allot(LiveSession session, string itemId, int allotted, int perBuyerLimit, string by)
    {
        if (Changeable(session, itemId, by, out ShowcaseItem item) is { } refusal) return refusal;
        var check = new Check();
        check.Range("allotted", allotted, 0, 100_000);
        check.Range("perBuyerLimit", perBuyerLimit, 1, 1_000);
        if (check.Refusal is { } wrong) return wrong;
        return (Decided)new ItemChanged(item with { Allotted = allotted, PerBuyerLimit = perBuyerLimit });
    }

    /// <summary>Stores a proof: the struck-out price appears with the next card, or at once on the one on air.</summary>
    public static Outcome<Decided> Prove(LiveSession session, string itemId, PriceProof proof, string by)
    {
        if (Changeable(session, itemId, by, out ShowcaseItem item) is { } refusal) return refusal;
        var check = new Check();
        check.Range("wasPriceFen", proof.WasPrice.Fen, 1, ProductDetails.HighestPrice.Fen);
        string note = check.Text("note", proof.Note, 120);
        return check.Refusal is { } wrong ? wrong : Changed(session, item with { Proof = proof with { Note = note } });
    }

    /// <summary>Brings the catalogue's texts and picture to an item, and to its card on air. The price of a session is its own.</summary>
    public static Outcome<Decided> Push(LiveSession session, string itemId, Product product, string by, Enterprise? enterprise = null)
    {
        if (Changeable(session, itemId, by, out ShowcaseItem item) is { } refusal) return refusal;
        ShowcaseItem fresh = FromCatalog(item, product, enterprise);
        return fresh == item ? (Decided)new NothingChanged() : Changed(session, fresh);
    }

    /// <summary>An item with the catalogue's texts and picture of today; a combo's name is its own.</summary>
    /// <param name="enterprise">The product's enterprise, if it has one.</param>
    public static ShowcaseItem FromCatalog(ShowcaseItem item, Product product, Enterprise? enterprise = null) => item with
    {
        Name = item.Parts is { Count: > 0 } && item.Name.Length > 0 ? item.Name : product.Details.Name,
        Unit = product.Details.Unit,
        Picture = product.Picture,
        Origin = product.Details.Origin,
        TraceUrl = product.Details.TraceUrl,
        EnterpriseId = enterprise?.Id ?? "",
        ShopUrl = product.Details.ShopUrl is { Length: > 0 } own ? own : enterprise?.Details.ShopUrl ?? "",
    };

    internal static Decided Changed(LiveSession session, ShowcaseItem item) => IsShown(session, item)
        ? new Decided([new ItemChanged(item), new CardUpdated(CardOf(item, Offering.Mechanism(session, item), session.OnAir.Card!.Template, session.OnAir.Card.TakenAt))])
        : new Decided([new ItemChanged(item)]);

    private static bool IsShown(LiveSession session, ShowcaseItem item) => string.Equals(session.OnAir.Card?.ItemId, item.Id, StringComparison.Ordinal);

    internal static Refusal? Changeable(LiveSession session, string itemId, string by, out ShowcaseItem item)
    {
        item = session.Find(itemId)!;
        return session.Phase == SessionPhase.Ended ? new Refusal(RefusalCodes.SessionEnded)
            : Board.NotInControl(session, by) ?? (item is null ? new Refusal(RefusalCodes.ItemNotInSession) : null);
    }
}
