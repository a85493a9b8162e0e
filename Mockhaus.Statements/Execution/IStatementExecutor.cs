namespace Mockhaus.Statements.Execution;

/// <summary>The host's code that runs SQL and writes rows.</summary>
/// <remarks>
/// Called on a thread of the pool, concurrently for several statements. The executor succeeds by returning after it has written its
/// rows, and fails by throwing an exception: <see cref="StatementFailedException"/> sets the code, any other exception results in
/// <see cref="StatementErrorCodes.ExecutionFailed"/>. When the token fires (cancel, timeout, shutdown), the terminal state has
/// already been stored, and rows and exceptions after that are ignored. An executor that blocks should use
/// a thread of its own.
/// </remarks>
public interface IStatementExecutor
{
    /// <summary>Runs one statement.</summary>
    /// <param name="execution">The statement, and the writer for its rows.</param>
    /// <param name="cancellationToken">Fires on a cancel, a timeout or a shutdown.</param>
    /// <returns>A task that completes when all rows are written.</returns>
    /// <exception cref="StatementFailedException">The SQL failed.</exception>
    ValueTask ExecuteAsync(StatementExecution execution, CancellationToken cancellationToken);
}
