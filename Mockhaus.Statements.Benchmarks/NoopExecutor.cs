using Mockhaus.Statements.Execution;

namespace Mockhaus.Statements.Benchmarks;

/// <summary>Does nothing, so that only the manager is measured.</summary>
internal sealed class NoopExecutor : IStatementExecutor
{
    public ValueTask ExecuteAsync(StatementExecution execution, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
