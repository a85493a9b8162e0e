using Mockhaus.Statements.DependencyInjection;
using Mockhaus.Statements.Results;
using Mockhaus.Statements.Stores.Hybrid;

namespace Mockhaus.Statements.Stores;

/// <summary>A durable store with memory before it.</summary>
/// <remarks>
/// <para>Every change goes to the far store first; what that has taken is then put near. Near are finished statements that
/// have not expired, and batches: those read or written lately, within <see cref="HybridStoreOptions.NearBytes"/>. A
/// statement that is live is always asked of the far store. So are lists and request ids.</para>
/// <para>While the far store throws <see cref="StatementStoreException"/>, statements and batches that are near are still
/// answered, and reads still put their expiry off (the far store is told once it answers again; if it has let them expire by
/// then, they are expired). Everything else throws what the far store throws. Nothing has to be restarted afterwards.
/// <see cref="IStatementStoreHealth"/> tells of it.</para>
/// <para>A change whose outcome is not known takes the statement out of what is near, and so does a change by others that the far
/// store tells of (<see cref="IStatementChangeFeed"/>). Where others change a far store that does not tell,
/// <see cref="HybridStoreOptions.ConfirmAfter"/> has to be set. What the far store can do for several servers is passed on.</para>
/// <para>Safe for many threads, as far as the far store is. A hit near takes no lock and completes at once. The far store
/// belongs to whoever made it: disposing of this one only forgets what is near.</para>
/// </remarks>
public sealed partial class HybridStatementStore
    : IStatementStore, IStatementStoreHealth, IStatementLeases, IStatementChangeFeed, IStatementSessionActivity, IDisposable
{
    private readonly IStatementStore _backing;
    private readonly IStatementStoreHealth? _backingHealth;
    private readonly IStatementLeases _leases;
    private readonly IStatementSessionActivity? _backingActivity;
    private readonly IDisposable? _backingChanges;
    private readonly NearCache _near;
    private readonly PendingExpiryRefreshes _pendingRefreshes;
    private readonly TimeProvider _timeProvider;

    /// <summary>Makes a store with nothing near.</summary>
    /// <param name="backingStore">The durable store. It stays its owner's, and has to have the same clock.</param>
    /// <param name="options">The settings, or null for the defaults. They are not to be changed afterwards.</param>
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
        _backingChanges = changes?.Subscribe(NoteChange);
    }

    /// <summary>The bytes that are near, as they are counted.</summary>
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
                // A slide is a part of reading, and what is near is read on.
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

        // Before it lets anything go that was told to last longer.
        await _pendingRefreshes.FlushAsync(cancellationToken).ConfigureAwait(false);
        _near.DropExpired(now);
        return await _backing.PurgeExpiredAsync(now, tombstoneRetention, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    async ValueTask<Exception?> IStatementStoreHealth.CheckAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            if (_backingHealth is not null)
            {
                return await _backingHealth.CheckAsync(limit, cancellationToken).ConfigureAwait(false);
            }

            // The system's clock: it is somebody of this world who waits.
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

    /// <summary>Forgets what is near. The far store goes on.</summary>
    public void Dispose()
    {
        _backingChanges?.Dispose();
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
