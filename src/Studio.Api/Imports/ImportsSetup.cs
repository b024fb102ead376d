using Studio.Api.Parts;

namespace Studio.Api.Imports;

/// <summary>Services of imports.</summary>
internal static class ImportsSetup
{
    public static void AddImports(this IServiceCollection services, StudioOptions options)
    {
        services.AddSingleton<ImportBell>();
        services.AddSingleton<ImportStore>();
        services.AddSingleton<ImportDesk>();
        services.AddSingleton<ImportReader>();
        services.AddSingleton<ImportFrames>();
        services.AddSingleton<ImportFolder>();
        services.AddSingleton<ImportPublishing>();
        services.AddSingleton<ImportSettling>();
        services.AddSingleton<IAlignmentSource, ShownStamps>();
        services.AddSingleton<IAlignmentSource, PictureTimes>();
        services.AddSingleton<IAlignmentSource, FileDates>();
        // One process settles: the one that records, seals and moves.
        if (options.Role == StudioRole.All) services.AddHostedService<ImportWorker>();
    }
}
