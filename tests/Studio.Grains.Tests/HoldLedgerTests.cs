using Studio.Grains.Commit;
using Studio.Grains.Showcase;
using Studio.Grains.Values;
using Xunit;

namespace Studio.Grains.Tests;

public sealed class HoldLedgerTests
{
    private const string Name = "s_1";
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly ItemTerms Terms = new(new Money(2_990), 10, 3, TimeSpan.FromMinutes(15), Selling.Open);
    private readonly HoldLedger _ledger = new();
    private DateTimeOffset _now = Start;
    private int _operation;

    private void Set(ItemTerms terms, string item = "i1") => Assert.Null(Do(Stocking.Set(_ledger, Name, item, terms, _now)).Refusal);

    private Outcome<Hold> Place(string buyer, int quantity = 1, string item = "i1", Money? seen = null, string? operation = null) =>
        Do(Holding.Place(_ledger, Name, new PlaceHold(buyer, operation ?? $"operation-{++_operation}", item, quantity, seen), _now));

    private Outcome<WaitEntry> Wait(string buyer, int quantity = 1, string item = "i1", string? operation = null) =>
        Do(Waiting.Join(_ledger, Name, new PlaceHold(buyer, operation ?? $"operation-{++_operation}", item, quantity), _now));

    private Outcome<Hold> Release(Hold hold) => Do(Holding.Release(_ledger, Name, hold.Buyer, hold.Id, _now));

    private Hold Newest(string buyer) => _ledger.Of(buyer).First();

    private TAnswer Do<TAnswer>(Decision<LedgerEvent, TAnswer> decision)
    {
        foreach (LedgerEvent change in decision.Events) _ledger.Apply(change);
        return decision.Answer;
    }

    [Fact]
    public void A_hold_takes_pieces_at_the_price_of_now_and_runs_out_after_its_lifetime()
    {
        Set(Terms);
        Outcome<Hold> hold = Place("b1", 2);
        Assert.Equal((8, Terms.Price, Start + Terms.HoldLifetime), (_ledger.LeftOf("i1"), hold.Value.UnitPrice, hold.Value.ExpiresAt));
        Assert.Equal((1, 10), (Do(Holding.Expire(_ledger, Name, Start + Terms.HoldLifetime)), _ledger.LeftOf("i1")));
    }

    [Theory]
    [InlineData(0), InlineData(-1), InlineData(1_000_000), InlineData(int.MaxValue), InlineData(int.MinValue)]
    public void Impossible_quantities_are_refused(int quantity)
    {
        Set(Terms);
        Assert.Equal(RefusalCodes.Validation, Place("b1", quantity).Refusal!.Code);
        Assert.Equal(10, _ledger.LeftOf("i1"));
    }

    [Fact]
    public void A_buyer_has_a_limit_and_the_refusal_says_how_much_is_theirs()
    {
        Set(Terms);
        Place("b1", 2);
        Outcome<Hold> second = Place("b1", 2);
        Assert.Equal((RefusalCodes.LimitReached, 3, 2), (second.Refusal!.Code, second.Refusal.Facts!["limit"], second.Refusal.Facts["mine"]));
    }

    [Fact]
    public void A_repeat_finds_the_first_hold_and_another_body_under_the_same_id_is_refused()
    {
        Set(Terms);
        Outcome<Hold> first = Place("b1", 2, operation: "operation-x");
        _now = _now.AddMinutes(1);
        Assert.Equal(first.Value, Place("b1", 2, operation: "operation-x").Value);
        Assert.Equal(8, _ledger.LeftOf("i1"));
        Assert.Equal(RefusalCodes.OperationConflict, Place("b1", 1, operation: "operation-x").Refusal!.Code);
    }

