namespace Studio.Api.Edge;

/// <summary>What protects people's browsers: response headers, and the refusal of commands that another site's page sends.</summary>
internal static class BrowserGuard
{
    private const string OverlayPolicy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; worker-src 'self' blob:; " +
        "connect-src 'self' ws: wss:; base-uri 'none'; form-action 'self'; object-src 'none'";

    // Graphics of others run there: a page of no origin, whichever way it is opened, with nothing to do but to draw.
    private const string PreviewPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' blob:; " +
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-scripts";

    private const string Policy = OverlayPolicy + "; frame-ancestors 'self'";

    public static void UseBrowserGuard(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        // The reader of the API document brings inline script of its own; it shows nothing but that document.
        if (!context.Request.Path.StartsWithSegments("/docs", StringComparison.OrdinalIgnoreCase)) headers.ContentSecurityPolicy = PolicyOf(context.Request.Path);
        return CommandFromElsewhere(context.Request)
            ? Problems.Of(Problems.Forbidden).ExecuteAsync(context)
            : next(context);
    });

    // The overlay has nothing to click, and its loader is a file on the machine of OBS: it may stand in anybody's frame.
    private static string PolicyOf(PathString path) =>
        path.StartsWithSegments("/overlay", StringComparison.OrdinalIgnoreCase) ? OverlayPolicy
        : path.StartsWithSegments("/preview", StringComparison.OrdinalIgnoreCase) ? PreviewPolicy
        : Policy;

    // Cookies are SameSite=Strict; this second lock needs no token: browsers say where a request comes from, programs need not.
    private static bool CommandFromElsewhere(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        {
            // A WebSocket handshake is a GET that may command later.
            if (!request.Path.StartsWithSegments("/hubs", StringComparison.OrdinalIgnoreCase)) return false;
        }
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site) return site is not ("same-origin" or "none");
        return request.Headers.Origin.ToString() is { Length: > 0 } origin
            && !(Uri.TryCreate(origin, UriKind.Absolute, out Uri? from) && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
