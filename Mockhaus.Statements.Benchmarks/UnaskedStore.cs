using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Benchmarks;

/// <summary>
/// A far store that takes every change, as a durable one would, and keeps nothing in this process. It must not be asked for anything: a
/// benchmark of near hits with a miss in it would measure something else.
/// </summary>
internal sealed class UnaskedStore : IStatementStore
{
    public ValueTask<StatementWrite> AddAsync(Statement statement, int maxInSession, CancellationToken cancellationToken) =>
        new(new StatementWrite(StatementWriteStatus.Written, statement));

    public ValueTask<Statement?> FindAsync(StatementHandle handle, CancellationToken cancellationToken) => throw Asked();

    public ValueTask<Statement?> FindByRequestIdAsync(string sessionId, string requestId, CancellationToken cancellationToken) => throw Asked();

    public ValueTask<StatementWrite> ReplaceAsync(Statement statement, long expectedVersion, CancellationToken cancellationToken) =>
        new(new StatementWrite(StatementWriteStatus.Written, statement));

    public ValueTask RefreshExpiryAsync(StatementHandle handle, long expectedVersion, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;

    public IAsyncEnumerable<Statement> ListAsync(StatementFilter filter, CancellationToken cancellationToken) => throw Asked();

    public ValueTask<bool> WriteBatchAsync(StatementHandle handle, ResultBatch batch, CancellationToken cancellationToken) => new(true);

    public ValueTask<ResultBatch?> ReadBatchAsync(StatementHandle handle, int number, CancellationToken cancellationToken) => throw Asked();

    public ValueTask<bool> RemoveAsync(StatementHandle handle, CancellationToken cancellationToken) => new(true);

    public ValueTask<PurgeResult> PurgeExpiredAsync(DateTimeOffset now, TimeSpan tombstoneRetention, CancellationToken cancellationToken) =>
        new(new PurgeResult(0, 0));

    private static InvalidOperationException Asked() => new("The far store was asked for what should be near.");
}
