using Studio.Grains.Live;
using Studio.Grains.Showcase;

namespace Studio.Grains.Clips;

/// <summary>Finds what was promised on the cards of a session. Pure.</summary>
public static class ClaimFinding
{
    /// <summary>All promises, by the recording's clock, in their order.</summary>
    /// <param name="end">Until when a card counts that is still on air.</param>
    public static IReadOnlyList<ClipClaim> Of(CardShowings cards, IReadOnlyList<Marker> markers, RoomDelay? delay, DateTimeOffset end)
    {
        List<ClipClaim> claims = [];
        foreach (CardShowing showing in cards.All)
        {
            DateTimeOffset from = Placing.InRecording(markers, showing.From, delay, out _), to = Placing.InRecording(markers, showing.Until ?? end, delay, out _);
            if (to <= from) continue;
            ProductCard card = showing.Card;
            string price = card.PriceHidden ? "" : card.WasPrice is { } was ? $"{card.Price}/{card.Unit} ({was})" : $"{card.Price}/{card.Unit}";
            DateTimeOffset? stopped = showing.Offer is { Id.Length: > 0 } offer ? cards.EndOf(offer.Id) : null, until = Earlier(card.OfferEndsAt, stopped);
            if (price.Length > 0) claims.Add(new ClipClaim(from, to, ClaimKind.Price, null, price));
            // Pieces at a price: over when somebody, the clock or the last piece ended the offer.
            if (showing.Offer is { Quantity: > 0 } or { Kind: OfferKind.Step }) claims.Add(new ClipClaim(from, to, ClaimKind.Stock, until, Words(price, card.Mechanism, showing.Offer.Quantity)));
            if (until is not null || card.Mechanism.Length > 0) claims.Add(new ClipClaim(from, to, ClaimKind.TimeLimited, until, Words(price, card.Mechanism, 0)));
        }
        return claims;
    }

    private static string Words(string price, string mechanism, int pieces) =>
        string.Join(' ', ((string[])[price, mechanism, pieces > 0 ? $"×{pieces.ToString(System.Globalization.CultureInfo.InvariantCulture)}" : ""]).Where(word => word.Length > 0));

    private static DateTimeOffset? Earlier(DateTimeOffset? first, DateTimeOffset? second) => first is null ? second : second is null || first < second ? first : second;
}
