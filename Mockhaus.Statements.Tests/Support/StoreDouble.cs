using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>Passes every call on; a test overrides the one that it is about.</summary>
internal class StoreDouble(IStatementStore inner) : IStatementStore
{
    public virtual ValueTask<StatementWrite> AddAsync(Statement statement, int maxInSession, CancellationToken cancellationToken) =>
        inner.AddAsync(statement, maxInSession, cancellationToken);

    public virtual ValueTask<Statement?> FindAsync(StatementHandle handle, CancellationToken cancellationToken) =>
        inner.FindAsync(handle, cancellationToken);

    public ValueTask<Statement?> FindByRequestIdAsync(string sessionId, string requestId, CancellationToken cancellationToken) =>
        inner.FindByRequestIdAsync(sessionId, requestId, cancellationToken);

    public virtual ValueTask<StatementWrite> ReplaceAsync(
        Statement statement, long expectedVersion, CancellationToken cancellationToken) =>
        inner.ReplaceAsync(statement, expectedVersion, cancellationToken);

    public ValueTask RefreshExpiryAsync(
        StatementHandle handle, long expectedVersion, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        inner.RefreshExpiryAsync(handle, expectedVersion, expiresAt, cancellationToken);

    public IAsyncEnumerable<Statement> ListAsync(StatementFilter filter, CancellationToken cancellationToken) =>
        inner.ListAsync(filter, cancellationToken);

    public virtual ValueTask<bool> WriteBatchAsync(StatementHandle handle, ResultBatch batch, CancellationToken cancellationToken) =>
        inner.WriteBatchAsync(handle, batch, cancellationToken);

    public virtual ValueTask<ResultBatch?> ReadBatchAsync(StatementHandle handle, int number, CancellationToken cancellationToken) =>
        inner.ReadBatchAsync(handle, number, cancellationToken);

    public virtual ValueTask<bool> RemoveAsync(StatementHandle handle, CancellationToken cancellationToken) =>
        inner.RemoveAsync(handle, cancellationToken);

    public ValueTask<PurgeResult> PurgeExpiredAsync(DateTimeOffset now, TimeSpan tombstoneRetention, CancellationToken cancellationToken) =>
        inner.PurgeExpiredAsync(now, tombstoneRetention, cancellationToken);
}
