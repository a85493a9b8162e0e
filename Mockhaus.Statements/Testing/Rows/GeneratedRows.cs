using Mockhaus.Statements.Execution;

namespace Mockhaus.Statements.Testing;

/// <summary>Rows that are generated one by one while they are written, so that they are never all in memory.</summary>
internal sealed class GeneratedRows(long count, IReadOnlyList<ScriptedColumn> columns, Func<long, ScriptedRow> row)
{
    public async ValueTask WriteAsync(StatementExecution execution, CancellationToken cancellationToken)
    {
        var values = count > 0 ? row(0) : default;
        var types = ScriptedColumns.FromFirst(columns, values);
        execution.Result.Start(types);
        for (var index = 0L; index < count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ScriptedCells.WriteRow(execution.Result.Row, types, index == 0 ? values : row(index), index + 1);
            await execution.Result.EndRowAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
