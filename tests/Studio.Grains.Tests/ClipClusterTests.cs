using Orleans.Runtime;
using Studio.Grains.Clips;
using Studio.Grains.Commit;
using Studio.Grains.Index;
using Studio.Grains.Live;
using Studio.Grains.Values;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>Clips in a silo: what was answered is there after the activation is gone, and the queue knows of it.</summary>
public sealed class ClipClusterTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = Played.Begin;
    private GrainCluster _grains = null!;

    public async ValueTask InitializeAsync() => _grains = await GrainCluster.StartAsync();

    public ValueTask DisposeAsync() => _grains.DisposeAsync();

    private static ClipRequest Request(string id) => new(id, "s", Pricing.CardOf(Played.Item(1), "", Templates.LowerThird, Noon), Noon, Noon.AddSeconds(60));

    private IClipGrain Clip(string id) => _grains.Factory.GetGrain<IClipGrain>(id);

    [Fact]
    public async Task A_job_goes_from_the_queue_to_its_files_and_what_another_try_says_is_not_heard()
    {
        var queue = new ClipQueue(_grains.Redis.Connection, new StudioStore("test"), TimeProvider.System);
        await queue.PrepareAsync();
        IClipGrain clip = Clip("s-1");
        await clip.Request(Request("s-1"));
        await clip.Request(Request("s-1"));
        ClipTicket ticket = (await queue.TakeAsync("worker", TimeSpan.FromHours(1)))!;
        Assert.Equal(("s-1", JobLane.Live), (ticket.ClipId, ticket.Lane));
        ClipOrder order = (await clip.Start())!;
        Assert.True(await clip.Progress(order.Clip.Revision, ClipStep.Cutting, 40, 9));
        Assert.False(await clip.Progress(order.Clip.Revision + 1, ClipStep.Cutting, 40, 9));
        Assert.True((await clip.Get()) is { Stage: ClipStage.Rendering, Job: { Percent: 40, SecondsLeft: 9, Attempt: 1 } });

        // A full disk: not now, but later, and the store remembers.
        await clip.Fail(order.Clip.Revision, "disk-full");
        Assert.Null(await clip.Start());
        await _grains.Factory.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        Assert.True((await clip.Get()) is { Job: { Attempt: 2, Problem: "disk-full", NotBefore: not null } });
        _ = (await clip.Do(new Stamp("operation-1", "li"), new CancelClip())).Value;
        Clip retried = (await clip.Do(new Stamp("operation-2", "li"), new RetryClip())).Value;
        Assert.True(retried.Job is { Attempt: 1, Lane: JobLane.Asked });

        var made = new MadeFile("clip.mp4", "key", "hash", 1000, TimeSpan.FromSeconds(60));
        ClipSpan placed = new(Noon.AddSeconds(2), Noon.AddSeconds(62));
        await clip.Finish(retried.Revision, new ClipResult(made, [placed], [], [new CoverFile("cover", null, [], true)], CoversLater: true));
        Assert.Equal([placed], (await clip.Get())!.Spans);
        Assert.True((await clip.Start()) is { Job: null });
        await clip.Covered(retried.Revision, [new CoverFile("cover-1", Noon, ["sharp"], true)]);
        await _grains.Factory.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        Assert.True((await clip.Get()) is { Stage: ClipStage.Ready, Master.Bytes: 1000, CoversDue: false, Covers: [{ Id: "cover-1" }] });
        Assert.Null(await clip.Start());
    }

    [Fact]
    public async Task A_split_that_is_repeated_makes_one_second_half_and_a_guess_finds_nothing()
    {
        IClipGrain clip = Clip("s-2");
        await clip.Create(ClipEditing.Make("s-2", "s", "西瓜", [new ClipSpan(Noon, Noon.AddSeconds(60))], "li", Noon).Value);
        var split = new SplitClip(1, Noon.AddSeconds(20), "s-c2");
        Assert.Equal(20, (await clip.Do(new Stamp("operation-1", "li"), split)).Value.Length.TotalSeconds);
        Assert.Equal(20, (await clip.Do(new Stamp("operation-1", "li"), split)).Value.Length.TotalSeconds);
        Assert.Equal(40, (await Clip("s-c2").Get())!.Length.TotalSeconds);
        Assert.Equal(["s-2", "s-c2"], (await _grains.Factory.GetGrain<IIndexGrain>(ClipQueue.IndexOf("s")).All()).Order(StringComparer.Ordinal));
        Assert.Equal("stale-edit", (await clip.Do(new Stamp("operation-2", "li"), split with { SecondId = "s-c3" })).Refusal!.Code);
        Assert.Null(await Clip("s-c3").Get());
        Assert.Equal("not-found", (await Clip("none").Do(new Stamp("operation-1", "li"), new DropClip())).Refusal!.Code);
    }

    [Fact]
    public async Task What_a_session_offers_follows_its_log_and_offers_nothing_twice()
    {
        IGrainFactory grains = _grains.Factory;
        _ = (await grains.GetGrain<IRoomGrain>("r_1").Create("一号直播间")).Value;
        ILiveSessionGrain session = grains.GetGrain<ILiveSessionGrain>("s_1");
        _ = (await session.Create(new Stamp("operation-0", "anna"), new CreateSession("场次", "r_1", Noon, [], TimeSpan.FromMinutes(15), "p"))).Value;
        Assert.Equal("not-live", (await session.Do(new Stamp("operation-1", "anna"), new MarkMoment("x"))).Refusal!.Code);
        _ = (await session.SetKey(new Stamp("operation-2", "anna"), "key")).Value;
        _ = (await session.FeedStarting(new Recording.FeedArrival("key", "7", Recording.FeedRules.Usual))).Value;
        _ = (await session.Do(new Stamp("operation-3", "anna"), new MarkMoment("大红瓜"))).Value;
        ISessionClipsGrain clips = grains.GetGrain<ISessionClipsGrain>("s_1");
        await clips.Follow();
        await clips.Refresh();
        string id = Assert.Single(await grains.GetGrain<IIndexGrain>(ClipQueue.IndexOf("s_1")).All());
        Assert.True((await Clip(id).Get()) is { Kind: ClipKind.Marker, Title: "大红瓜", Stage: ClipStage.Candidate, Spans: [{ Length.TotalSeconds: 30 }] });
    }
}
