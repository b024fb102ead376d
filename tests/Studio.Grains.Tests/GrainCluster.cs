using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Runtime.Messaging;
using Orleans.TestingHost;
using StackExchange.Redis;
using Studio.Grains.Clips;
using Studio.Grains.Commit;
using Studio.Testing;

namespace Studio.Grains.Tests;

/// <summary>A silo with the studio's grains, on a real Redis of its own.</summary>
internal sealed class GrainCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private GrainCluster(TestRedis redis, InProcessTestCluster cluster) => (Redis, _cluster) = (redis, cluster);

    public TestRedis Redis { get; }

    public IGrainFactory Factory => _cluster.Client;

    /// <param name="clock">The grains' clock; the machine's where none is given.</param>
    public static async Task<GrainCluster> StartAsync(TimeProvider? clock = null)
    {
        TestRedis redis = await TestRedis.StartAsync();
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<IConnectionMultiplexer>(redis.Connection);
            silo.Services.AddSingleton(new StudioStore("test"));
            silo.Services.AddSingleton<ClipQueue>();
            silo.Services.AddSingleton(clock ?? TimeProvider.System);
            // In memory, but written as the studio writes it.
            silo.AddMemoryGrainStorage(StudioStore.Grains, options => options.GrainStorageSerializer = new JsonGrainStorageSerializer());
            silo.UseInMemoryReminderService();
            silo.AddIncomingGrainCallFilter<StorageFaultFilter>();
        });
        InProcessTestCluster cluster = builder.Build();
        await cluster.DeployAsync();
        return new GrainCluster(redis, cluster);
    }

    /// <summary>Ends the silo in order and starts another: what was only in memory is gone.</summary>
    public async Task RestartSiloAsync()
    {
        await _cluster.RestartSiloAsync(_cluster.Silos[0]);
        await Wait.UntilAsync(IsReachedAsync, "the client has found the new silo");
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await Redis.DisposeAsync();
    }

    // The client's first try at the new silo may come before its door is open; it tries again a second later.
    private async Task<bool> IsReachedAsync()
    {
        try
        {
            _ = await _cluster.Client.GetGrain<IManagementGrain>(0).GetHosts();
            return true;
        }
        catch (ConnectionFailedException)
        {
            return false;
        }
    }
}
