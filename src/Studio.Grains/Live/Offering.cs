using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Grains.Live;

/// <summary>
/// The decisions about offers on items: flash (秒杀), step (阶梯价) and threshold (满减). What an offer promises is computed by the ledger
/// (<see cref="Promising"/>); here it begins, moves as the ledger says, and ends, and the card on air with it.
/// </summary>
public static class Offering
{
    private const int MostSteps = 5;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10), Longest = TimeSpan.FromHours(4);

    /// <summary>Starts an offer; the price is called by it. Refused: validation, offer-runs.</summary>
    public static Outcome<Decided> Start(LiveSession session, string itemId, OfferSpec spec, string by, DateTimeOffset now, string offerId)
    {
        if (Pricing.Changeable(session, itemId, by, out ShowcaseItem item) is { } refusal) return refusal;
        if (item.Offer is not null) return new Refusal(RefusalCodes.OfferRuns);
        var check = new Check();
        if (spec.Length is { } length) check.Range("seconds", length, Shortest, Longest);
        else if (spec.Kind == OfferKind.Flash) check.Add("seconds", FieldErrors.Required);
        var offer = new ItemOffer(item.Price, now + spec.Length, item.Price, offerId, spec.Kind);
        switch (spec.Kind)
        {
            case OfferKind.Flash:
                check.Range("priceFen", spec.Price.Fen, 1, item.Price.Fen - 1);
                check.Range("quantity", spec.Quantity, 0, 100_000);
                offer = offer with { Price = spec.Price, Quantity = spec.Quantity };
                break;
            case OfferKind.Step:
                if (!AreSteps(spec.Steps, item.Price)) check.Add("steps", FieldErrors.Invalid);
                else offer = offer with { Price = spec.Steps![0].Price, Steps = spec.Steps };
                break;
            case OfferKind.Threshold:
                check.Range("atLeastFen", spec.AtLeast.Fen, 2, Catalog.ProductDetails.HighestPrice.Fen);
                check.Range("offFen", spec.Off.Fen, 1, spec.AtLeast.Fen - 1);
                offer = offer with { AtLeast = spec.AtLeast, Off = spec.Off };
                break;
            default:
                check.Add("kind", FieldErrors.Invalid);
                break;
        }
        return check.Refusal is { } wrong ? wrong : Pricing.Changed(session, item with { Price = offer.Price, PriceHidden = false, Offer = offer });
    }

    /// <summary>Ends an offer before its time.</summary>
    public static Outcome<Decided> End(LiveSession session, string itemId, string by)
    {
        if (Pricing.Changeable(session, itemId, by, out ShowcaseItem item) is { } refusal) return refusal;
        return item.Offer is null ? (Decided)new NothingChanged() : Pricing.Changed(session, After(item));
    }

    /// <summary>Ends the offers whose time is over: their end was announced, so it needs no second person.</summary>
    public static Decided EndDue(LiveSession session, DateTimeOffset now) =>
        new([.. session.Items.Where(item => item.Offer is { } offer && offer.EndsAt <= now).SelectMany(item => Pricing.Changed(session, After(item)).Events)]);

    /// <summary>The ledger says what the next piece costs under an offer: a flash offer whose pieces are taken is over, a step price has another step.</summary>
    public static Decided Moved(LiveSession session, string itemId, string offerId, Money price, int left)
    {
        if (session.Phase == SessionPhase.Ended || session.Find(itemId) is not { Offer: { } offer } item || !string.Equals(offer.Id, offerId, StringComparison.Ordinal)) return new Decided([]);
        return offer.Kind switch
        {
            OfferKind.Flash when left <= 0 => Pricing.Changed(session, After(item)),
            OfferKind.Step when price != item.Price => Pricing.Changed(session, item with { Price = price, Offer = offer with { Price = price } }),
            _ => new Decided([]),
        };
    }

    /// <summary>What a card says of a threshold offer where the plan says nothing else.</summary>
    internal static string Words(ShowcaseItem item) => item.Offer is { Kind: OfferKind.Threshold } offer ? $"满{offer.AtLeast}减{offer.Off}" : "";

    /// <summary>The mechanism for a newer instance of the card on air: words that an offer made go and come with it.</summary>
    internal static string Mechanism(LiveSession session, ShowcaseItem item)
    {
        string shown = session.OnAir.Card!.Mechanism;
        return session.Find(item.Id) is { } before && string.Equals(shown, Words(before), StringComparison.Ordinal) ? "" : shown;
    }

    private static ShowcaseItem After(ShowcaseItem item) => item with { Price = item.Offer!.PriceAfter, Offer = null };

    private static bool AreSteps(IReadOnlyList<PriceStep>? steps, Money price)
    {
        if (steps is not { Count: >= 1 and <= MostSteps }) return false;
        PriceStep before = default;
        foreach (PriceStep step in steps)
        {
            if (step.UpTo <= before.UpTo || step.UpTo > 100_000 || step.Price.Fen <= before.Price.Fen || step.Price.Fen >= price.Fen) return false;
            before = step;
        }
        return true;
    }
}
