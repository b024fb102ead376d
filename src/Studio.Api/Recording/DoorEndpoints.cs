using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Edge;
using Studio.Api.Live;
using Studio.Api.Parts;
using Studio.Api.People;
using Studio.Api.Recording.Ingest;
using Studio.Grains.Index;
using Studio.Grains.Live;
using Studio.Grains.Recording;
using Studio.Grains.Values;

namespace Studio.Api.Recording;

/// <summary>The doors of a session: its stream key, its SRT listener, and the time at which they open.</summary>
internal static class DoorEndpoints
{
    public static void MapDoors(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder doors = routes.MapGroup("/api/sessions/{id}").WithTags("Recording").RequireAuthorization(Access.Operate).AddEndpointFilter<Operations>();
        doors.MapPost("/key", IssueKeyAsync);
        doors.MapDelete("/key", RevokeKeyAsync);
        doors.MapPost("/srt", OpenSrtAsync);
        doors.MapDelete("/srt", CloseSrtAsync);
        doors.MapPost("/slot", MoveAsync);
    }

    private static async Task<Results<Ok<StreamKeyDto>, ProblemHttpResult>> IssueKeyAsync(
        string id, IssueKey body, ClaimsPrincipal user, HttpRequest request, StudioOptions options, IGrainFactory grains, SecretMint mint, FeedDesk feeds)
    {
        string key = mint.Mint("stream", id, body.OperationId);
        Outcome<Feed> replaced = await grains.GetGrain<ILiveSessionGrain>(id).SetKey(Stamps.Of(user, body.OperationId), StableId.ForSecret(key));
        if (replaced.Refusal is { } refusal) return Problems.Of(refusal);
        await feeds.DropAsync(id, replaced.Value);
        // The studio's nginx renames; elsewhere the stream is published under its play name, and the key stands behind it.
        return TypedResults.Ok(options.Ingest.Server == IngestKind.Own
            ? new StreamKeyDto($"rtmp://{Host(options, request)}:{options.RtmpPort}/live", key)
            : new StreamKeyDto(options.Ingest.Publish!.TrimEnd('/'), $"{replaced.Value.PlayName}?key={key}"));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeKeyAsync(string id, string operationId, ClaimsPrincipal user, IGrainFactory grains, FeedDesk feeds)
    {
        Outcome<Feed> dropped = await grains.GetGrain<ILiveSessionGrain>(id).SetKey(Stamps.Of(user, operationId), null);
        if (dropped.Refusal is { } refusal) return Problems.Of(refusal);
        await feeds.DropAsync(id, dropped.Value);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<SrtAddressDto>, ProblemHttpResult>> OpenSrtAsync(
        string id, OpenSrt body, ClaimsPrincipal user, HttpRequest request, StudioOptions options, IGrainFactory grains, SrtDoors doors)
    {
        ILiveSessionGrain session = grains.GetGrain<ILiveSessionGrain>(id);
        await doors.Opening.WaitAsync(request.HttpContext.RequestAborted);
        try
        {
            if (await session.Get() is not { } before) return Problems.Of(RefusalCodes.NotFound);
            // Its own port again, so that a repeat is the same command, and a renewed door needs no new setting but the passphrase.
            if ((before.Door?.Port ?? doors.FreePort(await PortsAsync(grains))) is not { } port) return Problems.Of(RefusalCodes.NoPortLeft);
            Outcome<SessionView> done = await session.Do(Stamps.Of(user, body.OperationId), new SetDoor(new SrtDoor(body.OperationId, port)));
            if (done.Refusal is { } refusal) return Problems.Of(refusal);
            if (done.Value.Door is not { } door || !string.Equals(door.MadeBy, body.OperationId, StringComparison.Ordinal)) return Problems.Of(RefusalCodes.OperationConflict);
            doors.Want(id, door, done.Value.Feed.PlayName);
            return TypedResults.Ok(new SrtAddressDto(doors.AddressOf(id, door, Host(options, request)), port));
        }
        finally
        {
            doors.Opening.Release();
        }
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> CloseSrtAsync(string id, string operationId, ClaimsPrincipal user, IGrainFactory grains, SrtDoors doors)
    {
        Outcome<SessionView> done = await grains.GetGrain<ILiveSessionGrain>(id).Do(Stamps.Of(user, operationId), new SetDoor(null));
        if (done.Refusal is { } refusal) return Problems.Of(refusal);
        doors.Unwant(id);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<SlotDto>, ProblemHttpResult>> MoveAsync(string id, MoveSlot body, ClaimsPrincipal user, StudioOptions options, IGrainFactory grains)
    {
        var slot = new Slot(body.PlannedStart, body.PlannedEnd);
        return (await grains.GetGrain<ILiveSessionGrain>(id).Do(Stamps.Of(user, body.OperationId), new SetSlot(slot))).ToResult(session => SlotDto.Of(session, options));
    }

    private static async Task<IReadOnlyList<int>> PortsAsync(IGrainFactory grains)
    {
        IReadOnlyList<string> ids = await grains.GetGrain<IIndexGrain>(Indexes.Sessions).All();
        SessionView?[] sessions = await Task.WhenAll(ids.Select(session => grains.GetGrain<ILiveSessionGrain>(session).Get()));
        return [.. sessions.Select(session => session?.Door?.Port).OfType<int>()];
    }

    private static string Host(StudioOptions options, HttpRequest request) => options.PublicUrl is { } url ? new Uri(url).Host : request.Host.Host;
}

/// <summary>Where OBS sends its picture; the key is shown once.</summary>
internal sealed record StreamKeyDto(string Server, string Key);

/// <summary>Make a new stream key; the one before stops working.</summary>
internal sealed record IssueKey(string OperationId) : IOperation;

/// <summary>Where a publisher sends over SRT; the passphrase in it is shown once.</summary>
internal sealed record SrtAddressDto(string Url, int Port);

/// <summary>Open the SRT door, or give an open one a new passphrase.</summary>
internal sealed record OpenSrt(string OperationId) : IOperation;

/// <summary>An open SRT door.</summary>
/// <param name="Problem">Stable code of what keeps it from listening.</param>
internal sealed record SrtDoorDto(int Port, string? Problem);

/// <summary>Plan the session for another time.</summary>
/// <param name="PlannedEnd">Null: open.</param>
internal sealed record MoveSlot(string OperationId, DateTimeOffset PlannedStart, DateTimeOffset? PlannedEnd) : IOperation;

/// <summary>When a session is planned, and from when to when its doors let a publisher in; null: without a bound.</summary>
internal sealed record SlotDto(DateTimeOffset PlannedStart, DateTimeOffset? PlannedEnd, DateTimeOffset? KeyFrom, DateTimeOffset? KeyUntil)
{
    public static SlotDto Of(SessionView session, StudioOptions options)
    {
        var window = KeyWindow.Of(session.Slot, options.FeedRules);
        return new SlotDto(session.PlannedStart, session.PlannedEnd, window.From, window.Until);
    }
}
