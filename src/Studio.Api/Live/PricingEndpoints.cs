using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Catalog;
using Studio.Api.Edge;
using Studio.Api.People;
using Studio.Grains.Catalog;
using Studio.Grains.Live;
using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Api.Live;

/// <summary>What an item costs, and what its card may say.</summary>
internal static class PricingEndpoints
{
    public static void MapPricing(this RouteGroupBuilder sessions)
    {
        RouteGroupBuilder items = sessions.MapGroup("/{id}/items/{itemId}").RequireAuthorization(Access.Operate);
        items.MapPost("/price", (string id, string itemId, NewPrice body, ClaimsPrincipal user, IGrainFactory grains, RelaySet relays) =>
            ControlEndpoints.DoAsync(id, user, body, new SetPrice(itemId, body.PriceFen), grains, relays));
        items.MapPost("/hide-price", (string id, string itemId, HidingPrice body, ClaimsPrincipal user, IGrainFactory grains, RelaySet relays) =>
            ControlEndpoints.DoAsync(id, user, body, new HidePrice(itemId, body.Hidden), grains, relays));
        items.MapPost("/offer", (string id, string itemId, NewOffer body, ClaimsPrincipal user, IGrainFactory grains, RelaySet relays) =>
            ControlEndpoints.DoAsync(id, user, body, new StartOffer(itemId, body.Spec), grains, relays));
        items.MapPost("/end-offer", (string id, string itemId, EndingOffer body, ClaimsPrincipal user, IGrainFactory grains, RelaySet relays) =>
            ControlEndpoints.DoAsync(id, user, body, new EndOffer(itemId), grains, relays));
        items.MapPost("/withdraw", (string id, string itemId, Withdrawal body, ClaimsPrincipal user, IGrainFactory grains, RelaySet relays) =>
            ControlEndpoints.DoAsync(id, user, body, new WithdrawItem(itemId, body.Withdrawn), grains, relays));
        items.MapPost("/allot", (string id, string itemId, Allotment body, ClaimsPrincipal user, IGrainFactory grains, RelaySet relays) =>
            ControlEndpoints.DoAsync(id, user, body, new AllotItem(itemId, body.Allotted, body.PerBuyerLimit), grains, relays));
        items.MapPost("/push", (string id, string itemId, Pushing body, ClaimsPrincipal user, IGrainFactory grains, RelaySet relays) =>
            ControlEndpoints.DoAsync(id, user, body, new PushItem(itemId), grains, relays));
        items.MapPut("/proof", ProveAsync)
            .WithMetadata(new CatalogEndpoints.LargestUpload()).Accepts<byte[]>("application/octet-stream", "image/jpeg", "image/png", "image/webp");
        sessions.MapPost("/{id}/raises/{raiseId}", (string id, string raiseId, Settling body, ClaimsPrincipal user, IGrainFactory grains, RelaySet relays) =>
            ControlEndpoints.DoAsync(id, user, body, new SettleRaise(raiseId, body.Allow), grains, relays)).RequireAuthorization(Access.Operate);
        sessions.MapPost("/{id}/prices", SetPricesAsync).RequireAuthorization(Access.Operate);
        sessions.MapGet("/{id}/differences", DifferencesAsync).RequireAuthorization(Access.Look);
    }

    private static async Task<Results<Ok<BoardDoc>, ProblemHttpResult>> ProveAsync(
        string id, string itemId, string operationId, long wasPriceFen, string note, ClaimsPrincipal user, HttpRequest request, IGrainFactory grains, RelaySet relays,
        PictureStore pictures, CancellationToken cancellation)
    {
        if (await grains.GetGrain<ILiveSessionGrain>(id).Get() is null) return Problems.Of(RefusalCodes.NotFound);
        Outcome<string> stored = await pictures.StoreAsync(request.Body, cancellation);
        return stored.Refusal is { } refusal
            ? Problems.Of(refusal)
            : await ControlEndpoints.DoAsync(id, user, new Pushing(operationId), new ProvePrice(itemId, new Money(wasPriceFen), stored.Value, note), grains, relays);
    }

    // Each by the rules of one; a price that is refused keeps no other back.
    private static async Task<Results<Ok<PriceOutcomeDto[]>, ProblemHttpResult>> SetPricesAsync(string id, NewPrices body, ClaimsPrincipal user, IGrainFactory grains) =>
        (await grains.GetGrain<ILiveSessionGrain>(id).SetPrices(Stamps.Of(user, body.OperationId), [.. body.Prices.Select(price => new ItemPrice(price.ItemId, price.PriceFen))]))
            .ToResult(outcomes => outcomes.Select(outcome => new PriceOutcomeDto(outcome.ItemId, outcome.State)).ToArray());

