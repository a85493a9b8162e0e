using System.Data.Common;
using System.Runtime.CompilerServices;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Engine;

/// <summary>Reads whole results, batch by batch. Each batch is a read of the statement.</summary>
internal sealed class ResultReader(StatementReader reader)
{
    public IAsyncEnumerable<ResultRow> ReadRowsAsync(
        string sessionId, StatementHandle handle, long skip, long? take, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfNegative(take ?? 0, nameof(take));
        return ReadRangeAsync(sessionId, handle, skip, take ?? long.MaxValue, cancellationToken);
    }

    public async ValueTask<DbDataReader> OpenReaderAsync(string sessionId, StatementHandle handle, CancellationToken cancellationToken) =>
        new ResultDataReader(await OpenResultAsync(sessionId, handle, cancellationToken).ConfigureAwait(false));

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
        var statement = await reader.GetAsync(sessionId, handle, cancellationToken).ConfigureAwait(false);
        return new(handle, statement.Result ?? throw new StatementResultException(statement), ReadAsync);

        async ValueTask<ResultBatch> ReadAsync(int number, CancellationToken token) =>
            await reader.ReadBatchAsync(sessionId, handle, number, token).ConfigureAwait(false) ?? throw new StatementResultException(statement);
    }
}
