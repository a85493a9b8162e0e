using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores.Hybrid;

namespace Mockhaus.Statements.Stores;

/// <summary>Keeps statements in a backing store, and what was used lately in memory before it.</summary>
/// <remarks>
/// <para>Every change goes to the backing store first; what it has stored is then put into the near cache. The near cache has finished
/// statements that have not expired, and batches: those read or written lately, within <see cref="HybridStoreOptions.NearBytes"/>. Live
/// statements, lists and request ids are always asked of the backing store.</para>
/// <para>While the backing store throws <see cref="StatementStoreException"/>, statements and batches in the near cache are still answered,
/// and reading them still refreshes their expiry: the backing store gets the new expiry when it answers again, and where a statement has
/// expired there by then, it is expired. Every other call throws what the backing store throws. Nothing has to be restarted
/// afterwards. <see cref="IStatementStoreHealth"/> reports the state.</para>
/// <para>A change whose outcome is not known removes the statement from the near cache, and so does a change by another process that the
/// backing store reports (<see cref="IStatementChangeFeed"/>). Where other processes change a backing store that does not report changes,
/// set <see cref="HybridStoreOptions.ConfirmAfter"/>. The capabilities of the backing store for several servers are passed on.</para>
/// <para>The store is thread-safe if the backing store is. A hit in the near cache takes no lock and completes synchronously. Disposing of
/// this store clears the near cache only; the backing store is disposed of by its owner.</para>
/// </remarks>
public sealed class HybridStatementStore
    : IStatementStore, IStatementStoreHealth, IStatementLeases, IStatementChangeFeed, IStatementSessionActivity, IDisposable
{
    private readonly IStatementStore _backing;
    private readonly IStatementStoreHealth? _backingHealth;
    private readonly IStatementLeases _leases;
    private readonly IStatementSessionActivity? _backingActivity;
    private readonly NearCache _near;
    private readonly HybridChangeFeed _changes;
    private readonly PendingExpiryRefreshes _pendingRefreshes;
    private readonly TimeProvider _timeProvider;

    /// <summary>Creates a store with an empty near cache.</summary>
    /// <param name="backingStore">The durable store, which has to use the same clock. It is not disposed of by this store.</param>
    /// <param name="options">The settings, or null for the defaults. They must not be changed afterwards.</param>
    /// <param name="timeProvider">The clock, or null for the system's.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options are not valid.</exception>
    public HybridStatementStore(IStatementStore backingStore, HybridStoreOptions? options = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(backingStore);
        options ??= new();
        new HybridStoreOptionsValidator().ThrowIfInvalid(options);
        _backing = backingStore;
        _backingHealth = backingStore.GetCapability<IStatementStoreHealth>();
        _timeProvider = timeProvider ?? TimeProvider.System;
        _leases = backingStore.GetCapability<IStatementLeases>() ?? InProcessLeases.Instance;
        _backingActivity = backingStore.GetCapability<IStatementSessionActivity>();
        var changes = backingStore.GetCapability<IStatementChangeFeed>();
        _near = new(options, options.ConfirmAfter ?? (changes is null ? null : HybridStoreOptions.ConfirmHintsAfter), _timeProvider);
        _pendingRefreshes = new(backingStore, _near);
        _changes = new(changes, _near);
    }

    /// <summary>The size of the near cache in bytes, as it is counted.</summary>
    internal long NearBytes => _near.Bytes;

    /// <inheritdoc/>
    public async ValueTask<StatementWrite> AddAsync(Statement statement, int maxInSession, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(statement);
        cancellationToken.ThrowIfCancellationRequested();
        StatementWrite write;
        using (_near.Begin(statement.Handle, CacheOperationKind.Change))
        {
            write = await _backing.AddAsync(statement, maxInSession, cancellationToken).ConfigureAwait(false);
        }

        await _pendingRefreshes.TryFlushAsync(cancellationToken).ConfigureAwait(false);
        return write;
    }

    /// <inheritdoc/>
    public ValueTask<Statement?> FindAsync(StatementHandle handle, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _near.Find(handle, isBackingDown: false) is { } near ? new(near) : FindInBackingAsync(handle, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<Statement?> FindByRequestIdAsync(string sessionId, string requestId, CancellationToken cancellationToken) =>
        _backing.FindByRequestIdAsync(sessionId, requestId, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<StatementWrite> ReplaceAsync(Statement statement, long expectedVersion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(statement);
        cancellationToken.ThrowIfCancellationRequested();
        StatementWrite write;
        using (var operation = _near.Begin(statement.Handle, CacheOperationKind.Change))
        {
            write = await _backing.ReplaceAsync(statement, expectedVersion, cancellationToken).ConfigureAwait(false);
            if (write.Written)
            {
                operation.Keep(statement);
            }
        }

        await _pendingRefreshes.TryFlushAsync(cancellationToken).ConfigureAwait(false);
        return write;
    }

    /// <inheritdoc/>
    public async ValueTask RefreshExpiryAsync(
        StatementHandle handle, long expectedVersion, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using (_near.Begin(handle, CacheOperationKind.Refresh))
        {
            try
            {
                await _backing.RefreshExpiryAsync(handle, expectedVersion, expiresAt, cancellationToken).ConfigureAwait(false);
                _near.RefreshExpiry(handle, expectedVersion, expiresAt);
            }
            catch (StatementStoreException)
            {
                // A refresh is a part of reading, which goes on for what is in the near cache.
                if (!_near.RefreshExpiry(handle, expectedVersion, expiresAt))
                {
                    throw;
                }

                _pendingRefreshes.Add(handle, expectedVersion, expiresAt);
                return;
            }
        }

        await _pendingRefreshes.TryFlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<Statement> ListAsync(StatementFilter filter, CancellationToken cancellationToken) =>
        _backing.ListAsync(filter, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> WriteBatchAsync(StatementHandle handle, ResultBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancellationToken.ThrowIfCancellationRequested();
        using var operation = _near.Begin(handle, CacheOperationKind.Change);
        var written = await _backing.WriteBatchAsync(handle, batch, cancellationToken).ConfigureAwait(false);
        if (written)
        {
            operation.Keep(batch);
        }

        return written;
    }

    /// <inheritdoc/>
    public ValueTask<ResultBatch?> ReadBatchAsync(StatementHandle handle, int number, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _near.Find(handle, number, isBackingDown: false) is { } near ? new(near) : ReadFromBackingAsync(handle, number, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RemoveAsync(StatementHandle handle, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var operation = _near.Begin(handle, CacheOperationKind.Change);
        return await _backing.RemoveAsync(handle, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<PurgeResult> PurgeExpiredAsync(
        DateTimeOffset now, TimeSpan tombstoneRetention, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // First the pending refreshes: the backing store must not purge a statement whose expiry was refreshed here.
        await _pendingRefreshes.FlushAsync(cancellationToken).ConfigureAwait(false);
        _near.DropExpired(now);
        return await _backing.PurgeExpiredAsync(now, tombstoneRetention, cancellationToken).ConfigureAwait(false);
    }

    /// <remarks>Health is reported for both stores, so it is always there. The other capabilities need the backing store.</remarks>
    /// <inheritdoc/>
    T? IStatementStore.GetCapability<T>()
        where T : class =>
        typeof(T) == typeof(IStatementStoreHealth) || _backing.GetCapability<T>() is not null ? this as T : null;

    /// <inheritdoc/>
    IAsyncDisposable IStatementLeases.AcquireLease(StatementOwner owner, Action lost) => _leases.AcquireLease(owner, lost);

    /// <inheritdoc/>
    ValueTask<bool> IStatementLeases.IsAliveAsync(StatementOwner owner, CancellationToken cancellationToken) => _leases.IsAliveAsync(owner, cancellationToken);

    /// <summary>Reports each change that the backing store reports, after it was removed from the near cache.</summary>
    /// <inheritdoc/>
    IDisposable IStatementChangeFeed.Subscribe(Action<StatementHandle?> changed) => _changes.Subscribe(changed);

    /// <inheritdoc/>
    ValueTask IStatementSessionActivity.RecordActivityAsync(
        string sessionId, DateTimeOffset usedAt, TimeSpan keep, CancellationToken cancellationToken) =>
        _backingActivity?.RecordActivityAsync(sessionId, usedAt, keep, cancellationToken) ?? ValueTask.CompletedTask;

    /// <inheritdoc/>
    ValueTask<DateTimeOffset?> IStatementSessionActivity.GetLastActivityAsync(string sessionId, CancellationToken cancellationToken) =>
        _backingActivity?.GetLastActivityAsync(sessionId, cancellationToken) ?? new((DateTimeOffset?)null);

    /// <inheritdoc/>
    async ValueTask<Exception?> IStatementStoreHealth.CheckAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            if (_backingHealth is not null)
            {
                return await _backingHealth.CheckAsync(limit, cancellationToken).ConfigureAwait(false);
            }

            // The system's clock: the caller waits in real time.
            await _backing.FindAsync(StatementHandle.New(_timeProvider), cancellationToken).AsTask()
                .WaitAsync(limit, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new StatementStoreException(
                "hybrid",
                "reach the store behind it",
                null,
                exception,
                "Until it answers, only what is in memory is answered, and no changes are taken.");
        }
    }

    /// <summary>Clears the near cache. The backing store is not disposed of.</summary>
    public void Dispose()
    {
        _changes.Dispose();
        _near.Dispose();
    }

    private async ValueTask<Statement?> FindInBackingAsync(StatementHandle handle, CancellationToken cancellationToken)
    {
        Statement? found;
        using (var operation = _near.Begin(handle, CacheOperationKind.Read))
        {
            try
            {
                found = _pendingRefreshes.Apply(
                    await _backing.FindAsync(handle, cancellationToken).ConfigureAwait(false), _timeProvider.GetUtcNow());
                operation.Keep(found);
            }
            catch (StatementStoreException) when (_near.Find(handle, isBackingDown: true) is { } near)
            {
                return near;
            }
        }

        await _pendingRefreshes.TryFlushAsync(cancellationToken).ConfigureAwait(false);
        return found;
    }

    private async ValueTask<ResultBatch?> ReadFromBackingAsync(StatementHandle handle, int number, CancellationToken cancellationToken)
    {
        using var operation = _near.Begin(handle, CacheOperationKind.Read);
        try
        {
            var batch = await _backing.ReadBatchAsync(handle, number, cancellationToken).ConfigureAwait(false);
            if (batch is not null)
            {
                operation.Keep(batch);
            }

            return batch;
        }
        catch (StatementStoreException) when (_near.Find(handle, number, isBackingDown: true) is { } near)
        {
            return near;
        }
    }
}
