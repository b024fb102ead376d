using Orleans.Concurrency;
using Studio.Grains.Clips;
using Studio.Grains.Recording;
using Studio.Grains.Values;

namespace Studio.Grains.Live;

/// <summary>One broadcast (直播场次): its showcase, what is on air, its feed. Key: its id, which the creating operation names.</summary>
[Alias("studio.ILiveSessionGrain")]
public interface ILiveSessionGrain : IGrainWithStringKey
{
    /// <summary>Makes the session. Refused: validation, not-found (room or product), operation-conflict.</summary>
    [Alias("Create")] Task<Outcome<SessionView>> Create(CreateSession command);

    /// <summary>Adds a product to the showcase under the next number. Refused: validation, not-found, session-ended, operation-conflict.</summary>
    [Alias("AddItem")] Task<Outcome<ShowcaseItem>> AddItem(string operationId, ItemSpec item);

    /// <summary>Puts an item's card on air. Refused: stale-take, too-soon, item-not-in-session, session-ended, operation-conflict.</summary>
    [Alias("Take")] Task<Outcome<OnAir>> Take(TakeItem command);

    /// <summary>Takes the card off. Refused: stale-take, nothing-on-air, operation-conflict.</summary>
    [Alias("Clear")] Task<Outcome<OnAir>> Clear(ClearCard command);

    /// <summary>Ends the session: card off, item ledgers closed, key void. Ending twice is the same as once. Refused: not-found.</summary>
    [Alias("End")] Task<Outcome<SessionView>> End(string operationId);

    /// <summary>Makes <paramref name="keyId"/> (the hash of a key) the session's only stream key; null revokes it. Answers the feed that the old key carried, if any.</summary>
    [Alias("SetKey")] Task<Outcome<Feed>> SetKey(string operationId, string? keyId);

    /// <summary>
    /// A publisher asks to come in. A session that is not yet live becomes live. Refused: stream-key-refused, stream-busy (fact
    /// <c>clientId</c>: who is on it), session-ended.
    /// </summary>
    [Alias("FeedStarting")] Task<Outcome<Feed>> FeedStarting(string keyId, string clientId);

    /// <summary>The publisher went away; ignored when another one has the feed by now.</summary>
    [Alias("FeedLost")] Task FeedLost(string clientId);

    /// <summary>Notes a capability link of this session.</summary>
    [Alias("AddLink")] Task AddLink(string linkId);

    /// <summary>The session as it stands, or null when there is none.</summary>
    [ReadOnly, Alias("Get")] Task<SessionView?> Get();

    /// <summary>What is on air.</summary>
    [ReadOnly, Alias("Current")] Task<OnAir> Current();

    /// <summary>Tells the observer of every change from now on. Repeat within <see cref="ObserverLease.Lifetime"/>.</summary>
    [Alias("Observe")] Task<SessionView?> Observe(ISessionObserver observer);

    /// <summary>A clip of this session changed; passed on to the observers.</summary>
    [OneWay, AlwaysInterleave, Alias("TellClip")] Task TellClip(Clip clip);
}

/// <summary>Is told what changed in a session, after it is durable. The newest document is enough; older ones may be skipped.</summary>
[Alias("studio.ISessionObserver")]
public interface ISessionObserver : IGrainObserver
{
    /// <summary>The card on air changed.</summary>
    [OneWay, Alias("OnAirChanged")] Task OnAirChanged(string sessionId, OnAir onAir);

    /// <summary>Phase, feed or showcase changed.</summary>
    [OneWay, Alias("SessionChanged")] Task SessionChanged(SessionView session);

    /// <summary>A clip moved on.</summary>
    [OneWay, Alias("ClipChanged")] Task ClipChanged(Clip clip);
}

/// <summary>How long an observation lasts when it is not renewed.</summary>
public static class ObserverLease
{
    /// <summary>Renew well within this.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    /// <summary>How often an observer renews: what a grain that moved or failed forgot to tell is late by no more than this.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(5);
}

/// <summary>A session to be made.</summary>
/// <param name="Title">1–60 characters.</param>
/// <param name="HoldLifetime">How long a viewer's hold lasts.</param>
/// <param name="PlayName">The name under which the feed is played inside the machine; never the key.</param>
[GenerateSerializer, Immutable, Alias("studio.CreateSession")]
public sealed record CreateSession(
    [property: Id(0)] string Title, [property: Id(1)] string RoomId, [property: Id(2)] DateTimeOffset PlannedStart,
    [property: Id(3)] IReadOnlyList<ItemSpec> Items, [property: Id(4)] TimeSpan HoldLifetime, [property: Id(5)] string PlayName);

