using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Metadata;
using Studio.Api.Edge;
using Studio.Api.People;
using Studio.Grains.Catalog;
using Studio.Grains.Index;
using Studio.Grains.Values;

namespace Studio.Api.Catalog;

/// <summary>Products and their pictures.</summary>
internal static class CatalogEndpoints
{
    public static void MapCatalog(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder products = routes.MapGroup("/api/products").WithTags("Catalog").AddEndpointFilter<Operations>();
        products.MapGet("", ListAsync).RequireAuthorization(Access.Look);
        products.MapPost("", CreateAsync).RequireAuthorization(Access.Manage);
        products.MapPut("/{id}", ChangeAsync).RequireAuthorization(Access.Manage);
        products.MapPut("/{id}/picture", SetPictureAsync).RequireAuthorization(Access.Manage)
            .WithMetadata(new LargestUpload()).Accepts<byte[]>("application/octet-stream", "image/jpeg", "image/png", "image/webp");
        routes.MapGet("/media/pictures/{file}", Picture).AllowAnonymous().WithTags("Media");
    }

    private static async Task<Ok<ProductDto[]>> ListAsync(IGrainFactory grains)
    {
        IReadOnlyList<string> ids = await grains.GetGrain<IIndexGrain>(Indexes.Products).All();
        Product?[] products = await Task.WhenAll(ids.Select(id => grains.GetGrain<IProductGrain>(id).Get()));
        return TypedResults.Ok(products.OfType<Product>().Select(ProductDto.Of).ToArray());
    }

    private static async Task<Results<Ok<ProductDto>, ProblemHttpResult>> CreateAsync(CreateProduct body, ClaimsPrincipal user, IGrainFactory grains, PictureStore pictures)
    {
        string id = StableId.ForOperation("p", user.Identity!.Name!, body.OperationId);
        Outcome<ProductDetails> details = await CheckedAsync(body.Details, grains);
        return details.Refusal is { } refusal
            ? Problems.Of(refusal)
            : (await grains.GetGrain<IProductGrain>(id).Create(details.Value, pictures.EnsureDrawn(details.Value))).ToResult(ProductDto.Of);
    }

    private static async Task<Results<Ok<ProductDto>, ProblemHttpResult>> ChangeAsync(string id, ChangeProduct body, IGrainFactory grains, PictureStore pictures)
    {
        Outcome<ProductDetails> details = await CheckedAsync(body.Details, grains);
        return details.Refusal is { } refusal
            ? Problems.Of(refusal)
            : (await grains.GetGrain<IProductGrain>(id).Change(body.OperationId, details.Value, pictures.EnsureDrawn(details.Value))).ToResult(ProductDto.Of);
    }

    private static async Task<Outcome<ProductDetails>> CheckedAsync(ProductDetails details, IGrainFactory grains)
    {
        Outcome<ProductDetails> clean = details.Checked();
        if (clean.Refusal is not null || clean.Value.EnterpriseId.Length == 0) return clean;
        return await grains.GetGrain<IEnterpriseGrain>(clean.Value.EnterpriseId).Get() is null ? new Check().Add("enterpriseId", FieldErrors.Invalid).Refusal! : clean;
    }

    private static async Task<Results<Ok<ProductDto>, ProblemHttpResult>> SetPictureAsync(
        string id, string operationId, HttpRequest request, IGrainFactory grains, PictureStore pictures, CancellationToken cancellation)
    {
        if (await grains.GetGrain<IProductGrain>(id).Get() is null) return Problems.Of(RefusalCodes.NotFound);
        Outcome<string> stored = await pictures.StoreAsync(request.Body, cancellation);
        return stored.Refusal is { } refusal
            ? Problems.Of(refusal)
            : (await grains.GetGrain<IProductGrain>(id).SetPicture(operationId, stored.Value)).ToResult(ProductDto.Of);
    }

    // With ?small the edition for lists on a thin line.
    private static Results<PhysicalFileHttpResult, ProblemHttpResult> Picture(string file, PictureStore pictures, HttpRequest request, HttpResponse response)
    {
        if ((request.Query.ContainsKey("small") ? pictures.FindSmall(file) : pictures.Find(file)) is not { } path) return Problems.Of(RefusalCodes.NotFound);
        response.Headers.CacheControl = "public, max-age=31536000, immutable"; // the name is the content's hash
        return TypedResults.PhysicalFile(path, PictureStore.ContentTypeOf(path));
    }

    // The picture's own limit is checked, and named, by the intake; this one only has to be above it.
    internal sealed class LargestUpload : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => 64 * 1024 * 1024;
    }
}

/// <summary>A product; <paramref name="PictureDrawn"/> tells that nobody uploaded a picture yet.</summary>
internal sealed record ProductDto(string Id, string Name, string Unit, Money PriceFen, ProductKind Kind, string PictureUrl, bool PictureDrawn, string Origin, string TraceUrl,
    string EnterpriseId, string ShopUrl)
{
    public static ProductDto Of(Product product) => new(
        product.Id, product.Details.Name, product.Details.Unit, product.Details.Price, product.Details.Kind,
        PictureStore.UrlOf(product.Picture), product.PictureDrawn, product.Details.Origin, product.Details.TraceUrl,
        product.Details.EnterpriseId, product.Details.ShopUrl);
}

/// <summary>A new product.</summary>
internal sealed record CreateProduct(string OperationId, string Name, string Unit, Money PriceFen, ProductKind Kind, string Origin = "", string TraceUrl = "",
    string EnterpriseId = "", string ShopUrl = "") : IOperation
{
    internal ProductDetails Details => new(Name, Unit, PriceFen, Kind, Origin, TraceUrl, EnterpriseId, ShopUrl);
}

/// <summary>A product's new details.</summary>
internal sealed record ChangeProduct(string OperationId, string Name, string Unit, Money PriceFen, ProductKind Kind, string Origin = "", string TraceUrl = "",
    string EnterpriseId = "", string ShopUrl = "") : IOperation
{
    internal ProductDetails Details => new(Name, Unit, PriceFen, Kind, Origin, TraceUrl, EnterpriseId, ShopUrl);
}
