using System.Net.Sockets;
using StackExchange.Redis;
using Studio.Api.Parts;
using Studio.Grains.Commit;
using Studio.Grains.Showcase;
using Studio.Testing;

namespace Studio.Faults;

/// <summary>Reads ledgers from the store itself, past the studio: what is there is what a restart would find.</summary>
internal static class LedgerReader
{
    /// <summary>Every event of a session's ledger, from the first.</summary>
    public static async Task<IReadOnlyList<LedgerEvent>> ReadAsync(StudioProcess studio, string sessionId)
    {
        string socket = SocketPath.For(Path.Combine(studio.Folder, "redis"), "redis.sock");
        await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions { EndPoints = { new UnixDomainSocketEndPoint(socket) } });
        return await new LedgerLog(redis.GetDatabase(), new StudioStore(new StudioOptions().Name), sessionId).ReadAllAsync();
    }
}
