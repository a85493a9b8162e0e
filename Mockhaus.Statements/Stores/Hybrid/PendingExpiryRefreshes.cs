namespace Mockhaus.Statements.Stores.Hybrid;

/// <summary>Expiries that were put off near while the far store was down, and that it has to be told when it is back.</summary>
internal sealed class PendingExpiryRefreshes(IStatementStore far, NearCache near)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<StatementHandle, (long Version, DateTimeOffset ExpiresAt)> _owed = [];
    private volatile bool _isAny;
    private int _isPaying;

    public void Add(StatementHandle handle, long version, DateTimeOffset expiresAt)
    {
        lock (_lock)
        {
            if (!_owed.TryGetValue(handle, out var owed) || owed.Version != version || owed.ExpiresAt < expiresAt)
            {
                _owed[handle] = (version, expiresAt);
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
            return _owed.TryGetValue(found.Handle, out var owed) && owed.Version == found.Version && owed.ExpiresAt > found.ExpiresAt
                ? found with { ExpiresAt = owed.ExpiresAt }
                : found;
        }
    }

    /// <summary>Tells the far store, which has just answered something else. If it does not answer now, the next one tries.</summary>
    public ValueTask TryPayAsync(CancellationToken cancellationToken) => _isAny ? TryPayAllAsync(cancellationToken) : ValueTask.CompletedTask;

    /// <summary>Tells the far store all of it.</summary>
    /// <exception cref="StatementStoreException">It does not answer; what is left is still owed.</exception>
    public async ValueTask PayAsync(CancellationToken cancellationToken)
    {
        foreach (var (handle, owed) in Snapshot())
        {
            await far.RefreshExpiryAsync(handle, owed.Version, owed.ExpiresAt, cancellationToken).ConfigureAwait(false);

            // It refuses what has expired there meanwhile, and does not say so. Near must not go on answering with that.
            var found = await far.FindAsync(handle, cancellationToken).ConfigureAwait(false);
            if (found?.Version != owed.Version || found.ExpiresAt < owed.ExpiresAt)
            {
                near.Visit(handle, CacheOperationKind.Change).Dispose();
            }

            lock (_lock)
            {
                if (_owed.TryGetValue(handle, out var now) && now == owed)
                {
                    _owed.Remove(handle);
                }

                _isAny = _owed.Count > 0;
            }
        }
    }

    private async ValueTask TryPayAllAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isPaying, 1) != 0)
        {
            return;
        }

        try
        {
            await PayAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Whatever it is: the caller has his answer, and this was only on the way.
        }
        finally
        {
            Volatile.Write(ref _isPaying, 0);
        }
    }

    private List<KeyValuePair<StatementHandle, (long Version, DateTimeOffset ExpiresAt)>> Snapshot()
    {
        lock (_lock)
        {
            return [.. _owed];
        }
    }
}
