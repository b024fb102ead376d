using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Studio.Api.Edge;
using Studio.Api.People;
using Studio.Grains.Values;

namespace Studio.Api.Clips;

/// <summary>The files of clips: downloads go on where they stopped, as long as the file is the same one.</summary>
internal static class ClipFiles
{
    public static void MapClipFiles(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/media/clips/{id}/{file}", Send).WithTags("Media").RequireAuthorization(Access.Look);

    private static Results<PhysicalFileHttpResult, ProblemHttpResult> Send(string id, string file, HttpResponse response, ClipStore store)
    {
        if (store.Find(id, file) is not { } path) return Problems.Of(RefusalCodes.NotFound);
        var info = new FileInfo(path);
        // A file gets its name when it is whole, so its size and its time name what is in it. Made again, it is another one: If-Range then sends all of it.
        string tag = string.Create(CultureInfo.InvariantCulture, $"\"{info.Length:x}-{info.LastWriteTimeUtc.Ticks:x}\"");
        response.Headers.CacheControl = "private, no-cache";
        return TypedResults.PhysicalFile(path, TypeOf(file), lastModified: new DateTimeOffset(info.LastWriteTimeUtc, TimeSpan.Zero), entityTag: new EntityTagHeaderValue(tag), enableRangeProcessing: true);
    }

    private static string TypeOf(string file) => Path.GetExtension(file) switch
    {
        ".mp4" => "video/mp4",
        ".jpg" => "image/jpeg",
        ".vtt" => "text/vtt",
        ".json" => "application/json",
        _ => "application/octet-stream",
    };
}
