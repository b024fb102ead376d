using Studio.Grains.Commit;
using Studio.Grains.Values;

namespace Studio.Grains.Showcase;

/// <summary>The decisions about holds: place, confirm, release, cancel, expire. Pure: instants are arguments.</summary>
/// <remarks>Whatever gives pieces back also serves those who wait for them, in the same decision: see <see cref="Waiting"/>.</remarks>
public static class Holding
{
    private const int MostPieces = 100_000;

    /// <summary>A hold, or why not. Holds that are past their deadline give their pieces back in the same decision.</summary>
    public static Decision<LedgerEvent, Outcome<Hold>> Place(HoldLedger ledger, string ledgerName, PlaceHold command, DateTimeOffset now)
    {
        string id = StableId.ForOperation("h", $"{ledgerName}/{command.ItemId}\n{command.Buyer}", command.OperationId);
        if (ledger.Holds.TryGetValue(id, out Hold? first))
        {
            return first.Quantity == command.Quantity ? (Outcome<Hold>)first : (Outcome<Hold>)new Refusal(RefusalCodes.OperationConflict);
        }
        if (!ledger.Lines.TryGetValue(command.ItemId, out StockLine? line)) return (Outcome<Hold>)new Refusal(RefusalCodes.ItemNotInSession);
        // Almost always nothing is due: then the ledger as it stands is asked, and nothing is drafted.
        if (ledger.NextDeadline is not { } next || next > now)
        {
            int mine = line.PerBuyer.GetValueOrDefault(command.Buyer), taken = line.Promised;
            Promise promise = Promising.Of(line.Terms, taken, line.Under(line.Terms.Offer?.Id), Math.Clamp(command.Quantity, 1, MostPieces), now);
            if (WhyNot(line, command, mine, ledger.LeftOf(command.ItemId), promise) is { } refusal) return (Outcome<Hold>)refusal;
            Hold placed = Made(id, line, command, promise, now);
            return new(placed, [new HoldPlaced(placed)]);
        }

        LedgerDraft draft = new LedgerDraft(ledger, now).ExpireDue();
        Waiting.Serve(draft, ledgerName, now);
        Promise later = draft.Promise(line, Math.Clamp(command.Quantity, 1, MostPieces));
        if (WhyNot(line, command, draft.Mine(line, command.Buyer), draft.Left(command.ItemId), later) is { } no) return new(no, draft.Events);
        Hold hold = Made(id, line, command, later, now);
        draft.Place(hold);
        return new(hold, draft.Events);
    }

    /// <summary>The buyer gives a hold back, or says no to what was offered. Twice is the same as once.</summary>
    public static Decision<LedgerEvent, Outcome<Hold>> Release(HoldLedger ledger, string ledgerName, string buyer, string holdId, DateTimeOffset now) =>
        Mine(ledger, buyer, holdId) is { State: HoldState.Released } released
            ? (Outcome<Hold>)released
            : End(ledger, ledgerName, Mine(ledger, buyer, holdId), HoldAction.Release, now, null, null);

    /// <summary>Staff cancels a hold, a confirmed one too. Twice is the same as once.</summary>
    public static Decision<LedgerEvent, Outcome<Hold>> Cancel(HoldLedger ledger, string ledgerName, string holdId, string by, string why, DateTimeOffset now) =>
        ledger.Holds.GetValueOrDefault(holdId) is { State: HoldState.Released } released
            ? (Outcome<Hold>)released
            : End(ledger, ledgerName, ledger.Holds.GetValueOrDefault(holdId), HoldAction.Cancel, now, by, why);

    /// <summary>The buyer says how the goods are handed over: they are theirs from now on.</summary>
    public static Decision<LedgerEvent, Outcome<Hold>> Confirm(HoldLedger ledger, string ledgerName, string buyer, string holdId, Handover handover, DateTimeOffset now)
    {
        if (Mine(ledger, buyer, holdId) is not { } hold) return (Outcome<Hold>)new Refusal(RefusalCodes.NotFound);
        if (hold.Runs && hold.ExpiresAt <= now) return Over(ledger, ledgerName, now);
        if (HoldTransitions.Next(hold.State, HoldAction.Confirm) is null) return (Outcome<Hold>)new Refusal(RefusalCodes.HoldEnded);
        if (hold.State == HoldState.Confirmed && hold.Handover == handover) return (Outcome<Hold>)hold;
        Hold after = hold with { State = HoldState.Confirmed, Handover = handover, ConfirmedAt = hold.ConfirmedAt ?? now };
        return new(after, [new HoldConfirmed(hold.Id, handover, now)]);
    }