    [Fact]
    public void Nobody_else_can_touch_a_hold_and_an_expired_one_cannot_be_released_or_confirmed()
    {
        Set(Terms);
        Hold hold = Place("b1").Value;
        Assert.Equal(RefusalCodes.NotFound, Release(hold with { Buyer = "b2" }).Refusal!.Code);
        Assert.Equal(RefusalCodes.NotFound, Do(Holding.Confirm(_ledger, Name, "b2", hold.Id, new Handover(HandoverWay.Shop), _now)).Refusal!.Code);
        _now += Terms.HoldLifetime;
        Assert.Equal(RefusalCodes.HoldEnded, Do(Holding.Confirm(_ledger, Name, "b1", hold.Id, new Handover(HandoverWay.Shop), _now)).Refusal!.Code);
        Assert.Equal((RefusalCodes.HoldEnded, 10, HoldState.Expired), (Release(hold).Refusal!.Code, _ledger.LeftOf("i1"), Newest("b1").State));
    }

    [Fact]
    public void The_transition_table_says_what_may_follow_what_and_the_decisions_keep_to_it()
    {
        foreach (HoldState from in Enum.GetValues<HoldState>())
        {
            foreach (HoldAction action in Enum.GetValues<HoldAction>())
            {
                HoldLedger ledger = HoldLedger.Restore(new LedgerSnapshot(
                    2, new Dictionary<string, ItemTerms>(StringComparer.Ordinal) { ["i1"] = Terms },
                    [new Hold("h_0000000000000000", "i1", "b1", 1, Terms.Price, from, Start, action == HoldAction.Expire ? Start : Start.AddMinutes(5))], [], []));
                Decision<LedgerEvent, Outcome<Hold>>? decided = action switch
                {
                    HoldAction.Accept => Waiting.Accept(ledger, Name, "b1", "h_0000000000000000", Start),
                    HoldAction.Confirm => Holding.Confirm(ledger, Name, "b1", "h_0000000000000000", new Handover(HandoverWay.Shop), Start),
                    HoldAction.Release => Holding.Release(ledger, Name, "b1", "h_0000000000000000", Start),
                    HoldAction.Cancel => Holding.Cancel(ledger, Name, "h_0000000000000000", "anna", "", Start),
                    _ => null,
                };
                foreach (LedgerEvent change in decided?.Events ?? Holding.Expire(ledger, Name, Start).Events) ledger.Apply(change);
                HoldState after = ledger.Holds["h_0000000000000000"].State;
                Assert.Equal(HoldTransitions.Next(from, action) ?? from, after);
                // What is not in the table is refused, or was done before: never done twice.
                if (decided is { } answer && HoldTransitions.Next(from, action) is null) Assert.True(answer.Answer.Refusal is { Code: RefusalCodes.HoldEnded } || answer.Events.Count == 0);
            }
        }
    }

    [Fact]
    public void The_allotment_grows_and_shrinks_and_never_goes_below_what_is_promised()
    {
        Set(Terms);
        Place("b1", 3);
        Outcome<bool> less = Do(Stocking.Set(_ledger, Name, "i1", Terms with { Allotted = 2 }, _now));
        Assert.Equal((RefusalCodes.BelowPromised, 3), (less.Refusal!.Code, less.Refusal.Facts!["promised"]));
        Set(Terms with { Allotted = 3 });
        Assert.Equal(RefusalCodes.SoldOut, Place("b2").Refusal!.Code);
        Set(Terms with { Allotted = 4 });
        Assert.Null(Place("b2").Refusal);
    }

    [Theory]
    [InlineData(Selling.NotYet, RefusalCodes.NotLive), InlineData(Selling.Closed, RefusalCodes.SessionEnded), InlineData(Selling.Withdrawn, RefusalCodes.ItemWithdrawn)]
    [InlineData(Selling.PriceHidden, RefusalCodes.PriceNotCalled)]
    public void A_refusal_says_why_nothing_can_be_held(Selling selling, string code)
    {
        Set(Terms with { Selling = selling });
        Assert.Equal((code, code, RefusalCodes.ItemNotInSession), (Place("b1").Refusal!.Code, Wait("b1").Refusal!.Code, Place("b1", item: "i9").Refusal!.Code));
    }

