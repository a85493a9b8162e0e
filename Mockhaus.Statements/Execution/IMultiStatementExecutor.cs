namespace Mockhaus.Statements.Execution;

/// <summary>An executor that can also run a text of several statements, one after the other.</summary>
/// <remarks>Asked for when <see cref="StatementRequest.StatementCount"/> is not 1. Safe for several statements at once.</remarks>
public interface IMultiStatementExecutor : IStatementExecutor
{
    /// <summary>Splits the SQL of a statement and gets ready to run its parts.</summary>
    /// <param name="statement">The statement, with all of the SQL.</param>
    /// <param name="cancellationToken">Fires when the work is no longer wanted.</param>
    /// <returns>The parts; disposed of when the last of them that is to run has ended.</returns>
    /// <exception cref="StatementFailedException">The SQL cannot be split.</exception>
    ValueTask<IMultiStatementExecution> OpenAsync(Statement statement, CancellationToken cancellationToken);
}
