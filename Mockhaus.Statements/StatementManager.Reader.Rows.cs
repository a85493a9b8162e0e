using Mockhaus.Statements.Engine;
using System.Data.Common;
using System.Runtime.CompilerServices;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements;

/// <content>Reading whole results. Each batch that is read is a read of the statement, and puts its expiry off.</content>
public sealed partial class StatementManager
{
    /// <summary>Reads rows of a result, all or a range of them, batch by batch; never more than one batch is in memory.</summary>
    /// <remarks>A range begins with the batch that has its first row; those before it are not read.</remarks>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="skip">How many rows to leave out at the beginning. Beyond the last row there are none.</param>
    /// <param name="take">How many rows at most, or null for all that follow.</param>
    /// <param name="cancellationToken">Gives up between two rows.</param>
    /// <returns>The rows, each with its cells as Snowflake's text and as typed values.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="skip"/> or <paramref name="take"/> is negative.</exception>
    /// <exception cref="StatementResultException">The statement has no rows: it is live, has failed, was cancelled, or had to give them up.</exception>
    /// <exception cref="StatementNotFoundException">There is no such statement in this session.</exception>
    /// <exception cref="StatementExpiredException">It has expired or was released, perhaps between two batches.</exception>
    /// <exception cref="StatementStoreException">The store cannot tell, or a batch is damaged.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public IAsyncEnumerable<ResultRow> ReadRowsAsync(
        string sessionId, StatementHandle handle, long skip, long? take, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfNegative(take ?? 0, nameof(take));
        return ReadRangeAsync(sessionId, handle, skip, take ?? long.MaxValue, cancellationToken);
    }

    /// <summary>Opens a reader over a result, as ADO.NET has them: forward only, batch by batch, with typed columns.</summary>
    /// <remarks>
    /// <c>ReadAsync</c> waits for the store without blocking, <c>Read</c> blocks. The reader holds nothing that has to be given back, and
    /// the rows are still there when it is closed. It reads as this session, and while it reads fails with the errors that are listed here.
    /// A value that is asked for as something that it is not fails with <see cref="ResultValueException"/>. docs/results.md has the CLR type of each column.
    /// </remarks>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="cancellationToken">Gives up opening.</param>
    /// <returns>The reader, before the first row; for one thread at a time.</returns>
    /// <exception cref="StatementResultException">The statement has no rows: it is live, has failed, was cancelled, or had to give them up.</exception>
    /// <exception cref="StatementNotFoundException">There is no such statement in this session.</exception>
    /// <exception cref="StatementExpiredException">It has expired or was released, perhaps between two batches.</exception>
    /// <exception cref="StatementStoreException">The store cannot tell, or a batch is damaged.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public async ValueTask<DbDataReader> OpenReaderAsync(string sessionId, StatementHandle handle, CancellationToken cancellationToken) =>
        new ResultDataReader(await OpenResultAsync(sessionId, handle, cancellationToken).ConfigureAwait(false));

    /// <summary>Writes a whole result to a stream: one JSON object as a batch is, <c>{"data":[["1","a"],["2",null]]}</c>, in UTF-8,
    /// unpacked, without white space; never more than one batch is in memory.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="handle">The statement.</param>
    /// <param name="destination">Where to; neither flushed nor closed. What fails before the first batch writes nothing, what fails later leaves half an object.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when all is written.</returns>
    /// <exception cref="StatementResultException">The statement has no rows: it is live, has failed, was cancelled, or had to give them up.</exception>
    /// <exception cref="StatementNotFoundException">There is no such statement in this session.</exception>
    /// <exception cref="StatementExpiredException">It has expired or was released, perhaps between two batches.</exception>
    /// <exception cref="StatementStoreException">The store cannot tell, or a batch is damaged.</exception>
    /// <exception cref="ObjectDisposedException">The manager is disposed.</exception>
    public async ValueTask CopyToAsync(
        string sessionId, StatementHandle handle, Stream destination, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var result = await OpenResultAsync(sessionId, handle, cancellationToken).ConfigureAwait(false);
        await result.CopyToAsync(destination, cancellationToken).ConfigureAwait(false);
    }

    private async IAsyncEnumerable<ResultRow> ReadRangeAsync(
        string sessionId, StatementHandle handle, long skip, long take, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var result = await OpenResultAsync(sessionId, handle, cancellationToken).ConfigureAwait(false);
        var (first, left) = result.Find(skip);
        for (var number = first; number < result.Manifest.Batches.Count && take > 0; number++)
        {
            var batch = await result.OpenAsync(number, cancellationToken).ConfigureAwait(false);
            while (take > 0 && batch.MoveNext())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (left-- <= 0)
                {
                    take--;
                    yield return batch.ToRow();
                }
            }
        }
    }

    private async ValueTask<StoredResult> OpenResultAsync(
        string sessionId, StatementHandle handle, CancellationToken cancellationToken)
    {
        var statement = await GetAsync(sessionId, handle, cancellationToken).ConfigureAwait(false);
        return new(handle, statement.Result ?? throw new StatementResultException(statement), ReadAsync);

        async ValueTask<ResultBatch> ReadAsync(int number, CancellationToken token) =>
            await ReadBatchAsync(sessionId, handle, number, token).ConfigureAwait(false) ?? throw new StatementResultException(statement);
    }
}
