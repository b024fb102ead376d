using System.Net.Sockets;
using MediaPipeline.Processes;
using StackExchange.Redis;

namespace Studio.Api.Parts;

/// <summary>
/// The state's <c>redis-server</c>: on a unix socket in the data folder, every write on disk before its answer, nothing ever evicted.
/// With <c>Studio:Redis</c> set it starts nothing and connects there.
/// </summary>
internal sealed partial class RedisPart : ManagedServer
{
    private readonly StudioOptions _options;
    private readonly string _folder, _socket, _config;
    private IConnectionMultiplexer? _shared;

    public RedisPart(StudioOptions options, TimeProvider clock, ILogger<RedisPart> log) : base("redis", clock, log)
    {
        _options = options;
        _folder = Path.GetFullPath(Path.Combine(options.DataFolder, "redis"));
        _socket = SocketPath.For(_folder, "redis.sock");
        _config = Path.Combine(_folder, "redis.conf");
    }

    /// <summary>The connection that everything of ours shares; there from the start of the host on.</summary>
    public IConnectionMultiplexer Connection => _shared ?? throw new InvalidOperationException("Redis is not connected yet.");

    protected override bool Managed => string.IsNullOrEmpty(_options.Redis) && _options.Role == StudioRole.All;

    protected override string PidFile => Path.Combine(_folder, "redis.pid");

    // redis-server rewrites its command line to its program name and socket.
    protected override string Mark => _socket;

    // A long append-only file takes its time to be read.
    protected override TimeSpan StartLimit => TimeSpan.FromMinutes(2);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken);
        _shared = await ConnectionMultiplexer.ConnectAsync(Settings());
        if (!_shared.IsConnected) throw new StartRefusedException($"Redis does not answer at {Describe()}. Is it running, and is Studio:Redis right?");
        if (!Managed) await CheckDurabilityAsync();
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_shared is { } connection) await connection.DisposeAsync();
        await base.StopAsync(cancellationToken);
    }

    protected override Task PrepareAsync() => File.WriteAllTextAsync(_config, $"""
        port 0
        unixsocket {_socket}
        unixsocketperm 700
        dir {_folder}
        pidfile {PidFile}
        daemonize no
        appendonly yes
        appendfsync always
        # A rewrite forks; with fsync stopped meanwhile an answered write could be lost.
        no-appendfsync-on-rewrite no
        aof-use-rdb-preamble yes
        save ""
        maxmemory-policy noeviction
        # A torn last command is the trace of a power cut: it was never answered.
        aof-load-truncated yes
        loglevel notice
        always-show-logo no
        """ + "\n");

    protected override ChildSpec Command() => new(Name, "redis-server", [_config]) { WorkingDirectory = _folder };

    protected override async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_socket), cancellation);
            await socket.SendAsync("PING\r\n"u8.ToArray(), cancellation);
            byte[] answer = new byte[64];
            int length = await socket.ReceiveAsync(answer, cancellation);
            return answer.AsSpan(0, length).StartsWith("+PONG"u8); // while it loads it says -LOADING
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>How to connect; libraries that check their settings want to see it.</summary>
    public ConfigurationOptions Settings()
    {
        ConfigurationOptions settings = string.IsNullOrEmpty(_options.Redis)
            ? new ConfigurationOptions { EndPoints = { new UnixDomainSocketEndPoint(_socket) } }
            : ConfigurationOptions.Parse(_options.Redis);
        settings.AbortOnConnectFail = false;
        settings.ClientName = "studio";
        settings.AllowAdmin = true; // to read how durable an external server is
        settings.ConnectTimeout = 2_000;
        // Longer than a restart of Redis: a command that waits is better than one whose outcome is unknown.
        settings.AsyncTimeout = settings.SyncTimeout = 5_000;
        settings.ReconnectRetryPolicy = new LinearRetry(200);
        settings.HeartbeatInterval = TimeSpan.FromMilliseconds(500);
        return settings;
    }

    // Never the connection string itself: it may hold a password.
    private string Describe() => string.Join(", ", Settings().EndPoints.Select(point => point.ToString()));

    private async Task CheckDurabilityAsync()
    {
        try
        {
            var server = _shared!.GetServers()[0];
            string fsync = (await server.ConfigGetAsync("appendfsync")).FirstOrDefault().Value ?? "?";
            string append = (await server.ConfigGetAsync("appendonly")).FirstOrDefault().Value ?? "?";
            string policy = (await server.ConfigGetAsync("maxmemory-policy")).FirstOrDefault().Value ?? "?";
            if (append != "yes" || fsync != "always" || policy != "noeviction") NotDurable(Log, append, fsync, policy);
        }
        catch (RedisException)
        {
            // A hosted Redis may forbid CONFIG; its owner answers for its durability.
        }
    }

    [LoggerMessage(LogLevel.Warning, "redis: the external server keeps less than the studio promises (appendonly {Append}, appendfsync {Fsync}, maxmemory-policy {Policy})")]
    private static partial void NotDurable(ILogger log, string append, string fsync, string policy);
}
