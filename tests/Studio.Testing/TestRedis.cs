using System.Net.Sockets;
using MediaPipeline.Processes;
using StackExchange.Redis;

namespace Studio.Testing;

/// <summary>A redis-server of a test's own, as durable as the studio's; it can be killed and started again on the same data.</summary>
public sealed class TestRedis : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("redis-").FullName;
    private ChildProcess? _server;

    private TestRedis()
    {
    }

    public string Socket => Path.Combine(_folder, "r.sock");

    public ConnectionMultiplexer Connection { get; private set; } = null!;

    public static async Task<TestRedis> StartAsync()
    {
        var redis = new TestRedis();
        await redis.StartAgainAsync();
        redis.Connection = await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions
        {
            EndPoints = { new UnixDomainSocketEndPoint(redis.Socket) },
            AbortOnConnectFail = false,
            AllowAdmin = true,
            ReconnectRetryPolicy = new LinearRetry(100),
            HeartbeatInterval = TimeSpan.FromMilliseconds(250),
        });
        return redis;
    }

    public async Task StartAgainAsync()
    {
        File.Delete(Socket);
        _server = ChildProcess.Start(new ChildSpec("redis", "redis-server", [
            "--port", "0", "--unixsocket", Socket, "--dir", _folder, "--appendonly", "yes", "--appendfsync", "always", "--save", "", "--maxmemory-policy", "noeviction"]));
        await Wait.UntilAsync(() => _server.LastLines().Any(line => line.Contains("eady to accept", StringComparison.Ordinal)), "redis-server is ready");
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _server!.Signal(Signals.Kill);
        await _server.Exited;
    }

    /// <summary>Lets it stand still, as a machine that hangs.</summary>
    public void Freeze() => _server!.Signal(Signals.Stop);

    public void Thaw() => _server!.Signal(Signals.Continue);

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
