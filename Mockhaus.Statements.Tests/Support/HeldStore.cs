using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>A store that does what it is asked and keeps the answer of one kind of call back until it is told.</summary>
internal sealed class HeldStore(IStatementStore inner) : IStatementStore
{
    private static readonly TimeSpan Safety = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StoreOperation _held;

    /// <summary>Keeps the answer of the next call of this kind.</summary>
    public void Hold(StoreOperation operation) => _held = operation;

    /// <summary>Until the store has done it.</summary>
    public Task AnsweredAsync() => _answered.Task.WaitAsync(Safety);

    public void LetGo() => _letGo.SetResult();

    public ValueTask<StatementWrite> AddAsync(Statement statement, int maxInSession, CancellationToken cancellationToken) =>
        HoldAsync(StoreOperation.Add, inner.AddAsync(statement, maxInSession, cancellationToken));

    public ValueTask<Statement?> FindAsync(StatementHandle handle, CancellationToken cancellationToken) =>
        HoldAsync(StoreOperation.Find, inner.FindAsync(handle, cancellationToken));

    public ValueTask<Statement?> FindByRequestIdAsync(string sessionId, string requestId, CancellationToken cancellationToken) =>
        HoldAsync(StoreOperation.FindByRequestId, inner.FindByRequestIdAsync(sessionId, requestId, cancellationToken));

    public ValueTask<StatementWrite> ReplaceAsync(Statement statement, long expectedVersion, CancellationToken cancellationToken) =>
        HoldAsync(StoreOperation.Replace, inner.ReplaceAsync(statement, expectedVersion, cancellationToken));

    public async ValueTask RefreshExpiryAsync(
        StatementHandle handle, long expectedVersion, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        await inner.RefreshExpiryAsync(handle, expectedVersion, expiresAt, cancellationToken);
        await HoldAsync(StoreOperation.Refresh, new ValueTask<bool>(true));
    }

    public IAsyncEnumerable<Statement> ListAsync(StatementFilter filter, CancellationToken cancellationToken) =>
        inner.ListAsync(filter, cancellationToken);

    public ValueTask<bool> WriteBatchAsync(StatementHandle handle, ResultBatch batch, CancellationToken cancellationToken) =>
        HoldAsync(StoreOperation.WriteBatch, inner.WriteBatchAsync(handle, batch, cancellationToken));

    public ValueTask<ResultBatch?> ReadBatchAsync(StatementHandle handle, int number, CancellationToken cancellationToken) =>
        HoldAsync(StoreOperation.ReadBatch, inner.ReadBatchAsync(handle, number, cancellationToken));

    public ValueTask<bool> RemoveAsync(StatementHandle handle, CancellationToken cancellationToken) =>
        HoldAsync(StoreOperation.Remove, inner.RemoveAsync(handle, cancellationToken));

    public ValueTask<PurgeResult> PurgeExpiredAsync(DateTimeOffset now, TimeSpan tombstoneRetention, CancellationToken cancellationToken) =>
        HoldAsync(StoreOperation.Purge, inner.PurgeExpiredAsync(now, tombstoneRetention, cancellationToken));

    private async ValueTask<T> HoldAsync<T>(StoreOperation operation, ValueTask<T> asking)
    {
        var answer = await asking;
        if (_held == operation)
        {
            _held = StoreOperation.None;
            _answered.SetResult();
            await _letGo.Task.WaitAsync(Safety);
        }

        return answer;
    }
}
