using DuckDB.NET.Native;
using Mockhaus.Statements.Execution.AdoNet;
using Mockhaus.Statements.Results;
using static DuckDB.NET.Native.NativeMethods;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Copies DuckDB's vectors to the result of a statement. The rows of several executions are appended.</summary>
internal sealed class DuckDbRows(DuckDbColumnNames names, DuckDbColumnMetadata metadata, ResultWriter target)
{
    private ResultColumn[]? _started;

    public bool IsStarted => _started is not null;

    /// <summary>The number of copied rows.</summary>
    public long Count { get; private set; }

    public void Copy(ref DuckDBResult result, CancellationToken cancellationToken)
    {
        var columns = ColumnsOf(ref result);
        Start([.. columns.Select(column => column.Column)]);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            DuckDbQuery.ReadChunks(
                ref result,
                (vectors, rows) =>
                {
                    CopyChunk(columns, vectors, rows, cancellationToken);
                    if (target.IsTruncated)
                    {
                        enough.Cancel();
                    }
                },
                enough.Token);
        }
        catch (OperationCanceledException) when (target.IsTruncated && !cancellationToken.IsCancellationRequested)
        {
            // The result is truncated, so the remaining rows are not read.
        }
    }

    /// <param name="result">The result, which was read to its end or its error.</param>
    /// <param name="repeatable">The statement if it can be executed again, or null.</param>
    /// <param name="sql">The SQL that was executed.</param>
    /// <param name="cancellationToken">The token whose cancellation explains an interrupt.</param>
    public static void ThrowIfBroken(
        ref DuckDBResult result, DuckDBPreparedStatement? repeatable, string sql, CancellationToken cancellationToken)
    {
        if (DuckDbQuery.ErrorOf(ref result) is { } error)
        {
            // When one thread of a streaming query fails, DuckDB sometimes only reports that it has interrupted another thread (1.5,
            // one in hundreds under load). Executed again without streaming, it reports the cause.
            var isLost = DuckDbErrors.IsInterrupt(error) && !cancellationToken.IsCancellationRequested;
            throw DuckDbErrors.From((isLost && repeatable is not null ? AskAgain(repeatable) : null) ?? error, sql);
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

    private void Start(ResultColumn[] columns)
    {
        if (_started is null)
        {
            target.Start([.. metadata.Apply(columns).Select(column => column with { IsNameExact = names.IsExact(column.Name) })]);
            _started = columns;
        }
        else if (!_started.SequenceEqual(columns))
        {
            // An expression of an untyped null has no type in DuckDB, so the executions of a batch can have different types.
            throw new StatementFailedException(new(
                StatementErrorCodes.ValueNotRepresentable,
                "22003",
                "The values of a batch give the columns of the query different types. Cast the bind variables in the SQL, as in ?::VARCHAR."));
        }
    }

    private void CopyChunk(DuckDbColumn[] columns, ReadOnlySpan<DuckDbVector> vectors, long rows, CancellationToken cancellationToken)
    {
        var cells = target.Row;
        for (var row = 0L; row < rows; row++)
        {
            for (var i = 0; i < columns.Length; i++)
            {
                ref readonly var vector = ref vectors[i];
                if (vector.IsNull(row))
                {
                    cells.WriteNull();
                }
                else
                {
                    columns[i].Write(vector, row, cells);
                }
            }

            DbReaderRunner.Wait(target.EndRowAsync(cancellationToken));
        }

        Count += rows;
    }

    private static DuckDbColumn[] ColumnsOf(ref DuckDBResult result)
    {
        var columns = new DuckDbColumn[Query.DuckDBColumnCount(ref result)];
        for (var i = 0; i < columns.Length; i++)
        {
            using var type = Query.DuckDBColumnLogicalType(ref result, i);
            columns[i] = DuckDbColumns.Create(DuckDbSql.WrittenName(Query.DuckDBColumnName(ref result, i)), type);
        }

        return columns;
    }
}
