using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Studio.Grains.Clips;
using Studio.Grains.Commit;
using Studio.Grains.Recording;

namespace Studio.Grains.Live;

/// <summary>
/// A session (schema 2), as its log makes it: <see cref="Apply(LoggedEvent)"/> is the only way in which it changes. What may happen is
/// decided in <see cref="Board"/>, <see cref="RundownEditing"/> and <see cref="Showing"/>; no I/O and no clock here or there.
/// </summary>
public sealed record LiveSession
{
    private const int KeptMessages = 20;

    /// <summary>Version of this layout in the store.</summary>
    public int Schema { get; init; } = 2;

    /// <summary>What the session was made from; null: there is no session.</summary>
    public CreateSession? CreatedAs { get; init; }

    /// <summary>Its id.</summary>
    public string Id { get; init; } = "";

    /// <summary>The title.</summary>
    public string Title { get; init; } = "";

    /// <summary>The room.</summary>
    public Room Room { get; init; } = new("", "");

    /// <summary>Planned, live or ended.</summary>
    public SessionPhase Phase { get; init; }

    /// <summary>When it went live.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the operator ended it.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The incoming picture.</summary>
    public Feed Feed { get; init; } = new(FeedState.None, "", null, null);

    /// <summary>One-way id of the only valid stream key.</summary>
    public string? KeyId { get; init; }

    /// <summary>The SRT door, while it is open.</summary>
    public SrtDoor? Door { get; init; }

    /// <summary>The slot to which it was moved; null: as it was made.</summary>
    public Slot? Moved { get; init; }

    /// <summary>The showcase in order of its numbers.</summary>
    public IReadOnlyList<ShowcaseItem> Items { get; init; } = [];

    /// <summary>What is on air.</summary>
    public OnAir OnAir { get; init; } = new(1, 0, null);

    /// <summary>When the last showing began.</summary>
    public DateTimeOffset? LastTakeAt { get; init; }

    /// <summary>The plan.</summary>
    public Rundown Rundown { get; init; } = Rundown.Empty;

    /// <summary>The plan before its last edit; null: nothing to undo.</summary>
    public Rundown? RundownBefore { get; init; }

    /// <summary>The planned item that is next.</summary>
    public string? NextId { get; init; }

    /// <summary>What was played, oldest first; rehearsals leave nothing here.</summary>
    public ImmutableList<Appearance> AsPlayed { get; init; } = [];

    /// <summary>Everything that was marked, oldest first; rehearsals leave nothing here.</summary>
    public ImmutableList<Marker> Markers { get; init; } = [];

    /// <summary>Higher prices on air that wait for a second person.</summary>
    public IReadOnlyList<PriceRaise> Raises { get; init; } = [];

    /// <summary>Whether all overlays are blank.</summary>
    public Blank Blank { get; init; } = new(false, 0, "", null);

    /// <summary>Who has the controls.</summary>
    public ControlToken? Control { get; init; }

    /// <summary>Controls that the studio took back, until somebody takes them.</summary>
    public ReleasedControl? Released { get; init; }

    /// <summary>Whether this is a rehearsal (彩排).</summary>
    public bool Rehearsal { get; init; }

    /// <summary>All rehearsals, oldest first: what was recorded in them is nobody's but the staff's.</summary>
    public IReadOnlyList<RehearsalSpan> Rehearsals { get; init; } = [];

    /// <summary>The automatic pop-up, while it runs.</summary>
    public AutoPop? AutoPop { get; init; }

    /// <summary>The last messages to the host.</summary>
    public IReadOnlyList<HostMessage> Messages { get; init; } = [];

    /// <summary>Colours and logo of the cards.</summary>
    public CardTheme Theme { get; init; } = CardTheme.Plain;

    /// <summary>When viewers must prove that they are people.</summary>
    public ProofMode Proof { get; init; }

    /// <summary>Stretches whose clip has not been requested yet (an outbox: stored with the clear, emptied after the request).</summary>
    public IReadOnlyList<ClipRequest> ClipsToRequest { get; init; } = [];

