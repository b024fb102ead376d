using Studio.Api.Parts;

namespace Studio.Api.Passing;

/// <summary>Services of passing on.</summary>
internal static class PassingSetup
{
    public static void AddPassing(this IServiceCollection services, StudioOptions options)
    {
        services.AddSingleton<PushDesk>();
        // The process that has the ingest server passes on; others only show and change what is wanted.
        if (options.Role == StudioRole.All) services.AddHostedService(provider => provider.GetRequiredService<PushDesk>());
    }
}
