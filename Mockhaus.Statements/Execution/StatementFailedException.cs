namespace Mockhaus.Statements.Execution;

/// <summary>Thrown by an executor to end its statement with an error of its choice.</summary>
/// <param name="error">The error that the statement shall have.</param>
/// <param name="innerException">The cause, or null; it is not shown to users.</param>
public sealed class StatementFailedException(StatementError error, Exception? innerException = null)
    : StatementException((error ?? throw new ArgumentNullException(nameof(error))).Message, innerException)
{
    /// <summary>The error that the statement shall have.</summary>
    public StatementError Error { get; } = error;
}
