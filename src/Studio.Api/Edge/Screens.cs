using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;
using Studio.Api.Parts;

namespace Studio.Api.Edge;

/// <summary>
/// Serves the built screens of <c>web/dist</c>: one folder per screen, hashed assets that never change. The build has packed them
/// (<c>.br</c>, <c>.gz</c>) once and as tightly as it can; nothing is compressed while somebody waits.
/// </summary>
internal static class Screens
{
    // The tightest first.
    private static readonly (string Encoding, string Ending)[] Packings = [("br", ".br"), ("gzip", ".gz")];

    public static void UseScreens(this WebApplication app, StudioOptions options)
    {
        if (options.WebRoot is not { } root || !Directory.Exists(root)) return;
        var files = new PhysicalFileProvider(Path.GetFullPath(root));
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.Use((context, next) =>
        {
            if (PackedPath(context.Request, files) is { } packed) context.Request.Path = packed;
            return next(context);
        });
        app.UseStaticFiles(new StaticFileOptions { FileProvider = files, ContentTypeProvider = new UnpackedTypes(), OnPrepareResponse = Prepare });
        app.MapGet("/", () => TypedResults.Redirect("/base/")).ExcludeFromDescription().AllowAnonymous();
    }

    private static void Prepare(StaticFileResponseContext served)
    {
        IHeaderDictionary headers = served.Context.Response.Headers;
        bool asset = served.Context.Request.Path.StartsWithSegments("/assets", StringComparison.OrdinalIgnoreCase);
        headers.CacheControl = asset ? "public, max-age=31536000, immutable" : "no-cache";
        // The same for everybody; the preview, a page of no origin, loads them from "another" one.
        if (asset) headers.AccessControlAllowOrigin = "*";
        headers.Vary = HeaderNames.AcceptEncoding;
        if (PackingOf(served.File.Name) is { } packing) headers.ContentEncoding = packing.Encoding;
    }

    private static string? PackedPath(HttpRequest request, PhysicalFileProvider files)
    {
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)) return null;
        if (request.Path.Value is not { Length: > 1 } path || path.EndsWith('/')) return null;
        IList<StringWithQualityHeaderValue> accepted = request.GetTypedHeaders().AcceptEncoding;
        foreach ((string encoding, string ending) in Packings)
        {
            bool accepts = accepted.Any(one => one.Quality is null or > 0 && one.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase));
            if (accepts && files.GetFileInfo(path + ending).Exists) return path + ending;
        }
        return null;
    }

    private static (string Encoding, string Ending)? PackingOf(string file)
    {
        foreach ((string Encoding, string Ending) packing in Packings)
        {
            if (file.EndsWith(packing.Ending, StringComparison.Ordinal)) return packing;
        }
        return null;
    }

    /// <summary>Types by the name that a file has without its packing.</summary>
    private sealed class UnpackedTypes : IContentTypeProvider
    {
        private readonly FileExtensionContentTypeProvider _types = new();

        public bool TryGetContentType(string subpath, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out string contentType) =>
            _types.TryGetContentType(PackingOf(subpath) is { } packing ? subpath[..^packing.Ending.Length] : subpath, out contentType);
    }
}
