using Microsoft.Extensions.FileProviders;
using Studio.Api.Parts;

namespace Studio.Api.Edge;

/// <summary>Serves the built screens of <c>web/dist</c>: one folder per screen, hashed assets that never change.</summary>
internal static class Screens
{
    public static void UseScreens(this WebApplication app, StudioOptions options)
    {
        if (options.WebRoot is not { } root || !Directory.Exists(root)) return;
        var files = new PhysicalFileProvider(Path.GetFullPath(root));
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files });
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            OnPrepareResponse = context =>
            {
                bool asset = context.Context.Request.Path.StartsWithSegments("/assets", StringComparison.OrdinalIgnoreCase);
                context.Context.Response.Headers.CacheControl = asset ? "public, max-age=31536000, immutable" : "no-cache";
                // The same for everybody; the preview, a page of no origin, loads them from "another" one.
                if (asset) context.Context.Response.Headers.AccessControlAllowOrigin = "*";
            },
        });
        app.MapGet("/", () => TypedResults.Redirect("/base/")).ExcludeFromDescription().AllowAnonymous();
    }
}
