using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Benchmarks;

/// <summary>A far store that must not be asked for a statement: a benchmark of near hits with a miss in it would measure something else.</summary>
internal sealed class UnaskedStore(IStatementStore inner) : IStatementStore
{
    public ValueTask<StatementWrite> AddAsync(Statement statement, int maxInSession, CancellationToken cancellationToken) =>
        inner.AddAsync(statement, maxInSession, cancellationToken);

    public ValueTask<Statement?> FindAsync(StatementHandle handle, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"Statement {handle} is not near.");

    public ValueTask<Statement?> FindByRequestIdAsync(string sessionId, string requestId, CancellationToken cancellationToken) =>
        inner.FindByRequestIdAsync(sessionId, requestId, cancellationToken);

    public ValueTask<StatementWrite> ReplaceAsync(Statement statement, long expectedVersion, CancellationToken cancellationToken) =>
        inner.ReplaceAsync(statement, expectedVersion, cancellationToken);

    public ValueTask SlideAsync(StatementHandle handle, long expectedVersion, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        inner.SlideAsync(handle, expectedVersion, expiresAt, cancellationToken);

    public IAsyncEnumerable<Statement> ListAsync(StatementFilter filter, CancellationToken cancellationToken) =>
        inner.ListAsync(filter, cancellationToken);

    public ValueTask<bool> WriteBatchAsync(StatementHandle handle, ResultBatch batch, CancellationToken cancellationToken) =>
        inner.WriteBatchAsync(handle, batch, cancellationToken);

    public ValueTask<ResultBatch?> ReadBatchAsync(StatementHandle handle, int number, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"Batch {number} of statement {handle} is not near.");

    public ValueTask<bool> RemoveAsync(StatementHandle handle, CancellationToken cancellationToken) => inner.RemoveAsync(handle, cancellationToken);

    public ValueTask<ReclaimResult> ReclaimAsync(DateTimeOffset now, TimeSpan tombstoneRetention, CancellationToken cancellationToken) =>
        inner.ReclaimAsync(now, tombstoneRetention, cancellationToken);
}
