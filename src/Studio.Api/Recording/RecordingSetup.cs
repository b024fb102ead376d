using Studio.Api.Keeping;
using Studio.Api.Parts;
using Studio.Api.Passing;

namespace Studio.Api.Recording;

/// <summary>Services of ingest and recording.</summary>
internal static class RecordingSetup
{
    public static void AddRecording(this IServiceCollection services, StudioOptions options)
    {
        services.AddSingleton<RtmpServer>();
        services.AddSingleton<RecorderSet>();
        services.AddSingleton<FeedDesk>();
        services.AddKeeping(options);
        services.AddPassing(options);
        // An edge asks the ingest server to send somebody away, but it neither watches feeds nor records.
        if (options.Role != StudioRole.All) return;
        services.AddHostedService(provider => provider.GetRequiredService<RecorderSet>());
        services.AddHostedService(provider => provider.GetRequiredService<FeedDesk>());
    }
}
