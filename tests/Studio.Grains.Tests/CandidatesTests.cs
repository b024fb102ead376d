using System.Text.Json;
using Studio.Grains.Clips;
using Studio.Grains.Live;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>What a session offers as clips, worked out by hand.</summary>
public sealed class CandidatesTests
{
    private static readonly DateTimeOffset Noon = Played.Begin;

    // Item 1 is on air 0–90 s and 150–180 s, item 2 90–120 s; the session is half an hour long.
    private static Played Show()
    {
        Played played = Played.Live(1, 2);
        played.Take("i1", "r1");
        played.Wait(90);
        played.Take("i2");
        played.Wait(30);
        played.Clear();
        played.Wait(30);
        played.Take("i1", "r1");
        played.Wait(30);
        played.Clear();
        played.Wait(420);
        played.Apply(new MomentMarked("大红瓜"));
        played.Wait(1200);
        played.Apply(new SessionEnded());
        return played;
    }

    private static CandidateInput Input(Played played, IEnumerable<HeldAt>? holds = null, IEnumerable<double>? comments = null, params LoudMoment[] loud) =>
        new(played.Session.View(), null, [.. holds ?? []], [.. (comments ?? []).Select(at => Noon.AddSeconds(at))], loud, []);

    private static IReadOnlyList<Clip> Find(CandidateInput input) => Candidates.Of(input, CandidateRules.Usual);

    private static (double From, double To)[] Seconds(Clip clip) => [.. clip.Spans.Select(span => ((span.From - Noon).TotalSeconds, (span.To - Noon).TotalSeconds))];

    [Fact]
    public void Each_showing_is_one_and_an_item_that_came_twice_is_offered_joined_with_time_around_it()
    {
        IReadOnlyList<Clip> found = Find(Input(Show()));
        Assert.Equal(["s-m6", "s-j1", "s-1", "s-2", "s-4"], found.Select(clip => clip.Id));
        Assert.Equal([(0, 90)], Seconds(found.Single(clip => clip.Id == "s-1")));
        Clip joined = found.Single(clip => clip.Id == "s-j1");
        Assert.Equal([(-2, 91), (148, 181)], Seconds(joined));
        Assert.Equal(("on-air-again", 2.0), (joined.Reasons[0].Code, joined.Reasons[0].Numbers["times"]));
        Assert.Equal(("商品1", 100), (joined.Title, joined.Card!.Price.Fen));
        Assert.Equal("i1", joined.ItemId);
    }

    [Fact]
    public void A_mark_is_a_clip_of_what_was_just_seen()
    {
        Clip mark = Find(Input(Show())).Single(clip => clip.Kind == ClipKind.Marker);
        Assert.Equal("大红瓜", mark.Title);
        Assert.Equal([(580, 610)], Seconds(mark));
        Assert.Equal("marked", mark.Reasons.Single().Code);
    }

    [Fact]
    public void A_rush_of_holds_is_a_highlight_at_its_cause_and_its_reason_counts()
    {
        // Two pieces a second for ten seconds from 800 s on; one a minute else.
        IEnumerable<HeldAt> holds = Enumerable.Range(0, 10).Select(i => new HeldAt(Noon.AddSeconds(800 + i), "i1", 2))
            .Concat(Enumerable.Range(0, 30).Select(i => new HeldAt(Noon.AddSeconds(i * 60), "i2", 1)));
        Clip peak = Find(Input(Show(), holds)).Single(clip => clip.Kind == ClipKind.Highlight);
        ClipSpan span = peak.Spans.Single();
        // What moved them was said ten seconds before.
        Assert.InRange((span.From - Noon).TotalSeconds, 770, 790);
        Assert.InRange((span.To - Noon).TotalSeconds, 800, 815);
        ClipReason reason = peak.Reasons.Single();
        Assert.Equal(("hold-peak", 20.0, 20.0, 10.0), (reason.Code, reason.Numbers["pieces"], reason.Numbers["seconds"], reason.Numbers["lag"]));
        Assert.Equal(36.7, reason.Numbers["times"]); // 20 in a window that has 49 · 4/360 = 0.544 on the average: the first hold came for what was before
    }

