using Studio.Grains.Catalog;
using Studio.Grains.Live;
using Studio.Grains.Showcase;
using Studio.Grains.Values;
using Xunit;

namespace Studio.Grains.Tests;

public sealed class PricingTests
{
    [Fact]
    public void A_higher_price_on_air_waits_for_a_second_person_and_a_lower_one_does_not()
    {
        Played played = Played.Live();
        played.Take("i1");
        Assert.Null(played.Do(Pricing.SetPrice(played.Session, "i1", new Money(80), "anna", played.Now, "x1")));
        Assert.Equal(new Money(80), played.Session.OnAir.Card!.Price);
        Assert.Null(played.Do(Pricing.SetPrice(played.Session, "i1", new Money(120), "anna", played.Now, "x2")));
        Assert.Equal((new Money(80), new Money(80)), (played.Session.OnAir.Card!.Price, played.Session.Find("i1")!.Price));
        Assert.Equal(RefusalCodes.SamePerson, Pricing.SettleRaise(played.Session, "x2", true, "anna").Refusal!.Code);
        Assert.Null(played.Do(Pricing.SettleRaise(played.Session, "x2", true, "bert")));
        Assert.Equal((new Money(120), new Money(120)), (played.Session.OnAir.Card!.Price, played.Session.Find("i1")!.Price));
        Assert.Empty(played.Session.Raises);
    }

    [Fact]
    public void A_raise_is_void_when_its_card_goes_off_or_the_price_became_another()
    {
        Played played = Played.Live();
        played.Take("i1");
        played.Do(Pricing.SetPrice(played.Session, "i1", new Money(120), "anna", played.Now, "x1"));
        played.Do(Pricing.SetPrice(played.Session, "i1", new Money(70), "anna", played.Now, "x2"));
        played.Do(Pricing.SettleRaise(played.Session, "x1", true, "bert"));
        Assert.Equal(new Money(70), played.Session.OnAir.Card!.Price);
        played.Do(Pricing.SetPrice(played.Session, "i1", new Money(120), "anna", played.Now, "x3"));
        played.Wait(2);
        played.Clear();
        Assert.Equal(RefusalCodes.NotFound, Pricing.SettleRaise(played.Session, "x3", true, "bert").Refusal!.Code);
    }

    [Fact]
    public void Edits_of_the_catalogue_reach_a_card_only_when_they_are_pushed_and_never_its_price()
    {
        Played played = Played.Live();
        played.Take("i1");
        var edited = new Product("p1", new ProductDetails("夏乐西瓜 新名", "颗", new Money(999_00), ProductKind.Watermelon, "南大里", "https://trace.example/1"), "y.png", false);
        Assert.Equal("商品1", played.Session.OnAir.Card!.Name);
        played.Wait(1);
        Assert.Null(played.Do(Pricing.Push(played.Session, "i1", edited, "anna")));
        ProductCard card = played.Session.OnAir.Card!;
        Assert.Equal(("夏乐西瓜 新名", "颗", "y.png", "南大里", new Money(100), Played.Begin), (card.Name, card.Unit, card.Picture, card.Origin, card.Price, card.TakenAt));
        Assert.Equal(new Head(1, 2), played.Head);
        Assert.Single(played.Session.AsPlayed);
    }

    [Fact]
    public void An_offer_lowers_the_price_until_its_end_which_needs_nobody()
    {
        Played played = Played.Live();
        played.Take("i1");
        Assert.Equal(RefusalCodes.Validation, Offering.Start(played.Session, "i1", new OfferSpec(OfferKind.Flash, TimeSpan.FromMinutes(1), new Money(100)), "anna", played.Now, "o1").Refusal!.Code);
        Assert.Null(played.Do(Offering.Start(played.Session, "i1", new OfferSpec(OfferKind.Flash, TimeSpan.FromMinutes(1), new Money(60)), "anna", played.Now, "o1")));
        Assert.Equal((new Money(60), Played.Begin.AddMinutes(1)), (played.Session.OnAir.Card!.Price, played.Session.OnAir.Card!.OfferEndsAt));
        Assert.Equal(RefusalCodes.OfferRuns, Pricing.SetPrice(played.Session, "i1", new Money(50), "anna", played.Now, "x").Refusal!.Code);
        Assert.Empty(Offering.EndDue(played.Session, played.Now.AddSeconds(59)).Events);
        played.Apply([.. Offering.EndDue(played.Session, played.Now.AddSeconds(60)).Events]);
        Assert.Equal((new Money(100), (DateTimeOffset?)null), (played.Session.OnAir.Card!.Price, played.Session.OnAir.Card!.OfferEndsAt));
    }

