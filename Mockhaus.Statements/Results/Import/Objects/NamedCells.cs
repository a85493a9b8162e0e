namespace Mockhaus.Statements.Results;

/// <summary>The values of one row, put in the order of the columns by their names.</summary>
internal sealed class NamedCells<T>(ResultColumn[] columns)
{
    private readonly ColumnNames _names = new(columns.Select(column => column.Name));
    private readonly T?[] _values = new T?[columns.Length];
    private readonly bool[] _given = new bool[columns.Length];

    /// <summary>The values, one a column; the default where there is none.</summary>
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
                $"{Where(row)} has a value '{name}', but the result has no such column. Call Start before with all columns, or leave the value out.");
        }

        if (_given[ordinal])
        {
            throw ResultErrors.NotRows($"{Where(row)} has two values for the column '{columns[ordinal].Name}'. Leave one of them out.");
        }

        (_values[ordinal], _given[ordinal]) = (value, true);
    }

    /// <summary>Rows are counted from 1 on; what names the columns stands before them.</summary>
    private static string Where(long row) => row == 0 ? "The header" : $"Row {row}";
}
