using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>The statements that DuckDB parses from one SQL statement: two for a PIVOT, of which the last returns the rows, otherwise
/// one.</summary>
internal sealed class DuckDbParsedStatement : IDisposable
{
    private readonly DuckDBNativeConnection _connection;
    private readonly DuckDBExtractedStatements _statements;

    private DuckDbParsedStatement(DuckDBNativeConnection connection, string sql)
    {
        (_connection, Sql) = (connection, sql);
        Count = ExtractStatements.DuckDBExtractStatements(connection, sql, out _statements);
    }

    /// <summary>The SQL that was passed to DuckDB.</summary>
    public string Sql { get; }

    public int Count { get; }

    /// <exception cref="StatementFailedException">The SQL is refused, contains no or several statements, or is invalid.</exception>
    public static DuckDbParsedStatement Parse(DuckDBNativeConnection connection, string sql, bool hasBindings, bool isPart)
    {
        if (sql.Contains('\0', StringComparison.Ordinal))
        {
            // DuckDB takes a C string, so text after the NUL would be ignored silently.
            throw DuckDbErrors.From("Parser Error: syntax error: the statement contains a NUL character", sql);
        }

        SqlNestingLimit.Check(sql);
        if (DuckDbSql.RefusedCommand(sql, isPart) is { } command)
        {
            throw DuckDbErrors.NotSupported(command);
        }

        var parsed = new DuckDbParsedStatement(connection, hasBindings ? DuckDbPlaceholderRewriter.Rewrite(sql) : sql);
        if (parsed.Error() is { } error)
        {
            parsed.Dispose();
            throw error;
        }

        return parsed;
    }

    public DuckDBPreparedStatement Prepare(int index)
    {
        var state = ExtractStatements.DuckDBPrepareExtractedStatement(_connection, _statements, index, out var prepared);
        if (state != DuckDBState.Success)
        {
            using var failed = prepared;
            throw DuckDbErrors.From(PreparedStatements.DuckDBPrepareError(failed), Sql);
        }

        return prepared;
    }

    /// <summary>Prepares the last statement, which returns the result.</summary>
    /// <param name="type">The type of the statement.</param>
    /// <param name="isCountedByAction">Whether its only column is the action for each row, from which the counts of a MERGE are
    /// determined.</param>
    public DuckDBPreparedStatement PrepareLast(out DuckDBStatementType type, out bool isCountedByAction)
    {
        var prepared = Prepare(Count - 1);
        type = DuckDbNative.TypeOf(prepared);
        isCountedByAction = type == DuckDbNative.MergeInto && !SqlTokenizer.Tokenize(Sql).Any(token => token.Is("RETURNING"));
        if (!isCountedByAction)
        {
            return prepared;
        }

        // DuckDB returns one count for all rows of a MERGE; Snowflake returns one for each action.
        prepared.Dispose();
        using var counting = Parse(_connection, SqlSplitter.Split(Sql)[0] + "\nRETURNING merge_action", hasBindings: false, isPart: false);
        return counting.Prepare(0);
    }

    public void Dispose() => _statements.Dispose();

    private StatementFailedException? Error()
    {
        if (Count > 0)
        {
            return Count > 1 && SqlSplitter.Split(Sql).Count is > 1 and var written ? DuckDbErrors.Count(written) : null;
        }

        var error = ExtractStatements.DuckDBExtractStatementsError(_statements);
        if (string.IsNullOrEmpty(error))
        {
            return DuckDbErrors.Empty();
        }

        // Only its bindings may be missing.
        var rewritten = DuckDbPlaceholderRewriter.Rewrite(Sql);
        return DuckDbPlaceholders.Find(rewritten) is [var first, ..] && IsUnderstood(rewritten)
            ? DuckDbErrors.BindMissing(first.DisplayName, Sql, first.Start)
            : DuckDbErrors.From(error, Sql);
    }

    private bool IsUnderstood(string sql)
    {
        using var parsed = new DuckDbParsedStatement(_connection, sql);
        return parsed.Count > 0;
    }
}
