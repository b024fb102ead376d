using Npgsql;
using NpgsqlTypes;

namespace Studio.Bench;

/// <summary>The same hold as a function of a PostgreSQL.</summary>
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

    private readonly PostgresServer _server;
    private readonly (NpgsqlConnection Connection, NpgsqlCommand Command)[] _callers;

    private PostgresShop(PostgresServer server, (NpgsqlConnection, NpgsqlCommand)[] callers) => (_server, _callers) = (server, callers);

    public static async Task<PostgresShop> StartAsync(int callers)
    {
        PostgresServer server = await PostgresServer.StartAsync(Schema);
        var open = new (NpgsqlConnection, NpgsqlCommand)[callers];
        for (int caller = 0; caller < callers; caller++) open[caller] = await PrepareAsync(server.Source);
        return new PostgresShop(server, open);
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
        await _server.DisposeAsync();
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
}
