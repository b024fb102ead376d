using Studio.Grains.Clips;
using Studio.Grains.Commit;
using Studio.Grains.Recording;
using Studio.Grains.Values;

namespace Studio.Grains.Live;

/// <summary>The state of a session (schema 1) and the pure decisions on it. No I/O and no clock; instants are arguments.</summary>
[GenerateSerializer, Alias("studio.LiveSession")]
public sealed record LiveSession
{
    /// <summary>The least time between two takes: a double press is one take.</summary>
    public static readonly TimeSpan MinimumTakeSpan = TimeSpan.FromSeconds(1);

    /// <summary>Version of this layout in the store.</summary>
    [Id(0)] public int Schema { get; init; } = 1;

    /// <summary>What the session was made from; null: there is no session.</summary>
    [Id(1)] public CreateSession? CreatedAs { get; init; }

    /// <summary>The title.</summary>
    [Id(2)] public string Title { get; init; } = "";

    /// <summary>The room.</summary>
    [Id(3)] public Room Room { get; init; } = new("", "");

    /// <summary>Planned, live or ended.</summary>
    [Id(4)] public SessionPhase Phase { get; init; }

    /// <summary>When the feed first came in.</summary>
    [Id(5)] public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the operator ended it.</summary>
    [Id(6)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The incoming picture.</summary>
    [Id(7)] public Feed Feed { get; init; } = new(FeedState.None, "", null, null);

    /// <summary>One-way id of the only valid stream key.</summary>
    [Id(8)] public string? KeyId { get; init; }

    /// <summary>The showcase in order of its numbers.</summary>
    [Id(9)] public IReadOnlyList<ShowcaseItem> Items { get; init; } = [];

    /// <summary>What is on air.</summary>
    [Id(10)] public OnAir OnAir { get; init; } = new(1, 0, null);

    /// <summary>When the last take was.</summary>
    [Id(11)] public DateTimeOffset? LastTakeAt { get; init; }

    /// <summary>Everything that was marked, oldest first.</summary>
    [Id(12)] public IReadOnlyList<Marker> Markers { get; init; } = [];

    /// <summary>Stretches whose clip has not been requested yet (an outbox: stored with the clear, emptied after the request).</summary>
    [Id(13)] public IReadOnlyList<ClipRequest> ClipsToRequest { get; init; } = [];

    /// <summary>Ids of capability links.</summary>
    [Id(14)] public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>False while the item ledgers may not know the newest terms or phase.</summary>
    [Id(15)] public bool LedgersInStep { get; init; } = true;

    /// <summary>Takes and clears that were done.</summary>
    [Id(16)] public OperationLog<OnAir> Operations { get; init; } = new();

    /// <summary>Items that were added and keys that were set: operation → item id or key id.</summary>
    [Id(17)] public OperationLog<string> Edits { get; init; } = new();

    /// <summary>Whether there is a session.</summary>
    public bool Exists => CreatedAs is not null;

    /// <summary>Puts an item's card on air.</summary>
    public static Outcome<LiveSession> Take(LiveSession session, string id, TakeItem command, DateTimeOffset now)
    {
        if (Replay(session, command.OperationId, $"take {command.ItemId}") is { } refusalOrNothing) return refusalOrNothing;
        if (session.Phase == SessionPhase.Ended) return new Refusal(RefusalCodes.SessionEnded);
        if (command.Expected != session.OnAir.Head) return Stale(session);
        if (session.LastTakeAt is { } last && now < last + MinimumTakeSpan)
        {
            return Refusal.With(RefusalCodes.TooSoon, "nextAllowedAt", last + MinimumTakeSpan);
        }
        if (session.Items.FirstOrDefault(item => string.Equals(item.Id, command.ItemId, StringComparison.Ordinal)) is not { } item)
        {
            return new Refusal(RefusalCodes.ItemNotInSession);
        }
        var card = new ProductCard(item.Id, item.Number, item.Name, item.Unit, item.Price, item.ProductId, item.Picture, now);
        LiveSession after = session.Show(id, card, now) with { LastTakeAt = now };
        return after with { Operations = session.Operations.With(command.OperationId, $"take {command.ItemId}", after.OnAir) };
    }

    /// <summary>Takes the card off.</summary>
    public static Outcome<LiveSession> Clear(LiveSession session, string id, ClearCard command, DateTimeOffset now)
    {
        if (Replay(session, command.OperationId, "clear") is { } refusalOrNothing) return refusalOrNothing;
        if (command.Expected != session.OnAir.Head) return Stale(session);
        if (session.OnAir.Card is null) return new Refusal(RefusalCodes.NothingOnAir);
        LiveSession after = session.Show(id, null, now);
        return after with { Operations = session.Operations.With(command.OperationId, "clear", after.OnAir) };
    }

    /// <summary>Ends the session; a card that is still on is cleared, and its stretch becomes a clip.</summary>
    public static LiveSession End(LiveSession session, string id, DateTimeOffset now)
    {
        if (session.Phase == SessionPhase.Ended) return session;
        LiveSession cleared = session.OnAir.Card is null ? session : session.Show(id, null, now);
        return cleared with
        {
            Phase = SessionPhase.Ended,
            EndedAt = now,
            KeyId = null,
            Feed = cleared.Feed.State == FeedState.Live ? cleared.Feed with { State = FeedState.Lost, ClientId = null, Since = now } : cleared.Feed,
            LedgersInStep = false,
            Markers = [.. cleared.Markers, new Marker(MarkerKind.End, now, null, cleared.OnAir.Revision)],
        };
    }

    /// <summary>Lets a publisher in.</summary>
    public static Outcome<LiveSession> FeedStarting(LiveSession session, string keyId, string clientId, DateTimeOffset now)
    {
        if (!string.Equals(session.KeyId, keyId, StringComparison.Ordinal)) return new Refusal(RefusalCodes.StreamKeyRefused);
        if (session.Phase == SessionPhase.Ended) return new Refusal(RefusalCodes.SessionEnded);
        if (session.Feed is { State: FeedState.Live, ClientId: { } current })
        {
            // The ingest server may repeat its callback for one connection.
            return string.Equals(current, clientId, StringComparison.Ordinal) ? session : Refusal.With(RefusalCodes.StreamBusy, "clientId", current);
        }
        return session with
        {
            Feed = session.Feed with { State = FeedState.Live, ClientId = clientId, Since = now },
            StartedAt = session.StartedAt ?? now,
            LedgersInStep = session.LedgersInStep && session.Phase == SessionPhase.Live,
            Phase = SessionPhase.Live,
            Markers = [.. session.Markers, new Marker(MarkerKind.FeedStart, now, null, session.OnAir.Revision)],
        };
    }

    /// <summary>The publisher went; a late word about one that was replaced changes nothing.</summary>
    public static LiveSession FeedLost(LiveSession session, string clientId, DateTimeOffset now) =>
        session.Feed.State != FeedState.Live || !string.Equals(session.Feed.ClientId, clientId, StringComparison.Ordinal)
            ? session
            : session with
            {
                Feed = session.Feed with { State = FeedState.Lost, ClientId = null, Since = now },
                Markers = [.. session.Markers, new Marker(MarkerKind.FeedLost, now, null, session.OnAir.Revision)],
            };

    /// <summary>The session as others see it.</summary>
    public SessionView View(string id) => new(
        id, Title, Room, Phase, CreatedAs?.PlannedStart ?? default, StartedAt, EndedAt, Feed, KeyId is not null, Items, OnAir, Markers, Links);

    // A replayed command leaves the session as it is; its first answer is in the operations. Null: not a replay.
    private static Outcome<LiveSession>? Replay(LiveSession session, string operationId, string body) =>
        session.Operations.Find(operationId) is not { } done ? (Outcome<LiveSession>?)null
        : string.Equals(done.Body, body, StringComparison.Ordinal) ? (Outcome<LiveSession>)session
        : (Outcome<LiveSession>)new Refusal(RefusalCodes.OperationConflict);

    private static Refusal Stale(LiveSession session) => Refusal.With(RefusalCodes.StaleTake, "head", session.OnAir);

    private LiveSession Show(string id, ProductCard? card, DateTimeOffset now)
    {
        long revision = OnAir.Revision + 1;
        return this with
        {
            OnAir = new OnAir(OnAir.Epoch, revision, card),
            Markers = [.. Markers, new Marker(card is null ? MarkerKind.Clear : MarkerKind.Take, now, card?.ItemId ?? OnAir.Card?.ItemId, revision)],
            // Only what was broadcast can be cut; before the feed there is no recording.
            ClipsToRequest = OnAir.Card is { } shown && Phase == SessionPhase.Live && now > shown.TakenAt
                ? [.. ClipsToRequest, new ClipRequest($"{id}-{OnAir.Revision}", id, shown, shown.TakenAt, now)]
                : ClipsToRequest,
        };
    }
}
