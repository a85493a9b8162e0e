namespace Mockhaus.Statements.Results;

/// <summary>Reads a batch of an open result, or throws an exception.</summary>
internal delegate ValueTask<ResultBatch> BatchSource(int number, CancellationToken cancellationToken);

/// <summary>Reads a result batch by batch. A batch is released after its use.</summary>
internal sealed class StoredResult(StatementHandle handle, ResultManifest manifest, BatchSource source)
{
    public ResultManifest Manifest { get; } = manifest;

    public ResultColumns Columns { get; } = new(manifest.Columns);

    public async ValueTask<BatchCursor> OpenAsync(int number, CancellationToken cancellationToken) =>
        new(handle, Manifest.Batches[number], await ReadAsync(number, cancellationToken).ConfigureAwait(false), Columns);

    /// <summary>Finds the batch of a row, and the number of rows before it in that batch. There is none after the last row.</summary>
    public (int Batch, long Before) Find(long row)
    {
        var number = 0;
        for (; number < Manifest.Batches.Count && row >= Manifest.Batches[number].RowCount; number++)
        {
            row -= Manifest.Batches[number].RowCount;
        }

        return (number, row);
    }

    /// <summary>Writes the complete result as one JSON object.</summary>
    public async ValueTask CopyToAsync(Stream destination, CancellationToken cancellationToken)
    {
        var isFirst = true;
        for (var number = 0; number < Manifest.Batches.Count; number++)
        {
            // Nothing is written before the first batch is read, so that a failure there leaves no partial object.
            var json = await ReadAsync(number, cancellationToken).ConfigureAwait(false);
            if (number == 0)
            {
                await WriteAsync(json[..RowSlice.Prefix.Length]).ConfigureAwait(false);
            }

            var rows = json[RowSlice.Prefix.Length..^RowSlice.Suffix.Length];
            if (!rows.IsEmpty)
            {
                if (!isFirst)
                {
                    await WriteAsync(Comma).ConfigureAwait(false);
                }

                isFirst = false;
                await WriteAsync(rows).ConfigureAwait(false);
            }

            if (number == Manifest.Batches.Count - 1)
            {
                await WriteAsync(json[^RowSlice.Suffix.Length..]).ConfigureAwait(false);
            }
        }

        ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => destination.WriteAsync(bytes, cancellationToken);
    }

    public static StatementStoreException Damaged(StatementHandle handle, int number, InvalidDataException why) =>
        new("statement", $"read batch {number} of", handle, why, "The stored bytes are damaged. Submit the statement again.");

    private static readonly ReadOnlyMemory<byte> Comma = ","u8.ToArray();

    private async ValueTask<ReadOnlyMemory<byte>> ReadAsync(int number, CancellationToken cancellationToken)
    {
        var batch = await source(number, cancellationToken).ConfigureAwait(false);
        try
        {
            var json = batch.GetJson();
            return json.Span.StartsWith(RowSlice.Prefix) && json.Span.EndsWith(RowSlice.Suffix)
                ? json
                : throw new InvalidDataException("It does not start and end like a batch.");
        }
        catch (InvalidDataException exception)
        {
            throw Damaged(handle, number, exception);
        }
    }
}
