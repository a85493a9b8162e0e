namespace Mockhaus.Statements;

/// <summary>The handle or the request id of a submission already belongs to another statement.</summary>
/// <param name="message">The conflict, and what to do.</param>
public sealed class StatementConflictException(string message) : StatementException(message, null);
