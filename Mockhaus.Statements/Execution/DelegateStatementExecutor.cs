namespace Mockhaus.Statements.Execution;

internal sealed class DelegateStatementExecutor(Func<StatementExecution, CancellationToken, ValueTask> execute) : IStatementExecutor
{
    public ValueTask ExecuteAsync(StatementExecution execution, CancellationToken cancellationToken) =>
        execute(execution, cancellationToken);
}
