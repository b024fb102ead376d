using System.Globalization;
using MediaPipeline.Processes;
using Studio.Testing;

namespace Studio.Bench;

/// <summary>An nginx-rtmp that records every feed into one FLV file, as its documentation shows it.</summary>
internal sealed class NginxRecorder : IAsyncDisposable
{
    private static readonly string[] Modules =
        ["/usr/lib/nginx/modules/ngx_rtmp_module.so", "/usr/share/nginx/modules/ngx_rtmp_module.so", "/usr/lib64/nginx/modules/ngx_rtmp_module.so"];

    private readonly ChildProcess _nginx;
    private readonly string _folder;

    private NginxRecorder(ChildProcess nginx, string folder, int port) => (_nginx, _folder, Port) = (nginx, folder, port);

    public int Port { get; }

    public IReadOnlyList<int> Processes => Running.WithChildren(_nginx.Id);

    public static async Task<NginxRecorder> StartAsync()
    {
        string folder = Directory.CreateTempSubdirectory("nginx-peer-").FullName;
        string number = StudioProcess.FreePorts(1)[0].ToString(CultureInfo.InvariantCulture);
        string user = Environment.IsPrivilegedProcess ? "user root;" : "";
        string module = Modules.FirstOrDefault(File.Exists) is { } path ? $"load_module {path};" : "";
        await File.WriteAllTextAsync(Path.Combine(folder, "nginx.conf"), $$"""
            {{module}}
            {{user}}
            daemon off;
            worker_processes 1;
            pid {{folder}}/nginx.pid;
            error_log stderr warn;
            events { worker_connections 512; }
            rtmp {
                server {
                    listen 127.0.0.1:{{number}};
                    chunk_size 4096;
                    application live {
                        live on;
                        record all;
                        record_path {{folder}};
                        record_unique on;
                    }
                }
            }
            """);
        ChildProcess nginx = ChildProcess.Start(new ChildSpec("peer", "nginx", ["-c", Path.Combine(folder, "nginx.conf"), "-p", folder, "-e", "stderr"]));
        int port = int.Parse(number, CultureInfo.InvariantCulture);
        await Wait.UntilAsync(() => Listens(port) || nginx.Exited.IsCompleted, "the peer listens");
        return new NginxRecorder(nginx, folder, port);
    }

    public async ValueTask DisposeAsync()
    {
        await _nginx.StopAsync(StopPlan.Terminate(TimeSpan.FromSeconds(2)));
        Directory.Delete(_folder, recursive: true);
    }

    // State 0A is LISTEN.
    private static bool Listens(int port) => File.ReadLines("/proc/net/tcp").Any(line => line.Contains($":{port:X4} 00000000:0000 0A", StringComparison.Ordinal));
}
