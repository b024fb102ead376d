using CsCheck;
using Studio.Grains.Live;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>Where markers are in the recording: what is noted, where is looked, and what a room's delay is.</summary>
public sealed class PlacingTests
{
    private static readonly DateTimeOffset Begin = Played.Begin;

    private static MarkerPlace By(PlacedBy how, double seconds = 3, bool gap = false) => new(how, Begin.AddSeconds(seconds), "part-0001", TimeSpan.FromSeconds(seconds), TimeSpan.FromMilliseconds(40), gap);

    // Marker 0: the feed came; 1: take; 2: take; 3: clear.
    private static Played Show()
    {
        Played played = Played.Live(1, 2);
        played.Take("i1");
        played.Wait(10);
        played.Take("i2");
        played.Wait(10);
        played.Clear();
        return played;
    }

    [Fact]
    public void What_the_overlay_shows_or_ceases_to_show_is_due_until_it_has_a_place()
    {
        Played played = Show();
        Assert.Equal([1, 2, 3], Placing.Due(played.Session.Markers));
        played.Apply([.. Placing.Place(played.Session, [new PlacedMarker(2, By(PlacedBy.Stamp))]).Events]);
        Assert.Equal([1, 3], Placing.Due(played.Session.Markers));
        Assert.Equal(PlacedBy.Stamp, played.Session.Markers[2].Place!.By);
    }

    [Fact]
    public void A_place_is_noted_once_and_replaced_only_by_a_surer_one()
    {
        Played played = Show();
        Decided Note(int marker, PlacedBy how) => Placing.Place(played.Session, [new PlacedMarker(marker, By(how))]);
        played.Apply([.. Note(1, PlacedBy.Delay).Events]);
        Assert.Empty(Note(1, PlacedBy.Delay).Events);
        Assert.Empty(Note(1, PlacedBy.WallClock).Events);
        Assert.Single(Note(1, PlacedBy.Stamp).Events);
        Assert.Empty(Note(0, PlacedBy.Stamp).Events); // the feed is not on the overlay
        Assert.Empty(Note(4, PlacedBy.Stamp).Events);
        Assert.Empty(Note(-1, PlacedBy.Stamp).Events);
    }

    [Fact]
    public void Epochs_are_counted_from_the_rehearsals()
    {
        RehearsalSpan[] rehearsals = [new(Begin.AddMinutes(1), Begin.AddMinutes(2)), new(Begin.AddMinutes(3), null)];
        Assert.Equal([1, 2, 3, 4], ((double[])[0, 1.5, 2.5, 4]).Select(minutes => Placing.EpochAt(rehearsals, Begin.AddMinutes(minutes))));
        Played played = Played.Planned([1]);
        played.Apply(new RehearsalSet(true));
        played.Wait(5);
        played.Apply(new RehearsalSet(false));
        played.Wait(5);
        played.Apply(new FeedCame("7"));
        played.Take("i1");
        Assert.Equal(played.Session.OnAir.Epoch, Placing.EpochAt(played.Session.Rehearsals, played.Session.Markers[^1].At));
    }

    [Fact]
    public void It_is_looked_for_near_the_known_delay_first_and_then_more_widely()
    {
        Played played = Show();
        IReadOnlyList<Around> blind = Placing.Windows(played.Session.Markers, 1, CardTheme.Plain, null);
        Assert.True(blind[0].From < TimeSpan.Zero && blind[0].Until > TimeSpan.FromSeconds(3));
        Assert.True(blind[^1].Until > TimeSpan.FromSeconds(20)); // OBS's own delay
        var delay = new RoomDelay(TimeSpan.FromSeconds(8), TimeSpan.FromMilliseconds(100), 9, Begin);
        Around near = Placing.Windows(played.Session.Markers, 1, CardTheme.Plain, delay)[0];
        Assert.InRange(near.From.TotalSeconds, 6, 7);
        Assert.InRange(near.Until.TotalSeconds, 9, 10);
        Assert.Empty(Placing.Windows(played.Session.Markers, 1, CardTheme.Plain with { NoStamp = true }, delay));
    }

