using Orleans.Runtime;
using Studio.Grains.Keeping;
using Studio.Grains.Live;
using Studio.Grains.Values;
using Xunit;

namespace Studio.Grains.Tests;

/// <summary>How long a session is kept, and what it takes to delete it.</summary>
public sealed class RetentionTests
{
    private static readonly DateTimeOffset Ended = new(2024, 2, 29, 20, 0, 0, TimeSpan.Zero), Late = Ended.AddYears(3).AddDays(1);
    private static readonly SessionEnd Over = new("助农专场", Ended);

    [Fact]
    public void A_session_is_kept_for_three_years_after_its_end_and_then_only_as_long_as_nobody_deletes_it()
    {
        var kept = new KeptSession();
        Assert.Equal(KeepingState.Running, Retention.StateOf(kept, new SessionEnd("t", null), Late));
        Assert.Equal(KeepingState.Kept, Retention.StateOf(kept, Over, Ended.AddYears(3).AddSeconds(-1)));
        Assert.Equal(KeepingState.Expired, Retention.StateOf(kept, Over, Ended.AddYears(3)));
        Assert.Equal((RefusalCodes.SessionNotEnded, (RefusalCodes.NotExpired, (object)Ended.AddYears(3))), (
            Code(kept, new AskDeletion("x"), session: new SessionEnd("t", null)),
            (Retention.Decide(kept, Over, new AskDeletion("x"), "anna", Ended.AddYears(1)).Refusal!.Code, Retention.Decide(kept, Over, new AskDeletion("x"), "anna", Ended.AddYears(1)).Refusal!.Facts!["until"])));
    }

    [Fact]
    public void It_can_be_kept_longer_and_never_shorter()
    {
        KeptSession ten = After(new KeptSession(), new KeepLonger(10));
        Assert.Equal((10, KeepingState.Kept), (ten.Years, Retention.StateOf(ten, Over, Late)));
        Assert.Equal(RefusalCodes.KeepShorter, Code(ten, new KeepLonger(9)));
        Assert.Equal(RefusalCodes.Validation, Code(new KeptSession(), new KeepLonger(2)));
        Assert.Equal(RefusalCodes.Validation, Code(new KeptSession(), new KeepLonger(31)));
        Assert.Equal(RefusalCodes.NotExpired, Code(ten, new AskDeletion("x")));
    }

    [Fact]
    public void A_legal_hold_forbids_both_steps_and_ends_a_first_one()
    {
        KeptSession asked = After(new KeptSession(), new AskDeletion("期满"));
        KeptSession held = After(asked, new SetLegalHold(" 县检察院\n调查 "), "bert");
        Assert.Equal(new SignedReason("bert", Late, "县检察院 调查"), held.Hold);
        Assert.Equal(KeepingState.OnHold, Retention.StateOf(held, Over, Late));
        Assert.Equal((RefusalCodes.OnHold, RefusalCodes.OnHold, RefusalCodes.OnHold), (Code(held, new AskDeletion("x")), Code(held, new ConfirmDeletion("助农专场")), Code(held, new SetLegalHold("y"))));
        KeptSession lifted = After(held, new LiftLegalHold("结案"));
        Assert.Equal(RefusalCodes.NotAsked, Code(lifted, new ConfirmDeletion("助农专场")));
        Assert.Equal(RefusalCodes.NotOnHold, Code(lifted, new LiftLegalHold("x")));
        Assert.Equal(RefusalCodes.Validation, Code(lifted, new SetLegalHold(" ")));
        Assert.Equal(["asked", "held", "lifted"], lifted.Acts.Select(act => act.What));
    }

    [Fact]
    public void Who_asked_confirms_by_typing_the_title_and_another_manager_just_confirms()
    {
        KeptSession asked = After(new KeptSession { Head = new KeptHead(7, "ab", 99, Closed: true) }, new AskDeletion("期满"));
        Assert.Equal(KeepingState.Asked, Retention.StateOf(asked, Over, Late));
        Assert.Equal(RefusalCodes.TitleDiffers, Code(asked, new ConfirmDeletion(null)));
        Assert.Equal(RefusalCodes.TitleDiffers, Code(asked, new ConfirmDeletion("助农")));
        Assert.Equal(RefusalCodes.NotAsked, Code(new KeptSession(), new ConfirmDeletion("助农专场")));
        foreach (KeptSession confirmed in (KeptSession[])[After(asked, new ConfirmDeletion(" 助农专场 ")), After(asked, new ConfirmDeletion(null), "bert")])
        {
            Assert.Equal(KeepingState.Deleting, Retention.StateOf(confirmed, Over, Late));
            // From here on there is no way back, and what was there stays written down.
            foreach (KeepingCommand command in (KeepingCommand[])[new SetLegalHold("x"), new KeepLonger(9), new TakeBackDeletion(), new ConfirmDeletion(null), new AskDeletion("x")])
            {
                Assert.Equal(RefusalCodes.DeletionConfirmed, Code(confirmed, command));
            }
            KeptSession gone = confirmed.Apply(new KeepingLine(Late.AddMinutes(1), "studio", new FilesDeleted()));
            Assert.Equal((KeepingState.Deleted, new KeptHead(7, "ab", 99, true), "期满"), (Retention.StateOf(gone, Over, Late), gone.Head, gone.Confirmed!.Why));
        }
    }