    /// <summary>Ids of capability links.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>False while the item ledgers may not know the newest terms or phase.</summary>
    public bool LedgersInStep { get; init; } = true;

    /// <summary>Operations that were carried out; the answer is the id of what they made, if they made something.</summary>
    public OperationLog<string?> Operations { get; init; } = new() { Most = 2_000 };

    /// <summary>Lines of its log so far: of two documents about one head, the one of the higher version is newer.</summary>
    public long Version { get; init; }

    /// <summary>Whether there is a session.</summary>
    public bool Exists => CreatedAs is not null;

    /// <summary>When it is planned.</summary>
    [JsonIgnore]
    public Slot Slot => Moved ?? new Slot(CreatedAs?.PlannedStart ?? default, CreatedAs?.PlannedEnd);

    /// <summary>The item of that id, or null.</summary>
    public ShowcaseItem? Find(string? itemId) => Items.FirstOrDefault(item => string.Equals(item.Id, itemId, StringComparison.Ordinal));

    /// <summary>The session as others see it.</summary>
    public SessionView View() => new(
        Id, Title, Room, Phase, Slot.Start, StartedAt, EndedAt, Feed, KeyId is not null, Items, OnAir, Markers, Links,
        Rundown, RundownBefore is not null, NextId, AsPlayed, Raises, Blank, Control, Rehearsal, AutoPop, Messages, Theme, Rehearsals, Released, Version, Proof, Slot.End, Door);

    /// <summary>The session after one more line of its log.</summary>
    public LiveSession Apply(LoggedEvent line)
    {
        LiveSession after = Apply(line.Event, line) with { Version = Version + 1 };
        return line.Operation is { } done ? after with { Operations = Operations.With(done.Id, done.Body, done.Reference) } : after;
    }

