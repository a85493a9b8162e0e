namespace Mockhaus.Statements.Results;

/// <summary>The values of one row, in the order of the columns.</summary>
internal sealed class NamedCells<T>(ResultColumn[] columns)
{
    private readonly ColumnNames _names = new(columns.Select(column => column.Name));
    private readonly T?[] _values = new T?[columns.Length];
    private readonly bool[] _given = new bool[columns.Length];

    /// <summary>The values, one for each column; the default when there is none.</summary>
    public ReadOnlySpan<T?> Values => _values;

    public void Clear()
    {
        Array.Clear(_values);
        Array.Clear(_given);
    }

    public void Set(long row, string name, T value)
    {
        var ordinal = _names.Find(name);
        if (ordinal < 0)
        {
            throw ResultErrors.NotRows(
                $"{Where(row)} has a value '{name}', but the result has no such column. Call Start first with all columns, or omit the value.");
        }

        if (_given[ordinal])
        {
            throw ResultErrors.NotRows($"{Where(row)} has two values for the column '{columns[ordinal].Name}'. Omit one of them.");
        }

        (_values[ordinal], _given[ordinal]) = (value, true);
    }

    /// <summary>Rows are numbered from 1; 0 is the header.</summary>
    private static string Where(long row) => row == 0 ? "The header" : $"Row {row}";
}
