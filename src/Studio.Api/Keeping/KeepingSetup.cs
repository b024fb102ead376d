using Studio.Api.Parts;
using Studio.Grains.Keeping;

namespace Studio.Api.Keeping;

/// <summary>Services of keeping.</summary>
internal static class KeepingSetup
{
    public static void AddKeeping(this IServiceCollection services, StudioOptions options)
    {
        services.AddSingleton<KeepingProblems>();
        services.AddSingleton<DiskUse>();
        services.AddSingleton<EvidenceLogs>();
        services.AddSingleton<Sealer>();
        services.AddSingleton<FolderKeeper>();
        services.AddSingleton<KeepingDesk>();
        // One process seals, moves and deletes: the one that records.
        if (options.Role != StudioRole.All) return;
        services.AddHostedService<SealWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<FolderKeeper>());
    }
}