    private LiveSession Apply(SessionEvent change, LoggedEvent line) => change switch
    {
        SessionCreated made => Created(made),
        ItemAdded added => this with { Items = [.. Items, added.Item], Rundown = added.Planned is { } planned ? Plan(planned) : Rundown, LedgersInStep = false },
        ItemChanged changed => this with { Items = [.. Items.Select(item => string.Equals(item.Id, changed.Item.Id, StringComparison.Ordinal) ? changed.Item : item)], LedgersInStep = false },
        CardShown or CardUpdated or CardCleared or SegmentBegun => Showing.Apply(this, line),
        NextSet next => this with { NextId = next.RundownItemId },
        RundownEdited edited => WithRundown(RundownEditing.Edit(Rundown, edited.Edit, Items, edited.IdPrefix).Value) with { RundownBefore = Rundown },
        RundownRestored => WithRundown(RundownBefore! with { Revision = Rundown.Revision + 1 }) with { RundownBefore = null },
        RaiseAsked asked => this with { Raises = [.. Raises, asked.Raise] },
        RaiseSettled settled => this with { Raises = [.. Raises.Where(raise => !string.Equals(raise.Id, settled.RaiseId, StringComparison.Ordinal))] },
        BlankSet blank => this with { Blank = new Blank(blank.On, blank.Version, line.By, line.At) },
        ControlSet control => this with { Control = control.Holder is { } holder ? new ControlToken(holder, line.At) : null, Released = null },
        ControlReleased released => this with { Control = null, Released = new ReleasedControl(released.Holder, line.At) },
        RehearsalSet rehearsal => Rehearse(rehearsal.On, line.At),
        AutoPopSet auto => this with { AutoPop = auto.AutoPop },
        MessageSent sent => this with { Messages = [.. Messages.TakeLast(KeptMessages - 1), sent.Message] },
        ThemeSet set => this with { Theme = set.Theme },
        FeedCame came => Came(came.ClientId, line.At),
        FeedWent went => Went(line.At, went.BackUntil).Mark(MarkerKind.FeedLost, line.At),
        FeedGivenUp => this with { Feed = Feed with { State = FeedState.Lost, BackUntil = null } },
        KeySet key => this with { KeyId = key.KeyId },
        SlotSet moved => this with { Moved = moved.Slot },
        DoorSet door => this with { Door = door.Door },
        LinkAdded link => this with { Links = [.. Links, link.LinkId] },
        SessionEnded => Went(line.At, null).Mark(MarkerKind.End, line.At) with { Phase = SessionPhase.Ended, EndedAt = line.At, KeyId = null, Door = null, AutoPop = null, Raises = [], LedgersInStep = false },
        ClipsRequested clips => this with { ClipsToRequest = [.. ClipsToRequest.Where(request => !clips.ClipIds.Contains(request.ClipId, StringComparer.Ordinal))] },
        LedgersBrought => this with { LedgersInStep = true },
        MarkersPlaced placed => this with { Markers = Placing.Apply(Markers, placed) },
        MomentMarked marked => Mark(MarkerKind.Manual, line.At, OnAir.Card?.ItemId, marked.Note),
        ProofSet proof => this with { Proof = proof.Mode },
        NothingChanged => this,
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "An event that this version does not know."),
    };

    private LiveSession Created(SessionCreated made) => this with
    {
        CreatedAs = made.As,
        Title = made.Title,
        Room = made.Room,
        Items = made.Items,
        Rundown = made.Rundown,
        NextId = made.Rundown.Items.FirstOrDefault()?.Id,
        Feed = new Feed(FeedState.None, made.As.PlayName, null, null),
        LedgersInStep = false,
    };

    private Rundown Plan(RundownItem planned) => Rundown.Sections is [.., var last]
        ? Rundown with { Revision = Rundown.Revision + 1, Sections = [.. Rundown.Sections.SkipLast(1), last with { Items = [.. last.Items, planned] }] }
        : new Rundown(Rundown.Revision + 1, [new RundownSection($"{planned.Id}-s", "", [planned])]);

    // The next item keeps its place in the plan; when it was removed, what stood behind it is next.
    private LiveSession WithRundown(Rundown rundown)
    {
        string? next = NextId;
        while (next is not null && rundown.Find(next) is null) next = Rundown.Behind(next)?.Id;
        return this with { Rundown = rundown, NextId = next ?? (NextId is null ? null : rundown.Items.FirstOrDefault()?.Id) };
    }

    private LiveSession Rehearse(bool on, DateTimeOffset at)
    {
        LiveSession fresh = this with
        {
            Rehearsal = on,
            Rehearsals = on ? [.. Rehearsals, new RehearsalSpan(at, null)] : [.. Rehearsals.SkipLast(1), Rehearsals[^1] with { Until = at }],
            OnAir = new OnAir(OnAir.Epoch + 1, 0, null),
            LastTakeAt = null,
            NextId = Rundown.Items.FirstOrDefault()?.Id,
            AutoPop = null,
            Raises = [],
        };
        // A picture that came in during the rehearsal is the broadcast from now on.
        return !on && Feed is { State: FeedState.Live, ClientId: { } client } ? fresh.Came(client, at) : fresh;
    }

    private LiveSession Came(string clientId, DateTimeOffset at)
    {
        LiveSession fed = this with { Feed = Feed with { State = FeedState.Live, ClientId = clientId, Since = at, BackUntil = null } };
        return Rehearsal
            ? fed
            : (fed with { StartedAt = StartedAt ?? at, LedgersInStep = LedgersInStep && Phase == SessionPhase.Live, Phase = SessionPhase.Live }).Mark(MarkerKind.FeedStart, at);
    }

    // A session that ends while its picture is away waits for it no longer.
    private LiveSession Went(DateTimeOffset at, DateTimeOffset? backUntil) => Feed.State switch
    {
        FeedState.Live => this with { Feed = Feed with { State = backUntil is null ? FeedState.Lost : FeedState.Away, ClientId = null, Since = at, BackUntil = backUntil } },
        FeedState.Away => this with { Feed = Feed with { State = FeedState.Lost, BackUntil = null } },
        _ => this,
    };

    private LiveSession Mark(MarkerKind kind, DateTimeOffset at, string? itemId = null, string note = "") =>
        Rehearsal ? this : this with { Markers = Markers.Add(new Marker(kind, at, itemId, OnAir.Revision, Note: note)) };
}
