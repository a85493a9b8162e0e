using System.Collections.Concurrent;

namespace Mockhaus.Statements.Execution;

/// <summary>How many callers wait for or watch each statement, and a cap on that.</summary>
internal sealed class WaiterCount(int maxPerStatement)
{
    private readonly ConcurrentDictionary<StatementHandle, int> _waiters = new();
    private int _total;

    /// <summary>How many there are in all.</summary>
    public int Total => Volatile.Read(ref _total);

    /// <exception cref="StatementLimitException">There are as many as may be.</exception>
    public void Enter(StatementHandle handle)
    {
        var count = _waiters.AddOrUpdate(handle, 1, static (_, waiters) => waiters + 1);
        Interlocked.Increment(ref _total);
        if (count > maxPerStatement)
        {
            Leave(handle);
            throw new StatementLimitException(nameof(MockhausStatementsOptions.MaxWaitersPerStatement), maxPerStatement, count);
        }
    }

    public void Leave(StatementHandle handle)
    {
        Interlocked.Decrement(ref _total);
        if (_waiters.AddOrUpdate(handle, 0, static (_, waiters) => waiters - 1) == 0)
        {
            // Only while it is zero: somebody may have come in between.
            _waiters.TryRemove(new(handle, 0));
        }
    }
}
