using System.Globalization;
using MediaPipeline.Processes;
using Npgsql;
using Studio.Testing;

namespace Studio.Bench;

/// <summary>A PostgreSQL of its own: Debian's, on a unix socket in a temporary folder, as an unprivileged user; durable on each commit.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private readonly ChildProcess _server;
    private readonly string _folder;

    private PostgresServer(ChildProcess server, string folder, NpgsqlDataSource source) => (_server, _folder, Source) = (server, folder, source);

    public NpgsqlDataSource Source { get; }

    public static async Task<PostgresServer> StartAsync(string sql)
    {
        string programs = Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture)).First() + "/bin";
        string folder = Directory.CreateTempSubdirectory("studio-postgres-").FullName, data = Path.Combine(folder, "data");
        // It refuses to run as root.
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", ["nobody", folder]);
        await RunAsync(AsNobody([$"{programs}/initdb", "-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]), folder);
        string[] command = AsNobody([
            $"{programs}/postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "max_connections=200", "-c", "shared_buffers=256MB", "-c", "synchronous_commit=on", "-c", "fsync=on"]);
        ChildProcess server = ChildProcess.Start(new ChildSpec("postgres", command[0], command[1..]) { WorkingDirectory = folder });
        await Wait.UntilAsync(() => server.LastLines().Any(line => line.Contains("ready to accept connections", StringComparison.Ordinal)), "postgres is ready");
        NpgsqlDataSource source = NpgsqlDataSource.Create($"Host={folder};Username=bench;Database=postgres;Maximum Pool Size=200");
        await using (NpgsqlCommand schema = source.CreateCommand(sql)) await schema.ExecuteNonQueryAsync();
        return new PostgresServer(server, folder, source);
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await _server.StopAsync(new StopPlan([new StopStep(Signals.Interrupt, TimeSpan.FromSeconds(10))])); // its fast shutdown
        Directory.Delete(_folder, recursive: true);
    }

    private static string[] AsNobody(string[] command) => Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--pdeathsig=KILL", .. command]
        : command;

    private static Task RunAsync(string[] command, string folder) => RunAsync(command[0], command[1..], folder);

    private static async Task RunAsync(string program, string[] arguments, string? folder = null)
    {
        ChildProcess process = ChildProcess.Start(new ChildSpec(program, program, arguments) { WorkingDirectory = folder });
        if (await process.Exited is not 0 and int code) throw new InvalidOperationException($"{program} ended with {code}:\n{string.Join('\n', process.LastLines())}");
    }
}
