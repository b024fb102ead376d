using System.Security.Claims;
using MediaPipeline.Keeping;
using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Edge;
using Studio.Api.Live;
using Studio.Api.People;
using Studio.Grains.Index;
using Studio.Grains.Keeping;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Api.Keeping;

/// <summary>How long recordings are kept: managers act, auditors read.</summary>
internal static class KeepingEndpoints
{
    public static void MapKeeping(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder all = routes.MapGroup("/api/keeping").WithTags("Keeping");
        all.MapGet("", ListAsync).RequireAuthorization(Access.Audit);

        RouteGroupBuilder one = routes.MapGroup("/api/sessions/{id}/keeping").WithTags("Keeping").AddEndpointFilter<Operations>();
        one.MapGet("", GetAsync).RequireAuthorization(Access.Audit);
        one.MapGet("/manifest.jsonl", ManifestAsync).RequireAuthorization(Access.Audit).Produces<string>(contentType: "application/x-ndjson");
        one.MapPost("/years", (string id, KeepLongerBody body, ClaimsPrincipal user, KeepingDesk desk) => desk.DoAsync(id, body, user, new KeepLonger(body.Years))).RequireAuthorization(Access.Manage);
        one.MapPost("/hold", (string id, ReasonBody body, ClaimsPrincipal user, KeepingDesk desk) => desk.DoAsync(id, body, user, new SetLegalHold(body.Why))).RequireAuthorization(Access.Manage);
        one.MapPost("/lift", (string id, ReasonBody body, ClaimsPrincipal user, KeepingDesk desk) => desk.DoAsync(id, body, user, new LiftLegalHold(body.Why))).RequireAuthorization(Access.Manage);
        one.MapPost("/deletion", (string id, ReasonBody body, ClaimsPrincipal user, KeepingDesk desk) => desk.DoAsync(id, body, user, new AskDeletion(body.Why))).RequireAuthorization(Access.Manage);
        one.MapPost("/deletion/confirm", (string id, ConfirmBody body, ClaimsPrincipal user, KeepingDesk desk) => desk.DoAsync(id, body, user, new ConfirmDeletion(body.Title))).RequireAuthorization(Access.Manage);
        one.MapPost("/deletion/take-back", (string id, TakeBackBody body, ClaimsPrincipal user, KeepingDesk desk) => desk.DoAsync(id, body, user, new TakeBackDeletion())).RequireAuthorization(Access.Manage);
    }

    private static async Task<Ok<KeepingList>> ListAsync(IGrainFactory grains, KeepingDesk desk)
    {
        IReadOnlyList<string> ids = await grains.GetGrain<IIndexGrain>(Indexes.Sessions).All();
        KeptSessionDto?[] sessions = await Task.WhenAll(ids.Select(desk.FindAsync));
        // What was never on air and never recorded has nothing to keep.
        KeptSessionDto[] kept = [.. sessions.OfType<KeptSessionDto>().Where(session => session.Phase != SessionPhase.Planned || session.Files > 0).Reverse()];
        return TypedResults.Ok(new KeepingList(kept, desk.DiskOf(kept)));
    }

    private static async Task<Results<Ok<KeepingDetail>, ProblemHttpResult>> GetAsync(string id, IGrainFactory grains, KeepingDesk desk) =>
        await desk.FindAsync(id) is { } session
            ? TypedResults.Ok(new KeepingDetail(session, [.. (await grains.GetGrain<IKeepingGrain>(id).Acts()).Reverse()]))
            : Problems.Of(RefusalCodes.NotFound);

    // Whoever takes it along can tell later whether a line of it was changed, even by somebody who could change everything here.
    private static async Task<IResult> ManifestAsync(string id, IGrainFactory grains, SessionFolders folders)
    {
        if (await grains.GetGrain<ILiveSessionGrain>(id).Get() is null) return Problems.Of(RefusalCodes.NotFound);
        string path = ManifestFile.PathIn(folders.FolderOf(id));
        return File.Exists(path) ? TypedResults.PhysicalFile(path, "application/x-ndjson", $"manifest-{id}.jsonl") : Problems.Of(Problems.NotRecorded);
    }
}

/// <summary>Puts together what pages about keeping show, and carries out what managers want.</summary>
internal sealed class KeepingDesk(IGrainFactory grains, DiskUse disk, KeepingProblems problems, FolderKeeper keeper, TimeProvider clock)
{
    /// <summary>How a session is kept; null: there is none.</summary>
    public async Task<KeptSessionDto?> FindAsync(string sessionId) =>
        await grains.GetGrain<ILiveSessionGrain>(sessionId).Get() is { } session && await grains.GetGrain<IKeepingGrain>(sessionId).Get() is { } kept
            ? KeptSessionDto.Of(session, kept, disk.Read().ClipBytes.GetValueOrDefault(sessionId), problems.Of(sessionId))
            : null;

    /// <summary>Carries out a command; the files of a confirmed deletion are gone some moments later.</summary>
    public async Task<Results<Ok<KeptSessionDto>, ProblemHttpResult>> DoAsync(string sessionId, IOperation body, ClaimsPrincipal user, KeepingCommand command)
    {
        Outcome<KeepingView> outcome = await grains.GetGrain<IKeepingGrain>(sessionId).Do(Stamps.Of(user, body.OperationId), command);
        if (outcome.Refusal is { } refusal) return Problems.Of(refusal);
        if (outcome.Value.State == KeepingState.Deleting) keeper.Ring();
        return await FindAsync(sessionId) is { } session ? TypedResults.Ok(session) : Problems.Of(RefusalCodes.NotFound);
    }

    /// <summary>The disk, with all sessions on it.</summary>
    public DiskDto DiskOf(IReadOnlyCollection<KeptSessionDto> sessions)
    {
        DiskFigures figures = disk.Read();
        Added[] added = [.. sessions.Where(session => session.StartedAt is not null).Select(session => new Added(session.StartedAt!.Value, session.RecordingBytes + session.ClipBytes))];
        return new DiskDto(
            sessions.Where(session => session.DeletedAt is null).Sum(session => session.RecordingBytes), figures.ClipBytes.Values.Sum(), figures.Free, figures.ColdFree,
            DiskForecast.DaysLeft(added, clock.GetUtcNow(), figures.Free));
    }
}
