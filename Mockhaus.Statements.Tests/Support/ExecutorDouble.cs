using Mockhaus.Statements.Execution;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>Tells when an executor has begun and when it is really over.</summary>
internal sealed class ExecutorDouble(IStatementExecutor inner) : IStatementExecutor
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Begun => _begun.Task;

    public Task Over => _over.Task;

    public async ValueTask ExecuteAsync(StatementExecution execution, CancellationToken cancellationToken)
    {
        _begun.TrySetResult();
        try
        {
            await inner.ExecuteAsync(execution, cancellationToken);
        }
        finally
        {
            _over.TrySetResult();
        }
    }
}