    [Fact]
    public void A_combo_is_held_whole_or_not_at_all_and_its_parts_are_gone_for_others()
    {
        Set(Terms with { Allotted = 5 });
        Set(Terms with { Allotted = 3 }, "i2");
        Set(Terms with { Allotted = 10, PerBuyerLimit = 5, Parts = [new ComboPart("i1", 2), new ComboPart("i2", 1)] }, "c");
        Assert.Equal(2, _ledger.LeftOf("c"));
        Assert.Equal((RefusalCodes.SoldOut, 5, 3), (Place("b1", 3, "c").Refusal!.Code, _ledger.LeftOf("i1"), _ledger.LeftOf("i2")));
        Hold combo = Place("b1", 2, "c").Value;
        Assert.Equal((1, 1, 0), (_ledger.LeftOf("i1"), _ledger.LeftOf("i2"), _ledger.LeftOf("c")));
        Assert.Null(Place("b1", 1).Refusal); // the combo does not count against the part's own limit
        Assert.Equal(RefusalCodes.BelowPromised, Do(Stocking.Set(_ledger, Name, "i2", Terms with { Allotted = 1 }, _now)).Refusal!.Code);
        Assert.Equal(RefusalCodes.PartsFixed, Do(Stocking.Set(_ledger, Name, "c", Terms with { Allotted = 10 }, _now)).Refusal!.Code);
        Release(combo);
        Assert.Equal((4, 3, 2), (_ledger.LeftOf("i1"), _ledger.LeftOf("i2"), _ledger.LeftOf("c")));
    }

    [Fact]
    public void Nobody_gets_a_higher_price_than_they_saw_and_a_lower_one_is_theirs()
    {
        Set(Terms);
        Outcome<Hold> dearer = Place("b1", seen: new Money(2_000));
        Assert.Equal((RefusalCodes.PriceChanged, 2_990L), (dearer.Refusal!.Code, dearer.Refusal.Facts!["priceFen"]));
        Assert.Equal(new Money(2_990), Place("b1", seen: new Money(5_000)).Value.UnitPrice);
    }

    [Fact]
    public void A_flash_offer_has_so_many_pieces_and_an_end_and_both_are_exact()
    {
        Set(Terms with { Offer = new OfferTerms("o1", OfferKind.Flash, Start.AddMinutes(1), new Money(990), 3) });
        Hold cheap = Place("b1", 2, seen: new Money(990)).Value;
        Assert.Equal((new Money(990), "o1"), (cheap.UnitPrice, cheap.OfferId));
        Outcome<Hold> tooMany = Place("b2", 2, seen: new Money(990));
        Assert.Equal((RefusalCodes.OfferGone, 1), (tooMany.Refusal!.Code, tooMany.Refusal.Facts!["offerLeft"]));
        Assert.Equal((new Money(2_990), (string?)null), (Place("b2", 2).Value.UnitPrice, Newest("b2").OfferId));
        Release(cheap);
        _now = Start.AddMinutes(1).AddTicks(-1);
        Assert.Equal(new Money(990), Place("b3").Value.UnitPrice);
        _now = Start.AddMinutes(1);
        Assert.Equal(RefusalCodes.PriceChanged, Place("b4", seen: new Money(990)).Refusal!.Code);
        Assert.Equal(new Money(990), Newest("b3").UnitPrice); // what was promised stays promised
    }

    [Fact]
    public void A_step_price_rises_with_what_is_taken_and_a_threshold_takes_its_part_off_the_whole_hold()
    {
        Set(Terms with { Offer = new OfferTerms("o1", OfferKind.Step, null, Steps: [new PriceStep(2, new Money(1_000)), new PriceStep(4, new Money(2_000))]) });
        Assert.Equal([1_000L, 2_000, 2_990], ((string[])["b1", "b2", "b3"]).Select(buyer => Place(buyer, 2).Value.UnitPrice.Fen));
        Set(Terms with { Offer = new OfferTerms("o2", OfferKind.Threshold, null, AtLeast: new Money(5_980), Off: new Money(1_000)) });
        Assert.Equal((2_990L, 4_980L), (Place("b4", 1).Value.Total.Fen, Place("b5", 2).Value.Total.Fen));
    }

