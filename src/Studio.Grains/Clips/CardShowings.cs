using Studio.Grains.Live;

namespace Studio.Grains.Clips;

/// <summary>One instance of a card, by the server's clock: a change of its price is another instance.</summary>
/// <param name="Offer">What ran on the item then.</param>
/// <param name="Until">Null: it is on air.</param>
public sealed record CardShowing(ProductCard Card, ItemOffer? Offer, DateTimeOffset From, DateTimeOffset? Until);

/// <summary>What the cards said, and when: made of a session's log, which is read on and never again. Rehearsals leave nothing.</summary>
public sealed class CardShowings
{
    private readonly List<CardShowing> _all = [];
    private readonly Dictionary<string, ItemOffer?> _offers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _ended = new(StringComparer.Ordinal);
    private bool _rehearsal;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<CardShowing> All => _all;

    /// <summary>When an offer ended before its time, or without one; null: it did not.</summary>
    public DateTimeOffset? EndOf(string offerId) => _ended.TryGetValue(offerId, out DateTimeOffset at) ? at : null;

    /// <summary>Takes the next lines of the log.</summary>
    public void Add(IEnumerable<LoggedEvent> lines)
    {
        foreach (LoggedEvent line in lines) Apply(line.Event, line.At);
    }

    private void Apply(SessionEvent change, DateTimeOffset at)
    {
        switch (change)
        {
            case SessionCreated made:
                foreach (ShowcaseItem item in made.Items) Note(item, at);
                break;
            case ItemAdded added: Note(added.Item, at); break;
            case ItemChanged changed: Note(changed.Item, at); break;
            case RehearsalSet rehearsal:
                End(at);
                _rehearsal = rehearsal.On;
                break;
            case CardShown shown: Show(shown.Card, at); break;
            case CardUpdated updated: Show(updated.Card, at); break;
            case CardCleared or SegmentBegun or SessionEnded: End(at); break;
        }
    }

    private void Note(ShowcaseItem item, DateTimeOffset at)
    {
        if (_offers.GetValueOrDefault(item.Id) is { Id.Length: > 0 } before && item.Offer?.Id != before.Id) _ended.TryAdd(before.Id, at);
        _offers[item.Id] = item.Offer;
    }

    private void Show(ProductCard card, DateTimeOffset at)
    {
        End(at);
        if (!_rehearsal) _all.Add(new CardShowing(card, _offers.GetValueOrDefault(card.ItemId), at, null));
    }

    private void End(DateTimeOffset at)
    {
        if (_all is [.., { Until: null } open]) _all[^1] = open with { Until = at };
    }
}
