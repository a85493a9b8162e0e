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
    private readonly IStatementStore _far;
    private readonly IStatementStoreHealth? _farHealth;
    private readonly IStatementLeases _leases;
    private readonly IStatementSessionActivity? _farSessions;
    private readonly IDisposable? _farChanges;
    private readonly NearCache _near;
    private readonly PendingExpiryRefreshes _owed;
    private readonly TimeProvider _timeProvider;

    /// <summary>Makes a store with nothing near.</summary>
    /// <param name="far">The durable store. It stays its owner's, and has to have the same clock.</param>
    /// <param name="options">The settings, or null for the defaults. They are not to be changed afterwards.</param>
    /// <param name="timeProvider">The clock, or null for the system's.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options are not valid.</exception>
    public HybridStatementStore(IStatementStore far, HybridStoreOptions? options = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(far);
        options ??= new();
        new HybridStoreOptionsValidator().ThrowIfInvalid(options);
        _far = far;
        _farHealth = far.GetCapability<IStatementStoreHealth>();
        _timeProvider = timeProvider ?? TimeProvider.System;
        _leases = far.GetCapability<IStatementLeases>() ?? InProcessLeases.Instance;
        _farSessions = far.GetCapability<IStatementSessionActivity>();
        var changes = far.GetCapability<IStatementChangeFeed>();
        _near = new(options, options.ConfirmAfter ?? (changes is null ? null : HybridStoreOptions.ConfirmHintsAfter), _timeProvider);
        _owed = new(far, _near);
        _farChanges = changes?.Subscribe(NoteChange);
    }

    /// <summary>The bytes that are near, as they are counted.</summary>
    internal long NearBytes => _near.Bytes;

    /// <inheritdoc/>
    public async ValueTask<StatementWrite> AddAsync(Statement statement, int maxInSession, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(statement);
        cancellationToken.ThrowIfCancellationRequested();
        StatementWrite write;
        using (_near.Visit(statement.Handle, CacheOperationKind.Change))
        {
            write = await _far.AddAsync(statement, maxInSession, cancellationToken).ConfigureAwait(false);
        }

        await _owed.TryPayAsync(cancellationToken).ConfigureAwait(false);
        return write;
    }

    /// <inheritdoc/>
    public ValueTask<Statement?> FindAsync(StatementHandle handle, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _near.Find(handle, isFarDown: false) is { } near ? new(near) : FindFarAsync(handle, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<Statement?> FindByRequestIdAsync(string sessionId, string requestId, CancellationToken cancellationToken) =>
        _far.FindByRequestIdAsync(sessionId, requestId, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<StatementWrite> ReplaceAsync(Statement statement, long expectedVersion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(statement);
        cancellationToken.ThrowIfCancellationRequested();
        StatementWrite write;
        using (var visit = _near.Visit(statement.Handle, CacheOperationKind.Change))
        {
            write = await _far.ReplaceAsync(statement, expectedVersion, cancellationToken).ConfigureAwait(false);
            if (write.Written)
            {
                visit.Keep(statement);
            }
        }

        await _owed.TryPayAsync(cancellationToken).ConfigureAwait(false);
        return write;
    }

    /// <inheritdoc/>
    public async ValueTask RefreshExpiryAsync(
        StatementHandle handle, long expectedVersion, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using (_near.Visit(handle, CacheOperationKind.Slide))
        {
            try
            {
                await _far.RefreshExpiryAsync(handle, expectedVersion, expiresAt, cancellationToken).ConfigureAwait(false);
                _near.Slide(handle, expectedVersion, expiresAt);
            }
            catch (StatementStoreException)
            {
                // A slide is a part of reading, and what is near is read on.
                if (!_near.Slide(handle, expectedVersion, expiresAt))
                {
                    throw;
                }

                _owed.Add(handle, expectedVersion, expiresAt);
                return;
            }
        }

        await _owed.TryPayAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<Statement> ListAsync(StatementFilter filter, CancellationToken cancellationToken) =>
        _far.ListAsync(filter, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> WriteBatchAsync(StatementHandle handle, ResultBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancellationToken.ThrowIfCancellationRequested();
        using var visit = _near.Visit(handle, CacheOperationKind.Change);
        var written = await _far.WriteBatchAsync(handle, batch, cancellationToken).ConfigureAwait(false);
        if (written)
        {
            visit.Keep(batch);
        }

        return written;
    }

    /// <inheritdoc/>
    public ValueTask<ResultBatch?> ReadBatchAsync(StatementHandle handle, int number, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _near.Find(handle, number, isFarDown: false) is { } near ? new(near) : ReadFarAsync(handle, number, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> RemoveAsync(StatementHandle handle, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var visit = _near.Visit(handle, CacheOperationKind.Change);
        return await _far.RemoveAsync(handle, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<PurgeResult> PurgeExpiredAsync(
        DateTimeOffset now, TimeSpan tombstoneRetention, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        // Before it lets anything go that was told to last longer.
        await _owed.PayAsync(cancellationToken).ConfigureAwait(false);
        _near.DropExpired(now);
        return await _far.PurgeExpiredAsync(now, tombstoneRetention, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    async ValueTask<Exception?> IStatementStoreHealth.CheckAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            if (_farHealth is not null)
            {
                return await _farHealth.CheckAsync(limit, cancellationToken).ConfigureAwait(false);
            }

            // The system's clock: it is somebody of this world who waits.
            await _far.FindAsync(StatementHandle.New(_timeProvider), cancellationToken).AsTask()
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
        _farChanges?.Dispose();
        _near.Dispose();
    }

    private async ValueTask<Statement?> FindFarAsync(StatementHandle handle, CancellationToken cancellationToken)
    {
        Statement? found;
        using (var visit = _near.Visit(handle, CacheOperationKind.Read))
        {
            try
            {
                found = _owed.Apply(
                    await _far.FindAsync(handle, cancellationToken).ConfigureAwait(false), _timeProvider.GetUtcNow());
                visit.Keep(found);
            }
            catch (StatementStoreException) when (_near.Find(handle, isFarDown: true) is { } near)
            {
                return near;
            }
        }

        await _owed.TryPayAsync(cancellationToken).ConfigureAwait(false);
        return found;
    }

    private async ValueTask<ResultBatch?> ReadFarAsync(StatementHandle handle, int number, CancellationToken cancellationToken)
    {
        using var visit = _near.Visit(handle, CacheOperationKind.Read);
        try
        {
            var batch = await _far.ReadBatchAsync(handle, number, cancellationToken).ConfigureAwait(false);
            if (batch is not null)
            {
                visit.Keep(batch);
            }

            return batch;
        }
        catch (StatementStoreException) when (_near.Find(handle, number, isFarDown: true) is { } near)
        {
            return near;
        }
    }
}
