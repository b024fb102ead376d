using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Edge;
using Studio.Api.People;
using Studio.Grains.Catalog;
using Studio.Grains.Index;
using Studio.Grains.Values;

namespace Studio.Api.Catalog;

/// <summary>Enterprises, and where they sell.</summary>
internal static class EnterpriseEndpoints
{
    public static void MapEnterprises(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder enterprises = routes.MapGroup("/api/enterprises").WithTags("Catalog").AddEndpointFilter<Operations>();
        enterprises.MapGet("", ListAsync).RequireAuthorization(Access.Look);
        enterprises.MapPost("", CreateAsync).RequireAuthorization(Access.Manage);
        enterprises.MapPut("/{id}", ChangeAsync).RequireAuthorization(Access.Manage);
    }

    private static async Task<Ok<EnterpriseDto[]>> ListAsync(IGrainFactory grains)
    {
        IReadOnlyList<string> ids = await grains.GetGrain<IIndexGrain>(Indexes.Enterprises).All();
        Enterprise?[] enterprises = await Task.WhenAll(ids.Select(id => grains.GetGrain<IEnterpriseGrain>(id).Get()));
        return TypedResults.Ok(enterprises.OfType<Enterprise>().Select(EnterpriseDto.Of).ToArray());
    }

    private static async Task<Results<Ok<EnterpriseDto>, ProblemHttpResult>> CreateAsync(EnterpriseBody body, ClaimsPrincipal user, IGrainFactory grains)
    {
        string id = StableId.ForOperation("e", user.Identity!.Name!, body.OperationId);
        return (await grains.GetGrain<IEnterpriseGrain>(id).Create(body.Details)).ToResult(EnterpriseDto.Of);
    }

    private static async Task<Results<Ok<EnterpriseDto>, ProblemHttpResult>> ChangeAsync(string id, EnterpriseBody body, IGrainFactory grains) =>
        (await grains.GetGrain<IEnterpriseGrain>(id).Change(body.OperationId, body.Details)).ToResult(EnterpriseDto.Of);
}

/// <summary>An enterprise; <paramref name="Columns"/>: how its order exports were read last.</summary>
internal sealed record EnterpriseDto(string Id, string Name, SalesPlatform Platform, string ShopUrl, IReadOnlyList<MappedColumn> Columns)
{
    public static EnterpriseDto Of(Enterprise enterprise) =>
        new(enterprise.Id, enterprise.Details.Name, enterprise.Details.Platform, enterprise.Details.ShopUrl, enterprise.Columns);
}

/// <summary>A new enterprise, or its new details.</summary>
internal sealed record EnterpriseBody(string OperationId, string Name, SalesPlatform Platform, string ShopUrl = "") : IOperation
{
    internal EnterpriseDetails Details => new(Name, Platform, ShopUrl);
}