    [Fact]
    public void A_session_without_stamps_is_searched_widely_only_now_and_then()
    {
        Played played = Played.Live(1, 2);
        for (int i = 0; i < 20; i++)
        {
            played.Wait(10);
            played.Take(i % 2 == 0 ? "i1" : "i2");
        }
        int Windows(int index) => Placing.Windows(played.Session.Markers, index, CardTheme.Plain, null).Count;
        played.Apply([.. Placing.Place(played.Session, [new PlacedMarker(1, By(PlacedBy.WallClock)), new PlacedMarker(2, By(PlacedBy.WallClock, gap: true)), new PlacedMarker(3, By(PlacedBy.WallClock))]).Events]);
        Assert.Equal(3, Windows(4)); // a gap is no miss
        played.Apply([.. Placing.Place(played.Session, [new PlacedMarker(4, By(PlacedBy.WallClock)), new PlacedMarker(5, By(PlacedBy.Delay))]).Events]);
        Assert.Equal([1, 1, 3, 1], ((int[])[6, 7, 8, 9]).Select(Windows));
        played.Apply([.. Placing.Place(played.Session, [new PlacedMarker(8, By(PlacedBy.Stamp))]).Events]);
        Assert.Equal(3, Windows(9));
    }

    [Fact]
    public void A_cut_reckons_with_the_place_and_without_one_with_the_rooms_delay()
    {
        Played played = Show();
        DateTimeOffset taken = played.Session.Markers[1].At;
        var delay = new RoomDelay(TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(100), 9, Begin);
        Assert.Equal(taken.AddSeconds(2), Placing.InRecording(played.Session.Markers, taken, delay, out bool settled));
        Assert.False(settled); // nothing was looked for yet
        played.Apply([.. Placing.Place(played.Session, [new PlacedMarker(3, By(PlacedBy.WallClock))]).Events]);
        Placing.InRecording(played.Session.Markers, taken, delay, out settled);
        Assert.True(settled); // and in vain: there is nothing to wait for
        played.Apply([.. Placing.Place(played.Session, [new PlacedMarker(2, By(PlacedBy.Stamp, 13.1))]).Events]);
        Placing.InRecording(played.Session.Markers, taken, delay, out settled);
        Assert.False(settled);
        Assert.Equal(Begin.AddSeconds(13.1), Placing.InRecording(played.Session.Markers, played.Session.Markers[2].At, delay, out settled));
        Assert.True(settled);
        Assert.Equal(taken.AddSeconds(1), Placing.InRecording(played.Session.Markers, taken.AddSeconds(1), null, out settled));
        Assert.True(settled);
    }

    [Fact]
    public void A_report_says_where_a_showing_is_and_how_sure_that_is()
    {
        Played played = Show();
        played.Apply([.. Placing.Place(played.Session, [new PlacedMarker(1, By(PlacedBy.Stamp, 3.1234)), new PlacedMarker(3, By(PlacedBy.WallClock, 20, gap: true) with { Error = null })]).Events]);
        SessionReport report = SessionReporting.Of(played.Session.View(), new Dictionary<string, IReadOnlyList<Studio.Grains.Showcase.Hold>>(StringComparer.Ordinal), [], played.Now);
        Assert.Equal(new PlaceReport(PlacedBy.Stamp, Begin.AddSeconds(3.1234), "part-0001", 3.123, 40, false), report.AsPlayed[0].Placed);
        Assert.Null(report.AsPlayed[0].PlacedUntil); // the second take, which has no place yet
        Assert.Null(report.AsPlayed[1].Placed);
        Assert.Equal((PlacedBy.WallClock, null, true), (report.AsPlayed[1].PlacedUntil!.By, report.AsPlayed[1].PlacedUntil!.ErrorMs, report.AsPlayed[1].PlacedUntil!.AtGap));
    }
}
