using System.Text.Json.Serialization;
using Studio.Grains.Clips;
using Studio.Grains.Recording;
using Studio.Grains.Values;

namespace Studio.Grains.Live;

/// <summary>One line of a session's log: what happened, who did it, why, and through which operation. The log in order is the session.</summary>
/// <param name="By">Account name, or <c>studio</c> for what the studio did itself.</param>
/// <param name="Cause">Why: see <see cref="Causes"/>.</param>
/// <param name="Operation">Id, body and answer of the operation that this line finishes; null: none, or more lines of it follow.</param>
public sealed record LoggedEvent(
    [property: JsonPropertyName("at")] DateTimeOffset At, [property: JsonPropertyName("by")] string By, [property: JsonPropertyName("why")] string Cause,
    [property: JsonPropertyName("e")] SessionEvent Event, [property: JsonPropertyName("op")] FinishedOperation? Operation = null);

/// <summary>An operation and its answer, as it is logged.</summary>
public sealed record FinishedOperation(
    [property: JsonPropertyName("id")] string Id, [property: JsonPropertyName("body")] string Body, [property: JsonPropertyName("ref")] string? Reference);

/// <summary>Why something happened.</summary>
public static class Causes
{
    /// <summary>Somebody pressed a button.</summary>
    public const string Manual = "manual";

    /// <summary>A key of a Stream Deck or the like.</summary>
    public const string Deck = "deck";

    /// <summary>The automatic pop-up (自动弹卡).</summary>
    public const string AutoPop = "auto-pop";

    /// <summary>The picture came or went.</summary>
    public const string Feed = "feed";

    /// <summary>The studio finished what follows from something else, or a time ran out.</summary>
    public const string FollowUp = "follow-up";
}

/// <summary>Something that happened to a session, as it is stored. Names on disk are short and never change.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "t")]
[JsonDerivedType(typeof(SessionCreated), "created")]
[JsonDerivedType(typeof(ItemAdded), "item-added")]
[JsonDerivedType(typeof(ItemChanged), "item")]
[JsonDerivedType(typeof(CardShown), "shown")]
[JsonDerivedType(typeof(CardUpdated), "updated")]
[JsonDerivedType(typeof(CardCleared), "cleared")]
[JsonDerivedType(typeof(SegmentBegun), "segment")]
[JsonDerivedType(typeof(NextSet), "next")]
[JsonDerivedType(typeof(RundownEdited), "rundown")]
[JsonDerivedType(typeof(RundownRestored), "rundown-undo")]
[JsonDerivedType(typeof(RaiseAsked), "raise-asked")]
[JsonDerivedType(typeof(RaiseSettled), "raise-settled")]
[JsonDerivedType(typeof(BlankSet), "blank")]
[JsonDerivedType(typeof(ControlSet), "control")]
[JsonDerivedType(typeof(ControlReleased), "control-released")]
[JsonDerivedType(typeof(RehearsalSet), "rehearsal")]
[JsonDerivedType(typeof(AutoPopSet), "auto-pop")]
[JsonDerivedType(typeof(MessageSent), "message")]
[JsonDerivedType(typeof(ThemeSet), "theme")]
[JsonDerivedType(typeof(FeedCame), "feed-came")]
[JsonDerivedType(typeof(FeedWent), "feed-went")]
[JsonDerivedType(typeof(FeedGivenUp), "feed-gone")]
[JsonDerivedType(typeof(KeySet), "key")]
[JsonDerivedType(typeof(SlotSet), "slot")]
[JsonDerivedType(typeof(DoorSet), "srt-door")]
[JsonDerivedType(typeof(LinkAdded), "link")]
[JsonDerivedType(typeof(SessionEnded), "ended")]
[JsonDerivedType(typeof(ClipsRequested), "clips")]
[JsonDerivedType(typeof(LedgersBrought), "ledgers")]
[JsonDerivedType(typeof(ProofSet), "proof-mode")]
[JsonDerivedType(typeof(MarkersPlaced), "placed")]
[JsonDerivedType(typeof(MomentMarked), "marked")]
[JsonDerivedType(typeof(NothingChanged), "nothing")]
public abstract record SessionEvent;

/// <summary>The session was made.</summary>
public sealed record SessionCreated(CreateSession As, string Title, Room Room, IReadOnlyList<ShowcaseItem> Items, Rundown Rundown) : SessionEvent;

/// <summary>A product was added to the showcase, and to the end of the plan.</summary>
public sealed record ItemAdded(ShowcaseItem Item, RundownItem? Planned) : SessionEvent;

