using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>A store on a file that is closed and opened again between two calls, whenever nobody else is in one.</summary>
public sealed class ReopeningStore(DuckDbStoreOptions options, TimeProvider timeProvider, int every) : IStatementStore, IAsyncDisposable
{
    private readonly SemaphoreSlim _lock = new(1);
    private DuckDbStatementStore _store = new(options, timeProvider);
    private int _inside;
    private int _calls;

    /// <summary>How often the file was opened again.</summary>
    public int Reopened { get; private set; }

    public ValueTask<StatementWrite> AddAsync(Statement statement, int maxInSession, CancellationToken cancellationToken) =>
        InsideAsync(store => store.AddAsync(statement, maxInSession, cancellationToken));

    public ValueTask<Statement?> FindAsync(StatementHandle handle, CancellationToken cancellationToken) =>
        InsideAsync(store => store.FindAsync(handle, cancellationToken));

    public ValueTask<Statement?> FindByRequestIdAsync(string sessionId, string requestId, CancellationToken cancellationToken) =>
        InsideAsync(store => store.FindByRequestIdAsync(sessionId, requestId, cancellationToken));

    public ValueTask<StatementWrite> ReplaceAsync(Statement statement, long expectedVersion, CancellationToken cancellationToken) =>
        InsideAsync(store => store.ReplaceAsync(statement, expectedVersion, cancellationToken));

    public async ValueTask RefreshExpiryAsync(StatementHandle handle, long expectedVersion, DateTimeOffset expiresAt, CancellationToken cancellationToken) =>
        await InsideAsync(async store =>
        {
            await store.RefreshExpiryAsync(handle, expectedVersion, expiresAt, cancellationToken);
            return true;
        });

    public async IAsyncEnumerable<Statement> ListAsync(
        StatementFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var all = await InsideAsync(async store =>
        {
            var list = new List<Statement>();
            await foreach (var statement in store.ListAsync(filter, cancellationToken))
            {
                list.Add(statement);
            }

            return list;
        });
        foreach (var statement in all)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return statement;
        }
    }

    public ValueTask<bool> WriteBatchAsync(StatementHandle handle, ResultBatch batch, CancellationToken cancellationToken) =>
        InsideAsync(store => store.WriteBatchAsync(handle, batch, cancellationToken));

    public ValueTask<ResultBatch?> ReadBatchAsync(StatementHandle handle, int number, CancellationToken cancellationToken) =>
        InsideAsync(store => store.ReadBatchAsync(handle, number, cancellationToken));

    public ValueTask<bool> RemoveAsync(StatementHandle handle, CancellationToken cancellationToken) =>
        InsideAsync(store => store.RemoveAsync(handle, cancellationToken));

    public ValueTask<PurgeResult> PurgeExpiredAsync(DateTimeOffset now, TimeSpan tombstoneRetention, CancellationToken cancellationToken) =>
        InsideAsync(store => store.PurgeExpiredAsync(now, tombstoneRetention, cancellationToken));

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _lock.Dispose();
    }

    private async ValueTask<T> InsideAsync<T>(Func<DuckDbStatementStore, ValueTask<T>> call)
    {
        await _lock.WaitAsync();
        try
        {
            if (_inside == 0 && ++_calls % every == 0)
            {
                await _store.DisposeAsync();
                _store = new(options, timeProvider);
                Reopened++;
            }

            _inside++;
        }
        finally
        {
            _lock.Release();
        }

        try
        {
            return await call(_store);
        }
        finally
        {
            await _lock.WaitAsync();
            _inside--;
            _lock.Release();
        }
    }
}