    /// <summary>Ends every hold whose deadline has passed and serves those who wait; answers how many ended.</summary>
    public static Decision<LedgerEvent, int> Expire(HoldLedger ledger, string ledgerName, DateTimeOffset now)
    {
        LedgerDraft draft = new LedgerDraft(ledger, now).ExpireDue();
        int ended = draft.Events.Count;
        Waiting.Serve(draft, ledgerName, now);
        return new(ended, draft.Events);
    }

    /// <summary>What came too late: everything that is past its deadline ends now.</summary>
    internal static Decision<LedgerEvent, Outcome<Hold>> Over(HoldLedger ledger, string ledgerName, DateTimeOffset now) =>
        new(new Refusal(RefusalCodes.HoldEnded), Expire(ledger, ledgerName, now).Events);

    /// <summary>A buyer's own hold. Another buyer's is not there: its existence is nobody else's business.</summary>
    internal static Hold? Mine(HoldLedger ledger, string buyer, string holdId) =>
        ledger.Holds.TryGetValue(holdId, out Hold? hold) && string.Equals(hold.Buyer, buyer, StringComparison.Ordinal) ? hold : null;

    private static Decision<LedgerEvent, Outcome<Hold>> End(HoldLedger ledger, string ledgerName, Hold? hold, HoldAction action, DateTimeOffset now, string? by, string? why)
    {
        if (hold is null) return (Outcome<Hold>)new Refusal(RefusalCodes.NotFound);
        if (hold.Runs && hold.ExpiresAt <= now) return Over(ledger, ledgerName, now);
        if (HoldTransitions.Next(hold.State, action) is not { } state) return (Outcome<Hold>)new Refusal(RefusalCodes.HoldEnded);
        LedgerDraft draft = new LedgerDraft(ledger, now).ExpireDue();
        draft.End(hold, new HoldEnded(hold.Id, state, now, by, why));
        Waiting.Serve(draft, ledgerName, now);
        return new(hold with { State = state, EndedAt = now }, draft.Events);
    }

    private static Hold Made(string id, StockLine line, PlaceHold command, Promise promise, DateTimeOffset now) => new(
        id, line.ItemId, command.Buyer, command.Quantity, promise.UnitPrice, HoldState.Held, now, now + line.Terms.HoldLifetime,
        Discount: promise.Discount, OfferId: promise.OfferId, Card: command.Card);

    // In the order in which a person would want to hear it: what they can do nothing about first.
    private static Refusal? WhyNot(StockLine line, PlaceHold command, int mine, int left, Promise promise)
    {
        if (Closed(line.Terms.Selling) is { } code) return new Refusal(code);
        if (command.Quantity is < 1 or > MostPieces) return new Check().Add("quantity", FieldErrors.OutOfRange).Refusal;
        if (command.Quantity > left) return Refusal.With(RefusalCodes.SoldOut, "left", Math.Max(0, left)).And("waiting", line.Waiting.Count);
        if (command.Quantity > line.Terms.PerBuyerLimit - mine) return Refusal.With(RefusalCodes.LimitReached, "limit", line.Terms.PerBuyerLimit).And("mine", mine);
        // Nobody gets a higher price than the one that they saw.
        if (command.SeenPrice is not { } seen || promise.UnitPrice.Fen <= seen.Fen) return null;
        Refusal changed = Refusal.With(promise.OfferLeft is { } rest && rest < command.Quantity ? RefusalCodes.OfferGone : RefusalCodes.PriceChanged, "priceFen", promise.UnitPrice.Fen);
        return promise.OfferLeft is { } some ? changed.And("offerLeft", some) : changed;
    }

    /// <summary>Why nothing can be held, or null: it can.</summary>
    internal static string? Closed(Selling selling) => selling switch
    {
        Selling.Open => null,
        Selling.NotYet => RefusalCodes.NotLive,
        Selling.Closed => RefusalCodes.SessionEnded,
        Selling.Withdrawn => RefusalCodes.ItemWithdrawn,
        _ => RefusalCodes.PriceNotCalled,
    };
}
