namespace Mockhaus.Statements.Results;

/// <summary>Writes rows that bring the names of their columns themselves, each perhaps other ones.</summary>
/// <typeparam name="T">A row.</typeparam>
internal abstract class NamedRows<T>(ResultWriter result)
{
    /// <summary>How many rows are looked at, where nobody has said what the columns are.</summary>
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

    /// <summary>The columns that the first rows have.</summary>
    protected abstract ResultColumn[] ColumnsOf(IReadOnlyList<T> rows);

    /// <summary>Writes the cells of one row.</summary>
    protected abstract void Write(T row, long number, RowWriter target);

    private async ValueTask StartAsync(List<T> first, CancellationToken cancellationToken)
    {
        var columns = ColumnsOf(first);
        if (columns.Length == 0)
        {
            throw ResultErrors.NotRows("There is no row with a name and a value to take the columns from. Call Start before with the columns.");
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
