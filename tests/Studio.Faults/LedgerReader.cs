using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using StackExchange.Redis;
using Studio.Api.Parts;
using Studio.Grains.Commit;
using Studio.Grains.Showcase;
using Studio.Testing;

namespace Studio.Faults;

/// <summary>Reads ledgers from the store itself, past the studio: what is there is what a restart would find.</summary>
internal static class LedgerReader
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    public static async Task<IReadOnlyList<HoldLedger>> ReadAsync(StudioProcess studio, string sessionId, IEnumerable<string> items)
    {
        string socket = SocketPath.For(Path.Combine(studio.Folder, "redis"), "redis.sock");
        await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions { EndPoints = { new UnixDomainSocketEndPoint(socket) } });
        var store = new StudioStore(new StudioOptions().Name);
        List<HoldLedger> ledgers = [];
        foreach (string item in items)
        {
            var log = new RedisCommitLog<LedgerSnapshot, LedgerEvent>(redis.GetDatabase(), store.Key($"ledger:{sessionId}/{item}"),
                (JsonTypeInfo<LedgerSnapshot>)Json.GetTypeInfo(typeof(LedgerSnapshot)), (JsonTypeInfo<LedgerEvent[]>)Json.GetTypeInfo(typeof(LedgerEvent[])));
            CommitHistory<LedgerSnapshot, LedgerEvent> history = await log.LoadAsync();
            HoldLedger ledger = history.Snapshot is { } snapshot ? HoldLedger.Restore(snapshot) : new HoldLedger();
            foreach (LedgerEvent change in history.EventsSince) ledger.Apply(change);
            ledgers.Add(ledger);
        }
        return ledgers;
    }
}
