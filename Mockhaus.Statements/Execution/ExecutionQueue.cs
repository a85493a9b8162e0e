namespace Mockhaus.Statements.Execution;

/// <summary>A bounded line of statements, in order, and workers that come when there is something in it.</summary>
/// <remarks>
/// <para>A place is reserved before a statement is stored, so that a full line refuses without a trace. There are as many
/// places as may run and wait together: an idle worker that has not come yet must not make the line look full.</para>
/// <para>Instead of a channel with readers parked at it: a reader that is woken for each statement costs ten times what a
/// short statement does (measured). Workers wake each other one at a time and leave when the line is empty; a statement
/// that is cancelled while it waits leaves the line, and memory, at once.</para>
/// </remarks>
internal sealed class ExecutionQueue(int maxRunning, int maxQueued, Func<RunningStatement, ValueTask> run) : IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private readonly LinkedList<RunningStatement> _line = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _reserved;
    private int _workers;
    private bool _isWaking;
    private bool _isClosing;

    public bool TryReserve()
    {
        if (Interlocked.Increment(ref _reserved) <= maxRunning + (long)maxQueued)
        {
            return true;
        }

        Release();
        return false;
    }

    /// <summary>Gives a place back that was reserved and not used.</summary>
    public void Release() => Interlocked.Decrement(ref _reserved);

    public void Enqueue(RunningStatement statement)
    {
        lock (_lock)
        {
            statement.QueueNode = _line.AddLast(statement);
            if (!MustWake())
            {
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Takes a statement out of the line, unless a worker has; its place is free from then on.</summary>
    /// <returns>Whether this call took it out.</returns>
    public bool TryRemove(RunningStatement statement)
    {
        lock (_lock)
        {
            if (statement.QueueNode is not { } node)
            {
                return false;
            }

            statement.QueueNode = null;
            _line.Remove(node);
        }

        Release();
        return true;
    }

    /// <summary>Lets what is in the line be worked off.</summary>
    /// <returns>A task that ends when no worker is at work any more.</returns>
    public Task CloseAsync()
    {
        lock (_lock)
        {
            _isClosing = true;
            if (_workers == 0)
            {
                _closed.TrySetResult();
            }
        }

        return _closed.Task;
    }

    void IThreadPoolWorkItem.Execute() => _ = WorkAsync();

    private async Task WorkAsync()
    {
        for (var next = Next(isFirst: true); next is not null; next = Next(isFirst: false))
        {
            await run(next).ConfigureAwait(false);
            Release();
        }
    }

    /// <summary>The next statement; null sends the worker away.</summary>
    private RunningStatement? Next(bool isFirst)
    {
        RunningStatement statement;
        lock (_lock)
        {
            if (isFirst)
            {
                _isWaking = false;
            }

            if (_line.First is not { } node)
            {
                _workers--;
                if (_isClosing && _workers == 0)
                {
                    _closed.TrySetResult();
                }

                return null;
            }

            statement = node.Value;
            statement.QueueNode = null;
            _line.Remove(node);
            if (_line.Count == 0 || !MustWake())
            {
                return statement;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return statement;
    }

    /// <summary>Whether one more worker is wanted; each of them, once awake, sees to the next.</summary>
    private bool MustWake()
    {
        if (_isWaking || _workers == maxRunning)
        {
            return false;
        }

        _workers++;
        return _isWaking = true;
    }
}
