using System.Threading.Channels;
using Mockhaus.Statements.Execution;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>Tells which parts of scripts have begun, and when a script is really over.</summary>
internal sealed class ScriptDouble(IMultiStatementExecutor inner) : IMultiStatementExecutor
{
    private readonly Channel<string> _begun = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Over => _over.Task;

    public ValueTask<string> BegunAsync() => _begun.Reader.ReadAsync();

    public ValueTask ExecuteAsync(StatementExecution execution, CancellationToken cancellationToken) =>
        inner.ExecuteAsync(execution, cancellationToken);

    public async ValueTask<IMultiStatementExecution> OpenAsync(Statement statement, CancellationToken cancellationToken) =>
        new Script(this, await inner.OpenAsync(statement, cancellationToken));

    private sealed class Script(ScriptDouble owner, IMultiStatementExecution inner) : IMultiStatementExecution
    {
        public IReadOnlyList<string> Statements => inner.Statements;

        public ValueTask ExecuteAsync(StatementExecution execution, CancellationToken cancellationToken)
        {
            owner._begun.Writer.TryWrite(execution.Statement.Sql);
            return inner.ExecuteAsync(execution, cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync();
            owner._over.TrySetResult();
        }
    }
}
