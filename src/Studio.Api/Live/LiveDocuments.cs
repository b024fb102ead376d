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
/// What is on air, whole: a client that missed ten of these needs only the last. Newer is the higher (epoch, revision, blank version,
/// version, stock version).
/// </summary>
/// <param name="Version">Of the session: its phase and its look have changed since a lower one.</param>
internal sealed record OnAirDoc(
    string SessionId, int Epoch, long Revision, SessionPhase Phase, CardDto? Card, StockDto? Stock, DateTimeOffset ServerTime, BlankDto Blank, bool Rehearsal, ThemeDto Theme,
    long Version)
{
    /// <summary>The same for viewers: of a rehearsal they see nothing.</summary>
    public OnAirDoc ForViewers() => Rehearsal ? this with { Card = null, Stock = null } : this;
}

/// <summary>Whether overlays are blank, whatever the card is (紧急清屏).</summary>
internal sealed record BlankDto(bool On, long Version);

/// <summary>A brand's look: colours <c>#rrggbb</c>; null: the studio's own.</summary>
/// <param name="Stamp">The overlay draws a sync stamp (同步标记) after each take.</param>
internal sealed record ThemeDto(string? Primary, string? Accent, string? LogoUrl, bool Stamp)
{
    public static ThemeDto Of(CardTheme theme) => new(theme.Primary, theme.Accent, theme.Logo is { } logo ? PictureStore.UrlOf(logo) : null, !theme.NoStamp);
}

/// <summary>An immutable card instance.</summary>
/// <param name="PriceFen">Null: hidden until it is called; then it is in no document at all.</param>
/// <param name="WasPriceFen">Struck-out price; there is one only with stored proof.</param>
internal sealed record CardDto(
    string ItemId, int Number, string Name, string Unit, Money? PriceFen, string PictureUrl, DateTimeOffset TakenAt, string Template, Money? WasPriceFen, string? Mechanism,
    string? Origin, string? TraceUrl, DateTimeOffset? OfferEndsAt)
{
    public static CardDto Of(ProductCard card) => new(
        card.ItemId, card.Number, card.Name, card.Unit, card.PriceHidden ? null : card.Price, PictureStore.UrlOf(card.Picture), card.TakenAt, card.Template,
        card.PriceHidden ? null : card.WasPrice, NullIfEmpty(card.Mechanism), NullIfEmpty(card.Origin), NullIfEmpty(card.TraceUrl), card.OfferEndsAt);

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}

/// <summary>Pieces of the item on air, from its ledger.</summary>
internal sealed record StockDto(int Left, int Allotted, long Version);

/// <summary>The counts of a session's items; each rises by its own version.</summary>
internal sealed record CountsDoc(string SessionId, IReadOnlyList<ItemCountsDto> Items);

/// <summary>One item's durable counts, in pieces (of a combo: sets).</summary>
/// <param name="Waiting">How many people wait for it.</param>
/// <param name="OfferLeft">Pieces left at the price of its offer; null: no such bound.</param>
internal sealed record ItemCountsDto(string ItemId, int Allotted, int Held, int Confirmed, int Left, long Version, int Waiting, int? OfferLeft)
{
    public static ItemCountsDto Of(ItemCounts counts) => new(
        counts.ItemId, counts.Allotted, counts.Held, counts.Confirmed, counts.Left, counts.Version, counts.Waiting, counts.OfferLeft);
}

/// <summary>Phase and feed.</summary>
internal sealed record SessionStatus(string SessionId, SessionPhase Phase, FeedState Feed, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt)
{
    public static SessionStatus Of(SessionView session) => new(session.Id, session.Phase, session.Feed.State, session.StartedAt, session.EndedAt);
}

