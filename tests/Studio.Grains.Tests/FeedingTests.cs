using Studio.Grains.Live;
using Studio.Grains.Recording;
using Studio.Grains.Values;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>What a session makes of the words of ingest servers, however they come.</summary>
public sealed class FeedingTests
{
    private static readonly FeedRules Rules = FeedRules.Usual, TakeOver = FeedRules.Usual with { TakeOver = true };

    [Fact]
    public void A_drop_within_the_grace_time_is_the_same_session_and_only_an_interruption()
    {
        Played played = Played.Live();
        DateTimeOffset? started = played.Session.StartedAt;
        played.Wait(30);
        Goes(played, "7");
        Assert.Equal((FeedState.Away, played.Now + Rules.Grace), (played.Session.Feed.State, played.Session.Feed.BackUntil));
        played.Wait(59);
        Assert.Empty(Feeding.GiveUp(played.Session, played.Now).Events);
        Assert.Null(Comes(played, "8"));
        LiveSession back = played.Session;
        Assert.Equal((FeedState.Live, "8", null, SessionPhase.Live, started), (back.Feed.State, back.Feed.ClientId, back.Feed.BackUntil, back.Phase, back.StartedAt));
        Assert.Equal([MarkerKind.FeedStart, MarkerKind.FeedLost, MarkerKind.FeedStart], back.Markers.Select(marker => marker.Kind));
    }

    [Fact]
    public void After_the_grace_time_the_picture_is_lost_and_the_session_goes_on()
    {
        Played played = Played.Live();
        Goes(played, "7");
        DateTimeOffset went = played.Now;
        played.Wait(60);
        played.Do(Feeding.GiveUp(played.Session, played.Now));
        Assert.Equal((FeedState.Lost, null, went, SessionPhase.Live), (played.Session.Feed.State, played.Session.Feed.BackUntil, played.Session.Feed.Since, played.Session.Phase));
        Assert.Empty(Feeding.GiveUp(played.Session, played.Now).Events);
        played.Wait(600);
        Assert.Null(Comes(played, "8"));
        Assert.Equal(FeedState.Live, played.Session.Feed.State);
    }

    [Fact]
    public void A_session_that_ends_while_its_picture_is_away_waits_no_longer()
    {
        Played played = Played.Live();
        Goes(played, "7");
        played.Do(Board.End(played.Session));
        Assert.Equal((FeedState.Lost, null), (played.Session.Feed.State, played.Session.Feed.BackUntil));
        played.Wait(60);
        Assert.Empty(Feeding.GiveUp(played.Session, played.Now).Events);
        Assert.Equal(RefusalCodes.StreamKeyRefused, Comes(played, "8")!.Code);
    }

    [Fact]
    public void A_log_from_before_there_was_a_grace_time_says_what_it_said()
    {
        Played played = Played.Live();
        played.Apply(new FeedWent());
        Assert.Equal((FeedState.Lost, null), (played.Session.Feed.State, played.Session.Feed.BackUntil));
    }

    // srs #3046, first half: one connection says "gone" three times, and a late one after its publisher is back.
    [Fact]
    public void Srs_3046_repeated_words_that_a_publisher_went_change_nothing()
    {
        Played played = Played.Live();
        Goes(played, "7");
        DateTimeOffset? until = played.Session.Feed.BackUntil;
        played.Wait(1);
        Goes(played, "7");
        Assert.Equal(until, played.Session.Feed.BackUntil);
        Comes(played, "8");
        Goes(played, "7");
        Assert.Equal((FeedState.Live, "8"), (played.Session.Feed.State, played.Session.Feed.ClientId));
        Assert.Equal(3, played.Session.Markers.Count);
    }

    // srs #3046, second half: the publisher is back, and nobody says so.
    [Fact]
    public void Srs_3046_a_publisher_whose_coming_was_never_told_is_found_by_comparing()
    {
        Played played = Played.Live();
        Goes(played, "7");
        played.Wait(300);
        played.Do(Feeding.GiveUp(played.Session, played.Now));
        played.Do(Feeding.Found(played.Session, "8"));
        Assert.Equal((FeedState.Live, "8"), (played.Session.Feed.State, played.Session.Feed.ClientId));
        Assert.Empty(Feeding.Found(played.Session, "8").Events);
    }

    [Fact]
    public void Srs_3046_a_publisher_whose_going_is_told_before_its_coming_is_no_ghost_for_long()
    {
        Played played = Played.Live();
        Goes(played, "7");
        Goes(played, "8");
        Assert.Null(Comes(played, "8"));
        Assert.Equal("8", played.Session.Feed.ClientId);
        // The comparison says what a lost word says.
        Goes(played, "8");
        Assert.Equal(FeedState.Away, played.Session.Feed.State);
    }

    [Fact]
    public void A_repeated_word_that_a_publisher_came_gets_the_same_answer_even_when_its_time_is_over()
    {
        Played played = Played.Live();
        played.Apply(new SlotSet(new Slot(Played.Begin, Played.Begin.AddHours(1))));
        played.Wait(7_200);
        Outcome<Decided> again = Feeding.Starting(played.Session, new FeedArrival("key", "7", Rules), played.Now);
        Assert.Empty(again.Value.Events);
    }

    // nginx-rtmp #1572: on_publish is called for a publisher that the server will refuse, and then its "done".
    [Fact]
    public void Nginx_1572_a_second_publisher_is_refused_and_its_done_does_not_end_the_first()
    {
        Played played = Played.Live();
        Refusal busy = Comes(played, "8")!;
        Assert.Equal((RefusalCodes.StreamBusy, "7"), (busy.Code, busy.Facts!["clientId"]));
        Goes(played, "8");
        Goes(played, "8");
        Assert.Equal((FeedState.Live, "7"), (played.Session.Feed.State, played.Session.Feed.ClientId));
    }

