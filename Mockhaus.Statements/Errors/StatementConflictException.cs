namespace Mockhaus.Statements;

/// <summary>A handle or a request id is taken by a statement that is not the one submitted.</summary>
/// <param name="message">Which, and what to do.</param>
public sealed class StatementConflictException(string message) : StatementException(message, null);
