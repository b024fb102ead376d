using Studio.Api.Recording;

namespace Studio.Api.Clips;

/// <summary>Services of clips; a worker process has these and no others.</summary>
internal static class ClipsSetup
{
    public static void AddClips(this IServiceCollection services)
    {
        services.AddSingleton<RecordingStore>();
        services.AddSingleton<ClipStore>();
        services.AddSingleton<ClipReader>();
        services.AddHostedService<ClipWorker>();
    }
}