    [Fact]
    public void Nginx_1572_a_second_publisher_takes_over_where_it_is_so_set_and_the_done_of_the_first_changes_nothing()
    {
        Played played = Played.Live();
        Assert.Null(Comes(played, "8", rules: TakeOver));
        Goes(played, "7");
        Assert.Equal((FeedState.Live, "8"), (played.Session.Feed.State, played.Session.Feed.ClientId));
        Assert.Equal(RefusalCodes.StreamKeyRefused, Comes(played, "9", "wrong", TakeOver)!.Code);
        Assert.Equal("8", played.Session.Feed.ClientId);
    }

    // nginx-rtmp #1061: a weak line drops many times in a minute, and a server that crashed never says "done".
    [Fact]
    public void Nginx_1061_a_weak_line_that_drops_forty_times_is_one_session_that_stays_live()
    {
        Played played = Played.Live();
        for (int client = 8; client < 48; client++)
        {
            played.Wait(2);
            Goes(played, $"{client - 1}");
            played.Wait(1);
            Assert.Null(Comes(played, $"{client}"));
        }
        Assert.Equal((FeedState.Live, "47", SessionPhase.Live, Played.Begin), (played.Session.Feed.State, played.Session.Feed.ClientId, played.Session.Phase, played.Session.StartedAt!.Value));
    }

    [Fact]
    public void Nginx_1061_a_publisher_whose_going_was_never_told_makes_room_once_the_server_is_asked()
    {
        Played played = Played.Live();
        Refusal busy = Comes(played, "8")!;
        Goes(played, (string)busy.Facts!["clientId"]);
        Assert.Null(Comes(played, "8"));
        Assert.Equal("8", played.Session.Feed.ClientId);
    }

    // mediamtx #5411: the source drops for a moment, and one broadcast becomes many recordings.
    [Fact]
    public void Mediamtx_5411_a_source_that_drops_and_returns_stays_in_one_session_with_both_gaps_on_its_timeline()
    {
        Played played = Played.Live();
        string play = played.Session.Feed.PlayName;
        foreach (string client in (string[])["mediamtx/b", "mediamtx/c"])
        {
            played.Wait(20);
            Goes(played, played.Session.Feed.ClientId!);
            played.Wait(5);
            Comes(played, client);
        }
        Assert.Equal((play, "mediamtx/c"), (played.Session.Feed.PlayName, played.Session.Feed.ClientId));
        Assert.Equal([0, 20, 25, 45, 50], played.Session.Markers.Select(marker => (marker.At - Played.Begin).TotalSeconds));
    }

    [Fact]
    public void Who_is_no_longer_welcome_is_not_brought_back_by_comparing()
    {
        Played played = Played.Live();
        played.Apply(new KeySet(null));
        Goes(played, "7");
        Assert.Empty(Feeding.Found(played.Session, "7").Events);
        played.Apply(new KeySet("new"));
        played.Do(Board.End(played.Session));
        Assert.Empty(Feeding.Found(played.Session, "7").Events);
    }

    [Fact]
    public void A_publisher_whose_key_is_revoked_while_it_is_away_is_not_expected_back_unless_another_door_is_open()
    {
        Played played = Played.Live();
        Goes(played, "7");
        played.Do(Feeding.SetKey(played.Session, "renewed"));
        Assert.Equal(FeedState.Away, played.Session.Feed.State);
        played.Do(Feeding.SetKey(played.Session, null));
        Assert.Equal((FeedState.Lost, null, null), (played.Session.Feed.State, played.Session.Feed.BackUntil, played.Session.KeyId));

        Played door = Played.Live();
        door.Do(Feeding.SetDoor(door.Session, new SrtDoor("operation", 10080)));
        Goes(door, "7");
        door.Do(Feeding.SetKey(door.Session, null));
        Assert.Equal(FeedState.Away, door.Session.Feed.State);
    }

    [Fact]
    public void A_publisher_that_is_sent_away_is_not_expected_back_whichever_word_of_it_comes_first()
    {
        // Revoked: whoever says that it went, there is no key with which it could come back.
        Played revoked = Played.Live();
        revoked.Do(Feeding.SetKey(revoked.Session, null));
        Goes(revoked, "7");
        Assert.Equal((FeedState.Lost, null), (revoked.Session.Feed.State, revoked.Session.Feed.BackUntil));

        // Renewed: the server's word starts the grace time, the studio's own ends it; and the other way round.
        Played renewed = Played.Live();
        renewed.Do(Feeding.SetKey(renewed.Session, "new"));
        Goes(renewed, "7");
        Assert.Equal(FeedState.Away, renewed.Session.Feed.State);
        renewed.Do(Feeding.Lost(renewed.Session, "7", TimeSpan.Zero, renewed.Now));
        Assert.Equal((FeedState.Lost, null), (renewed.Session.Feed.State, renewed.Session.Feed.BackUntil));
        Goes(renewed, "7");
        Assert.Equal(FeedState.Lost, renewed.Session.Feed.State);
    }

    private static Refusal? Comes(Played played, string client, string? key = "key", FeedRules? rules = null) =>
        played.Do(Feeding.Starting(played.Session, new FeedArrival(key, client, rules ?? Rules), played.Now));

    private static void Goes(Played played, string client) => played.Do(Feeding.Lost(played.Session, client, Rules.Grace, played.Now));
}
