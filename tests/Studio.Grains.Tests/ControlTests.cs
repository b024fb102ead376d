using Studio.Grains.Live;
using Studio.Grains.Values;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>Who has the controls: taken over with a word, and given back by the studio when their holder has gone.</summary>
public sealed class ControlTests
{
    private static readonly TimeSpan Instant = TimeSpan.FromTicks(1);

    [Fact]
    public void Controls_of_somebody_who_is_there_are_taken_over_only_with_confirmation()
    {
        Played played = Played.Live();
        Assert.Null(played.Do(Board.TakeControl(played.Session, "anna", present: false, confirmed: false)));
        Refusal refused = Board.TakeControl(played.Session, "bert", present: true, confirmed: false).Refusal!;
        Assert.Equal((RefusalCodes.HolderPresent, "anna"), (refused.Code, refused.Facts!["holder"]));
        Assert.Null(played.Do(Board.TakeControl(played.Session, "bert", present: true, confirmed: true)));
        Assert.Equal("bert", played.Session.Control!.Holder);
    }

    [Fact]
    public void Controls_of_somebody_who_has_gone_and_ones_own_need_none()
    {
        Played played = Played.Live();
        played.Do(Board.TakeControl(played.Session, "anna", present: false, confirmed: false));
        Assert.IsType<NothingChanged>(Assert.Single(Board.TakeControl(played.Session, "anna", present: true, confirmed: false).Value.Events));
        Assert.Null(Board.TakeControl(played.Session, "bert", present: false, confirmed: false).Refusal);
    }

    [Fact]
    public void Controls_go_back_when_their_holder_was_not_seen_for_the_limit_and_not_an_instant_sooner()
    {
        Played played = Played.Live();
        Assert.Null(Board.ControlEndsAt(played.Session, Played.Begin));
        Assert.Empty(Board.ReleaseControl(played.Session, Played.Begin, Played.Begin.AddDays(1)).Events);
        played.Wait(60);
        played.Do(Board.TakeControl(played.Session, "anna", present: false, confirmed: false));
        // Who was last seen before taking them (a script, a key) has the whole limit, too.
        Assert.Equal(played.Now + Board.AwayLimit, Board.ControlEndsAt(played.Session, Played.Begin));
        DateTimeOffset seen = played.Now.AddSeconds(100);
        Assert.Empty(Board.ReleaseControl(played.Session, seen, seen + Board.AwayLimit - Instant).Events);
        Assert.Equal(new ControlReleased("anna"), Assert.Single(Board.ReleaseControl(played.Session, seen, seen + Board.AwayLimit).Events));
    }

    [Fact]
    public void Everybody_is_told_whose_controls_were_given_back_until_somebody_takes_them()
    {
        Played played = Played.Live();
        played.Do(Board.TakeControl(played.Session, "anna", present: false, confirmed: false));
        played.Wait(20);
        played.Do(Board.ReleaseControl(played.Session, Played.Begin, played.Now));
        Assert.Null(played.Session.Control);
        Assert.Equal(new ReleasedControl("anna", played.Now), played.Session.View().Released);
        Assert.Null(played.Take("i1", by: "bert"));
        played.Do(Board.TakeControl(played.Session, "bert", present: false, confirmed: false));
        Assert.Null(played.Session.View().Released);
    }

    [Fact]
    public void A_renewal_that_is_missed_once_is_no_absence_and_who_closed_the_console_has_gone_at_once()
    {
        var presence = new Presence(Played.Begin);
        presence.Note("anna", open: true, Played.Begin);
        Assert.True(presence.IsHere("anna", Played.Begin + ObserverLease.Renewal * 2));
        Assert.False(presence.IsHere("anna", Played.Begin + ObserverLease.Renewal * 3));
        presence.Note("anna", open: false, Played.Begin.AddSeconds(2));
        Assert.False(presence.IsHere("anna", Played.Begin.AddSeconds(2)));
        Assert.Equal(Played.Begin.AddSeconds(2), presence.LastSeen("anna"));
        // A grain that has just begun knows nobody yet: nobody is gone because of that.
        Assert.Equal(Played.Begin, presence.LastSeen("bert"));
    }
}
