using Studio.Api.Parts;

namespace Studio.Api.Stories;

/// <summary>Services of stories: small pictures and waveforms of recordings.</summary>
internal static class StorySetup
{
    public static void AddStories(this IServiceCollection services, StudioOptions options)
    {
        services.AddSingleton<StoryReading>();
        if (options.Role != StudioRole.Edge && options.Stories) services.AddHostedService<StoryWorker>();
    }
}
