using System.Text;
using DuckDB.NET.Data;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>The database and the schema that a request names, on its connection for as long as this lives.</summary>
/// <remarks>
/// A name that there is not is passed over, as Snowflake does. DuckDB has neither roles nor warehouses. Names reach the database only as
/// quoted identifiers.
/// </remarks>
internal sealed class DuckDbContext : IDisposable
{
    /// <summary>The schema of a database for which none is named, or one that it does not have: DuckDB's own, and that of attached ones of other kinds.</summary>
    private static readonly string[] DefaultSchemas = ["main", "public"];

    private readonly DuckDBConnection _connection;
    private string _database = "";
    private string _path = "";

    private DuckDbContext(DuckDBConnection connection) => _connection = connection;

    /// <summary>Goes to the database and the schema of a context, as far as there are such.</summary>
    /// <returns>What goes back, or null: everything is as it was.</returns>
    public static DuckDbContext? Use(DuckDBConnection connection, StatementContext context)
    {
        var (database, schema) = (Bare(context.Database), Bare(context.Schema));
        if (database is null && schema is null)
        {
            return null;
        }

        var used = new DuckDbContext(connection);
        DuckDbQuery.Read(connection.NativeConnection, "SELECT current_database(), current_setting('search_path')", (columns, _) =>
        {
            used._database = Encoding.UTF8.GetString(columns[0].Bytes(0));
            used._path = Encoding.UTF8.GetString(columns[1].Bytes(0));
        });
        var isThere = (database is not null && used.Go(database, schema is null ? DefaultSchemas : [schema, .. DefaultSchemas]))
            || (schema is not null && used.Go(used._database, [schema]));
        return isThere ? used : null;
    }

    /// <summary>Goes back, for the sake of connections that are used again. What a transaction has left open is of no use by then.</summary>
    public void Dispose()
    {
        DuckDbConnectionSettings.TryExecute(_connection, "ROLLBACK");
        DuckDbConnectionSettings.TryExecute(
            _connection, _path.Length == 0 ? "RESET search_path" : $"SET search_path = {DuckDbSql.Quote(_path, '\'')}");
    }

    /// <summary>Both names at once: a single one could mean either.</summary>
    private bool Go(string database, string[] schemas) =>
        schemas.Any(schema => DuckDbConnectionSettings.TryExecute(_connection, $"USE {DuckDbSql.Quote(database, '"')}.{DuckDbSql.Quote(schema, '"')}"));

    /// <summary>A name without the quotes that it was written in; null for none, and for one that DuckDB would cut short.</summary>
    private static string? Bare(string? name) => name switch
    {
        null or "" => null,
        _ when name.Contains('\0', StringComparison.Ordinal) => null,
        ['"', _, .., '"'] => name[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal),
        _ => name,
    };
}