/// <summary>What the control room knows beside the card: small; the plan and the as-played record are read when their revision is new.</summary>
/// <param name="Viewers">Guests with an open room page, as this process counts them; several pages of one are one.</param>
/// <param name="Consoles">Accounts that have a console open, as this process sees it.</param>
/// <param name="Released">Controls that the studio took back, until somebody takes them.</param>
internal sealed record BoardDoc(
    string SessionId, long RundownRevision, bool CanUndoRundown, string? NextId, BlankStateDto Blank, ControlDto? Control, bool Rehearsal, AutoPopDto? AutoPop,
    IReadOnlyList<RaiseDto> Raises, IReadOnlyList<HostMessageDto> Messages, AppearanceDto? Current, int Played, ThemeDto Theme, int Viewers, ProofMode Proof, DateTimeOffset ServerTime,
    IReadOnlyList<string> Consoles, ReleasedDto? Released)
{
    public static BoardDoc Of(SessionView session, BlankDto blank, int viewers, IReadOnlyList<string> consoles, DateTimeOffset now) => new(
        session.Id, session.Rundown.Revision, session.CanUndoRundown, session.NextId, new BlankStateDto(blank.On, blank.Version, session.Blank.By, session.Blank.At),
        session.Control is { } control ? new ControlDto(control.Holder, control.Since, !consoles.Contains(control.Holder, StringComparer.Ordinal)) : null, session.Rehearsal, AutoPopDto.Of(session.AutoPop),
        [.. session.Raises.Select(RaiseDto.Of)], [.. session.Messages.Select(HostMessageDto.Of)],
        session.AsPlayed is [.., { Until: null } open] ? AppearanceDto.Of(open) : null, session.AsPlayed.Count, ThemeDto.Of(session.Theme), viewers, session.Proof, now,
        consoles, session.Released is { } released ? new ReleasedDto(released.Holder, released.At) : null);
}

/// <summary>Whether overlays are blank, who did it, when.</summary>
internal sealed record BlankStateDto(bool On, long Version, string By, DateTimeOffset? At);

/// <summary>Who has the controls.</summary>
/// <param name="Away">No console of theirs is open; if that stays so, the studio takes the controls back.</param>
internal sealed record ControlDto(string Holder, DateTimeOffset Since, bool Away);

/// <summary>Whose controls the studio took back, because they had gone.</summary>
internal sealed record ReleasedDto(string Holder, DateTimeOffset At);

/// <summary>The running automatic pop-up.</summary>
internal sealed record AutoPopDto(IReadOnlyList<string> ItemIds, int EverySeconds, int ShowSeconds, int JitterSeconds, int Left, DateTimeOffset NextAt)
{
    public static AutoPopDto? Of(AutoPop? auto) => auto is null ? null : new(
        auto.ItemIds, (int)auto.Every.TotalSeconds, (int)auto.ShowFor.TotalSeconds, (int)auto.Jitter.TotalSeconds, auto.Left, auto.NextAt);
}

/// <summary>A higher price on air that waits for a second person.</summary>
internal sealed record RaiseDto(string Id, string ItemId, Money FromFen, Money ToFen, string By, DateTimeOffset At)
{
    public static RaiseDto Of(PriceRaise raise) => new(raise.Id, raise.ItemId, raise.From, raise.To, raise.By, raise.At);
}

/// <summary>A message to the host.</summary>
internal sealed record HostMessageDto(string Text, bool Urgent, string By, DateTimeOffset At)
{
    public static HostMessageDto Of(HostMessage message) => new(message.Text, message.Urgent, message.By, message.At);
}

/// <summary>One showing as it was played; <paramref name="ItemId"/> is empty for a planned item without a product.</summary>
internal sealed record AppearanceDto(long Revision, string? RundownItemId, string ItemId, int Number, string Name, Money PriceFen, string Cause, string By, DateTimeOffset From, DateTimeOffset? Until)
{
    public static AppearanceDto Of(Appearance one) => new(one.Revision, one.RundownItemId, one.ItemId, one.Number, one.Name, one.Price, one.Cause, one.By, one.From, one.Until);
}

/// <summary>One open overlay page and what it last confirmed.</summary>
/// <param name="State">loaded: nothing to confirm yet; onScreen: painted the head; hidden: has it but is not visible; late: silent for 1.5 s; gone: disconnected.</param>
/// <param name="LatencyMs">From the change to the confirmation, as the server saw both.</param>
internal sealed record OverlayStatus(
    string Id, string Label, bool Connected, bool Visible, int Width, int Height, int Epoch, long Revision, OverlayState State, double? LatencyMs, DateTimeOffset At,
    long BlankVersion = 0, bool PictureFailed = false, bool TemplateFailed = false);

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
/// <param name="Board">For a control room.</param>
/// <param name="Templates">For an overlay: the graphics that the plan names, to be loaded ahead too.</param>
internal sealed record StudioSnapshot(
    OnAirDoc OnAir, CountsDoc Counts, SessionStatus Session, IReadOnlyList<OverlayStatus> Overlays, IReadOnlyList<string> Pictures, BoardDoc? Board, IReadOnlyList<string> Templates);

/// <summary>Everything a viewer's page needs to begin with.</summary>
internal sealed record RoomSnapshot(OnAirDoc OnAir, CountsDoc Counts, SessionStatus Session);
