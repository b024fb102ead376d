using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging.Console;
using Scalar.AspNetCore;
using Studio.Api.Parts;

namespace Studio.Api.Edge;

/// <summary>What all requests pass through.</summary>
internal static class EdgeSetup
{
    public static void AddEdge(this WebApplicationBuilder builder, StudioOptions options)
    {
        builder.Logging.ClearProviders().AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
            console.UseUtcTimestamp = false;
            console.ColorBehavior = LoggerColorBehavior.Default;
        });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 256 * 1024; // commands are small; the one upload says its own limit
        });
        // One hop between threads less on the way to each of many viewers; nothing here may block (docs/decisions/0010).
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.WebHost.UseUrls($"http://{options.Bind}:{options.Port}");
        builder.Services.ConfigureHttpJsonOptions(json => Configure(json.SerializerOptions));
        builder.Services.AddSignalR(hub =>
        {
            hub.MaximumReceiveMessageSize = 8 * 1024;
            hub.KeepAliveInterval = TimeSpan.FromSeconds(10);
            hub.ClientTimeoutInterval = TimeSpan.FromSeconds(25);
            hub.DisableImplicitFromServicesParameters = true;
        }).AddJsonProtocol(json => Configure(json.PayloadSerializerOptions));
        builder.Services.AddSingleton<HubHeartbeat>();
        builder.Services.AddHostedService(services => services.GetRequiredService<HubHeartbeat>());
        builder.Services.AddProblems();
        builder.Services.AddLimits(options);
        builder.Services.AddSingleton<CrowdLane>();
        builder.Services.AddApiDocument();
    }

    public static void UseEdge(this WebApplication app, StudioOptions options)
    {
        if (options.ServesPeople) app.UseCrowdLane();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseBrowserGuard();
        if (!options.ServesPeople) return;
        app.UseScreens(options);
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseWebSockets();
        app.MapOpenApi().AllowAnonymous();
        app.MapScalarApiReference("/docs/api", reference => reference.WithTitle("Studio API").WithOpenApiRoutePattern("/openapi/v1.json").DisableDefaultFonts()).AllowAnonymous();
    }

    // One shape everywhere. What a record calls required is required, and null where it says "not null" is the caller's mistake.
    private static void Configure(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.NumberHandling = JsonNumberHandling.Strict;
    }
}
