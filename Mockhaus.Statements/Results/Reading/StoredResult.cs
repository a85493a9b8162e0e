namespace Mockhaus.Statements.Results;

/// <summary>Reads a batch of a result that is open, or throws.</summary>
internal delegate ValueTask<ResultBatch> BatchSource(int number, CancellationToken cancellationToken);

/// <summary>A result that is read batch by batch, none of which is held longer than it is used.</summary>
internal sealed class StoredResult(StatementHandle handle, ResultManifest manifest, BatchSource source)
{
    public ResultManifest Manifest { get; } = manifest;

    public ResultColumns Columns { get; } = new(manifest.Columns);

    public async ValueTask<BatchCursor> OpenAsync(int number, CancellationToken cancellationToken) =>
        new(handle, Manifest.Batches[number], await ReadAsync(number, cancellationToken).ConfigureAwait(false), Columns);

    /// <summary>The batch that has a row, and how many rows it has before that one. Past the last row, there is no such batch.</summary>
    public (int Batch, long Before) Find(long row)
    {
        var number = 0;
        for (; number < Manifest.Batches.Count && row >= Manifest.Batches[number].RowCount; number++)
        {
            row -= Manifest.Batches[number].RowCount;
        }

        return (number, row);
    }

    /// <summary>The whole result as one JSON object, as its first batch begins and its last one ends.</summary>
    public async ValueTask CopyToAsync(Stream destination, CancellationToken cancellationToken)
    {
        var isFirst = true;
        for (var number = 0; number < Manifest.Batches.Count; number++)
        {
            // Nothing is written before there is something to write: what fails at once leaves no half object.
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
                : throw new InvalidDataException("It does not begin and end as a batch does.");
        }
        catch (InvalidDataException exception)
        {
            throw Damaged(handle, number, exception);
        }
    }
}
