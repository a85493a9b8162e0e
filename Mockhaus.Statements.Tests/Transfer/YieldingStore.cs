using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Transfer;

/// <summary>Lets others run before each call, so that those who go over the same statements get in between each other's steps.</summary>
internal sealed class YieldingStore(IStatementStore inner) : IStatementStore
{
    public async ValueTask<StatementWrite> AddAsync(Statement statement, int maxInSession, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return await inner.AddAsync(statement, maxInSession, cancellationToken);
    }

    public async ValueTask<Statement?> FindAsync(StatementHandle handle, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return await inner.FindAsync(handle, cancellationToken);
    }

    public ValueTask<Statement?> FindByRequestIdAsync(string sessionId, string requestId, CancellationToken cancellationToken) =>
        inner.FindByRequestIdAsync(sessionId, requestId, cancellationToken);

    public async ValueTask<StatementWrite> ReplaceAsync(Statement statement, long expectedVersion, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return await inner.ReplaceAsync(statement, expectedVersion, cancellationToken);
    }

    public ValueTask RefreshExpiryAsync(StatementHandle handle, long expectedVersion, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        inner.RefreshExpiryAsync(handle, expectedVersion, expiresAt, cancellationToken);

    public IAsyncEnumerable<Statement> ListAsync(StatementFilter filter, CancellationToken cancellationToken) =>
        inner.ListAsync(filter, cancellationToken);

    public async ValueTask<bool> WriteBatchAsync(StatementHandle handle, ResultBatch batch, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return await inner.WriteBatchAsync(handle, batch, cancellationToken);
    }

    public async ValueTask<ResultBatch?> ReadBatchAsync(StatementHandle handle, int number, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return await inner.ReadBatchAsync(handle, number, cancellationToken);
    }

    public async ValueTask<bool> RemoveAsync(StatementHandle handle, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return await inner.RemoveAsync(handle, cancellationToken);
    }

    public ValueTask<PurgeResult> PurgeExpiredAsync(DateTimeOffset now, TimeSpan tombstoneRetention, CancellationToken cancellationToken) =>
        inner.PurgeExpiredAsync(now, tombstoneRetention, cancellationToken);
}