    [Fact]
    public void A_price_is_struck_out_only_with_a_stored_proof_of_a_higher_one()
    {
        Played played = Played.Live();
        played.Take("i1");
        Assert.Null(played.Session.OnAir.Card!.WasPrice);
        played.Do(Pricing.Prove(played.Session, "i1", new PriceProof(new Money(90), "proof.jpg", "九月成交", "anna", played.Now), "anna"));
        Assert.Null(played.Session.OnAir.Card!.WasPrice);
        played.Do(Pricing.Prove(played.Session, "i1", new PriceProof(new Money(150), "proof.jpg", "九月成交", "anna", played.Now), "anna"));
        Assert.Equal(new Money(150), played.Session.OnAir.Card!.WasPrice);
    }

    [Fact]
    public void A_withdrawn_item_loses_its_card()
    {
        Played played = Played.Live();
        played.Take("i1");
        Assert.Null(played.Do(Pricing.Withdraw(played.Session, "i1", true, "anna")));
        Assert.Null(played.Session.OnAir.Card);
    }

    [Fact]
    public void A_flash_offer_whose_pieces_are_taken_is_over_and_the_card_says_so()
    {
        Played played = Played.Live();
        played.Take("i1");
        played.Do(Offering.Start(played.Session, "i1", new OfferSpec(OfferKind.Flash, TimeSpan.FromMinutes(1), new Money(60), Quantity: 5), "anna", played.Now, "o1"));
        Assert.Empty(Offering.Moved(played.Session, "i1", "o1", new Money(60), 1).Events);
        Assert.Empty(Offering.Moved(played.Session, "i1", "of another day", new Money(100), 0).Events);
        played.Apply([.. Offering.Moved(played.Session, "i1", "o1", new Money(100), 0).Events]);
        Assert.Equal((new Money(100), (DateTimeOffset?)null, (ItemOffer?)null), (played.Session.OnAir.Card!.Price, played.Session.OnAir.Card.OfferEndsAt, played.Session.Find("i1")!.Offer));
    }

    [Fact]
    public void A_step_price_moves_on_the_card_as_the_ledger_says_and_ends_at_the_items_own()
    {
        Played played = Played.Live();
        played.Take("i1");
        var steps = new OfferSpec(OfferKind.Step, null, Steps: [new PriceStep(10, new Money(50)), new PriceStep(20, new Money(70))]);
        played.Do(Offering.Start(played.Session, "i1", steps, "anna", played.Now, "o1"));
        Assert.Equal(new Money(50), played.Session.OnAir.Card!.Price);
        played.Apply([.. Offering.Moved(played.Session, "i1", "o1", new Money(70), 10).Events]);
        Assert.Equal(new Money(70), played.Session.OnAir.Card!.Price);
        played.Do(Offering.End(played.Session, "i1", "anna"));
        Assert.Equal(new Money(100), played.Session.OnAir.Card!.Price);
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(3)]
    public void Steps_that_do_not_rise_or_are_no_offer_are_refused(int which)
    {
        PriceStep[] steps = which switch
        {
            0 => [],
            1 => [new(10, new Money(50)), new(10, new Money(60))],
            2 => [new(10, new Money(60)), new(20, new Money(50))],
            _ => [new(10, new Money(100))],
        };
        Played played = Played.Live();
        Assert.Equal(RefusalCodes.Validation, Offering.Start(played.Session, "i1", new OfferSpec(OfferKind.Step, null, Steps: steps), "anna", played.Now, "o1").Refusal!.Code);
    }

    [Fact]
    public void The_words_of_a_threshold_offer_come_and_go_with_it()
    {
        Played played = Played.Live();
        played.Take("i1");
        played.Do(Offering.Start(played.Session, "i1", new OfferSpec(OfferKind.Threshold, null, AtLeast: new Money(10_000), Off: new Money(2_000)), "anna", played.Now, "o1"));
        Assert.Equal((new Money(100), "满¥100减¥20"), (played.Session.OnAir.Card!.Price, played.Session.OnAir.Card.Mechanism));
        played.Do(Offering.End(played.Session, "i1", "anna"));
        Assert.Equal("", played.Session.OnAir.Card!.Mechanism);
    }
}
