using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Testing;

/// <summary>The rows of a script. They are checked when the rule is created, so that the test fails there when a value does not
/// fit.</summary>
internal sealed class ScriptedTable
{
    private readonly ResultColumn[] _columns;
    private readonly ScriptedRow[] _rows;

    public ScriptedTable(IReadOnlyList<ScriptedColumn> columns, ScriptedRow[] rows)
    {
        _rows = [.. rows];
        _columns = ScriptedColumns.FromAll(columns, _rows);
        try
        {
            Check();
        }
        catch (StatementFailedException misfit)
        {
            throw new ArgumentException(misfit.Message, nameof(rows), misfit);
        }
    }

    public async ValueTask WriteAsync(StatementExecution execution, CancellationToken cancellationToken)
    {
        execution.Result.Start(_columns);
        for (var number = 0; number < _rows.Length; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ScriptedCells.WriteRow(execution.Result.Row, _columns, _rows[number], number + 1);
            await execution.Result.EndRowAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private void Check()
    {
        var buffer = new ResultBuffer(ResultWriter.MaxRowBytes, ResultErrors.RowTooLarge);
        var row = new RowWriter(buffer, isNullText: false);
        row.Start(_columns, formats: null);
        for (var number = 0; number < _rows.Length; number++)
        {
            ScriptedCells.WriteRow(row, _columns, _rows[number], number + 1);
            row.EndRow();
            buffer.Truncate(buffer.Start);
        }

        buffer.Release();
    }
}
