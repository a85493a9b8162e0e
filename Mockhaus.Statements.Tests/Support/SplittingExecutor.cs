using Mockhaus.Statements.Execution;

namespace Mockhaus.Statements.Tests.Support;

/// <summary>Splits at each semicolon and lets another executor run the parts.</summary>
public sealed class SplittingExecutor(IStatementExecutor parts) : IMultiStatementExecutor
{
    private int _opened;
    private int _disposed;

    public int Opened => Volatile.Read(ref _opened);

    public int Disposed => Volatile.Read(ref _disposed);

    /// <summary>What happens before the SQL is split.</summary>
    public Func<Statement, CancellationToken, Task> Opening { get; set; } = static (_, _) => Task.CompletedTask;

    public ValueTask ExecuteAsync(StatementExecution execution, CancellationToken cancellationToken) =>
        parts.ExecuteAsync(execution, cancellationToken);

    public async ValueTask<IMultiStatementExecution> OpenAsync(Statement statement, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(statement);
        await Opening(statement, cancellationToken);
        Interlocked.Increment(ref _opened);
        return new Script(this, statement.Sql.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }

    private sealed class Script(SplittingExecutor owner, IReadOnlyList<string> statements) : IMultiStatementExecution
    {
        public IReadOnlyList<string> Statements => statements;

        public ValueTask ExecuteAsync(StatementExecution execution, CancellationToken cancellationToken)
        {
            owner.Disposed.Should().BeLessThan(owner.Opened, "a script that is disposed of runs nothing");
            return owner.ExecuteAsync(execution, cancellationToken);
        }

        public ValueTask DisposeAsync()
        {
            Interlocked.Increment(ref owner._disposed);
            return ValueTask.CompletedTask;
        }
    }
}
