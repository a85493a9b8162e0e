namespace Mockhaus.Statements.Stores.Hybrid;

/// <summary>Expiries that were put off near while the far store was down, and that it has to be told when it is back.</summary>
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

    /// <summary>A statement as it was told near, where the far store does not know that yet.</summary>
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

    /// <summary>Tells the far store, which has just answered something else. If it does not answer now, the next one tries.</summary>
    public ValueTask TryFlushAsync(CancellationToken cancellationToken) => _isAny ? TryFlushAllAsync(cancellationToken) : ValueTask.CompletedTask;

    /// <summary>Tells the far store all of it.</summary>
    /// <exception cref="StatementStoreException">It does not answer; what is left is still pending.</exception>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        foreach (var (handle, pending) in Snapshot())
        {
            await backing.RefreshExpiryAsync(handle, pending.Version, pending.ExpiresAt, cancellationToken).ConfigureAwait(false);

            // It refuses what has expired there meanwhile, and does not say so. Near must not go on answering with that.
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
            // Whatever it is: the caller has his answer, and this was only on the way.
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
