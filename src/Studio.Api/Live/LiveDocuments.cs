using Studio.Api.Catalog;
using Studio.Grains.Live;
using Studio.Grains.Recording;
using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Api.Live;

/// <summary>Which on-air document a command leaves or a client has.</summary>
internal sealed record HeadDto(int Epoch, long Revision)
{
    internal Head Head => new(Epoch, Revision);
}

/// <summary>
/// What is on air, whole: a client that missed ten of these needs only the last. Newer is the higher (epoch, revision, stock version).
/// </summary>
internal sealed record OnAirDoc(string SessionId, int Epoch, long Revision, SessionPhase Phase, CardDto? Card, StockDto? Stock, DateTimeOffset ServerTime);

/// <summary>An immutable card instance.</summary>
internal sealed record CardDto(string ItemId, int Number, string Name, string Unit, Money PriceFen, string PictureUrl, DateTimeOffset TakenAt)
{
    public static CardDto Of(ProductCard card) => new(card.ItemId, card.Number, card.Name, card.Unit, card.Price, PictureStore.UrlOf(card.Picture), card.TakenAt);
}

/// <summary>Pieces of the item on air, from its ledger.</summary>
internal sealed record StockDto(int Left, int Allotted, long Version);

/// <summary>The counts of a session's items; each rises by its own version.</summary>
internal sealed record CountsDoc(string SessionId, IReadOnlyList<ItemCountsDto> Items);

/// <summary>One item's durable counts, in pieces.</summary>
internal sealed record ItemCountsDto(string ItemId, int Allotted, int Held, int Confirmed, int Left, long Version)
{
    public static ItemCountsDto Of(ItemCounts counts) => new(counts.ItemId, counts.Allotted, counts.Held, counts.Confirmed, counts.Left, counts.Version);
}

/// <summary>Phase and feed.</summary>
internal sealed record SessionStatus(string SessionId, SessionPhase Phase, FeedState Feed, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt)
{
    public static SessionStatus Of(SessionView session) => new(session.Id, session.Phase, session.Feed.State, session.StartedAt, session.EndedAt);
}

/// <summary>One open overlay page and what it last confirmed.</summary>
/// <param name="State">loaded: nothing to confirm yet; onScreen: painted the head; hidden: has it but is not visible; late: silent for 1.5 s; gone: disconnected.</param>
/// <param name="LatencyMs">From the change to the confirmation, as the server saw both.</param>
internal sealed record OverlayStatus(
    string Id, string Label, bool Connected, bool Visible, int Width, int Height, int Epoch, long Revision, OverlayState State, double? LatencyMs, DateTimeOffset At);

/// <summary>How an overlay stands.</summary>
internal enum OverlayState
{
    Loaded,
    OnScreen,
    Hidden,
    Late,
    Gone,
}

/// <summary>Everything a control room or an overlay needs to begin with.</summary>
/// <param name="Pictures">For an overlay: the pictures of the showcase, to be loaded before their cards are taken.</param>
internal sealed record StudioSnapshot(
    OnAirDoc OnAir, CountsDoc Counts, SessionStatus Session, IReadOnlyList<OverlayStatus> Overlays, IReadOnlyList<string> Pictures);

/// <summary>Everything a viewer's page needs to begin with.</summary>
internal sealed record RoomSnapshot(OnAirDoc OnAir, CountsDoc Counts, SessionStatus Session);
