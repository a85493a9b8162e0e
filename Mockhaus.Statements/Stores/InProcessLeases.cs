using System.Collections.Concurrent;

namespace Mockhaus.Statements.Stores;

/// <summary>The managers of this process that are alive: the owners on a store that no other process works on.</summary>
/// <remarks>One for all stores, because two managers that share a store know nothing else of each other.</remarks>
internal sealed class InProcessLeases : IStatementLeases
{
    private readonly ConcurrentDictionary<StatementOwner, bool> _alive = new();

    private InProcessLeases()
    {
    }

    public static InProcessLeases Instance { get; } = new();

    /// <summary>Nobody is found dead here: a manager of this process ends its statements itself.</summary>
    public IAsyncDisposable AcquireLease(StatementOwner owner, Action lost)
    {
        _alive[owner] = true;
        return new Stay(this, owner);
    }

    public ValueTask<bool> IsAliveAsync(StatementOwner owner, CancellationToken cancellationToken) => new(_alive.ContainsKey(owner));

    private sealed class Stay(InProcessLeases owners, StatementOwner owner) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            owners._alive.TryRemove(owner, out _);
            return ValueTask.CompletedTask;
        }
    }
}
