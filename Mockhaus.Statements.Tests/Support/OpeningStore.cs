using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>Opens every session as persistent before its first statement, in a folder that goes with the store.</summary>
public sealed class OpeningStore(string folder, PerSessionStatementStore store) : IStatementStore, IAsyncDisposable
{
    public async ValueTask<StatementWrite> AddAsync(Statement statement, int maxInSession, CancellationToken cancellationToken)
    {
        await store.OpenAsync(statement.SessionId, cancellationToken);
        return await store.AddAsync(statement, maxInSession, cancellationToken);
    }

    public ValueTask<Statement?> FindAsync(StatementHandle handle, CancellationToken cancellationToken) => store.FindAsync(handle, cancellationToken);

    public ValueTask<Statement?> FindByRequestIdAsync(string sessionId, string requestId, CancellationToken cancellationToken) =>
        store.FindByRequestIdAsync(sessionId, requestId, cancellationToken);

    public ValueTask<StatementWrite> ReplaceAsync(Statement statement, long expectedVersion, CancellationToken cancellationToken) =>
        store.ReplaceAsync(statement, expectedVersion, cancellationToken);

    public ValueTask RefreshExpiryAsync(StatementHandle handle, long expectedVersion, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        store.RefreshExpiryAsync(handle, expectedVersion, expiresAt, cancellationToken);

    public IAsyncEnumerable<Statement> ListAsync(StatementFilter filter, CancellationToken cancellationToken) =>
        store.ListAsync(filter, cancellationToken);

    public ValueTask<bool> WriteBatchAsync(StatementHandle handle, ResultBatch batch, CancellationToken cancellationToken) =>
        store.WriteBatchAsync(handle, batch, cancellationToken);

    public ValueTask<ResultBatch?> ReadBatchAsync(StatementHandle handle, int number, CancellationToken cancellationToken) =>
        store.ReadBatchAsync(handle, number, cancellationToken);

    public ValueTask<bool> RemoveAsync(StatementHandle handle, CancellationToken cancellationToken) => store.RemoveAsync(handle, cancellationToken);

    public ValueTask<PurgeResult> PurgeExpiredAsync(DateTimeOffset now, TimeSpan tombstoneRetention, CancellationToken cancellationToken) =>
        store.PurgeExpiredAsync(now, tombstoneRetention, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
