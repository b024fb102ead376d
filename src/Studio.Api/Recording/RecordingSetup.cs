namespace Studio.Api.Recording;

/// <summary>Services of ingest and recording.</summary>
internal static class RecordingSetup
{
    public static void AddRecording(this IServiceCollection services)
    {
        services.AddSingleton<RtmpServer>();
        services.AddSingleton<RecorderSet>();
        services.AddHostedService(provider => provider.GetRequiredService<RecorderSet>());
        services.AddSingleton<FeedDesk>();
        services.AddHostedService(provider => provider.GetRequiredService<FeedDesk>());
    }
}
