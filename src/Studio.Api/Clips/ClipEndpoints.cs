using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Edge;
using Studio.Api.People;
using Studio.Grains.Clips;
using Studio.Grains.Index;
using Studio.Grains.Live;
using Studio.Grains.Values;

namespace Studio.Api.Clips;

/// <summary>Clips of a session: their jobs and their files.</summary>
internal static class ClipEndpoints
{
    public static void MapClips(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder clips = routes.MapGroup("/api").WithTags("Clips").AddEndpointFilter<Operations>();
        clips.MapGet("/sessions/{id}/clips", ListAsync).RequireAuthorization(Access.Look);
        clips.MapGet("/clips/{id}", GetAsync).RequireAuthorization(Access.Look);
        clips.MapPost("/clips/{id}/retry", RetryAsync).RequireAuthorization(Access.Edit);
        clips.MapPost("/clips/{id}/cancel", CancelAsync).RequireAuthorization(Access.Edit);
        RouteGroupBuilder media = routes.MapGroup("/media/clips/{id}").WithTags("Media").RequireAuthorization(Access.Look);
        media.MapGet("/clip.mp4", (string id, ClipStore store) => FileOf(store, id, ClipStore.Video, "video/mp4"));
        media.MapGet("/cover.jpg", (string id, ClipStore store) => FileOf(store, id, ClipStore.Cover, "image/jpeg"));
    }

    private static async Task<Results<Ok<IReadOnlyList<ClipDto>>, ProblemHttpResult>> ListAsync(string id, IGrainFactory grains, ClipReader reader) =>
        await grains.GetGrain<ILiveSessionGrain>(id).Get() is null ? Problems.Of(RefusalCodes.NotFound) : TypedResults.Ok(await reader.OfSessionAsync(id));

    private static async Task<Results<Ok<ClipDto>, ProblemHttpResult>> GetAsync(string id, IGrainFactory grains) =>
        await grains.GetGrain<IClipGrain>(id).Get() is { } clip ? TypedResults.Ok(ClipDto.Of(clip)) : Problems.Of(RefusalCodes.NotFound);

    private static async Task<Results<Ok<ClipDto>, ProblemHttpResult>> RetryAsync(string id, ChangeClip body, IGrainFactory grains) =>
        (await grains.GetGrain<IClipGrain>(id).Retry(body.OperationId)).ToResult(ClipDto.Of);

    private static async Task<Results<Ok<ClipDto>, ProblemHttpResult>> CancelAsync(string id, ChangeClip body, IGrainFactory grains) =>
        (await grains.GetGrain<IClipGrain>(id).Cancel(body.OperationId)).ToResult(ClipDto.Of);

    private static Results<PhysicalFileHttpResult, ProblemHttpResult> FileOf(ClipStore store, string id, string name, string type) =>
        store.Find(id, name) is { } path ? TypedResults.PhysicalFile(path, type, enableRangeProcessing: true) : Problems.Of(RefusalCodes.NotFound);
}

/// <summary>Reads the clips of a session.</summary>
internal sealed class ClipReader(IGrainFactory grains)
{
    /// <summary>All clips, newest first.</summary>
    public async Task<IReadOnlyList<ClipDto>> OfSessionAsync(string sessionId)
    {
        IReadOnlyList<string> ids = await grains.GetGrain<IIndexGrain>(ClipQueue.IndexOf(sessionId)).All();
        Clip?[] clips = await Task.WhenAll(ids.Select(id => grains.GetGrain<IClipGrain>(id).Get()));
        return [.. clips.OfType<Clip>().Reverse().Select(ClipDto.Of)];
    }
}

/// <summary>A clip and where its job stands; the addresses are there when it is ready.</summary>
internal sealed record ClipDto(
    string Id, string SessionId, string ItemId, string Title, DateTimeOffset From, DateTimeOffset To, ClipState State, int Percent,
    string? Problem, double? DurationSeconds, string? VideoUrl, string? CoverUrl)
{
    public static ClipDto Of(Clip clip)
    {
        bool ready = clip.State == ClipState.Ready;
        string id = clip.Request.ClipId;
        return new ClipDto(
            id, clip.Request.SessionId, clip.Request.Card.ItemId, clip.Request.Card.Name, clip.Request.From, clip.Request.To, clip.State, clip.Percent,
            clip.Problem, clip.Duration?.TotalSeconds, ready ? $"/media/clips/{id}/{ClipStore.Video}" : null, ready ? $"/media/clips/{id}/{ClipStore.Cover}" : null);
    }
}

/// <summary>Try a clip again, or stop it.</summary>
internal sealed record ChangeClip(string OperationId) : IOperation;
