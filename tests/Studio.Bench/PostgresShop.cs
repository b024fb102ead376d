using System.Globalization;
using MediaPipeline.Processes;
using Npgsql;
using NpgsqlTypes;
using Studio.Testing;

namespace Studio.Bench;

/// <summary>The same hold as a function of a PostgreSQL of its own: Debian's, on a unix socket in a temporary folder, as an unprivileged user.</summary>
internal sealed class PostgresShop : IAsyncDisposable
{
    private const string Schema = """
        CREATE TABLE stock (item text PRIMARY KEY, pieces int NOT NULL);
        CREATE TABLE taken (item text, buyer text, pieces int NOT NULL, PRIMARY KEY (item, buyer));
        CREATE TABLE events (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body bytea NOT NULL);
        INSERT INTO stock VALUES ('i1', 10000000);
        -- The hot row last: others wait for it from there to the commit, and no longer.
        CREATE FUNCTION hold(_item text, _buyer text, _pieces int, _most int, _body bytea) RETURNS int LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO taken VALUES (_item, _buyer, _pieces) ON CONFLICT (item, buyer) DO UPDATE SET pieces = taken.pieces + _pieces WHERE taken.pieces + _pieces <= _most;
          IF NOT FOUND THEN RETURN -1; END IF;
          INSERT INTO events (body) VALUES (_body);
          UPDATE stock SET pieces = pieces - _pieces WHERE item = _item AND pieces >= _pieces;
          IF NOT FOUND THEN RAISE EXCEPTION 'sold out'; END IF;
          RETURN 1;
        END $$;
        """;

    private readonly ChildProcess _server;
    private readonly string _folder;
    private readonly NpgsqlDataSource _source;
    private readonly (NpgsqlConnection Connection, NpgsqlCommand Command)[] _callers;

    private PostgresShop(ChildProcess server, string folder, NpgsqlDataSource source, (NpgsqlConnection, NpgsqlCommand)[] callers) => (_server, _folder, _source, _callers) = (server, folder, source, callers);

    public static async Task<PostgresShop> StartAsync(int callers)
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
        await using (NpgsqlCommand schema = source.CreateCommand(Schema)) await schema.ExecuteNonQueryAsync();
        var open = new (NpgsqlConnection, NpgsqlCommand)[callers];
        for (int caller = 0; caller < callers; caller++) open[caller] = await PrepareAsync(source);
        return new PostgresShop(server, folder, source, open);
    }

    public async Task<bool> HoldAsync(int caller, string buyer)
    {
        NpgsqlCommand command = _callers[caller].Command;
        command.Parameters[0].Value = buyer;
        return (int)(await command.ExecuteScalarAsync())! == 1;
    }

    public async ValueTask DisposeAsync()
    {
        foreach ((NpgsqlConnection connection, NpgsqlCommand command) in _callers)
        {
            await command.DisposeAsync();
            await connection.DisposeAsync();
        }
        await _source.DisposeAsync();
        await _server.StopAsync(new StopPlan([new StopStep(Signals.Interrupt, TimeSpan.FromSeconds(10))])); // its fast shutdown
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<(NpgsqlConnection, NpgsqlCommand)> PrepareAsync(NpgsqlDataSource source)
    {
        NpgsqlConnection connection = await source.OpenConnectionAsync();
        var command = new NpgsqlCommand("SELECT hold('i1', $1, 1, 1, $2)", connection);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = "" });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bytea, Value = LuaShop.Event });
        await command.PrepareAsync();
        return (connection, command);
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
