namespace Mockhaus.Statements.Stores.Hybrid;

/// <summary>Passes the changes that the backing store reports on to subscribers, after they were removed from the near cache.</summary>
internal sealed class HybridChangeFeed : IDisposable
{
    private readonly NearCache _near;
    private readonly IDisposable? _subscription;

    public HybridChangeFeed(IStatementChangeFeed? backing, NearCache near)
    {
        _near = near;
        _subscription = backing?.Subscribe(NoteChange);
    }

    private event Action<StatementHandle?>? Changed;

    public IDisposable Subscribe(Action<StatementHandle?> changed)
    {
        ArgumentNullException.ThrowIfNull(changed);
        Changed += changed;
        return new Subscription(this, changed);
    }

    public void Dispose() => _subscription?.Dispose();

    private void NoteChange(StatementHandle? changed)
    {
        if (changed is { } handle)
        {
            _near.Remove(handle);
        }
        else
        {
            _near.Clear();
        }

        // After that: a subscriber asks the store at once.
        Changed?.Invoke(changed);
    }

    private sealed class Subscription(HybridChangeFeed feed, Action<StatementHandle?> changed) : IDisposable
    {
        private Action<StatementHandle?>? _changed = changed;

        public void Dispose() => feed.Changed -= Interlocked.Exchange(ref _changed, null);
    }
}
