using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Studio.Api.Edge;
using Studio.Api.Edge.Tables;
using Studio.Api.People;
using Studio.Grains.Catalog;
using Studio.Grains.Handovers;
using Studio.Grains.Live;
using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Api.Handovers;

/// <summary>Order exports of the platforms: looked at, imported, matched by hand.</summary>
internal static class OrderEndpoints
{
    private const int RowsShown = 200, ErrorsShown = 500;

    public static void MapOrders(this RouteGroupBuilder sessions)
    {
        sessions.MapGet("/orders", ListAsync).RequireAuthorization(Access.Reconcile);
        // A preview changes nothing, so it needs no operation id; see HandoverSetup for its route.
        sessions.MapPost("/orders/import", ImportAsync).RequireAuthorization(Access.Operate).WithMetadata(new LargestExport()).Accepts<byte[]>("application/octet-stream", "text/csv");
        sessions.MapPost("/orders/match", MatchAsync).RequireAuthorization(Access.Operate);
        sessions.MapPost("/orders/take-off", TakeOffAsync).RequireAuthorization(Access.Operate);
    }

    public static void MapOrderPreview(this IEndpointRouteBuilder routes) => routes.MapPost("/api/sessions/{id}/orders/preview", PreviewAsync).WithTags("Handover")
        .RequireAuthorization(Access.Operate).WithMetadata(new LargestExport()).Accepts<byte[]>("application/octet-stream", "text/csv");

    private static async Task<Results<Ok<OrderPage>, ProblemHttpResult>> ListAsync(string id, HandoverReader reader, string? enterprise = null, string? show = null, string? after = null)
    {
        Outcome<OrderFilter?> filter = Choices.Read<OrderFilter>("show", show);
        if (filter.Refusal is { } unknown) return Problems.Of(unknown);
        if (await reader.ReadAsync(id) is not { } data) return Problems.Of(RefusalCodes.NotFound);
        Dictionary<string, Hold> holds = data.Holds.ToDictionary(hold => hold.Id, StringComparer.Ordinal);
        Hold? HoldOf(Order order) => order.HoldId is { } holdId ? holds.GetValueOrDefault(holdId) : null;
        Order[] found =
        [
            .. data.Book.Orders.Where(order => enterprise is null || string.Equals(order.EnterpriseId, enterprise, StringComparison.Ordinal)).Where(order => (filter.Value ?? OrderFilter.WithoutHold) switch
                {
                    OrderFilter.WithoutHold => OrderDto.Of(order, HoldOf(order)).WithoutHold,
                    OrderFilter.Refunded => order.Status == OrderStatus.Refunded,
                    OrderFilter.Matched => order.Marks,
                    _ => true,
                })
                .OrderBy(order => order.PaidAt).ThenBy(order => order.Key, StringComparer.Ordinal),
        ];
        (Order[] page, string? next) = ReconciliationEndpoints.Cut(found, order => order.Key, after);
        return TypedResults.Ok(new OrderPage(found.Length, [.. page.Select(order => OrderDto.Of(order, HoldOf(order)))], next));
    }

    private static async Task<Results<Ok<OrderPreview>, ProblemHttpResult>> PreviewAsync(
        string id, string enterpriseId, HttpRequest request, IGrainFactory grains, CancellationToken cancellation, [FromQuery] string[]? map = null)
    {
        if (await grains.GetGrain<IEnterpriseGrain>(enterpriseId).Get() is not { } enterprise) return Problems.Of(Refusal.With(RefusalCodes.NotFound, "what", "enterprise"));
        Outcome<(Table Table, OrderSheet Sheet)> read = await ReadAsync(request, enterprise, map ?? [], cancellation);
        if (read.Refusal is { } unreadable) return Problems.Of(unreadable);
        OrderSheet sheet = read.Value.Sheet;
        Outcome<IReadOnlyList<RowResult>> results = await grains.GetGrain<IHandoverGrain>(id).Preview(enterpriseId, [.. sheet.Rows.Select(row => row.Order)]);
        if (results.Refusal is { } refusal) return Problems.Of(refusal);
        Dictionary<string, Hold> holds = (await grains.GetGrain<IHoldLedgerGrain>(id).AllHolds()).ToDictionary(hold => hold.Id, StringComparer.Ordinal);
        return TypedResults.Ok(new OrderPreview(
            sheet.Columns.Row, sheet.Columns.Columns, read.Value.Table.MoreColumns, sheet.Columns.Missing, sheet.Errors.Count, [.. sheet.Errors.Take(ErrorsShown)], sheet.Repeated.Count,
            ImportSums.Of(results.Value),
            [.. sheet.Rows.Zip(results.Value).Take(RowsShown).Select(pair => new OrderPreviewRow(pair.First.Row, pair.Second.Number, pair.Second.Change,
                pair.Second.After is { } order ? OrderDto.Of(order, order.HoldId is { } holdId ? holds.GetValueOrDefault(holdId) : null) : null))]));
    }

