using Orleans.Concurrency;
using Studio.Grains.Clips;
using Studio.Grains.Recording;
using Studio.Grains.Values;

namespace Studio.Grains.Live;

/// <summary>One broadcast (直播场次): its showcase, its plan, what is on air, its feed. Key: its id, which the creating operation names.</summary>
/// <remarks>Every command carries a <see cref="Stamp"/>: a repeat under the same operation id gets the first answer and changes nothing. All may be refused with operation-conflict.</remarks>
[Alias("studio.ILiveSessionGrain")]
public interface ILiveSessionGrain : IGrainWithStringKey
{
    /// <summary>Makes the session. Refused: validation, not-found (room or product).</summary>
    [Alias("Create")] Task<Outcome<SessionView>> Create(Stamp stamp, CreateSession command);

    /// <summary>Adds a product to the showcase under the next number, and to the end of the plan. Refused: validation, not-found, session-ended.</summary>
    [Alias("AddItem")] Task<Outcome<ShowcaseItem>> AddItem(Stamp stamp, ItemSpec item);

    /// <summary>Puts a card on air. Refused: stale-take, too-soon, item-not-in-session, item-withdrawn, sold-out, not-in-control, not-found, session-ended.</summary>
    [Alias("Take")] Task<Outcome<OnAir>> Take(Stamp stamp, TakeItem command);

    /// <summary>Takes the card off. Refused: stale-take, nothing-on-air, not-in-control.</summary>
    [Alias("Clear")] Task<Outcome<OnAir>> Clear(Stamp stamp, Head expected);

    /// <summary>Takes what is next, or clears, whatever the head is: for keys that cannot know it. Refused as take and clear are; nothing-next.</summary>
    [Alias("Press")] Task<Outcome<OnAir>> Press(Stamp stamp, DeckKey key);

    /// <summary>Carries out one of the commands of the control room. Answers the session after it.</summary>
    [Alias("Do")] Task<Outcome<SessionView>> Do(Stamp stamp, SessionCommand command);

    /// <summary>Ends the session: card off, item ledgers closed, key void. Ending twice is the same as once. Refused: not-found.</summary>
    [Alias("End")] Task<Outcome<SessionView>> End(Stamp stamp);

    /// <summary>Makes <paramref name="keyId"/> (the hash of a key) the session's only stream key; null revokes it. Answers the feed that the old key carried, if any.</summary>
    [Alias("SetKey")] Task<Outcome<Feed>> SetKey(Stamp stamp, string? keyId);

    /// <summary>
    /// A publisher asks to come in. A session that is not yet live becomes live, unless it rehearses. Refused: stream-key-refused,
    /// stream-key-too-early, stream-key-too-late, stream-busy (fact <c>clientId</c>: who is on it), session-ended.
    /// </summary>
    [Alias("FeedStarting")] Task<Outcome<FeedEntry>> FeedStarting(FeedArrival arrival);

    /// <summary>The publisher went away, and is expected back within the grace time; ignored when another one has the feed by now.</summary>
    [Alias("FeedLost")] Task FeedLost(string clientId, TimeSpan grace);

    /// <summary>The ingest server has this publisher, and the session did not hear of it. Answers the feed as it stands.</summary>
    [Alias("FeedFound")] Task<Feed> FeedFound(string clientId);

    /// <summary>The ledger says what the next piece under an offer costs and how many are left at that price; idempotent.</summary>
    [Alias("OfferMoved")] Task OfferMoved(string itemId, string offerId, Money price, int left);

    /// <summary>Notes a capability link of this session.</summary>
    [Alias("AddLink")] Task AddLink(string linkId);

    /// <summary>The session as it stands, or null when there is none.</summary>
    [ReadOnly, Alias("Get")] Task<SessionView?> Get();

    /// <summary>What is on air.</summary>
    [ReadOnly, Alias("Current")] Task<OnAir> Current();

    /// <summary>Lines of the log, oldest first, from batch <paramref name="from"/> on; at most <paramref name="count"/> batches. The log in order is the session.</summary>
    [ReadOnly, Alias("History")] Task<IReadOnlyList<HistoryLine>> History(long from, int count);

    /// <summary>Whether the whole log, read again from the store, makes the very session that is in memory.</summary>
    [Alias("Verify")] Task<bool> Verify();

    /// <summary>Tells the observer of every change from now on. Repeat within <see cref="ObserverLease.Lifetime"/>.</summary>
    [Alias("Observe")] Task<SessionView?> Observe(ISessionObserver observer);

    /// <summary>
    /// Consoles of these accounts are open now, or (<paramref name="open"/> false) the last one closed. To be repeated within
    /// <see cref="ObserverLease.Renewal"/>; it is not stored, for it says nothing about the broadcast.
    /// </summary>
    [Alias("Attend")] Task Attend(IReadOnlyList<string> accounts, bool open);

    /// <summary>Sets many prices at once, each by the rules of one. Answers what became of each, in their order. Refused: not-in-control, session-ended, validation.</summary>
    [Alias("SetPrices")] Task<Outcome<IReadOnlyList<PriceOutcome>>> SetPrices(Stamp stamp, IReadOnlyList<ItemPrice> prices);

    /// <summary>
    /// Gives a worker the turn to look for the session's markers in the recording, or (it has it already) more time; false: another worker has it.
    /// Not stored: a turn that is lost with the activation costs a second look, and a place is noted once.
    /// </summary>
    [Alias("PlacingTurn")] Task<bool> PlacingTurn(string worker, TimeSpan length);

    /// <summary>Notes where markers are in the recording. A marker that has a place keeps it, unless the new one is surer; so repeating it changes nothing.</summary>
    [Alias("PlaceMarkers")] Task PlaceMarkers(IReadOnlyList<PlacedMarker> placed);

    /// <summary>A clip of this session changed; passed on to the observers.</summary>
    [OneWay, AlwaysInterleave, Alias("TellClip")] Task TellClip(Clip clip);
}

/// <summary>Who sends a command, under which operation, and why.</summary>
/// <param name="By">Account name.</param>
[GenerateSerializer, Immutable, Alias("studio.Stamp")]
public sealed record Stamp([property: Id(0)] string OperationId, [property: Id(1)] string By, [property: Id(2)] string Cause = Causes.Manual);

/// <summary>A line of a session's log, readable.</summary>
/// <param name="What">Short name of what happened (shown, cleared, rundown …).</param>
/// <param name="Details">The event as it is stored (JSON).</param>
[GenerateSerializer, Immutable, Alias("studio.HistoryLine")]
public sealed record HistoryLine(
    [property: Id(0)] DateTimeOffset At, [property: Id(1)] string By, [property: Id(2)] string Cause, [property: Id(3)] string What,
    [property: Id(4)] string Details, [property: Id(5)] string? OperationId);

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
