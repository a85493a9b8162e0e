using System.Runtime.CompilerServices;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.Engine.ModelChecking;

/// <summary>A store that stops each call before and after it is done, and tells the model what was done, one call after the other.</summary>
internal sealed class ScheduledStore(IStatementStore inner, Schedule schedule, StoreModel model) : IStatementStore
{
    private readonly SemaphoreSlim _one = new(1);

    public ValueTask<StatementWrite> AddAsync(Statement statement, int maxInSession, CancellationToken cancellationToken) => CallAsync(
        StoreOperation.Add,
        statement.Handle,
        () => inner.AddAsync(statement, maxInSession, cancellationToken),
        (visit, write) => model.Added(visit, write),
        statement);

    public ValueTask<Statement?> FindAsync(StatementHandle handle, CancellationToken cancellationToken) =>
        CallAsync(StoreOperation.Find, handle, () => inner.FindAsync(handle, cancellationToken), (visit, found) => visit.Found = found);

    public ValueTask<Statement?> FindByRequestIdAsync(string sessionId, string requestId, CancellationToken cancellationToken) => CallAsync(
        StoreOperation.FindByRequestId,
        null,
        () => inner.FindByRequestIdAsync(sessionId, requestId, cancellationToken),
        (visit, _) => model.LookedUp(visit, sessionId, requestId));

    public ValueTask<StatementWrite> ReplaceAsync(Statement statement, long expectedVersion, CancellationToken cancellationToken) => CallAsync(
        StoreOperation.Replace,
        statement.Handle,
        () => inner.ReplaceAsync(statement, expectedVersion, cancellationToken),
        (visit, write) => model.Replaced(visit, expectedVersion, write),
        statement);

    public async ValueTask RefreshExpiryAsync(
        StatementHandle handle, long expectedVersion, DateTimeOffset expiresAt, CancellationToken cancellationToken) => await CallAsync(
        StoreOperation.Refresh,
        handle,
        async () =>
        {
            await inner.RefreshExpiryAsync(handle, expectedVersion, expiresAt, cancellationToken);
            return true;
        },
        (visit, _) => model.Slid(visit, expectedVersion, expiresAt));

    public async IAsyncEnumerable<Statement> ListAsync(
        StatementFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var list = inner.ListAsync(filter, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await CallAsync(StoreOperation.List, null, list.MoveNextAsync, static (_, _) => { }))
        {
            yield return list.Current;
        }
    }

    public ValueTask<bool> WriteBatchAsync(StatementHandle handle, ResultBatch batch, CancellationToken cancellationToken) => CallAsync(
        StoreOperation.WriteBatch,
        handle,
        () => inner.WriteBatchAsync(handle, batch, cancellationToken),
        (visit, written) => model.WroteBatch(visit, written));

    public ValueTask<ResultBatch?> ReadBatchAsync(StatementHandle handle, int number, CancellationToken cancellationToken) => CallAsync(
        StoreOperation.ReadBatch, handle, () => inner.ReadBatchAsync(handle, number, cancellationToken), static (_, _) => { });

    public ValueTask<bool> RemoveAsync(StatementHandle handle, CancellationToken cancellationToken) => CallAsync(
        StoreOperation.Remove, handle, () => inner.RemoveAsync(handle, cancellationToken), (visit, removed) => model.Removed(visit, removed));

    public ValueTask<PurgeResult> PurgeExpiredAsync(DateTimeOffset now, TimeSpan tombstoneRetention, CancellationToken cancellationToken) => CallAsync(
        StoreOperation.Purge, null, () => inner.PurgeExpiredAsync(now, tombstoneRetention, cancellationToken), (_, _) => model.Purged(now));

    private async ValueTask<T> CallAsync<T>(
        StoreOperation operation, StatementHandle? handle, Func<ValueTask<T>> run, Action<StoreVisit, T> done, Statement? statement = null)
    {
        var visit = new StoreVisit(operation, handle is null ? null : model.Find(handle.Value), statement);
        if (visit.Operation is { } caller)
        {
            caller.StoreCalls++;
        }

        StoreModel.Coming(visit);
        await schedule.ParkAsync(visit);
        T result;
        try
        {
            // One after the other even when nothing is stopped any more: the model has to see writes in their order.
            await _one.WaitAsync(CancellationToken.None);
            try
            {
                result = await run();
                visit.IsDone = true;
                done(visit, result);
            }
            finally
            {
                _one.Release();
            }
        }
        catch
        {
            visit.Executed.TrySetResult();
            throw;
        }

        var parked = schedule.ParkAsync(visit);
        visit.Executed.TrySetResult();
        await parked;
        model.Answered(visit);
        schedule.Changed();
        return result;
    }
}