/// <summary>An item of the showcase is another one now (price, allotment, texts, offer, proof …).</summary>
public sealed record ItemChanged(ShowcaseItem Item) : SessionEvent;

/// <summary>A card went on air: a new showing.</summary>
public sealed record CardShown(ProductCard Card, string? RundownItemId) : SessionEvent;

/// <summary>The card on air was replaced by a newer instance of itself: the showing goes on.</summary>
public sealed record CardUpdated(ProductCard Card) : SessionEvent;

/// <summary>The card went off.</summary>
public sealed record CardCleared : SessionEvent;

/// <summary>A planned item without a product began (开场, 抽奖): no card, but the plan moves on.</summary>
public sealed record SegmentBegun(string RundownItemId, string Title) : SessionEvent;

/// <summary>Another planned item is next.</summary>
public sealed record NextSet(string? RundownItemId) : SessionEvent;

/// <summary>The plan was edited.</summary>
public sealed record RundownEdited(RundownEdit Edit, string IdPrefix) : SessionEvent;

/// <summary>The last edit of the plan was undone.</summary>
public sealed record RundownRestored : SessionEvent;

/// <summary>Somebody asks for a higher price of the card on air.</summary>
public sealed record RaiseAsked(PriceRaise Raise) : SessionEvent;

/// <summary>A second person allowed or declined it, or it is void.</summary>
public sealed record RaiseSettled(string RaiseId, bool Allowed) : SessionEvent;

/// <summary>All overlays were blanked, or came back.</summary>
public sealed record BlankSet(bool On, long Version) : SessionEvent;

/// <summary>Somebody took the controls, or (null) left them.</summary>
public sealed record ControlSet(string? Holder) : SessionEvent;

/// <summary>The studio took the controls back: no console of their holder was open any more.</summary>
public sealed record ControlReleased(string Holder) : SessionEvent;

/// <summary>A rehearsal began or ended: a new epoch, with nothing on air.</summary>
public sealed record RehearsalSet(bool On) : SessionEvent;

/// <summary>The automatic pop-up was set up, moved on, or (null) stopped.</summary>
public sealed record AutoPopSet(AutoPop? AutoPop) : SessionEvent;

/// <summary>A message to the host's screen.</summary>
public sealed record MessageSent(HostMessage Message) : SessionEvent;

/// <summary>Colours and logo of the cards.</summary>
public sealed record ThemeSet(CardTheme Theme) : SessionEvent;

/// <summary>A publisher was let in.</summary>
public sealed record FeedCame(string ClientId) : SessionEvent;

/// <summary>The publisher went away.</summary>
/// <param name="BackUntil">Until when it is expected back; null (and in logs from before there was a grace time): it is lost.</param>
public sealed record FeedWent(DateTimeOffset? BackUntil = null) : SessionEvent;

/// <summary>The publisher did not come back in time.</summary>
public sealed record FeedGivenUp : SessionEvent;

/// <summary>The session is planned for another time.</summary>
public sealed record SlotSet(Slot Slot) : SessionEvent;

/// <summary>The SRT door was opened, or (null) closed.</summary>
public sealed record DoorSet(SrtDoor? Door) : SessionEvent;

/// <summary>The stream key was set, or (null) revoked.</summary>
public sealed record KeySet(string? KeyId) : SessionEvent;

/// <summary>A capability link was made.</summary>
public sealed record LinkAdded(string LinkId) : SessionEvent;

/// <summary>The operator ended the session.</summary>
public sealed record SessionEnded : SessionEvent;

/// <summary>The clips up to here were handed over.</summary>
public sealed record ClipsRequested(IReadOnlyList<string> ClipIds) : SessionEvent;

/// <summary>The item ledgers know the terms.</summary>
public sealed record LedgersBrought : SessionEvent;

/// <summary>Viewers must prove more, or less, than before.</summary>
public sealed record ProofSet(ProofMode Mode) : SessionEvent;

/// <summary>It was found where in the recording these markers are.</summary>
public sealed record MarkersPlaced(IReadOnlyList<PlacedMarker> Placed) : SessionEvent;

/// <summary>Somebody marked the moment.</summary>
public sealed record MomentMarked(string Note) : SessionEvent;

/// <summary>An operation that had nothing to do; it is remembered, so that a repeat still has nothing to do.</summary>
public sealed record NothingChanged : SessionEvent;

/// <summary>How sessions are written to the store.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LoggedEvent[]))]
[JsonSerializable(typeof(LiveSession))]
internal sealed partial class SessionJson : JsonSerializerContext;
