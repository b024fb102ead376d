using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Edge;
using Studio.Api.Edge.Tables;
using Studio.Api.People;
using Studio.Grains.Handovers;
using Studio.Grains.Live;
using Studio.Grains.Showcase;
using Studio.Grains.Values;

namespace Studio.Api.Handovers;

/// <summary>Held, confirmed, paid elsewhere, missing; and the list of holds with what can be done to one.</summary>
internal static class ReconciliationEndpoints
{
    private const int PageSize = 100;

    public static void MapReconciliation(this RouteGroupBuilder sessions)
    {
        sessions.MapGet("/reconciliation", GetAsync).RequireAuthorization(Access.Reconcile);
        sessions.MapGet("/reconciliation/rows", RowsAsync).RequireAuthorization(Access.Reconcile);
        sessions.MapGet("/reconciliation.xlsx", ExportAsync).RequireAuthorization(Access.Reconcile).Produces<byte[]>(contentType: Files.Xlsx);
        sessions.MapGet("/holds", HoldsAsync).RequireAuthorization(Access.Reconcile);
        sessions.MapPost("/holds/{holdId}/cancel", CancelAsync).RequireAuthorization(Access.Operate);
    }

    private static async Task<Results<Ok<ReconciliationDto>, ProblemHttpResult>> GetAsync(string id, HandoverReader reader, int days = Reconciling.UsualDays)
    {
        if (Wrong(days) is { } refusal) return Problems.Of(refusal);
        if (await reader.ReadAsync(id) is not { } data) return Problems.Of(RefusalCodes.NotFound);
        return TypedResults.Ok(ReconciliationDto.Of(Reconciling.Of(data.Session, Lines(data, days), data.Book, data.Now, days), data));
    }

    private static async Task<Results<Ok<HoldPage>, ProblemHttpResult>> RowsAsync(
        string id, HandoverReader reader, int days = Reconciling.UsualDays, string? enterprise = null, string? item = null, string? standing = null, string? after = null)
    {
        Outcome<Standing?> only = Choices.Read<Standing>("standing", standing);
        if (only.Refusal is { } unknown) return Problems.Of(unknown);
        if (Wrong(days) is { } refusal) return Problems.Of(refusal);
        if (await reader.ReadAsync(id) is not { } data) return Problems.Of(RefusalCodes.NotFound);
        HoldLine[] found =
        [
            .. Lines(data, days).Where(line => (enterprise is null || string.Equals(line.EnterpriseId, enterprise, StringComparison.Ordinal))
                && (item is null || string.Equals(line.Hold.ItemId, item, StringComparison.Ordinal)) && (only.Value is null || line.Standing == only.Value)),
        ];
        return TypedResults.Ok(Page(found, line => line.Hold.Id, after, line => HoldRowDto.Of(line.Hold, line, data)));
    }

    private static async Task<IResult> ExportAsync(string id, HandoverReader reader, int days = Reconciling.UsualDays, string lang = "zh-CN")
    {
        if (Wrong(days) is { } refusal) return Problems.Of(refusal);
        if (await reader.ReadAsync(id) is not { } data) return Problems.Of(RefusalCodes.NotFound);
        IReadOnlyList<HoldLine> lines = Lines(data, days);
        var tables = new HandoverTables(data, HandoverTexts.Of(lang));
        return Files.Of(tables.Reconciliation(Reconciling.Of(data.Session, lines, data.Book, data.Now, days), lines), tables.FileName("reconciliation", ""), FileFormat.Xlsx);
    }

    private static async Task<Results<Ok<HoldPage>, ProblemHttpResult>> HoldsAsync(string id, HandoverReader reader, string? state = null, string? item = null, string? after = null)
    {
        Outcome<HoldState?> only = Choices.Read<HoldState>("state", state);
        if (only.Refusal is { } unknown) return Problems.Of(unknown);
        if (await reader.ReadAsync(id) is not { } data) return Problems.Of(RefusalCodes.NotFound);
        Dictionary<string, HoldLine> lines = Lines(data, Reconciling.UsualDays).ToDictionary(line => line.Hold.Id, StringComparer.Ordinal);
        Hold[] found =
        [
            .. data.Holds.Where(hold => (only.Value is null || hold.State == only.Value) && (item is null || string.Equals(hold.ItemId, item, StringComparison.Ordinal)))
                .OrderByDescending(hold => hold.PlacedAt).ThenBy(hold => hold.Id, StringComparer.Ordinal),
        ];
        return TypedResults.Ok(Page(found, hold => hold.Id, after, hold => HoldRowDto.Of(hold, lines.GetValueOrDefault(hold.Id), data)));
    }

    private static async Task<Results<Ok<HoldRowDto>, ProblemHttpResult>> CancelAsync(string id, string holdId, CancelBody body, ClaimsPrincipal user, IGrainFactory grains, HandoverReader reader)
    {
        var check = new Check();
        string why = check.Text("why", body.Why, 80);
        if (check.Refusal is { } wrong) return Problems.Of(wrong);
        if (await grains.GetGrain<ILiveSessionGrain>(id).Get() is null) return Problems.Of(RefusalCodes.NotFound);
        Outcome<Hold> cancelled = await grains.GetGrain<IHoldLedgerGrain>(id).Cancel(holdId, user.Identity!.Name!, why);
        return cancelled.Refusal is { } refusal || await reader.ReadAsync(id) is not { } data
            ? Problems.Of(cancelled.Refusal ?? new Refusal(RefusalCodes.NotFound))
            : TypedResults.Ok(HoldRowDto.Of(cancelled.Value, null, data));
    }

    internal static HoldPage Page<T>(T[] found, Func<T, string> id, string? after, Func<T, HoldRowDto> map)
    {
        (T[] page, string? next) = Cut(found, id, after);
        return new HoldPage(found.Length, [.. page.Select(map)], next);
    }

    /// <summary>The rows behind the one that <paramref name="after"/> names (one that is gone: from the start), and what to ask for next.</summary>
    internal static (T[] Page, string? Next) Cut<T>(T[] found, Func<T, string> id, string? after)
    {
        int from = string.IsNullOrEmpty(after) ? 0 : Array.FindIndex(found, one => string.Equals(id(one), after, StringComparison.Ordinal)) + 1;
        T[] page = [.. found.Skip(from).Take(PageSize)];
        return (page, from + page.Length < found.Length ? id(page[^1]) : null);
    }

    internal static IReadOnlyList<HoldLine> Lines(HandoverData data, int days) => Reconciling.Lines(data.Session.Items, data.Holds, data.Book, data.Now, days);

    internal static Refusal? Wrong(int days)
    {
        var check = new Check();
        check.Range("days", days, Reconciling.LeastDays, Reconciling.MostDays);
        return check.Refusal;
    }
}
