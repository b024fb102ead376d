using Studio.Grains.Live;
using Studio.Grains.Showcase;
using Studio.Grains.Values;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>Many prices in one step: each by the rules of one.</summary>
public sealed class PriceListTests
{
    [Fact]
    public void Each_price_is_set_kept_waiting_or_refused_and_none_keeps_another_back()
    {
        Played played = Played.Live(1, 2, 3, 4, 5);
        played.Take("i1");
        played.Do(Offering.Start(played.Session, "i2", new OfferSpec(OfferKind.Flash, TimeSpan.FromMinutes(5), new Money(50)), "anna", played.Now, "o1"));
        Outcome<Decided> decided = Set(played, ("i1", 200), ("i2", 90), ("i3", 80), ("i4", 100), ("i5", 0), ("i9", 70));
        Assert.Equal(
            [("i1", "waits"), ("i2", RefusalCodes.OfferRuns), ("i3", "set"), ("i4", "same"), ("i5", RefusalCodes.Validation), ("i9", RefusalCodes.ItemNotInSession)],
            PriceList.Read(decided.Value.Reference).Select(outcome => (outcome.ItemId, outcome.State)));
        played.Do(decided);
        Assert.Equal([100L, 50, 80, 100, 100], played.Session.Items.Select(item => item.Price.Fen));
        Assert.Equal(("i1", new Money(200)), (Assert.Single(played.Session.Raises).ItemId, played.Session.Raises[0].To));
        Assert.Equal(new Money(100), played.Session.OnAir.Card!.Price);
    }

    [Fact]
    public void A_lower_price_of_the_card_on_air_is_on_the_card_in_the_same_step()
    {
        Played played = Played.Live();
        played.Take("i1");
        played.Do(Set(played, ("i2", 90), ("i1", 80)));
        Assert.Equal(new Money(80), played.Session.OnAir.Card!.Price);
    }

    [Fact]
    public void Whoever_has_not_the_controls_sets_none_and_after_the_end_nobody_does()
    {
        Played played = Played.Live();
        played.Do(Board.TakeControl(played.Session, "bert", present: false, confirmed: false));
        Assert.Equal(RefusalCodes.NotInControl, Set(played, ("i1", 90)).Refusal!.Code);
        played.Do(Board.End(played.Session));
        Assert.Equal(RefusalCodes.SessionEnded, Set(played, ("i1", 90)).Refusal!.Code);
    }

    [Fact]
    public void An_id_that_is_none_of_ours_cannot_make_an_answer_of_its_own()
    {
        Played played = Played.Live();
        Assert.Equal([("", RefusalCodes.ItemNotInSession)], PriceList.Read(Set(played, ("i1=set i2", 90)).Value.Reference).Select(outcome => (outcome.ItemId, outcome.State)));
    }

    private static Outcome<Decided> Set(Played played, params (string Item, long Fen)[] prices) =>
        PriceList.Set(played.Session, [.. prices.Select(price => new ItemPrice(price.Item, new Money(price.Fen)))], "anna", played.Now, "x");
}
