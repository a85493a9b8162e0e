using DuckDB.NET.Native;
using Mockhaus.Statements.Execution.AdoNet;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Converts DuckDB's counts of changed rows to Snowflake's row of counts.</summary>
internal static class DuckDbChangeCounts
{
    public static bool IsChange(DuckDBStatementType type) =>
        type is DuckDBStatementType.Insert or DuckDBStatementType.Update or DuckDBStatementType.Delete or DuckDbNative.MergeInto;

    /// <summary>The counts, or null when Snowflake has none for the statement.</summary>
    public static ChangeCounts? From(DuckDBStatementType type, string sql, long rows) => type switch
    {
        DuckDBStatementType.Insert => new(rows, null, null),
        DuckDBStatementType.Update => new(null, rows, null),

        // TRUNCATE is a DELETE in DuckDB, and DDL in Snowflake.
        DuckDBStatementType.Delete when !SqlTokenizer.Tokenize(sql).First().Is("TRUNCATE") => new(null, null, rows),
        DuckDBStatementType.Copy when IsCopyFrom(sql) => new(rows, null, null),
        _ => null,
    };

    private static bool IsCopyFrom(string sql)
    {
        var depth = 0;
        foreach (var token in SqlTokenizer.Tokenize(sql))
        {
            depth += token.First switch
            {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            if (depth == 0 && (token.Is("FROM") || token.Is("TO")))
            {
                return token.Is("FROM");
            }
        }

        return false;
    }
}
