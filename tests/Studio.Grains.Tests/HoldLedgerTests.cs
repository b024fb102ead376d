using CsCheck;
using Studio.Grains.Showcase;
using Studio.Grains.Values;
using Xunit;

namespace Studio.Grains.Tests;

public sealed class HoldLedgerTests
{
    private const string Name = "s_1/i_1";
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly ItemTerms Terms = new(new Money(2_990), 10, 3, TimeSpan.FromMinutes(15));

    private static HoldLedger Open(Selling selling = Selling.Open) => HoldLedger.Restore(new LedgerSnapshot(1, Terms, selling, [], []));

    [Fact]
    public void A_hold_takes_pieces_at_the_price_of_now_and_runs_out_after_its_lifetime()
    {
        HoldLedger ledger = Open();
        Outcome<Hold> hold = Do(ledger, l => HoldLedger.Place(l, Name, new PlaceHold("b1", "operation-1", 2), Start));
        Assert.Equal(8, ledger.Left);
        Assert.Equal(Terms.Price, hold.Value.UnitPrice);
        Assert.Equal(Start + Terms.HoldLifetime, hold.Value.ExpiresAt);
        int ended = Do(ledger, l => HoldLedger.Expire(l, Start + Terms.HoldLifetime));
        Assert.Equal((1, 10), (ended, ledger.Left));
    }

    [Theory]
    [InlineData(0), InlineData(-1), InlineData(1_000_000)]
    public void Impossible_quantities_are_refused(int quantity)
    {
        HoldLedger ledger = Open();
        Outcome<Hold> hold = Do(ledger, l => HoldLedger.Place(l, Name, new PlaceHold("b1", "operation-1", quantity), Start));
        Assert.Equal(RefusalCodes.Validation, hold.Refusal!.Code);
        Assert.Equal(10, ledger.Left);
    }

    [Fact]
    public void A_buyer_has_a_limit_and_the_refusal_says_how_much_is_theirs()
    {
        HoldLedger ledger = Open();
        Do(ledger, l => HoldLedger.Place(l, Name, new PlaceHold("b1", "operation-1", 2), Start));
        Outcome<Hold> second = Do(ledger, l => HoldLedger.Place(l, Name, new PlaceHold("b1", "operation-2", 2), Start));
        Assert.Equal(RefusalCodes.LimitReached, second.Refusal!.Code);
        Assert.Equal((3, 2), (second.Refusal.Facts!["limit"], second.Refusal.Facts["mine"]));
    }

    [Fact]
    public void A_repeat_finds_the_first_hold_and_another_body_under_the_same_id_is_refused()
    {
        HoldLedger ledger = Open();
        Outcome<Hold> first = Do(ledger, l => HoldLedger.Place(l, Name, new PlaceHold("b1", "operation-1", 2), Start));
        Outcome<Hold> repeat = Do(ledger, l => HoldLedger.Place(l, Name, new PlaceHold("b1", "operation-1", 2), Start.AddMinutes(1)));
        Assert.Equal(first.Value, repeat.Value);
        Assert.Equal(8, ledger.Left);
        Outcome<Hold> other = Do(ledger, l => HoldLedger.Place(l, Name, new PlaceHold("b1", "operation-1", 1), Start));
        Assert.Equal(RefusalCodes.OperationConflict, other.Refusal!.Code);
    }

    [Fact]
    public void Nobody_else_can_release_a_hold_and_an_expired_one_cannot_be_released()
    {
        HoldLedger ledger = Open();
        Outcome<Hold> hold = Do(ledger, l => HoldLedger.Place(l, Name, new PlaceHold("b1", "operation-1", 1), Start));
        Assert.Equal(RefusalCodes.NotFound, HoldLedger.Release(ledger, "b2", hold.Value.Id, Start).Answer.Refusal!.Code);
        Outcome<Hold> ended = Do(ledger, l => HoldLedger.Release(l, "b1", hold.Value.Id, Start + Terms.HoldLifetime));
        Assert.Equal(RefusalCodes.HoldEnded, ended.Refusal!.Code);
        Assert.Equal(10, ledger.Left);
    }

