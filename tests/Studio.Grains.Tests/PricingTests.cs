using Studio.Grains.Catalog;
using Studio.Grains.Live;
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
        Assert.Equal(RefusalCodes.Validation, Pricing.StartOffer(played.Session, "i1", new Money(100), TimeSpan.FromMinutes(1), "anna", played.Now).Refusal!.Code);
        Assert.Null(played.Do(Pricing.StartOffer(played.Session, "i1", new Money(60), TimeSpan.FromMinutes(1), "anna", played.Now)));
        Assert.Equal((new Money(60), Played.Begin.AddMinutes(1)), (played.Session.OnAir.Card!.Price, played.Session.OnAir.Card!.OfferEndsAt));
        Assert.Equal(RefusalCodes.OfferRuns, Pricing.SetPrice(played.Session, "i1", new Money(50), "anna", played.Now, "x").Refusal!.Code);
        Assert.Empty(Pricing.EndDueOffers(played.Session, played.Now.AddSeconds(59)).Events);
        played.Apply([.. Pricing.EndDueOffers(played.Session, played.Now.AddSeconds(60)).Events]);
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
    public void A_withdrawn_item_loses_its_card_and_pieces_that_are_promised_stay_promised()
    {
        Played played = Played.Live();
        played.Take("i1");
        Assert.Equal(RefusalCodes.BelowPromised, Pricing.Allot(played.Session, "i1", 3, 2, promised: 4, "anna").Refusal!.Code);
        Assert.Null(played.Do(Pricing.Withdraw(played.Session, "i1", true, "anna")));
        Assert.Null(played.Session.OnAir.Card);
    }
}
