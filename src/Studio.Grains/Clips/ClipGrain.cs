using Studio.Grains.Commit;
using Studio.Grains.Index;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Grains.Clips;

/// <summary>The shell around <see cref="ClipRecord"/>, <see cref="ClipEditing"/> and <see cref="ClipWorking"/>.</summary>
internal sealed class ClipGrain([PersistentState("clip", StudioStore.Grains)] IPersistentState<ClipRecord> state, ClipQueue queue, TimeProvider clock) : Grain, IClipGrain
{
    private string Id => this.GetPrimaryKeyString();

    private Clip? Now => state.State.Now;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        state.State = state.State.Upgraded();
        // A crash may have come between the store and the queue; workers skip what is done.
        if (Now is { } clip && ClipWorking.IsOpen(clip)) await queue.EnqueueAsync(Id, clip.Job!);
        else if (Now is { CoversDue: true }) await queue.EnqueueAsync(Id, JobLane.Archive);
    }

    public async Task Request(ClipRequest request)
    {
        Clip requested = ClipWorking.Requested(request, clock.GetUtcNow());
        if (Now is null) await AddAsync(requested);
        // It was offered before its cut was asked for.
        else if (Now is { Touched: false, Stage: ClipStage.Candidate, Request: null }) await StoreAsync(state.State with { Now = requested with { Rank = Now.Rank, Reasons = Now.Reasons, Claims = Now.Claims } });
        else if (ClipWorking.IsOpen(Now)) await queue.EnqueueAsync(Id, Now.Job!);
    }

    public async Task<Clip> Create(Clip clip)
    {
        if (Now is null) await AddAsync(clip);
        return Now!;
    }

    public async Task Learn(Clip? candidate, IReadOnlyList<ClipClaim> claims)
    {
        Clip? after = ClipLearning.Learn(Now, candidate, claims, clock.GetUtcNow());
        if (after is null) DeactivateOnIdle();
        else if (Now is null) await AddAsync(after);
        else if (!ReferenceEquals(after, Now)) await StoreAsync(state.State with { Now = after });
    }

    public async Task<Outcome<Clip>> Do(Stamp stamp, ClipChange change)
    {
        DateTimeOffset now = clock.GetUtcNow();
        Outcome<ClipRecord> decision = change is SplitClip split ? await SplitAsync(stamp, split, now) : ClipEditing.Do(state.State, stamp, change, now);
        if (decision.Refusal is { } refusal)
        {
            if (!state.RecordExists) DeactivateOnIdle(); // a guessed id must not keep an activation
            return refusal;
        }
        await StoreAsync(await PromisedAsync(decision.Value));
        return Now!;
    }

    public Task<ClipOrder?> Start() => Task.FromResult(Now switch
    {
        { } clip when ClipWorking.IsOpen(clip) => clip.Job!.NotBefore > clock.GetUtcNow() ? null : new ClipOrder(clip, clip.Job),
        { CoversDue: true } clip => new ClipOrder(clip, null),
        _ => null,
    });

    public async Task<bool> Progress(long revision, ClipStep step, int percent, int? secondsLeft)
    {
        if (!IsMine(revision)) return false;
        // Percentages are told, not stored: losing one costs nothing. A new step is stored.
        Clip before = Now!, after = ClipWorking.Progress(before, step, percent, secondsLeft);
        if (before.Job!.Step != step) await StoreAsync(state.State with { Now = after });
        else
        {
            state.State = state.State with { Now = after };
            await TellAsync();
        }
        return true;
    }

    public Task Finish(long revision, ClipResult result) => IsMine(revision) ? StoreAsync(state.State with { Now = ClipWorking.Finish(Now!, result, clock.GetUtcNow()) }) : Task.CompletedTask;

    public Task Fail(long revision, string code) => IsMine(revision) ? StoreAsync(state.State with { Now = ClipWorking.Fail(Now!, code, clock.GetUtcNow()) }) : Task.CompletedTask;

    public Task Covered(long revision, IReadOnlyList<CoverFile> covers) => Now is { CoversDue: true } clip && clip.Revision == revision
        ? StoreAsync(state.State with { Now = ClipWorking.Covered(clip, covers) })
        : Task.CompletedTask;

    public Task<Clip?> Get()
    {
        if (!state.RecordExists) DeactivateOnIdle();
        return Task.FromResult(Now);
    }

    private bool IsMine(long revision) => Now is { } clip && clip.Revision == revision && ClipWorking.IsOpen(clip);

    private async Task<Outcome<ClipRecord>> SplitAsync(Stamp stamp, SplitClip split, DateTimeOffset now)
    {
        Clip? second = null;
        Outcome<ClipRecord> decision = ClipRecord.Once(state.State, stamp, split, clip =>
        {
            Outcome<(Clip First, Clip Second)> halves = ClipEditing.Split(clip, split.Revision, split.At, split.SecondId, stamp.By, now);
            if (halves.Refusal is { } refusal) return refusal;
            second = halves.Value.Second;
            return halves.Value.First;
        });
        if (second is not null) await GrainFactory.GetGrain<IClipGrain>(second.Id).Create(second);
        return decision;
    }

    // Spans that grew may show more than was promised in the old ones.
    private async Task<ClipRecord> PromisedAsync(ClipRecord after)
    {
        if (after.Now is not { } next || ReferenceEquals(next, Now) || next.Spans.SequenceEqual(Now!.Spans)) return after;
        IReadOnlyList<ClipClaim> all = await GrainFactory.GetGrain<ISessionClipsGrain>(next.SessionId).Claims();
        return all.Count == 0 ? after : after with { Now = next with { Claims = Claiming.Within(all, next.Spans) } };
    }

    // The id first: a crash in between leaves an id without a clip, which lists skip.
    private async Task AddAsync(Clip clip)
    {
        await GrainFactory.GetGrain<IIndexGrain>(ClipQueue.IndexOf(clip.SessionId)).Add(Id);
        await StoreAsync(state.State with { Now = clip });
    }

    private async Task StoreAsync(ClipRecord after)
    {
        if (ReferenceEquals(after, state.State) || ReferenceEquals(after.Now, Now)) return;
        // The queue first: a job that is queued and not stored is skipped, the other way round it would wait for ever.
        if (after.Now is { Job: { Step: ClipStep.Queued } job } next && ClipWorking.IsOpen(next) && !ReferenceEquals(job, Now?.Job)) await queue.EnqueueAsync(Id, job);
        if (after.Now is { CoversDue: true } && Now is not { CoversDue: true }) await queue.EnqueueAsync(Id, JobLane.Archive);
        state.State = after;
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle(); // what is in memory is not what is stored
            throw;
        }
        await TellAsync();
    }

    private Task TellAsync() => GrainFactory.GetGrain<ILiveSessionGrain>(Now!.SessionId).TellClip(Now);
}
