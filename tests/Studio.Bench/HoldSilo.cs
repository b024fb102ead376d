using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using StackExchange.Redis;
using Studio.Grains.Clips;
using Studio.Grains.Commit;
using Studio.Grains.Showcase;
using Studio.Grains.Values;
using Studio.Testing;

namespace Studio.Bench;

/// <summary>A silo with ledgers on a Redis, without the edge before them.</summary>
internal sealed class HoldSilo : IAsyncDisposable
{
    public const string Item = "i1";

    private readonly IHost _host;

    private HoldSilo(IHost host) => _host = host;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public static async Task<HoldSilo> StartAsync(TestRedis redis)
    {
        IHost host = new HostBuilder()
            .ConfigureLogging(logging => logging.ClearProviders())
            .UseOrleans(silo =>
            {
                int[] ports = StudioProcess.FreePorts(2);
                silo.UseLocalhostClustering(ports[0], ports[1]);
                silo.Configure<ClusterOptions>(cluster => cluster.ClusterId = cluster.ServiceId = "bench");
                silo.AddMemoryGrainStorage(StudioStore.Grains);
                silo.UseInMemoryReminderService();
                silo.AddIncomingGrainCallFilter<StorageFaultFilter>();
                silo.Services.AddSingleton<IConnectionMultiplexer>(redis.Connection);
                silo.Services.AddSingleton(new StudioStore("bench"));
                silo.Services.AddSingleton<ClipQueue>();
                silo.Services.AddSingleton(TimeProvider.System);
            })
            .Build();
        await host.StartAsync();
        return new HoldSilo(host);
    }

    /// <summary>A ledger with one item of which there is enough for any turn.</summary>
    public async Task<IHoldLedgerGrain> OpenAsync(string sessionId)
    {
        IHoldLedgerGrain ledger = Grains.GetGrain<IHoldLedgerGrain>(sessionId);
        Outcome<IReadOnlyList<ItemCounts>> set = await ledger.SetTerms([new TermsOf(Item, new ItemTerms(new Money(2_990), 10_000_000, 1, TimeSpan.FromMinutes(15), Selling.Open))]);
        return set.Refusal is null ? ledger : throw new InvalidOperationException(set.Refusal.Code);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
