using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Edge;
using Studio.Api.Edge.Tables;
using Studio.Api.Live.Import;
using Studio.Api.People;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Api.Live;

/// <summary>The plan of a session (排品表), and what was played of it.</summary>
internal static class RundownEndpoints
{
    public static void MapRundown(this RouteGroupBuilder sessions)
    {
        sessions.MapGet("/{id}/rundown", GetAsync).RequireAuthorization(Access.Look);
        sessions.MapPost("/{id}/rundown", EditAsync).RequireAuthorization(Access.Operate).WithMetadata(new LargestPlan());
        sessions.MapPost("/{id}/rundown/undo", UndoAsync).RequireAuthorization(Access.Operate);
    }

    /// <summary>What a sheet would change. It changes nothing, so it needs no operation id.</summary>
    public static void MapRundownPreview(this IEndpointRouteBuilder routes) => routes.MapPost("/api/sessions/{id}/rundown/preview", PreviewAsync).WithTags("Live")
        .RequireAuthorization(Access.Operate).WithMetadata(new LargestSheet()).Accepts<byte[]>("application/octet-stream", "text/csv", "text/plain");

    private static async Task<Results<Ok<RundownDto>, ProblemHttpResult>> GetAsync(string id, IGrainFactory grains) =>
        await grains.GetGrain<ILiveSessionGrain>(id).Get() is { } session ? TypedResults.Ok(RundownDto.Of(session)) : Problems.Of(RefusalCodes.NotFound);

    private static Task<Results<Ok<RundownDto>, ProblemHttpResult>> EditAsync(string id, RundownEditBody body, ClaimsPrincipal user, IGrainFactory grains) =>
        DoAsync(id, user, body, new EditRundown(body.Expected, body.Edit), grains);

    private static Task<Results<Ok<RundownDto>, ProblemHttpResult>> UndoAsync(string id, RundownUndoBody body, ClaimsPrincipal user, IGrainFactory grains) =>
        DoAsync(id, user, body, new UndoRundown(body.Expected), grains);

    private static async Task<Results<Ok<RundownDto>, ProblemHttpResult>> DoAsync(string id, ClaimsPrincipal user, IOperation body, SessionCommand command, IGrainFactory grains) =>
        (await grains.GetGrain<ILiveSessionGrain>(id).Do(Stamps.Of(user, body.OperationId), command)).ToResult(RundownDto.Of);

    private static async Task<Results<Ok<ImportPreview>, ProblemHttpResult>> PreviewAsync(string id, HttpRequest request, IGrainFactory grains, CancellationToken cancellation)
    {
        if (await grains.GetGrain<ILiveSessionGrain>(id).Get() is not { } session) return Problems.Of(RefusalCodes.NotFound);
        using var sheet = new MemoryStream();
        await request.Body.CopyToAsync(sheet, cancellation);
        Outcome<Table> table = TableReader.Read(sheet.ToArray(), RundownImport.Form);
        if (table.Refusal is { } unreadable) return Problems.Of(unreadable);
        Dictionary<string, ShowcaseItem> items = session.Items.ToDictionary(item => item.Id, StringComparer.Ordinal);
        return RundownImport.Preview(
            table.Value,
            [.. session.Items.Select(item => new ImportItem(item.Id, item.Number, item.Name, item.Price.Fen))],
            [.. session.Rundown.Sections.SelectMany(section => section.Items.Select(item => new ImportExisting(
                item.Id, item.ItemId, section.Title, item.Title, item.PlannedSeconds, item.MustSay, item.MustNotSay, item.Mechanism, item.Quota,
                item.ItemId is { } product ? items[product].Price.Fen : null)))]).ToResult(preview => preview);
    }

    private sealed class LargestSheet : Microsoft.AspNetCore.Http.Metadata.IRequestSizeLimitMetadata
    {
        // The reader names its own limit; this one only has to be above it.
        public long? MaxRequestBodySize => 8 * 1024 * 1024;
    }

    // 500 items with ten points of 60 characters each, on either side.
    private sealed class LargestPlan : Microsoft.AspNetCore.Http.Metadata.IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => 4 * 1024 * 1024;
    }
}

/// <summary>The plan, what is next in it, and what was played, oldest first.</summary>
internal sealed record RundownDto(string SessionId, long Revision, bool CanUndo, string? NextId, IReadOnlyList<RundownSection> Sections, IReadOnlyList<AppearanceDto> AsPlayed)
{
    public static RundownDto Of(SessionView session) => new(
        session.Id, session.Rundown.Revision, session.CanUndoRundown, session.NextId, session.Rundown.Sections, [.. session.AsPlayed.Select(AppearanceDto.Of)]);
}

/// <summary>Edit the plan, leaving the revision that the editor saw.</summary>
internal sealed record RundownEditBody(string OperationId, long Expected, RundownEdit Edit) : IOperation;

/// <summary>Undo the last edit of the plan.</summary>
internal sealed record RundownUndoBody(string OperationId, long Expected) : IOperation;
