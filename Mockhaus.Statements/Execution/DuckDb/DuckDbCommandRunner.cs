using DuckDB.NET.Data;
using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Runs one SQL statement on DuckDB: once, or once for each element of array bindings.</summary>
internal static class DuckDbCommandRunner
{
    /// <param name="command">The command, of which only the text and the connection are used.</param>
    /// <param name="execution">The statement, and the writer for its rows.</param>
    /// <param name="isPart">Whether later statements share the connection, so that changes of its session are useful.</param>
    /// <param name="cancellationToken">Cancels the copying of rows.</param>
    public static void Run(DuckDBCommand command, StatementExecution execution, bool isPart, CancellationToken cancellationToken)
    {
        var connection = command.Connection is DuckDBConnection duckDb ? duckDb.NativeConnection : throw new InvalidOperationException("The command has no connection.");
        var bindings = execution.Statement.Bindings;
        using var parsed = DuckDbParsedStatement.Parse(connection, command.CommandText, bindings.Count > 0, isPart);
        for (var i = 0; i < parsed.Count - 1; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var before = parsed.Prepare(i);
            Execute(before, parsed.Sql, isStreaming: true, static (ref _) => { });
        }

        cancellationToken.ThrowIfCancellationRequested();
        using var prepared = parsed.PrepareLast(out var type, out var isCountedByAction);
        var bound = DuckDbBindings.Create(prepared, bindings, parsed.Sql);
        var metadata = type == DuckDBStatementType.Select ? DuckDbColumnMetadata.Create(connection, parsed.Sql, bindings) : DuckDbColumnMetadata.None;
        var builder = new DuckDbResultBuilder(parsed.Sql, type, isCountedByAction, DuckDbColumnNames.Create(connection, parsed.Sql), metadata, execution.Result);
        if (bound.BatchLength is { } length)
        {
            RunBatch(connection, prepared, bound, length, builder, cancellationToken);
        }
        else
        {
            Run(prepared, bound, 0, isStreaming: true, builder, cancellationToken);
        }

        builder.Complete(cancellationToken);
    }

    /// <summary>Runs all executions in one transaction.</summary>
    private static void RunBatch(
        DuckDBNativeConnection connection,
        DuckDBPreparedStatement prepared,
        DuckDbBindings bound,
        int length,
        DuckDbResultBuilder builder,
        CancellationToken cancellationToken)
    {
        Command(connection, "BEGIN");
        try
        {
            for (var i = 0; i < length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();

                // Counts are available at once, and streaming doubles the cost of a small change (measured). Rows are streamed, because
                // there can be many.
                Run(prepared, bound, i, isStreaming: builder.HasRows, builder, cancellationToken);
            }

            Command(connection, "COMMIT");
        }
        catch
        {
            // A failure is ignored: the connection is closed after this statement, which also rolls back.
            Query.DuckDBQuery(connection, "ROLLBACK", out var result);
            Query.DuckDBDestroyResult(ref result);
            throw;
        }
    }

    private static void Run(
        DuckDBPreparedStatement prepared,
        DuckDbBindings bound,
        int number,
        bool isStreaming,
        DuckDbResultBuilder builder,
        CancellationToken cancellationToken)
    {
        bound.Bind(prepared, number);
        Execute(prepared, builder.Sql, isStreaming, (ref result) => builder.Take(ref result, prepared, cancellationToken));
    }

    private delegate void ResultTaker(ref DuckDBResult result);

    private static void Execute(DuckDBPreparedStatement prepared, string sql, bool isStreaming, ResultTaker take)
    {
        DuckDBResult result;
        var state = isStreaming
            ? PreparedStatements.DuckDBExecutePreparedStreaming(prepared, out result)
            : PreparedStatements.DuckDBExecutePrepared(prepared, out result);
        try
        {
            if (state != DuckDBState.Success)
            {
                throw DuckDbErrors.From(Query.DuckDBResultError(ref result), sql);
            }

            take(ref result);
        }
        finally
        {
            Query.DuckDBDestroyResult(ref result);
        }
    }

    private static void Command(DuckDBNativeConnection connection, string sql)
    {
        var state = Query.DuckDBQuery(connection, sql, out var result);
        try
        {
            if (state != DuckDBState.Success)
            {
                throw DuckDbErrors.From(Query.DuckDBResultError(ref result), sql);
            }
        }
        finally
        {
            Query.DuckDBDestroyResult(ref result);
        }
    }
}
