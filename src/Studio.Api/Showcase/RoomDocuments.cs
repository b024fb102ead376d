using Studio.Api.Edge;
using Studio.Api.Live;
using Studio.Grains.Live;
using Studio.Grains.Recording;
using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Api.Showcase;

/// <summary>A room as a viewer sees it.</summary>
/// <param name="PlaylistUrl">The whole recording, for who winds back.</param>
/// <param name="LiveUrl">Its last minute, for who watches live.</param>
/// <param name="ContactMasked">The phone number that this viewer left, masked; null: none.</param>
internal sealed record RoomDto(
    string SessionId, string Title, SessionPhase Phase, FeedState Feed, string PlaylistUrl, string LiveUrl, OnAirDoc OnAir, CountsDoc Counts,
    IReadOnlyList<RoomItemDto> Items, IReadOnlyList<HoldDto> Holds, IReadOnlyList<WaitDto> Waiting, string? ContactMasked, DateTimeOffset PlannedStart,
    DateTimeOffset ServerTime);

/// <summary>A numbered product on the shelf. <paramref name="PriceFen"/> is null until the price is called.</summary>
/// <param name="Parts">A combo: so many pieces of which items in each set.</param>
/// <param name="NotServed">Regions to which it cannot be sent: a hold must name the viewer's region.</param>
/// <param name="ShopUrl">The enterprise's shop page; null: none.</param>
internal sealed record RoomItemDto(
    string Id, int Number, string Name, string Unit, Money? PriceFen, string PictureUrl, int PerBuyerLimit, bool Withdrawn, Money? WasPriceFen, DateTimeOffset? OfferEndsAt,
    OfferDto? Offer, Money? PriceAfterFen, IReadOnlyList<PartDto>? Parts, IReadOnlyList<string>? NotServed, string? ShopUrl, string Origin)
{
    public static RoomItemDto Of(ShowcaseItem item) => Of(ShowcaseItemDto.Of(item));

    public static RoomItemDto Of(ShowcaseItemDto item) => new(
        item.Id, item.Number, item.Name, item.Unit, item.PriceHidden ? null : item.PriceFen, item.PictureUrl, item.PerBuyerLimit, item.Withdrawn,
        item.PriceHidden || item.WasPriceFen?.Fen <= item.PriceFen.Fen ? null : item.WasPriceFen, item.OfferEndsAt,
        item.PriceHidden ? null : item.Offer, item.PriceHidden ? null : item.PriceAfterFen, item.Parts, item.NotServed, item.ShopUrl, item.Origin);
}

/// <summary>Pieces set aside for this viewer, and what they were promised.</summary>
/// <param name="Code">What the viewer writes into an order's remark, or reads out at the station.</param>
internal sealed record HoldDto(
    string Id, string ItemId, int Quantity, Money UnitPriceFen, Money DiscountFen, Money TotalFen, HoldState State, DateTimeOffset PlacedAt, DateTimeOffset ExpiresAt,
    string Code, HandoverWay? Way, string? StationId)
{
    public static HoldDto Of(Hold hold) => new(
        hold.Id, hold.ItemId, hold.Quantity, hold.UnitPrice, hold.Discount, hold.Total, hold.State, hold.PlacedAt, hold.ExpiresAt, hold.Code, hold.Handover?.Way, hold.Handover?.StationId);
}

/// <summary>Where this viewer stands in the waiting list of an item, from 1.</summary>
internal sealed record WaitDto(string ItemId, int Quantity, int Place, DateTimeOffset Since);

/// <summary>Whether the viewer was waiting.</summary>
internal sealed record WaitsNoMore(bool Waited);

/// <summary>A kept phone number, masked.</summary>
internal sealed record ContactDto(string Masked);

/// <summary>Hold pieces of an item.</summary>
/// <param name="SeenPriceFen">What the page said a piece costs: a higher price is refused. Null: whatever it is.</param>
/// <param name="Region">The viewer's region; needed where the item is not sold everywhere.</param>
/// <param name="Proof">A solved challenge, where one was asked for.</param>
internal sealed record PlaceHoldBody(string OperationId, string ItemId, int Quantity, Money? SeenPriceFen = null, string? Region = null, HoldProofBody? Proof = null) : IOperation;

/// <summary>Say yes to what was set aside.</summary>
internal sealed record Accepting(string OperationId) : IOperation;

/// <summary>Take the goods: in the enterprise's shop, or at a station.</summary>
internal sealed record Confirming(string OperationId, HandoverWay Way, string? StationId = null) : IOperation;

/// <summary>Wait for pieces of a sold-out item.</summary>
internal sealed record WaitBody(string OperationId, string ItemId, int Quantity, string? Region = null) : IOperation;

/// <summary>Leave a phone number. <paramref name="Consent"/>: version of the text that was agreed to.</summary>
internal sealed record KeepContact(string OperationId, string Phone, string Consent) : IOperation;
