using System.Text;
using DuckDB.NET.Data;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Sets the database and the schema of a request on its connection, until it is disposed.</summary>
/// <remarks>
/// A name that does not exist is ignored, as in Snowflake. DuckDB has no roles and warehouses. Names are only passed to the database as
/// quoted identifiers.
/// </remarks>
internal sealed class DuckDbContext : IDisposable
{
    /// <summary>The default schemas, when a request sets none or one that does not exist: that of DuckDB, and that of attached databases
    /// of other systems.</summary>
    private static readonly string[] DefaultSchemas = ["main", "public"];

    private readonly DuckDBConnection _connection;
    private string _database = "";
    private string _path = "";

    private DuckDbContext(DuckDBConnection connection) => _connection = connection;

    /// <summary>Sets the database and the schema of a context, if they exist.</summary>
    /// <returns>The object that restores the previous values; null when nothing was changed.</returns>
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

    /// <summary>Restores the previous values, for connections that are used again. An open transaction is rolled back.</summary>
    public void Dispose()
    {
        DuckDbConnectionSettings.TryExecute(_connection, "ROLLBACK");
        DuckDbConnectionSettings.TryExecute(
            _connection, _path.Length == 0 ? "RESET search_path" : $"SET search_path = {DuckDbSql.Quote(_path, '\'')}");
    }

    /// <summary>Sets both names, because a single name is ambiguous.</summary>
    private bool Go(string database, string[] schemas) =>
        schemas.Any(schema => DuckDbConnectionSettings.TryExecute(_connection, $"USE {DuckDbSql.Quote(database, '"')}.{DuckDbSql.Quote(schema, '"')}"));

    /// <summary>A name without its quotes; null when there is none, and for a name with a NUL, which DuckDB would truncate.</summary>
    private static string? Bare(string? name) => name switch
    {
        null or "" => null,
        _ when name.Contains('\0', StringComparison.Ordinal) => null,
        ['"', _, .., '"'] => name[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal),
        _ => name,
    };
}
