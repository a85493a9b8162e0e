using System.Diagnostics;
using Mockhaus.Statements.Execution;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>Splits at semicolons; a part that says "fail" fails. Notes in which span it runs.</summary>
internal sealed class TwoPartExecutor : IMultiStatementExecutor
{
    public List<Activity?> Spans { get; } = [];

    public ValueTask<IMultiStatementExecution> OpenAsync(Statement statement, CancellationToken cancellationToken) =>
        new(new Parts(statement.Sql.Split(';'), this));

    public ValueTask ExecuteAsync(StatementExecution execution, CancellationToken cancellationToken)
    {
        Spans.Add(Activity.Current);
        return execution.Statement.Sql == "fail"
            ? throw new StatementFailedException(new("000001", "42000", "no"))
            : ValueTask.CompletedTask;
    }

    private sealed class Parts(IReadOnlyList<string> statements, TwoPartExecutor executor) : IMultiStatementExecution
    {
        public IReadOnlyList<string> Statements { get; } = statements;

        public ValueTask ExecuteAsync(StatementExecution execution, CancellationToken cancellationToken) =>
            executor.ExecuteAsync(execution, cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
