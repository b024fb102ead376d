using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Api.Edge;
using Studio.Api.People;
using Studio.Grains.Values;

namespace Studio.Api.Graphics;

/// <summary>Which graphics there are, and their files.</summary>
internal static class GraphicsEndpoints
{
    public static void MapGraphics(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/graphics", List).WithTags("Graphics").RequireAuthorization(Access.Look);
        routes.MapGet("/graphics/{id}/{**path}", GraphicFile).WithTags("Media").AllowAnonymous();
    }

    private static Ok<GraphicDto[]> List(GraphicsStore graphics) => TypedResults.Ok(graphics.List().ToArray());

    private static Results<PhysicalFileHttpResult, ProblemHttpResult> GraphicFile(string id, string path, HttpResponse response, GraphicsStore graphics)
    {
        if (graphics.Find(id, path) is not { } file) return Problems.Of(RefusalCodes.NotFound);
        response.Headers.CacheControl = "no-cache"; // a folder that somebody copies anew is seen at the next load
        // Other renderers may load them from here. As a page of its own none of them may do anything.
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; sandbox";
        return TypedResults.PhysicalFile(file.FullName, GraphicsStore.ContentTypeOf(file.Name), lastModified: new DateTimeOffset(file.LastWriteTimeUtc), enableRangeProcessing: true);
    }
}

/// <summary>A template for cards.</summary>
/// <param name="Problem">Why it cannot be used; null: it can.</param>
internal sealed record GraphicDto(string Id, string Name, string? Description, bool BuiltIn, string? Problem);
