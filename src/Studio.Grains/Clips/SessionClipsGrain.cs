using StackExchange.Redis;
using Studio.Grains.Comments;
using Studio.Grains.Commit;
using Studio.Grains.Figures;
using Studio.Grains.Index;
using Studio.Grains.Live;
using Studio.Grains.Showcase;

namespace Studio.Grains.Clips;

/// <summary>The shell around <see cref="Candidates"/> and <see cref="ClaimFinding"/>: reads the logs on, finds, offers.</summary>
internal sealed class SessionClipsGrain(
    [PersistentState("session-clips", StudioStore.Grains)] IPersistentState<SessionClipsState> state, IConnectionMultiplexer redis, StudioStore store, TimeProvider clock) : Grain, ISessionClipsGrain
{
    private readonly CardShowings _cards = new();
    private readonly List<DateTimeOffset> _comments = [];
    private IReadOnlyList<ClipClaim> _claims = [];
    private LogTail<LoggedEvent> _log = null!;
    private LogTail<CommentEvent> _said = null!;
    private long _version = -1;

    private string Id => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _log = new LogTail<LoggedEvent>(redis.GetDatabase(), store.Key($"session:{Id}"), SessionJson.Default.LoggedEventArray);
        _said = new LogTail<CommentEvent>(redis.GetDatabase(), store.Key($"comments:{Id}"), CommentJson.Default.CommentEventArray);
        return Task.CompletedTask;
    }

    public Task Nudge() => Refresh();

    public async Task Follow()
    {
        if (await GrainFactory.GetGrain<ILiveSessionGrain>(Id).Get() is { } session && session.Version != _version) await Refresh();
    }

    public async Task Refresh()
    {
        // The logs first: what the session says is then never older than they are.
        await ReadAsync();
        if (await GrainFactory.GetGrain<ILiveSessionGrain>(Id).Get() is not { } view)
        {
            DeactivateOnIdle(); // a guessed id must not keep an activation
            return;
        }
        RoomDelay? delay = await GrainFactory.GetGrain<IRoomGrain>(view.Room.Id).Delay(Id);
        _claims = ClaimFinding.Of(_cards, view.Markers, delay, view.EndedAt ?? clock.GetUtcNow());
        IReadOnlyList<Hold> holds = await GrainFactory.GetGrain<IFiguresGrain>(Id).Holds();
        var input = new CandidateInput(view, delay, [.. holds.Select(hold => new HeldAt(hold.PlacedAt, hold.ItemId, hold.Quantity))], _comments, state.State.Loud, _claims);
        await OfferAsync(Candidates.Of(input, CandidateRules.Usual));
        _version = view.Version;
    }

    public async Task Hear(IReadOnlyList<LoudMoment> loud)
    {
        state.State = state.State with { Loud = loud };
        await state.WriteStateAsync();
        await Refresh();
    }

    public Task<IReadOnlyList<ClipClaim>> Claims() => Task.FromResult(_claims);

    private async Task OfferAsync(IReadOnlyList<Clip> candidates)
    {
        IReadOnlyList<string> known = await GrainFactory.GetGrain<IIndexGrain>(ClipQueue.IndexOf(Id)).All();
        foreach (Clip candidate in candidates) await GrainFactory.GetGrain<IClipGrain>(candidate.Id).Learn(candidate, _claims);
        HashSet<string> offered = [.. candidates.Select(candidate => candidate.Id)];
        foreach (string id in known.Where(id => !offered.Contains(id))) await GrainFactory.GetGrain<IClipGrain>(id).Learn(null, _claims);
    }

    // The logs only grow: what was read is not read again.
    private async Task ReadAsync()
    {
        _cards.Add(await _log.NextAsync());
        _comments.AddRange((await _said.NextAsync()).OfType<CommentPosted>().Select(comment => comment.At));
    }
}

/// <summary>What is known of a session's sound. Schema 1.</summary>
[GenerateSerializer, Alias("studio.SessionClipsState")]
internal sealed record SessionClipsState
{
    [Id(0)] public int Schema { get; init; } = 1;

    [Id(1)] public IReadOnlyList<LoudMoment> Loud { get; init; } = [];
}
