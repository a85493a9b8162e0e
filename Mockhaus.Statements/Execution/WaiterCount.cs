using System.Collections.Concurrent;

namespace Mockhaus.Statements.Execution;

/// <summary>How many callers wait for or watch each statement, and a cap on that.</summary>
/// <remarks>Counted on the statement where it runs here, which costs nothing; by handle where another manager runs it.</remarks>
internal sealed class WaiterCount(int maxPerStatement)
{
    private readonly ConcurrentDictionary<StatementHandle, int> _elsewhere = new();
    private int _total;

    /// <summary>How many there are in all.</summary>
    public int Total => Volatile.Read(ref _total);

    /// <exception cref="StatementLimitException">There are as many as may be.</exception>
    public void Enter(StatementHandle handle, RunningStatement? running)
    {
        Interlocked.Increment(ref _total);
        var count = running?.AddWaiter(1) ?? _elsewhere.AddOrUpdate(handle, 1, static (_, waiters) => waiters + 1);
        if (count > maxPerStatement)
        {
            Leave(handle, running);
            throw new StatementLimitException(nameof(MockhausStatementsOptions.MaxWaitersPerStatement), maxPerStatement, count);
        }
    }

    public void Leave(StatementHandle handle, RunningStatement? running)
    {
        Interlocked.Decrement(ref _total);
        if (running is not null)
        {
            running.AddWaiter(-1);
        }
        else if (_elsewhere.AddOrUpdate(handle, 0, static (_, waiters) => waiters - 1) == 0)
        {
            // Only while it is zero: somebody may have come in between.
            _elsewhere.TryRemove(new(handle, 0));
        }
    }
}
