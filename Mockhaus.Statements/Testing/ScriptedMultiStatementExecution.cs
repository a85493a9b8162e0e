using Mockhaus.Statements.Execution;

namespace Mockhaus.Statements.Testing;

/// <summary>The statements of a multi-statement request. Each is an ordinary call of the script.</summary>
internal sealed class ScriptedMultiStatementExecution(ScriptedExecutor script, IReadOnlyList<string> statements) : IMultiStatementExecution
{
    public IReadOnlyList<string> Statements { get; } = statements;

    public ValueTask ExecuteAsync(StatementExecution execution, CancellationToken cancellationToken) =>
        script.ExecuteAsync(execution, cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
