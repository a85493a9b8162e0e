using System.Text;
using DuckDB.NET.Native;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Determines the column names that are returned unchanged: those that the SQL quotes, and those that PIVOT creates from
/// data.</summary>
internal sealed class DuckDbColumnNames
{
    // DuckDB stores the values of a PIVOT in a type of this name, before it runs the query.
    private const string PivotValues = "select unnest(labels) from duckdb_types() where starts_with(type_name, '__pivot_enum_')";

    private readonly HashSet<string> _quoted;
    private readonly List<string> _values = [];

    private DuckDbColumnNames(string sql) => _quoted = DuckDbSql.QuotedNames(sql);

    /// <summary>Call before the statement is executed, because a second query ends the stream of the first one.</summary>
    public static DuckDbColumnNames Create(DuckDBNativeConnection connection, string sql)
    {
        var names = new DuckDbColumnNames(sql);
        if (sql.Contains("PIVOT", StringComparison.OrdinalIgnoreCase) && SqlTokenizer.Tokenize(sql).Any(token => token.Is("PIVOT") || token.Is("PIVOT_WIDER")))
        {
            names._values.AddRange(ListedIn(sql));
            try
            {
                DuckDbQuery.Read(connection, PivotValues, (vectors, rows) =>
                {
                    for (var row = 0; row < rows; row++)
                    {
                        names._values.Add(Encoding.UTF8.GetString(vectors[0].Bytes(row)));
                    }
                });
            }
            catch (DuckDbQueryException)
            {
                // The names are then treated like others. The statement itself reports the error.
            }
        }

        return names;
    }

    /// <summary>The column of a value is named by the value alone, or by the value and the aggregate.</summary>
    public bool IsExact(string name) => _quoted.Contains(name) || _values.Any(value =>
        name.StartsWith(value, StringComparison.Ordinal) && (name.Length == value.Length || name[value.Length] == '_'));

    /// <summary>The texts of <c>IN ('a', 'b')</c>, when the SQL lists the values.</summary>
    private static IEnumerable<string> ListedIn(string sql)
    {
        var (before, isList) = (default(SqlToken?), false);
        foreach (var token in SqlTokenizer.Tokenize(sql))
        {
            isList = token.First == '(' ? before?.Is("IN") == true : isList && token.First != ')';
            if (isList && token.Text is ['\'', .. var inner, '\''])
            {
                yield return inner.ToString();
            }

            before = token;
        }
    }
}