    [Fact]
    public void The_allotment_cannot_go_below_what_is_promised()
    {
        HoldLedger ledger = Open();
        Do(ledger, l => HoldLedger.Place(l, Name, new PlaceHold("b1", "operation-1", 3), Start));
        Assert.Equal(RefusalCodes.BelowPromised, HoldLedger.Allot(ledger, Terms with { Allotted = 2 }).Answer.Refusal!.Code);
    }

    [Theory]
    [InlineData(Selling.NotYet, RefusalCodes.NotLive), InlineData(Selling.Closed, RefusalCodes.SessionEnded)]
    public void Holds_are_placed_only_while_the_session_is_live(Selling selling, string code)
    {
        Outcome<Hold> hold = Do(Open(selling), l => HoldLedger.Place(l, Name, new PlaceHold("b1", "operation-1", 1), Start));
        Assert.Equal(code, hold.Refusal!.Code);
    }

    [Fact]
    public void Whatever_happens_in_whatever_order_nothing_is_oversold_and_the_stored_form_says_the_same()
    {
        Gen<(int Kind, int Buyer, int Operation, int Quantity, int Minutes)> step = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 4], Gen.Int[0, 30], Gen.Int[1, 4], Gen.Int[0, 6]);
        step.Array[1, 120].Sample(steps =>
        {
            HoldLedger ledger = Open();
            DateTimeOffset now = Start;
            var model = new Dictionary<string, (string Buyer, int Quantity, DateTimeOffset Until)>(StringComparer.Ordinal);
            foreach ((int kind, int buyer, int operation, int quantity, int minutes) in steps)
            {
                now = now.AddMinutes(minutes);
                foreach (string dead in model.Where(hold => hold.Value.Until <= now).Select(hold => hold.Key).ToArray()) model.Remove(dead);
                if (kind <= 2)
                {
                    Outcome<Hold> placed = Do(ledger, l => HoldLedger.Place(l, Name, new PlaceHold($"b{buyer}", $"operation-{operation}", quantity), now));
                    if (placed.Refusal is null && placed.Value.State == HoldState.Held && placed.Value.ExpiresAt > now) model[placed.Value.Id] = (placed.Value.Buyer, placed.Value.Quantity, placed.Value.ExpiresAt);
                }
                else if (kind == 3 && model.Count > 0)
                {
                    (string id, (string owner, _, _)) = model.ElementAt(operation % model.Count);
                    Outcome<Hold> released = Do(ledger, l => HoldLedger.Release(l, owner, id, now));
                    if (released.Refusal is not null) return false;
                    model.Remove(id);
                }
                Do(ledger, l => HoldLedger.Expire(l, now));
                bool agrees = ledger.Held == model.Values.Sum(hold => hold.Quantity) && ledger.Left >= 0
                    && model.Values.GroupBy(hold => hold.Buyer, StringComparer.Ordinal).All(mine => mine.Sum(hold => hold.Quantity) <= Terms.PerBuyerLimit);
                if (!agrees) return false;
            }
            HoldLedger restored = HoldLedger.Restore(LedgerSnapshot.Of(ledger));
            return restored.Held == ledger.Held && restored.Left == ledger.Left && restored.Deadlines.SetEquals(ledger.Deadlines)
                && restored.PerBuyer.OrderBy(mine => mine.Key, StringComparer.Ordinal).SequenceEqual(ledger.PerBuyer.OrderBy(mine => mine.Key, StringComparer.Ordinal));
        }, iter: 400);
    }

    private static TAnswer Do<TAnswer>(HoldLedger ledger, Func<HoldLedger, Commit.Decision<LedgerEvent, TAnswer>> decide)
    {
        Commit.Decision<LedgerEvent, TAnswer> decision = decide(ledger);
        foreach (LedgerEvent change in decision.Events) ledger.Apply(change);
        return decision.Answer;
    }
}
