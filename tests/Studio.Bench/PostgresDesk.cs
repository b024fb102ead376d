using Npgsql;
using NpgsqlTypes;

namespace Studio.Bench;

/// <summary>Bookings in a PostgreSQL under an exclusion constraint: the rows of a bundle sorted in one insert that gives up at the first conflict, in one call.</summary>
internal sealed class PostgresDesk : IAsyncDisposable
{
    private const string Schema = """
        CREATE EXTENSION btree_gist;
        CREATE TABLE slot (res text NOT NULL, during tstzrange NOT NULL, booking text NOT NULL, EXCLUDE USING gist (res WITH =, during WITH &&));
        CREATE FUNCTION book(_res text[], _from timestamptz, _to timestamptz, _booking text) RETURNS boolean LANGUAGE plpgsql AS $$
        DECLARE n int;
        BEGIN
          INSERT INTO slot SELECT r, tstzrange(_from, _to), _booking FROM unnest(_res) r ORDER BY r ON CONFLICT DO NOTHING;
          GET DIAGNOSTICS n = ROW_COUNT;
          IF n < array_length(_res, 1) THEN RAISE EXCEPTION 'taken' USING ERRCODE = '23P01'; END IF;
          RETURN true;
        EXCEPTION WHEN exclusion_violation THEN RETURN false;
        END $$;
        """;

    private readonly PostgresServer _server;
    private readonly (NpgsqlConnection Connection, NpgsqlCommand Command)[] _callers;

    private PostgresDesk(PostgresServer server, (NpgsqlConnection, NpgsqlCommand)[] callers) => (_server, _callers) = (server, callers);

    public static async Task<PostgresDesk> StartAsync(int callers)
    {
        PostgresServer server = await PostgresServer.StartAsync(Schema);
        var open = new (NpgsqlConnection, NpgsqlCommand)[callers];
        for (int caller = 0; caller < callers; caller++) open[caller] = await PrepareAsync(server.Source);
        return new PostgresDesk(server, open);
    }

    /// <summary>Whether all of it was free. A deadlock is a refusal, as for a client that gives up.</summary>
    public async Task<bool> BookAsync(int caller, string[] resources, DateTimeOffset from, DateTimeOffset to, string booking)
    {
        NpgsqlCommand command = _callers[caller].Command;
        (command.Parameters[0].Value, command.Parameters[1].Value, command.Parameters[2].Value, command.Parameters[3].Value) = (resources, from.UtcDateTime, to.UtcDateTime, booking);
        try
        {
            return (bool)(await command.ExecuteScalarAsync())!;
        }
        catch (PostgresException deadlock) when (deadlock.SqlState == PostgresErrorCodes.DeadlockDetected)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach ((NpgsqlConnection connection, NpgsqlCommand command) in _callers)
        {
            await command.DisposeAsync();
            await connection.DisposeAsync();
        }
        await _server.DisposeAsync();
    }

    private static async Task<(NpgsqlConnection, NpgsqlCommand)> PrepareAsync(NpgsqlDataSource source)
    {
        NpgsqlConnection connection = await source.OpenConnectionAsync();
        var command = new NpgsqlCommand("SELECT book($1, $2, $3, $4)", connection);
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = Array.Empty<string>() });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = DateTime.UnixEpoch });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = DateTime.UnixEpoch });
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = "" });
        await command.PrepareAsync();
        return (connection, command);
    }
}
