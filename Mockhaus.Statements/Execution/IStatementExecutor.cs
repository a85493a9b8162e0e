namespace Mockhaus.Statements.Execution;

/// <summary>The host's code that runs SQL and writes rows.</summary>
/// <remarks>
/// Called on a thread of the pool, for several statements at once. It ends well by returning after it has written its
/// rows, and badly by throwing: <see cref="StatementFailedException"/> to choose the code, anything else for
/// <see cref="StatementErrorCodes.ExecutionFailed"/>. Once the token fires (cancel, timeout, shutdown) the statement has
/// already ended for everybody else; what is written or thrown afterwards is not seen. An executor that blocks its thread
/// should bring a thread of its own.
/// </remarks>
public interface IStatementExecutor
{
    /// <summary>Runs one statement.</summary>
    /// <param name="execution">The statement, and where its rows go.</param>
    /// <param name="cancellationToken">Fires when the work is no longer wanted.</param>
    /// <returns>A task that ends when every row is written.</returns>
    /// <exception cref="StatementFailedException">The SQL failed.</exception>
    ValueTask ExecuteAsync(StatementExecution execution, CancellationToken cancellationToken);
}
