using Studio.Grains.Live;
using Studio.Grains.Recording;
using Studio.Grains.Values;
using Xunit;

namespace Studio.Grains.Tests;

public sealed class LiveSessionTests
{
    [Fact]
    public void A_take_that_leaves_another_revision_than_the_operator_saw_is_refused_with_the_head()
    {
        Played played = Played.Live();
        played.Take("i1");
        played.Wait(5);
        Refusal stale = played.Take("i2", expected: new Head(1, 0))!;
        Assert.Equal(RefusalCodes.StaleTake, stale.Code);
        Assert.Equal(new Head(1, 1), ((OnAir)stale.Facts!["head"]).Head);
    }

    [Fact]
    public void A_double_press_is_one_take_and_the_refusal_says_when_the_next_is_allowed()
    {
        Played played = Played.Live();
        played.Take("i1");
        played.Wait(0.3);
        Refusal soon = played.Take("i2")!;
        Assert.Equal(RefusalCodes.TooSoon, soon.Code);
        Assert.Equal(Played.Begin + Board.MinimumTakeSpan, soon.Facts!["nextAllowedAt"]);
        played.Wait(0.7);
        Assert.Null(played.Take("i2"));
    }

    [Fact]
    public void Clearing_leaves_the_stretch_to_be_cut_and_an_empty_screen_cannot_be_cleared()
    {
        Played played = Played.Live();
        played.Take("i1");
        played.Wait(9);
        Assert.Null(played.Clear());
        Clips.ClipRequest clip = Assert.Single(played.Session.ClipsToRequest);
        Assert.Equal(("s-1", Played.Begin, Played.Begin.AddSeconds(9)), (clip.ClipId, clip.From, clip.To));
        Assert.Equal(RefusalCodes.NothingOnAir, played.Clear()!.Code);
    }

    [Fact]
    public void A_take_in_place_of_another_card_ends_that_showing_and_cuts_its_stretch()
    {
        Played played = Played.Live();
        played.Take("i1");
        played.Wait(9);
        played.Take("i2");
        Assert.Equal("s-1", Assert.Single(played.Session.ClipsToRequest).ClipId);
        Assert.Equal([(1L, (DateTimeOffset?)Played.Begin.AddSeconds(9)), (2L, null)], played.Session.AsPlayed.Select(one => (one.Revision, one.Until)));
    }

    [Fact]
    public void An_updated_card_is_the_same_showing_and_the_whole_stretch_becomes_one_clip()
    {
        Played played = Played.Live();
        played.Take("i1");
        played.Wait(3);
        Assert.Null(played.Do(Pricing.SetPrice(played.Session, "i1", new Money(90), "anna", played.Now, "x")));
        played.Wait(6);
        played.Clear();
        Clips.ClipRequest clip = Assert.Single(played.Session.ClipsToRequest);
        Assert.Equal(("s-1", Played.Begin, new Money(90)), (clip.ClipId, clip.From, clip.Card.Price));
    }

    [Fact]
    public void Taking_the_planned_item_moves_the_plan_on_and_a_pop_up_leaves_it()
    {
        Played played = Played.Live(1, 2, 3);
        Assert.Equal("r1", played.Session.NextId);
        played.Take("i1", "r1");
        Assert.Equal("r2", played.Session.NextId);
        played.Wait(2);
        played.Take("i3");
        Assert.Equal("r2", played.Session.NextId);
        Assert.Equal(["r1", null], played.Session.AsPlayed.Select(one => one.RundownItemId));
    }

    [Fact]
    public void A_sold_out_or_withdrawn_item_is_refused_unless_it_is_shown_as_what_it_is()
    {
        Played played = Played.Live();
        Assert.Equal(RefusalCodes.SoldOut, played.Take("i1", left: 0)!.Code);
        Assert.Null(played.Take("i1", left: 0, template: Templates.SoldOut));
        played.Do(Pricing.Withdraw(played.Session, "i2", true, "anna"));
        played.Wait(2);
        Assert.Equal(RefusalCodes.ItemWithdrawn, played.Take("i2")!.Code);
    }

