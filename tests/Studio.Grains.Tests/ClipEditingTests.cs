using Studio.Grains.Clips;
using Studio.Grains.Live;
using Studio.Grains.Values;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>What may be done to a clip, from where.</summary>
public sealed class ClipEditingTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    private static ClipSpan Span(double from, double to) => new(Noon.AddSeconds(from), Noon.AddSeconds(to));

    private static Clip Clip(ClipStage stage = ClipStage.Draft, params ClipSpan[] spans) => new()
    {
        Id = "s-1",
        SessionId = "s",
        Title = "西瓜",
        Stage = stage,
        Spans = spans.Length == 0 ? [Span(0, 60)] : spans,
        Job = stage == ClipStage.Rendering ? new ClipJob(ClipStep.Cutting, 40, 7, 1, null, null, [], JobLane.Live, "studio") : null,
        Master = stage is ClipStage.Ready or ClipStage.Approved or ClipStage.HandedOver ? new MadeFile("clip.mp4", "k", "h", 1, TimeSpan.FromSeconds(60)) : null,
    };

    private static Outcome<ClipRecord> Do(ClipRecord record, ClipChange change, string operation = "operation-1", double at = 100) =>
        ClipEditing.Do(record, new Stamp(operation, "li"), change, Noon.AddSeconds(at));

    private static Outcome<ClipRecord> Do(Clip clip, ClipChange change, double at = 100) => Do(new ClipRecord { Now = clip }, change, at: at);

    private static EditClip Edit(long revision, params ClipSpan[] spans) => new(revision, "夏乐西瓜", spans, null, null, null);

    [Fact]
    public void Every_stage_takes_the_actions_of_the_table_and_no_others()
    {
        (ClipAction Action, ClipChange Change)[] commands =
        [
            (ClipAction.Edit, Edit(1, Span(0, 50))), (ClipAction.Render, new RenderClip([])), (ClipAction.Cancel, new CancelClip()), (ClipAction.Approve, new ApproveClip()),
            (ClipAction.Return, new ReturnClip("太长")), (ClipAction.HandOver, new HandOverClip([])), (ClipAction.Drop, new DropClip()), (ClipAction.Restore, new RestoreClip()),
        ];
        foreach (ClipStage stage in Enum.GetValues<ClipStage>())
        {
            foreach ((ClipAction action, ClipChange change) in commands)
            {
                Outcome<ClipRecord> outcome = Do(Clip(stage), change);
                if (ClipTransitions.Next(stage, action) is { } to) Assert.Equal((stage, action, to), (stage, action, outcome.Value.Now!.Stage));
                else Assert.Equal((stage, action, "clip-not-ready"), (stage, action, outcome.Refusal?.Code));
            }
        }
    }

    [Fact]
    public void Nothing_is_handed_over_that_nobody_approved_and_what_was_handed_over_stays()
    {
        Assert.Equal([ClipStage.Approved], ClipTransitions.Table.Where(entry => entry.Value == ClipStage.HandedOver).Select(entry => entry.Key.From));
        Assert.DoesNotContain(ClipTransitions.Table.Keys, key => key.From == ClipStage.HandedOver);
    }

    [Fact]
    public void An_edit_that_leaves_another_revision_is_refused_and_says_which_is_the_newest()
    {
        ClipRecord once = Do(Clip(), Edit(1, Span(5, 50))).Value;
        Assert.Equal((2L, ClipStage.Draft), (once.Now!.Revision, once.Now.Stage));
        Refusal stale = Do(once, Edit(1, Span(6, 50)), "operation-2").Refusal!;
        Assert.Equal(("stale-edit", 2L), (stale.Code, stale.Facts!["revision"]));
    }

    [Fact]
    public void A_repeated_edit_is_done_once_and_its_id_is_good_for_nothing_else()
    {
        ClipRecord once = Do(Clip(), Edit(1, Span(5, 50))).Value;
        Assert.Same(once, Do(once, Edit(1, Span(5, 50))).Value);
        Assert.Equal("operation-conflict", Do(once, Edit(1, Span(5, 51))).Refusal!.Code);
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(20, 10)]
    public void Zero_length_and_reversed_ranges_are_refused(double from, double to)
    {
        Assert.Equal("span-empty", Do(Clip(), Edit(1, Span(0, 5), Span(from, to))).Refusal!.Code);
        Assert.Equal("span-empty", ClipEditing.Make("s-c1", "s", "x", [Span(from, to)], "li", Noon).Refusal!.Code);
        Assert.Equal("span-empty", Do(Clip(), Edit(1)).Refusal!.Code);
    }

    [Fact]
    public void Texts_and_numbers_have_limits()
    {
        Assert.Equal("validation", Do(Clip(), Edit(1, [.. Enumerable.Range(0, 101).Select(i => Span(i * 2, (i * 2) + 1))])).Refusal!.Code);
        Assert.Equal("validation", Do(Clip(), Edit(1, Span(0, 7201))).Refusal!.Code);
        Assert.Equal("validation", Do(Clip(), Edit(1, Span(0, 9)) with { Title = "  " }).Refusal!.Code);
        Assert.Equal("validation", Do(Clip(), Edit(1, Span(0, 9)) with { Layout = new ClipLayout(LayoutForm.Crop, 1.5) }).Refusal!.Code);
        Assert.Equal("validation", Do(Clip(), Edit(1, Span(0, 9)) with { Captions = new ClipCaptions(true, "plain", [new CaptionLine(Noon, Noon, "x")]) }).Refusal!.Code);
        Assert.Equal("validation", Do(Clip(), new CommentClip(new string('x', 501))).Refusal!.Code);
        Assert.Equal("validation", Do(Clip(ClipStage.Approved), new ReturnClip(" ")).Refusal!.Code);
    }

    [Fact]
    public void Other_spans_make_the_files_old_and_another_title_does_not()
    {
        Clip ready = Clip(ClipStage.Ready) with { Renditions = [new Rendition("douyin", RenditionState.Ready)], Covers = [new CoverFile("cover", null, [], true)] };
        Clip renamed = Do(ready, Edit(1, Span(0, 60))).Value.Now!;
        Assert.True(renamed is { Stage: ClipStage.Draft, Master: not null, Title: "夏乐西瓜", Renditions.Count: 1 });
        Clip recut = Do(ready, Edit(1, Span(0, 59))).Value.Now!;
        Assert.True(recut is { Stage: ClipStage.Draft, Master: null, Renditions.Count: 0, Covers.Count: 0 });
    }

    [Fact]
    public void An_edit_during_the_work_stops_it_and_what_the_worker_says_then_is_not_heard()
    {
        Clip edited = Do(Clip(ClipStage.Rendering), Edit(1, Span(1, 60))).Value.Now!;
        Assert.True(edited is { Stage: ClipStage.Draft, Job.Step: ClipStep.Cancelled });
        Assert.Same(edited, ClipWorking.Finish(edited, new ClipResult(new MadeFile("clip.mp4", "", "", 1, TimeSpan.Zero), [], [], []), Noon));
        Assert.Same(edited, ClipWorking.Fail(edited, "disk-full", Noon));
    }

    [Fact]
    public void A_split_leaves_all_of_it_in_two_clips()
    {
        Clip clip = Clip(ClipStage.Ready, Span(0, 20), Span(40, 60));
        (Clip first, Clip second) = ClipEditing.Split(clip, 1, Noon.AddSeconds(50), "s-c2", "li", Noon).Value;
        Assert.Equal([Span(0, 20), Span(40, 50)], first.Spans);
        Assert.Equal([Span(50, 60)], second.Spans);
        Assert.True(second is { Id: "s-c2", Stage: ClipStage.Draft, Touched: true, Revision: 1 } && first is { Revision: 2, Master: null });
        Assert.Equal("span-empty", ClipEditing.Split(clip, 1, Noon.AddSeconds(30), "s-c2", "li", Noon).Refusal!.Code);
        Assert.Equal("span-empty", ClipEditing.Split(clip, 1, Noon, "s-c2", "li", Noon).Refusal!.Code);
    }

    [Fact]
    public void Joined_clips_are_one_in_their_order_and_what_touches_is_one_span()
    {
        Clip joined = ClipEditing.Join([Clip(ClipStage.Draft, Span(40, 60)), Clip(ClipStage.Draft, Span(0, 10)), Clip(ClipStage.Draft, Span(10, 20))], "s-c3", "li", Noon).Value;
        Assert.Equal([Span(40, 60), Span(0, 20)], joined.Spans);
        Assert.Equal("clips-differ", ClipEditing.Join([Clip(), Clip() with { SessionId = "other" }], "s-c3", "li", Noon).Refusal!.Code);
        Assert.Equal("clip-not-ready", ClipEditing.Join([Clip(), Clip(ClipStage.HandedOver)], "s-c3", "li", Noon).Refusal!.Code);
    }

    [Fact]
    public void What_may_go_away_by_itself_is_tried_again_ever_later_and_then_given_up()
    {
        Clip clip = Clip(ClipStage.Rendering);
        List<double> pauses = [];
        while (clip.Stage == ClipStage.Rendering)
        {
            clip = ClipWorking.Fail(clip, "disk-full", Noon);
            if (clip.Job!.NotBefore is { } at) pauses.Add((at - Noon).TotalSeconds);
        }
        Assert.Equal([10, 20, 40, 80], pauses);
        Assert.True(clip is { Stage: ClipStage.Draft, Job: { Step: ClipStep.Failed, Attempt: 5, Problem: "disk-full" } });
        Clip retried = Do(clip, new RetryClip()).Value.Now!;
        Assert.True(retried is { Stage: ClipStage.Rendering, Job: { Step: ClipStep.Queued, Attempt: 1, Problem: null, Lane: JobLane.Asked } });
        Assert.True(ClipWorking.Fail(Clip(ClipStage.Rendering), "segments-missing", Noon) is { Stage: ClipStage.Draft, Job.Step: ClipStep.Failed });
    }

    [Fact]
    public void The_deeds_of_people_are_kept_and_saving_again_and_again_is_one_of_them()
    {
        ClipRecord record = new() { Now = Clip() };
        for (int i = 1; i <= 5; i++) record = Do(record, Edit(i, Span(0, 50 + i)), $"operation-{i}", at: i).Value;
        record = Do(record, new DropClip(), "operation-9", at: 9).Value;
        Assert.Equal([("edit", 5.0), ("drop", 9.0)], record.Now!.Deeds.Select(deed => (deed.What, (deed.At - Noon).TotalSeconds)));
    }

    [Fact]
    public void A_clip_of_the_first_layout_is_read()
    {
        const string stored = """{"schema":1,"clip":{"request":{"clipId":"s-1","sessionId":"s","card":{"itemId":"i1","number":1,"name":"西瓜","unit":"个","price":990,"productId":"p","picture":"x.png","takenAt":"2026-11-29T12:00:00+00:00"},"from":"2026-11-29T12:00:00+00:00","to":"2026-11-29T12:01:00+00:00"},"state":"ready","percent":100,"problem":null,"duration":"00:01:00"},"operations":{"most":128,"done":[{"id":"x","body":"retry","answer":{"percent":3}}]}}""";
        ClipRecord read = new Commit.JsonGrainStorageSerializer().Deserialize<ClipRecord>(new BinaryData(stored)).Upgraded();
        Assert.True(read is { Schema: 2, Clip: null, Now: { Id: "s-1", Stage: ClipStage.Ready, Title: "西瓜", Master.Duration.TotalSeconds: 60, Job: null } });
        Assert.Same(read, read.Upgraded());
    }
}