    [Fact]
    public void A_first_step_waits_for_a_day_and_can_be_taken_back()
    {
        KeptSession asked = After(new KeptSession(), new AskDeletion("期满"));
        Assert.Null(Retention.Decide(asked, Over, new ConfirmDeletion("助农专场"), "anna", Late.AddHours(24).AddSeconds(-1)).Refusal);
        Assert.Equal(RefusalCodes.NotAsked, Retention.Decide(asked, Over, new ConfirmDeletion("助农专场"), "anna", Late.AddHours(24)).Refusal!.Code);
        Assert.Equal(KeepingState.Expired, Retention.StateOf(asked, Over, Late.AddHours(24)));
        Assert.Equal(RefusalCodes.NotAsked, Code(After(asked, new TakeBackDeletion()), new ConfirmDeletion("助农专场")));
    }

    [Fact]
    public void A_head_only_moves_on_and_says_what_it_said()
    {
        var kept = new KeptSession { Head = new KeptHead(5, "aa", 10, Closed: false) };
        Assert.True(Retention.MayFollow(kept, new KeptHead(6, "bb", 11, Closed: false)));
        Assert.True(Retention.MayFollow(kept, new KeptHead(5, "aa", 10, Closed: true)));
        Assert.False(Retention.MayFollow(kept, new KeptHead(5, "cc", 10, Closed: false)));
        Assert.False(Retention.MayFollow(kept, new KeptHead(4, "aa", 9, Closed: false)));
        Assert.False(Retention.MayFollow(kept with { Confirmed = new SignedReason("a", Late, "") }, new KeptHead(6, "bb", 11, Closed: false)));
    }

    [Fact]
    public void Guests_stand_in_the_evidence_under_one_way_names()
    {
        string line = """[{"t":"posted","a":"2026-11-25T00:00:00+00:00","b":"g_secret","i":"c1","q":1,"x":"好","s":"Shown","m":false,"h":"x"},{"t":"muted","a":"2026-11-25T00:00:00+00:00","b":"anna","g":"g_secret","w":""}]""";
        string told = EvidenceLogs.Anonymous("s_1", line);
        Assert.DoesNotContain("g_secret", told, StringComparison.Ordinal);
        Assert.Contains(Studio.Grains.Figures.GuestName.Of("s_1", "g_secret"), told, StringComparison.Ordinal);
        Assert.Contains("anna", told, StringComparison.Ordinal);
    }

    private static KeptSession After(KeptSession kept, KeepingCommand command, string by = "anna") =>
        kept.Apply(new KeepingLine(Late, by, Retention.Decide(kept, Over, command, by, Late).Value));

    private static string Code(KeptSession kept, KeepingCommand command, SessionEnd? session = null) => Retention.Decide(kept, session ?? Over, command, "anna", Late).Refusal!.Code;
}

/// <summary>The keeping in a silo, on a real Redis.</summary>
public sealed class KeepingClusterTests : IAsyncLifetime
{
    private GrainCluster _grains = null!;

    public async ValueTask InitializeAsync() => _grains = await GrainCluster.StartAsync();

    public ValueTask DisposeAsync() => _grains.DisposeAsync();

    [Fact]
    public async Task Heads_and_holds_outlive_the_activation_and_an_operation_is_done_once()
    {
        IGrainFactory grains = _grains.Factory;
        _ = (await grains.GetGrain<IRoomGrain>("r_1").Create("一号直播间")).Value;
        _ = (await grains.GetGrain<ILiveSessionGrain>("s_1").Create(new Stamp("operation-0", "anna"), new CreateSession("场次", "r_1", DateTimeOffset.UnixEpoch, [], TimeSpan.FromMinutes(15), "p"))).Value;
        IKeepingGrain keeping = grains.GetGrain<IKeepingGrain>("s_1");
        for (int i = 1; i <= 250; i++) Assert.True(await keeping.NoteHead(new KeptHead(i, $"c{i}", i * 100, Closed: false))); // past a snapshot
        Assert.False(await keeping.NoteHead(new KeptHead(249, "c249", 0, Closed: false)));
        KeepingView held = (await keeping.Do(new Stamp("operation-1", "anna"), new SetLegalHold("调查"))).Value;
        await grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
        Assert.Equal(held, await keeping.Get());
        Assert.Equal(held, (await keeping.Do(new Stamp("operation-1", "anna"), new SetLegalHold("调查"))).Value);
        Assert.Equal("operation-conflict", (await keeping.Do(new Stamp("operation-1", "anna"), new SetLegalHold("别的"))).Refusal!.Code);
        Assert.Equal((250, "c250", KeepingState.OnHold), (held.Head.Number, held.Head.Chain, held.State));
        Assert.Equal("held", Assert.Single(await keeping.Acts()).What);
        Assert.Equal(KeepingState.Running, (await keeping.Do(new Stamp("operation-2", "anna"), new LiftLegalHold("好了"))).Value.State);
        Assert.Equal("session-not-ended", (await keeping.Do(new Stamp("operation-3", "anna"), new AskDeletion("x"))).Refusal!.Code);
        Assert.Null(await grains.GetGrain<IKeepingGrain>("s_none").Get());
        Assert.Equal("not-found", (await grains.GetGrain<IKeepingGrain>("s_none").Do(new Stamp("operation-4", "anna"), new KeepLonger(5))).Refusal!.Code);
    }
}
