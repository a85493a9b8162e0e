using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Mockhaus.Statements.Native;
using Mockhaus.Statements.Results;
using static DuckDB.NET.Native.NativeMethods;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Runs one SQL statement on DuckDB, streaming, and copies its vectors into the result.</summary>
internal static class DuckDbCommandRunner
{
    /// <param name="command">The command, of which only the text counts.</param>
    /// <param name="execution">The statement, and where its rows go.</param>
    /// <param name="isPart">Whether statements that follow share the connection, so that what lives on the session has a use.</param>
    /// <param name="cancellationToken">Ends the copying of rows.</param>
    public static void Run(DuckDBCommand command, StatementExecution execution, bool isPart, CancellationToken cancellationToken)
    {
        var connection = command.Connection is DuckDBConnection duckDb ? duckDb.NativeConnection : throw new InvalidOperationException("The command has no connection.");
        var count = Extract(connection, command.CommandText, isPart, out var statements);
        using var disposing = statements;
        for (var i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var prepared = Prepare(connection, statements, i);
            Run(prepared, command.CommandText, execution, isLast: i == count - 1, cancellationToken);
        }
    }

    private static void Run(
        DuckDBPreparedStatement prepared, string sql, StatementExecution execution, bool isLast, CancellationToken cancellationToken)
    {
        if (isLast)
        {
            DuckDbBindings.Bind(prepared, execution.Statement.Bindings);
        }

        var state = PreparedStatements.DuckDBExecutePreparedStreaming(prepared, out var result);
        try
        {
            if (state != DuckDBState.Success)
            {
                throw DuckDbErrors.From(Query.DuckDBResultError(ref result));
            }

            if (isLast)
            {
                Copy(ref result, prepared, sql, execution.Result, cancellationToken);
            }
        }
        finally
        {
            Query.DuckDBDestroyResult(ref result);
        }
    }

    /// <returns>How many statements DuckDB makes of the one: a PIVOT becomes two, of which the last has the rows.</returns>
    private static int Extract(DuckDBNativeConnection connection, string sql, bool isPart, out DuckDBExtractedStatements statements)
    {
        if (sql.Contains('\0', StringComparison.Ordinal))
        {
            // DuckDB takes a C string: what follows the NUL would be dropped without a word.
            throw DuckDbErrors.From("Parser Error: syntax error: the statement contains a NUL character");
        }

        if (DuckDbSql.RefusedCommand(sql, isPart) is { } command)
        {
            throw DuckDbErrors.NotSupported(command);
        }

        var count = ExtractStatements.DuckDBExtractStatements(connection, sql, out statements);
        if (count == 0)
        {
            using var empty = statements;
            var error = ExtractStatements.DuckDBExtractStatementsError(empty);
            throw string.IsNullOrEmpty(error) ? DuckDbErrors.Empty() : DuckDbErrors.From(error);
        }

        if (count > 1 && SqlSplitter.Split(sql).Count is > 1 and var written)
        {
            statements.Dispose();
            throw DuckDbErrors.Count(written);
        }

        return count;
    }

    private static DuckDBPreparedStatement Prepare(DuckDBNativeConnection connection, DuckDBExtractedStatements statements, int index)
    {
        var state = ExtractStatements.DuckDBPrepareExtractedStatement(connection, statements, index, out var prepared);
        if (state != DuckDBState.Success)
        {
            using var failed = prepared;
            throw DuckDbErrors.From(PreparedStatements.DuckDBPrepareError(failed));
        }

        return prepared;
    }

    private static void Copy(
        ref DuckDBResult result, DuckDBPreparedStatement prepared, string sql, ResultWriter target, CancellationToken cancellationToken)
    {
        switch (Query.DuckDBResultReturnType(result))
        {
            case DuckDBResultType.QueryResult:
                // Asked first: of a result that has failed DuckDB does not tell what it was of.
                var isSelect = Query.DuckDBResultStatementType(result) == DuckDBStatementType.Select;
                CopyRows(ref result, sql, target, cancellationToken);
                ThrowIfBroken(ref result, isSelect ? prepared : null, cancellationToken);
                break;
            case DuckDBResultType.ChangedRows:
                DuckDbChanges.Write(Query.DuckDBResultStatementType(result), Query.DuckDBRowsChanged(ref result), target, cancellationToken);
                break;
            default:
                break;
        }
    }

    private static void CopyRows(ref DuckDBResult result, string sql, ResultWriter target, CancellationToken cancellationToken)
    {
        var columns = ColumnsOf(ref result);
        var quoted = DuckDbSql.QuotedNames(sql);
        target.Start([.. columns.Select(column => column.Column with { IsNameExact = quoted.Contains(column.Column.Name) })]);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            DuckDbQuery.ReadChunks(
                ref result,
                (vectors, rows) =>
                {
                    CopyChunk(columns, vectors, rows, target, cancellationToken);
                    if (target.IsTruncated)
                    {
                        enough.Cancel();
                    }
                },
                enough.Token);
        }
        catch (OperationCanceledException) when (target.IsTruncated && !cancellationToken.IsCancellationRequested)
        {
            // The rest of the rows is not wanted, and not asked for.
        }
    }

    /// <param name="result">What was read to its end, or to its error.</param>
    /// <param name="repeatable">What may be asked once more, or null.</param>
    /// <param name="cancellationToken">Whose interrupts are real ones.</param>
    private static void ThrowIfBroken(ref DuckDBResult result, DuckDBPreparedStatement? repeatable, CancellationToken cancellationToken)
    {
        if (DuckDbQuery.ErrorOf(ref result) is { } error)
        {
            // When one thread of a streaming query fails, DuckDB at times tells only that it has interrupted another (1.5,
            // one in hundreds under load). Asked once more without streaming it says why.
            var isLost = DuckDbErrors.IsInterrupt(error) && !cancellationToken.IsCancellationRequested;
            throw DuckDbErrors.From((isLost && repeatable is not null ? AskAgain(repeatable) : null) ?? error);
        }
    }

    private static string? AskAgain(DuckDBPreparedStatement prepared)
    {
        PreparedStatements.DuckDBExecutePrepared(prepared, out var result);
        try
        {
            return DuckDbQuery.ErrorOf(ref result);
        }
        finally
        {
            Query.DuckDBDestroyResult(ref result);
        }
    }

    private static void CopyChunk(
        DuckDbColumn[] columns, ReadOnlySpan<DuckDbVector> vectors, long rows, ResultWriter target, CancellationToken cancellationToken)
    {
        for (var row = 0L; row < rows; row++)
        {
            for (var i = 0; i < columns.Length; i++)
            {
                ref readonly var vector = ref vectors[i];
                if (vector.IsNull(row))
                {
                    target.Row.WriteNull();
                }
                else
                {
                    columns[i].Write(vector, row, target.Row);
                }
            }

            DbReaderRunner.Wait(target.EndRowAsync(cancellationToken));
        }
    }

    private static DuckDbColumn[] ColumnsOf(ref DuckDBResult result)
    {
        var columns = new DuckDbColumn[Query.DuckDBColumnCount(ref result)];
        for (var i = 0; i < columns.Length; i++)
        {
            using var type = Query.DuckDBColumnLogicalType(ref result, i);
            columns[i] = DuckDbColumns.Of(Query.DuckDBColumnName(ref result, i), type);
        }

        return columns;
    }
}
