namespace Mockhaus.Statements.Stores;

/// <content>What several servers need of the far store, passed on.</content>
public sealed partial class HybridStatementStore
{
    private event Action<StatementHandle?>? Changed;

    /// <remarks>Health is reported for both stores, so it is always there. The other capabilities need the backing store.</remarks>
    /// <inheritdoc/>
    T? IStatementStore.GetCapability<T>()
        where T : class =>
        typeof(T) == typeof(IStatementStoreHealth) || _backing.GetCapability<T>() is not null ? this as T : null;

    /// <inheritdoc/>
    IAsyncDisposable IStatementLeases.AcquireLease(StatementOwner owner, Action lost) => _leases.AcquireLease(owner, lost);

    /// <inheritdoc/>
    ValueTask<bool> IStatementLeases.IsAliveAsync(StatementOwner owner, CancellationToken cancellationToken) => _leases.IsAliveAsync(owner, cancellationToken);

    /// <summary>Tells of each change that the far store tells of, from now on, when it is near no more.</summary>
    /// <inheritdoc/>
    IDisposable IStatementChangeFeed.Subscribe(Action<StatementHandle?> changed)
    {
        ArgumentNullException.ThrowIfNull(changed);
        Changed += changed;
        return new Subscription(this, changed);
    }

    /// <inheritdoc/>
    ValueTask IStatementSessionActivity.RecordActivityAsync(
        string sessionId, DateTimeOffset usedAt, TimeSpan keep, CancellationToken cancellationToken) =>
        _backingActivity?.RecordActivityAsync(sessionId, usedAt, keep, cancellationToken) ?? ValueTask.CompletedTask;

    /// <inheritdoc/>
    ValueTask<DateTimeOffset?> IStatementSessionActivity.GetLastActivityAsync(string sessionId, CancellationToken cancellationToken) =>
        _backingActivity?.GetLastActivityAsync(sessionId, cancellationToken) ?? new((DateTimeOffset?)null);

    private void NoteChange(StatementHandle? changed)
    {
        if (changed is { } handle)
        {
            _near.Forget(handle);
        }
        else
        {
            _near.ForgetAll();
        }

        // Only now: whoever is told asks at once.
        Changed?.Invoke(changed);
    }

    private sealed class Subscription(HybridStatementStore store, Action<StatementHandle?> changed) : IDisposable
    {
        private Action<StatementHandle?>? _changed = changed;

        public void Dispose() => store.Changed -= Interlocked.Exchange(ref _changed, null);
    }
}
