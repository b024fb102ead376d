namespace Studio.Faults;

/// <summary>A "sold out", "limit reached" or "not sold out" is a lie when it was true at no instant at which it can have been decided.</summary>
internal static class Reasons
{
    /// <summary>So long the edge passes a "sold out" of the ledger on to commands that are no repeats. Source: HoldGate.</summary>
    private const long PassedOnFor = TimeSpan.TicksPerSecond;

    /// <summary>A decision that is not durable after this is never said: the store's patience, and a little for a machine that is busy.</summary>
    private const long SaidAtTheLatest = 6 * TimeSpan.TicksPerSecond;

    /// <summary>So long the studio may go on with a command whose caller gave up: it stood still, then tried four times.</summary>
    private const long WorkedOnFor = 35 * TimeSpan.TicksPerSecond;

    // An offer that ran out is booked a moment after its deadline.
    private const long Booking = 2 * TimeSpan.TicksPerSecond;

    public static IEnumerable<Violation> Missing(Facts facts)
    {
        foreach (Attempt refused in facts.Attempts.Where(attempt => attempt.Outcome == Outcome.Refused))
        {
            Operation asked = refused.Operation;
            bool justified = (asked.Kind, refused.Code) switch
            {
                (Kind.Place, "sold-out") => SoldOut(facts, refused),
                (Kind.Place or Kind.Wait, "limit-reached") => facts.Fold.Had(asked.Item, asked.Guest, refused.Begin, refused.End, mine => mine + asked.Quantity > Limit(facts, asked.Item)),
                (Kind.Wait, "not-sold-out") => facts.Fold.WasLeft(asked.Item, refused.Begin, refused.End + Booking, left => left > 0),
                _ => true,
            };
            if (!justified) yield return new(Broken.RefusedWithoutReason, $"{asked.Kind} {asked.Id}, sent {refused.Number} times: {refused.Code} for {asked.Quantity} of {asked.Item}");
        }
    }

    private static bool SoldOut(Facts facts, Attempt refused)
    {
        Operation asked = refused.Operation;
        if (facts.Fold.WasLeft(asked.Item, refused.Begin, refused.End, left => left < asked.Quantity)) return true;
        if (refused.Number > 1 || !facts.MayHaveSaid.TryGetValue(asked.Item, out Attempt[]? said)) return false;
        foreach (Attempt before in said)
        {
            if (before.Begin >= refused.End) break;
            if (before.End < refused.Begin - PassedOnFor - (before.Outcome == Outcome.Unknown ? WorkedOnFor : 0)) continue;
            // The answer was given before its caller had it; one that never came may have been given at any time after.
            (long from, long to) = before.Outcome == Outcome.Unknown
                ? (Math.Max(before.Begin, refused.Begin - PassedOnFor - SaidAtTheLatest), refused.End)
                : (before.Begin, before.End);
            if (to > refused.Begin - PassedOnFor && facts.Fold.WasLeft(asked.Item, from, Math.Min(to, refused.End), left => left <= 0)) return true;
        }
        return false;
    }

    private static int Limit(Facts facts, string item) => facts.Fold.Terms.GetValueOrDefault(item)?.PerBuyerLimit ?? 0;
}