    [Fact]
    public void A_planned_item_without_a_product_moves_the_plan_and_is_recorded_without_a_card()
    {
        Played played = Played.Live();
        played.Do(Board.EditRundown(played.Session, 1, new RundownEdit(RundownEditKind.AddItems, BeforeId: "r1", Items: [new RundownEntry(120, null, "开场")]), "x"));
        played.Do(Board.SetNext(played.Session, "x-0", "anna"));
        Assert.Null(played.Take("", "x-0"));
        Assert.Null(played.Session.OnAir.Card);
        Assert.Equal("r1", played.Session.NextId);
        Assert.Equal("开场", Assert.Single(played.Session.AsPlayed).Name);
    }

    [Fact]
    public void Ending_takes_the_card_off_cuts_it_and_voids_the_key()
    {
        Played played = Played.Live();
        played.Take("i1");
        played.Wait(9);
        played.Do(Board.End(played.Session));
        LiveSession ended = played.Session;
        Assert.Equal((SessionPhase.Ended, null, null), (ended.Phase, ended.KeyId, ended.OnAir.Card));
        Assert.Single(ended.ClipsToRequest);
        Assert.Equal(RefusalCodes.SessionEnded, played.Take("i1")!.Code);
        Assert.Equal(RefusalCodes.StreamKeyRefused, Feeding.Starting(ended, new FeedArrival("key", "8", FeedRules.Usual), played.Now).Refusal!.Code);
    }

    [Fact]
    public void Only_the_holder_of_the_controls_changes_what_is_on_air_but_anybody_may_blank_it_or_take_over()
    {
        Played played = Played.Live();
        played.Do(Board.TakeControl(played.Session, "anna", present: false, confirmed: false));
        Refusal refused = played.Take("i1", by: "bert")!;
        Assert.Equal((RefusalCodes.NotInControl, "anna"), (refused.Code, refused.Facts!["holder"]));
        Assert.Null(played.Do(Board.SetBlank(played.Session, true, 0)));
        Assert.True(played.Session.Blank.On);
        played.Do(Board.TakeControl(played.Session, "bert", present: false, confirmed: false));
        Assert.Null(played.Take("i1", by: "bert"));
        Assert.Equal(RefusalCodes.NotInControl, played.Clear("anna")!.Code);
    }

    [Fact]
    public void A_rehearsal_is_an_epoch_of_its_own_and_leaves_nothing_behind()
    {
        Played played = Played.Planned(1, 2);
        played.Do(Board.SetRehearsal(played.Session, true, "anna"));
        Assert.Equal(new Head(2, 0), played.Head);
        played.Take("i1", "r1");
        played.Do(Feeding.Starting(played.Session, new FeedArrival("key", "7", FeedRules.Usual), played.Now));
        played.Wait(9);
        played.Clear();
        Assert.Equal(SessionPhase.Planned, played.Session.Phase);
        played.Do(Board.SetRehearsal(played.Session, false, "anna"));
        LiveSession live = played.Session;
        Assert.Equal((SessionPhase.Live, new Head(3, 0), "r1"), (live.Phase, live.OnAir.Head, live.NextId));
        Assert.Empty(live.AsPlayed);
        Assert.Empty(live.ClipsToRequest);
        Assert.Equal([MarkerKind.FeedStart], live.Markers.Select(marker => marker.Kind));
        Assert.Equal(RefusalCodes.NotPlanned, Board.SetRehearsal(live, true, "anna").Refusal!.Code);
    }

    [Fact]
    public void The_automatic_pop_up_shows_takes_off_passes_over_what_is_gone_and_ends_with_the_first_manual_take()
    {
        Played played = Played.Live(1, 2, 3);
        var plan = new AutoPopPlan(["i1", "i2", "i3"], 20, 8, 0, 5);
        played.Do(AutoPopping.Set(played.Session, plan, "anna", played.Now));
        var left = new Dictionary<string, int>(StringComparer.Ordinal) { ["i1"] = 5, ["i2"] = 0, ["i3"] = 5 };
        List<string?> shown = [];
        for (int second = 0; second < 60; second++)
        {
            played.Wait(1);
            played.Apply([.. AutoPopping.Step(played.Session, played.Now, 0, left).Events]);
            string? item = played.Session.OnAir.Card?.ItemId;
            if (shown.Count == 0 || shown[^1] != item) shown.Add(item);
        }
        Assert.Equal(["i1", null, "i3", null, "i1"], shown.Take(5));
        played.Take("i2");
        Assert.Null(played.Session.AutoPop);
    }
}
