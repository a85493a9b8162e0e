namespace Mockhaus.Statements.Execution;

/// <summary>An executor that supports multi-statement requests.</summary>
/// <remarks>Used when <see cref="StatementRequest.StatementCount"/> is not 1. Called concurrently.</remarks>
public interface IMultiStatementExecutor : IStatementExecutor
{
    /// <summary>Splits the SQL of a statement and prepares to run its parts.</summary>
    /// <param name="statement">The statement, with the complete SQL.</param>
    /// <param name="cancellationToken">Fires on a cancel, a timeout or a shutdown.</param>
    /// <returns>The parts. Disposed of when the last part that runs has ended.</returns>
    /// <exception cref="StatementFailedException">The SQL cannot be split.</exception>
    ValueTask<IMultiStatementExecution> OpenAsync(Statement statement, CancellationToken cancellationToken);
}
