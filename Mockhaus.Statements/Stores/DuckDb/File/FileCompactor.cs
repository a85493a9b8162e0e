namespace Mockhaus.Statements.Stores.DuckDb;

/// <summary>Copies statements out of old tables so that those can be dropped, and has the file shortened.</summary>
internal sealed class FileCompactor(FileCalls calls)
{
    private const string Operation = "purge";

    private GenerationCompactor Generations => calls.File.Compactor;

    /// <summary>Drops empty tables, and moves what is still needed so that the rest of the file can be given back.</summary>
    public async ValueTask CompactAsync(CancellationToken cancellationToken)
    {
        await calls.RunAsync(Operation, Generations.DropOldest).ConfigureAwait(false);
        await EmptyOldestAsync(cancellationToken).ConfigureAwait(false);

        // Last: while the tables are full of what is needed, what moves to the front of the file finds room there.
        await calls.RunAsync(Operation, Generations.Shorten).ConfigureAwait(false);
        await EmptyOldestAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask EmptyOldestAsync(CancellationToken cancellationToken)
    {
        while (await calls.ReadAsync(Operation, null, Generations.FindSurvivors).ConfigureAwait(false) is { Count: > 0 } survivors)
        {
            var copied = 0;
            foreach (var handle in survivors)
            {
                cancellationToken.ThrowIfCancellationRequested();
                copied += await CopyAsync(handle).ConfigureAwait(false) ? 1 : 0;
            }

            await calls.RunAsync(Operation, Generations.DropOldest).ConfigureAwait(false);
            if (copied == 0)
            {
                // The statements that are left change faster than they can be copied. The next pass is early enough.
                return;
            }
        }
    }

    private async ValueTask<bool> CopyAsync(StatementHandle handle)
    {
        try
        {
            var copy = await calls.ReadAsync(Operation, handle, () =>
            {
                // The entry first: if the statement changes afterwards, the copy is refused.
                var seen = calls.File.WithIndex(index => index.TryGet(handle, out var entry) ? entry : default);
                return calls.File.Reader.Read([handle]) is [var statement]
                    ? new CopyCommand(statement, seen, calls.File.Reader.ReadBatchRows(handle))
                    : null;
            }).ConfigureAwait(false);
            return copy is not null && await calls.WriteAsync(Operation, handle, copy).ConfigureAwait(false) == WriteOutcome.Written;
        }
        catch (StatementStoreException exception) when (exception.InnerException is InvalidDataException)
        {
            // A damaged row stays where it is, and its table with it, until it has expired.
            return false;
        }
    }
}
