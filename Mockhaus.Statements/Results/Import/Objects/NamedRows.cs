namespace Mockhaus.Statements.Results;

/// <summary>Writes rows that contain the names of their columns, which can differ between rows.</summary>
/// <typeparam name="T">The type of a row.</typeparam>
internal abstract class NamedRows<T>(ResultWriter result)
{
    /// <summary>The number of rows from which columns are inferred.</summary>
    public const int Lookahead = 100;

    public async ValueTask WriteAsync(IAsyncEnumerable<T> rows, CancellationToken cancellationToken)
    {
        var first = new List<T>();
        await foreach (var row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (result.Row.Columns.Length > 0)
            {
                await WriteRowAsync(row, cancellationToken).ConfigureAwait(false);
                continue;
            }

            first.Add(row);
            if (first.Count == Lookahead)
            {
                await StartAsync(first, cancellationToken).ConfigureAwait(false);
            }
        }

        if (result.Row.Columns.Length == 0)
        {
            await StartAsync(first, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Infers the columns from the first rows.</summary>
    protected abstract ResultColumn[] ColumnsOf(IReadOnlyList<T> rows);

    /// <summary>Writes the cells of one row.</summary>
    protected abstract void Write(T row, long number, RowWriter target);

    private async ValueTask StartAsync(List<T> first, CancellationToken cancellationToken)
    {
        var columns = ColumnsOf(first);
        if (columns.Length == 0)
        {
            throw ResultErrors.NotRows("No row has a name and a value from which columns can be inferred. Call Start first with the columns.");
        }

        result.Start(columns);
        foreach (var row in first)
        {
            await WriteRowAsync(row, cancellationToken).ConfigureAwait(false);
        }
    }

    private ValueTask WriteRowAsync(T row, CancellationToken cancellationToken)
    {
        Write(row, result.RowCount + 1, result.Row);
        return result.EndRowAsync(cancellationToken);
    }
}
