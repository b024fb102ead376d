using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Edge;
using Studio.Api.People;
using Studio.Grains.Values;

namespace Studio.Api.Stories;

/// <summary>
/// Small pictures and the waveform of a recording, for those who may see all of it: a sheet holds what was rehearsed too.
/// </summary>
internal static class StoryEndpoints
{
    public static void MapStories(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/sessions/{id}/story", StoryAsync).WithTags("Stories").RequireAuthorization(Access.Look);
        routes.MapGet("/media/sessions/{id}/story/{file}", SheetOrLevels).WithTags("Media").RequireAuthorization(Access.Look);
    }

    private static async Task<Results<Ok<StoryDto>, ProblemHttpResult>> StoryAsync(string id, HttpResponse response, StoryReading stories, CancellationToken cancellation)
    {
        response.Headers.CacheControl = "no-store";
        return await stories.ReadAsync(id, cancellation) is { } story ? TypedResults.Ok(story) : Problems.Of(Problems.NotRecorded);
    }

    // Files grow until their part of the recording is over: the browser asks whether they did.
    private static Results<PhysicalFileHttpResult, ProblemHttpResult> SheetOrLevels(string id, string file, HttpResponse response, StoryReading stories)
    {
        if (stories.FindFile(id, file) is not { } path) return Problems.Of(RefusalCodes.NotFound);
        response.Headers.CacheControl = "private, no-cache";
        var info = new FileInfo(path);
        var tag = new Microsoft.Net.Http.Headers.EntityTagHeaderValue(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"\"{info.Length:x}-{info.LastWriteTimeUtc.Ticks:x}\""));
        return TypedResults.PhysicalFile(path, file.EndsWith(".jpg", StringComparison.Ordinal) ? "image/jpeg" : "application/octet-stream", entityTag: tag, lastModified: new DateTimeOffset(info.LastWriteTimeUtc), enableRangeProcessing: true);
    }
}