    [Fact]
    public void Who_waits_first_is_offered_first_and_what_they_do_not_want_goes_to_the_next()
    {
        Set(Terms with { Allotted = 3 });
        Hold all = Place("b1", 3).Value;
        Assert.Equal((1, 2, 3), (Waited("b2", 2), Waited("b3", 2), Waited("b4", 1)));
        Release(all);
        Assert.Equal((HoldState.Offered, 2, HoldState.Offered, 1, 0), (Newest("b2").State, Newest("b2").Quantity, Newest("b3").State, Newest("b3").Quantity, _ledger.LeftOf("i1")));
        Assert.Equal(RefusalCodes.SoldOut, Place("b9").Refusal!.Code);
        Release(Newest("b2"));
        Assert.Equal((HoldState.Offered, 1, 1), (Newest("b4").State, Newest("b4").Quantity, _ledger.LeftOf("i1")));
        _now += Waiting.OfferedFor - TimeSpan.FromTicks(1);
        Assert.Equal(Start + Waiting.OfferedFor - TimeSpan.FromTicks(1) + Terms.HoldLifetime, Do(Waiting.Accept(_ledger, Name, "b3", Newest("b3").Id, _now)).Value.ExpiresAt);
        _now += TimeSpan.FromTicks(1);
        Assert.Equal(RefusalCodes.HoldEnded, Do(Waiting.Accept(_ledger, Name, "b4", Newest("b4").Id, _now)).Refusal!.Code);
        Assert.Equal((HoldState.Held, HoldState.Expired, 2), (Newest("b3").State, Newest("b4").State, _ledger.LeftOf("i1")));

        int Waited(string buyer, int quantity)
        {
            Assert.Null(Wait(buyer, quantity).Refusal);
            return Waiting.PlaceOf(_ledger.Lines["i1"], buyer);
        }
    }

    [Fact]
    public void Nobody_waits_for_what_is_there_twice_or_beyond_their_limit_and_a_larger_allotment_serves_them_first()
    {
        Set(Terms with { Allotted = 3 });
        Assert.Equal(RefusalCodes.NotSoldOut, Wait("b2").Refusal!.Code);
        Place("b1", 3);
        Assert.Equal(RefusalCodes.LimitReached, Wait("b1").Refusal!.Code);
        Assert.Equal(Wait("b2", 2).Value, Wait("b2", 1).Value);
        Set(Terms with { Allotted = 10 });
        Assert.Equal((HoldState.Offered, 5), (Newest("b2").State, _ledger.LeftOf("i1")));
        Assert.Empty(_ledger.Lines["i1"].Waiting);
    }

    [Fact]
    public void A_wait_that_is_repeated_after_it_was_served_is_answered_and_waits_no_second_time()
    {
        Set(Terms with { Allotted = 3 });
        Hold first = Place("b1", 3).Value;
        WaitEntry waits = Wait("b2", 1, operation: "operation-w").Value;
        Release(first);
        Hold offered = Newest("b2");
        Assert.Equal(HoldState.Offered, offered.State);
        Place("b3", 2); // sold out again
        Assert.Equal(waits.Id, Wait("b2", 1, operation: "operation-w").Value.Id);
        Assert.Empty(_ledger.Lines["i1"].Waiting);
        Release(Newest("b3"));
        Assert.Equal((offered, 2), (Newest("b2"), _ledger.LeftOf("i1")));
    }

    [Fact]
    public void Staff_can_cancel_a_confirmed_hold_and_its_pieces_are_free_again()
    {
        Set(Terms);
        Hold hold = Place("b1", 2).Value;
        Assert.Equal(HoldState.Confirmed, Do(Holding.Confirm(_ledger, Name, "b1", hold.Id, new Handover(HandoverWay.Station, "st_1"), _now)).Value.State);
        _now = _now.AddDays(1);
        Assert.Equal((0, RefusalCodes.HoldEnded), (Do(Holding.Expire(_ledger, Name, _now)), Release(hold).Refusal!.Code));
        Assert.Equal(HoldState.Released, Do(Holding.Cancel(_ledger, Name, hold.Id, "anna", "破损", _now)).Value.State);
        Assert.Equal((10, 0, 0), (_ledger.LeftOf("i1"), _ledger.Lines["i1"].Confirmed, _ledger.Lines["i1"].Held));
    }
}
