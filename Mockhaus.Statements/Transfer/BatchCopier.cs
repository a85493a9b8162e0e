using System.IO.Hashing;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Transfer;

/// <summary>Copies and compares the batches of a statement, one at a time.</summary>
/// <param name="from">The source.</param>
/// <param name="to">The target.</param>
/// <param name="large">Limits large batches to one in memory, across all statements.</param>
/// <param name="written">Called with the size of each batch that was written.</param>
internal sealed class BatchCopier(IStatementStore from, IStatementStore to, SemaphoreSlim large, Action<int> written)
{
    /// <summary>The largest size in bytes of a batch that does not count as large. Each statement that is copied can have one in
    /// memory.</summary>
    private const int Small = 1024 * 1024;

    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(50);

    /// <summary>Copies all batches of a result to the target, where the statement is Running.</summary>
    /// <returns>True when all batches are at the target; false when the statement has changed meanwhile at either store.</returns>
    /// <exception cref="StatementTransferException">A batch is damaged.</exception>
    public ValueTask<bool> CopyAsync(Statement source, CancellationToken cancellationToken) => EachAsync(source, CopyAsync, cancellationToken);

    /// <summary>Compares all batches of a statement that is finished at both stores.</summary>
    /// <returns>True when they are equal; false when the statement has changed meanwhile at either store.</returns>
    /// <exception cref="StatementTransferException">A batch is damaged.</exception>
    public ValueTask<bool> CompareAsync(Statement source, CancellationToken cancellationToken) => EachAsync(source, CompareAsync, cancellationToken);

    private async ValueTask<bool> EachAsync(
        Statement source, Func<Statement, ResultBatchInfo, CancellationToken, ValueTask<bool>> work, CancellationToken cancellationToken)
    {
        foreach (var info in source.Result!.Batches)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var isLarge = info.StoredBytes > Small;
            if (isLarge)
            {
                await large.WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            try
            {
                if (!await work(source, info, cancellationToken).ConfigureAwait(false))
                {
                    return false;
                }
            }
            finally
            {
                if (isLarge)
                {
                    large.Release();
                }
            }
        }

        return true;
    }

    private async ValueTask<bool> CompareAsync(Statement source, ResultBatchInfo info, CancellationToken cancellationToken)
    {
        if ((info.Checksum ?? await SourceChecksumAsync(source, info, cancellationToken).ConfigureAwait(false)) is not { } checksum)
        {
            return false;
        }

        if (await TargetChecksumAsync(source.Handle, info, cancellationToken).ConfigureAwait(false) == checksum)
        {
            return true;
        }

        return await IsStillAsync(to, source, cancellationToken).ConfigureAwait(false) ? throw DamagedThere(source.Handle, info) : false;
    }

    private async ValueTask<bool> CopyAsync(Statement source, ResultBatchInfo info, CancellationToken cancellationToken)
    {
        if (info.Checksum is not null && await IsThereAsync(info.Checksum).ConfigureAwait(false))
        {
            return true;
        }

        if (await ReadAsync(source, info, cancellationToken).ConfigureAwait(false) is not { } batch)
        {
            return false;
        }

        var checksum = ChecksumOf(batch);
        if (info.Checksum is null && await IsThereAsync(checksum).ConfigureAwait(false))
        {
            return true;
        }

        if (!await to.WriteBatchAsync(source.Handle, batch, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        batch = null;
        written(info.StoredBytes);
        if (!await IsThereAsync(checksum).ConfigureAwait(false))
        {
            // Another transfer may have completed the statement meanwhile, or it was removed.
            return await to.FindAsync(source.Handle, cancellationToken).ConfigureAwait(false) is { IsFinished: false }
                ? throw DamagedThere(source.Handle, info)
                : false;
        }

        return true;

        async ValueTask<bool> IsThereAsync(ulong? expected) =>
            await TargetChecksumAsync(source.Handle, info, cancellationToken).ConfigureAwait(false) == expected;
    }

    /// <summary>Reads and checks a batch of the source.</summary>
    /// <returns>The batch, or null when the rows of the statement were removed meanwhile.</returns>
    private async ValueTask<ResultBatch?> ReadAsync(Statement source, ResultBatchInfo info, CancellationToken cancellationToken)
    {
        ResultBatch? batch;
        try
        {
            batch = await from.ReadBatchAsync(source.Handle, info.Number, cancellationToken).ConfigureAwait(false);
        }
        catch (StatementStoreException exception) when (exception.InnerException is InvalidDataException)
        {
            throw Damaged(source.Handle, info, exception);
        }

        if (batch?.Info == info && batch.IsIntact())
        {
            return batch;
        }

        return await IsStillAsync(from, source, cancellationToken).ConfigureAwait(false) ? throw Damaged(source.Handle, info, null) : null;
    }

    private async ValueTask<ulong?> SourceChecksumAsync(Statement source, ResultBatchInfo info, CancellationToken cancellationToken) =>
        await ReadAsync(source, info, cancellationToken).ConfigureAwait(false) is { } batch ? ChecksumOf(batch) : null;

    /// <summary>The checksum of the bytes that the target returns; null when it has none, or reports that they are damaged.</summary>
    private async ValueTask<ulong?> TargetChecksumAsync(StatementHandle handle, ResultBatchInfo info, CancellationToken cancellationToken)
    {
        try
        {
            var batch = await to.ReadBatchAsync(handle, info.Number, cancellationToken).ConfigureAwait(false);
            return batch?.Info == info ? ChecksumOf(batch) : null;
        }
        catch (StatementStoreException exception) when (exception.InnerException is InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Whether a statement whose batch is missing is unchanged. Checked twice, because a composed store can show the two changes
    /// at different times.</summary>
    private static async ValueTask<bool> IsStillAsync(IStatementStore store, Statement statement, CancellationToken cancellationToken)
    {
        for (var look = 0; look < 2; look++)
        {
            await Task.Delay(look * Settling, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            if ((await store.FindAsync(statement.Handle, cancellationToken).ConfigureAwait(false))?.Version != statement.Version)
            {
                return false;
            }
        }

        return true;
    }

    private static ulong ChecksumOf(ResultBatch batch) => XxHash3.HashToUInt64(batch.Payload.Span);

    private static StatementTransferException Damaged(StatementHandle handle, ResultBatchInfo info, Exception? exception) => new(
        handle,
        info.Number,
        $"Batch {info.Number} of statement {handle} is missing or damaged at the source. Submit the statement again, or restore the source from a copy.",
        exception);

    private static StatementTransferException DamagedThere(StatementHandle handle, ResultBatchInfo info) => new(
        handle,
        info.Number,
        $"Batch {info.Number} of statement {handle} is read back from the target with other bytes than those of the source. The source still has it.");
}
