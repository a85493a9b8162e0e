using DuckDB.NET.Native;
using Mockhaus.Statements.Execution.AdoNet;
using Mockhaus.Statements.Results;
using static DuckDB.NET.Native.NativeMethods;

namespace Mockhaus.Statements.Execution.DuckDb;

/// <summary>Combines the results of the executions of a statement to one result, as Snowflake returns it.</summary>
internal sealed class DuckDbResultBuilder(
    string sql, DuckDBStatementType type, bool isCountedByAction, DuckDbColumnNames names, DuckDbColumnMetadata metadata, ResultWriter target)
{
    private readonly MergeActions _actions = new();
    private readonly DuckDbRows _rows = new(names, metadata, target);
    private long? _changed;

    /// <summary>The SQL of the statement.</summary>
    public string Sql { get; } = sql;

    /// <summary>Whether executions return rows, and not only counts.</summary>
    public bool HasRows => !DuckDbChangeCounts.IsChange(type) || _rows.Count > 0;

    /// <param name="result">The result of an execution.</param>
    /// <param name="prepared">The prepared statement.</param>
    /// <param name="cancellationToken">Ends the copying of rows.</param>
    public void Take(ref DuckDBResult result, DuckDBPreparedStatement prepared, CancellationToken cancellationToken)
    {
        switch (Query.DuckDBResultReturnType(result))
        {
            case DuckDBResultType.QueryResult when isCountedByAction:
                DuckDbQuery.ReadChunks(ref result, _actions.Add, cancellationToken);
                DuckDbRows.ThrowIfBroken(ref result, null, Sql, cancellationToken);
                break;
            case DuckDBResultType.QueryResult:
                _rows.Copy(ref result, cancellationToken);
                DuckDbRows.ThrowIfBroken(ref result, type == DuckDBStatementType.Select ? prepared : null, Sql, cancellationToken);
                break;
            case DuckDBResultType.ChangedRows:
                _changed = (_changed ?? 0) + Query.DuckDBRowsChanged(ref result);
                break;
            default:
                break;
        }
    }

    /// <summary>Writes the row of counts or the status row, when the statement has no rows.</summary>
    public void Complete(CancellationToken cancellationToken)
    {
        if (_rows.IsStarted)
        {
            target.Stats = DuckDbChangeCounts.From(type, Sql, _rows.Count)?.Stats;
        }
        else if (type == DuckDbNative.MergeInto)
        {
            DbReaderRunner.Wait(_actions.CountsOf(Sql).WriteAsync(target, cancellationToken));
        }
        else if (DuckDbChangeCounts.From(type, Sql, _changed ?? 0) is { } counts)
        {
            DbReaderRunner.Wait(counts.WriteAsync(target, cancellationToken));
        }
        else if (_changed is { } truncated && type == DuckDBStatementType.Delete)
        {
            // TRUNCATE is DDL in Snowflake and returns a status, but the statistics contain the number of deleted rows.
            target.Stats = new ChangeCounts(null, null, truncated).Stats;
        }
        else if (_changed is { } changed)
        {
            DbReaderRunner.Wait(ChangeCounts.WriteAffectedAsync(changed, target, cancellationToken));
        }
        else if (DuckDbStatusMessage.From(Sql) is { } status)
        {
            target.Start([ResultColumn.Text("status") with { IsNameExact = true }]);
            target.Row.WriteText(status);
            DbReaderRunner.Wait(target.EndRowAsync(cancellationToken));
        }
    }
}
