using MediaPipeline.Cutting;
using Studio.Api.Keeping;
using Studio.Api.Parts;
using Studio.Api.Recording;
using Studio.Api.Stories;

namespace Studio.Api.Clips;

/// <summary>Services of clips; a worker process has these and no others.</summary>
internal static class ClipsSetup
{
    public static void AddClips(this IServiceCollection services, StudioOptions options)
    {
        services.AddSingleton<SessionFolders>();
        services.AddSingleton<RecordingStore>();
        services.AddSingleton<ClipStore>();
        services.AddSingleton<ClipReader>();
        services.AddSingleton<ClipPresets>();
        services.AddSingleton<AnalysisReading>();
        services.AddSingleton<ClipSources>();
        services.AddSingleton<ClipShelf>();
        services.AddStories(options);
        if (options.Role == StudioRole.Edge) return;
        services.AddSingleton<DecodedSegments>();
        services.AddSingleton<Tools>();
        services.AddSingleton<WorkSlots>();
        services.AddSingleton<ProvenanceWriter>();
        services.AddSingleton<CoverMaker>();
        services.AddSingleton<RenditionMaker>();
        services.AddSingleton<ClipMaker>();
        if (options.Stories) services.AddHostedService<AnalysisWorker>();
        services.AddHostedService<AheadWorker>();
        services.AddHostedService<ClipWorker>();
        services.AddMarkers();
    }
}