    private static async Task<Results<Ok<OrdersImported>, ProblemHttpResult>> ImportAsync(
        string id, string enterpriseId, string operationId, HttpRequest request, ClaimsPrincipal user, IGrainFactory grains, CancellationToken cancellation, [FromQuery] string[]? map = null)
    {
        IEnterpriseGrain grain = grains.GetGrain<IEnterpriseGrain>(enterpriseId);
        if (await grain.Get() is not { } enterprise) return Problems.Of(Refusal.With(RefusalCodes.NotFound, "what", "enterprise"));
        Outcome<(Table Table, OrderSheet Sheet)> read = await ReadAsync(request, enterprise, map ?? [], cancellation);
        if (read.Refusal is { } unreadable) return Problems.Of(unreadable);
        OrderSheet sheet = read.Value.Sheet;
        if (sheet.Columns.Missing is { Count: > 0 } missing) return Problems.Of(Refusal.With(RefusalCodes.ColumnsMissing, "fields", missing.Select(OrderColumns.Wire).ToArray()));
        Outcome<ImportSums> sums = await grains.GetGrain<IHandoverGrain>(id).Import(new Clerk(operationId, user.Identity!.Name!), enterpriseId, [.. sheet.Rows.Select(row => row.Order)]);
        if (sums.Refusal is { } refusal) return Problems.Of(refusal);
        await grain.Remember(sheet.Columns.Mapping);
        return TypedResults.Ok(new OrdersImported(sums.Value, sheet.Errors.Count, sheet.Repeated.Count));
    }

    private static async Task<Results<Ok<OrderDto>, ProblemHttpResult>> MatchAsync(string id, MatchBody body, ClaimsPrincipal user, IGrainFactory grains) =>
        (await grains.GetGrain<IHandoverGrain>(id).Match(new Clerk(body.OperationId, user.Identity!.Name!), body.EnterpriseId, body.Number, body.Code)).ToResult(order => OrderDto.Of(order, null) with { WithoutHold = false });

    private static async Task<Results<Ok<OrderDto>, ProblemHttpResult>> TakeOffAsync(string id, TakeOffBody body, ClaimsPrincipal user, IGrainFactory grains) =>
        (await grains.GetGrain<IHandoverGrain>(id).TakeOff(new Clerk(body.OperationId, user.Identity!.Name!), body.EnterpriseId, body.Number, body.Why)).ToResult(order => OrderDto.Of(order, null));

    private static async Task<Outcome<(Table Table, OrderSheet Sheet)>> ReadAsync(HttpRequest request, Enterprise enterprise, string[] map, CancellationToken cancellation)
    {
        using var file = new MemoryStream();
        await request.Body.CopyToAsync(file, cancellation);
        Outcome<Table> table = TableReader.Read(file.ToArray(), OrderColumns.Form);
        if (table.Refusal is { } unreadable) return unreadable;
        return (table.Value, OrderSheet.Read(table.Value, OrderColumns.Find(table.Value, Chosen(map), enterprise.Columns)));
    }

    // "orderNumber:订单编号"; what is not of that form is nobody's choice.
    private static IReadOnlyList<MappedColumn> Chosen(string[] map) => [.. map.Take(20).Select(one => one.Split(':', 2)).Where(pair => pair.Length == 2 && pair[1].Length is > 0 and <= 60)
        .Select(pair => new MappedColumn(pair[0], pair[1]))];

    private sealed class LargestExport : Microsoft.AspNetCore.Http.Metadata.IRequestSizeLimitMetadata
    {
        // The reader names its own limit; this one only has to be above it.
        public long? MaxRequestBodySize => 8 * 1024 * 1024;
    }
}

/// <summary>Which orders are listed.</summary>
internal enum OrderFilter
{
    /// <summary>Paid, and of no confirmed hold.</summary>
    WithoutHold,
    Matched,
    Refunded,
    All,
}
