using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>Stands for a file, and knows whether it was shut.</summary>
internal sealed class HeldFile : IStatementStore, IAsyncDisposable
{
    public bool IsShut { get; private set; }

    public ValueTask<StatementWrite> AddAsync(Statement statement, int maxInSession, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<Statement?> FindAsync(StatementHandle handle, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<Statement?> FindByRequestIdAsync(string sessionId, string requestId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<StatementWrite> ReplaceAsync(Statement statement, long expectedVersion, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask RefreshExpiryAsync(StatementHandle handle, long expectedVersion, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<Statement> ListAsync(StatementFilter filter, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<bool> WriteBatchAsync(StatementHandle handle, ResultBatch batch, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<ResultBatch?> ReadBatchAsync(StatementHandle handle, int number, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<bool> RemoveAsync(StatementHandle handle, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<PurgeResult> PurgeExpiredAsync(DateTimeOffset now, TimeSpan tombstoneRetention, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask DisposeAsync()
    {
        IsShut = true;
        return ValueTask.CompletedTask;
    }
}
