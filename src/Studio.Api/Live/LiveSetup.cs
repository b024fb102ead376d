using Studio.Api.Live.Obs;

namespace Studio.Api.Live;

/// <summary>Services of live sessions.</summary>
internal static class LiveSetup
{
    public static void AddLive(this IServiceCollection services)
    {
        services.AddSingleton<RelaySet>();
        services.AddHostedService(provider => provider.GetRequiredService<RelaySet>());
        services.AddSingleton<SessionReader>();
        services.AddSingleton<DeckPresses>();
        services.AddSingleton<RoomDoor>();
        services.AddSingleton<ObsWatchdog>();
        services.AddHostedService(provider => provider.GetRequiredService<ObsWatchdog>());
    }
}
