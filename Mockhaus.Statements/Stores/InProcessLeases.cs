using System.Collections.Concurrent;

namespace Mockhaus.Statements.Stores;

/// <summary>The leases of the managers of this process, for a store that no other process uses.</summary>
/// <remarks>One instance for all stores, because managers that share a store do not know each other.</remarks>
internal sealed class InProcessLeases : IStatementLeases
{
    private readonly ConcurrentDictionary<StatementOwner, bool> _alive = new();

    private InProcessLeases()
    {
    }

    public static InProcessLeases Instance { get; } = new();

    /// <summary>Never calls <paramref name="lost"/>: a manager of this process ends its statements itself.</summary>
    public IAsyncDisposable AcquireLease(StatementOwner owner, Action lost)
    {
        _alive[owner] = true;
        return new Lease(this, owner);
    }

    public ValueTask<bool> IsAliveAsync(StatementOwner owner, CancellationToken cancellationToken) => new(_alive.ContainsKey(owner));

    private sealed class Lease(InProcessLeases owners, StatementOwner owner) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            owners._alive.TryRemove(owner, out _);
            return ValueTask.CompletedTask;
        }
    }
}
