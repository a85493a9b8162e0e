using System.Text;
using DuckDB.NET.Native;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>The columns of one table or view, as DuckDB's catalog has them.</summary>
/// <remarks>Each place where the name may be meant is asked in its turn: <c>duckdb_columns()</c>, which could be asked once, takes four
/// times as long, because it goes through the whole catalog (1.15 ms against 0.3 ms, measured).</remarks>
internal sealed class TableColumns
{
    private const string DefaultSchema = "main";

    private readonly Dictionary<string, bool> _nullable = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _database;
    private readonly string _schema;
    private readonly string _table;

    private TableColumns(string database, string schema, string table) => (_database, _schema, _table) = (database, schema, table);

    /// <summary>The table of that name, or null where the catalog has none.</summary>
    /// <param name="connection">The statement's connection.</param>
    /// <param name="name">The parts of its name, the last of which is the table's.</param>
    public static TableColumns? Find(DuckDBNativeConnection connection, IReadOnlyList<string> name)
    {
        try
        {
            return PlacesOf(connection, name).Select(place => Read(connection, new(place.Database, place.Schema, name[^1]))).FirstOrDefault(found => found is not null);
        }
        catch (DuckDbQueryException)
        {
            // The statement itself says what is wrong; what is missing here are facts that it can do without.
            return null;
        }
    }

    /// <summary>The column with what is known of it; null when it is none of the table's.</summary>
    public ResultColumn? Describe(ResultColumn column, string name) => _nullable.TryGetValue(name, out var isNullable)
        ? column with { Nullable = isNullable, Database = _database, Schema = _schema, Table = _table }
        : null;

    /// <summary>Where DuckDB looks for the name, in its order.</summary>
    private static IEnumerable<(string Database, string Schema)> PlacesOf(DuckDBNativeConnection connection, IReadOnlyList<string> name)
    {
        if (name.Count > 2)
        {
            yield return (name[0], name[1]);
            yield break;
        }

        var (database, schema) = ("", "");
        DuckDbQuery.Read(connection, "select current_database(), current_schema()", (vectors, _) =>
            (database, schema) = (Encoding.UTF8.GetString(vectors[0].Bytes(0)), Encoding.UTF8.GetString(vectors[1].Bytes(0))));
        if (name.Count == 2)
        {
            // A schema and a table, or a database and a table of its own schema.
            yield return (database, name[0]);
            yield return (name[0], DefaultSchema);
            yield break;
        }

        yield return ("temp", DefaultSchema);
        yield return (database, schema);
        if (!schema.Equals(DefaultSchema, StringComparison.OrdinalIgnoreCase))
        {
            yield return (database, DefaultSchema);
        }
    }

    private static TableColumns? Read(DuckDBNativeConnection connection, TableColumns table)
    {
        var path = string.Join('.', new[] { table._database, table._schema, table._table }.Select(name => DuckDbSql.Quote(name, '"')));
        var isThere = DuckDbQuery.TryRead(connection, $"select name, \"notnull\" from pragma_table_info({DuckDbSql.Quote(path, '\'')})", (vectors, rows) =>
        {
            for (var row = 0; row < rows; row++)
            {
                table._nullable[Encoding.UTF8.GetString(vectors[0].Bytes(row))] = !vectors[1].Get<bool>(row);
            }
        });
        return isThere ? table : null;
    }
}
