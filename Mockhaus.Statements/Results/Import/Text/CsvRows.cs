namespace Mockhaus.Statements.Results;

/// <summary>Writes rows of CSV. The first record contains the names of the columns.</summary>
internal sealed class CsvRows(ResultWriter result, TextReader reader)
{
    private readonly CsvRecords _records = new(reader);

    public async ValueTask WriteAsync(CancellationToken cancellationToken)
    {
        var fields = await ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
        while (await _records.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_records.IsBlank && fields.Count > 1)
            {
                continue;
            }

            WriteCells(fields);
            await result.EndRowAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The number of the field for each column, or -1.</summary>
    private async ValueTask<(int Count, int[] OfColumns)> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        var columns = result.Row.Columns;
        if (!await _records.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            return columns.Length > 0
                ? (0, [])
                : throw ResultErrors.NotRows("The CSV is empty. Its first line must contain the names of the columns, or call Start first with them.");
        }

        var names = Enumerable.Range(0, _records.Count).Select(field => _records.Field(field).ToString()).ToArray();
        if (columns.Length == 0)
        {
            result.Start([.. names.Select(ResultColumn.Text)]);
            return (names.Length, [.. Enumerable.Range(0, names.Length)]);
        }

        var cells = new NamedCells<int>(columns);
        foreach (var (field, name) in names.Index())
        {
            cells.Set(0, name, field + 1);
        }

        return (names.Length, Array.ConvertAll(cells.Values.ToArray(), field => field - 1));
    }

    private void WriteCells((int Count, int[] OfColumns) fields)
    {
        var number = result.RowCount + 1;
        if (_records.Count != fields.Count)
        {
            throw ResultErrors.NotRows(
                $"Row {number} of the CSV, which ends before line {_records.Line}, has {_records.Count} fields, and its header {fields.Count}.");
        }

        for (var ordinal = 0; ordinal < fields.OfColumns.Length; ordinal++)
        {
            var (column, field) = (result.Row.Columns[ordinal], fields.OfColumns[ordinal]);
            var isNull = field < 0 || _records.IsNull(field);
            if (isNull && column.Nullable)
            {
                result.Row.WriteNull();
            }
            else if (isNull || !TextCells.TryWrite(result.Row, column, _records.Field(field)))
            {
                throw ResultErrors.DoesNotFit(
                    column, number, isNull ? ErrorText.Value(null) : ErrorText.Text(_records.Field(field)), ResultErrors.StartAdvice);
            }
        }
    }
}
