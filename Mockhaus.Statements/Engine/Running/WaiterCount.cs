using System.Collections.Concurrent;

namespace Mockhaus.Statements.Engine;

/// <summary>How many callers wait for or watch each statement, and a cap on that; wakes those whose statement runs elsewhere.</summary>
/// <remarks>Counted on the statement where it runs here, which costs nothing; by handle where another manager runs it.</remarks>
internal sealed class WaiterCount(int maxPerStatement)
{
    private readonly ConcurrentDictionary<StatementHandle, Elsewhere> _elsewhere = new();
    private int _total;

    /// <summary>How many there are in all.</summary>
    public int Total => Volatile.Read(ref _total);

    /// <exception cref="StatementLimitException">There are as many as may be.</exception>
    public void Enter(StatementHandle handle, RunningStatement? running)
    {
        Interlocked.Increment(ref _total);
        var count = running?.AddWaiter(1) ?? Add(handle, 1);
        if (count > maxPerStatement)
        {
            Leave(handle, running);
            throw new StatementLimitException(nameof(StatementLimitOptions.MaxWaitersPerStatement), maxPerStatement, count);
        }
    }

    public void Leave(StatementHandle handle, RunningStatement? running)
    {
        Interlocked.Decrement(ref _total);
        if (running is not null)
        {
            running.AddWaiter(-1);
        }
        else if (Add(handle, -1) == 0)
        {
            // Only while it is unchanged: a waiter may have come in between, or been woken.
            while (_elsewhere.TryGetValue(handle, out var left) && left.Waiters == 0 && !_elsewhere.TryRemove(new(handle, left)))
            {
                // Looked at again.
            }
        }
    }

    /// <summary>Ends when the waiters for a statement that runs elsewhere are woken after this call. For those who have entered.</summary>
    public Task Woken(StatementHandle handle) => _elsewhere[handle].Woken.Task;

    /// <summary>Wakes all waiters for a statement that runs elsewhere. Costs one lookup when there are none.</summary>
    public void Wake(StatementHandle handle)
    {
        while (_elsewhere.TryGetValue(handle, out var waiting))
        {
            if (_elsewhere.TryUpdate(handle, waiting with { Woken = NewSignal() }, waiting))
            {
                waiting.Woken.TrySetResult();
                return;
            }
        }
    }

    /// <summary>Wakes all who wait for any statement that runs elsewhere.</summary>
    public void WakeAll()
    {
        foreach (var (handle, _) in _elsewhere)
        {
            Wake(handle);
        }
    }

    private int Add(StatementHandle handle, int change) => _elsewhere.AddOrUpdate(
        handle,
        static (_, change) => new(change, NewSignal()),
        static (_, waiting, change) => waiting with { Waiters = waiting.Waiters + change },
        change).Waiters;

    /// <summary>The thread that wakes many waiters must not run them.</summary>
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly record struct Elsewhere(int Waiters, TaskCompletionSource Woken);
}
