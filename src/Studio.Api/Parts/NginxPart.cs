using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using MediaPipeline.Processes;

namespace Studio.Api.Parts;

/// <summary>
/// The ingest server: <c>nginx</c> with the RTMP module on a generated configuration. It asks this process whether a publisher may come
/// in. It outlives a crash of this process, so that a broadcast is not cut off by it.
/// </summary>
internal sealed class NginxPart : ManagedServer
{
    private const string WorkerUser = "www-data";

    private static readonly string[] Modules =
        ["/usr/lib/nginx/modules/ngx_rtmp_module.so", "/usr/share/nginx/modules/ngx_rtmp_module.so", "/usr/lib64/nginx/modules/ngx_rtmp_module.so"];

    private readonly StudioOptions _options;
    private readonly string _folder, _config;
    private readonly byte[] _secret;
    private bool _configChanged;

    public NginxPart(StudioOptions options, TimeProvider clock, ILogger<NginxPart> log) : base("nginx", clock, log)
    {
        _options = options;
        _folder = Path.GetFullPath(Path.Combine(options.DataFolder, "nginx"));
        ControlSocket = SocketPath.For(_folder, "control.sock");
        _config = Path.Combine(_folder, "nginx.conf");
        // Workers do not run as root and would not get into a data folder that is closed to others.
        KeptFolder = Environment.IsPrivilegedProcess
            ? $"/var/lib/studio/kept-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_folder)).AsSpan(0, 6))}"
            : Path.Combine(_folder, "kept");
        _secret = Secret(Path.Combine(_folder, "hook-secret"));
    }

    /// <summary>Where it keeps the last minute of each feed (docs/decisions/0022).</summary>
    public string KeptFolder { get; }

    /// <summary>The unix socket of its statistics and control pages.</summary>
    public string ControlSocket { get; }

    protected override bool Managed => _options.Role == StudioRole.All;

    protected override string PidFile => Path.Combine(_folder, "nginx.pid");

    protected override string Mark => _config;

    /// <summary>Whether the process of an earlier run still holds the RTMP port.</summary>
    public bool Survived => RunningId() is not null;

    /// <summary>Whether a hook comes from the nginx that this studio configured.</summary>
    public bool IsHookSecret(string secret) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), _secret);

    protected override async Task PrepareAsync()
    {
        // nginx does not remove the socket of a process that was killed, and then cannot bind it. Before the start and never while it
        // starts: it has bound the new one before its pid file tells of it.
        if (RunningId() is null) File.Delete(ControlSocket);
        string[] owner = Environment.IsPrivilegedProcess ? ["-o", WorkerUser] : [];
        ChildProcess made = ChildProcess.Start(new ChildSpec("install", "install", ["-d", "-m", "0700", .. owner, KeptFolder]));
        if (await made.Exited != 0) Said($"the folder for the last minute of each feed cannot be made: {string.Join(' ', made.LastLines())}");
        string config = Configuration();
        _configChanged = !File.Exists(_config) || !string.Equals(await File.ReadAllTextAsync(_config), config, StringComparison.Ordinal);
        if (_configChanged) await File.WriteAllTextAsync(_config, config);
    }

    protected override ChildSpec Command() => new(Name, "nginx", ["-c", _config, "-p", _folder, "-e", "stderr"]) { WorkingDirectory = _folder };

    protected override Task AdoptedAsync(int processId)
    {
        if (_configChanged) Signals.Send(processId, Signals.Hangup);
        return Task.CompletedTask;
    }

    protected override async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(ControlSocket), cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private string Configuration()
    {
        string module = Modules.FirstOrDefault(File.Exists) is { } path ? $"load_module {path};" : "# the RTMP module is compiled in";
        string user = Environment.IsPrivilegedProcess ? $"user {WorkerUser};" : "# not root: workers run as the same user";
        string hook = $"{_options.LocalUrl}/hooks/feed/{Encoding.UTF8.GetString(_secret)}";
        return $$"""
            {{module}}
            {{user}}
            daemon off;
            worker_processes 1;
            pid {{PidFile}};
            error_log stderr warn;
            events { worker_connections 512; }
            rtmp {
                server {
                    listen {{_options.RtmpPort}};
                    chunk_size 4096;
                    # Idle clients go: a publisher whose line is dead is noticed, and can come back.
                    timeout 20s;
                    ping 10s;
                    ping_timeout 10s;
                    notify_method post;
                    application live {
                        live on;
                        wait_key on;
                        wait_video on;
                        drop_idle_publisher 15s;
                        idle_streams off;
                        # A file from key picture to key picture: what a killed recorder did not close is taken from here.
                        record all;
                        record_path {{KeptFolder}};
                        record_unique on;
                        record_interval 1s;
                        # Viewers have the recording; only the recorder plays from here.
                        allow play 127.0.0.1;
                        deny play all;
                        on_publish {{hook}};
                        on_publish_done {{hook}};
                    }
                }
            }
            http {
                access_log off;
                client_body_temp_path {{_folder}}/body;
                proxy_temp_path {{_folder}}/proxy;
                fastcgi_temp_path {{_folder}}/fastcgi;
                uwsgi_temp_path {{_folder}}/uwsgi;
                scgi_temp_path {{_folder}}/scgi;
                server {
                    listen unix:{{ControlSocket}};
                    location /stat { rtmp_stat all; }
                    location /control { rtmp_control all; }
                }
            }

            """;
    }

    // Kept, so that a surviving nginx and a new studio still know each other.
    private static byte[] Secret(string file)
    {
        if (!File.Exists(file))
        {
            using FileStream stream = new(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
            stream.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))));
        }
        return File.ReadAllBytes(file);
    }
}
