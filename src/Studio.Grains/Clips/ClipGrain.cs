using Studio.Grains.Commit;
using Studio.Grains.Index;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Grains.Clips;

/// <summary>The shell around <see cref="ClipJob"/>.</summary>
internal sealed class ClipGrain([PersistentState("clip", StudioStore.Grains)] IPersistentState<ClipJob> state, ClipQueue queue) : Grain, IClipGrain
{
    public async Task Request(ClipRequest request)
    {
        if (state.State.Clip is null)
        {
            await GrainFactory.GetGrain<IIndexGrain>(ClipQueue.IndexOf(request.SessionId)).Add(request.ClipId);
            await Store(state.State with { Clip = new Clip(request, ClipState.Queued, 0, null, null) });
        }
        // Queued again on a repeat: the first request may have been stored without reaching the queue. Workers skip what is done.
        if (state.State.Open) await queue.EnqueueAsync(request.ClipId);
    }

    public Task<ClipRequest?> Start() => Task.FromResult(state.State.Open ? state.State.Clip!.Request : null);

    public async Task<bool> Progress(ClipState step, int percent)
    {
        // Percentages are told, not stored: losing one costs nothing. A new step is stored.
        ClipState before = state.State.Clip?.State ?? ClipState.Queued;
        state.State = ClipJob.Progress(state.State, step, percent);
        if (before != step && state.State.Open) await state.WriteStateAsync();
        await TellAsync();
        return state.State.Open;
    }

    public Task Finish(TimeSpan duration) => Store(ClipJob.Finish(state.State, duration));

    public Task Fail(string code) => Store(ClipJob.Fail(state.State, code));

    public async Task<Outcome<Clip>> Retry(string operationId)
    {
        Outcome<Clip> answer = await Decide(ClipJob.Retry(state.State, operationId));
        if (answer.Refusal is null && state.State.Open) await queue.EnqueueAsync(this.GetPrimaryKeyString());
        return answer;
    }

    public Task<Outcome<Clip>> Cancel(string operationId) => Decide(ClipJob.Cancel(state.State, operationId));

    public Task<Clip?> Get() => Task.FromResult(state.State.Clip);

    private async Task<Outcome<Clip>> Decide(Outcome<ClipJob> decision)
    {
        if (decision.Refusal is { } refusal) return refusal;
        await Store(decision.Value);
        return state.State.Clip!;
    }

    private async Task Store(ClipJob after)
    {
        if (after == state.State) return;
        state.State = after;
        await state.WriteStateAsync();
        await TellAsync();
    }

    private Task TellAsync() => state.State.Clip is { } clip
        ? GrainFactory.GetGrain<ILiveSessionGrain>(clip.Request.SessionId).TellClip(clip)
        : Task.CompletedTask;
}
