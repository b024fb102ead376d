using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using Orleans.Persistence;
using StackExchange.Redis;
using Studio.Grains.Clips;
using Studio.Grains.Commit;

namespace Studio.Api.Parts;

/// <summary>Puts the managed parts and the silo into the host, in the order in which they start: Redis, nginx, silo.</summary>
internal static class PartsSetup
{
    /// <summary>Reads the options and checks them and the ports; ends the process with a sentence where something is wrong.</summary>
    public static StudioOptions ReadStudioOptions(this WebApplicationBuilder builder)
    {
        StudioOptions options = builder.Configuration.GetSection("Studio").Get<StudioOptions>() ?? new StudioOptions();
        if (options.Complaint() is { } complaint) throw new StartRefusedException(complaint);
        options.DataFolder = Directory.CreateDirectory(Path.GetFullPath(options.DataFolder)).FullName;
        builder.Services.AddSingleton(options);
        return options;
    }

    public static void AddParts(this WebApplicationBuilder builder, StudioOptions options)
    {
        IServiceCollection services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new StudioStore(options.Name));
        services.AddSingleton<RedisPart>();
        services.AddSingleton(provider => provider.GetRequiredService<RedisPart>().Connection);
        services.AddSingleton<NginxPart>();
        if (options.Role == StudioRole.All) services.AddHostedService(provider => provider.GetRequiredService<NginxPart>());
        services.AddSingleton<ClipQueue>();
        services.AddPartHealth(options);
        if (options.Role == StudioRole.All) services.AddHostedService<People.Welcome>();
        builder.UseOrleans(silo => Configure(silo, options));
        // Parts stop within two seconds each, side by side with nothing: the whole must stay under three on Ctrl-C.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(8));
    }

    /// <summary>Runs the studio until it is stopped. Redis comes before and goes after everything else, for everything else is made with its connection.</summary>
    public static async Task RunWithPartsAsync(this WebApplication app)
    {
        StudioOptions options = app.Services.GetRequiredService<StudioOptions>();
        if (PortCheck.Complaint(options, rtmpIsOurs: app.Services.GetRequiredService<NginxPart>().Survived) is { } taken) throw new StartRefusedException(taken);
        RedisPart redis = app.Services.GetRequiredService<RedisPart>();
        try
        {
            await redis.StartAsync(CancellationToken.None);
            await app.StartAsync();
            await app.WaitForShutdownAsync();
        }
        finally
        {
            await redis.StopAsync(CancellationToken.None);
            await app.DisposeAsync();
        }
    }

    private static void Configure(ISiloBuilder silo, StudioOptions options)
    {
        silo.Configure<ClusterOptions>(cluster =>
        {
            cluster.ServiceId = options.Name;
            cluster.ClusterId = options.Name;
        });
        IPAddress address = IPAddress.Parse(options.SiloAddress);
        silo.ConfigureEndpoints(address, options.SiloPort, gatewayPort: 0, listenOnAnyHostAddress: !IPAddress.IsLoopback(address));
        silo.AddIncomingGrainCallFilter<StorageFaultFilter>();
        // Every provider shares the one connection; RedisPart closes it when all have stopped.
        silo.UseRedisClustering(_ => { });
        silo.UseRedisReminderService(_ => { });
        silo.AddRedisGrainStorage(StudioStore.Grains, (OptionsBuilder<RedisStorageOptions> storage) => storage.Configure<RedisPart>((redis, part) =>
        {
            (redis.ConfigurationOptions, redis.CreateMultiplexer) = (part.Settings(), _ => Task.FromResult((part.Connection, IsShared: true)));
            redis.GrainStorageSerializer = new Grains.Commit.JsonGrainStorageSerializer();
        }));
        silo.Services.AddOptions<RedisClusteringOptions>().Configure<RedisPart>((redis, part) =>
            (redis.ConfigurationOptions, redis.CreateMultiplexer) = (part.Settings(), _ => Task.FromResult((part.Connection, IsShared: true))));
        silo.Services.AddOptions<RedisReminderTableOptions>().Configure<RedisPart>((redis, part) =>
            (redis.ConfigurationOptions, redis.CreateMultiplexer) = (part.Settings(), _ => Task.FromResult((part.Connection, IsShared: true))));
        silo.Configure<GrainCollectionOptions>(collection => collection.CollectionAge = TimeSpan.FromMinutes(15));
        // A process that was killed is replaced after some 6 s instead of 7–13 s (docs/decisions/0017). With one process nobody is probed.
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            membership.ProbeTimeout = TimeSpan.FromSeconds(1);
            membership.NumMissedProbesLimit = 2;
            membership.NumVotesForDeathDeclaration = 1;
        });
    }
}

/// <summary>The studio cannot start; the message is for the person who started it.</summary>
internal sealed class StartRefusedException(string message) : Exception(message);
