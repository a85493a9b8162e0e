namespace Mockhaus.Statements;

/// <summary>A statement has failed: thrown by an executor to end its statement with a specific error, and by
/// <see cref="StatementSession.RunAsync"/> when a statement has ended without success.</summary>
/// <param name="error">The error of the statement.</param>
/// <param name="innerException">The cause, or null. It is not shown to users.</param>
public sealed class StatementFailedException(StatementError error, Exception? innerException)
    : StatementException((error ?? throw new ArgumentNullException(nameof(error))).Message, innerException)
{
    /// <summary>Ends a statement with an error.</summary>
    /// <param name="error">The error of the statement.</param>
    public StatementFailedException(StatementError error)
        : this(error, null)
    {
    }

    /// <summary>Ends a statement with an error.</summary>
    /// <param name="code">The code: six digits, one of <see cref="StatementErrorCodes"/> or the executor's own.</param>
    /// <param name="sqlState">The five characters of SQLSTATE.</param>
    /// <param name="message">What happened, for the person who wrote the SQL.</param>
    public StatementFailedException(string code, string sqlState, string message)
        : this(new StatementError(
            code ?? throw new ArgumentNullException(nameof(code)),
            sqlState ?? throw new ArgumentNullException(nameof(sqlState)),
            message ?? throw new ArgumentNullException(nameof(message))))
    {
    }

    /// <summary>The error of the statement.</summary>
    public StatementError Error { get; } = error;

    /// <summary>The statement that has ended without success, when <see cref="StatementSession.RunAsync"/> throws the exception; otherwise
    /// null.</summary>
    public Statement? Statement { get; init; }
}
