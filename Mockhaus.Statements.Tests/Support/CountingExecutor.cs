using Mockhaus.Statements.Execution;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>Knows how many executions have not returned yet.</summary>
internal sealed class CountingExecutor(IStatementExecutor inner) : IStatementExecutor
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _over = new();
    private int _count;

    /// <summary>Ends when no execution is under way any more.</summary>
    public Task AllOver
    {
        get
        {
            lock (_lock)
            {
                return _count == 0 ? Task.CompletedTask : _over.Task;
            }
        }
    }

    public async ValueTask ExecuteAsync(StatementExecution execution, CancellationToken cancellationToken)
    {
        Count(1);
        try
        {
            await inner.ExecuteAsync(execution, cancellationToken);
        }
        finally
        {
            Count(-1);
        }
    }

    private void Count(int more)
    {
        TaskCompletionSource? over = null;
        lock (_lock)
        {
            _count += more;
            if (_count == 0)
            {
                (over, _over) = (_over, new());
            }
        }

        over?.SetResult();
    }
}
