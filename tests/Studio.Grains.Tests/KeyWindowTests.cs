using Studio.Grains.Live;
using Studio.Grains.Recording;
using Studio.Grains.Values;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>When the doors of a session let a publisher in.</summary>
public sealed class KeyWindowTests
{
    private static readonly FeedRules Rules = FeedRules.Usual;

    [Theory]
    [InlineData(-901, RefusalCodes.StreamKeyTooEarly)]
    [InlineData(-900, null)]
    [InlineData(0, null)]
    [InlineData(4_199, null)]
    [InlineData(4_200, RefusalCodes.StreamKeyTooLate)]
    public void A_key_is_valid_from_a_quarter_of_an_hour_before_its_slot_to_ten_minutes_after(int seconds, string? code)
    {
        Played played = Played.Planned(1, 2);
        played.Apply(new SlotSet(new Slot(Played.Begin, Played.Begin.AddHours(1))));
        played.Wait(seconds);
        Assert.Equal(code, Comes(played, "7")?.Code);
    }

    [Fact]
    public void A_key_without_a_planned_end_is_valid_until_the_session_ends_and_without_a_plan_at_once()
    {
        Played open = Played.Planned(1, 2);
        open.Wait(10 * 86_400);
        Assert.Null(Comes(open, "7"));
        Played without = Played.Planned(1, 2);
        without.Apply(new SlotSet(new Slot(default, null)));
        without.Wait(-400 * 86_400);
        Assert.Null(Comes(without, "7"));
    }

    [Fact]
    public void A_rehearsal_may_be_held_days_before_and_who_drops_in_the_last_minute_may_come_back()
    {
        Played played = Played.Planned(1, 2);
        played.Wait(-3 * 86_400);
        Assert.Equal(RefusalCodes.StreamKeyTooEarly, Comes(played, "7")!.Code);
        played.Do(Board.SetRehearsal(played.Session, true, "anna"));
        Assert.Null(Comes(played, "7"));

        Played late = Played.Live();
        late.Apply(new SlotSet(new Slot(Played.Begin, Played.Begin.AddHours(1))));
        late.Wait(4_195);
        Goes(late, "7");
        late.Wait(30);
        Assert.Null(Comes(late, "8"));
        Goes(late, "8");
        late.Wait(60);
        late.Do(Feeding.GiveUp(late.Session, late.Now));
        Assert.Equal(RefusalCodes.StreamKeyTooLate, Comes(late, "9")!.Code);
    }

    [Fact]
    public void The_window_of_a_key_stands_the_first_and_the_last_of_all_days()
    {
        KeyWindow first = KeyWindow.Of(new Slot(DateTimeOffset.MinValue.AddMinutes(1), DateTimeOffset.MaxValue), Rules);
        Assert.Equal((DateTimeOffset.MinValue, DateTimeOffset.MaxValue), (first.From, first.Until));
    }

    [Fact]
    public void Without_a_key_only_an_open_door_lets_in_and_a_closed_one_no_longer()
    {
        Played played = Played.Planned(1, 2);
        Assert.Equal(RefusalCodes.StreamKeyRefused, Comes(played, "7", key: null)!.Code);
        played.Do(Feeding.SetDoor(played.Session, new SrtDoor("operation", 10080)));
        Assert.Null(Comes(played, "7", key: null));
        Assert.Equal(RefusalCodes.StreamBusy, Comes(played, "8")!.Code);
        Goes(played, "7");
        played.Do(Feeding.SetDoor(played.Session, null));
        Assert.Equal(RefusalCodes.StreamKeyRefused, Comes(played, "9", key: null)!.Code);
        played.Do(Feeding.SetDoor(played.Session, new SrtDoor("again", 10080)));
        played.Do(Board.End(played.Session));
        Assert.Null(played.Session.Door);
        Assert.Equal(RefusalCodes.SessionEnded, Feeding.SetDoor(played.Session, new SrtDoor("late", 10080)).Refusal!.Code);
    }

    [Fact]
    public void A_slot_ends_after_it_begins_and_an_ended_session_is_not_moved()
    {
        Played played = Played.Planned(1, 2);
        Assert.Equal(RefusalCodes.Validation, Feeding.Move(played.Session, new Slot(Played.Begin, Played.Begin)).Refusal!.Code);
        Assert.IsType<NothingChanged>(Assert.Single(Feeding.Move(played.Session, played.Session.Slot).Value.Events));
        played.Do(Feeding.Move(played.Session, new Slot(Played.Begin.AddHours(-1), null)));
        Assert.Equal(Played.Begin.AddHours(-1), played.Session.View().PlannedStart);
        played.Do(Board.End(played.Session));
        Assert.Equal(RefusalCodes.SessionEnded, Feeding.Move(played.Session, new Slot(Played.Begin, null)).Refusal!.Code);
    }

    private static Refusal? Comes(Played played, string client, string? key = "key") =>
        played.Do(Feeding.Starting(played.Session, new FeedArrival(key, client, Rules), played.Now));

    private static void Goes(Played played, string client) => played.Do(Feeding.Lost(played.Session, client, Rules.Grace, played.Now));
}