    // What the catalogue says today and the session does not: shown, and pushed on purpose.
    private static async Task<Results<Ok<DifferenceDto[]>, ProblemHttpResult>> DifferencesAsync(string id, IGrainFactory grains)
    {
        if (await grains.GetGrain<ILiveSessionGrain>(id).Get() is not { } session) return Problems.Of(RefusalCodes.NotFound);
        Product?[] products = await Task.WhenAll(session.Items.Select(item => grains.GetGrain<IProductGrain>(item.ProductId).Get()));
        Enterprise?[] enterprises = await Task.WhenAll(products.Select(product => product is { Details.EnterpriseId: { Length: > 0 } owner } ? grains.GetGrain<IEnterpriseGrain>(owner).Get() : Task.FromResult<Enterprise?>(null)));
        return TypedResults.Ok(session.Items.Zip(products, enterprises).Where(each => each.Second is not null).SelectMany(each => DifferenceDto.Between(each.First, each.Second!, each.Third)).ToArray());
    }
}

/// <summary>A new price.</summary>
internal sealed record NewPrice(string OperationId, Money PriceFen) : IOperation;

/// <summary>New prices for many items at once (an imported sheet).</summary>
internal sealed record NewPrices(string OperationId, IReadOnlyList<ItemPriceDto> Prices) : IOperation;

/// <summary>A price for an item of the showcase.</summary>
internal sealed record ItemPriceDto(string ItemId, Money PriceFen);

/// <summary>What became of a price: <c>set</c>, <c>same</c>, <c>waits</c> (for a second person), or the code of a refusal.</summary>
internal sealed record PriceOutcomeDto(string ItemId, string State);

/// <summary>Hide a price until it is called, or call it.</summary>
internal sealed record HidingPrice(string OperationId, bool Hidden) : IOperation;

/// <summary>An offer on an item, for 10 seconds to 4 hours; without seconds until somebody ends it (not a flash offer).</summary>
/// <param name="Kind">flash (秒杀; what is meant without it), step (阶梯价) or threshold (满减).</param>
/// <param name="PriceFen">Flash: the lower price.</param>
/// <param name="Quantity">Flash: pieces at that price; 0: as many as there are.</param>
/// <param name="Steps">Step: prices until so many pieces are taken, both rising, all below the item's price.</param>
/// <param name="AtLeastFen">Threshold: what a hold must be worth.</param>
/// <param name="OffFen">Threshold: what is taken off it.</param>
internal sealed record NewOffer(
    string OperationId, Money? PriceFen = null, int? Seconds = null, OfferKind? Kind = null, int? Quantity = null, IReadOnlyList<StepDto>? Steps = null,
    Money? AtLeastFen = null, Money? OffFen = null) : IOperation
{
    internal OfferSpec Spec => new(
        Kind ?? OfferKind.Flash, Seconds is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 1_000_000)) : null, PriceFen ?? Money.Zero, Quantity ?? 0,
        Steps is { } steps ? [.. steps.Select(step => new PriceStep(step.UpTo, step.PriceFen))] : null, AtLeastFen ?? Money.Zero, OffFen ?? Money.Zero);
}

/// <summary>End a flash offer before its time.</summary>
internal sealed record EndingOffer(string OperationId) : IOperation;

/// <summary>Take an item out of the sale, or back in.</summary>
internal sealed record Withdrawal(string OperationId, bool Withdrawn) : IOperation;

/// <summary>How many pieces there are, and how many a buyer may hold.</summary>
internal sealed record Allotment(string OperationId, int Allotted, int PerBuyerLimit) : IOperation;

/// <summary>Bring the catalogue's texts and picture to an item and to its card on air.</summary>
internal sealed record Pushing(string OperationId) : IOperation;

/// <summary>Allow or decline a higher price.</summary>
internal sealed record Settling(string OperationId, bool Allow) : IOperation;

/// <summary>A field that the catalogue has otherwise than the session (name, unit, picture, origin, traceUrl).</summary>
internal sealed record DifferenceDto(string ItemId, string Field, string Here, string Catalog)
{
    public static IEnumerable<DifferenceDto> Between(ShowcaseItem item, Product product, Enterprise? enterprise)
    {
        ShowcaseItem fresh = Pricing.FromCatalog(item, product, enterprise);
        (string Field, string Here, string Catalog)[] fields =
        [
            ("name", item.Name, fresh.Name), ("unit", item.Unit, fresh.Unit), ("picture", PictureStore.UrlOf(item.Picture), PictureStore.UrlOf(fresh.Picture)),
            ("origin", item.Origin, fresh.Origin), ("traceUrl", item.TraceUrl, fresh.TraceUrl),
            ("shopUrl", item.ShopUrl, fresh.ShopUrl), ("enterprise", item.EnterpriseId, fresh.EnterpriseId),
        ];
        return fields.Where(field => !string.Equals(field.Here, field.Catalog, StringComparison.Ordinal)).Select(field => new DifferenceDto(item.Id, field.Field, field.Here, field.Catalog));
    }
}
