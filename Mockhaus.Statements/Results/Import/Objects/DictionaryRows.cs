namespace Mockhaus.Statements.Results;

/// <summary>Writes rows that are dictionaries of names and values.</summary>
internal sealed class DictionaryRows<T>(ResultWriter result) : NamedRows<T>(result)
{
    private NamedCells<object?>? _cells;

    protected override ResultColumn[] ColumnsOf(IReadOnlyList<T> rows)
    {
        var columns = new OrderedDictionary<string, ResultColumn?>(StringComparer.Ordinal);
        foreach (var (name, value) in rows.SelectMany((row, index) => Cells(row, index + 1)))
        {
            if (!columns.TryGetValue(name, out var column) || column is null)
            {
                columns[name] = value is null ? null : ClrColumns.Create(name, value.GetType(), decimalScale: null);
            }
        }

        return [.. columns.Select(column => column.Value ?? ResultColumn.Text(column.Key))];
    }

    protected override void Write(T row, long number, RowWriter target)
    {
        _cells ??= new(target.Columns);
        _cells.Clear();
        foreach (var (name, value) in Cells(row, number))
        {
            _cells.Set(number, name, value);
        }

        for (var ordinal = 0; ordinal < target.Columns.Length; ordinal++)
        {
            var (column, value) = (target.Columns[ordinal], _cells.Values[ordinal]);
            if (!ObjectCells.TryWrite(target, column, value))
            {
                throw ResultErrors.DoesNotFit(column, number, ErrorText.Value(value), ResultErrors.StartAdvice);
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, object?>> Cells(T row, long number) =>
        row as IEnumerable<KeyValuePair<string, object?>> ?? throw ResultErrors.NullRow(number);
}