/// <summary>A product for the showcase: price 1 fen–100,000 yuan, allotted 0–100,000 pieces, 1–1,000 pieces per buyer.</summary>
[GenerateSerializer, Immutable, Alias("studio.ItemSpec")]
public sealed record ItemSpec(
    [property: Id(0)] string ProductId, [property: Id(1)] Money Price, [property: Id(2)] int Allotted, [property: Id(3)] int PerBuyerLimit);

/// <summary>A numbered product of a session's showcase (橱窗商品, 1号链接 …).</summary>
[GenerateSerializer, Immutable, Alias("studio.ShowcaseItem")]
public sealed record ShowcaseItem(
    [property: Id(0)] string Id, [property: Id(1)] int Number, [property: Id(2)] string ProductId, [property: Id(3)] string Name,
    [property: Id(4)] string Unit, [property: Id(5)] Money Price, [property: Id(6)] string Picture, [property: Id(7)] int Allotted,
    [property: Id(8)] int PerBuyerLimit);

/// <summary>Take an item, leaving the head that the operator saw.</summary>
[GenerateSerializer, Immutable, Alias("studio.TakeItem")]
public sealed record TakeItem([property: Id(0)] string OperationId, [property: Id(1)] string ItemId, [property: Id(2)] Head Expected);

/// <summary>Clear the card, leaving the head that the operator saw.</summary>
[GenerateSerializer, Immutable, Alias("studio.ClearCard")]
public sealed record ClearCard([property: Id(0)] string OperationId, [property: Id(1)] Head Expected);

/// <summary>Which on-air document: epochs count runs of a session, revisions count changes within one.</summary>
[GenerateSerializer, Immutable, Alias("studio.Head")]
public readonly record struct Head([property: Id(0)] int Epoch, [property: Id(1)] long Revision);

/// <summary>What is on air: the whole document, each change a new revision.</summary>
[GenerateSerializer, Immutable, Alias("studio.OnAir")]
public sealed record OnAir([property: Id(0)] int Epoch, [property: Id(1)] long Revision, [property: Id(2)] ProductCard? Card)
{
    /// <summary>The epoch and revision.</summary>
    public Head Head => new(Epoch, Revision);
}

/// <summary>An immutable instance of a card (商品卡): edits of the product do not reach it.</summary>
[GenerateSerializer, Immutable, Alias("studio.ProductCard")]
public sealed record ProductCard(
    [property: Id(0)] string ItemId, [property: Id(1)] int Number, [property: Id(2)] string Name, [property: Id(3)] string Unit,
    [property: Id(4)] Money Price, [property: Id(5)] string ProductId, [property: Id(6)] string Picture, [property: Id(7)] DateTimeOffset TakenAt);

/// <summary>Where a session stands.</summary>
public enum SessionPhase
{
    /// <summary>Nothing was broadcast yet.</summary>
    Planned,

    /// <summary>The feed came in at least once; a lost feed does not end the session.</summary>
    Live,

    /// <summary>Over; the recording and the clips stay.</summary>
    Ended,
}

/// <summary>A moment of the session (打点), by the server's clock.</summary>
[GenerateSerializer, Immutable, Alias("studio.Marker")]
public sealed record Marker([property: Id(0)] MarkerKind Kind, [property: Id(1)] DateTimeOffset At, [property: Id(2)] string? ItemId, [property: Id(3)] long Revision);

/// <summary>What a marker marks.</summary>
public enum MarkerKind
{
    /// <summary>A card went on air.</summary>
    Take,

    /// <summary>The card went off.</summary>
    Clear,

    /// <summary>The feed came.</summary>
    FeedStart,

    /// <summary>The feed went.</summary>
    FeedLost,

    /// <summary>The session ended.</summary>
    End,
}

/// <summary>A session as others see it.</summary>
[GenerateSerializer, Immutable, Alias("studio.SessionView")]
public sealed record SessionView(
    [property: Id(0)] string Id, [property: Id(1)] string Title, [property: Id(2)] Room Room, [property: Id(3)] SessionPhase Phase,
    [property: Id(4)] DateTimeOffset PlannedStart, [property: Id(5)] DateTimeOffset? StartedAt, [property: Id(6)] DateTimeOffset? EndedAt,
    [property: Id(7)] Feed Feed, [property: Id(8)] bool HasKey, [property: Id(9)] IReadOnlyList<ShowcaseItem> Items,
    [property: Id(10)] OnAir OnAir, [property: Id(11)] IReadOnlyList<Marker> Markers, [property: Id(12)] IReadOnlyList<string> Links);
