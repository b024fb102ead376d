using Studio.Grains.Values;

namespace Studio.Grains.Showcase;

/// <summary>What a viewer would be promised for some pieces of an item.</summary>
/// <param name="OfferLeft">Pieces left at the price of a flash offer or of the step; null: no such bound.</param>
public readonly record struct Promise(Money UnitPrice, Money Discount, string? OfferId, int? OfferLeft);

/// <summary>Computes promises: the one place that knows what an offer means.</summary>
public static class Promising
{
    /// <summary>The promise for so many pieces.</summary>
    /// <param name="taken">Pieces of the item that are held or confirmed.</param>
    /// <param name="under">Pieces of them that were promised under the offer.</param>
    public static Promise Of(ItemTerms terms, int taken, int under, int quantity, DateTimeOffset now)
    {
        if (terms.Offer is not { } offer || offer.EndsAt <= now) return new Promise(terms.Price, Money.Zero, null, null);
        switch (offer.Kind)
        {
            case OfferKind.Flash:
                int left = offer.Quantity == 0 ? int.MaxValue : offer.Quantity - under;
                int? shown = offer.Quantity == 0 ? null : Math.Max(0, left);
                return quantity <= left ? new Promise(offer.Price, Money.Zero, offer.Id, shown) : new Promise(terms.Price, Money.Zero, null, shown);
            case OfferKind.Step:
                // A hold has one price, that of its first piece: nobody has to compute a mean.
                foreach (PriceStep step in offer.Steps ?? [])
                {
                    if (taken < step.UpTo) return new Promise(step.Price, Money.Zero, offer.Id, step.UpTo - taken);
                }
                return new Promise(terms.Price, Money.Zero, null, null);
            case OfferKind.Threshold:
                Money sum = terms.Price * quantity;
                return sum.Fen >= offer.AtLeast.Fen ? new Promise(terms.Price, offer.Off, offer.Id, null) : new Promise(terms.Price, Money.Zero, null, null);
            default:
                throw new ArgumentOutOfRangeException(nameof(terms), offer.Kind, "A kind of offer that this version does not know.");
        }
    }
}
