using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Testing;

/// <summary>Writes the values of a scripted row into their columns, or throws an exception that says why a value does not fit.</summary>
internal static class ScriptedCells
{
    public static void WriteRow(RowWriter row, ResultColumn[] columns, ScriptedRow values, long number)
    {
        if (values.Values.Length != columns.Length)
        {
            throw new StatementFailedException(new(
                StatementErrorCodes.ValueNotRepresentable,
                "22003",
                $"Row {number} of the script has {values.Values.Length} values, and the result {columns.Length} columns."));
        }

        for (var ordinal = 0; ordinal < columns.Length; ordinal++)
        {
            var (column, value) = (columns[ordinal], values.Values[ordinal]);
            if (!ObjectCells.TryWrite(row, column, value))
            {
                throw ResultErrors.NotRepresentable(
                    column.Name, $"row {number} of the script has {ErrorText.Value(value)}, which does not fit a column of the type {ErrorText.Column(column)}.");
            }
        }
    }
}
