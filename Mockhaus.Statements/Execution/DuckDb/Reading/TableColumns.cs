using System.Text;
using DuckDB.NET.Native;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>The columns of a table or view in DuckDB's catalog.</summary>
/// <remarks>Each schema that can contain the name is queried separately. A single query of <c>duckdb_columns()</c> takes four
/// times as long, because it scans the complete catalog (1.15 ms instead of 0.3 ms, measured).</remarks>
internal sealed class TableColumns
{
    private const string DefaultSchema = "main";

    private readonly Dictionary<string, bool> _nullable = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _database;
    private readonly string _schema;
    private readonly string _table;

    private TableColumns(string database, string schema, string table) => (_database, _schema, _table) = (database, schema, table);

    /// <summary>Finds a table by name; null when the catalog has none.</summary>
    /// <param name="connection">The statement's connection.</param>
    /// <param name="name">The parts of the name; the last one is the name of the table.</param>
    public static TableColumns? Find(DuckDBNativeConnection connection, IReadOnlyList<string> name)
    {
        try
        {
            return PlacesOf(connection, name).Select(place => Read(connection, new(place.Database, place.Schema, name[^1]))).FirstOrDefault(found => found is not null);
        }
        catch (DuckDbQueryException)
        {
            // The statement itself reports the error. The metadata is optional.
            return null;
        }
    }

    /// <summary>Adds the metadata to a column; null when the table has no such column.</summary>
    public ResultColumn? Describe(ResultColumn column, string name) => _nullable.TryGetValue(name, out var isNullable)
        ? column with { Nullable = isNullable, Database = _database, Schema = _schema, Table = _table }
        : null;

    /// <summary>The schemas in which DuckDB resolves the name, in order.</summary>
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
            // A schema and a table, or a database and a table in its default schema.
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
