using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Grains.Recording;

/// <summary>
/// The decisions about a session's picture. Keyed by the publisher's connection, for the words of ingest servers come twice, late, in the
/// wrong order, or never; what a word got wrong is mended by comparing with the server (<see cref="Found"/>, <see cref="Lost"/>). Pure.
/// </summary>
public static class Feeding
{
    /// <summary>Lets a publisher in. Nothing to do: the ingest server repeated its callback, and gets the same answer.</summary>
    public static Outcome<Decided> Starting(LiveSession session, FeedArrival arrival, DateTimeOffset now)
    {
        bool known = arrival.KeyId is { } keyId ? string.Equals(session.KeyId, keyId, StringComparison.Ordinal) : session.Door is not null;
        if (!known) return new Refusal(RefusalCodes.StreamKeyRefused);
        if (session.Phase == SessionPhase.Ended) return new Refusal(RefusalCodes.SessionEnded);
        Feed feed = session.Feed;
        if (feed is { State: FeedState.Live, ClientId: { } current })
        {
            if (string.Equals(current, arrival.ClientId, StringComparison.Ordinal)) return new Decided([]);
            if (!arrival.Rules.TakeOver) return Refusal.With(RefusalCodes.StreamBusy, "clientId", current);
        }
        if (OutOfWindow(session, arrival.Rules, now) is { } refusal) return refusal;
        return new Decided(feed.State == FeedState.Live ? [new FeedWent(), new FeedCame(arrival.ClientId)] : [new FeedCame(arrival.ClientId)]);
    }

    /// <summary>
    /// The publisher went; a late or repeated word about one that is not on it any more changes nothing. Without a grace time it was sent away,
    /// which counts also where the ingest server's own word that it went came first.
    /// </summary>
    public static Decided Lost(LiveSession session, string clientId, TimeSpan grace, DateTimeOffset now)
    {
        bool awaited = grace > TimeSpan.Zero && session.Phase != SessionPhase.Ended && (session.KeyId is not null || session.Door is not null);
        return session.Feed.State switch
        {
            FeedState.Live when string.Equals(session.Feed.ClientId, clientId, StringComparison.Ordinal) => new FeedWent(awaited ? now + grace : null),
            FeedState.Away when grace <= TimeSpan.Zero => new FeedGivenUp(),
            _ => new Decided([]),
        };
    }

    /// <summary>The grace time is over: it is no longer "back in a moment". The session goes on all the same.</summary>
    public static Decided GiveUp(LiveSession session, DateTimeOffset now) =>
        session.Feed is { State: FeedState.Away, BackUntil: { } until } && until <= now ? new FeedGivenUp() : new Decided([]);

    /// <summary>
    /// The ingest server has a publisher of whom the session does not know (its word was lost). It was let in once, or it would not be there;
    /// who is no longer welcome is not brought back by this.
    /// </summary>
    public static Decided Found(LiveSession session, string clientId) =>
        session.Phase != SessionPhase.Ended && (session.KeyId is not null || session.Door is not null) && session.Feed.State is FeedState.Away or FeedState.Lost
            ? new FeedCame(clientId)
            : new Decided([]);

    /// <summary>Makes this the session's only key; null revokes it. Who has no way to come back is not said to be back in a moment.</summary>
    public static Outcome<Decided> SetKey(LiveSession session, string? keyId)
    {
        if (session.Phase == SessionPhase.Ended) return new Refusal(RefusalCodes.SessionEnded);
        bool shut = keyId is null && session.Door is null && session.Feed.State == FeedState.Away;
        return new Decided(shut ? [new KeySet(keyId), new FeedGivenUp()] : [new KeySet(keyId)]);
    }

    /// <summary>Plans the session for another time.</summary>
    public static Outcome<Decided> Move(LiveSession session, Slot slot)
    {
        if (session.Phase == SessionPhase.Ended) return new Refusal(RefusalCodes.SessionEnded);
        if (slot.End <= slot.Start) return new Check().Add("plannedEnd", FieldErrors.OutOfRange).Refusal!;
        return slot == session.Slot ? (Decided)new NothingChanged() : (Decided)new SlotSet(slot);
    }

    /// <summary>Opens the session's SRT door, or (null) closes it. Opening it again makes another passphrase.</summary>
    public static Outcome<Decided> SetDoor(LiveSession session, SrtDoor? door)
    {
        if (session.Phase == SessionPhase.Ended) return new Refusal(RefusalCodes.SessionEnded);
        return door == session.Door ? (Decided)new NothingChanged() : (Decided)new DoorSet(door);
    }

    // A rehearsal is held when its people want it; and whoever dropped in the last minute of a slot continues what was let in.
    private static Refusal? OutOfWindow(LiveSession session, FeedRules rules, DateTimeOffset now)
    {
        if (session.Rehearsal || session.Feed is { State: FeedState.Live or FeedState.Away }) return null;
        var window = KeyWindow.Of(session.Slot, rules);
        if (window.From is { } from && now < from) return Refusal.With(RefusalCodes.StreamKeyTooEarly, "from", from);
        return window.Until is { } until && now >= until ? Refusal.With(RefusalCodes.StreamKeyTooLate, "until", until) : null;
    }
}
