using Mockhaus.Statements.Execution;
using Mockhaus.Statements.Results;

namespace Mockhaus.Statements.Tests.Docs;

internal sealed class AnswerExecutor : IStatementExecutor
{
    public ValueTask ExecuteAsync(StatementExecution execution, CancellationToken cancellationToken)
    {
        execution.Result.Start([ResultColumn.Fixed("ANSWER")]);
        execution.Result.Row.WriteInt64(42);
        return execution.Result.EndRowAsync(cancellationToken);
    }
}
