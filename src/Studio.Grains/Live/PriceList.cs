using Studio.Grains.Commit;
using Studio.Grains.Values;

namespace Studio.Grains.Live;

/// <summary>A price for an item of the showcase.</summary>
[GenerateSerializer, Immutable, Alias("studio.ItemPrice")]
public sealed record ItemPrice([property: Id(0)] string ItemId, [property: Id(1)] Money Price);

/// <summary>What became of a price.</summary>
/// <param name="State"><c>set</c>, <c>same</c>, <c>waits</c> (for a second person), or the code of a refusal.</param>
[GenerateSerializer, Immutable, Alias("studio.PriceOutcome")]
public sealed record PriceOutcome([property: Id(0)] string ItemId, [property: Id(1)] string State)
{
    /// <summary>The item has that price now.</summary>
    public const string Set = "set";

    /// <summary>It had it before.</summary>
    public const string Same = "same";

    /// <summary>It is a higher price for the card on air, and waits for a second person.</summary>
    public const string Waits = "waits";
}

/// <summary>The decision about many prices in one step (an imported sheet): each by the rules of <see cref="Pricing.SetPrice"/>, and one that is refused keeps no other back.</summary>
public static class PriceList
{
    /// <summary>Sets the prices; what became of each is the answer's reference. Refused as a whole: not-in-control, session-ended, validation.</summary>
    public static Outcome<Decided> Set(LiveSession session, IReadOnlyList<ItemPrice> prices, string by, DateTimeOffset now, string idPrefix)
    {
        if (session.Phase == SessionPhase.Ended) return new Refusal(RefusalCodes.SessionEnded);
        if (Board.NotInControl(session, by) is { } other) return other;
        if (prices.Count > Rundown.MostItems) return new Check().Add("prices", FieldErrors.TooLong).Refusal!;
        List<SessionEvent> events = [];
        List<PriceOutcome> outcomes = [];
        // Each is decided on the session that the ones before it leave, so that a card on air is replaced once per change.
        LiveSession then = session;
        foreach (ItemPrice wish in prices)
        {
            Outcome<Decided> one = Pricing.SetPrice(then, wish.ItemId, wish.Price, by, now, $"{idPrefix}-{wish.ItemId}");
            outcomes.Add(new PriceOutcome(wish.ItemId, one.Refusal?.Code ?? StateOf(one.Value)));
            if (one.Refusal is not null) continue;
            SessionEvent[] changes = [.. one.Value.Events.Where(change => change is not NothingChanged)];
            events.AddRange(changes);
            then = changes.Aggregate(then, (before, change) => before.Apply(new LoggedEvent(now, by, Causes.Manual, change)));
        }
        return new Decided(events.Count > 0 ? events : [new NothingChanged()], Write(outcomes));
    }

    /// <summary>What became of each, from the reference that the log keeps.</summary>
    public static IReadOnlyList<PriceOutcome> Read(string? reference) => string.IsNullOrEmpty(reference)
        ? []
        : [.. reference.Split(' ').Select(entry => entry.Split('=')).Select(parts => new PriceOutcome(parts[0], parts[1]))];

    private static string StateOf(Decided decided) => decided.Events[0] switch
    {
        RaiseAsked => PriceOutcome.Waits,
        NothingChanged => PriceOutcome.Same,
        _ => PriceOutcome.Set,
    };

    // Ids of items and codes hold neither blanks nor equals signs; an id that is none of ours is told as it was not.
    private static string Write(IEnumerable<PriceOutcome> outcomes) => string.Join(' ', outcomes.Select(outcome =>
        $"{(outcome.ItemId.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_') ? outcome.ItemId : "")}={outcome.State}"));
}
