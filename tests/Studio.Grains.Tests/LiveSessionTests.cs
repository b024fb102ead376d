using Studio.Grains.Live;
using Studio.Grains.Recording;
using Studio.Grains.Values;
using Xunit;

namespace Studio.Grains.Tests;

public sealed class LiveSessionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly LiveSession Live = new()
    {
        Phase = SessionPhase.Live,
        KeyId = "key",
        Feed = new Feed(FeedState.Live, "play", "7", Now),
        Items = [Item("i1", 1), Item("i2", 2)],
    };

    [Fact]
    public void A_take_that_leaves_another_revision_than_the_operator_saw_is_refused_with_the_head()
    {
        LiveSession taken = LiveSession.Take(Live, "s", new TakeItem("operation-1", "i1", new Head(1, 0)), Now).Value;
        Refusal stale = LiveSession.Take(taken, "s", new TakeItem("operation-2", "i2", new Head(1, 0)), Now.AddSeconds(5)).Refusal!;
        Assert.Equal(RefusalCodes.StaleTake, stale.Code);
        Assert.Equal(new Head(1, 1), ((OnAir)stale.Facts!["head"]).Head);
    }

    [Fact]
    public void A_double_press_is_one_take_and_the_refusal_says_when_the_next_is_allowed()
    {
        LiveSession taken = LiveSession.Take(Live, "s", new TakeItem("operation-1", "i1", new Head(1, 0)), Now).Value;
        Refusal soon = LiveSession.Take(taken, "s", new TakeItem("operation-2", "i2", new Head(1, 1)), Now.AddMilliseconds(300)).Refusal!;
        Assert.Equal(RefusalCodes.TooSoon, soon.Code);
        Assert.Equal(Now + LiveSession.MinimumTakeSpan, soon.Facts!["nextAllowedAt"]);
        Assert.Null(LiveSession.Take(taken, "s", new TakeItem("operation-2", "i2", new Head(1, 1)), Now.AddSeconds(1)).Refusal);
    }

    [Fact]
    public void A_repeated_take_changes_nothing_and_its_id_cannot_be_used_for_another()
    {
        LiveSession taken = LiveSession.Take(Live, "s", new TakeItem("operation-1", "i1", new Head(1, 0)), Now).Value;
        Assert.Same(taken, LiveSession.Take(taken, "s", new TakeItem("operation-1", "i1", new Head(1, 0)), Now).Value);
        Assert.Equal(RefusalCodes.OperationConflict, LiveSession.Take(taken, "s", new TakeItem("operation-1", "i2", new Head(1, 1)), Now).Refusal!.Code);
    }

    [Fact]
    public void Clearing_leaves_the_stretch_to_be_cut_and_an_empty_screen_cannot_be_cleared()
    {
        LiveSession taken = LiveSession.Take(Live, "s", new TakeItem("operation-1", "i1", new Head(1, 0)), Now).Value;
        LiveSession cleared = LiveSession.Clear(taken, "s", new ClearCard("operation-2", new Head(1, 1)), Now.AddSeconds(9)).Value;
        Clips.ClipRequest clip = Assert.Single(cleared.ClipsToRequest);
        Assert.Equal(("s-1", Now, Now.AddSeconds(9)), (clip.ClipId, clip.From, clip.To));
        Assert.Equal(RefusalCodes.NothingOnAir, LiveSession.Clear(cleared, "s", new ClearCard("operation-3", new Head(1, 2)), Now.AddSeconds(10)).Refusal!.Code);
    }

    [Fact]
    public void A_card_is_an_instance_that_edits_do_not_reach()
    {
        LiveSession taken = LiveSession.Take(Live, "s", new TakeItem("operation-1", "i1", new Head(1, 0)), Now).Value;
        LiveSession edited = taken with { Items = [Item("i1", 1) with { Price = new Money(1) }] };
        Assert.Equal(new Money(100), edited.OnAir.Card!.Price);
    }

    [Fact]
    public void Ending_takes_the_card_off_cuts_it_and_voids_the_key()
    {
        LiveSession taken = LiveSession.Take(Live, "s", new TakeItem("operation-1", "i1", new Head(1, 0)), Now).Value;
        LiveSession ended = LiveSession.End(taken, "s", Now.AddSeconds(9));
        Assert.Equal((SessionPhase.Ended, null, null), (ended.Phase, ended.KeyId, ended.OnAir.Card));
        Assert.Single(ended.ClipsToRequest);
        Assert.Equal(RefusalCodes.SessionEnded, LiveSession.Take(ended, "s", new TakeItem("operation-2", "i1", ended.OnAir.Head), Now.AddSeconds(20)).Refusal!.Code);
        Assert.Equal(RefusalCodes.StreamKeyRefused, LiveSession.FeedStarting(ended, "key", "8", Now.AddSeconds(20)).Refusal!.Code);
    }

    [Fact]
    public void A_second_publisher_is_refused_and_a_late_word_about_an_old_one_changes_nothing()
    {
        Assert.Equal(RefusalCodes.StreamKeyRefused, LiveSession.FeedStarting(Live, "wrong", "8", Now).Refusal!.Code);
        Assert.Equal(RefusalCodes.StreamBusy, LiveSession.FeedStarting(Live, "key", "8", Now).Refusal!.Code);
        Assert.Same(Live, LiveSession.FeedLost(Live, "6", Now));
        LiveSession lost = LiveSession.FeedLost(Live, "7", Now);
        Assert.Equal((FeedState.Lost, SessionPhase.Live), (lost.Feed.State, lost.Phase));
        Assert.Equal(FeedState.Live, LiveSession.FeedStarting(lost, "key", "9", Now).Value.Feed.State);
    }

    private static ShowcaseItem Item(string id, int number) => new(id, number, $"p{number}", $"商品{number}", "个", new Money(100), "x.png", 10, 2);
}
