using Studio.Grains.Commit;
using Studio.Grains.Values;

namespace Studio.Grains.Showcase;

/// <summary>
/// The waiting list (候补) of sold-out items: pieces that come back are set aside for the first who waits, for a short time, then for the
/// next. Pure: instants are arguments.
/// </summary>
/// <remarks>
/// Served in the order in which people came. Who waits for more pieces than came back is offered what there is; that ends their waiting. Nobody is offered
/// more than their limit leaves them.
/// </remarks>
public static class Waiting
{
    /// <summary>How long pieces are kept for somebody who waited, until they say yes.</summary>
    public static readonly TimeSpan OfferedFor = TimeSpan.FromMinutes(2);

    /// <summary>How many may wait for one item.</summary>
    public const int Longest = 10_000;

    /// <summary>Joins the list. Once is the same as twice. Refused: item-not-in-session, not-sold-out (there are pieces), limit-reached, list-full, and as a hold is.</summary>
    public static Decision<LedgerEvent, Outcome<WaitEntry>> Join(HoldLedger ledger, string ledgerName, PlaceHold command, DateTimeOffset now)
    {
        if (!ledger.Lines.TryGetValue(command.ItemId, out StockLine? line)) return (Outcome<WaitEntry>)new Refusal(RefusalCodes.ItemNotInSession);
        if (line.WaitOf(command.Buyer) is { } already) return (Outcome<WaitEntry>)already;
        var entry = new WaitEntry(StableId.ForOperation("w", $"{command.ItemId}\n{command.Buyer}", command.OperationId), command.ItemId, command.Buyer, command.Quantity, now);
        // A late repeat: this very wish was served, and a second serving of it would be the same hold once more.
        if (ledger.Holds.TryGetValue(HoldOf(ledgerName, entry), out Hold? served)) return (Outcome<WaitEntry>)(entry with { Since = served.PlacedAt });
        if (Holding.Closed(line.Terms.Selling) is { } code) return (Outcome<WaitEntry>)new Refusal(code);
        int limit = line.Terms.PerBuyerLimit, mine = line.PerBuyer.GetValueOrDefault(command.Buyer);
        if (command.Quantity < 1) return (Outcome<WaitEntry>)new Check().Add("quantity", FieldErrors.OutOfRange).Refusal!;
        if (command.Quantity > limit - mine) return (Outcome<WaitEntry>)Refusal.With(RefusalCodes.LimitReached, "limit", limit).And("mine", mine);
        int left = ledger.LeftOf(command.ItemId);
        if (left > 0) return (Outcome<WaitEntry>)Refusal.With(RefusalCodes.NotSoldOut, "left", left);
        if (line.Waiting.Count >= Longest) return (Outcome<WaitEntry>)new Refusal(RefusalCodes.ListFull);
        return new(entry, [new WaitJoined(entry)]);
    }

    /// <summary>Leaves the list; answers whether the buyer was on it.</summary>
    public static Decision<LedgerEvent, bool> Leave(HoldLedger ledger, string itemId, string buyer, DateTimeOffset now) =>
        ledger.Lines.TryGetValue(itemId, out StockLine? line) && line.WaitOf(buyer) is not null ? new(true, [new WaitLeft(itemId, buyer, now)]) : new(false, []);

    /// <summary>Says yes to what was set aside: a hold with its whole lifetime. Twice is the same as once. Refused: not-found, hold-ended.</summary>
    public static Decision<LedgerEvent, Outcome<Hold>> Accept(HoldLedger ledger, string ledgerName, string buyer, string holdId, DateTimeOffset now)
    {
        if (Holding.Mine(ledger, buyer, holdId) is not { } hold) return (Outcome<Hold>)new Refusal(RefusalCodes.NotFound);
        if (hold.State is HoldState.Held or HoldState.Confirmed) return (Outcome<Hold>)hold;
        if (hold.Runs && hold.ExpiresAt <= now) return Holding.Over(ledger, ledgerName, now);
        if (HoldTransitions.Next(hold.State, HoldAction.Accept) is not { } state) return (Outcome<Hold>)new Refusal(RefusalCodes.HoldEnded);
        DateTimeOffset until = now + ledger.Lines[hold.ItemId].Terms.HoldLifetime;
        return new(hold with { State = state, ExpiresAt = until }, [new HoldAccepted(holdId, until, now)]);
    }

    /// <summary>Where a buyer stands in the list, from 1; 0: not on it.</summary>
    public static int PlaceOf(StockLine line, string buyer)
    {
        if (line.WaitOf(buyer) is null) return 0;
        int place = 0;
        foreach (WaitEntry entry in line.Waiting)
        {
            place++;
            if (string.Equals(entry.Buyer, buyer, StringComparison.Ordinal)) return place;
        }
        return 0;
    }

    private static string HoldOf(string ledgerName, WaitEntry entry) => StableId.ForOperation("h", ledgerName, entry.Id);

    /// <summary>Sets aside what a draft has made free for those who wait for it.</summary>
    internal static void Serve(LedgerDraft draft, string ledgerName, DateTimeOffset now)
    {
        foreach (StockLine line in draft.Freed().Where(line => line.Waiting.Count > 0).OrderBy(line => line.Waiting.First().Since).ThenBy(line => line.ItemId, StringComparer.Ordinal).ToArray())
        {
            ItemTerms terms = draft.Terms(line);
            while (terms.Selling == Selling.Open && draft.Left(line.ItemId) > 0 && draft.First(line) is { } entry)
            {
                int pieces = Math.Min(Math.Min(entry.Quantity, draft.Left(line.ItemId)), terms.PerBuyerLimit - draft.Mine(line, entry.Buyer));
                if (pieces <= 0)
                {
                    draft.Drop(entry);
                    continue;
                }
                Promise promise = draft.Promise(line, pieces);
                draft.Place(new Hold(
                    HoldOf(ledgerName, entry), line.ItemId, entry.Buyer, pieces, promise.UnitPrice, HoldState.Offered, now, now + OfferedFor,
                    Discount: promise.Discount, OfferId: promise.OfferId));
            }
        }
    }
}
