namespace Mockhaus.Statements;

/// <summary>The base class of the exceptions that this library throws for callers to handle.</summary>
/// <param name="message">What was requested, what was found, and what to do.</param>
/// <param name="innerException">The cause, or null.</param>
public abstract class StatementException(string message, Exception? innerException) : Exception(message, innerException);
