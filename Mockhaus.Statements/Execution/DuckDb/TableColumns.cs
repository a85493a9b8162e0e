using System.Text;
using DuckDB.NET.Native;
using Mockhaus.Statements.Native;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>The columns of one table or view, as DuckDB's catalog has them.</summary>
internal sealed class TableColumns
{
    private readonly Dictionary<string, bool> _nullable = new(StringComparer.OrdinalIgnoreCase);
    private string _database = "";
    private string _schema = "";
    private string _table = "";

    /// <summary>The table of that name, or null where the catalog has none, or more than one that may be meant.</summary>
    /// <param name="connection">The statement's connection.</param>
    /// <param name="name">The parts of its name, the last of which is the table's.</param>
    public static TableColumns? Find(DuckDBNativeConnection connection, IReadOnlyList<string> name)
    {
        // Two parts may be a schema and a table, or a database and a table of its own schema.
        var qualifier = name.Count switch
        {
            1 => "",
            2 => $" and (lower(schema_name) = lower({Text(name[0])}) or (lower(database_name) = lower({Text(name[0])}) and schema_name = 'main'))",
            _ => $" and lower(database_name) = lower({Text(name[0])}) and lower(schema_name) = lower({Text(name[1])})",
        };
        var sql = "select database_name, schema_name, table_name, column_name, is_nullable, "
            + "case when database_name = 'temp' then 0 when database_name = current_database() and schema_name = current_schema() then 1 else 2 end as place "
            + $"from duckdb_columns() where lower(table_name) = lower({Text(name[^1])}){qualifier} order by place";
        try
        {
            return Read(connection, sql);
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

    private static TableColumns? Read(DuckDBNativeConnection connection, string sql)
    {
        TableColumns? found = null;
        var (first, isOne) = (0, true);
        DuckDbQuery.Read(connection, sql, (vectors, rows) =>
        {
            for (var row = 0; row < rows; row++)
            {
                var (database, schema, place) = (TextOf(vectors[0], row), TextOf(vectors[1], row), vectors[5].Get<int>(row));
                if (found is null)
                {
                    (found, first) = (new() { _database = database, _schema = schema, _table = TextOf(vectors[2], row) }, place);
                }

                if (database == found._database && schema == found._schema)
                {
                    found._nullable[TextOf(vectors[3], row)] = vectors[4].Get<bool>(row);
                }
                else
                {
                    // Elsewhere than on the path of names: which of two is meant is not known.
                    isOne &= place != first;
                }
            }
        });
        return isOne ? found : null;
    }

    private static string TextOf(in DuckDbVector vector, long row) => Encoding.UTF8.GetString(vector.Bytes(row));

    private static string Text(string name) => $"'{name.Replace("'", "''", StringComparison.Ordinal)}'";
}
