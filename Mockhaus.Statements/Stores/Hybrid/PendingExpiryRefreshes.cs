namespace Mockhaus.Statements.Stores.Hybrid;

/// <summary>Refreshed expiries that the backing store does not have yet, because it was unavailable.</summary>
internal sealed class PendingExpiryRefreshes(IStatementStore backing, NearCache near)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<StatementHandle, (long Version, DateTimeOffset ExpiresAt)> _pending = [];
    private volatile bool _isAny;
    private int _isFlushing;

    public void Add(StatementHandle handle, long version, DateTimeOffset expiresAt)
    {
        lock (_lock)
        {
            if (!_pending.TryGetValue(handle, out var pending) || pending.Version != version || pending.ExpiresAt < expiresAt)
            {
                _pending[handle] = (version, expiresAt);
            }

            _isAny = true;
        }
    }

    /// <summary>Gives a statement of the backing store the expiry that was refreshed here.</summary>
    public Statement? Apply(Statement? found, DateTimeOffset now)
    {
        if (!_isAny || found is not { IsFinished: true } || found.IsExpiredAt(now))
        {
            return found;
        }

        lock (_lock)
        {
            return _pending.TryGetValue(found.Handle, out var pending) && pending.Version == found.Version && pending.ExpiresAt > found.ExpiresAt
                ? found with { ExpiresAt = pending.ExpiresAt }
                : found;
        }
    }

    /// <summary>Sends the refreshes to the backing store after another call has succeeded. When that fails, the next call tries
    /// again.</summary>
    public ValueTask TryFlushAsync(CancellationToken cancellationToken) => _isAny ? TryFlushAllAsync(cancellationToken) : ValueTask.CompletedTask;

    /// <summary>Sends all refreshes to the backing store.</summary>
    /// <exception cref="StatementStoreException">The backing store is unavailable. What was not sent stays pending.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        foreach (var (handle, pending) in Snapshot())
        {
            await backing.RefreshExpiryAsync(handle, pending.Version, pending.ExpiresAt, cancellationToken).ConfigureAwait(false);

            // A statement that has expired there is not refreshed, and no error says so. It must not be answered from the near cache any
            // more.
            var found = await backing.FindAsync(handle, cancellationToken).ConfigureAwait(false);
            if (found?.Version != pending.Version || found.ExpiresAt < pending.ExpiresAt)
            {
                near.Begin(handle, CacheOperationKind.Change).Dispose();
            }

            lock (_lock)
            {
                if (_pending.TryGetValue(handle, out var now) && now == pending)
                {
                    _pending.Remove(handle);
                }

                _isAny = _pending.Count > 0;
            }
        }
    }

    private async ValueTask TryFlushAllAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isFlushing, 1) != 0)
        {
            return;
        }

        try
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Any error: the call that the caller has made has succeeded already.
        }
        finally
        {
            Volatile.Write(ref _isFlushing, 0);
        }
    }

    private List<KeyValuePair<StatementHandle, (long Version, DateTimeOffset ExpiresAt)>> Snapshot()
    {
        lock (_lock)
        {
            return [.. _pending];
        }
    }
}