    [Fact]
    public void Comments_and_loud_moments_make_highlights_too_and_an_even_flow_makes_none()
    {
        IReadOnlyList<Clip> found = Find(Input(Show(), comments: Enumerable.Range(0, 12).Select(i => 1000 + (i * 0.5)), loud: new LoudMoment(Noon.AddSeconds(1400), 9)));
        Assert.Equal([["loud"], ["comment-peak"]], found.Where(clip => clip.Kind == ClipKind.Highlight).Select(clip => clip.Reasons.Select(reason => reason.Code).ToArray()));
        Assert.DoesNotContain(Find(Input(Show(), Enumerable.Range(0, 180).Select(i => new HeldAt(Noon.AddSeconds(i * 10), "i1", 3)))), clip => clip.Kind == ClipKind.Highlight);
    }

    [Fact]
    public void What_was_held_speaks_for_a_showing_and_ranks_it()
    {
        IReadOnlyList<Clip> found = Find(Input(Show(), [new HeldAt(Noon.AddSeconds(125), "i2", 4), new HeldAt(Noon.AddSeconds(131), "i2", 9)]));
        Clip second = found.Single(clip => clip.Id == "s-2");
        Assert.Equal(14, second.Rank); // the hold at 131 s came too late to be its
        Assert.Equal((1.0, 4.0), (second.Reasons[1].Numbers["holds"], second.Reasons[1].Numbers["pieces"]));
        Assert.True(found.ToList().IndexOf(second) < found.ToList().FindIndex(clip => clip.Id == "s-1"));
    }

    [Fact]
    public void Found_again_they_are_the_same_and_while_a_session_is_live_nothing_is_called_a_peak()
    {
        IEnumerable<HeldAt> holds = Enumerable.Range(0, 10).Select(i => new HeldAt(Noon.AddSeconds(100 + i), "i1", 2));
        Assert.Equal(JsonSerializer.Serialize(Find(Input(Show(), holds))), JsonSerializer.Serialize(Find(Input(Show(), holds))));
        Played live = Played.Live(1);
        live.Take("i1", "r1");
        live.Wait(60);
        live.Clear();
        Assert.Equal(["s-1"], Find(Input(live, holds)).Select(clip => clip.Id));
        Assert.Empty(Find(Input(Played.Planned(1, 2))));
    }

    [Fact]
    public void What_a_person_changed_is_never_written_over()
    {
        Clip candidate = Find(Input(Show()))[1];
        Clip offered = ClipLearning.Learn(null, candidate, [], Noon)!;
        Assert.Same(offered, ClipLearning.Learn(offered, candidate, [], Noon.AddSeconds(5)));
        Clip edited = ClipEditing.Do(new ClipRecord { Now = offered }, new Stamp("operation-1", "li"), new EditClip(1, "我的标题", [new ClipSpan(Noon, Noon.AddSeconds(9))], null, null, null), Noon).Value.Now!;
        Clip learned = ClipLearning.Learn(edited, candidate with { Rank = 99, Title = "别的" }, [], Noon)!;
        Assert.True(learned is { Title: "我的标题", Rank: 99, Stage: ClipStage.Draft, Spans: [{ Length.TotalSeconds: 9 }] });
        Clip dropped = ClipEditing.Do(new ClipRecord { Now = offered }, new Stamp("operation-1", "li"), new DropClip(), Noon).Value.Now!;
        Assert.Equal(ClipStage.Dropped, ClipLearning.Learn(dropped, candidate, [], Noon)!.Stage);
    }

    [Fact]
    public void What_is_offered_no_more_goes_and_comes_back_when_it_is()
    {
        Clip offered = ClipLearning.Learn(null, Find(Input(Show()))[1], [], Noon)!;
        Clip gone = ClipLearning.Learn(offered, null, [], Noon)!;
        Assert.Equal(ClipStage.Dropped, gone.Stage);
        Assert.Equal(ClipStage.Candidate, ClipLearning.Learn(gone, offered, [], Noon)!.Stage);
    }
}
