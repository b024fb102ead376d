using MediaPipeline.Recordings;
using Studio.Api.Imports;
using Studio.Api.Keeping;
using Studio.Api.Parts;
using Studio.Api.Passing;
using Studio.Api.Recording.Ingest;

namespace Studio.Api.Recording;

/// <summary>Services of ingest and recording.</summary>
internal static class RecordingSetup
{
    public static void AddRecording(this IServiceCollection services, StudioOptions options)
    {
        services.AddSingleton<RtmpServer>();
        services.AddSingleton(provider => new TailFolder(provider.GetRequiredService<NginxPart>().KeptFolder));
        services.AddSingleton<Ingests>();
        services.AddSingleton<RecorderSet>();
        services.AddSingleton<SrtDoors>();
        services.AddSingleton<PlaylistShelf>();
        services.AddSingleton<FeedHealth>();
        services.AddSingleton<FeedDesk>();
        services.AddKeeping(options);
        services.AddImports(options);
        services.AddPassing(options);
        // An edge asks the ingest server to send somebody away, but it neither watches feeds nor records.
        if (options.Role != StudioRole.All) return;
        services.AddHostedService(provider => provider.GetRequiredService<RecorderSet>());
        services.AddHostedService(provider => provider.GetRequiredService<SrtDoors>());
        services.AddHostedService(provider => provider.GetRequiredService<FeedDesk>());
        services.AddHostedService(provider => provider.GetRequiredService<FeedHealth>());
    }
}
